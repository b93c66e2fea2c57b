"""Where each thing of the sheet 得分 stands: columns by what they hold, weights by the units' classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from harness.reports.workbooks.cells import TWO_PLACES, Column, Value
from harness.scoring.rubric_file.scheme import Branch, Part, Rubric
from harness.scoring.score import Score, plain
from letters.workbook import letter

HEAD: tuple[Column, ...] = (("排名", 6), ("单位", 30), ("类别", 13))
MARK_WIDTH = 13
ACTUAL, EXEMPT, TOTAL, LOWEST, RATE = "实际得分", "折分权重", "最终得分", "最低可能", "得分率（%）"
GROUP = "汇总单位"
GRADE, WITHIN, RANKED, KNOWN, SAID = "等次", "类内排名", "参加排名", "已核实权重（%）", "说明"
_TAIL: tuple[Column, ...] = (
    (ACTUAL, 10),
    (EXEMPT, 10),
    (TOTAL, 10, TWO_PLACES),
    (LOWEST, 10, TWO_PLACES),
    (RATE, 11, TWO_PLACES),
    (GRADE, 10),
    (WITHIN, 10),
)
_ON_RANKS: tuple[Column, ...] = ((RANKED, 10), (KNOWN, 11, TWO_PLACES))


class Layout:
    """`scores` in the order of the lines. Columns for branches, parts and ranks only where there are any."""

    def __init__(self, rubric: Rubric, scores: Sequence[Score]) -> None:
        self.rubric, self.scores = rubric, scores
        self.names = criterion_names(rubric)
        self.kinds = {kind: line for line, kind in enumerate(dict.fromkeys(map(_kind, scores)))}
        self.tops: tuple[Branch, ...] = tuple(each for each in rubric.tree if each.children)
        self.parts: tuple[Part, ...] = rubric.parts
        self.all_ranked = all(one.rank is not None for one in scores)
        tail = _TAIL if self.all_ranked else (*_TAIL, *_ON_RANKS)
        self.grouped = rubric.group is not None and any(one.group for one in scores)
        tail = (*tail, (GROUP, 16)) if self.grouped else tail
        self.columns: tuple[Column, ...] = (
            *HEAD,
            *self._marks(),
            *((f"{each.name}\n小计", MARK_WIDTH) for each in self.tops),
            *(
                (f"{each.name}\n得分率（占{plain(each.share)}%）", 14, "0.00")
                for each in self.parts
            ),
            *tail,
            (SAID, 18 if self.all_ranked else 30),
        )
        # of the tail alone: a criterion may be called 等次
        self._start = len(self.columns) - len(tail) - 1
        self._places = {column[0]: self._start + n for n, column in enumerate(tail)}
        self._leaves = {each.id: len(HEAD) + n for n, each in enumerate(rubric.criteria)}

    def _marks(self) -> Iterator[Column]:
        same = len({weights for _, weights, _ in self.kinds}) == 1
        for name, item in zip(self.names, self.rubric.criteria, strict=True):
            weight = f"\n（{plain(item.weight)}）" if same else ""
            yield f"{name}{weight}", MARK_WIDTH

    def weight_rows(self) -> Iterator[list[Value]]:
        for category, weights, full in self.kinds:
            yield [category, *weights, full]

    def column(self, name: str) -> str:
        """The letter of one of the last columns."""
        return letter(self._places[name])

    def cell(self, name: str, line: int) -> str:
        return f"{self.column(name)}{line + 2}"

    def down(self, name: str) -> str:
        """The whole column below its head."""
        return f"${self.column(name)}$2:${self.column(name)}${len(self.scores) + 1}"

    def part_cells(self, line: int) -> str:
        last = self._start - 1
        return f"{letter(last - len(self.parts) + 1)}{line + 2}:{letter(last)}{line + 2}"

    def runs(self, leaves: Iterable[str], line: int) -> list[tuple[str, str]]:
        """The cells of these criteria and of their weights, neighbours together."""
        places = sorted(self._leaves[id] for id in leaves)
        found = []
        for _, group in groupby(enumerate(places), key=lambda one: one[1] - one[0]):
            run = [place for _, place in group]
            first, last = run[0], run[-1]
            cells = f"{letter(first)}{line + 2}:{letter(last)}{line + 2}"
            found.append((cells, self._weights(line, first, last)))
        return found

    def all_leaves(self, line: int) -> list[tuple[str, str]]:
        return self.runs(self._leaves, line)

    def weight(self, line: int, place: int) -> str:
        return f"指标权重!${letter(1 + place)}${self.kinds[_kind(self.scores[line])] + 2}"

    def full(self, line: int) -> str:
        return self.weight(line, len(self.names))

    def _weights(self, line: int, first: int, last: int) -> str:
        row = self.kinds[_kind(self.scores[line])] + 2
        step = len(HEAD) - 1  # the sheet of weights has a class in front, not rank, unit and class
        return f"指标权重!${letter(first - step)}${row}:${letter(last - step)}${row}"


def _kind(score: Score) -> tuple[str, tuple[Decimal, ...], Decimal]:
    return score.category, tuple(mark.criterion.weight for mark in score.marks), score.full


def criterion_names(rubric: Rubric) -> tuple[str, ...]:
    """Two of one name are told apart by what the rubric's file calls them."""
    times = Counter(item.name for item in rubric.criteria)
    return tuple(
        item.name if times[item.name] == 1 else f"{item.name}（{item.id}）"
        for item in rubric.criteria
    )
