"""得分: a `Rubric` and what is known of each unit -> marks, 折分, rate, grade and rank.

折分: an exempt criterion's weight leaves the denominator, `actual * full / (full - exempt)`;
66 points where 30 of 100 are exempt come to 94.29. In parts (综合分) each part's own rate counts for
its share. What is unclear takes no point off: the mark stands at its highest and is `provisional`.
All arithmetic is decimal; shares are rounded half up to two places, once, at the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.scoring.acyclic import acyclic
from harness.scoring.assessment import Assessment
from harness.scoring.facts import Entry, UnitFacts, facts_of
from harness.scoring.figures import percent
from harness.scoring.marking import Deduction, Mark, mark
from harness.scoring.outcomes import Graded, left, outcomes
from harness.scoring.ranking import ranked
from harness.scoring.rubric_file.scheme import ZERO, Branch, Part, Rubric

__all__ = [
    "BranchMark", "Deduction", "Mark", "PartMark", "Score", "plain", "score", "score_assessment",
    "unplaced",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class BranchMark:
    """An inner branch of one unit: its leaves summed. `reach` is what could be got, `rate` per cent
    of that, None where all is exempt."""

    id: str
    name: str
    weight: Decimal
    points: Decimal
    reach: Decimal
    rate: Decimal | None
    level: int = 1


@dataclass(frozen=True, slots=True)
class PartMark:
    """板块 of a 综合分. `rate` is exact, per cent of its own reach; None: it leaves the shares."""

    part: Part
    points: Decimal
    reach: Decimal
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's marks summed. `rate` is per cent of what it could reach, None if all is exempt;
    `total` is that on the rubric's full scale (最终得分), `actual` the plain sum (实际得分).
    `established`: per cent of the weight it is marked on that rests on established evidence.
    `unranked` says why it has no rank, where it has none."""

    unit_id: str
    name: str
    category: str
    marks: tuple[Mark, ...]
    actual: Decimal
    full: Decimal
    exempt: Decimal
    total: Decimal | None
    rate: Decimal | None
    lowest_total: Decimal | None
    grade: str
    rank: int | None = None
    rank_in_category: int | None = None
    branches: tuple[BranchMark, ...] = ()
    unranked: str = ""
    established: Decimal = Decimal(100)
    parts: tuple[PartMark, ...] = ()
    group: str = ""
    # the lowest points of each mark, in every way in which what is open may come to be decided; none
    # where the lowest of all marks can come to pass at once
    outcomes: tuple[tuple[Decimal, ...], ...] = ()

    @property
    def provisional(self) -> bool:
        return any(mark.provisional for mark in self.marks)


def score_assessment(rubric: Rubric, assessment: Assessment) -> tuple[Score, ...]:
    return score(rubric, facts_of(rubric, assessment))


def score(rubric: Rubric, units: Sequence[UnitFacts]) -> tuple[Score, ...]:
    """Scores in the order given; equal rates share a rank and the next one is skipped (1 1 3)."""
    with acyclic():
        return ranked(rubric, unplaced(rubric, units))


def unplaced(rubric: Rubric, units: Sequence[UnitFacts]) -> list[Score]:
    """The same before they are held against each other: without ranks, and grades by rank."""
    forms = {category: rubric.of(category) for category in {unit.category for unit in units}}
    return [_score(forms[facts.category], facts) for facts in units]


def _score(rubric: Rubric, facts: UnitFacts) -> Score:
    entries = {item.id: _entry(rubric, facts, item.id) for item in rubric.criteria}
    marks = tuple(mark(item, entries[item.id]) for item in rubric.criteria)
    whole = sum((one.criterion.weight for one in marks), ZERO)
    counted = [one for one in marks if not one.exempt]
    reach = sum((one.criterion.weight for one in counted), ZERO) - _further_exempt(facts, marks)
    parts = tuple(_part(part, marks) for part in rubric.parts)
    ways = _outcomes(marks, entries)
    full = rubric.full
    if parts:
        share = sum((each.part.share for each in parts if each.rate is not None), ZERO)
        got = _by_parts(parts)
    else:
        share, got = reach, sum((one.points for one in counted), ZERO)
    low = min(_sum_of(rubric.parts, marks, way) for way in lows(marks, ways))
    rate = percent(got, share)
    return Score(
        unit_id=facts.unit_id,
        name=facts.name,
        category=facts.category,
        marks=marks,
        actual=sum((one.points for one in counted), ZERO),
        full=full,
        exempt=(whole if parts else full) - reach,
        total=percent(got * full / 100, share),
        rate=rate,
        lowest_total=percent(low * full / 100, share),
        grade="" if rate is None else rubric.grade(rate),
        branches=_branches(rubric.inner(), marks),
        established=_established(marks, rubric.parts),
        parts=parts,
        group=facts.group,
        outcomes=ways,
    )


