"""What came and waits for a person to say where it belongs: in the order of the queue, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.campaign.placing.file import found, told
from harness.campaign.queue import Candidate, filing
from harness.campaign.workspace import Workspace
from harness.casebook.book import Filed
from harness.casebook.matching.finder import Plan
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
    """An application, or a letter that followed one (U001-B/撤回申请), that it may belong to; `key`: the digit that chooses it."""

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
    book = workspace.book()
    return workspace.flat(_waiting, book.filed, book.find.plan)


def _waiting(filed: Filed, plan: Plan, _: object) -> tuple[Waiting, ...]:
    arrival = filed.arrival
    day = arrival.on.isoformat()
    return tuple(
        Waiting(arrival.id, day, arrival.sender, arrival.name, arrival.doubt, len(each.candidates))
        for each in filing(filed, plan, None)
    )


def opened(workspace: Workspace, arrival: str) -> Open:
    """Any arrival, waiting or not: what is filed may be filed anew. Refused where there is none."""
    book = workspace.book()
    filed = found(book, arrival)
    item = next(iter(filing(filed, book.find.plan, None)), None)
    before = told(filed)
    candidates = item.candidates if item else _as_filed(filed)
    likely = _likely(book.find.plan.by_id, candidates)
    return Open(filed.arrival.id, filed, before, token(before), likely, filed.arrival.reasons)


def _as_filed(filed: Filed) -> tuple[Candidate, ...]:
    ids = dict.fromkeys(
        (*filed.applications, *(one.application for one in filed.placement.weighed))
    )
    said = {one.application: one.reasons for one in filed.placement.weighed}
    return tuple(Candidate(id, said.get(id, filed.arrival.reasons)) for id in ids)[:5]


def _likely(
    known: Mapping[str, Application], candidates: Sequence[Candidate]
) -> tuple[Likely, ...]:
    return tuple(
        _told(str(key), each, known[id])
        for key, each in enumerate(candidates, 1)
        if (id := each.application.partition("/")[0]) in known
    )


def _told(key: str, candidate: Candidate, application: Application) -> Likely:
    return Likely(
        key, candidate.application, application.unit.name, application.applicant.name,
        application.question.title, CHANNEL_NAMES[application.channel], candidate.reasons,
    )  # fmt: skip


def after(waiting: Sequence[Waiting], arrival: str) -> str:
    """The next one in order, beginning anew behind the last; empty where it was the only one."""
    ids = [each.arrival for each in waiting]
    if arrival not in ids:
        return ids[0] if ids else ""
    at = ids.index(arrival)
    return (ids[at + 1 :] + ids[:at] + [""])[0]
