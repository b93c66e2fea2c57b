"""A 台账 that is brought to the workbench: looked at first, then read in as it was seen; of a cell that was
changed on both sides a person says which of the two holds.

The files that its rows name are looked for beside the campaign's own ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum

from harness.campaign.errors import Refused
from harness.campaign.ledger.exchange import (
    TRIES,
    Meanwhile,
    Merged,
    Reckoned,
    reckon,
    taken,
    tried,
)
from harness.campaign.workspace import Workspace
from harness.ledger.checks import wrong_in
from harness.ledger.merging import Change, Conflict, Merge
from harness.ledger.reading import read
from harness.ledger.rows import Row, by_number
from harness.store.evidence import sha256


class Choice(StrEnum):
    EXCEL = "excel"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Given:
    """A ledger as it was brought. `chosen`: which value of a cell holds, by `name_of` the cell."""

    name: str
    data: bytes
    chosen: Mapping[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Looked:
    """`seen` names what was brought and what stood here: given back when it is read in."""

    merged: Merged
    seen: str


def name_of(number: str, column: str) -> str:
    return f"{number}/{column}"


def look(workspace: Workspace, given: Given) -> Looked:
    """What would come of it; nothing is written."""
    found = _reckoned(workspace, given)
    return Looked(tried(workspace, workspace.ledger, found), _seen(given, found))


def take_in(workspace: Workspace, given: Given, seen: str) -> Merged:
    """Read in; Refused where another file is brought, or something was recorded since."""
    for _ in range(TRIES):
        with suppress(Meanwhile):
            found = _reckoned(workspace, given)
            if _seen(given, found) != seen:
                raise Refused("台账或者这边的登记在您看过以后变了，没有读入；请再看一次会怎样")
            return taken(workspace, workspace.ledger, read(given.data, given.name), found)
    raise Refused(f"{given.name} 没有读入：另有人一直在登记，请稍后再试")


def _reckoned(workspace: Workspace, given: Given) -> Reckoned:
    found = reckon(workspace, read(given.data, given.name))
    return replace(found, found=_settled(found.found, found.ours, given.chosen))


def _seen(given: Given, found: Reckoned) -> str:
    return sha256(f"{sha256(given.data)} {found.after}".encode())[:16]


def _settled(found: Merge, ours: list[Row], chosen: Mapping[str, Choice]) -> Merge:
    """What a person chose is no conflict any more: Excel's value is a change like any other, what
    stands here stays, and is not asked again of the same workbook. What is void here stays void."""
    left: list[Conflict] = []
    taken_over: dict[str, list[Conflict]] = defaultdict(list)
    for each in found.conflicts:
        choice = chosen.get(name_of(each.number, each.head))
        if choice is Choice.EXCEL and not each.gone:
            taken_over[each.number].append(each)
        elif choice is not Choice.NOW:
            left.append(each)
    rows, changed = by_number(ours), {each.number: each for each in found.changed}
    for number, cells in taken_over.items():
        if (change := _changed(changed.get(number), rows[number], cells)) is None:
            left += cells
        else:
            changed[number] = change
    return replace(found, changed=tuple(changed.values()), conflicts=tuple(left))


def _changed(before: Change | None, ours: Row, cells: list[Conflict]) -> Change | None:
    """None where the row would contradict itself."""
    row = before.after if before else ours
    after = replace(row, cells={**row.cells, **{each.head: each.theirs for each in cells}})
    if set(wrong_in(after)) - set(wrong_in(ours)):
        return None
    pairs = {**(before.cells if before else {}), **{e.head: (e.ours, e.theirs) for e in cells}}
    first = cells[0]
    return Change(first.sheet, first.number, pairs, after, first.place)
