"""得分 as live formulas: marks from 扣分明细, sums, 折分, rates, grades and ranks from the marks.

In: the scores as the program came to them. Out: for each cell a `Formula` that holds that very
figure, or the figure alone where no formula can stand for it: a mark that a person gave, what is
not scorable, and sheets of so many units that a spreadsheet would reckon for minutes.

A quotient is rounded twice: a binary fraction lies a little beside the decimal one, and at a half
the second rounding, of the first's nine places, goes up as the program's does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from harness.reports.cells import Formula, Value
from harness.reports.sources import MOST_COUNTED, MOST_IN_A_LITERAL, equals
from harness.scoring.rubric import Rubric
from harness.scoring.score import Score, plain
from letters.workbook import letter

MOST_LIVE = 2_000  # units; every rank looks at all, every mark at all deductions
TAKEN = "已扣分"
FIRST_MARK = 3  # the column of 得分 in which the first criterion stands


class Layout:
    """Where things stand: the scores by their lines, the weights by classes."""

    def __init__(self, rubric: Rubric, scores: Sequence[Score], names: Sequence[str]) -> None:
        self.rubric, self.scores, self.names = rubric, scores, names
        kinds = dict.fromkeys(map(_kind, scores))
        self.kinds = {kind: line for line, kind in enumerate(kinds)}

    def weight_rows(self) -> Iterator[list[Value]]:
        for category, weights, full in self.kinds:
            yield [category, *weights, full]

    def weights(self, score: Score) -> str:
        """The cells of 指标权重 that hold its class's weights."""
        line = self.kinds[_kind(score)] + 2
        return f"指标权重!$B${line}:${letter(len(self.names))}${line}"

    def weight(self, score: Score, place: int) -> str:
        return f"指标权重!${letter(1 + place)}${self.kinds[_kind(score)] + 2}"

    def full(self, score: Score) -> str:
        return f"指标权重!${letter(1 + len(self.names))}${self.kinds[_kind(score)] + 2}"


def _kind(score: Score) -> tuple[str, tuple[Decimal, ...], Decimal]:
    return score.category, tuple(mark.criterion.weight for mark in score.marks), score.full


class Live:
    """The formulas; lines count from 0 below the head. `details`: the rows of 扣分明细."""

    def __init__(self, layout: Layout, details: int) -> None:
        self.layout, self.details = layout, max(1, details)
        count = len(layout.scores)
        different = len({one.name.casefold() for one in layout.scores}) == count
        self.works = different and count <= MOST_LIVE and details <= MOST_COUNTED
        tail = FIRST_MARK + len(layout.names)
        self._actual, self._exempt, self._total, _, self._rate = (
            letter(tail + step) for step in range(5)
        )
        self._rates = f"${self._rate}$2:${self._rate}${count + 1}"
        self._groups = f"$C$2:$C${count + 1}"
        # a rate is there and no rank: too little of it is established
        self._ranked = not any(s.rank is None and s.rate is not None for s in layout.scores)

    def mark(self, line: int, place: int) -> Value:
        score = self.layout.scores[line]
        mark, name = score.marks[place], self.layout.names[place]
        by_rule = mark.criterion.rules and not (mark.by_hand or mark.open or mark.exempt)
        if not by_rule or max(len(score.name), len(name)) > MOST_IN_A_LITERAL:
            return mark.points
        lost = self._sum_of_details(score.name, name)
        if mark.criterion.cap is not None:
            lost = f"MIN({lost},{plain(mark.criterion.cap)})"
        left = f"MAX({self.layout.weight(score, place)}-{lost},{plain(mark.criterion.floor)})"
        return self._live(f"ROUND({left},9)", mark.points)

    def _sum_of_details(self, unit: str, name: str) -> str:
        last = self.details + 1
        chosen = (("A", equals(unit)), ("C", equals(name)), ("F", f'"{TAKEN}"'))
        tests = "".join(f",扣分明细!${col}$2:${col}${last},{what}" for col, what in chosen)
        return f"SUMIFS(扣分明细!$E$2:$E${last}{tests})"

    def actual(self, line: int) -> Value:
        return self._live(f"ROUND(SUM({self._marks(line)}),9)", self.layout.scores[line].actual)

    def exempt(self, line: int) -> Value:
        """A mark that is no number is not marked: its weight leaves the denominator."""
        score = self.layout.scores[line]
        reach = f"SUMPRODUCT(ISNUMBER({self._marks(line)})*{self.layout.weights(score)})"
        return self._live(f"ROUND({self.layout.full(score)}-{reach},9)", score.exempt)

    def total(self, line: int) -> Value:
        score, row = self.layout.scores[line], line + 2
        full, reach = self.layout.full(score), self._reach(line)
        share = f"ROUND(ROUND({self._actual}{row}*{full}/{reach},9),2)"
        return self._live(f'IF({reach}=0,"",{share})', score.total)

    def rate(self, line: int) -> Value:
        score, row = self.layout.scores[line], line + 2
        reach = self._reach(line)
        share = f"ROUND(ROUND({self._actual}{row}*100/{reach},9),2)"
        return self._live(f'IF({reach}=0,"",{share})', score.rate)

    def grade(self, line: int) -> Value:
        rate, inner = f"{self._rate}{line + 2}", '""'
        for place in range(len(self.layout.rubric.grades), 0, -1):
            inner = f"IF({rate}>=等次!$B${place + 1},等次!$A${place + 1},{inner})"
        return self._live(f'IF({rate}="","",{inner})', self.layout.scores[line].grade)

    def rank(self, line: int) -> Value:
        score, rate = self.layout.scores[line], f"{self._rate}{line + 2}"
        if score.rank is None or not self._ranked:
            return score.rank
        return self._live(f'IF({rate}="","",RANK({rate},{self._rates}))', score.rank)

    def rank_in_category(self, line: int) -> Value:
        score, row = self.layout.scores[line], line + 2
        if score.rank_in_category is None or not self._ranked:
            return score.rank_in_category
        rate = f"{self._rate}{row}"
        better = f"ISNUMBER({self._rates})*({self._groups}=$C{row})*({self._rates}>{rate})"
        counted = f'IF({rate}="","",1+SUMPRODUCT({better}))'
        return self._live(counted, score.rank_in_category)

    def _marks(self, line: int) -> str:
        last = letter(FIRST_MARK + len(self.layout.names) - 1)
        return f"{letter(FIRST_MARK)}{line + 2}:{last}{line + 2}"

    def _reach(self, line: int) -> str:
        return f"({self.layout.full(self.layout.scores[line])}-{self._exempt}{line + 2})"

    def _live(self, text: str, known: str | int | Decimal | None) -> Value:
        if not self.works or known is None:
            return known
        return Formula(f"={text}", known)
