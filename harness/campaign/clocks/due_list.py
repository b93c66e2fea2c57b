"""The deadlines as a page shows them: who is asked about first, a page at a time, and how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from harness.campaign.clocks.due import Due, due
from harness.campaign.errors import Refused
from harness.campaign.held.kept import kept
from harness.campaign.workspace import Workspace
from harness.clock.result import State

SOON = 3  # working days
PAGE = 50


class Only(StrEnum):
    ALL = "all"
    OVERDUE = "overdue"
    SOON = "soon"
    PROVISIONAL = "provisional"
    DECISION = "decision"
    RUNNING = "running"


ONLY_NAMES: dict[Only, str] = {
    Only.ALL: "全部",
    Only.OVERDUE: "逾期未答复",
    Only.SOON: f"{SOON}个工作日内届满",
    Only.PROVISIONAL: "截止日暂定",
    Only.DECISION: "待人认定",
    Only.RUNNING: "未答复",
}
_WAITED = frozenset({State.RUNNING, State.SUSPENDED, State.WAITING_FOR_APPLICANT})
_FITS: Mapping[Only, Callable[[Due], bool]] = {
    Only.ALL: lambda _: True,
    Only.OVERDUE: lambda one: one.state == State.OVERDUE,
    Only.SOON: lambda one: (
        one.state in _WAITED
        and one.working_days_left is not None
        and 0 <= one.working_days_left <= SOON
    ),
    Only.PROVISIONAL: lambda one: one.provisional and one.state in _WAITED,
    Only.DECISION: lambda one: one.waiting_for == "decision",
    Only.RUNNING: lambda one: one.state in _WAITED or one.state == State.OVERDUE,
}
_NEVER = date.max - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DuePage:
    """`after`: where the next page begins; empty on the last."""

    rows: tuple[Due, ...]
    after: str
    counts: Mapping[Only, int]


def due_page(
    workspace: Workspace, only: Only = Only.ALL, unit: str = "", after: str = "", size: int = PAGE
) -> DuePage:
    """The earliest deadline first, what has none last. `unit`: a part of its name, or a number."""
    place = _place(after)
    every, counts = kept(workspace, "due", lambda: _all(workspace), of=_ledger(workspace))
    fits, wanted = _FITS[only], unit.strip().casefold()
    chosen = (
        one
        for one in every[_begin(every, place) :]
        if fits(one)
        and (not wanted or wanted in one.unit.casefold() or wanted in one.application.casefold())
    )
    rows = list(islice(chosen, size + 1))
    return DuePage(tuple(rows[:size]), _after(rows, size), {each: counts[each] for each in Only})


def _all(workspace: Workspace) -> tuple[tuple[Due, ...], Counter[Only]]:
    """In order, and how many there are of each."""
    every = tuple(sorted(due(workspace), key=_key))
    return every, Counter(each for one in every for each, fits in _FITS.items() if fits(one))


def _ledger(workspace: Workspace) -> tuple[int, int] | None:
    """What waits in the ledger to be read in counts too: as long as the file is the same."""
    try:
        seen = workspace.ledger.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns


def _begin(every: Sequence[Due], place: tuple[date, str] | None) -> int:
    return 0 if place is None else bisect_right(every, place, key=_key)


def _key(one: Due) -> tuple[date, str]:
    return one.due_on or one.earliest_due_on or one.latest_due_on or _NEVER, one.application


def _after(rows: Sequence[Due], size: int) -> str:
    if len(rows) <= size:
        return ""
    day, id = _key(rows[size - 1])
    return f"{day.isoformat()}.{id}"


def _place(after: str) -> tuple[date, str] | None:
    if not after:
        return None
    day, _, id = after.partition(".")
    try:
        return date.fromisoformat(day), id
    except ValueError:
        raise Refused("这一页的地址不完整，请从“期限”重新进入") from None
