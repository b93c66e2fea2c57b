"""What was ruled on one element in several stages, and what the program found -> what counts.

A blind second mark that agrees changes nothing. One that differs leaves the element open until
somebody decides: nothing is taken off meanwhile, and nothing is given back. Where nobody marked
first, the program's finding is the first mark; where it could not tell, the element stays open until
somebody marks first: a blind mark alone accuses nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.checker.finding import Finding, Verdict
from harness.scoring.people import Mark, Stage, mark_of
from harness.store.said import Ruling, Staged


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two marks that differ, undecided. `first` is None where it is the program's."""

    first: Ruling | None
    second: Ruling


def counting(staged: Staged, machine: Finding) -> Ruling | Dispute | None:
    """None leaves the program's finding as it is."""
    for stage in (Stage.OBJECTION, Stage.DECISION):
        if stage in staged:
            return staged[stage]
    first, second = staged.get(Stage.FIRST), staged.get(Stage.SECOND)
    if second is None:
        return first
    if first is None and machine.verdict is Verdict.UNCLEAR:
        return None
    before = _mark(first) if first else mark_of(machine.verdict, machine.defects)
    return first if before == _mark(second) else Dispute(first, second)


def _mark(ruling: Ruling) -> Mark:
    return mark_of(ruling.value, ruling.defects)


def about(staged: Staged, answer: str) -> dict[int, Ruling]:
    """Those that are about this very answer."""
    return {stage: each for stage, each in staged.items() if each.about == answer}


def other_part(staged: Staged, stage: Stage, who: str) -> Stage | None:
    """At which other stage the same person has marked already: nobody judges the own mark, or marks
    blind what he has marked. Objections are decided by whoever the campaign lets decide them."""
    if stage is Stage.OBJECTION:
        return None
    others = (each for each in Stage if each not in (stage, Stage.OBJECTION) and each in staged)
    return next((each for each in others if _same(staged[each].by, who)), None)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
