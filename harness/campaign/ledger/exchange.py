"""`ledger out` and `ledger in`: the facts as 台账.xlsx, and what people changed in it back, merged with
what changed here meanwhile.

Read in, all that can be taken over is, in one transaction; each row that cannot is named, with what
to do. Read in again, nothing is new.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from harness.campaign.ledger.apply import Applying
from harness.campaign.ledger.base import as_json, base_after, base_of, original_of, settled
from harness.campaign.ledger.row import Ground
from harness.campaign.ledger.state import State, rows
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import open_book
from harness.ledger.columns import FILINGS, RULINGS
from harness.ledger.identity import known_again
from harness.ledger.merging import Merge, merge
from harness.ledger.reading import read
from harness.ledger.rows import Fault, Read, Row
from harness.ledger.writing import write
from harness.scoring.assessment import ReviewItem
from harness.store import exports, history, said
from harness.store.errors import reason
from harness.store.supposing import supposing
from letters.faults import BadTable
from letters.opening import NotOpened, read_file
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
    told = [as_json(row) for sheet in tables.values() for row in sheet]
    with workspace.store.writing(verb="export", what=f"导出台账：{path.name}") as connection:
        name = exports.add_export(connection, told)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        save(path, write(tables, name))
    except OSError as wrong:
        raise Refused(
            f"{path.name} 写不进去（{reason(wrong)}）：请关闭正打开它的 Excel 后重试"
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
    if not path.exists():
        raise Refused(f"{path}：没有这个文件；先用 mingcha ledger out 导出，或者把台账放在这里")
    theirs = _read(path)
    if not write:
        return tried(workspace, path, reckon(workspace, theirs))
    for _ in range(TRIES):
        with suppress(Meanwhile):
            return taken(workspace, path, theirs, reckon(workspace, theirs))
    raise Refused(f"{path.name} 没有读入：另有人一直在登记，请稍后再试")


def looked(workspace: Workspace) -> tuple[Merged, Read]:
    """The campaign's own ledger as it lies there, and what would come of it."""
    theirs = _read(workspace.ledger)
    return tried(workspace, workspace.ledger, reckon(workspace, theirs)), theirs


def tried(workspace: Workspace, path: Path, reckoned: Reckoned) -> Merged:
    """What would come of it; nothing is written. Files that rows name lie beside `path`."""
    with supposing(workspace.store) as (store, connection):
        trying = replace(workspace, store=store)
        applying = Applying(Ground.of(trying, reckoned.state, path.parent))
        applying.all(connection, reckoned.found)
    return _merged(reckoned.found, applying.refused, False)


TRIES = 5  # merging takes seconds at most, and people do not write that often


class Meanwhile(Exception):
    """Somebody has written since what this is merged against was read."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A ledger merged with what stood after the operation `after`."""

    after: int
    state: State
    base: list[Row]
    ours: list[Row]
    found: Merge


def reckon(workspace: Workspace, theirs: Read) -> Reckoned:
    with workspace.store.reading() as connection:
        after = history.last(connection)
        base = base_of(connection, theirs)
        original = original_of(connection, theirs)
    state = state_of(workspace, whole=_looks_into_letters(theirs))
    ours = [row for sheet in rows(state).values() for row in sheet]
    found = merge(base, theirs, ours)
    # before the first reading the base is what was handed out: then every difference was made there
    if original and base != original:
        found = settled(found, original)
    return Reckoned(after, state, base, ours, found)


def taken(workspace: Workspace, path: Path, theirs: Read, by: Reckoned) -> Merged:
    """Written in one transaction, if everything still stands as it was merged with."""
    applying = Applying(Ground.of(workspace, by.state, path.parent))
    with workspace.store.writing(verb="ledger", what=f"读入台账：{path.name}") as connection:
        if history.last(connection) != by.after:
            raise Meanwhile
        applying.all(connection, by.found)
        known = known_again(by.base, theirs.rows, by.ours).known
        numbers = {each.row.place: each.number for each in known} | applying.numbers
        told = base_after(by.base, theirs, by.found, applying.refused, numbers)
        exports.add_reading(connection, theirs.export, [as_json(row) for row in told])
    return _merged(by.found, applying.refused, True)


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
    except NotOpened as wrong:
        raise BadTable(f"{path.name}：{wrong.why}") from None
    except OSError as wrong:
        raise BadTable(
            f"{path.name}：打不开（{reason(wrong)}）。如正用 Excel 编辑，请保存并关闭"
        ) from None


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
