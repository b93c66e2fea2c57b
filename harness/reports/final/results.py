"""第二章 评估结果: how the units did, class by class, with a ranking table each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.reports.branches import (
    heads,
    mean_share,
    mean_total,
    ranked,
    unranked,
)
from harness.reports.final import plots
from harness.reports.final.people import objections
from harness.reports.final.ranking import points_of, ranking, total_of
from harness.reports.final.sums import groups, parts
from harness.reports.final.volume import Volume
from harness.reports.naming import some
from harness.reports.paper.grid import Content
from harness.scoring.assessed import may_come_to, span
from harness.scoring.figures import percent
from harness.scoring.rubric_file.scheme import Rubric
from harness.scoring.score import Score, plain

_NAMED = 4  # units of which a sentence says between what their points lie


def results(volume: Volume) -> None:
    volume.chapter("评估结果")
    if not any(score.rate is not None for score in volume.material.scores):
        volume.text("至数据采集截止日，没有可计分的单位。")
        return
    categories = volume.roster.categories
    if len(categories) > 1:
        volume.section("总体情况")
        _whole(volume)
    for category in categories:
        volume.section(f"{category}评估结果分析")
        _class(volume, category)
    groups(volume)
    objections(volume)


def _whole(volume: Volume) -> None:
    material = volume.material
    scores = ranked(material.scores)
    if not scores:
        volume.text(
            "依现有证据，各单位均达不到参加排名的条件，以下只列出各单位不排名的原因和可能得分的范围。"
        )
        return
    if len(scores) == 1:
        one = scores[0]
        volume.text(
            f"依现有证据，只有{volume.roster.short[one.unit_id]}1家单位达到参加排名的条件，"
            f"{_points_told(volume, [one])}；其余单位不作排名，原因分别列于各类单位之下。"
        )
        return
    parts = []
    for category in volume.roster.categories:
        group = [score for score in scores if score.category == category]
        mean = mean_total(group)
        if mean is not None:
            parts.append(
                f"{category}{len(group)}家，平均得分{points_of(mean)}分"
                + _passed(material.rubric, group)
            )
    volume.text(
        f"参加排名的{len(scores)}家单位平均得分为{points_of(mean_total(scores))}分"
        f"（满分{plain(material.rubric.full)}分）{_passed(material.rubric, scores)}。其中{'；'.join(parts)}。"
        "各类单位的职责和条件不同，分别排名。"
    )
    picture = plots.head_rates(material, volume.roster.categories)
    if picture:
        told = _best_and_worst_heads(material.rubric, scores, volume.next_picture)
        if told:
            volume.text(told)
        volume.picture("各类单位各项指标平均得分率", picture)
    picture = plots.grades(material)
    if picture:
        volume.picture("各类单位等次分布", picture)


def _passed(rubric: Rubric, scores: Sequence[Score]) -> str:
    """，合格率为92.98%, where the rubric has such a grade."""
    line = next((one.at_least for one in rubric.grades if one.name == "合格"), None)
    if line is None or not scores:
        return ""
    good = sum(one.rate is not None and one.rate >= line for one in scores)
    return f"，合格率为{percent(good, len(scores))}%"


def _best_and_worst_heads(rubric: Rubric, scores: Sequence[Score], picture: str) -> str:
    found = [
        (share, one) for one in heads(rubric) if (share := mean_share(one, scores)) is not None
    ]
    if not found:
        return ""
    found.sort(key=lambda pair: -pair[0])
    text = f"从各项指标看（见{picture}），“{found[0][1].name}”平均得分率最高，为{found[0][0]}%"
    if len(found) > 1 and found[-1][0] != found[0][0]:
        text += f"；“{found[-1][1].name}”最低，为{found[-1][0]}%"
    return f"{text}。"


def _class(volume: Volume, category: str) -> None:
    material = volume.material
    everyone = [score for score in material.scores if score.category == category]
    group = ranked(everyone)
    if group:
        volume.text(_standing(volume, category, group))
        ranking(volume, category, group)
        parts(volume, category)
        text = _heads_told(material.rubric.of(category), group)
        if text:
            volume.text(text)
    rest = unranked(everyone)
    if rest:
        _without_place(volume, category, rest)


def _standing(volume: Volume, category: str, group: Sequence[Score]) -> str:
    """The paragraph above a ranking table, as the Jiangmen report has it."""
    name, grade = volume.roster.short, volume.material.rubric.grade
    if len(group) == 1:
        one = group[0]
        return f"参加排名的{category}只有{name[one.unit_id]}1家，{_points_told(volume, [one])}。"
    mean = mean_total(group)
    best, worst = group[0], group[-1]
    text = f"由{volume.next_table}可以看出，参加排名的{len(group)}家{category}平均得分为{points_of(mean)}分"
    share = percent(mean or Decimal(0), volume.material.rubric.of(category).full)
    text += _graded(grade(share)) if share is not None else ""
    if best.rate == worst.rate:
        waiting = sum(one.provisional for one in group)
        maybe = f"（{waiting}家的得分暂定）" if waiting else ""
        return f"{text}，各单位得分相同{maybe}。"
    tops = [one for one in group if one.rate == best.rate]
    lows = [one for one in group if one.rate == worst.rate]
    first, last = ([name[one.unit_id] for one in several] for several in (tops, lows))
    also = "并列第一位" if len(first) > 1 else "列第一位" if best.provisional else "名列第一位"
    also = f"暂{also}" if any(one.provisional for one in tops) else also
    text += f"，其中{some(first)}{also}，{_points_told(volume, tops)}。"
    below = [
        one for one in group if one.total is not None and mean is not None and one.total < mean
    ]
    text += f"{len(below)}家单位低于平均得分。" if below else ""
    text += _grades_told(volume, group)
    gap = (best.total or Decimal(0)) - (worst.total or Decimal(0))
    low = "（暂定）" if any(one.provisional for one in lows) else ""
    return (
        f"{text}最高分{total_of(best)}分，最低分{total_of(worst)}分{low}（{some(last, most=4)}），"
        f"相差{points_of(gap)}分。"
    )


def _points_told(volume: Volume, same: Sequence[Score]) -> str:
    """得分为16分，达到优秀等次; of points that may yet become fewer, between what they lie."""
    one = same[0]
    waiting = [each for each in same if each.provisional]
    if not waiting:
        return f"得分为{total_of(one)}分{_graded(one.grade)}"
    if len(same) == 1:
        grade = f"，暂列{one.grade}等次" if one.grade else ""
        return f"得分暂定为{total_of(one)}分{grade}（{_between(one)}）"
    named = [f"{volume.roster.short[each.unit_id]}{_between(each)}" for each in waiting[:_NAMED]]
    more = f"等{len(waiting)}家" if len(waiting) > _NAMED else ""
    told = f"其中{len(waiting)}家的得分暂定：{'；'.join(named)}{more}"
    return f"得分为{total_of(one)}分{_graded(one.grade)}（{told}）"


def _between(score: Score) -> str:
    found = may_come_to(score)
    if found is None or found[0] == found[1]:
        return "待认定事项认定后可能改变"
    return f"待认定事项全部认定后在{plain(found[0])}分至{plain(found[1])}分之间"


def _grades_told(volume: Volume, group: Sequence[Score]) -> str:
    grades = volume.material.rubric.grades
    parts = []
    for grade in grades:
        found = [volume.roster.short[one.unit_id] for one in group if one.grade == grade.name]
        if found:
            named = f"（{'、'.join(found)}）" if len(found) <= 4 and len(group) > 4 else ""
            parts.append(f"{grade.name}{len(found)}家{named}")
    return f"按等次分，{'，'.join(parts)}。" if parts else ""


def _heads_told(rubric: Rubric, group: Sequence[Score]) -> str:
    """The rates of the heads with their grades, as the report's figure 4 is read out."""
    found = [
        (one.name, share) for one in heads(rubric) if (share := mean_share(one, group)) is not None
    ]
    if len(found) < 2 or len(group) < 2:
        return ""
    by_grade: dict[str, list[str]] = {}
    for name, share in sorted(found, key=lambda pair: -pair[1]):
        by_grade.setdefault(rubric.grade(share), []).append(f"“{name}”{share}%")
    parts = [
        f"{'、'.join(names)}"
        + (
            f"，{'均' if len(names) > 1 else ''}达到{grade}水平"
            if grade and grade != "不合格"
            else "，低于合格水平"
            if grade
            else ""
        )
        for grade, names in by_grade.items()
    ]
    return f"从各项指标的平均得分率看，{'；'.join(parts)}。"


def _without_place(volume: Volume, category: str, rest: Sequence[tuple[Score, str]]) -> None:
    also = "另有" if volume.material.ranked_in(category) else ""
    volume.text(f"{also}{len(rest)}家{category}不参加排名，原因见{volume.next_table}。")
    rows: list[list[Content]] = [
        [volume.roster.short[one.unit_id], why, _may_be(one)] for one, why in rest
    ]
    head: list[Content] = ["单位", "不排名的原因", "可能得分"]
    volume.table(f"不参加排名的{category}", head, rows, (30, 54, 16), centred=(2,))


def _may_be(score: Score) -> str:
    """No points: too little of them is established."""
    found = span(score) if score.total is not None else None
    return f"{plain(found[0])}—{plain(found[1])}" if found else "—"


def _graded(grade: str) -> str:
    return (
        f"，达到{grade}等次" if grade and grade != "不合格" else "，未达到合格等次" if grade else ""
    )
