"""`agreement`: how far first and second marks agree, and the program's with both; what differs and
waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.campaign.ruling.parts import concerning
from harness.campaign.workspace import Workspace
from harness.checker.finding import ELEMENT_NAMES
from harness.scoring.agreement import COMPARED_NAMES, Agreement, Compared
from harness.scoring.people import Stage
from harness.scoring.sampling import sampled


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
    drawn = sampled(book.samples, assessment)
    marked = sum(
        case.answer is not None
        and Stage.SECOND
        in concerning(
            book, f"{case.application.id}/{found.element.value}", found.element, case.answer.sha256
        )
        for case, found in drawn
    )
    disputed = tuple(
        f"{case.application.id}/{found.element.value}"
        for case in assessment.cases
        for found in (case.judgement.findings if case.judgement else ())
        if "disputed" in found.extra
    )
    rows = tuple(row for each in assessment.agreements for row in _rows(each))
    return Agreed(len(drawn), marked, disputed, rows)


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
