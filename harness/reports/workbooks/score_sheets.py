"""The sheets 得分, 扣分明细 and 指标权重: in the ledger, and by themselves as 得分表.xlsx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_DOWN, Decimal
from pathlib import Path

from harness.reports.workbooks.cells import Column, Value
from harness.reports.workbooks.group_sheet import SHEET as SUMMED
from harness.reports.workbooks.group_sheet import group_columns, group_rows
from harness.reports.workbooks.score_formulas import TAKEN, Live, is_ranked
from harness.reports.workbooks.score_layout import MARK_WIDTH, Layout
from harness.reports.workbooks.sheets import Book
from harness.scoring.assessed import lacks_evidence, mark_told, span_text
from harness.scoring.marking import Mark
from harness.scoring.rubric_file.scheme import Rubric
from harness.scoring.score import Score


def write_scores(rubric: Rubric, scores: Sequence[Score], path: Path) -> Path:
    """得分表.xlsx of `mingcha score --xlsx`."""
    with Book(path, False, path.parent) as book:
        add_scores(book, rubric, scores)
    return path


def add_scores(book: Book, rubric: Rubric, scores: Sequence[Score]) -> None:
    ordered = sorted(scores, key=lambda score: (score.rank is None, score.rank or 0))
    layout = Layout(rubric, ordered)
    details = list(_deductions(ordered, layout.names))
    live = Live(layout, len(details))
    book.sheet("得分", layout.columns, _score_rows(layout, live), keys=3)
    book.sheet("扣分明细", _DEDUCTIONS, details)
    weights = (("类别", 14), *((name, MARK_WIDTH) for name in layout.names), ("满分", 10))
    book.sheet("指标权重", weights, layout.weight_rows())
    if rubric.grades:
        grades: Iterator[list[Value]] = ([one.name, one.at_least] for one in rubric.grades)
        book.sheet("等次", (("等次", 14), ("得分率不低于（%）", 20)), grades)
    if rubric.group is not None and layout.grouped:
        rows = group_rows(layout, live.works)
        book.sheet(SUMMED, group_columns(rubric.group), rows, keys=2)


def _score_rows(layout: Layout, live: Live) -> Iterator[list[Value]]:
    for line, one in enumerate(layout.scores):
        on_ranks: list[Value] = [] if layout.all_ranked else [is_ranked(one), _cut(one.established)]
        yield [
            live.rank(line), one.name, one.category,
            *(_mark_value(one, mark, live.mark(line, place)) for place, mark in enumerate(one.marks)),
            *live.branches(line), *live.parts(line),
            live.actual(line), live.exempt(line), live.total(line), one.lowest_total,
            live.rate(line), live.grade(line), live.rank_in_category(line), *on_ranks, *([one.group] if layout.grouped else []), _said(one),
        ]  # fmt: skip


def _cut(share: Decimal) -> Decimal:
    """Not rounded: 79.999 has not reached 80."""
    return share.quantize(Decimal("0.01"), ROUND_DOWN)


def _mark_value(score: Score, mark: Mark, points: Value) -> Value:
    """What is not marked is no zero, nor full marks for what nobody has looked at: words, which no sum
    counts; what they may come to at most, the sums add by itself."""
    if lacks_evidence(score) and not mark.exempt and mark.established < mark.criterion.weight:
        return OPEN
    return mark_told(mark) if mark.exempt or mark.provisional or mark.open else points


def _said(score: Score) -> str:
    may_be = f"可能得{span_text(score)}" if lacks_evidence(score) else ""
    return "；".join(
        filter(None, (score.unranked, may_be, "暂定，有待复核" if score.provisional else ""))
    )


OPEN = "待评定"
_DEDUCTIONS: tuple[Column, ...] = (
    ("单位", 24),
    ("类别", 14),
    ("指标", 18),
    ("扣分项", 24),
    ("扣分", 7),
    ("状态", 14),
    ("理由", 46),
)


def _deductions(scores: Sequence[Score], names: Sequence[str]) -> Iterator[list[Value]]:
    for one in scores:
        for name, mark in zip(names, one.marks, strict=True):
            head = [one.name, one.category, name]
            if mark.exempt:
                yield [*head, mark.exempt_as, None, "不计入分母", mark.exempt]
            if mark.because:
                lost = mark.criterion.weight - mark.points
                yield [*head, "人工给分", lost, "给分" if lost else "未扣", mark.because]
            if mark.open:
                yield [*head, "尚未给分", None, "待评定", mark.open]
            for item in mark.deductions:
                yield [*head, item.rule.name, item.points, TAKEN, item.reason]
            for item in mark.doubts:
                yield [*head, item.rule.name, item.points, "待复核，未扣分", item.reason]
