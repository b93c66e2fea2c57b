"""台账.xlsx handed out, changed in Excel and read in: what people wrote counts, and nothing else moves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from harness.campaign import ledger
from harness.campaign.file import file
from harness.campaign.ledger import out, take
from harness.campaign.workspace import Refused
from harness.checker.dossier import ReplyKind
from harness.store import said
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


# --- somebody else writes meanwhile -------------------------------------------------------------


def _while_merging(monkeypatch, act) -> None:
    """`act` is done by another, after the ledger was merged and before it is written; once."""
    real, acts = ledger.merge, iter([act])

    def merged(*given):
        found = real(*given)
        for each in acts:
            each()
        return found

    monkeypatch.setattr(ledger, "merge", merged)


def test_a_filing_that_another_made_meanwhile_is_a_conflict_and_stands(desk, scan, monkeypatch):
    desk.lay("x.png", scan, folder=".")
    desk.collect()
    (came,) = desk.arrivals()
    fill(out(desk.workspace), "归卷", came.arrival.id, {"归入申请": "U001-A", "理由": "台账"})
    with open_store(desk.folder, by="乙") as store:
        other = replace(desk.workspace, store=store)
        says = partial(
            file,
            other,
            came.arrival.id,
            ["U002-A"],
            kind=ReplyKind.ANSWER,
            why="看过原件",
            write=True,
        )
        _while_merging(monkeypatch, says)
        merged = take(desk.workspace, write=True)
    assert [each.column for each in merged.conflicts] == ["归入申请", "理由"]
    assert desk.arrivals()[0].applications == ("U002-A",)


def test_where_others_write_all_the_time_nothing_is_taken_in_and_that_is_said(
    desk, scan, monkeypatch
):
    fill(out(desk.workspace), "寄送", "U001-A", {"签收日期": "2020-09-23"})
    real, days = ledger.merge, iter(range(1, 100))

    def merged(*given):
        found = real(*given)
        with desk.store.writing(verb="log", what="备注") as connection:
            said.add_remark(connection, "寄送/U002-A", str(next(days)))
        return found

    monkeypatch.setattr(ledger, "merge", merged)
    with pytest.raises(Refused, match="一直在登记"):
        take(desk.workspace, write=True)
    assert ("delivered", date(2020, 9, 23)) not in desk.events("U001-A")
