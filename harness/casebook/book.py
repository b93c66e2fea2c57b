"""The facts of a campaign -> a `Book`: every arrival placed, every application's log, who says so.

What the program reads of an arrival comes first; a person's filing lies on top of it, a ruling on a
day on top of that. Nothing here is written down: open the book again after `file`, `rule` or `undo`,
and it follows from the facts as they then stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from harness.casebook.events import CONFIRMS, NEEDS_CONFIRMING, Days, event_of
from harness.casebook.match import Desk
from harness.casebook.placing import (
    Material,
    Placement,
    begin_meaning,
    begin_placing,
    desk_key,
    doubt_of_kind,
)
from harness.casebook.torso import without_torsos
from harness.checker.dossier import ReplyKind
from harness.clock.events import Event, Kind
from harness.engine import HERE, Engine, ahead
from harness.scoring.assessment import Arrival
from harness.store import log, outbox, plan, said, standing, tables
from harness.store.database import Store
from harness.store.log import NewArrival, NewCall, Outcome, Purpose, Stored
from harness.store.reading import Sheet
from harness.store.said import Filing, Ruling
from harness.store.standing import Said
from letters.model import Application, Unit

MAIL_NAME = "来信.eml"  # a mail has no file name; its subject is no name for a file
DELIVERED = frozenset({Kind.DELIVERED, Kind.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Filed:
    """An arrival as it now stands. `placement` is what the program makes of it, `filing` what a
    person says; `touches`: the applications of which nobody can say that they were not answered
    while this is undecided."""

    id: int
    stored: NewArrival
    arrival: Arrival
    applications: tuple[str, ...]
    candidates: tuple[str, ...]
    touches: tuple[str, ...]
    placement: Placement
    filing: Filing | None
    events: Mapping[str, Event]  # application -> what it means for its clock


@dataclass(frozen=True, slots=True)
class Known:
    """An event on an application's log: where it comes from and who put it down. `arrival` is the
    id of the arrival that shows it, `key` that of the row that holds it; empty or 0 without one."""

    event: Event
    arrival: str = ""
    key: int = 0
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Book:
    units: tuple[Unit, ...]
    applications: tuple[Application, ...]
    filed: tuple[Filed, ...]
    log: Mapping[str, tuple[Known, ...]]
    calls: tuple[Stored[NewCall], ...]
    rulings: Mapping[str, Ruling]
    letters: Mapping[str, outbox.Queued]

    def events(self, application: str) -> tuple[Event, ...]:
        return tuple(each.event for each in self.log.get(application, ()))


@dataclass(frozen=True, slots=True)
class _Rows:
    """All that the database holds, read in one transaction."""

    units: tuple[Unit, ...]
    applications: tuple[Application, ...]
    arrivals: tuple[Stored[NewArrival], ...]
    paths: Mapping[str, str]
    events: tuple[Stored[log.NewEvent], ...]
    event_said: Mapping[str, Said]
    calls: tuple[Stored[NewCall], ...]
    call_said: Mapping[str, Said]
    filings: Mapping[int, Filing]
    rulings: Mapping[str, Ruling]
    letters: Mapping[str, outbox.Queued]


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a person is about to say, to see beforehand what follows from it."""

    filing: Filing | None = None
    ruling: Ruling | None = None


def open_book(
    store: Store,
    engine: Engine = HERE,
    *,
    supposed: Supposed = Supposed(),
    placed: bool = True,
    read: Callable[[], None] = lambda: None,
    final: bool = False,
) -> Book:
    """Everything that is known. `read` is called after each arrival that was made out. Not `placed`:
    only what people and servers say; nothing that came is looked into. `final`: for what is handed
    over, nothing is taken from cache/ that this very process did not read from the evidence."""
    with store.reading() as connection:
        rows = _supposing(_rows(connection), supposed)
    filed = tuple(_filed(store, rows, engine, read, final) if placed else _unplaced(rows))
    if placed:
        filed = without_torsos(store.folder, filed)
    return Book(
        rows.units,
        rows.applications,
        filed,
        _logs(rows, filed),
        rows.calls,
        rows.rulings,
        rows.letters,
    )


def _rows(connection: Connection) -> _Rows:
    return _Rows(
        plan.units(connection),
        plan.applications(connection),
        log.arrivals(connection),
        log.paths(connection),
        log.events(connection),
        standing.said(connection, tables.events),
        log.calls(connection),
        standing.said(connection, tables.calls),
        said.filings(connection),
        said.rulings(connection),
        outbox.letters(connection),
    )


def _supposing(rows: _Rows, supposed: Supposed) -> _Rows:
    filing, ruling = supposed.filing, supposed.ruling
    if filing is not None:
        rows = replace(rows, filings={**rows.filings, filing.arrival_id: filing})
    if ruling is not None:
        rows = replace(rows, rulings={**rows.rulings, ruling.target: ruling})
    return rows


