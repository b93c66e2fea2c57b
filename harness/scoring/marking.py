"""One criterion of one unit: what is known of it -> its mark.

What is unclear takes no point off: the mark stands at its highest, with the lowest that a person's
ruling could make of it. What cannot be marked is no zero: it is exempt (the weight leaves the
denominator) or open (a person has yet to decide), each with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.scoring.facts import Entry, Ground
from harness.scoring.outcomes import Graded, left, outcomes
from harness.scoring.rubric_file.scheme import ZERO, Criterion, Rule

NOT_IN_CLASS = "本类单位不考核"


@dataclass(frozen=True, slots=True)
class Deduction:
    """扣分. `points` is what was taken off by it: together no more than was lost, for floor and cap of the
    criterion may have kept some; `whole` is what the rule takes by itself. Not `certain`: it was not
    taken off, and may take so much by itself."""

    rule: Rule
    points: Decimal
    certain: bool
    grounds: tuple[Ground, ...]
    whole: Decimal = ZERO

    @property
    def reason(self) -> str:
        """Each reason once, and how often where it is not once."""
        times = Counter(ground.reason for ground in self.grounds)
        told = "；".join(f"{why}（{n}次）" if n > 1 else why for why, n in times.items())
        return f"{told}{self._cut}"

    @property
    def _cut(self) -> str:
        if not self.certain or self.points == self.whole:
            return ""
        left = f"只计{self.points.normalize():f}分" if self.points else "不再扣"
        return f"（按细则应扣{self.whole.normalize():f}分，本指标已扣到底，{left}）"


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
    lacking: bool = False  # exempt for want of evidence: the criterion is the unit's all the same

    @property
    def highest(self) -> Decimal:
        return self.points

    @property
    def provisional(self) -> bool:
        return self.lowest != self.points

    @property
    def exempt_as(self) -> str:
        """The word for it in a table: want of evidence does not make the criterion none of the unit's."""
        return "未能评定" if self.lacking else "折分"

    @property
    def established(self) -> Decimal:
        """The weight of which is known what becomes of it."""
        if self.exempt or self.open:
            return ZERO
        return self.criterion.weight - (self.points - self.lowest)


def mark(criterion: Criterion, entry: Entry) -> Mark:
    if not criterion.weight:
        return Mark(criterion, ZERO, ZERO, exempt=NOT_IN_CLASS)
    if entry.exempt:
        return Mark(criterion, ZERO, ZERO, exempt=entry.exempt, lacking=entry.lacking)
    if entry.open:
        return Mark(criterion, criterion.weight, criterion.floor, open=entry.open)
    if entry.given is not None:
        given = min(entry.given, criterion.weight)
        return Mark(criterion, given, given, by_hand=True, because=entry.because)
    if not entry.grounds:
        return Mark(criterion, criterion.weight, criterion.weight)
    certain, doubts = [], []
    for rule in criterion.rules:
        grounds = entry.grounds.get(rule.id, ())
        if not grounds:
            continue
        proven = tuple(ground for ground in grounds if ground.certain)
        unclear = tuple(ground for ground in grounds if not ground.certain)
        taken = criterion.lost(rule, len(proven))
        if proven:
            certain.append(Deduction(rule, taken, True, proven, taken))
        if unclear:
            more = criterion.lost(rule, len(grounds)) - taken
            # what a unit loses once for all anyway, no further doubt can change
            if more:
                doubts.append(Deduction(rule, more, False, unclear, more))
    points = left(criterion, sum((each.points for each in certain), ZERO))
    return Mark(
        criterion,
        points=points,
        lowest=_lowest(criterion, entry) if doubts else points,
        deductions=_cut(certain, criterion.weight - points),
        doubts=tuple(doubts),
    )


def _cut(deductions: Sequence[Deduction], lost: Decimal) -> tuple[Deduction, ...]:
    """In the order of the rubric, in all what was lost."""
    cut, rest = [], lost
    for one in deductions:
        cut.append(replace(one, points=min(one.points, rest)))
        rest -= cut[-1].points
    return tuple(cut)


def _lowest(criterion: Criterion, entry: Entry) -> Decimal:
    """The lowest that can come to pass."""
    found = outcomes([Graded(criterion, entry.grounds)])
    return min(left(criterion, each.get(criterion.id, ZERO)) for each in found)
