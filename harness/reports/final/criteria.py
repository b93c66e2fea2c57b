"""第四章 各项指标得分情况分析: what every criterion cost whom, in the manner of the published reports:
“有20家区直单位、4家设区市答复书缺少文号”, the units named where they are few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.reports.branches import Head, heads, mean_points, mean_share, ranked
from harness.reports.final import plots
from harness.reports.final.volume import Volume
from harness.reports.naming import NAMED, Roster
from harness.scoring.marking import NOT_IN_CLASS
from harness.scoring.rubric_file.scheme import Criterion, Rule
from harness.scoring.score import Deduction, Mark, Score, plain

LOST = "各项指标扣分的单位"


def criteria(volume: Volume) -> None:
    if not any(score.rate is not None for score in volume.material.scores):
        return
    volume.chapter("各项指标得分情况分析")
    for head in heads(volume.material.rubric):
        volume.section(f"“{head.name}”情况分析")
        _head(volume, head)


def _head(volume: Volume, head: Head) -> None:
    material = volume.material
    opening = "".join(_rates(volume, head))
    known = {one.id: one for one in material.rubric.criteria}
    if len(head.leaves) == 1:
        volume.text(opening + "".join(_leaf(volume, known[head.leaves[0]])))
        return
    picture = plots.leaf_rates(material, head)
    shown = f"各下级指标的平均得分率如{volume.next_picture}所示。" if picture else ""
    volume.text(f"{opening}{shown}")
    if picture:
        volume.picture(f"“{head.name}”指标得分分析图", picture)
    for leaf in head.leaves:
        volume.text("".join(_leaf(volume, known[leaf])), lead=f"“{known[leaf].name}”。")


def _rates(volume: Volume, head: Head) -> Iterator[str]:
    scores = ranked(volume.material.scores)
    yield f"“{head.name}”指标满分{_full_marks(volume, head)}"
    parts = []
    for category in volume.roster.categories:
        group = [score for score in scores if score.category == category]
        mean, share = mean_points(head, group), mean_share(head, group)
        if mean is not None and share is not None:
            grade = volume.material.rubric.grade(share)
            told = f"，{_level(grade)}" if grade else ""
            parts.append(f"{category}平均得分{plain(mean)}分，得分率为{share}%{told}")
        elif share is not None:
            parts.append(f"{category}已评定的部分得分率为{share}%")
    yield f"，{'；'.join(parts)}。" if parts else "。"


def _full_marks(volume: Volume, head: Head) -> str:
    """16分; 区直单位16分、设区市14分 where the classes differ."""
    weights = {
        category: next(
            one.weight
            for one in heads(volume.material.rubric.of(category))
            if one.leaves == head.leaves
        )
        for category in volume.roster.categories
    }
    if len(set(weights.values())) == 1:
        return f"{plain(next(iter(weights.values())))}分"
    told = (
        f"{category}{plain(weight)}分" if weight else f"{category}不考核"
        for category, weight in weights.items()
    )
    return f"：{'、'.join(told)}"


def _level(grade: str) -> str:
    return "低于合格水平" if grade == "不合格" else f"达到{grade}水平"


def _leaf(volume: Volume, criterion: Criterion) -> Iterator[str]:
    """What the units lost by one criterion, and why."""
    marks = [(score, _mark(score, criterion)) for score in volume.material.scores]
    counted = [(score, mark) for score, mark in marks if not mark.exempt and not mark.open]
    yield from _unmarked(volume.roster, marks)
    if not counted:
        return
    full = [
        s.unit_id for s, mark in counted if mark.points == mark.criterion.weight and not mark.doubts
    ]
    yield _full(volume.roster, full, [score.unit_id for score, _ in counted])
    for rule in criterion.rules:
        yield from _rule(volume, criterion, rule, counted)
    yield from _by_hand(volume.roster, counted)
    yield from _doubts(volume.roster, counted)


def _mark(score: Score, criterion: Criterion) -> Mark:
    return next(mark for mark in score.marks if mark.criterion.id == criterion.id)


def _full(roster: Roster, full: Sequence[str], counted: Sequence[str]) -> str:
    if len(full) == len(counted):
        return "参评单位均得满分。" if len(full) > 1 else "参评的1家单位得满分。"
    if not full:
        return ""
    told = roster.counted(full)
    only = "仅" if len(full) * 3 < len(counted) else "有"
    named = f"（{'、'.join(roster.names(full))}）" if len(full) <= 4 else ""
    return f"{only}{told}{named}得满分。"


def _rule(
    volume: Volume, criterion: Criterion, rule: Rule, counted: Sequence[tuple[Score, Mark]]
) -> Iterator[str]:
    hit: dict[str, Deduction] = {
        score.unit_id: one
        for score, mark in counted
        for one in mark.deductions
        if one.rule.id == rule.id
    }
    if not hit:
        return
    told = volume.roster.told(hit)
    where = volume.see(LOST) if len(hit) > NAMED else ""
    listed = f"（名单见{where}）" if where else ""
    times = sum(len(one.grounds) for one in hit.values())
    cases = f"，共{times}件" if _again(rule, criterion) and times > len(hit) else ""
    yield f"有{told}{rule.name}{cases}{listed}，{_taken(rule, criterion, times if _again(rule, criterion) else len(hit))}。"


def _taken(rule: Rule, criterion: Criterion, times: int) -> str:
    if criterion.each(rule) >= criterion.weight:
        return "该指标不得分"
    each = "每件" if _again(rule, criterion) else "每家"
    each = each if times > 1 else ""
    if rule.points is None:
        return f"{each}扣该指标分值的{plain(rule.share)}%"
    cap = f"，至多扣{plain(rule.cap)}分" if rule.cap is not None else ""
    return f"{each}扣{plain(rule.points)}分{cap}"


def _again(rule: Rule, criterion: Criterion) -> bool:
    return criterion.each_time if rule.each_time is None else rule.each_time


def _by_hand(roster: Roster, counted: Sequence[tuple[Score, Mark]]) -> Iterator[str]:
    """What people gave: who lost points, by their reason. One reason for ever other points says nothing of
    each: those are told by how far below the full mark they are."""
    losses: dict[str, set[Decimal]] = {}
    for _, mark in counted:
        if mark.by_hand:
            losses.setdefault(_given_for(mark), set()).add(mark.points)
    by_reason: dict[tuple[str, Decimal], list[str]] = {}
    plainly: list[tuple[str, Mark]] = []
    for score, mark in counted:
        because = _given_for(mark)
        if not mark.by_hand or mark.points >= mark.criterion.weight:
            continue
        if because and len(losses[because]) <= _MOST_LOSSES:
            key = (because, mark.criterion.weight - mark.points)
            by_reason.setdefault(key, []).append(score.unit_id)
        else:
            plainly.append((score.unit_id, mark))
    for (because, lost), ids in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        yield f"{roster.told(ids)}因{because}扣{plain(lost)}分。"
    yield from _bands(roster, plainly)


_MOST_LOSSES = 4  # of one reason, that are told one by one


def _given_for(mark: Mark) -> str:
    return mark.because.removeprefix("人工给分：").strip()


def _bands(roster: Roster, given: Sequence[tuple[str, Mark]]) -> Iterator[str]:
    """Points given without a word why, or all for the same: how far below the full mark, and who is lowest."""
    if not given:
        return
    rates = {id: mark.points * 100 / mark.criterion.weight for id, mark in given}
    parts = []
    for low, high, name in ((80, 100, "得分率80%以上"), (60, 80, "60%至80%"), (0, 60, "不足60%")):
        ids = [id for id, rate in rates.items() if low <= rate < high]
        if ids:
            named = roster.told(ids, most=4) if high == 60 else roster.counted(ids)
            parts.append(f"{name}的有{named}")
    yield f"未得满分的{len(given)}家中，{'，'.join(parts)}。"
    lowest = min(mark.points for _, mark in given)
    last = [id for id, mark in given if mark.points == lowest]
    if len(given) > 4 and len(last) <= 4:
        yield f"得分最低的是{'、'.join(roster.names(last))}（{plain(lowest)}分）。"


def _unmarked(roster: Roster, marks: Sequence[tuple[Score, Mark]]) -> Iterator[str]:
    by_reason: dict[tuple[str, bool], list[str]] = {}
    for score, mark in marks:
        if mark.exempt and mark.exempt != NOT_IN_CLASS:
            by_reason.setdefault((_why(mark.exempt), mark.lacking), []).append(score.unit_id)
    for (why, lacking), ids in by_reason.items():
        yield f"{roster.told(ids)}因{why}，{'未能评定' if lacking else '作折分处理'}。"
    waiting: dict[str, list[str]] = {}
    for score, mark in marks:
        if mark.open:
            waiting.setdefault(mark.open, []).append(score.unit_id)
    for why, ids in waiting.items():
        yield f"{roster.told(ids)}{why}，暂按满分计。"


def _why(reason: str) -> str:
    """The reasons of several units are one where only the application's number differs."""
    return "答复期限至评定时尚未届满" if reason.endswith("的答复期限至评定时尚未届满") else reason


def _doubts(roster: Roster, counted: Sequence[tuple[Score, Mark]]) -> Iterator[str]:
    ids = [score.unit_id for score, mark in counted if mark.doubts]
    if ids:
        yield f"另有{roster.told(ids)}尚有事项待认定，暂不扣分。"
