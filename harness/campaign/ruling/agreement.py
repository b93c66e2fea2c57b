"""`agreement`: how far first and second marks agree, and the program's with both; what differs and
waits for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.campaign.ruling.drawn import drawn_of
from harness.campaign.ruling.parts import concerning
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.checker.finding import ELEMENT_NAMES
from harness.scoring.agreement import COMPARED_NAMES, Agreement, Compared
from harness.scoring.assessment import Case
from harness.scoring.people import Stage


@dataclass(frozen=True, slots=True)
class Row:
    """`who`: first_second | machine_second | machine_decided; `element`: "" for all together.
    `kappa`, `low`, `high` are null where κ is not defined; `raw` is a share of 1."""

    who: str
    who_name: str
    element: str
    element_name: str
    n: int
    same: int
    raw: float | None
    kappa: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """`sampled`: elements of answers that stand; `marked`: a second time; `disputed`: undecided."""

    sampled: int
    marked: int
    disputed: tuple[str, ...]
    rows: tuple[Row, ...]


def agreement(workspace: Workspace) -> Agreed:
    book = workspace.book()
    assessment = workspace.assess(book)
    drawn = workspace.once(drawn_of, book.samples)
    each = workspace.per(_marked, assessment.cases, book.samples, using=(drawn, book))
    many, marked = workspace.along(_sum, _sum_on, each)
    disputed = workspace.flat(_disputed, assessment.cases)
    rows = tuple(row for each in assessment.agreements for row in _rows(each))
    return Agreed(many, marked, disputed, rows)


Drawn = tuple[frozenset[tuple[str, str]], Book]
Many = tuple[int, int]  # elements that were drawn, and those of them that were marked a second time
NONE: Many = (0, 0)


def _marked(case: Case, _: object, known: Drawn) -> Many:
    drawn, book = known
    if case.judgement is None or case.answer is None:
        return NONE
    answer, id = case.answer.sha256, case.application.id
    found = [
        Stage.SECOND in concerning(book, target, each.element, answer)
        for each in case.judgement.findings
        if ((target := f"{id}/{each.element.value}"), answer) in drawn
    ]
    return (len(found), sum(found)) if found else NONE


def _sum(each: Iterable[Many], _: object) -> Many:
    return tuple(map(sum, zip(*each, strict=True))) or NONE  # type: ignore[return-value]


def _sum_on(before: Many, gone: Sequence[Many], come: Sequence[Many], _: object) -> Many:
    less, more = _sum(gone, None), _sum(come, None)
    return before[0] - less[0] + more[0], before[1] - less[1] + more[1]


def _disputed(case: Case, _: object) -> tuple[str, ...]:
    return tuple(
        f"{case.application.id}/{found.element.value}"
        for found in (case.judgement.findings if case.judgement else ())
        if "disputed" in found.extra
    )


def _rows(compared: Compared) -> Iterator[Row]:
    for element, name in ELEMENT_NAMES.items():
        if element.value in compared.elements:
            yield _row(compared.who, element.value, name, compared.elements[element.value])
    yield _row(compared.who, "", "合计", compared.all)


def _row(who: str, element: str, name: str, found: Agreement) -> Row:
    return Row(
        who, COMPARED_NAMES[who], element, name, found.n, found.same, found.raw, found.kappa,
        found.low, found.high,
    )  # fmt: skip
