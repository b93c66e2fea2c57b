"""The facts of a campaign -> a `Book`: every arrival placed, every application's log, who says so.

What the program reads of an arrival comes first; a person's filing lies on top of it, a ruling on a
day on top of that. Nothing here is written down: open the book again after `file`, `rule` or `undo`,
and it follows from the facts as they then stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from sqlalchemy import Connection

from harness.casebook.days import Days, day_of, days_of
from harness.casebook.events import CONFIRMS, event_of
from harness.casebook.further_log import (
    After,
    CameBack,
    by_letter,
    came_back,
    further_log,
    in_words,
    not_known,
    not_made_good,
    without_returned,
)
from harness.casebook.matching.at_desk import desk_of
from harness.casebook.matching.finder import Finder, Plan
from harness.casebook.matching.index import Desk
from harness.casebook.matching.known_numbers import Come, placed_by_numbers
from harness.casebook.meaning import Meaning
from harness.casebook.placing import (
    Material,
    Placement,
    begin_meaning,
    begin_placing,
    desk_key,
    doubt_of_kind,
)
from harness.casebook.ruled.days import Known, first_answer, in_order, speaks_of, with_rulings
from harness.casebook.torso import without_torsos
from harness.clock.events import Event, Kind
from harness.engine import HERE, Engine, ahead
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Arrival
from harness.scoring.people import Objection, Sample
from harness.store import further, guides, log, objecting, outbox, plan, said, standing, tables
from harness.store.database import Store
from harness.store.guides import Kept
from harness.store.log import NewArrival, NewCall, Outcome, Purpose, Stored
from harness.store.objecting import Handed
from harness.store.reading import Sheet
from harness.store.said import Filing, Ruling, Staged
from harness.store.shelves import Evidence
from harness.store.standing import Said
from letters.model import Application, Unit

__all__ = ["Book", "Filed", "Known", "Supposed", "open_book"]
MAIL_NAME = "来信.eml"  # a mail has no file name; its subject is no name for a file
NO_DAY = "没有登记收件日期和邮戳日期，何时作出无从认定，请登记（台账或 mingcha log paper）"


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
    days: Days
    undated: bool = False  # the doubt is about its day, and about nothing else
    # letter that followed an application -> what this means for it alone, not for the application
    letters: Mapping[str, Event] = field(default_factory=dict)
    may_be: tuple[str, ...] = ()  # such letters, of which it may speak as well

    @property
    def stands_with(self) -> tuple[str, ...]:
        """What it is about, as people are told: a later letter in place of its application."""
        later = {id.partition("/")[0]: id for id in self.letters}
        return tuple(id if id in self.events else later.get(id, id) for id in self.applications)


@dataclass(frozen=True, slots=True)
class Book:
    units: tuple[Unit, ...]
    applications: tuple[Application, ...]
    filed: tuple[Filed, ...]
    log: Mapping[str, tuple[Known, ...]]
    calls: tuple[Stored[NewCall], ...]
    rulings: Mapping[str, Ruling]  # of each thing the one that counts, or that of the highest stage
    letters: Mapping[str, outbox.Queued]
    answers: Mapping[str, str] = field(default_factory=dict)  # the first on record, its evidence
    stale: frozenset[str] = frozenset()  # rulings on a day that are about another answer
    unsettled: Mapping[str, str] = field(
        default_factory=dict
    )  # application -> what nobody knows of a letter that followed it, or that it came back
    staged: Mapping[str, Staged] = field(default_factory=dict)  # every ruling, by its stage
    samples: tuple[Sample, ...] = ()
    objections: tuple[Objection, ...] = ()
    feedbacks: Mapping[str, Handed] = field(default_factory=dict)  # unit -> the last one
    # letter that followed an application (U001-B/撤回申请) -> what came of it
    further: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    back: tuple[CameBack, ...] = ()  # those that were returned and not sent anew
    guides: Mapping[str, tuple[Kept, ...]] = field(default_factory=dict)  # unit -> the latest last
    find: Finder = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "find", Finder(Plan(self.units, self.applications), self.filed))

    def events(self, application: str) -> tuple[Event, ...]:
        return tuple(each.event for each in self.log.get(application, ()) if each.counts)


@dataclass(frozen=True, slots=True)
class Rows:
    """All that the database holds, or of some applications and arrivals, read in one transaction."""

    units: tuple[Unit, ...]
    applications: tuple[Application, ...]
    arrivals: tuple[Stored[NewArrival], ...]
    paths: Mapping[str, str]
    events: tuple[Stored[log.NewEvent], ...]
    arrival_said: Mapping[str, Said]
    event_said: Mapping[str, Said]
    calls: tuple[Stored[NewCall], ...]
    call_said: Mapping[str, Said]
    filings: Mapping[int, Filing]
    staged: Mapping[str, Staged]
    letters: Mapping[str, outbox.Queued]
    further: Mapping[str, further.Further]
    unsettled: Mapping[str, str]
    samples: tuple[Sample, ...]
    objections: tuple[Objection, ...]
    feedbacks: Mapping[str, Handed]
    guides: Mapping[str, tuple[Kept, ...]]


@dataclass(frozen=True, slots=True)
class Supposed:
    """What a person is about to say, to see beforehand what follows from it."""

    filing: Filing | None = None
    rulings: tuple[Ruling, ...] = ()


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
        rows = supposing(rows_of(connection), supposed)
    if not placed:
        return bound(rows, tuple(_unplaced(rows)))
    come = come_alone(store, rows, desk_of_rows(rows), engine, final=final, read=read)
    filed = tuple(with_words(store, rows, placed_by_numbers(come), engine, final=final))
    return bound(rows, without_torsos(store.evidence, filed))


def bound(rows: Rows, filed: Sequence[Filed]) -> Book:
    """The book of what people and servers said and what came, of a whole campaign or of some of its
    applications: nothing in it depends on another application's rows."""
    after = further_log(filed)
    back = came_back(after, rows.further.values())
    logs = without_returned(_logs(rows, filed), back)
    back = not_made_good(logs, back)
    answers = {id: first_answer(found) for id, found in logs.items()}
    rulings = _counting(rows.staged, answers)
    return Book(
        rows.units,
        rows.applications,
        tuple(filed),
        _as_ruled(rows, logs, rulings),
        rows.calls,
        rulings,
        rows.letters,
        {id: first.event.evidence for id, first in answers.items() if first},
        _stale(rulings, answers),
        {**not_known(rows.unsettled), **in_words(back)},
        rows.staged,
        rows.samples,
        rows.objections,
        rows.feedbacks,
        after,
        back,
        rows.guides,
    )


