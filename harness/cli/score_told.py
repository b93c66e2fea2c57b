"""Scores -> lines for a reader, and what a person still has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.cli.shown import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.scoring.rubric_file.rubric import Rubric
    from harness.scoring.score import Deduction, Mark, Score


def lines(rubric: Rubric, scores: Sequence[Score]) -> list[str]:
    from harness.scoring.assessed import NOT_ASSESSED, by_class, lacks_evidence, span_text
    from harness.scoring.score import plain

    lines = [rubric.title, f"依据：{rubric.source}", ""]
    several, before = len({one.category for one in scores}) > 1, None
    for one in by_class(scores):
        if several and one.category != before:
            before = one.category
            lines.append(f"【{one.category or '没有写类别'}】")
        head = f"{one.rank_in_category or '-'}. {one.name}"
        if one.rate is None:
            lines.append(f"{head}  {one.unranked}")
        elif lacks_evidence(one):
            lines.append(f"{head}  {NOT_ASSESSED}（可能得{span_text(one)}）")
        else:
            exempt = f"，折分{plain(one.exempt)}" if one.exempt else ""
            temporary = "（暂定）" if one.provisional else ""
            lines.append(
                f"{head}  最终得分{one.total}/{plain(one.full)}（实际得分{plain(one.actual)}{exempt}）"
                f"  得分率{one.rate}%  {one.grade}{temporary}"
            )
        if one.unranked and one.rate is not None:
            lines.append(f"    {one.unranked}")
        lines += [f"    {_mark_line(mark)}" for mark in one.marks]
    return [*lines, *_groups(rubric, scores)]


def _groups(rubric: Rubric, scores: Sequence[Score]) -> list[str]:
    from harness.scoring.groups import group_scores

    found = group_scores(rubric, scores)
    lines = ["", "汇总"] if found else []
    for one in sorted(found, key=lambda one: (one.rank is None, one.rank or 0)):
        if one.total is None:
            lines.append(f"-. {one.name}  {one.unranked}")
            continue
        lines.append(
            f"{one.rank or '-'}. {one.name}  {one.total}（本级得分率{one.own_rate}%，"
            f"下属{len(one.members)}家平均{one.members_rate}%）  {one.grade or one.unranked}"
        )
    return lines


def _mark_line(mark: Mark) -> str:
    from harness.scoring.assessed import mark_told
    from harness.scoring.score import plain

    name, weight = mark.criterion.name, plain(mark.criterion.weight)
    if mark.exempt:
        return f"{name}  {mark.exempt_as}（{mark.exempt}）"
    points = mark_told(mark)
    why = [f"{d.rule.name}扣{plain(d.points)}分{_because(d)}" for d in mark.deductions]
    why += _doubts(mark)
    return f"{name}  {points}/{weight}" + "".join(f"；{item}" for item in why)


def _because(item: Deduction) -> str:
    return "" if item.reason == item.rule.name else f"（{item.reason}）"


def _doubts(mark: Mark) -> list[str]:
    if mark.exempt or not mark.provisional:
        return []
    return [f"{d.rule.name}待定，未扣分{_because(d)}" for d in mark.doubts] or [mark.open]


def name_doubts(scores: Sequence[Score]) -> bool:
    """Whatever a person still has to decide, one line each on standard error."""
    doubts = [
        f"待复核：{one.name}：{mark.criterion.name}：{doubt}"
        for one in scores
        for mark in one.marks
        for doubt in _doubts(mark)
    ]
    for line in doubts:
        say(line, err=True)
    return bool(doubts)
