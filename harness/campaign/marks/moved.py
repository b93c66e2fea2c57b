"""Two judgings of a campaign -> what of the marks is different: 变更清单."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.campaign.ledger.waiting import waiting, with_waiting
from harness.campaign.workspace import Workspace
from harness.scoring.assessment import Assessment
from harness.scoring.groups import GroupScore, group_scores
from harness.scoring.score import Mark, Score, plain, score_assessment

TOTAL, LOWEST, GRADE, UNRANKED = "得分", "最低可能", "等级", "不排名的理由"
RANK = "类内排名"  # as the reports print it: among all units nobody is ranked there


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: a criterion's name, or one of the above. `unit_id` is empty of a group of units."""

    unit_id: str
    unit: str
    what: str
    before: str
    after: str


def moved(workspace: Workspace, before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """In the order of the units, of each the criteria first; then the groups."""
    rubric, unread = workspace.rubric(), waiting(workspace)
    one, other = (score_assessment(rubric, with_waiting(each, unread)) for each in (before, after))
    groups = zip(group_scores(rubric, one), group_scores(rubric, other), strict=True)
    return (
        *(change for pair in zip(one, other, strict=True) for change in _changes(*pair)),
        *(change for pair in groups for change in _of_group(*pair)),
    )


def _changes(before: Score, after: Score) -> Iterator[Change]:
    for one, other in zip(before.marks, after.marks, strict=True):
        if _told(one) != _told(other):
            name = one.criterion.name
            yield Change(before.unit_id, before.name, name, _told(one), _told(other))
    yield from _differing(before.unit_id, before.name, _of_unit(before), _of_unit(after))


def _of_group(before: GroupScore, after: GroupScore) -> Iterator[Change]:
    yield from _differing("", before.name, _of_whole(before), _of_whole(after))


def _differing(
    id: str, name: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Change]:
    for what, one in before.items():
        if one != after[what]:
            yield Change(id, name, what, one or "—", after[what] or "—")


def _of_unit(score: Score) -> Mapping[str, str]:
    lowest = score.lowest_total if score.provisional else None
    return {
        TOTAL: _total(score),
        LOWEST: "" if lowest is None else plain(lowest),
        GRADE: score.grade,
        RANK: str(score.rank_in_category or ""),
        UNRANKED: score.unranked,
    }


def _of_whole(group: GroupScore) -> Mapping[str, str]:
    return {
        TOTAL: "无" if group.total is None else plain(group.total),
        GRADE: group.grade,
        RANK: str(group.rank or ""),
        UNRANKED: group.unranked,
    }


def _told(mark: Mark) -> str:
    if mark.exempt:
        return "不考核"
    return f"{plain(mark.points)}{'（待定）' if mark.provisional else ''}"


def _total(score: Score) -> str:
    if score.total is None:
        return "无"
    return f"{plain(score.total)}{'（暂定）' if score.provisional else ''}"
