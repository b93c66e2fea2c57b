"""What came and waits for a person to say where it belongs: in the order of the queue, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.campaign.file import found, told
from harness.campaign.queue import Candidate, filings
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book, Filed
from harness.store.said import token
from letters.model import CHANNEL_NAMES, Application


@dataclass(frozen=True, slots=True)
class Waiting:
    """One that waits, as a list shows it."""

    arrival: str
    on: str
    sender: str
    name: str
    doubt: str
    many: int  # candidates


@dataclass(frozen=True, slots=True)
class Likely:
    """An application that it may belong to; `key`: the digit that chooses it."""

    key: str
    application: str
    unit: str
    applicant: str
    question: str
    channel: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """One that is being placed. `seen` names how it stands now, to be given back with the answer;
    `reasons`: what is known of it, whatever application it belongs to."""

    arrival: str
    filed: Filed
    told: str
    seen: str
    likely: tuple[Likely, ...]
    reasons: tuple[str, ...]


def unplaced(workspace: Workspace) -> tuple[Waiting, ...]:
    """In the order of the queue."""
    return tuple(
        _waiting(found(workspace.book(), each.target), len(each.candidates))
        for each in filings(workspace.book())
    )


def _waiting(filed: Filed, many: int) -> Waiting:
    arrival = filed.arrival
    day = arrival.on.isoformat()
    return Waiting(arrival.id, day, arrival.sender, arrival.name, arrival.doubt, many)


def opened(workspace: Workspace, arrival: str) -> Open:
    """Any arrival, waiting or not: what is filed may be filed anew. Refused where there is none."""
    book = workspace.book()
    filed = found(book, arrival)
    item = next((each for each in filings(book) if each.target == filed.arrival.id), None)
    before = told(filed)
    candidates = item.candidates if item else _as_filed(filed)
    likely = _likely(book, candidates)
    return Open(filed.arrival.id, filed, before, token(before), likely, filed.arrival.reasons)


def _as_filed(filed: Filed) -> tuple[Candidate, ...]:
    ids = dict.fromkeys(
        (*filed.applications, *(one.application for one in filed.placement.weighed))
    )
    said = {one.application: one.reasons for one in filed.placement.weighed}
    return tuple(Candidate(id, said.get(id, filed.arrival.reasons)) for id in ids)[:5]


def _likely(book: Book, candidates: Sequence[Candidate]) -> tuple[Likely, ...]:
    known = {each.id: each for each in book.applications}
    return tuple(
        _told(str(key), known[each.application], each.reasons)
        for key, each in enumerate(candidates, 1)
        if each.application in known
    )


def _told(key: str, application: Application, reasons: tuple[str, ...]) -> Likely:
    return Likely(
        key, application.id, application.unit.name, application.applicant.name,
        application.question.title, CHANNEL_NAMES[application.channel], reasons,
    )  # fmt: skip


def after(waiting: Sequence[Waiting], arrival: str) -> str:
    """The next one in order, beginning anew behind the last; empty where it was the only one."""
    ids = [each.arrival for each in waiting]
    if arrival not in ids:
        return ids[0] if ids else ""
    at = ids.index(arrival)
    return (ids[at + 1 :] + ids[:at] + [""])[0]