def rows_of(connection: Connection) -> Rows:
    return Rows(
        plan.units(connection),
        plan.applications(connection),
        log.arrivals(connection),
        log.paths(connection),
        log.events(connection),
        standing.said(connection, tables.arrivals),
        standing.said(connection, tables.events),
        log.calls(connection),
        standing.said(connection, tables.calls),
        said.filings(connection),
        said.by_stage(connection),
        outbox.letters(connection),
        further.letters(connection),
        further.perhaps_gone(connection),
        objecting.samples(connection),
        objecting.objections(connection),
        objecting.feedbacks(connection),
        guides.guides(connection),
    )


def supposing(rows: Rows, supposed: Supposed) -> Rows:
    filing = supposed.filing
    if filing is not None:
        rows = replace(rows, filings={**rows.filings, filing.arrival_id: filing})
    staged = dict(rows.staged)
    for each in supposed.rulings:
        of = {**staged.get(each.target, {}), each.stage: each}
        staged[each.target] = dict(sorted(of.items()))
    return replace(rows, staged=staged)


# --- arrivals -----------------------------------------------------------------------------------


def sheets_of(store: Store, arrival: Arrival) -> tuple[Sheet, ...]:
    """What there is to read of an arrival: the pages of its letter, in order."""
    name = MAIL_NAME if arrival.how == "email" and arrival.id.startswith("邮件") else arrival.name
    first = Sheet(store.evidence, arrival.path, arrival.sha256, name)
    return (first, *(Sheet(store.evidence, path, sha, name) for name, path, sha in arrival.pages))


