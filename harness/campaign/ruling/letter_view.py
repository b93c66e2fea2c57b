"""One letter as somebody has it before him who marks it: its pages with the boxes of the elements, what the
program found, what people marked at which stage, and what he may do.

Blind (复评): the pages alone, without a box, a verdict or a reason of anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from harness.campaign.ruling.review import STAGE_OF, Queue, Task, Viewer, Waiting, What
from harness.campaign.ruling.targets import Stand, stand_of, target_named
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book, sheets_of
from harness.casebook.ruled.staged import about, other_part
from harness.casebook.ruled.wording import value_told
from harness.casebook.together import together
from harness.checker.check import Judgement
from harness.checker.finding import ELEMENT_NAMES, Element, Finding
from harness.reports.examined.explain_marks import Marked, Piece, marked
from harness.reports.examined.explain_marks import Sheet as Page
from harness.reports.examined.explain_verdicts import Verdicted, verdicts_of
from harness.scoring.assessment import Assessment, Case
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store.errors import reason
from harness.store.reading import Sheet, begin, from_json
from harness.store.said import Ruling
from parsers.document import Box, Document

MAILS = frozenset({"eml", "msg", "tnef"})


@dataclass(frozen=True, slots=True)
class Boxed:
    """A place of an element's evidence on a page, in points. `label`: where its name is written."""

    id: str
    element: str
    name: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a page, in points: to be selected over the picture."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ShownPage:
    """`sha256` and `page` name its picture; a page without a layout has its words alone (`lines`)."""

    sha256: str
    page: int
    number: int  # among all that is shown
    caption: str
    width: float
    height: float
    boxes: tuple[Boxed, ...]
    written: tuple[Written, ...]
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def drawn(self) -> bool:
        return bool(self.width and self.height)