# --- arrivals -----------------------------------------------------------------------------------


def sheets_of(store: Store, arrival: Arrival) -> tuple[Sheet, ...]:
    """What there is to read of an arrival: the pages of its letter, in order."""
    name = MAIL_NAME if arrival.how == "email" and arrival.id.startswith("邮件") else arrival.name
    first = Sheet(store.folder, arrival.path, arrival.sha256, name)
    return (first, *(Sheet(store.folder, path, sha, name) for name, path, sha in arrival.pages))


def _filed(
    store: Store, rows: _Rows, engine: Engine, read: Callable[[], None], final: bool
) -> Iterator[Filed]:
    ids = {
        each.message_id: each.application_id for each in rows.letters.values() if each.message_id
    }
    desk = Desk(rows.units, rows.applications, ids)
    key = desk_key(desk)
    pieces = [(stored, _material(store, rows, stored.fact)) for stored in rows.arrivals]
    begun = ahead(lambda piece: begin_placing(desk, key, engine, piece[1], final=final), pieces)
    known = {each.id: each for each in rows.applications}
    waits = ahead(
        partial(_with_word, rows, known, engine, final),
        ((*piece, wait()) for piece, wait in zip(pieces, begun, strict=True)),
    )
    for wait in waits:
        yield wait()
        read()


def _unplaced(rows: _Rows) -> Iterator[Filed]:
    for stored in rows.arrivals:
        placement = Placement(None, ReplyKind.OTHER, ())
        filing = rows.filings.get(stored.id)
        places = filing.applications if filing else ()
        arrival = _arrival(rows, stored, placement, filing, ReplyKind.OTHER, "")
        yield Filed(stored.id, stored.fact, arrival, places, (), (), placement, filing, {})


def sheets_to_read(
    folder: Path, paths: Mapping[str, str], arrival: NewArrival
) -> tuple[Sheet, ...]:
    """The pages of what came, in order, each with the place of its bytes."""
    pages = [(arrival.name, arrival.sha256)]
    pages += [(each.name, each.sha256) for each in arrival.files if each.role == "page"]
    if arrival.source == "mail":
        pages[0] = (MAIL_NAME, arrival.sha256)
    return tuple(Sheet(folder, paths[sha], sha, name) for name, sha in pages)


def _material(store: Store, rows: _Rows, arrival: NewArrival) -> Material:
    return Material(arrival, sheets_to_read(store.folder, rows.paths, arrival))


def _with_word(
    rows: _Rows,
    known: Mapping[str, Application],
    engine: Engine,
    final: bool,
    piece: tuple[Stored[NewArrival], Material, Placement],
) -> Callable[[], Filed]:
    """An arrival with what a person says of it on top."""
    stored, material, placement = piece
    filing = rows.filings.get(stored.id)
    here = [known[id] for id in _places(placement, filing) if id in known]
    kind = filing.kind if filing else None
    begun = [
        (each, begin_meaning(material, each, placement, kind, engine, final=final)) for each in here
    ]

    def wait() -> Filed:
        meant = [(each, meaning()) for each, meaning in begun]
        doubt = placement.doubt
        if filing is not None:
            doubt = "" if filing.kind or not meant else doubt_of_kind(meant[0][1])
        standing = filing.kind if filing and filing.kind else placement.kind
        if filing is not None and filing.kind is None and meant:
            standing = meant[0][1].kind
        days = _days(stored.fact)
        events = {}
        # whatever else it carries, a confirmation confirms
        for application, meaning in meant if not doubt or standing in CONFIRMS else ():
            counted = filing.days if filing and filing.days is not None else meaning.counted
            signed = stored.fact.signed_on or meaning.signed_on
            event = event_of(
                application.channel, standing, replace(days, signed_on=signed), counted,
                stored.fact.sha256,
            )  # fmt: skip
            if event is not None:
                events[application.id] = event
        places = tuple(each.id for each in here)
        return Filed(
            stored.id,
            stored.fact,
            _arrival(rows, stored, placement, filing, standing, doubt),
            places,
            () if filing else placement.candidates,
            places if filing else (*places, *placement.touches, *placement.candidates),
            placement,
            filing,
            events,
        )

    return wait


def _places(placement: Placement, filing: Filing | None) -> tuple[str, ...]:
    if filing is not None:
        return filing.applications
    return (placement.application,) if placement.application else ()


def _days(arrival: NewArrival) -> Days:
    if arrival.source == "file" and arrival.noticed_on is not None:
        return Days(None, arrival.posted_on, None, arrival.noticed_on)
    return Days(None, arrival.posted_on, arrival.on, arrival.noticed_on)


