"""台账.xlsx handed out, changed in Excel and read in: what people wrote counts, and nothing else moves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from harness.campaign.ledger import out, take
from harness.store.database import open_store
from letters.faults import BadTable


def fill(path: Path, sheet: str, of: str, cells: Mapping[str, object]) -> None:
    """Write into the row of an exported ledger in which a cell says `of`; "" for a new row."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    rows = [row for row in range(2, page.max_row + 1) if _says(page, row, of)]
    for head, value in cells.items():
        page.cell(rows[0], heads[head]).value = value
    book.save(path)


def _says(page, row: int, of: str) -> bool:
    told = [cell.value for cell in page[row] if cell.value is not None]
    return of in told if of else not told


def new_row(path: Path, sheet: str, **cells: object) -> None:
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    last = max(row for row in range(1, page.max_row + 1) if not _says(page, row, ""))
    for head, value in cells.items():
        page.cell(last + 1, heads[head]).value = value
    book.save(path)


# --- which export it is -------------------------------------------------------------------------


def test_a_ledger_of_a_copied_campaign_is_not_merged_against_an_export_of_the_same_number(
    desk, tmp_path
):
    """Copied or restored from a backup, two folders count their exports on from one number."""
    other = tmp_path.with_name(f"{tmp_path.name}-copy")
    shutil.copytree(desk.folder, other)
    out(desk.workspace)
    with open_store(other, by="乙") as store:
        copy = replace(desk.workspace, folder=other, store=store)
        out(copy)
        shutil.copy(desk.workspace.ledger, copy.ledger)
        with pytest.raises(BadTable, match="另一个测评文件夹"):
            take(copy, write=True)
    assert take(desk.workspace, write=True).changes_nothing


def test_a_ledger_that_was_read_in_is_known_again_by_the_same_name(desk):
    path = out(desk.workspace)
    fill(path, "寄送", "U001-A", {"签收日期": "2020-09-23"})
    assert take(desk.workspace, write=True).changed
    again = take(desk.workspace, write=True)
    assert again.changes_nothing
    assert not again.faults
