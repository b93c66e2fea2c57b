"""Whether a score may be told as points, and between what it lies where it may not.

What rests on less evidence than the rubric asks for a place is no result: 100 points of which nothing was
looked at are as untrue as none. Told of it is the range that evidence could still make of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol, TypeVar

from harness.scoring.figures import percent
from harness.scoring.marking import NOT_IN_CLASS
from harness.scoring.rubric_file.scheme import ZERO, Rubric
from harness.scoring.score import Mark, Score, lows, plain
from letters.model import Unit

NOT_ASSESSED = "未能评定"


def is_assessed(score: Score) -> bool:
    """Wholly exempt units have no points either, but a reason of their own."""
    return score.total is not None and not score.unranked


def lacks_evidence(score: Score) -> bool:
    return score.total is not None and bool(score.unranked)


def span(score: Score) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest that may come of it; what was left out for want of evidence may come to
    nothing or to all of its weight."""
    found = [
        _span_of(score, [replace(o, lowest=p) for o, p in zip(score.marks, way, strict=True)])
        for way in lows(score.marks, score.outcomes)
    ]
    known = [each for each in found if each is not None]
    return (min(low for low, _ in known), max(high for _, high in known)) if known else None


def _span_of(score: Score, marks: Sequence[Mark]) -> tuple[Decimal, Decimal] | None:
    parts = [(each.part.share, set(each.part.leaves)) for each in score.parts]
    if parts:
        found = [
            (share, _rates([one for one in marks if one.criterion.id in leaves]))
            for share, leaves in parts
        ]
    else:
        beside = sum((one.criterion.weight for one in marks if not one.exempt), ZERO)
        found = [(Decimal(100), _rates(marks, beside - (score.full - score.exempt)))]
    known = [(share, rates) for share, rates in found if rates is not None]
    whole = sum((share for share, _ in known), ZERO)
    low = percent(sum((s * r[0] for s, r in known), ZERO) * score.full / 100, whole)
    high = percent(sum((s * r[1] for s, r in known), ZERO) * score.full / 100, whole)
    return None if low is None or high is None else (low, high)


def may_come_to(score: Score) -> tuple[Decimal, Decimal] | None:
    """The lowest and the highest, of any score that has points."""
    if lacks_evidence(score):
        return span(score)
    if score.total is None or score.lowest_total is None:
        return None
    return score.lowest_total, score.total


def _rates(marks: Sequence[Mark], exempt: Decimal = ZERO) -> tuple[Decimal, Decimal] | None:
    """As parts of one. `exempt`: weight that no mark says is exempt."""
    counted = [one for one in marks if not one.exempt]
    more = sum((one.criterion.weight for one in marks if one.lacking), ZERO)
    reach = sum((one.criterion.weight for one in counted), ZERO) + more - exempt
    if not reach:
        return None
    low = sum((one.lowest for one in counted), ZERO)
    high = sum((one.points for one in counted), ZERO) + more
    return low / reach, high / reach


def span_text(score: Score) -> str:
    """“0分至100分之间”, for a sentence; empty where nothing can be said."""
    found = span(score)
    return f"{plain(found[0])}分至{plain(found[1])}分之间" if found else ""


def mark_told(mark: Mark) -> str:
    """One mark in a cell, the same in every report: what is open is a range, and not its highest points,
    which nobody has given."""
    if mark.exempt:
        return "不考核" if mark.exempt == NOT_IN_CLASS else mark.exempt_as
    between = f"{plain(mark.lowest)}—{plain(mark.points)}"
    if mark.open:
        return f"待评定（{between}）"
    return f"{between}（待认定）" if mark.provisional else plain(mark.points)


class Placed(Protocol):
    @property
    def category(self) -> str: ...

    @property
    def rank_in_category(self) -> int | None: ...


One = TypeVar("One", bound=Placed)


def by_class(scores: Iterable[One]) -> list[One]:
    """Class by class, in the order in which the classes occur; best first, those without a place last."""
    everyone = list(scores)
    order = {category: n for n, category in enumerate(dict.fromkeys(s.category for s in everyone))}
    return sorted(
        everyone,
        key=lambda one: (
            order[one.category], one.rank_in_category is None, one.rank_in_category or 0,
        ),
    )  # fmt: skip


def unknown_classes(rubric: Rubric, units: Iterable[Unit]) -> dict[str, tuple[str, ...]]:
    """Classes that the rubric does not know, each with the names of its units."""
    found: dict[str, tuple[str, ...]] = {}
    for unit in units:
        if rubric.classes and rubric.class_of(unit.category) is None:
            found[unit.category] = (*found.get(unit.category, ()), unit.name)
    return found
