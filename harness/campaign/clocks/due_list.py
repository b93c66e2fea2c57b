"""The deadlines as a page shows them: who is asked about first, a page at a time, and how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from harness.campaign.clocks.due import Due, dues
from harness.campaign.errors import Refused
from harness.campaign.held.ordered import Ordered, moved, ordered
from harness.campaign.ledger.waiting import waiting, with_waiting
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
    whole = _whole(workspace)
    every, counts = whole.rows, whole.counts
    fits, wanted = _FITS[only], unit.strip().casefold()
    chosen = (
        one
        for one in every[_begin(every, place) :]
        if fits(one)
        and (not wanted or wanted in one.unit.casefold() or wanted in one.application.casefold())
    )
    rows = list(islice(chosen, size + 1))
    return DuePage(tuple(rows[:size]), _after(rows, size), {each: counts[each] for each in Only})


def _whole(workspace: Workspace) -> Ordered[Due]:
    """In order, and how many there are of each."""
    judged = with_waiting(workspace.assess(), waiting(workspace))
    return workspace.along(_ordered, _moved, dues(workspace, judged))


def _ordered(every: Sequence[Due], _: object) -> Ordered[Due]:
    return ordered(every, _key, _fitting)


def _moved(
    before: Ordered[Due], gone: Sequence[Due], come: Sequence[Due], _: object
) -> Ordered[Due]:
    return moved(before, gone, come, _key, _fitting)


def _fitting(one: Due) -> list[object]:
    return [each for each, fits in _FITS.items() if fits(one)]


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
