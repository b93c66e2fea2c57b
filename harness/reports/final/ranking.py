"""得分排名表 of a class, as the published reports print it: a column a head, the means below."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.reports.branches import Head, heads
from harness.reports.final.volume import Volume
from harness.reports.paper.grid import Cell, Content
from harness.scoring.assessed import mark_told
from harness.scoring.averages import averages
from harness.scoring.figures import percent
from harness.scoring.marking import NOT_IN_CLASS, Mark
from harness.scoring.rubric_file.scheme import ZERO, Rubric
from harness.scoring.score import Score, plain

FAINT = "F2F5F8"
MOST_COLUMNS = 8  # criteria that fit beside a unit's name


def ranking(volume: Volume, category: str, group: Sequence[Score]) -> None:
    rubric = volume.material.rubric.of(category)
    top = tuple(one for one in heads(rubric) if one.weight)
    shown = top if len(top) <= MOST_COLUMNS else ()
    exempt = any(one.exempt for one in group)
    graded = bool(rubric.grades)
    last = [
        *(["实际得分", "折分指标得分"] if exempt else []),
        "最终得分",
        *(["等次"] if graded else []),
    ]
    head: list[Content] = ["排名", "单位", *(one.name for one in shown), *last]
    rows: list[list[Content]] = [
        [*_faint(["", "权重", *(plain(one.weight) for one in shown)]), *_faint([""] * len(last))]
    ]
    rows += [_row(volume, one, shown, exempt, graded) for one in group]
    if len(group) > 1:
        rows += _means(shown, group, exempt, graded, rubric)
    each = min(9.0, 72 / max(1, len(shown) + len(last)))
    widths = (5, 20 if len(shown) > 4 else 30, *(each for _ in (*shown, *last)))
    centred = (0, *range(2, len(head)))
    volume.table(
        f"{category}得分排名表", head, rows, widths, centred=centred, size=8.5 if exempt else 9
    )
    notes = _notes(group)
    if notes:
        volume.paper.note(notes)
    if not shown:
        _split(volume, category, group, top)


def _split(volume: Volume, category: str, group: Sequence[Score], top: Sequence[Head]) -> None:
    """More criteria than fit beside a name: several tables, each with as many as do."""
    for begin in range(0, len(top), MOST_COLUMNS):
        part = top[begin : begin + MOST_COLUMNS]
        rows: list[list[Content]] = [_faint(["权重", *(plain(one.weight) for one in part)])]
        rows += [
            [volume.roster.short[one.unit_id], *(_mark(head, one) for head in part)]
            for one in group
        ]
        head: list[Content] = ["单位", *(one.name for one in part)]
        widths = (28, *(9 for _ in part))
        volume.table(
            f"{category}各项指标得分表（{begin + 1}—{begin + len(part)}）", head, rows, widths,
            centred=range(1, len(head)), size=9.5,
        )  # fmt: skip


def _row(
    volume: Volume, one: Score, shown: Sequence[Head], exempt: bool, graded: bool
) -> list[Content]:
    star = "*" if one.provisional else ""
    more = [plain(one.actual), _carried(one)] if exempt else []
    return [
        str(one.rank_in_category), volume.roster.short[one.unit_id],
        *(_mark(head, one) for head in shown), *more, Cell(f"{total_of(one)}{star}", bold=True),
        *([one.grade] if graded else []),
    ]  # fmt: skip


def _is_exempt(mark: Mark) -> bool:
    return bool(mark.exempt) and mark.exempt != NOT_IN_CLASS


def _carried(one: Score) -> str:
    """折分指标得分: what the final mark has beyond the plain sum."""
    return "0" if one.total is None or not one.exempt else points_of(one.total - one.actual)


def _mark(head: Head, one: Score) -> str:
    points = head.points(one)
    if points is None:
        return "未能评定" if head.lacking(one) else "折分"
    if len(marks := head.marks(one)) == 1:
        return mark_told(marks[0])
    low = sum((mark.lowest for mark in marks), ZERO)
    if head.unseen(one):
        return f"待评定（{plain(low)}—{plain(points)}）"
    return plain(points) if low == points else f"{plain(low)}—{plain(points)}（待认定）"


def _means(
    shown: Sequence[Head], group: Sequence[Score], exempt: bool, graded: bool, rubric: Rubric
) -> list[list[Content]]:
    """As the published tables print them: what is exempt counts as nothing; where that is so, the
    rates without it stand below."""
    found = averages(rubric, group, group[0].category)
    tops = {one.id: one for one in found.branches}
    of = [tops[head.id] for head in shown]
    gaps, end = (["—", "—"] if exempt else []), ([""] if graded else [])
    whole = percent(found.total, rubric.full) if found.total is not None else None
    rows = [
        ["", "平均得分", *(_two(one.points) for one in of), *gaps, _two(found.total), *end],
        ["", "平均得分率", *(_rate(one.rate) for one in of), *gaps, _rate(whole), *end],
    ]
    if any(one.exempt for one in of):
        apart = [
            "",
            "不计折分的得分率",
            *(_rate(one.without_exempt) for one in of),
            *gaps,
            "—",
            *end,
        ]
        rows.append(apart)
    return [_faint(row) for row in rows]


def _two(points: Decimal | None) -> str:
    """Two places, as the published tables have them."""
    return "—" if points is None else f"{points:.2f}"


def _faint(texts: Sequence[str]) -> list[Content]:
    return [Cell(text, bold=bool(text), fill=FAINT) for text in texts]


def _notes(group: Sequence[Score]) -> str:
    said = []
    if any(one.provisional for one in group):
        said.append("带“*”的得分暂定：尚有事项待认定，暂不扣分")
    if any(mark.open for one in group for mark in one.marks):
        said.append(
            "尚未评定的指标暂按满分计入各单位的最终得分，不计入该指标的平均得分和平均得分率"
        )
    if any(_is_exempt(mark) and not mark.lacking for one in group for mark in one.marks):
        said.append(
            "“折分”指该指标不适用于该单位，权重不计入最终得分的分母；平均得分、平均得分率两行照通行做法把折分的权重计在内，文中所称得分率均不计折分"
        )
    if any(mark.lacking for one in group for mark in one.marks):
        said.append(
            "“未能评定”指缺少可供评定的证据（各单位的缘由见分项），不是不适用：权重不计入最终得分的分母，也不计入平均得分和平均得分率"
        )
    ranks = [one.rank_in_category for one in group]
    if len(set(ranks)) < len(ranks):
        said.append("得分率相同的并列")
    return f"注：{'；'.join(said)}。" if said else ""


def total_of(one: Score) -> str:
    return "—" if one.total is None else points_of(one.total)


def points_of(points: Decimal | None) -> str:
    return "—" if points is None else plain(points)


def _rate(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{rate}%"
