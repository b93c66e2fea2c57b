"""同类情形: where else the same was found of the same element, on the same ground.

The ground is the sentence of the reason, without what is quoted in it and without its numbers. What
was found alike in other words is told apart: whether it is the same, a person must say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.campaign.due import case_of
from harness.campaign.targets import Target
from harness.checker.finding import Finding
from harness.scoring.assessment import Assessment, Case
from harness.scoring.people import Ground, ground_of, mark_of

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’|〔[^〕]*〕")
_NUMBER = re.compile(r"[0-9０-９]+")
_LOOSE = re.compile(r"[\s，。；、：（）()]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """`same`: on the same ground; `near`: the same verdict and faults, in other words."""

    same: tuple[tuple[Target, str], ...]  # with the answer that it is about
    near: tuple[str, ...]


NONE = Alike((), ())


def alike(assessment: Assessment, target: Target) -> Alike:
    """Where the same stands against others. Of what is not held against anybody there are no like
    cases: nothing is undone."""
    mine = case_of(assessment, target.head)
    if target.element is None or mine is None or mine.judgement is None:
        return NONE
    found = mine.judgement.finding(target.element)
    if ground_of(found.verdict, found.defects) is not Ground.FAULT:
        return NONE
    same, near, grounds = [], [], _grounds(mine, found)
    for case, other in _others(assessment, target, found):
        id = case.application.id
        if grounds & _grounds(case, other):
            own = Target(id, other.element.value, case.application.unit.id)
            same.append((own, case.answer.sha256 if case.answer else ""))
        else:
            near.append(f"{id}/{other.element.value}")
    return Alike(tuple(same), tuple(near))


def _others(
    assessment: Assessment, target: Target, found: Finding
) -> Iterator[tuple[Case, Finding]]:
    for case in assessment.cases:
        if case.judgement is not None and case.application.id != target.head:
            other = case.judgement.finding(found.element)
            if mark_of(other.verdict, other.defects) == mark_of(found.verdict, found.defects):
                yield case, other


def _grounds(case: Case, found: Finding) -> set[str]:
    """Of what stands; where a person only confirmed it, also of what the program found."""
    reasons = {skeleton(found.reason)}
    machine = case.machine.finding(found.element) if case.machine else found
    if mark_of(machine.verdict, machine.defects) == mark_of(found.verdict, found.defects):
        reasons.add(skeleton(machine.reason))
    return reasons


def skeleton(reason: str) -> str:
    return _LOOSE.sub("", _NUMBER.sub("#", _QUOTED.sub("“”", reason)))
