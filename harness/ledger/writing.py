"""Rows -> 台账.xlsx: five sheets to look at and to fill in, and how, and which export it is.

What the program fills in is grey; where one of several words belongs there is a list; heads say
what they want when pointed at. Nothing is locked: sorting, filtering and columns of one's own must
stay possible. The export's number is kept in a sheet that nobody sees and among the properties.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from harness.checker.finding import VERDICT_NAMES, Verdict
from harness.ledger import guide
from harness.ledger.columns import (
    NUMBER,
    RECEIVED_ON,
    RULINGS,
    SHEETS,
    VOID,
    Column,
    Kind,
    Sheet,
    all_columns,
    defects_of,
)
from harness.ledger.rows import Row
from harness.ledger.sheets import EXPORT_PROPERTY, EXPORT_SHEET, GUIDE
from harness.ledger.values import Cell, known
from letters import printing
from letters.row_heights import height_of, lines_of
from letters.workbook import letter
from letters.writable import for_cell, for_property

SPARE = 2000  # rows below the last that have formats and lists, to be filled in
MAX_HEIGHT = 180.0  # points
_FIXED = datetime(2000, 1, 1)  # a file's own date would make two exports of one state differ
_MOST_IN_A_LIST = 255  # characters, by Excel's own rule
_AT_ONCE = 500  # places of one rule
_DOUBTFUL = VERDICT_NAMES[Verdict.UNCLEAR]
# text keeps zeros in front, and numbers of more than 15 digits whole
_LOOKS: dict[str, dict[str, object]] = {
    "text": {"num_format": "@"},
    "short": {"num_format": "@", "align": "center"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
}


def write(tables: Mapping[str, Sequence[Row]], export: str) -> bytes:
    """The workbook; a sheet without rows is there to be filled in."""
    packed = BytesIO()
    # text such as "=1+1" must stay text, and numbers in text too
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with (
        tempfile.TemporaryDirectory(prefix="mingcha-") as drafts,
        xlsxwriter.Workbook(packed, {**plain, "constant_memory": True, "tmpdir": drafts}) as book,
    ):
        book.set_properties({"title": "台账", "author": "明察", "created": _FIXED})
        book.set_custom_property(EXPORT_PROPERTY, for_property(export))
        for sheet in SHEETS.values():
            _Page(book, sheet).fill(tables.get(sheet.name, ()))
        guide.add(book, GUIDE)
        hidden = book.add_worksheet(EXPORT_SHEET)
        hidden.write_string(0, 0, EXPORT_PROPERTY)
        hidden.write_string(0, 1, export)
        hidden.very_hidden()
    return packed.getvalue()


class _Page:
    """One sheet of the book."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.sheet, self.columns = sheet, all_columns(sheet)
        self.page = book.add_worksheet(sheet.name)
        base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
        frame = {**base, "border": 1, "border_color": "#D0D5DB"}
        head = {**frame, "bold": True, "align": "center", "font_color": "#FFFFFF"}
        grey = {"bg_color": "#F1F2F4", "font_color": "#5F6670"}
        self.head = book.add_format({**head, "bg_color": sheet.colour})
        self.grey_head = book.add_format({**head, "bg_color": "#8A929C"})
        self.formats = {
            (own, kind): book.add_format({**frame, **({} if own else grey), **looks})
            for own in (True, False)
            for kind, looks in _LOOKS.items()
        }
        self.spare = {kind: book.add_format({**base, **looks}) for kind, looks in _LOOKS.items()}
        self.void = book.add_format({"font_color": "#9AA0A6", "font_strikeout": True})
        self.doubt = book.add_format({"font_color": "#8A5A00", "bold": True})

    def fill(self, rows: Sequence[Row]) -> None:
        self._set_up(len(rows))
        for line, row in enumerate(rows, 1):
            cells: dict[str, Cell] = {**row.cells, NUMBER: row.number, VOID: row.void}
            values = [known(each, cells.get(each.head, "")) for each in self.columns]
            self.page.set_row(line, _height(values, self.columns))
            for place, (column, value) in enumerate(zip(self.columns, values, strict=True)):
                self._write(line, place, column, value)
        self._lists(rows)
        self._marks(len(rows))

    def _set_up(self, count: int) -> None:
        page = self.page
        page.set_tab_color(self.sheet.colour)
        page.freeze_panes(1, self.sheet.frozen)
        page.set_row(0, 26)
        for place, column in enumerate(self.columns):
            page.set_column(place, place, column.width, self.spare[_look(column)])
            own = not (column.read_only or column.head == NUMBER)
            page.write_string(0, place, column.head, self.head if own else self.grey_head)
            lines = 2 + len(column.hint) // 16
            size = {"x_scale": 1.9, "y_scale": 0.28 * lines, "font_size": 9, "author": "明察"}
            page.write_comment(0, place, column.hint, size)
        page.autofilter(0, 0, max(count, 1), len(self.columns) - 1)
        printing.set_up(page, drill=False)
        widths = [column.width for column in self.columns]
        printing.fit(page, widths, max(1, self.sheet.frozen), (0, 0))

    def _write(self, line: int, place: int, column: Column, value: Cell) -> None:
        own = not (column.read_only or column.head == NUMBER)
        look = self.formats[own, "day" if isinstance(value, date) else _look(column)]
        if isinstance(value, date):
            self.page.write_datetime(
                line, place, datetime(value.year, value.month, value.day), look
            )
        elif value:
            self.page.write_string(line, place, for_cell(value), look)
        else:
            self.page.write_blank(line, place, None, look)

    def _lists(self, rows: Sequence[Row]) -> None:
        """Drop-downs and what Excel says to a wrong entry: it warns, the reading decides."""
        last = len(rows) + SPARE
        for place, column in enumerate(self.columns):
            rule = _rule(column)
            if column.read_only or column.head == NUMBER:
                if rows:
                    self.page.data_validation(1, place, len(rows), place, _DO_NOT)
            elif self.sheet is RULINGS and column.head in ("人工认定", "瑕疵"):
                self._lists_of_elements(place, column, rows)
            elif rule:
                self.page.data_validation(1, place, last, place, rule)

    def _lists_of_elements(self, place: int, column: Column, rows: Sequence[Row]) -> None:
        """What may be said differs by element. Several may be written, and a day: what is not in
        the list is let in."""
        lines: dict[tuple[str, ...], list[int]] = {}
        for line, row in enumerate(rows, 1):
            element = str(row.cells.get("要素", ""))
            words = defects_of(element)
            if column.head == "人工认定":
                words = () if element == RECEIVED_ON else tuple(column.choices)
            lines.setdefault(words, []).append(line)
        for words, all_places in lines.items():
            for at in range(0, len(all_places) if words else 0, _AT_ONCE):
                places = [[line, place, line, place] for line in all_places[at : at + _AT_ONCE]]
                rule = {**_list(words, strict=False), "other_cells": places[1:]}
                self.page.data_validation(*places[0], rule)

    def _marks(self, count: int) -> None:
        last = len(self.columns) - 1
        void = {"type": "formula", "criteria": f'=${letter(last)}2<>""', "format": self.void}
        self.page.conditional_format(1, 0, count + SPARE, last, void)
        doubt = {"type": "cell", "criteria": "==", "value": f'"{_DOUBTFUL}"', "format": self.doubt}
        if count:
            self.page.conditional_format(1, 0, count, last, doubt)