def _outcomes(
    marks: Sequence[Mark], entries: Mapping[str, Entry]
) -> tuple[tuple[Decimal, ...], ...]:
    """Of each way what the marks come to; none where no two criteria hang on the same."""
    graded = [
        Graded(one.criterion, entries[one.criterion.id].grounds) for one in marks if one.doubts
    ]
    if sum(each.hangs for each in graded) < 2:
        return ()
    ids = {each.criterion.id for each in graded}
    return tuple(
        tuple(
            left(one.criterion, lost.get(one.criterion.id, ZERO))
            if one.criterion.id in ids
            else one.lowest
            for one in marks
        )
        for lost in outcomes(graded)
    )


def lows(marks: Sequence[Mark], ways: Sequence[Sequence[Decimal]]) -> Sequence[Sequence[Decimal]]:
    return ways or [[one.lowest for one in marks]]


def _sum_of(parts: Sequence[Part], marks: Sequence[Mark], way: Sequence[Decimal]) -> Decimal:
    """Of one way in which all may come out: the points, or those of the shares."""
    if not parts:
        return sum((p for one, p in zip(marks, way, strict=True) if not one.exempt), ZERO)
    so = [replace(one, points=p) for one, p in zip(marks, way, strict=True)]
    return _by_parts([_part(part, so) for part in parts])


def _entry(rubric: Rubric, facts: UnitFacts, id: str) -> Entry:
    if rubric.classes and rubric.class_of(facts.category) is None:
        known = "、".join(each.name for each in rubric.classes)
        said = f"“{facts.category}”" if facts.category else "没有写，"
        return Entry(open=f"单位的类别{said}不在细则所列之中（{known}），不能评定")
    return facts.entries.get(id, Entry())


def _further_exempt(facts: UnitFacts, marks: Sequence[Mark]) -> Decimal:
    """Weight that is exempt by the table alone, which names no criterion."""
    if facts.exempt_weight is None:
        return ZERO
    return facts.exempt_weight - sum((one.criterion.weight for one in marks if one.exempt), ZERO)


def _established(marks: Sequence[Mark], parts: Sequence[Part]) -> Decimal:
    """Per cent of what the unit is marked on: what is exempt is none of its, except for want of evidence.
    In parts each counts for its share, as it does in the rate."""
    if not parts:
        return _known(marks) or ZERO
    of_parts = [(part.share, _known(_within(part, marks))) for part in parts]
    known = [(share, each) for share, each in of_parts if each is not None]
    whole = sum((share for share, _ in known), ZERO)
    return sum((share * each for share, each in known), ZERO) / whole if whole else ZERO


def _within(part: Part, marks: Sequence[Mark]) -> list[Mark]:
    own = set(part.leaves)
    return [one for one in marks if one.criterion.id in own]


def _known(marks: Sequence[Mark]) -> Decimal | None:
    """None where none of it is the unit's."""
    applies = [one for one in marks if not one.exempt or one.lacking]
    weight = sum((one.criterion.weight for one in applies), ZERO)
    known = sum((one.established for one in applies), ZERO)
    return known * 100 / weight if weight else None


def _part(part: Part, marks: Sequence[Mark]) -> PartMark:
    counted = [one for one in _within(part, marks) if not one.exempt]
    reach = sum((one.criterion.weight for one in counted), ZERO)
    points = sum((one.points for one in counted), ZERO)
    return PartMark(part, points, reach, points * 100 / reach if reach else None)


def _by_parts(parts: Sequence[PartMark]) -> Decimal:
    """Points of the shares that are not exempt."""
    return sum((each.part.share * each.rate / 100 for each in parts if each.rate is not None), ZERO)


def _branches(inner: Sequence[Branch], marks: Sequence[Mark]) -> tuple[BranchMark, ...]:
    by_id: Mapping[str, Mark] = {one.criterion.id: one for one in marks} if inner else {}
    return tuple(_branch(each, by_id) for each in inner)


def _branch(branch: Branch, marks: Mapping[str, Mark]) -> BranchMark:
    counted = [marks[id] for id in branch.leaves if not marks[id].exempt]
    points = sum((one.points for one in counted), ZERO)
    reach = sum((one.criterion.weight for one in counted), ZERO)
    rate = percent(points, reach)
    return BranchMark(branch.id, branch.name, branch.weight, points, reach, rate, branch.level)


def plain(number: Decimal) -> str:
    """A number of points as people write it: 4, 3.5; never 4.00 or 4E+1."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
