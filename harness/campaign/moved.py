"""Two judgings of a campaign -> what of the marks is different: 变更清单."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.campaign.ledger_waiting import waiting, with_waiting
from harness.campaign.workspace import Workspace
from harness.scoring.assessment import Assessment
from harness.scoring.score import Mark, Score, plain, score_assessment

TOTAL, RANK, GRADE = "得分", "名次", "等级"


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: a criterion's name, or 得分, 等级, 名次."""

    unit_id: str
    unit: str
    what: str
    before: str
    after: str


def moved(workspace: Workspace, before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """In the order of the units; of each the criteria first."""
    rubric, unread = workspace.rubric(), waiting(workspace)
    scores = [score_assessment(rubric, with_waiting(each, unread)) for each in (before, after)]
    return tuple(
        change for one, other in zip(*scores, strict=True) for change in _changes(one, other)
    )


def _changes(before: Score, after: Score) -> Iterator[Change]:
    for one, other in zip(before.marks, after.marks, strict=True):
        if _told(one) != _told(other):
            name = one.criterion.name
            yield Change(before.unit_id, before.name, name, _told(one), _told(other))
    for what, values in (
        (TOTAL, (_total(before), _total(after))),
        (GRADE, (before.grade, after.grade)),
        (RANK, (str(before.rank or "—"), str(after.rank or "—"))),
    ):
        if values[0] != values[1]:
            yield Change(before.unit_id, before.name, what, *values)


def _told(mark: Mark) -> str:
    if mark.exempt:
        return "不考核"
    return f"{plain(mark.points)}{'（待定）' if mark.provisional else ''}"


def _total(score: Score) -> str:
    if score.total is None:
        return "无"
    return f"{plain(score.total)}{'（暂定）' if score.provisional else ''}"
