"""A table that a person kept, .xlsx or .csv -> its rows, as they stand; every fault is one line.

A cell that Excel shows as 80% comes out as the text 80%, so that it is not taken for 0.8; an error, or
a formula that was not worked out, as words that no column takes, so that it is not taken for empty. Of a
workbook the first visible sheet is read.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from harness.cli.errors import UserError
from harness.cli.given import bytes_of, decoded

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from harness.scoring.tables.shown_cells import Shown

TABLES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv")  # the older ones are told what to do


@dataclass(frozen=True, slots=True)
class Table:
    """`where` names the file, and the sheet where there are several, for what is wrong in it."""

    where: str
    rows: list[list[object]]


def table_in(path: Path) -> Table:
    data = bytes_of(path)
    if path.suffix.lower() == ".csv":
        return Table(path.name, _csv_rows(data, path.name))
    return _sheet(data, path.name)


def _csv_rows(data: bytes, name: str) -> list[list[object]]:
    text = decoded(data, name)
    first = text.split("\n", 1)[0]
    # WPS and some Windows separate by tabs or semicolons
    by = max(",;\t", key=first.count) if "," not in first else ","
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=by)]
    except csv.Error as wrong:
        raise UserError(f"{name}：不是能读的CSV（可能有未配对的引号），请用Excel另存") from wrong


def tables_in(path: Path) -> list[Table]:
    """Every visible sheet of a workbook, each by its name; of a .csv the one table."""
    data = bytes_of(path)
    if path.suffix.lower() == ".csv":
        return [Table(path.name, _csv_rows(data, path.name))]
    return _sheets(data, path.name, first_only=False)


def _sheet(data: bytes, name: str) -> Table:
    return _sheets(data, name, first_only=True)[0]


def _sheets(data: bytes, name: str, *, first_only: bool) -> list[Table]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    from letters.workbook import BadBook, open_workbook

    try:
        book = open_workbook(data)
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        if not visible:
            raise UserError(f"{name}：没有可见的工作表，请把表格放在一张普通工作表里")
        chosen = visible[:1] if first_only else visible
        return [
            Table(
                name if len(visible) == 1 else f"{name}，工作表“{sheet}”", _rows(book, data, sheet)
            )
            for sheet in chosen
        ]
    except BadBook as wrong:
        raise UserError(f"{name}：不是能读的表格，应为.xlsx或.csv（{wrong}）") from wrong


def _rows(book: CalamineWorkbook, data: bytes, name: str) -> list[list[object]]:
    from harness.scoring.tables.shown_cells import shown_cells
    from letters.workbook import open_worksheet

    sheet = open_worksheet(book, name)
    shown = shown_cells(data, name)
    rows: list[list[object]] = (
        [list(row) for row in sheet.to_python(skip_empty_area=False)] if sheet.end else []
    )
    for n, m in shown.unread:  # the reader's block may end before cells without a value
        rows += [[] for _ in range(n + 1 - len(rows))]
        rows[n] += [""] * (m + 1 - len(rows[n]))
    return [
        [_as_shown(cell, shown, (n, m)) for m, cell in enumerate(row)] for n, row in enumerate(rows)
    ]


def _as_shown(cell: object, shown: Shown, place: tuple[int, int]) -> object:
    if place in shown.unread:
        return shown.unread[place]
    if place in shown.shares:
        return _share(cell)
    if place in shown.signed and isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"{cell:g}{shown.signed[place]}"
    return cell


def _share(cell: object) -> object:
    """1.0 shown as 100% -> the text that is shown."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return f"{(Decimal(str(cell)) * 100).normalize():f}%"
