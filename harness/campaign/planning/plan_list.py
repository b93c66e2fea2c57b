"""The plan as a page shows it: a page at a time, and how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from harness.campaign.workspace import Workspace
from letters.model import Application


@dataclass(frozen=True, slots=True)
class PlanPage:
    """`after`: behind which application the next page begins; empty on the last."""

    rows: tuple[Application, ...]
    after: str
    many: int


@dataclass(frozen=True, slots=True)
class _Lists:
    """Of each application its place in the plan; the places of each channel."""

    places: Mapping[str, int]
    by_channel: Mapping[str, Sequence[int]]


def plan_page(workspace: Workspace, q: str, channel: str, after: str, size: int) -> PlanPage:
    """In the plan's order. `q`: a part of its number, or of the name of unit, applicant or question."""
    planned = workspace.book().applications
    lists, wanted = workspace.once(_lists, planned), q.strip().casefold()
    every: Sequence[int] = range(len(planned))
    if channel:
        every = lists.by_channel.get(channel, ())
    if wanted:
        words = workspace.per(_words, planned)
        every = [at for at in every if wanted in words[at]]
    begin = bisect_right(every, lists.places[after]) if after in lists.places else 0
    rows = [planned[at] for at in islice(every, begin, begin + size + 1)]
    last = rows[size - 1].id if len(rows) > size else ""
    return PlanPage(tuple(rows[:size]), last, len(every))


def beside(workspace: Workspace, application: str) -> tuple[str, str]:
    """The ones before and after it in the plan; empty where there is none."""
    planned = workspace.book().applications
    at = workspace.once(_lists, planned).places[application]
    after = planned[at + 1].id if at + 1 < len(planned) else ""
    return planned[at - 1].id if at else "", after


def _lists(planned: Iterable[Application], _: object) -> _Lists:
    places: dict[str, int] = {}
    by_channel: dict[str, list[int]] = {}
    for at, each in enumerate(planned):
        places[each.id] = at
        by_channel.setdefault(each.channel.value, []).append(at)
    return _Lists(places, by_channel)


def _words(each: Application, _: object) -> str:
    told = (each.id, each.unit.name, each.applicant.name, each.question.title)
    return "\n".join(told).casefold()
