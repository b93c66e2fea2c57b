"""What a person does in Excel: fill a table in, insert and sort rows, correct a cell, delete a row.

In: a workbook, a sheet, the heads of its columns. The file is saved as Excel would: in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, Any]


@contextmanager
def opened(path: Path, sheet: str | None = None) -> Iterator[Worksheet]:
    """One sheet, and saved; the first unless another is named."""
    book = openpyxl.load_workbook(path)
    yield book[sheet] if sheet else book.worksheets[0]
    book.save(path)


def heads(sheet: Worksheet) -> dict[str, int]:
    """A column's head -> its number."""
    return {str(cell.value): cell.column for cell in sheet[_head_row(sheet)] if cell.value}


def _head_row(sheet: Worksheet) -> int:
    """Lists have a title above."""
    for row in sheet.iter_rows(max_row=6):
        if sum(cell.value is not None for cell in row) > 3:
            return int(row[0].row)
    raise AssertionError(f"no heads in {sheet.title}")


def rows(path: Path, sheet: str | None = None) -> list[dict[str, Any]]:
    with opened(path, sheet) as page:
        columns = heads(page)
        return [
            {head: page.cell(number, column).value for head, column in columns.items()}
            for number in _filled(page)
        ]


def _filled(page: Worksheet) -> list[int]:
    return [
        number
        for number in range(_head_row(page) + 1, page.max_row + 1)
        if any(cell.value not in (None, "") for cell in page[number])
    ]


def add(path: Path, *new: Row, sheet: str | None = None) -> None:
    """Rows below those that are there."""
    with opened(path, sheet) as page:
        for row in new:
            _put(page, max([_head_row(page), *_filled(page)]) + 1, row)


def insert(path: Path, after: str, row: Row) -> None:
    """A row in the middle, below the one in which these words stand."""
    with opened(path) as page:
        number = _where(page, after) + 1
        page.insert_rows(number)
        _put(page, number, row)


def correct(path: Path, where: str, cells: Row, *, sheet: str | None = None) -> None:
    """Cells of the row in which these words stand, in one of its cells."""
    with opened(path, sheet) as page:
        _put(page, _where(page, where), cells)


def delete(path: Path, where: str, *, sheet: str | None = None) -> None:
    with opened(path, sheet) as page:
        page.delete_rows(_where(page, where))


def order(path: Path, head: str) -> None:
    """Sorted by a column, backwards; what is an example stays where it is."""
    with opened(path) as page:
        column = heads(page)[head]
        numbers = [n for n in _filled(page) if "示例" not in str(page.cell(n, column).value)]
        held = [[cell.value for cell in page[number]] for number in numbers]
        held.sort(key=lambda cells: str(cells[column - 1]), reverse=True)
        for number, cells in zip(numbers, held, strict=True):
            for at, value in enumerate(cells, 1):
                page.cell(number, at).value = value


def _where(page: Worksheet, words: str) -> int:
    for number in _filled(page):
        if words in [str(cell.value) for cell in page[number] if cell.value is not None]:
            return number
    raise AssertionError(f"no row of {page.title} says {words}")


def _put(page: Worksheet, number: int, row: Row) -> None:
    columns = heads(page)
    for head, value in row.items():
        page.cell(number, columns[head]).value = value
