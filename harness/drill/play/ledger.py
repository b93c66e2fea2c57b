"""incoming/台账.xlsx, as an assessor keeps it: receipts of registered post, paper that came, calls.

In: rows, as they happen. Out: the workbook, written anew whenever a row was added, the old one
replaced in one step so that a reader never meets half a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import xlsxwriter

from letters.saving import save
from letters.writable import for_cell

Cell = str | date

RECEIPTS = "挂号签收"
PAPERS = "纸质来件"
CALLS = "电话记录"
COLUMNS: dict[str, tuple[str, ...]] = {
    RECEIPTS: ("申请编号", "挂号号码", "寄出日期", "签收日期", "签收人", "备注"),
    PAPERS: ("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名", "备注"),
    CALLS: (
        "单位名称",
        "用途",
        "申请编号",
        "拨打日期",
        "拨打时间",
        "电话号码",
        "是否接通",
        "通话内容",
        "记录人",
    ),
}
_WIDTHS = {"单位名称": 34, "寄件单位": 34, "文件名": 44, "通话内容": 48, "备注": 28}


class Ledger:
    """The rows of the three sheets, in the order in which they were entered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: dict[str, list[tuple[Cell, ...]]] = {sheet: [] for sheet in COLUMNS}
        self._changed = False

    def add(self, sheet: str, **cells: Cell) -> None:
        """One row; a column that is not named stays empty."""
        unknown = set(cells) - set(COLUMNS[sheet])
        if unknown:
            raise KeyError(f"{sheet}: {unknown}")
        self._rows[sheet].append(tuple(cells.get(column, "") for column in COLUMNS[sheet]))
        self._changed = True

    def count(self, sheet: str) -> int:
        return len(self._rows[sheet])

    def save(self) -> None:
        """Writes the workbook if anything was added since."""
        if not self._changed:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        packed = BytesIO()
        with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
            head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
            day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
            for name, columns in COLUMNS.items():
                sheet = book.add_worksheet(name)
                sheet.freeze_panes(1, 0)
                for place, column in enumerate(columns):
                    sheet.set_column(place, place, _WIDTHS.get(column, 15))
                    sheet.write_string(0, place, column, head)
                _write_rows(sheet, self._rows[name], day)
        save(self.path, packed.getvalue())
        self._changed = False


def _write_rows(
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[Sequence[Cell]],
    day: xlsxwriter.format.Format,
) -> None:
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            else:
                sheet.write_string(number, place, for_cell(cell))
