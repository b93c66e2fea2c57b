"""待定 of the marks -> what it hangs on: a letter to be placed, an element, a date, points to be given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from harness.campaign.marks.scores import Open
from harness.campaign.placing.unplaced import unplaced
from harness.campaign.workspace import Workspace
from harness.scoring.assessment import Arrival, Assessment, Case
from harness.scoring.grounds import waiting_text
from harness.scoring.timing import in_the_way, maybe_first


@dataclass(frozen=True, slots=True)
class Hanging:
    """`arrivals`: of filing and date, those by which it is settled."""

    kind: Literal["filing", "element", "date", "unit"]
    arrivals: tuple[str, ...] = ()


def hanging(workspace: Workspace, found: Iterable[Open]) -> dict[Open, Hanging]:
    book = workspace.book()
    assessment = workspace.assess(book)
    waiting = {each.arrival for each in unplaced(workspace)}
    return {each: _hangs(each, assessment, waiting) for each in found}


def _hangs(one: Open, assessment: Assessment, waiting: set[str]) -> Hanging:
    case = assessment.case_of(one.application or "")
    if case is None:
        return Hanging("unit")
    arrivals = [each.id for each in _named(case, one.reason)]
    if unfiled := tuple(each for each in arrivals if each in waiting):
        return Hanging("filing", unfiled)
    if one.element and not arrivals:
        return Hanging("element")
    return Hanging("date", tuple(arrivals))


def _named(case: Case, reason: str) -> tuple[Arrival, ...]:
    """The arrivals of which the reason says that they wait."""
    for group in (case.doubtful, in_the_way(case), maybe_first(case)):
        if group and waiting_text(group) in reason:
            return group
    return ()