def _arrival(
    rows: _Rows,
    stored: Stored[NewArrival],
    placement: Placement,
    filing: Filing | None,
    kind: ReplyKind,
    doubt: str,
) -> Arrival:
    came = stored.fact
    reasons = placement.reasons
    if filing is not None:
        who = f"{filing.said.by}（{filing.said.at[:10]}）" if filing.said else "人工"
        reasons = (f"{who}归卷：{filing.why}" if filing.why else f"{who}归卷",)
    pages = [
        (each.name, rows.paths[each.sha256], each.sha256)
        for each in came.files
        if each.role == "page"
    ]
    return Arrival(
        id=number_of(stored),
        on=came.on,
        posted_on=came.posted_on,
        how="post" if came.source == "paper" else _how(came),
        sender=placement.sender or came.sender,
        name=placement.title or came.name,
        sha256=came.sha256,
        path=rows.paths[came.sha256],
        kind=kind,
        reasons=reasons,
        doubt=doubt,
        pages=tuple(pages),
    )


def _how(arrival: NewArrival) -> str:
    return "email" if arrival.source == "mail" or arrival.name.lower().endswith(".eml") else "post"


def number_of(stored: Stored[NewArrival]) -> str:
    """邮件12, 文件3, or the ledger's own 来件编号: what people call an arrival by."""
    names = {"mail": "邮件", "file": "文件"}
    name = names.get(stored.fact.source)
    return f"{name}{stored.id}" if name else stored.fact.source_key


# --- logs ---------------------------------------------------------------------------------------


def _logs(rows: _Rows, filed: Sequence[Filed]) -> dict[str, tuple[Known, ...]]:
    logs: dict[str, list[Known]] = defaultdict(list)
    for stored in rows.events:
        fact, who = stored.fact, rows.event_said.get(str(stored.id))
        logs[fact.application_id].append(Known(log.as_event(fact), "", stored.id, who))
    for call in rows.calls:
        if call.fact.application_id and confirms(call.fact):
            who = rows.call_said.get(str(call.id))
            logs[call.fact.application_id].append(Known(_confirmation(call.fact), "", 0, who))
    for each in filed:
        who = each.filing.said if each.filing else None
        for application, event in each.events.items():
            logs[application].append(Known(event, each.arrival.id, 0, who))
    channels = {each.id: each.channel for each in rows.applications}
    return {
        id: tuple(_ruled(id, NEEDS_CONFIRMING.__contains__(channels[id]), sorted_log, rows.rulings))
        for id, sorted_log in ((id, _in_order(found)) for id, found in _all(rows, logs))
    }


def _all(rows: _Rows, logs: Mapping[str, list[Known]]) -> Iterator[tuple[str, list[Known]]]:
    for application in rows.applications:
        yield application.id, logs.get(application.id, [])


def _in_order(found: Iterable[Known]) -> list[Known]:
    """As they happened; what people recorded of a day before what came on it."""
    return sorted(found, key=lambda each: (each.event.on, bool(each.arrival)))


def confirms(call: NewCall) -> bool:
    """Whether in this call the agency confirmed that it has the application."""
    return call.purpose is Purpose.CONFIRM and call.outcome in (
        Outcome.CONNECTED,
        Outcome.TRANSFERRED,
    )


def _confirmation(call: NewCall) -> Event:
    evidence = f"{call.on} {call.time} 电话确认：{call.note}"
    return Event(Kind.CONFIRMED, call.on, evidence, "call")


def _ruled(
    id: str, confirming: bool, found: list[Known], rulings: Mapping[str, Ruling]
) -> list[Known]:
    """The log with the days that a person ruled on."""
    received = rulings.get(f"{id}/received_on")
    if received is not None:
        kind = Kind.CONFIRMED if confirming else Kind.DELIVERED
        told = Event(kind, date.fromisoformat(received.value), _because(received), "ruling")
        found = [each for each in found if each.event.kind not in DELIVERED]
        found.append(Known(told, said=received.said))
    answered = rulings.get(f"{id}/answered_on")
    if answered is not None:
        found = _answered_on(found, answered)
    return _in_order(found)


def _answered_on(found: list[Known], ruling: Ruling) -> list[Known]:
    """The first answer with the day that was ruled, by every convention; without any, one that
    nobody holds in hand, as when an answer was given by word of mouth."""
    day = date.fromisoformat(ruling.value)
    data = {"signed_on": day, "posted_on": day, "delivered_on": day}
    first = next((each for each in found if each.event.kind is Kind.ANSWERED), None)
    if first is None:
        told = Event(Kind.ANSWERED, day, _because(ruling), "ruling", data)
        return [*found, Known(told, said=ruling.said)]
    moved = replace(first.event, on=day, data=data)
    return [
        replace(first, event=moved, said=ruling.said) if each is first else each for each in found
    ]


def _because(ruling: Ruling) -> str:
    return f"人工认定：{ruling.why}"
