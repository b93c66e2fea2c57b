"""Three states of the ledger -> what changed between them, cell by cell.

`base` is what an export held, `theirs` the workbook as it came back, `ours` what is stored now.
Changed only in Excel: a change. Changed only here: kept. Changed in both, and differently: a
conflict, with the three values. A row that is gone from Excel is missing, never deleted; a filled
作废原因 voids it. A row without 记录编号 is new, once: it is known again by what it says.

Pure and total. What one row says wrongly keeps that row out, and no other. Where there is no base
(a ledger that people keep by themselves), a row that still says here what was read (its `key`) is
its own base; else what is empty here is filled in and what differs is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from harness.ledger.checks import wrong_in
from harness.ledger.columns import SHEETS, VOID
from harness.ledger.identity import Known, known_again
from harness.ledger.rows import Fault, Read, Row, Rows, by_number, content_key
from harness.ledger.values import Cell, known, short


@dataclass(frozen=True, slots=True)
class Change:
    """A row of which Excel alone changed something: head -> (before, after). `after`: the whole row
    as it is to be, with the `key` to be remembered."""

    sheet: str
    number: str
    cells: Mapping[str, tuple[Cell, Cell]]
    after: Row
    place: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One cell that has three values. `gone`: the whole row was voided or undone here."""

    sheet: str
    number: str
    head: str
    base: Cell
    theirs: Cell
    ours: Cell
    place: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Void:
    sheet: str
    number: str
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Merge:
    """`added` rows carry the `key` to be remembered; `missing` rows are those of `ours`;
    `unchanged` are the numbers of rows in which there is nothing to take over; `faults` hold those
    of the reading as well."""

    added: tuple[Row, ...] = ()
    changed: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[Row, ...] = ()
    voided: tuple[Void, ...] = ()
    unchanged: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.voided)


def merge(base: Rows, theirs: Read, ours: Rows) -> Merge:
    """What the workbook says anew, and what stands against it."""
    told = known_again(base, theirs.rows, ours)
    merging = _Merging(by_number(base), by_number(ours))
    merging.faults += [*theirs.faults, *told.faults]
    for known_row in told.known:
        merging.take(known_row)
    for row in told.new:
        merging.add(row)
    seen = {each.number for each in told.known} | told.held | theirs.held
    missing = tuple(
        row
        for row in ours
        if row.number in merging.base
        and row.number not in seen
        and row.sheet not in theirs.unread
        and not row.void
    )
    return merging.done(missing)


class _Merging:
    """Collects what the rows come to, each in one of the lists or, by its cells, in several."""

    def __init__(self, base: dict[str, Row], ours: dict[str, Row]) -> None:
        self.base, self.ours = base, ours
        self.added: list[Row] = []
        self.changed: list[Change] = []
        self.conflicts: list[Conflict] = []
        self.voided: list[Void] = []
        self.unchanged: list[str] = []
        self.faults: list[Fault] = []

    def done(self, missing: tuple[Row, ...]) -> Merge:
        return Merge(
            tuple(self.added), tuple(self.changed), tuple(self.conflicts), missing,
            tuple(self.voided), tuple(self.unchanged), tuple(self.faults),
        )  # fmt: skip

    def add(self, row: Row) -> None:
        sheet = SHEETS[row.sheet]
        read = {each.head for each in sheet.columns if not each.read_only} | {*sheet.key}
        wrong = [fault for head, fault in row.wrong.items() if head in read]
        wrong += [_fault(row, head, why) for head, why in wrong_in(row) if head not in row.wrong]
        self.faults += wrong
        if not wrong:
            self.added.append(replace(row, key=content_key(row)))

    def take(self, told: Known) -> None:
        row, ours = told.row, self.ours.get(told.number)
        base = self.base.get(told.number) or _as_read(ours)
        if row.void:
            self._void(told, base, ours)
            return
        if base and base.void and ours and ours.void and not told.again:
            self.faults.append(_fault(row, VOID, _STAYS_VOID))
        three = [] if told.again else list(_cells(base, row, ours))
        self.faults += _programs(base, row)
        gone = ours is None or bool(ours.void)
        taken = {each.head: each for each in three if not gone and each.ours == each.base}
        against = [each for each in three if each.head not in taken]
        after = _after(row, ours or row, taken)
        wrong = [row.wrong[each.head] for each in three if each.head in row.wrong]
        if not wrong and taken:
            wrong = _newly_wrong(row, after, ours)
        self.faults += wrong
        if wrong:
            return
        self.conflicts += [_conflict(told, each, gone) for each in against]
        if taken:
            cells = {head: (each.stored, each.theirs) for head, each in taken.items()}
            self.changed.append(Change(row.sheet, told.number, cells, after, row.place))
        elif not against:
            self.unchanged.append(told.number)

    def _void(self, told: Known, base: Row | None, ours: Row | None) -> None:
        """A row that is done with need not be right. Void here as well, both agree; void in the base
        already, it was undone here since, and that is kept."""
        if ours is None or ours.void or (base is not None and base.void):
            self.unchanged.append(told.number)
        else:
            row = told.row
            self.voided.append(Void(row.sheet, told.number, row.void, row.place))


_STAYS_VOID = "已被清空，但作废仍然有效；要恢复这条登记，请撤销（undo）当时的那次操作"


@dataclass(frozen=True, slots=True)
class _Three:
    """A cell in which Excel differs from both others, each in normal form; and as it is stored."""

    head: str
    base: Cell
    theirs: Cell
    ours: Cell
    stored: Cell


def _cells(base: Row | None, row: Row, ours: Row | None) -> Iterator[_Three]:
    for column in SHEETS[row.sheet].columns:
        head = column.head
        if column.read_only or head not in row.cells:
            continue
        stored = ours.cells.get(head, "") if ours else ""
        three = _Three(
            head,
            known(column, base.cells.get(head, "") if base else ""),
            known(column, row.cells[head]),
            known(column, stored),
            stored,
        )
        if three.theirs not in (three.base, three.ours):
            yield three


def _programs(base: Row | None, row: Row) -> Iterator[Fault]:
    """What was changed in columns that are the program's; nothing of it is taken in."""
    for column in SHEETS[row.sheet].columns:
        if base is None or not column.read_only or column.head not in row.cells:
            continue
        was, now = (known(column, each.cells.get(column.head, "")) for each in (base, row))
        if was != now and row.number:
            why = f"由程序填写，改动不读入（原为“{short(was)}”，现为“{short(now)}”）"
            yield _fault(row, column.head, why)


def _newly_wrong(row: Row, after: Row, ours: Row | None) -> list[Fault]:
    before = wrong_in(ours) if ours else ()
    return [_fault(row, *wrong) for wrong in wrong_in(after) if wrong not in before]


def _as_read(ours: Row | None) -> Row | None:
    """A row that was read from a ledger, and not changed here since, is what that ledger held."""
    return ours if ours and ours.key and ours.key == content_key(ours) else None


def _after(row: Row, ours: Row, taken: Mapping[str, _Three]) -> Row:
    cells = {**ours.cells, **{head: one.theirs for head, one in taken.items()}}
    return replace(ours, cells=cells, key=ours.key if row.number else content_key(row))


def _conflict(told: Known, cell: _Three, gone: bool) -> Conflict:
    row = told.row
    return Conflict(
        row.sheet, told.number, cell.head, cell.base, cell.theirs, cell.stored, row.place, gone
    )


def _fault(row: Row, head: str, why: str) -> Fault:
    return Fault(f"{row.place}“{head}”列", why)
