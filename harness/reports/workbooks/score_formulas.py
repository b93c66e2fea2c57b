"""得分 as live formulas: marks from 扣分明细, sums, 折分, rates, grades and ranks from the marks.

In: the scores as the program came to them. Out: for each cell a `Formula` that holds that very
figure, or the figure alone where no formula can stand for it: a mark that a person gave, what is
not scorable, and sheets of so many units that a spreadsheet would reckon for minutes.

A quotient is rounded twice: a binary fraction lies a little beside the decimal one, and at a half
the second rounding, of the first's nine places, goes up as the program's does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from harness.reports.workbooks.cells import Formula, Value
from harness.reports.workbooks.score_layout import ACTUAL, EXEMPT, RANKED, RATE, WITHIN, Layout
from harness.reports.workbooks.sources import MOST_COUNTED, MOST_IN_A_LITERAL, equals
from harness.scoring.assessed import NOT_ASSESSED, lacks_evidence
from harness.scoring.rubric_file.scheme import ZERO
from harness.scoring.score import Mark, Score, plain

MOST_LIVE = 2_000  # units; every rank looks at all, every mark at all deductions
MOST_FORMULA = 8_000  # characters; Excel takes 8,192
TAKEN = "已扣分"
Known = str | int | Decimal | None


class Live:
    """The formulas; lines count from 0 below the head. `details`: the rows of 扣分明细."""

    def __init__(self, layout: Layout, details: int) -> None:
        self.layout, self.details = layout, max(1, details)
        count = len(layout.scores)
        different = len({one.name.casefold() for one in layout.scores}) == count
        self.works = different and count <= MOST_LIVE and details <= MOST_COUNTED

    # -- from the deductions

    def mark(self, line: int, place: int) -> Value:
        score = self.layout.scores[line]
        mark, name = score.marks[place], self.layout.names[place]
        by_rule = mark.criterion.rules and not (mark.by_hand or mark.open or mark.exempt)
        if not by_rule or max(len(score.name), len(name)) > MOST_IN_A_LITERAL:
            return mark.points
        lost = self._sum_of_details(score.name, name)
        if mark.criterion.cap is not None:
            lost = f"MIN({lost},{plain(mark.criterion.cap)})"
        left = f"MAX({self.layout.weight(line, place)}-{lost},{plain(mark.criterion.floor)})"
        return self._live(f"ROUND({left},9)", mark.points)

    def _sum_of_details(self, unit: str, name: str) -> str:
        last = self.details + 1
        chosen = (("A", equals(unit)), ("C", equals(name)), ("F", f'"{TAKEN}"'))
        tests = "".join(f",扣分明细!${col}$2:${col}${last},{what}" for col, what in chosen)
        return f"SUMIFS(扣分明细!$E$2:$E${last}{tests})"

    # -- from the marks

    def branches(self, line: int) -> list[Value]:
        score = self.layout.scores[line]
        sums = {each.id: each.points for each in score.branches}
        if lacks_evidence(score):
            return [None for _ in self.layout.tops]  # sums of what nobody looked at
        return [
            self._live(f"ROUND({self._points(line, each.leaves)},9)", sums[each.id])
            for each in self.layout.tops
        ]

    def parts(self, line: int) -> list[Value]:
        """Each part's own rate; nothing where it is wholly exempt."""
        if lacks_evidence(self.layout.scores[line]):
            return [None for _ in self.layout.scores[line].parts]
        found: list[Value] = []
        for one in self.layout.scores[line].parts:
            points = self._points(line, one.part.leaves)
            reach = self._reach(line, one.part.leaves)
            share = f'IF({reach}=0,"",({points})*100/{reach})'
            found.append(self._live(share, one.rate))
        return found

    def actual(self, line: int) -> Value:
        if lacks_evidence(self.layout.scores[line]):
            return None  # the sum of what nobody looked at
        points = self._points(line)
        return self._live(f"ROUND({points},9)", self.layout.scores[line].actual)

    def exempt(self, line: int) -> Value:
        """A mark that is no number is not marked: its weight leaves the denominator; and what the
        table of facts exempts beside, or a full mark that is not the sum of weights, is added."""
        score = self.layout.scores[line]
        if lacks_evidence(score):
            return score.exempt  # what is open is a word there, and not exempt
        reach = sum((one.criterion.weight for one in score.marks if not one.exempt), ZERO)
        more = score.exempt - (score.full - reach)
        text = f"{self.layout.full(line)}-{self._reach(line)}"
        text += f"+{plain(more)}" if more > 0 else plain(more) if more else ""
        return self._live(f"ROUND({text},9)", score.exempt)

    def total(self, line: int) -> Value:
        if lacks_evidence(self.layout.scores[line]):
            return NOT_ASSESSED
        full = self.layout.full(line)
        return self._share(line, full, self.layout.scores[line].total)

    def rate(self, line: int) -> Value:
        if lacks_evidence(self.layout.scores[line]):
            return None
        return self._share(line, "100", self.layout.scores[line].rate)

    def _share(self, line: int, of: str, known: Known) -> Value:
        if self.layout.parts:
            cells = self.layout.part_cells(line)
            shares = ",".join(plain(part.share) for part in self.layout.parts)
            whole = f"SUMPRODUCT(ISNUMBER({cells})*{{{shares}}})"
            part = f"SUMPRODUCT({cells},{{{shares}}})/100"
        else:
            whole = f"({self.layout.full(line)}-{self.layout.cell(EXEMPT, line)})"
            part = self.layout.cell(ACTUAL, line)
        return self._live(f'IF({whole}=0,"",ROUND(ROUND({part}*{of}/{whole},9),2))', known)

    # -- from the rates

    def grade(self, line: int) -> Value:
        score, inner = self.layout.scores[line], '""'
        if score.rank is None:
            return score.grade
        rate, within = self.layout.cell(RATE, line), self.layout.cell(WITHIN, line)
        own = self.layout.rubric.class_of(score.category)
        for place in range(len(self.layout.rubric.grades), 0, -1):
            most = own.quota.get(self.layout.rubric.grades[place - 1].name) if own else None
            reached = f"{rate}>=等次!$B${place + 1}"
            fits = reached if most is None else f"AND({reached},{within}<={most})"
            inner = f"IF({fits},等次!$A${place + 1},{inner})"
        return self._live(f'IF({rate}="","",{inner})', score.grade)

    def rank(self, line: int) -> Value:
        score = self.layout.scores[line]
        if score.rank is None:
            return None
        return self._live(self._place(line, ""), score.rank)

    def rank_in_category(self, line: int) -> Value:
        score = self.layout.scores[line]
        if score.rank_in_category is None:
            return None
        last = len(self.layout.scores) + 1
        same = f"*($C$2:$C${last}=$C{line + 2})"
        return self._live(self._place(line, same), score.rank_in_category)

    def _place(self, line: int, among: str) -> str:
        rates, rate = self.layout.down(RATE), self.layout.cell(RATE, line)
        fit = "" if self.layout.all_ranked else f'*({self.layout.down(RANKED)}="是")'
        better = f"ISNUMBER({rates})*({rates}>{rate}){fit}{among}"
        return f'IF({rate}="","",1+SUMPRODUCT({better}))'

    def _points(self, line: int, leaves: Collection[str] | None = None) -> str:
        """The sum of the cells, and what is open at its highest: those cells say it in words."""
        more = sum((one.points for one in self._in_words(line, leaves)), ZERO)
        return _points(self._runs(line, leaves)) + (f"+{plain(more)}" if more else "")

    def _reach(self, line: int, leaves: Collection[str] | None = None) -> str:
        more = sum((one.criterion.weight for one in self._in_words(line, leaves)), ZERO)
        found = _reach(self._runs(line, leaves))
        return f"({found}+{plain(more)})" if more else found

    def _runs(self, line: int, leaves: Collection[str] | None) -> list[tuple[str, str]]:
        return self.layout.all_leaves(line) if leaves is None else self.layout.runs(leaves, line)

    def _in_words(self, line: int, leaves: Collection[str] | None) -> list[Mark]:
        return [
            one
            for one in self.layout.scores[line].marks
            if (one.open or one.provisional)
            and not one.exempt
            and (leaves is None or one.criterion.id in leaves)
        ]

    def _live(self, text: str, known: Known) -> Value:
        if not self.works or known is None or len(text) > MOST_FORMULA:
            return known
        return Formula(f"={text}", known)


def _points(runs: Sequence[tuple[str, str]]) -> str:
    return f"SUM({','.join(cells for cells, _ in runs)})"


def _reach(runs: Sequence[tuple[str, str]]) -> str:
    found = [f"SUMPRODUCT(ISNUMBER({cells})*{weights})" for cells, weights in runs]
    return found[0] if len(found) == 1 else f"({'+'.join(found)})"


def is_ranked(score: Score) -> str:
    return "否" if score.rank is None else "是"
