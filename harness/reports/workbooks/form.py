"""An empty table for people to fill in, as .xlsx: heads that explain themselves, lists to choose from.

In: the columns, and lines on how to fill them in. Out: a workbook whose first sheet is the table and
whose second says the same for printing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.reports.workbooks.sheets import Book
from letters.writable import for_cell

ROWS = 2000  # so many can be filled in with the lists at hand
_MOST_IN_A_LIST = 255  # signs; Excel takes a file with a longer list for a broken one


@dataclass(frozen=True, slots=True)
class Column:
    """`only`: nothing but the `choices`; else they are offered. `is_text`: digits keep their zeros."""

    heading: str
    width: int
    hint: str
    choices: tuple[str, ...] = ()
    only: bool = False
    is_day: bool = False
    is_text: bool = False


def write_form(path: Path, name: str, columns: Sequence[Column], notes: Sequence[str]) -> Path:
    with Book(path, False, path.parent) as book:
        _table(book, name, columns)
        _explained(book, columns, notes)
    return path


def _table(book: Book, name: str, columns: Sequence[Column]) -> None:
    sheet = book.book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_row(0, 48)
    day = book.book.add_format({"num_format": "yyyy-mm-dd", "align": "center"})
    text = book.book.add_format({"num_format": "@"})
    for place, column in enumerate(columns):
        kind = day if column.is_day else text if column.is_text else None
        sheet.set_column(place, place, column.width, kind)
        sheet.write_string(0, place, for_cell(column.heading), book.head)
        size = {"x_scale": 2.2, "y_scale": max(1.0, len(column.hint) / 40)}
        sheet.write_comment(0, place, column.hint, {"author": "明察", **size})
        if column.choices:
            sheet.data_validation(1, place, ROWS, place, _list(column))


def _list(column: Column) -> dict[str, Any]:
    assert len(",".join(column.choices)) <= _MOST_IN_A_LIST, column.heading
    return {
        "validate": "list",
        "source": list(column.choices),
        "show_error": column.only,
        "error_title": "请从列表中选",
        "error_message": f"“{column.heading}”应是：{'、'.join(column.choices)}"[:255],
    }


def _explained(book: Book, columns: Sequence[Column], notes: Sequence[str]) -> None:
    sheet = book.book.add_worksheet("填写说明")
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    wrapped = book.book.add_format({"font_name": "宋体", "font_size": 10.5, "text_wrap": True})
    for row, note in enumerate(notes):
        sheet.merge_range(row, 0, row, 1, for_cell(note), wrapped)
        sheet.set_row(row, 16 * (1 + len(note) // 55))
    top = len(notes) + 1
    sheet.write_row(top, 0, ["列", "怎样填"], book.head)
    for row, column in enumerate(columns, top + 1):
        sheet.write_string(row, 0, for_cell(column.heading), book.strong)
        sheet.write_string(row, 1, for_cell(column.hint), book.plain)
        sheet.set_row(row, 6 + 15 * (1 + len(column.hint) // 38))
