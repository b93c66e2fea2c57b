"""`ledger out` and `ledger in`: the facts as 台账.xlsx, and what people changed in it back, merged with
what changed here meanwhile.

Read in, all that can be taken over is, in one transaction; each row that cannot is named, with what
to do. Read in again, nothing is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from harness.campaign.ledger_apply import Applying
from harness.campaign.ledger_row import Ground
from harness.campaign.ledger_state import State, rows
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import open_book
from harness.ledger.columns import FILINGS, RULINGS
from harness.ledger.identity import known_again
from harness.ledger.merging import Merge, merge
from harness.ledger.reading import read
from harness.ledger.rows import Fault, Read, Row, by_number
from harness.ledger.values import short
from harness.ledger.writing import write
from harness.scoring.assessment import ReviewItem
from harness.store import exports, said
from letters.faults import BadTable
from letters.opening import read_file
from letters.saving import save


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that was changed: from what to what."""

    number: str
    sheet: str
    column: str
    before: str
    after: str
    place: str


@dataclass(frozen=True, slots=True)
class Contested:
    """One cell changed in Excel and here, differently."""

    number: str
    sheet: str
    column: str
    exported: str
    excel: str
    now: str
    place: str


@dataclass(frozen=True, slots=True)
class Merged:
    added: tuple[str, ...]  # where in Excel
    changed: tuple[Cell, ...]
    conflicts: tuple[Contested, ...]
    missing: tuple[str, ...]  # numbers of rows that are gone from Excel; they stay here
    voided: tuple[str, ...]
    faults: tuple[str, ...]
    written: bool

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.voided)


def out(workspace: Workspace, path: Path | None = None) -> Path:
    """Write the ledger. What lies at its place is replaced only when all that is in it has been
    taken in."""
    path = path or workspace.ledger
    if path.exists():
        _refuse_untaken(workspace, path)
    state = state_of(workspace)
    tables = rows(state)
    told = [_as_json(row) for sheet in tables.values() for row in sheet]
    with workspace.store.writing(verb="export", what=f"导出台账：{path.name}") as connection:
        name = exports.add_export(connection, told)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        save(path, write(tables, name))
    except OSError as wrong:
        raise Refused(
            f"{path.name} 写不进去（{wrong.strerror}）：请关闭正打开它的 Excel 后重试"
        ) from wrong
    return path


def _refuse_untaken(workspace: Workspace, path: Path) -> None:
    merged = take(workspace, path, write=False)
    if merged.conflicts or merged.faults or not merged.changes_nothing:
        raise Refused(
            f"{path.name} 里还有没有读入的内容，不能覆盖；请先运行 mingcha ledger in --write，"
            "或者用 mingcha ledger out 另一个文件名 导出到别处"
        )


def take(workspace: Workspace, path: Path | None = None, *, write: bool) -> Merged:
    """Read a ledger in; without `write` only say what would come of it."""
    path = path or workspace.ledger
    if not path.is_file():
        raise Refused(f"{path}：没有这个文件；先用 mingcha ledger out 导出，或者把台账放在这里")
    theirs = _read(path)
    state = state_of(workspace, whole=_looks_into_letters(theirs))
    ours = [row for sheet in rows(state).values() for row in sheet]
    with workspace.store.reading() as connection:
        base = _base(connection, theirs)
    found = merge(base, theirs, ours)
    applying = Applying(Ground.of(workspace, state, path.parent))
    if not write:
        with workspace.store.trying() as connection:
            applying.all(connection, found)
        return _merged(found, applying.refused, False)
    with workspace.store.writing(verb="ledger", what=f"读入台账：{path.name}") as connection:
        applying.all(connection, found)
        numbers = {
            each.row.place: each.number for each in known_again(base, theirs.rows, ours).known
        }
        told = base_after(base, theirs, found, applying.refused, {**numbers, **applying.numbers})
        exports.add_reading(connection, theirs.export, [_as_json(row) for row in told])
    return _merged(found, applying.refused, True)


def doubts_of(merged: Merged) -> tuple[ReviewItem, ...]:
    """What in a ledger a person must mend."""
    found = [
        ReviewItem(f"台账 {fault.partition('：')[0]}", fault.partition("：")[2])
        for fault in merged.faults
    ]
    found += [
        ReviewItem(
            f"台账 {each.place}“{each.column}”列",
            f"两边都改过：导出时为“{each.exported}”，Excel 中为“{each.excel}”，现在登记的是“{each.now}”；"
            "登记暂不改动，请改成一致，或者撤销其中一处",
        )
        for each in merged.conflicts
    ]
    return tuple(found)


