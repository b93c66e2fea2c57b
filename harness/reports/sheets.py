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
from typing import Any

import xlsxwriter

from harness.reports import printing
from harness.reports.cells import (
    LINE,
    Column,
    Formula,
    Link,
    Value,
    format_of,
    head_height,
    height,
    lines_of,
)
from letters.saving import save_stream
from letters.writable import for_cell, for_property, writable

__all__ = ["Book", "Column", "Formula", "Link", "Value", "write_sheet"]

BLUE, BRICK, OCHRE, PALE = "#1F3A5F", "#A62B2B", "#8A5A00", "#E9EEF4"
MOST_ROWS = 1_048_575  # below the head; Excel's own limit
MOST_LINKS = 65_000  # a sheet, by Excel's own limit
_WRONG = ("缺失", "有瑕疵", "未答复", "逾期", "不合格", "未接通")
_OPEN = ("待", "暂定")
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
    book = Book(path, drill, path.parent)
    book.sheet(name, columns, rows)
    book.close()
    return path


class Book:
    """A workbook in one manner. `evidence`: the folder that the paths of links are relative to."""

    def __init__(self, path: Path, drill: bool, evidence: Path) -> None:
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
        self.folder, self.evidence, self.drill = path.parent, evidence, drill
        self.plain = self.look()
        self.day = self.look(num_format="yyyy-mm-dd", align="center")
        self.link = self.look(font_color="#1F5FA8", underline=1)
        self.bad = self.look(font_color=BRICK)
        self.doubt = self.look(font_color=OCHRE)
        self.strong = self.look(bold=True, bg_color=PALE)
        self.head = self.look(**_HEAD)
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
    ) -> None:
        """`keys`: so many first columns say whose row it is; they stay in sight."""
        left, part = iter(rows), 1
        self._sheet(name, columns, islice(left, MOST_ROWS), keys)
        for first in left:  # there is more than one sheet holds
            part += 1
            more = islice(chain([first], left), MOST_ROWS)
            self._sheet(f"{name}（续{part}）", columns, more, keys)

    def _sheet(
        self, name: str, columns: Sequence[Column], rows: Iterator[Sequence[Value]], keys: int
    ) -> None:
        sheet = self.page(name)
        sheet.freeze_panes(1, keys)
        sheet.set_row(0, head_height(columns))
        widths = [column[1] for column in columns]
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column[1])
            sheet.write_string(0, place, for_cell(column[0]), self.head)
        numbers = [self.number(format_of(column)) for column in columns]
        count = 0
        for count, row in enumerate(rows, 1):
            sheet.set_row(count, height(row, widths))
            for place, value in enumerate(row):
                self.write(sheet, count, place, value, numbers[place])
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        printing.fit(sheet, widths, keys, (0, 0))

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
            sheet.set_row(line, height(cells, widths))
            for place, value in enumerate(cells):
                self.write(sheet, line, place, value, form)
        printing.fit(sheet, widths, 1, (top, top))

    def page(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        self._links = 0
        printing.set_up(sheet, drill=self.drill)
        return sheet

    def close(self) -> None:
        try:
            self.book.close()
            save_stream(self.path, self.packed)
        finally:
            self.packed.close()
            self._drafts.cleanup()

    def write(self, sheet: Any, row: int, place: int, value: Value, number: Any) -> None:
        if value is None or value == "":
            sheet.write_blank(row, place, None, self.plain)
        elif isinstance(value, str):
            sheet.write_string(row, place, for_cell(value), self._tone(value))
        elif isinstance(value, int | Decimal):
            # a cell of Excel is a binary fraction whatever is written; the points were summed exactly
            sheet.write_number(row, place, float(value), number)
        elif isinstance(value, tuple):
            self._link(sheet, row, place, *value)
        elif isinstance(value, Formula):
            known = value.value if isinstance(value.value, str) else float(value.value)
            sheet.write_formula(row, place, value.text, number, known)
        else:
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), self.day)

    def _link(self, sheet: Any, row: int, place: int, text: str, file: str) -> None:
        text, refused = writable(text), self._links >= MOST_LINKS
        if not refused:
            target = writable(_relative(self.evidence / file, self.folder))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)
                refused = sheet.write_url(
                    row, place, f"external:{target}", self.link, text[:200], target[:200]
                )
            self._links += 1
        if refused:  # too long for a link, or Excel's number of links is used up
            sheet.write_string(row, place, for_cell(text), self.plain)

    def _tone(self, text: str) -> Any:
        if text.startswith(_WRONG):
            return self.bad
        return self.doubt if text.startswith(_OPEN) else self.plain


def _relative(target: Path, folder: Path) -> str:
    """From the workbook to the file, so that a copied campaign folder keeps its links. Across
    Windows drives there is no relative way."""
    try:
        return os.path.relpath(target, folder)
    except ValueError:
        return str(target)
