"""The sheets 得分, 扣分明细 and 指标权重: in the ledger, and by themselves as 得分表.xlsx."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.reports.cells import TWO_PLACES, Column, Value
from harness.reports.score_formulas import TAKEN, Layout, Live
from harness.reports.sheets import Book
from harness.scoring.rubric import Rubric
from harness.scoring.score import Mark, Score, plain

_TAIL: tuple[Column, ...] = (
    ("实际得分", 10),
    ("折分权重", 10),
    ("最终得分", 10, TWO_PLACES),
    ("最低可能", 10, TWO_PLACES),
    ("得分率（%）", 11, TWO_PLACES),
    ("等次", 10),
    ("类内排名", 10),
    ("说明", 18),
)
MARK_WIDTH = 13


def write_scores(rubric: Rubric, scores: Sequence[Score], path: Path) -> Path:
    """得分表.xlsx of `mingcha score --xlsx`."""
    with Book(path, False, path.parent) as book:
        add_scores(book, rubric, scores)
    return path


def add_scores(book: Book, rubric: Rubric, scores: Sequence[Score]) -> None:
    ordered = sorted(scores, key=lambda score: (score.rank is None, score.rank or 0))
    names = criterion_names(rubric)
    layout = Layout(rubric, ordered, names)
    details = list(_deductions(ordered, names))
    live = Live(layout, len(details))
    book.sheet("得分", _score_columns(rubric, names), _score_rows(layout, live), keys=3)
    book.sheet("扣分明细", _DEDUCTIONS, details)
    weights = (("类别", 14), *((name, MARK_WIDTH) for name in names), ("满分", 10))
    book.sheet("指标权重", weights, layout.weight_rows())
    if rubric.grades:
        grades: Iterator[list[Value]] = ([one.name, one.at_least] for one in rubric.grades)
        book.sheet("等次", (("等次", 14), ("得分率不低于（%）", 20)), grades)


def criterion_names(rubric: Rubric) -> tuple[str, ...]:
    """Two of one name are told apart by what the rubric's file calls them."""
    times = Counter(item.name for item in rubric.criteria)
    return tuple(
        item.name if times[item.name] == 1 else f"{item.name}（{item.id}）"
        for item in rubric.criteria
    )


def _score_columns(rubric: Rubric, names: Sequence[str]) -> tuple[Column, ...]:
    marks = (
        (f"{name}\n（{plain(item.weight)}）", MARK_WIDTH)
        for name, item in zip(names, rubric.criteria, strict=True)
    )
    return (("排名", 6), ("单位", 30), ("类别", 10), *marks, *_TAIL)


def _score_rows(layout: Layout, live: Live) -> Iterator[list[Value]]:
    for line, one in enumerate(layout.scores):
        yield [
            live.rank(line), one.name, one.category,
            *(_mark_value(mark, live.mark(line, place)) for place, mark in enumerate(one.marks)),
            live.actual(line), live.exempt(line), live.total(line), one.lowest_total,
            live.rate(line), live.grade(line), live.rank_in_category(line), _said(one),
        ]  # fmt: skip


def _mark_value(mark: Mark, points: Value) -> Value:
    return "折分" if mark.exempt else points


def _said(score: Score) -> str:
    return "暂定，有待复核" if score.provisional else ""


_DEDUCTIONS: tuple[Column, ...] = (
    ("单位", 30),
    ("类别", 10),
    ("指标", 20),
    ("扣分项", 30),
    ("扣分", 8),
    ("状态", 14),
    ("理由", 64),
)


def _deductions(scores: Sequence[Score], names: Sequence[str]) -> Iterator[list[Value]]:
    for one in scores:
        for name, mark in zip(names, one.marks, strict=True):
            head = [one.name, one.category, name]
            if mark.exempt:
                yield [*head, "折分", None, "不计入分母", mark.exempt]
            if mark.because:
                lost = mark.criterion.weight - mark.points
                yield [*head, "人工给分", lost, "给分" if lost else "未扣", mark.because]
            if mark.open:
                yield [*head, "尚未给分", None, "待评定", mark.open]
            for item in mark.deductions:
                yield [*head, item.rule.name, item.points, TAKEN, item.reason]
            for item in mark.doubts:
                yield [*head, item.rule.name, item.points, "待复核，未扣分", item.reason]
