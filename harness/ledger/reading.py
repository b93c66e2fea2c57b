"""台账.xlsx as it came back -> its rows, in one form whoever saved it.

Of a row nothing is refused here save what cannot be laid to a row at all (merged cells, a number
that cannot be read): what a cell says wrongly is kept with its fault, for a cell that nobody
touched accuses nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.ledger.columns import NUMBER_COLUMN, VOID_COLUMN, Column
from harness.ledger.rows import Fault, Read, Row
from harness.ledger.sheets import Grid, opened
from harness.ledger.values import Cell, said, short


def read(data: bytes, file: str) -> Read:
    """The rows of the workbook; BadTable where it is none, or not a ledger."""
    book = opened(data, file)
    rows: list[Row] = []
    faults: list[Fault] = list(book.faults)
    held: set[str] = set()
    for grid in book.grids:
        for made in _rows(grid):
            if isinstance(made, Row):
                rows.append(made)
            else:
                faults.append(made[0])
                held.add(made[1])
    return Read(tuple(rows), book.export, tuple(faults), frozenset(held - {""}), book.unread)


def _rows(grid: Grid) -> Iterator[Row | tuple[Fault, str]]:
    """Rows, and the faults of those that are none, with their numbers as far as they can be told.

    A row that was emptied is no row; one emptied but for its 作废原因 says only that.
    """
    for line, cells in grid.rows:
        filled = _cells(grid, line, cells)
        number, wrong = _told(grid, line, cells, NUMBER_COLUMN)
        void, _ = _told(grid, line, cells, VOID_COLUMN)
        if not any(value != "" for value, _ in filled.values()):
            if not void:
                continue
            filled = {}
        if line in grid.merged:
            wrong = Fault(grid.place(line), "有合并单元格，请取消合并后逐行填写")
        if wrong:
            yield wrong, str(number)
            continue
        values = {head: value for head, (value, _) in filled.items()}
        faults = {head: fault for head, (_, fault) in filled.items() if fault}
        yield Row(grid.sheet.name, str(number), values, grid.place(line), str(void), faults)


def _cells(
    grid: Grid, line: int, cells: tuple[object, ...]
) -> dict[str, tuple[Cell, Fault | None]]:
    return {
        column.head: _told(grid, line, cells, column)
        for column in grid.sheet.columns
        if column.head in grid.places
    }


def _told(
    grid: Grid, line: int, cells: tuple[object, ...], column: Column
) -> tuple[Cell, Fault | None]:
    """What the columns of this head say in one row; a column may stand there twice."""
    places = [at for at in grid.places.get(column.head, ()) if _value(cells, at) != ""]
    if not places:
        return "", None
    told = [said(column, cells[at]) for at in places]
    values = [value for value, _ in told]
    why = next((complaint for _, complaint in told if complaint), "")
    if not why and len(set(values)) > 1:
        why = f"有几栏，所填不一（“{'”“'.join(map(short, values))}”），请只保留一栏"
    return values[0], Fault(grid.place(line, column.head), why) if why else None


def _value(cells: tuple[object, ...], at: int) -> object:
    value = cells[at] if at < len(cells) else ""
    return value.strip() if isinstance(value, str) else value
