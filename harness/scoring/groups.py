"""汇总得分: units' scores -> that of the whole they belong to, as 县＝本级50%＋部门50%.

The own side is the mean of the units of its classes (commonly one: the county's government), the other that
of the members; a unit of a class on neither side is named, and its group not ranked. A side of which nobody has a mark makes no score: what is missing is no zero. A group one of
whose units cannot be assessed has neither figure nor rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.scoring.assessed import lacks_evidence
from harness.scoring.averages import rounded
from harness.scoring.ranking import places
from harness.scoring.rubric_file.scheme import ZERO, Grouping, Rubric
from harness.scoring.score import Score


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Rates are per cent. `unranked` says why there is no rank, or no score."""

    name: str
    own: tuple[str, ...]  # units
    members: tuple[str, ...]
    own_rate: Decimal | None
    members_rate: Decimal | None
    rate: Decimal | None
    total: Decimal | None  # on the rubric's full scale
    grade: str
    rank: int | None = None
    unranked: str = ""


def group_scores(rubric: Rubric, scores: Sequence[Score]) -> tuple[GroupScore, ...]:
    """In the order in which the groups first appear; none where the rubric sums nothing up."""
    if rubric.group is None:
        return ()
    groups: dict[str, list[Score]] = {}
    for one in scores:
        if one.group:
            groups.setdefault(one.group, []).append(one)
    found = [_group(rubric, rubric.group, name, units) for name, units in groups.items()]
    ranks = places(each.rate for each in found if each.rate is not None and not each.unranked)
    return tuple(
        each if each.unranked or each.rate is None else replace(each, rank=ranks[each.rate])
        for each in found
    )


def _group(rubric: Rubric, by: Grouping, name: str, units: Sequence[Score]) -> GroupScore:
    own = [one for one in units if one.category in by.own.classes]
    members = [one for one in units if one.category in by.members.classes]
    counted = {*by.own.classes, *by.members.classes}
    own_rate, members_rate = _mean(own), _mean(members)
    rate = total = None
    if own_rate is not None and members_rate is not None:
        whole = own_rate * by.own.share + members_rate * by.members.share
        rate = rounded(whole / 100)
        total = rounded(whole * rubric.full / 10_000)
    neither = [one for one in units if one.category not in counted]
    why = _unranked(name, own, members, own_rate, members_rate) or _left_out(name, neither)
    return GroupScore(
        name,
        tuple(one.name for one in own),
        tuple(one.name for one in members),
        None if own_rate is None else rounded(own_rate),
        None if members_rate is None else rounded(members_rate),
        rate,
        total,
        "" if rate is None or why else rubric.grade(rate),
        unranked=why,
    )


def _is_exempt(one: Score) -> bool:
    """None of it is the unit's: not for want of evidence."""
    return one.rate is None and not any(mark.lacking for mark in one.marks)


def _left_out(name: str, neither: Sequence[Score]) -> str:
    """Units that say they belong to the group and that neither side counts."""
    if not neither:
        return ""
    told = "、".join(f"{one.name}（{one.category or '没有类别'}）" for one in neither[:3])
    more = "等" if len(neither) > 3 else ""
    return f"{told}{more}既不是本级也不是下属，没有计入，{name}不排名；不应计入的，“汇总单位”一栏请空着"


def _mean(units: Sequence[Score]) -> Decimal | None:
    """None too where one of them cannot be assessed: a rate that rests on what nobody looked at is none,
    and the mean of the others is not that of the side."""
    if any(lacks_evidence(one) for one in units):
        return None
    rates = [one.rate for one in units if one.rate is not None]
    return sum(rates, ZERO) / len(rates) if rates else None


def _unranked(
    name: str,
    own: Sequence[Score],
    members: Sequence[Score],
    own_rate: Decimal | None,
    members_rate: Decimal | None,
) -> str:
    waiting = [one.name for one in (*own, *members) if one.unranked and not _is_exempt(one)]
    if waiting:
        more = "等" if len(waiting) > 3 else ""
        return f"{'、'.join(waiting[:3])}{more}未能评定，不能汇总，{name}不排名"
    if own_rate is None or members_rate is None:
        side = "本级" if own_rate is None else "下属单位"
        return f"{name}没有{side}的得分，不能汇总"
    return ""
