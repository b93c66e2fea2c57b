"""The sheets 得分 and 扣分明细: in the ledger, and by themselves as 得分表.xlsx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.reports.sheets import Book, Column, Value
from harness.scoring.rubric import Rubric
from harness.scoring.score import Mark, Score, plain


def write_scores(rubric: Rubric, scores: Sequence[Score], path: Path) -> Path:
    """得分表.xlsx of `mingcha score --xlsx`."""
    book = Book(path, False, path.parent)
    add_scores(book, rubric, scores)
    book.close()
    return path


def add_scores(book: Book, rubric: Rubric, scores: Sequence[Score]) -> None:
    book.sheet("得分", _score_columns(rubric), _score_rows(scores))
    book.sheet("扣分明细", _DEDUCTIONS, _deductions(scores))


def _score_columns(rubric: Rubric) -> tuple[Column, ...]:
    marks = tuple((f"{item.name}（{plain(item.weight)}）", 16) for item in rubric.criteria)
    tail = (
        ("实际得分", 10),
        ("折分权重", 10),
        ("最终得分", 10),
        ("最低可能", 10),
        ("得分率（%）", 11),
        ("等次", 10),
        ("类内排名", 10),
        ("说明", 16),
    )
    return (("排名", 8), ("单位", 34), ("类别", 10), *marks, *tail)


def _score_rows(scores: Sequence[Score]) -> Iterator[list[Value]]:
    for one in sorted(scores, key=lambda score: (score.rank is None, score.rank or 0)):
        yield [
            one.rank, one.name, one.category, *(_mark_value(mark) for mark in one.marks), one.actual,
            one.exempt, one.total, one.lowest_total, one.rate, one.grade, one.rank_in_category,
            "暂定，有待复核" if one.provisional else "",
        ]  # fmt: skip


def _mark_value(mark: Mark) -> Value:
    return "折分" if mark.exempt else mark.points


_DEDUCTIONS: tuple[Column, ...] = (
    ("单位", 34),
    ("类别", 10),
    ("指标", 20),
    ("扣分项", 30),
    ("扣分", 8),
    ("状态", 14),
    ("理由", 80),
)


def _deductions(scores: Sequence[Score]) -> Iterator[list[Value]]:
    for one in scores:
        for mark in one.marks:
            head = [one.name, one.category, mark.criterion.name]
            if mark.exempt:
                yield [*head, "折分", None, "不计入分母", mark.exempt]
            if mark.because:
                lost = mark.criterion.weight - mark.points
                yield [*head, "人工给分", lost, "已扣" if lost else "未扣", mark.because]
            if mark.open:
                yield [*head, "尚未给分", None, "待评定", mark.open]
            for item in mark.deductions:
                yield [*head, item.rule.name, item.points, "已扣分", item.reason]
            for item in mark.doubts:
                yield [*head, item.rule.name, item.points, "待复核，未扣分", item.reason]
