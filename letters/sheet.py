"""A sheet that a person wrote: an .xlsx file -> its header row and the rows below it.

People put titles above the header, move columns, add their own and leave hidden sheets behind;
all that is read. What cannot be read for certain (a merged cell, a hole between rows, a column
that stands there twice) is a fault with its place, never a guess. Only the file's shape is judged
here; what a cell may say is judged by cells.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from python_calamine import (
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from letters.faults import BadTable
from letters.opening import NotOpened, read_file, reason
from letters.workbook import BadBook, letter, open_workbook, open_worksheet

Value = int | float | str | bool | time | date | datetime | timedelta
Merged = tuple[tuple[int, int], tuple[int, int]]

HEADER_WITHIN = 30  # rows; titles and remarks above the header are rarely more than five


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # as Excel shows it, from 1
    cells: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`columns` maps a heading to its column, from 0; `rows` stand below the header."""

    file: str
    name: str
    header_row: int
    headings: tuple[str, ...]
    columns: dict[str, int]
    rows: tuple[Row, ...]
    merged: tuple[Merged, ...]

    def place(self, row: int, heading: str = "") -> str:
        """Where a fault lies, as a person finds it in Excel."""
        where = f"{self.file}，工作表“{self.name}”，第{row}行"
        if heading in self.columns:
            where += f"“{heading}”列（{letter(self.columns[heading])}{row}）"
        return where

    def is_merged(self, row: int, heading: str) -> bool:
        return any(_covers(area, row - 1, self.columns[heading]) for area in self.merged)


def open_sheet(path: Path, known: Collection[str]) -> Sheet:
    """The first visible sheet that has a header row of `known` headings; else BadTable."""
    book = _open(path)
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
    ]
    if not names:
        raise BadTable(f"{path.name}：没有可见的工作表，请把清单放在一张普通工作表里")
    for name in names:
        sheet = _find_header(path.name, book, name, known)
        if sheet is not None:
            return sheet
    raise BadTable(
        f"{path.name}，工作表“{'”“'.join(names)}”：前{HEADER_WITHIN}行内找不到表头，"
        f"表头应有这些列：{'、'.join(known)}"
    )


def shape_faults(sheet: Sheet, required: Iterable[str]) -> tuple[str, ...]:
    """Missing and repeated columns, merged cells, holes between the rows."""
    faults = [
        f"{sheet.place(sheet.header_row)}（表头）：缺少“{heading}”列，请补上这一列"
        for heading in required
        if heading not in sheet.columns
    ]
    for heading in sheet.columns:
        found = [letter(i) for i, other in enumerate(sheet.headings) if other == heading]
        if len(found) > 1:
            faults.append(
                f"{sheet.place(sheet.header_row)}（表头）：“{heading}”列出现了{len(found)}次"
                f"（{'、'.join(found)}列），只能保留一列"
            )
    return (*faults, *_merged_faults(sheet), *_holes(sheet))


def filled(sheet: Sheet) -> tuple[Row, ...]:
    """The rows that say something in a known column."""
    return tuple(row for row in sheet.rows if not _is_empty(sheet, row))


def _open(path: Path) -> CalamineWorkbook:
    try:
        data = read_file(path)
    except FileNotFoundError:
        raise BadTable(f"{path.name}：找不到文件，应放在 {path.parent}") from None
    except NotOpened as wrong:
        raise BadTable(f"{path.name}：{wrong.why}") from None
    except OSError as wrong:
        raise BadTable(f"{path.name}：无法读取（{reason(wrong)}），请关闭正打开它的程序") from None
    try:
        return open_workbook(data)
    except BadBook as wrong:
        raise BadTable(f"{path.name}：{wrong}") from None


def _find_header(
    file: str, book: CalamineWorkbook, name: str, known: Collection[str]
) -> Sheet | None:
    try:
        found = open_worksheet(book, name)
    except BadBook as wrong:
        raise BadTable(f"{file}，工作表“{name}”：{wrong}") from None
    if found.end is None:
        return None
    table = found.to_python(skip_empty_area=False)
    top = _header_row(table, known)
    if top is None:
        return None
    headings = tuple(_heading(cell) for cell in table[top])
    # reversed, so that of a repeated heading the first column counts
    columns = {h: i for i, h in reversed(list(enumerate(headings))) if h in known}
    rows = tuple(Row(i + 1, tuple(table[i])) for i in range(top + 1, len(table)))
    merged = tuple(found.merged_cell_ranges or ())
    return Sheet(file, name, top + 1, headings, columns, rows, merged)


def _header_row(table: Sequence[Sequence[Value]], known: Collection[str]) -> int | None:
    """The row with most known headings, at least two: a title may hold one by chance."""
    counts = [len({_heading(c) for c in row} & set(known)) for row in table[:HEADER_WITHIN]]
    best = max(counts, default=0)
    return counts.index(best) if best >= 2 else None


def _heading(cell: Value) -> str:
    """`单位 名称*` with a line break in it is still 单位名称."""
    return "".join(str(cell).split()).strip("*＊:：")


def _is_empty(sheet: Sheet, row: Row) -> bool:
    return all(str(row.cells[column]).strip() == "" for column in sheet.columns.values())


def _holes(sheet: Sheet) -> list[str]:
    """Empty rows with a filled one below; those at the end are none. A merged cell's own empty
    rows were named already."""
    full = {row.number for row in filled(sheet)}
    last = max(full, default=0)
    merged = {n for (top, _), (bottom, _) in sheet.merged for n in range(top + 1, bottom + 2)}
    empty = [
        row.number
        for row in sheet.rows
        if row.number < last and row.number not in full and row.number not in merged
    ]
    faults = []
    for _, run in groupby(enumerate(empty), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in run]
        rows = f"第{numbers[0]}行" if len(numbers) == 1 else f"第{numbers[0]}至{numbers[-1]}行"
        faults.append(
            f"{sheet.file}，工作表“{sheet.name}”，{rows}：整行为空而下面还有数据，请删去空行"
        )
    return faults


def _merged_faults(sheet: Sheet) -> list[str]:
    """Merged cells from the header down; a merged title above it harms nobody."""
    return [
        f"{sheet.file}，工作表“{sheet.name}”，第{top + 1}行：单元格 "
        f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1} 是合并的，请取消合并，逐格填写"
        for (top, left), (bottom, right) in sheet.merged
        if bottom + 1 >= sheet.header_row
    ]


def _covers(area: Merged, row: int, column: int) -> bool:
    (top, left), (bottom, right) = area
    return top <= row <= bottom and left <= column <= right


def every_cell(path: Path) -> Iterator[tuple[str, int, int, Value]]:
    """Sheet, row (as Excel shows it), column (from 0) and value of each cell, hidden sheets too."""
    book = _open(path)
    for sheet in book.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        try:
            found = open_worksheet(book, sheet.name)
        except BadBook as wrong:
            raise BadTable(f"{path.name}，工作表“{sheet.name}”：{wrong}") from None
        table = found.to_python(skip_empty_area=False) if found.end is not None else []
        for number, row in enumerate(table, 1):
            yield from (
                (sheet.name, number, column, value)
                for column, value in enumerate(row)
                if value != ""
            )
