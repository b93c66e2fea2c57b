"""得分榜: every unit's score in its place, kept as the facts go on.

A score hangs on its own unit alone, its place on those above it. So only the units that something was
written of are scored anew; places are looked up in what is kept in order, of those that are shown.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Any

from harness.campaign.held.derived import otherwise
from harness.campaign.held.ordered import Ordered, moved, ordered
from harness.scoring.assessment import Assessment
from harness.scoring.facts import facts_of
from harness.scoring.ranking import placed, unranked
from harness.scoring.rubric_file.rubric import Rubric
from harness.scoring.score import Score, unplaced
from letters.model import Unit

PIECE = 500  # units that are scored at once
MOST = 2_000  # scores that are kept with their grounds: of those that were looked at
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Line:
    """What is kept of a unit. `at`: its place in the plan."""

    at: int
    unit: Unit
    rate: Decimal | None
    unranked: str
    provisional: bool

    @property
    def ranked(self) -> bool:
        return self.rate is not None and not self.unranked


@dataclass(frozen=True, slots=True)
class Board:
    """Class by class, the best first, in the plan's order where they are equal; those without a place
    last. `rates`: of all that have a place, the lowest first. Never changed."""

    rubric: Rubric
    assessment: Assessment
    lines: Sequence[Line]
    order: Ordered[Line]
    rates: Sequence[Decimal]
    places: Mapping[str, int]
    _scores: dict[str, Score]  # of the same facts, before places were looked up

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def categories(self) -> list[str]:
        return sorted(each[1] for each in self.order.counts if isinstance(each, tuple))

    def counted(self, what: object) -> int:
        """`pending`; `placeless`: those whose place waits for what is pending; or of a class."""
        return self.order.counts[what]

    def rows(self, category: str = "", after: str = "") -> Iterator[Line]:
        """In order; of one class; those that follow a unit."""
        begin, end = 0, len(self.order.rows)
        if category:
            begin, end = self._of(category)
        if after in self.places:
            begin = max(begin, self._at(after) + 1)
        return islice(self.order.rows, begin, end)

    def beside(self, unit: str) -> tuple[str, str]:
        """The one above and the one below; empty where there is none."""
        rows, at = self.order.rows, self._at(unit)
        below = rows[at + 1].unit.id if at + 1 < len(rows) else ""
        return rows[at - 1].unit.id if at else "", below

    def scores(self, units: Sequence[Unit]) -> list[Score]:
        """With their places."""
        known = self._scores
        new = [each for each in units if each.id not in known]
        facts = facts_of(self.rubric, self.assessment, new)
        made = {each.unit_id: each for each in unplaced(self.rubric, facts)}
        if len(known) + len(made) <= MOST:
            known |= made
        return [self._placed(known.get(each.id) or made[each.id]) for each in units]

    def _placed(self, score: Score) -> Score:
        line = self.lines[self.places[score.unit_id]]
        overall: dict[Decimal, int] = {}
        within: dict[Decimal, int] = {}
        if line.ranked and line.rate is not None:
            overall[line.rate] = len(self.rates) - bisect_right(self.rates, line.rate) + 1
            begin, _ = self._of(score.category)
            first = bisect_left(self.order.rows, _first(line), key=_order)
            within[line.rate] = first - begin + 1
        return placed(self.rubric, score, line.unranked, overall, within)

    def _of(self, category: str) -> tuple[int, int]:
        rows = self.order.rows
        begin = bisect_left(rows, category, key=lambda one: one.unit.category)
        return begin, bisect_right(rows, category, key=lambda one: one.unit.category)

    def _at(self, unit: str) -> int:
        return bisect_left(self.order.rows, _order(self.lines[self.places[unit]]), key=_order)


def _order(line: Line) -> tuple[str, bool, Decimal, int]:
    rate = -line.rate if line.ranked and line.rate is not None else Decimal(0)
    return line.unit.category, not line.ranked, rate, line.at


def _first(line: Line) -> tuple[str, bool, Decimal, int]:
    """Where those of the same rate begin."""
    return (*_order(line)[:3], -1)


def _counted(line: Line) -> Iterator[object]:
    yield "class", line.unit.category
    if line.provisional:
        yield "pending"
        if not line.ranked and not line.unranked:
            yield "placeless"


class Boards:
    """The last one, from which the next is made."""

    def __init__(self, _: object = None) -> None:
        self._lock = threading.Lock()
        self._board: Board | None = None

    def now(self, rubric: Rubric, assessment: Assessment, told: Told) -> Board:
        with self._lock:
            known = self._board
            if known is None or not _follows(known, rubric, assessment):
                self._board = _made(rubric, assessment, told)
            elif known.assessment is not assessment:
                self._board = _moved(known, assessment)
            assert self._board is not None
            return self._board


def _follows(known: Board, rubric: Rubric, now: Assessment) -> bool:
    """Whether only facts about units are others."""
    before = known.assessment
    return (
        known.rubric == rubric
        and before.units is now.units
        and before.campaign == now.campaign
        and before.as_of == now.as_of
    )


def _made(rubric: Rubric, assessment: Assessment, told: Told) -> Board:
    lines: list[Line] = []
    for at in range(0, len(assessment.units), PIECE):
        lines += _lines(rubric, assessment, range(at, min(at + PIECE, len(assessment.units))))[0]
        told(len(lines), len(assessment.units), "评分")
    places = {each.unit.id: each.at for each in lines}
    rates = sorted(each.rate for each in lines if each.ranked and each.rate is not None)
    order = ordered(lines, _order, _counted)
    return Board(rubric, assessment, lines, order, rates, places, {})


def _moved(before: Board, assessment: Assessment) -> Board:
    ids = set(_touched(before.assessment, assessment)) & before.places.keys()
    if not ids:
        return replace(before, assessment=assessment)
    places = sorted(before.places[id] for id in ids)
    made, scores = _lines(before.rubric, assessment, places)
    lines, rates = list(before.lines), list(before.rates)
    gone = [lines[at] for at in places]
    for old, new in zip(gone, made, strict=True):
        lines[new.at] = new
        if old.ranked and old.rate is not None:
            del rates[bisect_left(rates, old.rate)]
        if new.ranked and new.rate is not None:
            insort(rates, new.rate)
    known = {id: each for id, each in before._scores.items() if id not in ids}
    order = moved(before.order, gone, made, _order, _counted)
    known |= {each.unit_id: each for each in scores[: max(0, MOST - len(known))]}
    return Board(before.rubric, assessment, lines, order, rates, before.places, known)


def _lines(
    rubric: Rubric, assessment: Assessment, places: Sequence[int]
) -> tuple[list[Line], list[Score]]:
    units = [assessment.units[at] for at in places]
    scores = unplaced(rubric, facts_of(rubric, assessment, units))
    lines = [
        Line(at, unit, score.rate, unranked(rubric, score), score.provisional)
        for at, unit, score in zip(places, units, scores, strict=True)
    ]
    return lines, scores


def _touched(before: Assessment, now: Assessment) -> Iterator[str]:
    """The units of which something is otherwise; whatever a score is made from is looked at."""
    cases = otherwise(before.cases, now.cases)
    yield from (each.application.unit.id for each in (*cases.gone, *cases.come))
    calls = otherwise(before.calls, now.calls)
    yield from (each.unit.id for each in (*calls.gone, *calls.come))
    yield from (each.partition("/")[0] for each in _otherwise(before.points, now.points))
    yield from _otherwise(before.guides, now.guides)


def _otherwise(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    if before is now:
        return ()
    return [each for each in {*before, *now} if before.get(each) != now.get(each)]
