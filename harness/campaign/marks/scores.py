"""`marks`: scores by the campaign's rubric, each deduction with its reason; what is not established
takes nothing off and is told as pending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from harness.campaign.errors import Refused
from harness.campaign.ledger.waiting import waiting, with_waiting
from harness.campaign.marks.board import Board, Boards
from harness.campaign.workspace import Workspace
from harness.reports.collected import collected_until
from harness.reports.workbooks.score_sheets import write_scores
from harness.scoring.assessed import is_assessed, mark_told, may_come_to
from harness.scoring.assessment import Assessment
from harness.scoring.facts import Ground
from harness.scoring.rubric_file.rubric import Rule
from harness.scoring.score import Deduction, Mark, Score, score_assessment
from letters.model import Unit


@dataclass(frozen=True, slots=True)
class Taken:
    """扣分, by one ground. Of a rule that takes its points once, the first ground carries them."""

    criterion: str
    points: Decimal
    application: str | None
    element: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Open:
    """What may still take points off, or has not been marked: a person decides."""

    criterion: str
    points: Decimal  # at most
    application: str | None
    element: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Marked:
    unit: str
    unit_id: str
    category: str
    score: Decimal | None  # None too where too little is established to tell points
    full: Decimal
    rate: Decimal | None
    grade: str
    rank: int | None
    established: bool
    pending: tuple[Open, ...]
    deductions: tuple[Taken, ...]
    lowest: Decimal | None
    rank_in_category: int | None = None
    unranked: str = ""  # why it has no rank
    group: str = ""
    highest: Decimal | None = None

    @property
    def grade_told(self) -> str:
        """The grade may still be another while something is pending."""
        return self.grade if self.established or not self.grade else f"{self.grade}（暂定）"


@dataclass(frozen=True, slots=True)
class OfCriterion:
    """One criterion of one unit. `told`: why it is not marked, or who gave the points for what."""

    id: str
    name: str
    weight: Decimal
    points: Decimal | None  # None where it is not marked
    lowest: Decimal
    told: str
    taken: tuple[Taken, ...]
    open: tuple[Open, ...]
    shown: str = ""  # the points in a cell, as every report has them

    @property
    def at_most(self) -> Decimal | None:
        """What all that is pending may take together, where its parts add up to more: of what
        excludes each other each is told by itself."""
        if self.points is None or not self.open:
            return None
        most = self.points - self.lowest
        return most if sum(each.points for each in self.open) > most else None


@dataclass(frozen=True, slots=True)
class OfUnit:
    """`above`, `below`: who stands beside it."""

    marked: Marked
    criteria: tuple[OfCriterion, ...]
    above: str = ""
    below: str = ""


def board(workspace: Workspace) -> Board:
    """Of every unit; where the campaign is held open, only what has changed since is scored anew."""
    boards = workspace.once(Boards)
    return boards.now(workspace.rubric(), _whole(workspace, None), workspace.told)


def marks_of(board: Board, units: Sequence[Unit]) -> list[Marked]:
    return list(map(_marked, board.scores(units)))


def unit_marks(workspace: Workspace, unit: str) -> OfUnit:
    """One unit's marks with every ground, by its number."""
    found = board(workspace)
    if unit not in found.places:
        raise Refused(f"没有编号为“{unit}”的单位")
    (score,) = found.scores([found.lines[found.places[unit]].unit])
    return OfUnit(_marked(score), tuple(map(_of_criterion, score.marks)), *found.beside(unit))


def _of_criterion(mark: Mark) -> OfCriterion:
    told = mark.exempt or mark.open or (mark.because if mark.by_hand else "")
    return OfCriterion(
        mark.criterion.id, mark.criterion.name, mark.criterion.weight,
        None if mark.exempt else mark.points, mark.lowest, told,
        () if mark.by_hand else tuple(_taken(mark)), tuple(_open(mark)),
        mark_told(mark),
    )  # fmt: skip


def marks(workspace: Workspace, assessment: Assessment | None = None) -> tuple[Marked, ...]:
    """In the order of the units. `assessment`: where it was made already."""
    scores = score_assessment(workspace.rubric(), _whole(workspace, assessment))
    return tuple(map(_marked, scores))


def write_marks(workspace: Workspace, path: Path, assessment: Assessment | None = None) -> None:
    rubric = workspace.rubric()
    write_scores(rubric, score_assessment(rubric, _whole(workspace, assessment)), path)


def _whole(workspace: Workspace, assessment: Assessment | None) -> Assessment:
    """With what lies in the ledger unread: of whom it may be, nobody can say that he was silent."""
    found = with_waiting(assessment or workspace.assess(), waiting(workspace))
    until = collected_until(found)  # as the reports say up to which day nothing came
    return found if until == found.as_of else replace(found, as_of=until)


def _marked(score: Score) -> Marked:
    known, may_be = is_assessed(score), may_come_to(score)
    return Marked(
        score.name,
        score.unit_id,
        score.category,
        score.total if known else None,
        score.full,
        score.rate if known else None,
        score.grade,
        score.rank,
        not score.provisional,
        tuple(one for mark in score.marks for one in _open(mark)),
        tuple(one for mark in score.marks for one in _taken(mark)),
        may_be[0] if may_be else None,
        score.rank_in_category,
        score.unranked,
        score.group,
        may_be[1] if may_be else None,
    )


def _taken(mark: Mark) -> Iterator[Taken]:
    if mark.by_hand:
        lost = mark.criterion.weight - mark.points
        if lost:
            yield Taken(mark.criterion.id, lost, None, None, mark.because)
    lost = mark.criterion.weight - mark.points
    for points, ground in _within(mark, mark.deductions, lost):
        element = ground.finding.element.value if ground.finding else None
        yield Taken(mark.criterion.id, points, ground.application or None, element, ground.reason)


def _within(
    mark: Mark, deductions: Sequence[Deduction], lost: Decimal
) -> Iterator[tuple[Decimal, Ground]]:
    """By ground, in all no more than was lost: floor and cap of the criterion may have kept some."""
    left = lost
    for deduction in deductions:
        for points, ground in _shared(deduction, mark):
            taken = min(points, left)
            left -= taken
            yield taken, ground


def _shared(deduction: Deduction, mark: Mark) -> Iterator[tuple[Decimal, Ground]]:
    """The deduction's points over its grounds: as much a ground as the rule takes each time."""
    each, left = _each(deduction.rule, mark), deduction.points
    for ground in deduction.grounds:
        taken = min(each, left)
        left -= taken
        yield taken, ground


def _each(rule: Rule, mark: Mark) -> Decimal:
    return mark.criterion.each(rule)


def _open(mark: Mark) -> Iterator[Open]:
    if mark.open:
        yield Open(mark.criterion.id, mark.points - mark.lowest, None, None, mark.open)
    # of what excludes each other either may come to pass: each is told by itself
    hanging = [any(ground.worlds for ground in doubt.grounds) for doubt in mark.doubts]
    for doubts in [(each,) for each in mark.doubts] if sum(hanging) > 1 else [mark.doubts]:
        for points, ground in _within(mark, doubts, mark.points - mark.lowest):
            element = ground.finding.element.value if ground.finding else None
            application = ground.application or None
            yield Open(mark.criterion.id, points, application, element, ground.reason)
