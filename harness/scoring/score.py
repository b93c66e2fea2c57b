"""得分: a `Rubric` and what is known of each unit -> marks, 折分, rate, grade and rank.

折分: an exempt criterion's weight leaves the denominator, `actual * full / (full - exempt)`;
66 points where 30 of 100 are exempt come to 94.29. What is unclear takes no point off: the mark
stands at its highest and is `provisional`, with the lowest that a person's ruling could make of it.
All arithmetic is decimal; shares are rounded half up to two places, once, at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.scoring.assessment import Assessment
from harness.scoring.facts import Entry, Ground, UnitFacts, facts_of
from harness.scoring.figures import percent
from harness.scoring.rubric import Criterion, Rubric, Rule

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Deduction:
    """扣分. `points` is what the rule takes by itself; floor and cap of the criterion may keep
    the mark from losing all of it. Not `certain`: it was not taken off."""

    rule: Rule
    points: Decimal
    certain: bool
    grounds: tuple[Ground, ...]

    @property
    def reason(self) -> str:
        return "；".join(ground.reason for ground in self.grounds)


@dataclass(frozen=True, slots=True)
class Mark:
    """One criterion of one unit. `points` is what counts now, the highest that is possible."""

    criterion: Criterion
    points: Decimal
    lowest: Decimal
    deductions: tuple[Deduction, ...] = ()
    doubts: tuple[Deduction, ...] = ()
    exempt: str = ""
    open: str = ""
    by_hand: bool = False
    because: str = ""  # why it was given by hand

    @property
    def highest(self) -> Decimal:
        return self.points

    @property
    def provisional(self) -> bool:
        return self.lowest != self.points


@dataclass(frozen=True, slots=True)
class Score:
    """A unit's marks summed. `rate` is per cent of what it could reach, None if all is exempt;
    `total` is that on the rubric's full scale (最终得分), `actual` the plain sum (实际得分)."""

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

    @property
    def provisional(self) -> bool:
        return any(mark.provisional for mark in self.marks)


def score_assessment(rubric: Rubric, assessment: Assessment) -> tuple[Score, ...]:
    return score(rubric, facts_of(rubric, assessment))


def score(rubric: Rubric, units: Sequence[UnitFacts]) -> tuple[Score, ...]:
    """Scores in the order given; equal rates share a rank and the next one is skipped (1 1 3)."""
    scores = [_score(rubric, facts) for facts in units]
    return tuple(
        replace(
            one,
            rank=_rank(one, scores),
            rank_in_category=_rank(one, [s for s in scores if s.category == one.category]),
        )
        for one in scores
    )


def _rank(one: Score, among: Sequence[Score]) -> int | None:
    if one.rate is None:
        return None
    return 1 + sum(other.rate is not None and other.rate > one.rate for other in among)


def _score(rubric: Rubric, facts: UnitFacts) -> Score:
    marks = tuple(_mark(item, facts.entries.get(item.id, Entry())) for item in rubric.criteria)
    counted = [mark for mark in marks if not mark.exempt]
    reach = sum((mark.criterion.weight for mark in counted), ZERO)
    actual = sum((mark.points for mark in counted), ZERO)
    lowest = sum((mark.lowest for mark in counted), ZERO)
    rate = percent(actual, reach)
    return Score(
        unit_id=facts.unit_id,
        name=facts.name,
        category=facts.category,
        marks=marks,
        actual=actual,
        full=rubric.full,
        exempt=rubric.full - reach,
        total=_scaled(actual, rubric.full, reach),
        rate=rate,
        lowest_total=_scaled(lowest, rubric.full, reach),
        grade="" if rate is None else rubric.grade(rate),
    )


def _scaled(points: Decimal, full: Decimal, reach: Decimal) -> Decimal | None:
    """`points` of `reach` on the full scale: percent() of a hundredth, so it rounds the same way."""
    return percent(points * full / 100, reach)


def _mark(criterion: Criterion, entry: Entry) -> Mark:
    if entry.exempt:
        return Mark(criterion, ZERO, ZERO, exempt=entry.exempt)
    if entry.open:
        return Mark(criterion, criterion.weight, criterion.floor, open=entry.open)
    if entry.given is not None:
        return Mark(criterion, entry.given, entry.given, by_hand=True, because=entry.because)
    certain, doubts = [], []
    for rule in criterion.rules:
        grounds = entry.grounds.get(rule.id, ())
        proven = tuple(ground for ground in grounds if ground.certain)
        unclear = tuple(ground for ground in grounds if not ground.certain)
        taken = _points(rule, criterion, len(proven))
        if proven:
            certain.append(Deduction(rule, taken, True, proven))
        if unclear:
            more = _points(rule, criterion, len(grounds)) - taken
            # what a unit loses once for all anyway, no further doubt can change
            if more:
                doubts.append(Deduction(rule, more, False, unclear))
    return Mark(
        criterion,
        points=_left(criterion, certain),
        lowest=_left(criterion, certain + doubts),
        deductions=tuple(certain),
        doubts=tuple(doubts),
    )


def _points(rule: Rule, criterion: Criterion, times: int) -> Decimal:
    each = criterion.weight if rule.points is None else rule.points
    lost = each * (times if criterion.each_time else min(times, 1))
    return lost if rule.cap is None else min(lost, rule.cap)


def _left(criterion: Criterion, deductions: Sequence[Deduction]) -> Decimal:
    lost = sum((deduction.points for deduction in deductions), ZERO)
    if criterion.cap is not None:
        lost = min(lost, criterion.cap)
    return max(criterion.weight - lost, criterion.floor)


def plain(number: Decimal) -> str:
    """A number of points as people write it: 4, 3.5; never 4.00 or 4E+1."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
