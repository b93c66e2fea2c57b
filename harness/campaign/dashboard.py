"""The first look at a campaign: how many applications stand where, what runs out soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from harness.campaign.clocks.due import Due, dues
from harness.campaign.held.ordered import Ordered, moved, ordered
from harness.campaign.ledger.waiting import waiting, with_waiting
from harness.campaign.workspace import Workspace
from harness.clock.result import STATE_NAMES, State

SOON = 3  # working days
MOST = 30  # named


@dataclass(frozen=True, slots=True)
class Glance:
    """`states`: state -> how many, in the order of the course; `soon`: the first of `many` whose
    period ends within three working days, or did and nothing came."""

    states: tuple[tuple[str, str, int], ...]  # code, name, how many
    soon: tuple[Due, ...]
    many: int


def glance(workspace: Workspace) -> Glance:
    judged = with_waiting(workspace.assess(), waiting(workspace))
    found = dues(workspace, judged)
    counts = workspace.along(_counted, _counted_on, found)
    names = {each.value: name for each, name in STATE_NAMES.items()}
    order = [*names, *sorted(counts.keys() - names.keys())]
    states = tuple((each, names.get(each, each), counts[each]) for each in order if counts[each])
    soon = workspace.along(_soonest, _soonest_on, found).rows
    return Glance(states, tuple(soon[:MOST]), len(soon))


def _counted(found: Sequence[Due], _: object) -> Counter[str]:
    return Counter(each.state for each in found)


def _counted_on(
    before: Counter[str], gone: Sequence[Due], come: Sequence[Due], _: object
) -> Counter[str]:
    counts = before.copy()
    counts.subtract(each.state for each in gone)
    counts.update(each.state for each in come)
    return +counts


def _soonest(found: Sequence[Due], _: object) -> Ordered[Due]:
    return ordered(filter(_is_soon, found), _key, _as_nothing)


def _soonest_on(
    before: Ordered[Due], gone: Sequence[Due], come: Sequence[Due], _: object
) -> Ordered[Due]:
    some = [each for each in gone if _is_soon(each)], [each for each in come if _is_soon(each)]
    return moved(before, *some, _key, _as_nothing) if any(some) else before


def _key(each: Due) -> tuple[int, str]:
    return each.working_days_left or 0, each.application


def _as_nothing(_: Due) -> tuple[()]:
    return ()


def _is_soon(each: Due) -> bool:
    return (
        each.state == State.RUNNING.value
        and each.waiting_for == "unit"
        and each.working_days_left is not None
        and 0 <= each.working_days_left <= SOON
    )
