"""平均得分、平均得分率、合格率: scores -> what a report prints below a table of them.

Two ways to reckon a rate where a criterion is exempt for some units: `rate` is what is commonly printed
(their weight stays in the denominator, so exempt counts as lost; not that of which nothing is known), `without_exempt` leaves them out. Both
are here, and who is exempt, so that a report can say which it prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from harness.scoring.assessed import lacks_evidence
from harness.scoring.figures import percent
from harness.scoring.marking import NOT_IN_CLASS
from harness.scoring.rubric_file.scheme import ZERO, Branch, Rubric
from harness.scoring.score import Score

PASS = Decimal(
    60
)  # 合格: 广西2020 note 2, 江门2019; where a rubric has a grade 合格, its line counts


@dataclass(frozen=True, slots=True)
class Average:
    """One branch or leaf over some units. `points`: the mean, two places; None over nobody."""

    id: str
    name: str
    level: int
    points: Decimal | None
    rate: Decimal | None
    without_exempt: Decimal | None
    exempt: tuple[str, ...] = ()  # units


@dataclass(frozen=True, slots=True)
class Averages:
    """`scored` units have points that may be told; `best` and `worst` name all that share it."""

    units: int
    scored: int
    branches: tuple[Average, ...]  # the tree, from above, each branch before what is below it
    total: Decimal | None
    rate: Decimal | None
    pass_rate: Decimal | None
    passed: tuple[str, ...]
    grades: tuple[tuple[str, int], ...]
    best: tuple[str, ...] = ()
    worst: tuple[str, ...] = ()

    def of(self, id: str) -> Average:
        return next(each for each in self.branches if each.id == id)


def averages(rubric: Rubric, scores: Iterable[Score], category: str | None = None) -> Averages:
    """Over all units, or those of a category."""
    all_of_them = [one for one in scores if category in (None, one.category)]
    # of whom too little is established nothing is known, neither what he has nor that he passed
    chosen = [one for one in all_of_them if not lacks_evidence(one)]
    scored = [one for one in chosen if one.total is not None]
    totals = [one.total for one in scored if one.total is not None]
    rates = [one.rate for one in scored if one.rate is not None]
    line = next((grade.at_least for grade in rubric.grades if grade.name == "合格"), PASS)
    passed = tuple(one.name for one in scored if one.rate is not None and one.rate >= line)
    grades = Counter(one.grade for one in scored if one.grade)
    form = rubric.of(category) if category is not None else rubric
    return Averages(
        units=len(all_of_them),
        scored=len(scored),
        branches=tuple(_average(branch, chosen) for top in form.tree for branch in _all(top)),
        total=mean(totals),
        rate=mean(rates),
        pass_rate=percent(len(passed), len(scored)),
        passed=passed,
        grades=tuple((grade.name, grades[grade.name]) for grade in rubric.grades),
        best=_at(max, scored),
        worst=_at(min, scored),
    )


def _all(branch: Branch) -> Iterable[Branch]:
    yield branch
    for child in branch.children:
        yield from _all(child)


def _average(branch: Branch, scores: Sequence[Score]) -> Average:
    """Over the units that it is marked for: not those of a class that is not, nor those of which nothing
    is known. What is exempt counts as nothing in `points` and `rate`. What nobody has looked at yet is in
    none of them, though the unit's own mark stands at its highest: the mean points are of units of which
    all was looked at."""
    points = whole = weight = reach = ZERO
    units = 0
    exempt = []
    leaves = set(branch.leaves)
    for one in scores:
        marks = [mark for mark in one.marks if mark.criterion.id in leaves]
        marks = [mark for mark in marks if mark.exempt != NOT_IN_CLASS and not mark.lacking]
        seen = [mark for mark in marks if not mark.open]
        all_seen = bool(marks) and len(seen) == len(marks)
        marks = seen
        counted = [mark for mark in marks if not mark.exempt]
        got = sum((mark.points for mark in counted), ZERO)
        points += got
        units += all_seen
        whole += got if all_seen else ZERO
        weight += sum((mark.criterion.weight for mark in marks), ZERO)
        reach += sum((mark.criterion.weight for mark in counted), ZERO)
        if len(counted) < len(marks):
            exempt.append(one.name)
    return Average(
        branch.id,
        branch.name,
        branch.level,
        rounded(whole / units) if units else None,
        percent(points, weight),
        percent(points, reach),
        tuple(exempt),
    )


def mean(numbers: Sequence[Decimal]) -> Decimal | None:
    return rounded(sum(numbers, ZERO) / len(numbers)) if numbers else None


def rounded(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _at(end: Callable[[list[Decimal]], Decimal], scores: Sequence[Score]) -> tuple[str, ...]:
    rates = [one.rate for one in scores if one.rate is not None]
    if not rates:
        return ()
    edge = end(rates)
    return tuple(one.name for one in scores if one.rate == edge)
