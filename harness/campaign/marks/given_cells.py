"""What the cells of a 给分表 show beside their values: a per cent sign, an error, a formula that was never worked out.
Excel keeps 90% as 0.9 and an error as nothing; neither may become a mark, or the lack of one, in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.scoring.tables.shown_cells import shown_cells
from letters.columns import Filled
from letters.opening import read_file
from letters.workbook import BadBook


def shown_faults(path: Path, table: Filled, heading: str) -> Iterator[str]:
    """One line for each cell of this column that shows what its value is not."""
    sheet = table.sheet
    column = sheet.columns.get(heading)
    if column is None:
        return
    try:
        shown = shown_cells(read_file(path), sheet.name)
    except BadBook as wrong:
        yield f"{sheet.file}：{wrong}"
        return
    for entry in table.entries:
        row = entry.row.number
        at = (row - 1, column)
        if at in shown.unread:
            yield f"{sheet.place(row, heading)}：{shown.unread[at]}，没有可读的数，请直接填数"
        elif at in shown.shares or at in shown.signed:
            yield f"{sheet.place(row, heading)}：显示为百分数，这里应填得分或者次数；请把单元格改为常规格式，再填数"