_DO_NOT = {
    "validate": "custom",
    "value": "=FALSE",
    "ignore_blank": False,
    "error_type": "warning",
    "error_title": "由程序填写",
    "error_message": "这一栏由程序填写，改动不会读入。",
}


def _look(column: Column) -> str:
    if column.kind is Kind.DAY:
        return "day"
    return "short" if column.width <= 16 and column.kind is not Kind.TEXT else "text"


def _rule(column: Column) -> dict[str, object] | None:
    if column.kind is Kind.DAY:
        return {
            "validate": "date", "criteria": "between", "minimum": date(2000, 1, 1),
            "maximum": date(2099, 12, 31), "error_type": "warning", "error_title": "应为日期",
            "error_message": "请写成 2026-03-05、2026/3/5 这样的日期。",
        }  # fmt: skip
    if column.kind is Kind.CHOICE:
        return _list([each for each in column.choices if each not in column.hidden], strict=True)
    return None


def _list(words: Sequence[str], *, strict: bool) -> dict[str, object]:
    told = {"error_title": "不在可选之列", "error_message": "请从下拉列表中选择。"}
    kept = list(words)
    while len(",".join(kept)) > _MOST_IN_A_LIST:
        kept.pop()  # the rest can be typed
    return {"validate": "list", "source": kept, **told, "error_type": "warning",
            "show_error": strict}  # fmt: skip


def _height(values: Sequence[Cell], columns: Sequence[Column]) -> float:
    """Points that the row needs for its longest wrapped cell."""
    lines = 1
    for value, column in zip(values, columns, strict=True):
        if isinstance(value, str):
            lines = max(lines, lines_of(value, column.width))
    return min(MAX_HEIGHT, height_of(lines))
