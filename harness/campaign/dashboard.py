"""The first look at a campaign: how many applications stand where, what runs out soon."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from harness.campaign.clocks.due import Due, due
from harness.campaign.held.kept import kept
from harness.campaign.held.seen import seen_tables
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
    return kept(workspace, "glance", lambda: _glance(workspace), of=seen_tables(workspace.folder))


def _glance(workspace: Workspace) -> Glance:
    found = due(workspace)
    counts = Counter(each.state for each in found)
    names = {each.value: name for each, name in STATE_NAMES.items()}
    order = [*names, *sorted(counts.keys() - names.keys())]
    soon = [
        each
        for each in found
        if each.state == State.RUNNING.value
        and each.waiting_for == "unit"
        and each.working_days_left is not None
        and 0 <= each.working_days_left <= SOON
    ]
    soon.sort(key=lambda each: (each.working_days_left or 0, each.application))
    states = tuple((each, names.get(each, each), counts[each]) for each in order if counts[each])
    return Glance(states, tuple(soon[:MOST]), len(soon))