def ledger_doubts(workspace: Workspace) -> tuple[ReviewItem, ...]:
    """What in the ledger a person must mend, as it now lies there; nothing is taken over."""
    if not workspace.ledger.is_file():
        return ()
    try:
        return doubts_of(take(workspace, write=False))
    except BadTable as wrong:
        return tuple(ReviewItem("台账", each) for each in wrong.faults)


def state_of(workspace: Workspace, *, whole: bool = True) -> State:
    """Not `whole`: without looking into what came."""
    book = workspace.book() if whole else open_book(workspace.store, placed=False)
    with workspace.store.reading() as connection:
        remarks = said.remarks(connection)
    return State(book, workspace.assess(book) if whole else workspace.clocks(book), remarks)


def _looks_into_letters(theirs: Read) -> bool:
    """Whether somebody may have said something of what the program read."""
    return any(row.sheet in (FILINGS.name, RULINGS.name) for row in theirs.rows)


def _read(path: Path) -> Read:
    try:
        return read(read_file(path), path.name)
    except OSError as wrong:
        raise BadTable(
            f"{path.name}：打不开（{wrong.strerror}）。如正用 Excel 编辑，请保存并关闭"
        ) from None


def _base(connection: Connection, theirs: Read) -> list[Row]:
    """What the workbook said when it was last read in; before that, what it held when it was handed
    out. So nothing that was taken in and undone since is taken in again."""
    found = None
    if theirs.export:
        found = exports.export(connection, theirs.export)
        if found is None:
            raise BadTable(_strange(theirs.export))
    last = exports.last_reading(connection, theirs.export)
    return [_from_json(each) for each in (last if last is not None else found or [])]


def _strange(name: str) -> str:
    return (
        f"这份台账（导出编号“{short(name)}”）是从另一个测评文件夹导出的（别的测评，或者复制、恢复之前后的另一份），"
        "没有读入；请在导出它的文件夹里读入，或者用 mingcha ledger out 重新导出，再把改动填进去"
    )


def base_after(
    base: Sequence[Row],
    theirs: Read,
    found: Merge,
    refused: Sequence[Fault],
    numbers: Mapping[str, str],
) -> list[Row]:
    """What the workbook is taken to have said, for the next time: what was not taken over (a fault, a
    conflict) is what it was before, so that it is told again until somebody mends it."""
    known = by_number(base)
    kept_out = {fault.where for fault in refused}
    contested = {(each.number, each.head) for each in found.conflicts}
    rows = []
    for row in theirs.rows:
        number = row.number or numbers.get(row.place, "")
        before = known.pop(number, None)
        if row.place in kept_out or not number:
            rows += [before] if before else []
            continue
        old = before.cells if before else {}
        cells = {
            head: old.get(head, "") if head in row.wrong or (number, head) in contested else value
            for head, value in row.cells.items()
        }
        rows.append(replace(row, number=number, cells=cells, place="", wrong={}, key=""))
    return [*rows, *known.values()]


def _as_json(row: Row) -> dict[str, object]:
    cells = {
        head: {"date": value.isoformat()} if isinstance(value, date) else value
        for head, value in row.cells.items()
    }
    return {"sheet": row.sheet, "number": row.number, "cells": cells, "void": row.void}


def _from_json(told: Mapping[str, object]) -> Row:
    cells = told["cells"]
    assert isinstance(cells, dict)
    return Row(
        str(told["sheet"]),
        str(told["number"]),
        {
            head: date.fromisoformat(value["date"]) if isinstance(value, dict) else str(value)
            for head, value in cells.items()
        },
        void=str(told["void"]),
    )


def _merged(found: Merge, refused: list[Fault], written: bool) -> Merged:
    kept_out = {fault.where for fault in refused}
    return Merged(
        tuple(row.place for row in found.added if row.place not in kept_out),
        tuple(
            Cell(each.number, each.sheet, head, str(before), str(after), each.place)
            for each in found.changed
            if each.place not in kept_out
            for head, (before, after) in each.cells.items()
        ),
        tuple(
            Contested(
                each.number, each.sheet, each.head, str(each.base), str(each.theirs),
                "（已作废）" if each.gone else str(each.ours), each.place,
            )
            for each in found.conflicts
        ),
        tuple(row.number for row in found.missing),
        tuple(each.number for each in found.voided if each.place not in kept_out),
        tuple(str(fault) for fault in (*found.faults, *refused)),
        written,
    )  # fmt: skip
