"""An .xlsx in one manner: frozen blue head, filters, widths, dates as dates, links to evidence.

Rows go to the disk as they come, so that a book of any size takes little memory. What does not fit
into one sheet goes on in the next; nothing is dropped.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import Any, Self

import xlsxwriter

from harness.reports.workbooks import rows as rows_xml
from harness.reports.workbooks.cells import (
    Column,
    Formula,
    Link,
    Value,
    format_of,
    head_height,
    height,
)
from harness.reports.workbooks.rows import RowSheet
from letters import printing
from letters.row_heights import LINE, lines_of
from letters.saving import save_stream
from letters.writable import for_cell, for_property, writable

__all__ = ["Book", "Column", "Formula", "Link", "Value", "write_sheet"]

BLUE, BRICK, OCHRE, PALE = "#1F3A5F", "#A62B2B", "#8A5A00", "#E9EEF4"
MOST_ROWS = 1_048_575  # below the head; Excel's own limit
MOST_LINKS = 65_000  # a sheet, by Excel's own limit
_WRONG = ("缺失", "有瑕疵", "未答复", "逾期", "不合格", "未接通")
_OPEN = ("待", "暂定")
_MIDDLE = frozenset(
    {"折分", "不考核", "未能评定", "待评定", "是", "否", "不计", "—"}
)  # among numbers
_BASE = {
    "font_name": "宋体",
    "font_size": 10.5,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#D0D5DB",
    "text_wrap": True,
}
_HEAD = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": BLUE,
    "align": "center",
    "border_color": BLUE,
}


def write_sheet(
    path: Path,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    drill: bool,
) -> Path:
    """A workbook of one sheet."""
    with Book(path, drill, path.parent) as book:
        book.sheet(name, columns, rows)
    return path


class Book:
    """A workbook in one manner. `evidence`: the folder that the paths of links are relative to; None where
    what they lead to is on no disk of this machine: then there are none."""

    def __init__(self, path: Path, drill: bool, evidence: Path | None) -> None:
        self.path = path
        self._drafts = tempfile.TemporaryDirectory(prefix="mingcha-")  # gone with the book
        self.packed = (Path(self._drafts.name) / "book.xlsx").open("w+b")
        # text such as "=1+1" in a reply must stay text, and numbers in text too
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": True,
            # columns are measured in its digits: one that every system has, or one just as wide
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
            "tmpdir": self._drafts.name,
        }
        self.book: Any = xlsxwriter.Workbook(self.packed, options)
        # a file's own date would make two runs over the same evidence differ
        self.book.set_properties(
            {"title": for_property(path.stem), "author": "明察", "created": datetime(2000, 1, 1)}
        )
        self.drill = drill
        self._way = _relative(evidence, path.parent) if evidence else None
        self.plain, self.head = self.look(), self.look(**_HEAD)
        self.strong = self.look(bold=True, bg_color=PALE)
        self._plain = rows_xml.style_of(self.plain)
        self._middle, self._day, self._linked, self._bad, self._doubt = (
            rows_xml.style_of(self.look(**more))
            for more in (
                {"align": "center"},
                {"num_format": "yyyy-mm-dd", "align": "center"},
                {"font_color": "#1F5FA8", "underline": 1},
                {"font_color": BRICK},
                {"font_color": OCHRE},
            )
        )
        self._numbers: dict[str, Any] = {}
        self._links = 0

    def look(self, **more: object) -> Any:
        return self.book.add_format({**_BASE, **more})

    @cached_property
    def title(self) -> Any:
        return self.book.add_format({"font_name": "黑体", "font_size": 16, "font_color": BLUE})

    @cached_property
    def small(self) -> Any:
        return self.book.add_format({"font_name": "宋体", "font_size": 9, "font_color": "#666666"})

    def number(self, form: str = "") -> Any:
        """The look of a number, in this format."""
        if form not in self._numbers:
            more = {"num_format": form} if form else {}
            self._numbers[form] = self.look(align="center", **more)
        return self._numbers[form]

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]],
        *,
        keys: int = 1,
        printed: int = 0,
    ) -> None:
        """`keys`: so many first columns say whose row it is; they stay in sight. `printed`: so many come
        onto paper; 0: all."""
        left, part = iter(rows), 1
        self._sheet(name, columns, islice(left, MOST_ROWS), keys, printed)
        for first in left:  # there is more than one sheet holds
            part += 1
            more = islice(chain([first], left), MOST_ROWS)
            self._sheet(f"{name}（续{part}）", columns, more, keys, printed)

    def sheet_if_any(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterator[Sequence[Value]],
        *,
        keys: int = 1,
        printed: int = 0,
    ) -> None:
        """A table without rows is left out."""
        for first in rows:
            self.sheet(name, columns, chain([first], rows), keys=keys, printed=printed)
            break

    def _sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterator[Sequence[Value]],
        keys: int,
        printed: int,
    ) -> None:
        sheet = self.page(name)
        sheet.freeze_panes(1, keys)
        sheet.set_row(0, head_height(columns))
        widths = [column[1] for column in columns]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column[1])
            sheet.write_string(0, place, for_cell(column[0]), self.head)
        styles = [rows_xml.style_of(self.number(format_of(column))) for column in columns]
        count = 0
        for count, row in enumerate(rows, 1):
            self._row(sheet, count, row, widths, styles)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        printing.fit(sheet, widths[: printed or None], keys, (0, 0))
        if printed:
            printing.only(sheet, printed, count, drill=self.drill)

    def front(
        self,
        name: str,
        lines: Sequence[str],
        head: Sequence[str],
        rows: Iterable[Sequence[Value]],
        *,
        first: int = 42,
        other: int = 13,
    ) -> None:
        """A first sheet: a title, small lines below it, then one table."""
        sheet = self.page(name)
        sheet.hide_gridlines(2)
        widths = [first, *(other for _ in head[1:])]
        for place, text in enumerate(lines):
            sheet.set_row(place, 18 if place else 30)
            sheet.write_string(place, 0, for_cell(text), self.small if place else self.title)
        top = len(lines) + 1
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.set_row(top, 9.5 + LINE * max(lines_of(each, other) for each in head))
        sheet.freeze_panes(top + 1, 1)
        for place, text in enumerate(head):
            sheet.write_string(top, place, for_cell(text), self.head)
        for line, cells in enumerate(rows, top + 1):
            form = self.number("0.00") if "%" in str(cells[0]) else self.number()
            self._row(sheet, line, cells, widths, [rows_xml.style_of(form)] * len(cells))
        printing.fit(sheet, widths, 1, (top, top))

    def page(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name, RowSheet)
        self._links = 0
        printing.set_up(sheet, drill=self.drill)
        return sheet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, wrong: object, *_: object) -> None:
        """Saved where all went well; what else was written is of no use."""
        try:
            if wrong is None:
                self.book.close()
                save_stream(self.path, self.packed)
        finally:
            for sheet in self.book.worksheets():
                sheet.row_data_fh.close()
            self.book.fileclosed = 1  # it would warn that nobody closed it
            self.packed.close()
            self._drafts.cleanup()

    def _row(
        self,
        sheet: RowSheet,
        row: int,
        values: Sequence[Value],
        widths: Sequence[int],
        numbers: Sequence[int],
    ) -> None:
        """`numbers`: the style that a number has in each column."""
        cells = [
            self._cell(row, place, value, numbers[place]) for place, value in enumerate(values)
        ]
        sheet.add_row(row, height(values, widths), cells)
        for place, value in enumerate(values):
            if type(value) is tuple and self._way is not None:
                self._link(sheet, row, place, value[1])

    def _cell(self, row: int, place: int, value: Value, number: int) -> str:
        if value is None or value == "" or (self._way is None and isinstance(value, tuple)):
            return rows_xml.blank(row, place, self._plain)
        if isinstance(value, str):
            return rows_xml.text(row, place, value, self._tone(value))
        if isinstance(value, int | Decimal):
            return rows_xml.number(row, place, value, number)
        if isinstance(value, tuple):
            return rows_xml.text(row, place, value[0], self._linked)
        if isinstance(value, Formula):
            return rows_xml.formula(row, place, writable(value.text), value.value, number)
        return rows_xml.day(row, place, value, self._day)

    def _link(self, sheet: RowSheet, row: int, place: int, file: str) -> None:
        """Where Excel can hold no more of them, or none so long, the words stand alone."""
        if self._links < MOST_LINKS:
            self._links += 1
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                target = os.path.normpath(f"{self._way}/{file}")
                sheet.add_link(row, place, writable(target))

    def _tone(self, text: str) -> int:
        if text in _MIDDLE:
            return self._middle
        if text.startswith(_WRONG):
            return self._bad
        return self._doubt if text.startswith(_OPEN) else self._plain


def _relative(target: Path, folder: Path) -> str:
    """From the workbook to the file, so that a copied campaign folder keeps its links. Across
    Windows drives there is no relative way."""
    try:
        return os.path.relpath(target, folder)
    except ValueError:
        return str(target)