def desk_of_rows(rows: Rows) -> Desk:
    return desk_of(rows.units, rows.applications, rows.letters, rows.further)


def come_alone(
    store: Store,
    rows: Rows,
    desk: Desk,
    engine: Engine,
    *,
    final: bool = False,
    read: Callable[[], None] = lambda: None,
    key: str = "",
) -> list[Come]:
    """What the program makes of each arrival by itself, and where people filed it. `key`: the desk's,
    where it is known."""
    key = key or desk_key(desk)
    pieces = [_material(store, rows, stored.fact) for stored in rows.arrivals]
    begun = ahead(
        lambda piece: begin_placing(desk, key, engine, piece, final=final), pieces, engine
    )
    come = []
    for stored, wait in zip(rows.arrivals, begun, strict=True):
        come.append(come_of(rows, stored, wait()))
        read()
    return come


def come_of(rows: Rows, stored: Stored[NewArrival], placement: Placement) -> Come:
    filing = rows.filings.get(stored.id)
    said = filing.places if filing else None
    return Come(number_of(stored), stored.fact.on, placement, said)


def with_words(
    store: Store, rows: Rows, placed: Iterable[Placement], engine: Engine, *, final: bool = False
) -> Iterator[Filed]:
    """The arrivals as they stand, each by itself. `placed`: what is made of each, in their order."""
    known = {each.id: each for each in rows.applications}
    after = After.of(rows.further, rows.letters, rows.events)
    pieces = (
        (stored, _material(store, rows, stored.fact), found)
        for stored, found in zip(rows.arrivals, placed, strict=True)
    )
    waits = ahead(
        partial(_with_word, rows, known, after, _first_sent(rows), engine, final), pieces, engine
    )
    for each in waits:
        yield each()


def _unplaced(rows: Rows) -> Iterator[Filed]:
    for stored in rows.arrivals:
        placement = Placement((), ReplyKind.OTHER, ())
        filing = rows.filings.get(stored.id)
        places = filing.places if filing else ()
        arrival = _arrival(rows, stored, placement, filing, ReplyKind.OTHER, "")
        days = days_of(stored.fact, None, None)
        yield Filed(stored.id, stored.fact, arrival, places, (), (), placement, filing, {}, days)


def sheets_to_read(
    held: Evidence, paths: Mapping[str, str], arrival: NewArrival
) -> tuple[Sheet, ...]:
    """The pages of what came, in order, each with the place of its bytes."""
    pages = [(arrival.name, arrival.sha256)]
    pages += [(each.name, each.sha256) for each in arrival.files if each.role == "page"]
    if arrival.source == "mail":
        pages[0] = (MAIL_NAME, arrival.sha256)
    return tuple(Sheet(held, paths[sha], sha, name) for name, sha in pages)


def _material(store: Store, rows: Rows, arrival: NewArrival) -> Material:
    return Material(arrival, sheets_to_read(store.evidence, rows.paths, arrival))


