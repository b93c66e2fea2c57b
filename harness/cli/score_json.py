"""Scores -> the JSON of `mingcha score --json`; contracts.md, 5."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from harness.cli.shown import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scoring.rubric_file.rubric import Rubric
    from harness.scoring.score import Deduction, Mark, Score


def scores_json(
    rubric: Rubric, scores: Sequence[Score], left_out: Sequence[tuple[int, str]]
) -> str:
    from dataclasses import asdict

    import msgspec

    from harness.scoring.groups import group_scores

    table = {
        "rubric": {"id": rubric.id, "title": rubric.title, "source": rubric.source},
        "units": [_unit(one) for one in scores],
        "groups": [asdict(each) for each in group_scores(rubric, scores)],
        "left_out": [{"row": number, "name": name} for number, name in left_out],
    }
    # Decimals leave as JSON numbers with the digits they have
    text = msgspec.json.Encoder(decimal_format="number").encode(table).decode("utf-8")
    return escaped(text)


def _unit(one: Score) -> dict[str, object]:
    from harness.scoring.assessed import is_assessed, may_come_to

    known, may_be = is_assessed(one), may_come_to(one)
    return {
        "unit": one.name,
        "category": one.category,
        "marks": [_mark(mark) for mark in one.marks],
        "actual": one.actual,
        "full": one.full,
        "exempt": one.exempt,
        "total": one.total if known else None,
        "lowest_total": may_be[0] if may_be else None,
        "highest_total": may_be[1] if may_be else None,
        "rate": one.rate if known else None,
        "grade": one.grade,
        "rank": one.rank,
        "rank_in_category": one.rank_in_category,
        "unranked": one.unranked,
        "established": one.established.quantize(Decimal("0.01")),
        "branches": [
            {
                "id": each.id,
                "name": each.name,
                "weight": each.weight,
                "points": each.points,
                "reach": each.reach,
                "rate": each.rate,
                "level": each.level,
            }
            for each in one.branches
        ],
        "provisional": one.provisional,
    }


def _mark(mark: Mark) -> dict[str, object]:
    return {
        "criterion": mark.criterion.id,
        "name": mark.criterion.name,
        "weight": mark.criterion.weight,
        "points": None if mark.exempt else mark.points,
        "lowest": None if mark.exempt else mark.lowest,
        "exempt": bool(mark.exempt),
        "by_hand": mark.by_hand,
        "provisional": mark.provisional,
        "deductions": [_deduction(item) for item in (*mark.deductions, *mark.doubts)],
        "remark": mark.exempt or mark.open,
    }


def _deduction(item: Deduction) -> dict[str, object]:
    return {
        "code": item.rule.id,
        "name": item.rule.name,
        "points": item.points,
        "certain": item.certain,
        "reason": item.reason,
    }
