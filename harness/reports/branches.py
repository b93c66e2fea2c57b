"""一级指标: the columns of a ranking table, the sections of an analysis.

In: a rubric and scores. Out: `Head`s with the leaves below them, and what a unit or a group has there.
A rubric of one level has its criteria for heads; weights are those of a class where it has its own
(`Rubric.of`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from harness.scoring.figures import percent
from harness.scoring.rubric_file.scheme import Rubric
from harness.scoring.score import Mark, Score

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Head:
    """`leaves`: ids of the criteria below it, in the rubric's order."""

    id: str
    name: str
    weight: Decimal
    leaves: tuple[str, ...]

    def marks(self, score: Score) -> list[Mark]:
        """Those that count for the unit."""
        return [m for m in score.marks if m.criterion.id in self.leaves and not m.exempt]

    def lacking(self, score: Score) -> bool:
        """None of it counts, for want of evidence."""
        return not self.marks(score) and any(
            mark.lacking for mark in score.marks if mark.criterion.id in self.leaves
        )

    def seen(self, score: Score) -> list[Mark]:
        """Those of them that somebody, or the program, has looked at."""
        return [mark for mark in self.marks(score) if not mark.open]

    def unseen(self, score: Score) -> bool:
        """Some of it counts, and nobody has looked at any."""
        return bool(self.marks(score)) and not self.seen(score)

    def points(self, score: Score) -> Decimal | None:
        """None where all of it is exempt."""
        marks = self.marks(score)
        return sum((mark.points for mark in marks), ZERO) if marks else None


def heads(rubric: Rubric) -> tuple[Head, ...]:
    return tuple(Head(one.id, one.name, one.weight, one.leaves) for one in rubric.tree)


def mean_points(head: Head, scores: Iterable[Score]) -> Decimal | None:
    """Over the units that it counts for and of which all of it was looked at; two places."""
    found = [
        points
        for score in scores
        if (points := head.points(score)) is not None and head.seen(score) == head.marks(score)
    ]
    if not found:
        return None
    return (sum(found, ZERO) / len(found)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def mean_share(head: Head, scores: Iterable[Score]) -> Decimal | None:
    """得分率: what the units have there, per cent of what they can have there; of what was looked at."""
    marks = [mark for score in scores for mark in head.seen(score)]
    got = sum((mark.points for mark in marks), ZERO)
    return percent(got, sum((mark.criterion.weight for mark in marks), ZERO))


def ranked(scores: Iterable[Score]) -> list[Score]:
    """Those with a place, best first; equal ones in the order of units.xlsx."""
    found = [score for score in scores if score.rank is not None]
    return sorted(found, key=lambda one: -(one.rate or ZERO))


def unranked(scores: Iterable[Score]) -> list[tuple[Score, str]]:
    """Those without one, and why."""
    return [
        (score, score.unranked or "全部指标折分，没有可以计分的事项")
        for score in scores
        if score.rank is None
    ]


def mean_total(scores: Iterable[Score]) -> Decimal | None:
    """The mean of the final marks of those with a place."""
    totals = [score.total for score in scores if score.rank is not None and score.total is not None]
    if not totals:
        return None
    return (sum(totals, ZERO) / len(totals)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