@dataclass(frozen=True, slots=True)
class Made:
    """A mark of a person. `counts`: it is the one that counts now."""

    stage: Stage
    stage_name: str
    by: str
    at: str
    told: str
    why: str
    value: str
    defects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An element. `verdict` to `by` are what stands, empty where it is marked blind; `machine` is what the
    program found, where people said otherwise. `why_not`: why this person cannot mark it, empty where
    he may."""

    element: str
    name: str
    task: What | None
    verdict: str
    told: str
    reason: str
    shown: Verdicted | None
    machine: str
    machine_reason: str
    disputed: str
    made: tuple[Made, ...]
    seen: str
    version: str  # names the marks that there are
    why_not: str
    defects: tuple[str, ...]  # of what stands
    choices: tuple[tuple[str, str], ...]  # the defects that it may have


@dataclass(frozen=True, slots=True)
class OpenLetter:
    case: Case
    stage: Stage
    group: What | None
    rows: tuple[Row, ...]
    pages: tuple[ShownPage, ...]
    unread: tuple[str, ...]
    judgement: Judgement | None  # None while it is marked blind
    files: tuple[tuple[str, str], ...]  # name, SHA-256 of what came
    sha256: str

    @property
    def id(self) -> str:
        return self.case.application.id

    @property
    def blind(self) -> bool:
        return self.stage is Stage.SECOND

    @property
    def must_be_shown(self) -> tuple[tuple[str, int], ...]:
        """Every page: SHA-256 and number."""
        return tuple((each.sha256, each.page) for each in self.pages)


def letter_in(queue: Queue, application: str) -> Waiting:
    found = queue.letter(application)
    if found is None:
        raise Refused(f"申请 {application} 没有可供认定的答复：还没有收到，或者还没有归卷")
    return found


def stage_for(letter: Waiting, viewer: Viewer) -> tuple[Stage, What | None]:
    """What somebody who opens this letter does there."""
    group = viewer.group(letter)
    if group is None:
        mine = viewer.tasks(letter)
        group = mine[0].what if mine else None
    return (STAGE_OF[group] if group else Stage.FIRST), group


def open_letter(workspace: Workspace, queue: Queue, viewer: Viewer, application: str) -> OpenLetter:
    letter = letter_in(queue, application)
    case, judgement, answer = letter.case, letter.case.judgement, letter.case.answer
    assert judgement is not None and answer is not None
    stage, group = stage_for(letter, viewer)
    blind = stage is Stage.SECOND
    sheets = sheets_of(workspace.store, answer)
    document = document_of(workspace, sheets)
    on_it = marked(document, () if blind else judgement.findings)
    book = workspace.book()
    tasks = {each.element: each for each in viewer.tasks(letter)}
    rows = _rows(workspace, book, workspace.assess(book), case, on_it, stage, tasks)
    return OpenLetter(
        case, stage, group, tuple(rows), tuple(pages_of(document, on_it)),
        tuple(dict.fromkeys(one.what for one in judgement.unread)),
        None if blind else judgement,
        tuple((each.name, each.sha256) for each in sheets),
        answer.sha256,
    )  # fmt: skip


def document_of(workspace: Workspace, sheets: tuple[Sheet, ...]) -> Document:
    """As it was read; from cache/ where it was read before."""
    try:
        begun = [begin(each, workspace.engine) for each in sheets]
    except OSError as wrong:
        names = "、".join(each.name for each in sheets)
        raise Refused(
            f"“{names}”的原件读不出来（{reason(wrong)}），请从备份恢复 evidence 文件夹"
        ) from None
    return from_json(together([each().document for each in begun]))


# --- the elements -------------------------------------------------------------------------------


def _rows(
    workspace: Workspace,
    book: Book,
    assessment: Assessment,
    case: Case,
    on_it: Marked,
    stage: Stage,
    tasks: dict[Element, Task],
) -> Iterator[Row]:
    assert case.judgement is not None
    if stage is Stage.SECOND:
        yield from (_blind(one) for one in case.judgement.findings if one.element in tasks)
        return
    shown = verdicts_of(case.judgement, on_it)
    for found, told in zip(case.judgement.findings, shown, strict=True):
        target = target_named(workspace, book, _target(case, found.element))
        stand = stand_of(workspace, assessment, target)
        yield _row(workspace, book, case, found, told, stand, stage, tasks.get(found.element))


def _target(case: Case, element: Element) -> str:
    return f"{case.application.id}/{element.value}"


def _blind(found: Finding) -> Row:
    return Row(
        found.element.value, ELEMENT_NAMES[found.element], What.SAMPLE, "", "", "", None, "", "", "",
        (), "", "", "", (), _choices(found.element),
    )  # fmt: skip


def _choices(element: Element) -> tuple[tuple[str, str], ...]:
    return tuple(DEFECT_NAMES.get(element, {}).items())


def _row(
    workspace: Workspace,
    book: Book,
    case: Case,
    found: Finding,
    shown: Verdicted,
    stand: Stand,
    stage: Stage,
    task: Task | None,
) -> Row:
    assert case.answer is not None
    name = _target(case, found.element)
    staged = about(book.staged.get(name, {}), case.answer.sha256)
    machine = case.machine.finding(found.element) if case.machine else None
    said = found.extra.get("ruled") or found.extra.get("disputed")
    return Row(
        found.element.value, ELEMENT_NAMES[found.element], task.what if task else None,
        found.verdict.value, value_told(name, found.verdict.value, found.defects),
        found.reason, shown,
        value_told(name, machine.verdict.value, machine.defects) if machine and said else "",
        machine.reason if machine and said else "",
        str(found.extra.get("disputed", "")),
        tuple(_made(name, at, each) for at, each in staged.items()),
        stand.told(), version_of(staged), _why_not(workspace.store.by, staged, stage, task), found.defects,
        _choices(found.element),
    )  # fmt: skip


def version_of(staged: Mapping[int, Ruling]) -> str:
    return ".".join(f"{stage}-{each.id}" for stage, each in sorted(staged.items()))


def _made(name: str, stage: int, ruling: Ruling) -> Made:
    at = ruling.said.at if ruling.said else ""
    return Made(
        Stage(stage), STAGE_NAMES[Stage(stage)], ruling.by, at,
        value_told(name, ruling.value, ruling.defects), ruling.why, ruling.value, ruling.defects,
    )  # fmt: skip


def _why_not(who: str, staged: Mapping[int, Ruling], stage: Stage, task: Task | None) -> str:
    other = other_part(staged, stage, who)
    if other is not None:
        return f"您已作过{STAGE_NAMES[other]}，请由另一人认定"
    above = max((each for each in Stage if each > stage and each in staged), default=None)
    if above is not None and not (task and task.what is What.UNCLEAR):
        return f"已有{STAGE_NAMES[above]}，不再改作"
    if stage is Stage.DECISION and (task is None or task.what is not What.DECIDE):
        return "没有待定评的分歧"
    return ""


# --- the pages ----------------------------------------------------------------------------------


def pages_of(document: Document, on_it: Marked) -> Iterator[ShownPage]:
    worth = [
        each for each in on_it.sheets
        if each.has_layout or any(line.text.strip() for line in each.page.lines)
    ]  # fmt: skip
    for number, each in enumerate(worth, 1):
        yield _page(document, each, number)


def _page(document: Document, sheet: Page, number: int) -> ShownPage:
    page, part = sheet.page, sheet.document
    width, height = page.width or 0.0, page.height or 0.0
    boxes = tuple(
        Boxed(
            each.id, str(each.element), ELEMENT_NAMES[Element(each.element)],
            *_points(each.box, width, height),
        )
        for each in sheet.boxes
        if each.box is not None
    )  # fmt: skip
    return ShownPage(
        part.sha256, page.number, number, _caption(document, sheet), width, height, boxes,
        tuple(_written(sheet)), () if sheet.has_layout else sheet.lines,
    )  # fmt: skip


def _points(box: Box, width: float, height: float) -> Box:
    left, top, wide, high = box
    return (
        round(left * width / 100, 1), round(top * height / 100, 1),
        round(wide * width / 100, 1), round(high * height / 100, 1),
    )  # fmt: skip


def _written(sheet: Page) -> Iterator[Written]:
    if not sheet.has_layout:
        return
    for line in sheet.page.lines:
        if line.bbox is not None and line.text.strip():
            x0, y0, x1, y1 = (round(side, 1) for side in line.bbox)
            yield Written(line.text.strip(), x0, y0, max(x1 - x0, 1.0), max(y1 - y0, 1.0))


def _caption(document: Document, sheet: Page) -> str:
    part = sheet.document
    if part.media in MAILS:
        name = "邮件正文"
    else:
        name = part.name if part is document else f"附件“{part.name}”"
    paged = len(part.pages) > 1 or sheet.has_layout
    return f"{name} 第{sheet.page.number}页" if paged else name


def sheet_with(workspace: Workspace, case: Case, sha256: str) -> tuple[Sheet, ...]:
    """The files of the letter in which a file of this SHA-256 may lie: itself, or all."""
    if case.answer is None:
        raise Refused("没有可供认定的答复")
    sheets = sheets_of(workspace.store, case.answer)
    return tuple(each for each in sheets if each.sha256 == sha256) or sheets
