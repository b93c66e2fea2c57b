"""与往次评估对比: this time against earlier reports, unit by unit, as the Jiangmen report's chapter five;
units that were renamed, merged or are new are told apart. Only where campaign.toml names earlier results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from harness.reports.branches import mean_total, ranked
from harness.reports.final.volume import Volume
from harness.reports.naming import some
from harness.reports.paper.grid import Content
from harness.scoring.figures import percent
from harness.scoring.score import Score, plain
from letters.model import Earlier, EarlierResult

_STEADY = Decimal(5)  # of a hundred: a change below it is called steady


@dataclass(frozen=True, slots=True)
class Compared:
    """`gap`: in per cent points where the full marks differ, else in points."""

    score: Score
    then: EarlierResult
    gap: Decimal


def earlier(volume: Volume) -> None:
    campaign = volume.material.assessment.campaign
    if not campaign.earlier or not ranked(volume.material.scores):
        return
    volume.chapter("与往次评估结果对比分析")
    for one in campaign.earlier:
        for category in volume.roster.categories:
            _against(volume, one, category)
    if len(campaign.earlier) > 1:
        _trend(volume, campaign.earlier)


def _against(volume: Volume, one: Earlier, category: str) -> None:
    then = {each.unit: each for each in one.results}
    scores = [score for score in volume.material.scores if score.category == category]
    both, apart = [], []
    for score in scores:
        known = then.get(score.name)
        if known is None or known.points is None or len(known.was) > 1 or score.rank is None:
            apart.append((score, known))
        else:
            both.append(
                Compared(score, known, _gap(score, known, one, volume.material.rubric.full))
            )
    if not any(known for _, known in apart) and not both:
        return
    volume.section(f"{category}与{one.label}对比")
    both.sort(key=lambda each: -each.gap)
    if both:
        volume.text(_moved(volume, one, both))
    rows = [_row(volume, each) for each in both]
    rows += [_row_apart(volume, score, known) for score, known in apart]
    unit = "得分差距" if one.full == volume.material.rubric.full else "得分率差距（百分点）"
    head: list[Content] = ["单位", "本次得分", f"{one.label}得分", unit, "说明"]
    volume.table(
        f"{category}本次与{one.label}得分差距表",
        head,
        rows,
        (27, 14, 16, 17, 26),
        centred=(1, 2, 3),
    )


def _gap(score: Score, then: EarlierResult, one: Earlier, full: Decimal) -> Decimal:
    points = then.points or Decimal(0)
    if one.full == full:
        return (score.total or Decimal(0)) - points
    return (score.rate or Decimal(0)) - (percent(points, one.full) or Decimal(0))


def _moved(volume: Volume, one: Earlier, both: Sequence[Compared]) -> str:
    short = volume.roster.short
    up = [each for each in both if each.gap > 0]
    down = [each for each in both if each.gap < 0]
    same = len(both) - len(up) - len(down)
    line = (
        _STEADY
        * (volume.material.rubric.full if one.full == volume.material.rubric.full else 100)
        / 100
    )
    steady = [short[each.score.unit_id] for each in both if abs(each.gap) <= line]
    unit = "分" if one.full == volume.material.rubric.full else "个百分点"
    text = (
        f"两次都参加评估、可以对比的{len(both)}家单位中，得分上升的{len(up)}家、下降的{len(down)}家"
    )
    text += f"、持平的{same}家。" if same else "。"
    if steady:
        text += f"变动在{plain(line)}{unit}以内、较为稳定的有{some(steady)}。"
    if up:
        text += f"上升最多的是{short[up[0].score.unit_id]}（{_signed(up[0].gap)}）"
        text += "；" if down else "。"
    if down:
        text += f"下降最多的是{short[down[-1].score.unit_id]}（{_signed(down[-1].gap)}）。"
    return (
        f"{text}两次评估的指标和计分办法不同的，得分的升降不全是工作的升降，见{volume.next_table}。"
    )


def _row(volume: Volume, each: Compared) -> list[Content]:
    was = f"原{each.then.was[0]}" if each.then.was else ""
    told = "；".join(filter(None, (was, each.then.note)))
    return [
        volume.roster.short[each.score.unit_id], plain(each.score.total or Decimal(0)),
        plain(each.then.points or Decimal(0)), _signed(each.gap), told,
    ]  # fmt: skip


def _row_apart(volume: Volume, score: Score, known: EarlierResult | None) -> list[Content]:
    total = "—" if score.total is None or score.rank is None else plain(score.total)
    if known is None:
        return [volume.roster.short[score.unit_id], total, "—", "—", "往次得分表中没有该单位"]
    merged = f"由{'、'.join(known.was)}合并" if len(known.was) > 1 else ""
    told = "；".join(filter(None, (merged, known.note, "" if score.rank else "本次不排名")))
    points = "—" if known.points is None else plain(known.points)
    return [volume.roster.short[score.unit_id], total, points, "—", told or "—"]


def _trend(volume: Volume, times: Sequence[Earlier]) -> None:
    """The mean rates of every time, where there are several."""
    volume.section("历次平均得分率")
    rows: list[list[Content]] = []
    for category in volume.roster.categories:
        names = {unit.name for unit in volume.roster.units if unit.category == category}
        rates = [_mean_rate(one, names) for one in times]
        now = mean_total([s for s in ranked(volume.material.scores) if s.category == category])
        last = percent(now, volume.material.rubric.full) if now is not None else None
        rows.append([category, *("—" if rate is None else f"{rate}%" for rate in (*rates, last))])
    head: list[Content] = ["类别", *(one.label for one in times), "本次"]
    volume.table(
        "历次平均得分率", head, rows, [2, *(1 for _ in head[1:])], centred=range(1, len(head))
    )


def _mean_rate(one: Earlier, names: set[str]) -> Decimal | None:
    points = [each.points for each in one.results if each.unit in names and each.points is not None]
    if not points:
        return None
    mean = sum(points, Decimal(0)) / len(points)
    return (mean * 100 / one.full).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _signed(gap: Decimal) -> str:
    return f"+{plain(gap)}" if gap > 0 else plain(gap)
