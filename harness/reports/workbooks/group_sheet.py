"""汇总得分: the scores of what units belong to (县＝本级50%＋部门50%), as live formulas over the sheet 得分.

A side's mean is of the rates that stand there. Where a unit of the group cannot be assessed the group's
figure is not printed: it would rest on marks that nobody established.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.reports.workbooks.cells import TWO_PLACES, Column, Formula, Value
from harness.reports.workbooks.score_layout import GROUP, RATE, Layout
from harness.reports.workbooks.sources import MOST_IN_A_LITERAL, equals
from harness.scoring.assessed import NOT_ASSESSED, lacks_evidence
from harness.scoring.groups import GroupScore, group_scores
from harness.scoring.rubric_file.scheme import Grouping, Rubric, Side
from harness.scoring.score import Score, plain

SHEET = "汇总得分"
_RATE_AT, _RANKED_AT = "G", "J"


def group_columns(by: Grouping) -> tuple[Column, ...]:
    return (
        ("排名", 6), ("汇总单位", 22), ("本级家数", 9),
        (f"{'、'.join(by.own.classes)}\n得分率（占{plain(by.own.share)}%）", 16, TWO_PLACES),
        ("下属家数", 9),
        (f"{'、'.join(by.members.classes)}平均\n得分率（占{plain(by.members.share)}%）", 16, TWO_PLACES),
        ("汇总得分率（%）", 12, TWO_PLACES), ("汇总得分", 10, TWO_PLACES), ("等次", 9), ("参加排名", 9),
        ("说明", 25),
    )  # fmt: skip


def group_rows(layout: Layout, live: bool) -> Iterator[list[Value]]:
    """`live`: the rates in the sheet 得分 can be looked up by formulas."""
    by = layout.rubric.group
    assert by is not None
    found = _shown(layout.rubric, layout.scores)
    for line, one in enumerate(found):
        of = _Of(layout, by, one, live and _fits(one, by), line, len(found))
        yield [
            of.rank(), one.name, len(one.own), of.mean(by.own, one.own_rate), len(one.members),
            of.mean(by.members, one.members_rate), of.rate(), of.total(), of.grade(),
            "否" if one.unranked or one.rate is None else "是", one.unranked or None,
        ]  # fmt: skip


def _shown(rubric: Rubric, scores: Sequence[Score]) -> list[GroupScore]:
    """Best first."""
    found = group_scores(rubric, scores)
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0))


def _fits(one: GroupScore, by: Grouping) -> bool:
    words = (one.name, *by.own.classes, *by.members.classes)
    return all(len(each) <= MOST_IN_A_LITERAL for each in words)


class _Of:
    """One group's formulas; `line` from 0 below the head, of so many."""

    def __init__(
        self, layout: Layout, by: Grouping, one: GroupScore, live: bool, line: int, lines: int
    ) -> None:
        self.layout, self.by, self.one, self.row, self.lines = layout, by, one, line + 2, lines
        mine = [each for each in layout.scores if each.group == one.name]
        self.thin = any(lacks_evidence(each) for each in mine)
        self.live = live and not self.thin

    def mean(self, side: Side, known: str | int | Decimal | None) -> Value:
        if self.thin:
            return NOT_ASSESSED
        return self._live(
            f'IF({self._count(side)}=0,"",ROUND(ROUND({self._mean(side)},9),2))', known
        )

    def rate(self) -> Value:
        return None if self.thin else self._whole("100", self.one.rate)

    def total(self) -> Value:
        return (
            NOT_ASSESSED
            if self.thin
            else self._whole(plain(self.layout.rubric.full), self.one.total)
        )

    def _whole(self, of: str, known: str | int | Decimal | None) -> Value:
        own, members = self.by.own, self.by.members
        both = (
            f"({self._mean(own)}*{plain(own.share)}+{self._mean(members)}*{plain(members.share)})"
        )
        missing = f"OR({self._count(own)}=0,{self._count(members)}=0)"
        return self._live(f'IF({missing},"",ROUND(ROUND({both}*{of}/10000,9),2))', known)

    def grade(self) -> Value:
        inner = '""'
        for place in range(len(self.layout.rubric.grades), 0, -1):
            inner = f"IF({_RATE_AT}{self.row}>=等次!$B${place + 1},等次!$A${place + 1},{inner})"
        return self._live(inner, self.one.grade or None)

    def rank(self) -> Value:
        last = self.lines + 1
        rates, fit = (
            f"${_RATE_AT}$2:${_RATE_AT}${last}",
            f'(${_RANKED_AT}$2:${_RANKED_AT}${last}="是")',
        )
        better = f"ISNUMBER({rates})*({rates}>{_RATE_AT}{self.row})*{fit}"
        return self._live(f"1+SUMPRODUCT({better})", self.one.rank)

    def _mean(self, side: Side) -> str:
        return f"{self._sum(side)}/{self._count(side)}"

    def _sum(self, side: Side) -> str:
        return self._over(side, "SUMIFS", f"{self._cells(RATE)},")

    def _count(self, side: Side) -> str:
        return self._over(side, "COUNTIFS", f'{self._cells(RATE)},">-1",')

    def _over(self, side: Side, function: str, first: str) -> str:
        units = f"{self._cells(GROUP)},{equals(self.one.name)}"
        last = len(self.layout.scores) + 1
        each = (f"得分!$C$2:$C${last},{equals(name)}" for name in side.classes)
        whole = "+".join(f"{function}({first}{units},{one})" for one in each)
        return f"({whole})"

    def _cells(self, name: str) -> str:
        return f"得分!{self.layout.down(name)}"

    def _live(self, text: str, known: str | int | Decimal | None) -> Value:
        return Formula(f"={text}", known) if self.live and known is not None else known