def _with_word(
    rows: Rows,
    known: Mapping[str, Application],
    after: After,
    sent: Mapping[str, date],
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
        days = _days(rows, stored, [sent[each.id] for each in here])
        doubt = placement.doubt or days.fault
        if filing is not None:
            doubt = "" if filing.kind or not meant else doubt_of_kind(meant[0][1])
        standing = filing.kind if filing and filing.kind else placement.kind
        if filing is not None and filing.kind is None and meant:
            standing = meant[0][1].kind
        if standing is ReplyKind.ANSWER and meant:
            signed = stored.fact.signed_on or meant[0][1].signed_on
            days = replace(days, signed_on=signed)
        # whatever else it carries, a confirmation confirms
        events = _events(standing, days, stored.fact, filing, meant)
        spoken = after.spoken(stored.fact.on, placement, filing, here, standing)
        unsure = [each for id, each in spoken.items() if each.doubt and id in events]
        doubt = doubt or (unsure[0].doubt if unsure else "")
        moves = not doubt or (standing in CONFIRMS and days.known and not unsure)
        events = events if moves else {}
        undated = not doubt and bool(events) and not days.known and standing is not ReplyKind.ANSWER
        if undated:
            # told late by the day on which it was found, it would accuse
            doubt, events = days.fault or NO_DAY, {}
        places = tuple(each.id for each in here)
        arrival = _arrival(rows, stored, placement, filing, standing, doubt)
        reasons = (*arrival.reasons, *after.reasons(spoken))
        own, of_letters = by_letter(events, spoken)
        return Filed(
            stored.id,
            stored.fact,
            replace(arrival, earliest=days.earliest, reasons=reasons),
            places,
            () if filing else placement.candidates,
            places if filing else (*places, *placement.touches, *placement.candidates),
            placement,
            filing,
            own,
            days,
            undated or (bool(doubt) and doubt == days.fault),
            of_letters,
            tuple(id for each in unsure for id in each.ids if id in rows.further),
        )

    return wait


def _events(
    kind: ReplyKind,
    days: Days,
    arrival: NewArrival,
    filing: Filing | None,
    meant: Sequence[tuple[Application, Meaning]],
) -> dict[str, Event]:
    """Application -> what the arrival means for its clock, where it moves one."""
    events = {}
    for application, meaning in meant:
        counted = filing.days if filing and filing.days is not None else meaning.counted
        own = replace(days, signed_on=arrival.signed_on or meaning.signed_on)
        event = event_of(
            application.channel, kind, own, counted, arrival.sha256, confirms=meaning.confirms
        )
        if event is not None:
            events[application.id] = event
    return events


def _places(placement: Placement, filing: Filing | None) -> tuple[str, ...]:
    if filing is not None:
        return filing.places
    return placement.applications


def _first_sent(rows: Rows) -> dict[str, date]:
    """The day before which nobody can have answered an application, planned or done."""
    first = {each.id: each.round.send_on for each in rows.applications}
    for each in rows.events:
        if each.fact.kind is Kind.SENT and each.fact.application_id in first:
            id = each.fact.application_id
            first[id] = min(first[id], each.fact.on)
    return first


def _days(rows: Rows, stored: Stored[NewArrival], sent: Sequence[date]) -> Days:
    """The days of an arrival, held against the day on which it was taken in and the first sending
    of what it is filed with."""
    who = rows.arrival_said.get(str(stored.id))
    return days_of(stored.fact, day_of(who.at) if who else None, min(sent, default=None))


def _arrival(
    rows: Rows,
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


def _logs(rows: Rows, filed: Sequence[Filed]) -> dict[str, list[Known]]:
    """What is on record of every application, before any ruling."""
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
    return {each.id: in_order(logs.get(each.id, [])) for each in rows.applications}


def confirms(call: NewCall) -> bool:
    """Whether in this call the agency confirmed that it has the application."""
    return call.purpose is Purpose.CONFIRM and call.outcome in (
        Outcome.CONNECTED,
        Outcome.TRANSFERRED,
    )


def _confirmation(call: NewCall) -> Event:
    evidence = f"{call.on} {call.time} 电话确认：{call.note}"
    return Event(Kind.CONFIRMED, call.on, evidence, "call")


def _as_ruled(
    rows: Rows, logs: Mapping[str, list[Known]], rulings: Mapping[str, Ruling]
) -> dict[str, tuple[Known, ...]]:
    return {
        each.id: tuple(with_rulings(each.id, each.channel, logs[each.id], rulings))
        for each in rows.applications
    }


def _counting(
    staged: Mapping[str, Staged], answers: Mapping[str, Known | None]
) -> dict[str, Ruling]:
    """Of each thing the ruling of the highest stage; of the day of an answer the highest that is
    about the answer which stands, where there is one."""
    found = {}
    for target, of in staged.items():
        id, _, name = target.partition("/")
        fits = [
            each
            for each in (of[stage] for stage in sorted(of, reverse=True))
            if name != "answered_on" or speaks_of(each, answers.get(id))
        ]
        found[target] = fits[0] if fits else of[max(of)]
    return found


def _stale(rulings: Mapping[str, Ruling], answers: Mapping[str, Known | None]) -> frozenset[str]:
    return frozenset(
        f"{id}/answered_on"
        for id, first in answers.items()
        if f"{id}/answered_on" in rulings and not speaks_of(rulings[f"{id}/answered_on"], first)
    )
