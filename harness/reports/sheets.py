"""An .xlsx in one manner: frozen blue head, filters, widths, dates as dates, links to evidence."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter

from letters.saving import save
from letters.writable import for_cell, for_property, writable

BLUE, BRICK, OCHRE, PALE = "#1F3A5F", "#A62B2B", "#8A5A00", "#E9EEF4"
LINE = 14.5  # points a line of text takes
MAX_HEIGHT = 400.0  # Excel allows no more than 409

# what stands in a cell: text, number, day, or a link (text, file)
Link = tuple[str, str]
Value = str | int | Decimal | date | Link | None
Column = tuple[str, int]  # name, width in characters


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
    """A workbook in one manner: frozen blue head, filters, dates as dates, links to evidence."""

    def __init__(self, path: Path, drill: bool, evidence: Path) -> None:
        # text such as "=1+1" in a reply must stay text, and numbers in text too
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,
        }
        self.path, self.packed = path, BytesIO()
        self.book: Any = xlsxwriter.Workbook(self.packed, options)
        # a file's own date would make two runs over the same evidence differ
        self.book.set_properties(
            {"title": for_property(path.stem), "author": "明察", "created": datetime(2000, 1, 1)}
        )
        self.folder, self.evidence, self.drill = path.parent, evidence, drill
        base = {
            "font_name": "宋体",
            "font_size": 10.5,
            "valign": "vcenter",
            "border": 1,
            "border_color": "#D0D5DB",
            "text_wrap": True,
        }
        self.plain = self.book.add_format(base)
        self.number = self.book.add_format({**base, "align": "center"})
        self.day = self.book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "center"})
        self.link = self.book.add_format({**base, "font_color": "#1F5FA8", "underline": 1})
        self.bad = self.book.add_format({**base, "font_color": BRICK})
        self.doubt = self.book.add_format({**base, "font_color": OCHRE})
        self.strong = self.book.add_format({**base, "bold": True, "bg_color": PALE})
        self.head = self.book.add_format(
            {
                **base,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": BLUE,
                "align": "center",
                "border_color": BLUE,
            }
        )
        self.title = self.book.add_format(
            {"font_name": "黑体", "font_size": 16, "font_color": BLUE}
        )
        self.small = self.book.add_format(
            {"font_name": "宋体", "font_size": 9, "font_color": "#666666"}
        )

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
        sheet = self._page(name)
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 24)
        for place, (label, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, for_cell(label), self.head)
        count = 0
        for count, row in enumerate(rows, 1):
            sheet.set_row(count, _height(row, columns))
            for place, value in enumerate(row):
                self._write(sheet, count, place, value)
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        sheet.repeat_rows(0)

    def front(
        self, name: str, lines: Sequence[str], head: Sequence[str], rows: Iterable[Sequence[Value]]
    ) -> None:
        """A first sheet: a title, small lines below it, then one table."""
        sheet = self._page(name)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 30)
        for place, text in enumerate(lines):
            sheet.write_string(place, 0, for_cell(text), self.small if place else self.title)
        top = len(lines) + 1
        sheet.set_column(0, 0, 42)
        sheet.set_column(1, len(head) - 1, 13)
        sheet.set_row(top, 34)
        sheet.freeze_panes(top + 1, 1)
        for place, text in enumerate(head):
            sheet.write_string(top, place, for_cell(text), self.head)
        for line, cells in enumerate(rows, top + 1):
            for place, value in enumerate(cells):
                self._write(sheet, line, place, value)

    def close(self) -> None:
        self.book.close()
        save(self.path, self.packed.getvalue())

    def _page(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        mark = "&C【演练】 " if self.drill else "&C"
        sheet.set_header(f"{mark}&A")
        sheet.set_footer(f"&C第 &P 页，共 &N 页{'　演练材料，内容均为虚构' if self.drill else ''}")
        return sheet

    def _write(self, sheet: Any, row: int, place: int, value: Value) -> None:
        if value is None or value == "":
            sheet.write_blank(row, place, None, self.plain)
        elif isinstance(value, tuple):
            self._link(sheet, row, place, *value)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), self.day)
        elif isinstance(value, int | Decimal):
            # a cell of Excel is a binary fraction whatever is written; the points were summed exactly
            sheet.write_number(row, place, float(value), self.number)
        else:
            sheet.write_string(row, place, for_cell(value), self._tone(value))

    def _link(self, sheet: Any, row: int, place: int, text: str, file: str) -> None:
        target, text = writable(_relative(self.evidence / file, self.folder)), writable(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            refused = sheet.write_url(
                row, place, f"external:{target}", self.link, text[:200], target[:200]
            )
        if refused:  # too long for a link, or Excel's number of links is used up
            sheet.write_string(row, place, for_cell(text), self.plain)

    def _tone(self, text: str) -> Any:
        if text.startswith(("缺失", "有瑕疵", "未答复", "逾期", "不合格", "未接通")):
            return self.bad
        return self.doubt if text.startswith(("待", "暂定")) else self.plain


def _height(row: Sequence[Value], columns: Sequence[Column]) -> float:
    """Points that the row needs for its longest wrapped cell: not every program works it out when
    it opens the file. A Chinese character is as wide as two digits, which the widths count in."""
    lines = 1
    for value, (_, width) in zip(row, columns, strict=True):
        text = value[0] if isinstance(value, tuple) else value
        if isinstance(text, str):
            lines = max(lines, sum(_wrapped(part, width - 1) for part in text.split("\n")))
    return min(MAX_HEIGHT, 6 + LINE * lines)


def _wrapped(text: str, width: int) -> int:
    wide = sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
    return max(1, ceil(wide / width))


def _relative(target: Path, folder: Path) -> str:
    """From the workbook to the file, so that a copied campaign folder keeps its links. Across
    Windows drives there is no relative way."""
    try:
        return os.path.relpath(target, folder)
    except ValueError:
        return str(target)
