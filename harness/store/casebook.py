"""The facts of a campaign -> an `Assessment`: every deadline and verdict computed from them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected, ReplyKind
from harness.checker.finding import ELEMENT_NAMES, Verdict
from harness.clock.deadline import Clock, read_clock
from harness.clock.events import Event, Kind
from harness.engine import HERE, Engine
from harness.scoring.assessment import Arrival, Assessment, Call, Case, ReviewItem
from harness.store import tables
from harness.store.database import Store
from harness.store.log import events_of
from harness.store.outbox import in_doubt
from harness.store.reading import Sheet, read, read_ahead
from letters.model import Application, Campaign, Unit

MAIL_NAME = "来信.eml"  # a mail has no file name; its subject is no name for a file


def expected_of(application: Application) -> Expected:
    """What a right answer to this application would name."""
    unit = application.unit
    return Expected(
        applicant=application.applicant.name,
        unit=unit.name,
        unit_aliases=unit.aliases,
        reconsideration_organs=unit.reconsideration_organs,
        courts=unit.courts,
        requested_on=application.round.send_on,
        items=application.question.items,
    )


def assess(
    store: Store,
    campaign: Campaign,
    units: Sequence[Unit],
    applications: Sequence[Application],
    *,
    as_of: date,
    doubts: Sequence[ReviewItem] = (),
    engine: Engine = HERE,
    judged: Callable[[], None] = lambda: None,
) -> Assessment:
    """Judge the campaign as the facts stand. `doubts` are what the ledger left open; `judged` is
    called after each application."""
    with store.reading() as connection:
        log = events_of(connection)
        arrivals = _arrivals(connection)
        calls = _calls(connection, {unit.id: unit for unit in units})
        unfiled = tuple(_unfiled(connection))
    cases = tuple(
        _case(each, campaign, log.get(each.id, ()), arrivals.get(each.id, ()), as_of)
        for each in applications
    )
    read_ahead([sheet_of(store, case.answer) for case in cases if case.answer], engine)
    whole = []
    for case in cases:
        whole.append(_judged(store, case))
        judged()
    review = (
        *unfiled,
        *doubts,
        *_unsent(store),
        *(item for case in whole for item in _unclear(case)),
    )
    return Assessment(campaign, tuple(units), tuple(whole), calls, review, as_of)


def sheet_of(store: Store, arrival: Arrival) -> Sheet:
    """What there is to read of an arrival."""
    name = MAIL_NAME if arrival.how == "email" else arrival.name
    return Sheet(store.folder, arrival.path, arrival.sha256, name)


def _judged(store: Store, case: Case) -> Case:
    answer = case.answer
    if answer is None:
        return case
    given = answer.posted_on or answer.on
    document = read(sheet_of(store, answer))
    return replace(case, judgement=judge(Dossier(document, expected_of(case.application), given)))


def _case(
    application: Application,
    campaign: Campaign,
    events: Sequence[Event],
    arrivals: Sequence[Arrival],
    as_of: date,
) -> Case:
    clock = _clock(application, campaign, events, as_of)
    return Case(application, clock, tuple(arrivals), _answer(events, arrivals, as_of), None)


def _clock(
    application: Application, campaign: Campaign, events: Sequence[Event], as_of: date
) -> Clock:
    return read_clock(
        [event for event in events if event.on <= as_of],
        channel=application.channel.value,
        as_of=as_of,
        convention=campaign.convention,
        region=application.unit.region or None,
    )


def _answer(events: Sequence[Event], arrivals: Sequence[Arrival], as_of: date) -> Arrival | None:
    """The answer to judge: where an agency answered again, its last word within the campaign."""
    answers = [each for each in events if each.kind is Kind.ANSWERED and each.on <= as_of]
    if not answers:
        return None
    shown = {each.sha256: each for each in arrivals}
    return shown.get(answers[-1].evidence)


def _arrivals(connection: Connection) -> dict[str, tuple[Arrival, ...]]:
    """Arrivals by application, each as its latest filing has it, in the order they came."""
    filed: dict[str, list[Arrival]] = {}
    for row in connection.execute(_filed_arrivals()):
        if row.application_id is not None:
            filed.setdefault(row.application_id, []).append(_arrival(row))
    return {application: tuple(rows) for application, rows in filed.items()}


def _arrival(row: Row[Any]) -> Arrival:
    how = {"mail": "email", "paper": "post"}[row.source]
    return Arrival(
        id=f"L{row.id:04d}",
        on=row.on,
        posted_on=row.posted_on,
        how=how,
        sender=row.sender,
        name=row.name,
        sha256=row.sha256,
        path=row.path,
        kind=ReplyKind(row.kind),
        reasons=tuple(row.reasons),
    )


def _filed_arrivals() -> Select[Any]:
    """Every arrival with its latest filing and the place of its bytes."""
    arrivals, filings, evidence = tables.arrivals, tables.filings, tables.evidence
    latest = select(func.max(filings.c.id)).group_by(filings.c.arrival_id)
    return (
        select(
            arrivals,
            evidence.c.path,
            filings.c.application_id,
            filings.c.kind,
            filings.c.reasons,
            filings.c.doubt,
        )
        .join(filings, filings.c.arrival_id == arrivals.c.id)
        .join(evidence, evidence.c.sha256 == arrivals.c.sha256)
        .where(filings.c.id.in_(latest))
        .order_by(arrivals.c.on, arrivals.c.id)
    )


def _unfiled(connection: Connection) -> Iterator[ReviewItem]:
    for row in connection.execute(_filed_arrivals()):
        if row.doubt:
            came = f"{row.on} 来件“{row.name}”（{row.sender}）"
            yield ReviewItem(came, row.doubt, row.path)


def _calls(connection: Connection, units: dict[str, Unit]) -> tuple[Call, ...]:
    table = tables.calls
    rows = connection.execute(select(table).order_by(table.c.on, table.c.time, table.c.id))
    return tuple(
        Call(units[row.unit_id], row.on, row.time, row.number, row.connected, row.note)
        for row in rows
    )


def _unsent(store: Store) -> Iterator[ReviewItem]:
    for application in in_doubt(store):
        yield ReviewItem(f"申请 {application}", "发送中断，是否已经发出不明；核实前不会重发")


def _unclear(case: Case) -> Iterator[ReviewItem]:
    if case.judgement is None or case.answer is None:
        return
    for finding in case.judgement.findings:
        if finding.verdict is Verdict.UNCLEAR:
            name = ELEMENT_NAMES[finding.element]
            what = f"{case.application.unit.name}（{case.application.id}）的“{name}”"
            yield ReviewItem(what, finding.reason, case.answer.path)
