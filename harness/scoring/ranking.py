"""排名: scores -> the same with rank, rank in their class, and the grades that go by rank.

Equal rates share a rank and the next is skipped (21 21 23), as the published tables print it. A unit of
which too little is established has no rank and no grade: said of it is why. Each place is looked up, not
counted anew: the time grows with the units, not with their square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from harness.scoring.rubric_file.scheme import Rubric

if TYPE_CHECKING:
    from harness.scoring.score import Score

NOTHING = "全部指标折分，不计得分，不排名"
UNKNOWN = "没有可供评定的证据，不计得分，不排名"


def ranked(rubric: Rubric, scores: Sequence[Score]) -> tuple[Score, ...]:
    reasons = [unranked(rubric, one) for one in scores]
    fit = [one for one, why in zip(scores, reasons, strict=True) if not why]
    rates: dict[str, list[Decimal]] = {}
    for one in fit:
        if one.rate is not None:
            rates.setdefault(one.category, []).append(one.rate)
    overall = places(rate for each in rates.values() for rate in each)
    within = {category: places(each) for category, each in rates.items()}
    return tuple(
        placed(rubric, one, why, overall, within.get(one.category, {}))
        for one, why in zip(scores, reasons, strict=True)
    )


def unranked(rubric: Rubric, score: Score) -> str:
    """Why the unit has no rank; empty where it has one."""
    if score.rate is None:
        return UNKNOWN if any(mark.lacking for mark in score.marks) else NOTHING
    if rubric.classes and rubric.class_of(score.category) is None:
        why = next((mark.open for mark in score.marks if mark.open), "单位的类别不在细则所列之中")
        return f"{why}，不排名"
    if score.established < rubric.rank_at_least:
        # cut off, not rounded: 79.99 is not 80
        known = int(score.established)
        return f"已核实的权重只占{known}%，低于{rubric.rank_at_least.normalize():f}%，不排名"
    return ""


def places(rates: Iterable[Decimal]) -> dict[Decimal, int]:
    places: dict[Decimal, int] = {}
    above = 0
    for rate, several in sorted(Counter(rates).items(), reverse=True):
        places[rate] = above + 1
        above += several
    return places


def placed(
    rubric: Rubric,
    score: Score,
    why: str,
    overall: Mapping[Decimal, int],
    within: Mapping[Decimal, int],
) -> Score:
    """With its place among all, and in its class: each rate's, or its own at least."""
    if why or score.rate is None:
        return replace(score, unranked=why, grade="")
    place = within[score.rate]
    grade = _grade(rubric, score.category, score.rate, place)
    return replace(score, rank=overall[score.rate], rank_in_category=place, grade=grade)


def _grade(rubric: Rubric, category: str, rate: Decimal, place: int) -> str:
    """The best grade whose line is reached and, where the class has a quota of it, whose places last
    so far. Units that share the last place all have it."""
    own = rubric.class_of(category)
    quota = own.quota if own else {}
    for grade in rubric.grades:
        if rate >= grade.at_least and place <= quota.get(grade.name, place):
            return grade.name
    return ""
