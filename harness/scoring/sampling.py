"""抽样: which elements of which answers are marked a second time.

All in which a fault was found, all that are unclear, and of the clean ones n per cent of each class of
units, rounded up. Which of the clean ones, the seed says: each has the number SHA-256(seed/target),
and those with the smallest are taken. So anybody can draw the same sample again, on any machine, and
it does not depend on the order of the units. What was drawn, or passed over, is not drawn again: what
came later is drawn from by itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil

from harness.checker.finding import Finding
from harness.scoring.assessment import Assessment, Case
from harness.scoring.people import Ground, Sample, Sampled, ground_of

METHOD = "SHA-256：各项按 SHA-256(种子/对象) 从小到大，每类单位取前 n%（进一法）"
Pair = tuple[str, str]  # target, and the answer that it is about
Group = tuple[Ground, str]  # and, of clean ones, the class of the unit


def place(seed: int, target: str) -> str:
    """Where a target stands in the drawing."""
    return hashlib.sha256(f"{seed}/{target}".encode()).hexdigest()


def draw(assessment: Assessment, seed: int, clean: int, before: Sequence[Sample] = ()) -> Sample:
    """What is to be added to the samples `before`; of none, the first one."""
    drawn = {(one.target, one.about) for each in before for one in each.drawn}
    looked_at = {answer for each in before for answer in each.answers}
    new: list[Sampled] = []
    answers: dict[Pair, None] = {}
    classes: dict[str, list[Pair]] = defaultdict(list)
    for case, found in _findings(assessment):
        pair = target, about = _pair(case, found)
        answer = case.application.id, about
        if answer not in looked_at:
            answers[answer] = None
        ground = ground_of(found.verdict, found.defects)
        if pair in drawn:
            continue
        if ground is not Ground.CLEAN:  # also of an answer in which it was clean until now
            new.append(Sampled(target, about, ground))
        elif answer in answers:
            classes[case.application.unit.category].append(pair)
    among = sum(map(len, classes.values()))
    for pairs in classes.values():
        many = ceil(Fraction(len(pairs) * clean, 100))
        ranked = sorted(pairs, key=lambda pair: place(seed, pair[0]))
        new += [Sampled(*pair, Ground.CLEAN) for pair in ranked[:many]]
    return Sample(0, seed, clean, METHOD, tuple(sorted(new, key=_name)), tuple(answers), among)


def many_of(case: Case, drawn: Collection[Pair], looked_at: Collection[Pair]) -> Counter[Group]:
    """How many of its elements there are to draw from: by ground, the clean ones by class of unit."""
    found: Counter[Group] = Counter()
    if case.judgement is None or case.answer is None:
        return found
    new = (case.application.id, case.answer.sha256) not in looked_at
    for each in case.judgement.findings:
        ground = ground_of(each.verdict, each.defects)
        if _pair(case, each) in drawn:
            continue
        if ground is not Ground.CLEAN:
            found[ground, ""] += 1
        elif new:
            found[ground, case.application.unit.category] += 1
    return found


def clean_drawn(many: Mapping[Group, int], clean: int) -> int:
    """How many of the clean ones are taken: of each class so many per cent, rounded up."""
    return sum(
        ceil(Fraction(each * clean, 100)) for (of, _), each in many.items() if of is Ground.CLEAN
    )


def _findings(assessment: Assessment) -> Iterator[tuple[Case, Finding]]:
    for case in assessment.cases:
        if case.judgement is not None and case.answer is not None:
            for found in case.judgement.findings:
                yield case, found


def _pair(case: Case, found: Finding) -> Pair:
    answer = case.answer.sha256 if case.answer else ""
    return f"{case.application.id}/{found.element.value}", answer


def _name(each: Sampled) -> Pair:
    return each.target, each.about


def sampled(samples: Sequence[Sample], assessment: Assessment) -> tuple[tuple[Case, Finding], ...]:
    """What of the samples is about answers that stand, in the order of the plan and of the elements,
    which tells nothing of what was found."""
    drawn = {(one.target, one.about) for each in samples for one in each.drawn}
    return tuple(
        (case, found) for case, found in _findings(assessment) if _pair(case, found) in drawn
    )
