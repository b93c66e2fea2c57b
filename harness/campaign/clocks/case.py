"""`case`: the whole dossier of one application: what happened, its clock, what came, what was judged
and what people ruled; each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from harness.campaign.clocks.due import clock_told
from harness.campaign.objecting.objection import Listed, criteria_of, listed_of
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.book import Book, Filed, Known, sheets_to_read
from harness.casebook.ruled.people import terms_of
from harness.reports.examined.letter import judgement_dict
from harness.scoring.assessment import Case
from harness.scoring.people import Stage
from harness.store import further, reading
from harness.store.database import paths_of
from letters.model import CHANNEL_NAMES


@dataclass(frozen=True, slots=True)
class Happened:
    kind: str
    on: date
    evidence: str
    source: str  # dispatch | posting_list | ledger | person | call | arrival | ruling
    by: str | None
    at: str | None
    arrival: str | None
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Came:
    id: str
    on: date
    posted_on: date | None
    sender: str
    name: str
    kind: str
    application: str | None
    filed_by: str | None  # a person's name; null: the program
    reasons: tuple[str, ...]
    doubt: str
    path: str


@dataclass(frozen=True, slots=True)
class Ruled:
    target: str
    value: str
    defects: tuple[str, ...]
    why: str
    by: str | None
    at: str | None
    stage: str  # first | second | decision | objection


@dataclass(frozen=True, slots=True)
class Followed:
    """A letter that followed the application, and what came of it."""

    id: str  # U001-B/撤回申请
    state: str
    on: date
    events: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    application: dict[str, Any]
    events: tuple[Happened, ...]
    clock: dict[str, Any]
    arrivals: tuple[Came, ...]
    judgement: dict[str, Any] | None
    rulings: tuple[Ruled, ...]
    objections: tuple[Listed, ...]
    further: tuple[Followed, ...] = ()
    blind: str = ""  # why verdicts are not told now


def case(workspace: Workspace, application: str) -> Dossier:
    """Refused where there is no such application."""
    book = workspace.book()
    found = workspace.assess(book).case_of(application)
    if found is None:
        known = "、".join(each.id for each in book.applications[:5])
        raise Refused(f"没有编号为“{application}”的申请（现有 {known}{'……' if known else '无'}）")
    return Dossier(
        _application(found),
        tuple(
            _happened(each) for each in book.log[application] if each.event.on <= workspace.as_of
        ),
        clock_told(found, workspace.as_of),
        tuple(_came(each, application) for each in _concerning(workspace, book, application)),
        _judged(workspace, book, found),
        tuple(_ruled(book, application)),
        tuple(
            each
            for each in _objections(workspace, book)
            if each.target.partition("/")[0] == application
        ),
        _followed(workspace, book, application),
    )


def _objections(workspace: Workspace, book: Book) -> tuple[Listed, ...]:
    if not book.objections:
        return ()
    terms = dict(terms_of(workspace.campaign, book))
    return listed_of(book, terms, criteria_of(workspace))


def _followed(workspace: Workspace, book: Book, application: str) -> tuple[Followed, ...]:
    with workspace.store.reading() as connection:
        letters = further.letters(connection, application)
    return tuple(
        Followed(
            each.id,
            each.state,
            each.on,
            tuple(
                _happened(known)
                for known in book.further.get(each.id, ())
                if known.event.on <= workspace.as_of
            ),
        )
        for each in letters.values()
        if each.on <= workspace.as_of
    )


def _judged(workspace: Workspace, book: Book, found: Case) -> dict[str, Any] | None:
    """In the shape of contracts.md, section 1, with the file that was judged: a letter of several
    pages is told by its first."""
    answer, judgement = found.answer, found.judgement
    if answer is None or judgement is None:
        return None
    came = book.find.arrivals[answer.id].stored
    digests = sorted({came.sha256, *(each.sha256 for each in came.files)})
    with workspace.store.reading() as connection:
        first, *_ = sheets_to_read(workspace.store.evidence, paths_of(connection, digests), came)
    try:
        media = reading.from_json(reading.read(first, workspace.engine)).media
    except OSError:  # its bytes are gone, which the list of what waits tells
        media = ""
    file = {"source": answer.name, "sha256": answer.sha256, "media": media}
    return {**file, **judgement_dict(judgement)}


def _application(found: Case) -> dict[str, Any]:
    planned = found.application
    return {
        "id": planned.id,
        "unit": planned.unit.name,
        "unit_id": planned.unit.id,
        "applicant": planned.applicant.name,
        "question": planned.question.title,
        "channel": planned.channel.value,
        "channel_name": CHANNEL_NAMES[planned.channel],
        "send_on": planned.round.send_on,
    }


def _happened(known: Known) -> Happened:
    event = known.event
    return Happened(
        event.kind.value,
        event.on,
        event.evidence,
        event.source,
        known.said.by if known.said else None,
        known.said.at if known.said else None,
        known.arrival or None,
        dict(event.data),
    )


def _concerning(workspace: Workspace, book: Book, application: str) -> list[Filed]:
    """What belongs here, and what undecided may."""
    return [
        each
        for each in workspace.came(book, application)
        if application in each.applications or (each.arrival.doubt and application in each.touches)
    ]


def _came(filed: Filed, application: str) -> Came:
    arrival = filed.arrival
    said = filed.filing.said if filed.filing else None
    return Came(
        arrival.id, arrival.on, arrival.posted_on, arrival.sender, arrival.name, arrival.kind.value,
        application if application in filed.applications else None,
        said.by if said else None, arrival.reasons, arrival.doubt, arrival.path,
    )  # fmt: skip


def _ruled(book: Book, application: str) -> list[Ruled]:
    return [
        Ruled(
            target, each.value, each.defects, each.why,
            each.by or None, each.said.at if each.said else None, Stage(stage).name.lower(),
        )
        for target in sorted(each for each in book.staged if each.startswith(f"{application}/"))
        for stage, each in book.staged[target].items()
    ]  # fmt: skip
