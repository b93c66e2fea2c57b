"""同类情形: where else the same was found of the same element, on the same ground.

The ground is the sentence of the reason, without what is quoted in it and without its numbers. What
was found alike in other words is told apart: whether it is the same, a person must say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.checker.finding import Finding
from harness.scoring.assessment import Assessment, Case
from harness.scoring.people import Ground, ground_of, mark_of

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’|〔[^〕]*〕")
_NUMBER = re.compile(r"[0-9０-９]+")
_LOOSE = re.compile(r"[\s，。；、：（）()]+")


@dataclass(frozen=True, slots=True)
class Alike:
    """`same`: on the same ground; `near`: the same verdict and faults, in other words."""

    same: tuple[Case, ...] = ()
    near: tuple[Case, ...] = ()


def alike(assessment: Assessment, mine: Case, found: Finding) -> Alike:
    """Where the same as `found` of `mine` stands against others. Of what is not held against anybody
    there are no like cases: nothing is undone."""
    if ground_of(found.verdict, found.defects) is not Ground.FAULT:
        return Alike()
    grounds = _grounds(mine, found)
    pairs = [
        (case, bool(grounds & _grounds(case, other)))
        for case, other in _others(assessment, mine, found)
    ]
    return Alike(
        tuple(case for case, same in pairs if same),
        tuple(case for case, same in pairs if not same),
    )


def left_alike(assessment: Assessment, mine: Case, found: Finding) -> tuple[Case, ...]:
    """Once a decision stands in place of what the program found: the like cases that were left as
    they are. None where a person had put it otherwise than the program before."""
    machine = mine.machine.finding(found.element) if mine.machine else found
    differs = mark_of(machine.verdict, machine.defects) != mark_of(found.verdict, found.defects)
    return alike(assessment, mine, machine).same if differs else ()


def _others(assessment: Assessment, mine: Case, found: Finding) -> Iterator[tuple[Case, Finding]]:
    for case in assessment.cases:
        if case.judgement is not None and case.application.id != mine.application.id:
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
