"""One point of a unit's marks, opened: each 扣分 down to the words on which it rests, and where on the page they
stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from harness.campaign.ruling.letter_view import ShownPage, document_of, pages_of
from harness.campaign.ruling.targets import marked_named
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import sheets_of
from harness.checker.finding import ELEMENT_NAMES, Finding
from harness.reports.examined.explain_marks import marked
from harness.scoring.assessment import Assessment, Case
from harness.scoring.facts import facts_of
from harness.scoring.grounds import Ground as On
from harness.scoring.score import Mark, score
from letters.model import Unit

_AIR = 9.0  # points round the words
_LEAST = 380.0  # points across: words alone tell little, a line does
_HIGHEST = 190.0


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a page, in points."""

    page: ShownPage
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ground:
    points: Decimal
    application: str
    element: str
    element_name: str
    reason: str
    sha256: str  # of the answer of which something was found
    quotes: tuple[str, ...]
    cut: Cut | None


@dataclass(frozen=True, slots=True)
class Point:
    unit: Unit
    criterion: str
    name: str
    points: Decimal
    weight: Decimal
    provisional: bool
    exempt: str
    because: str
    grounds: tuple[Ground, ...]
    doubts: tuple[Ground, ...]


def point(workspace: Workspace, unit_id: str, criterion: str) -> Point:
    """Refused where there is no such unit or criterion."""
    book = workspace.book()
    assessment = workspace.assess(book)
    unit = next((each for each in assessment.units if each.id == unit_id), None)
    if unit is None:
        raise Refused(f"没有编号为“{unit_id}”的单位，请核对")
    marked_named(workspace, book, unit_id, criterion)
    rubric = workspace.rubric()
    facts = [each for each in facts_of(rubric, assessment) if each.unit_id == unit_id]
    (found,) = score(rubric, facts)
    mark = next((each for each in found.marks if each.criterion.id == criterion), None)
    if mark is None:
        raise Refused(f"“{criterion}”按次数计，没有自己的分数；请打开它所在的指标")
    return Point(
        unit, criterion, mark.criterion.name, mark.points, mark.criterion.weight,
        mark.provisional, mark.exempt, mark.because,
        tuple(_grounds(workspace, assessment, mark, open_=False)),
        tuple(_grounds(workspace, assessment, mark, open_=True)),
    )  # fmt: skip


def _grounds(
    workspace: Workspace, assessment: Assessment, mark: Mark, *, open_: bool
) -> list[Ground]:
    several = mark.doubts if open_ else mark.deductions
    return [
        _ground(workspace, assessment, mark.criterion.each(each.rule), ground)
        for each in several
        for ground in each.grounds
    ]


def _ground(workspace: Workspace, assessment: Assessment, points: Decimal, ground: On) -> Ground:
    finding = ground.finding
    case = assessment.case_of(ground.application) if ground.application else None
    if finding is None or case is None:
        return Ground(points, ground.application, "", "", ground.reason, "", (), None)
    return Ground(
        points, ground.application, finding.element.value, ELEMENT_NAMES[finding.element],
        ground.reason, case.answer.sha256 if case.answer else "",
        tuple(dict.fromkeys(each.text for each in finding.evidence)),
        _cut(workspace, case, finding),
    )  # fmt: skip


def _cut(workspace: Workspace, case: Case, finding: Finding) -> Cut | None:
    """The first place of the finding's words with as much round them as one needs to read on."""
    if case.answer is None or not finding.evidence:
        return None
    document = document_of(workspace, sheets_of(workspace.store, case.answer))
    shown = pages_of(document, marked(document, [finding]))
    found = next((each for each in shown if each.boxes and each.drawn), None)
    if found is None:
        return None
    first = min(found.boxes, key=lambda box: (box.y, box.x))
    near = [box for box in found.boxes if box.y < first.y + _HIGHEST]
    left, top = min(box.x for box in near) - _AIR, first.y - _AIR
    right = max(box.x + box.width for box in near) + _AIR
    bottom = max(box.y + box.height for box in near) + _AIR
    more = max(0.0, _LEAST - (right - left)) / 2
    left, right = max(0.0, left - more), min(found.width, right + more)
    top, bottom = max(0.0, top), min(found.height, bottom, top + _HIGHEST)
    return Cut(found, round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))
