"""The facts of a campaign -> an `Assessment`: every deadline and verdict computed from them anew."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from harness.checker.dossier import Expected, ReplyKind
from harness.clock.campaign import Log, read_clocks
from harness.clock.events import Event, Kind
from harness.engine import HERE, Closed, Engine, JobFailed, Lost, ahead
from harness.scoring.assessment import Arrival, Assessment, Call, Case, ReviewItem
from harness.store import tables
from harness.store.database import Store
from harness.store.judging import begin_judging
from harness.store.log import events_of
from harness.store.outbox import unsent
from harness.store.reading import Sheet
from letters.model import Application, Campaign, Unit

log = logging.getLogger(__name__)
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
        level=unit.level,
        region=unit.region,
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
    cases = _cases(applications, campaign, log, arrivals, as_of)
    review = [*_undecided(arrivals), *doubts, *_unsent(store)]
    whole = []
    for wait in ahead(partial(_judging, store, engine), cases):
        done, trouble = wait()
        whole.append(done)
        review += trouble
        judged()
    return Assessment(campaign, tuple(units), tuple(whole), calls, tuple(review), as_of)


def sheet_of(store: Store, arrival: Arrival) -> Sheet:
    """What there is to read of an arrival."""
    name = MAIL_NAME if arrival.how == "email" else arrival.name
    return Sheet(store.folder, arrival.path, arrival.sha256, name)


Judged = tuple[Case, list[ReviewItem]]


def _judging(store: Store, engine: Engine, case: Case) -> Callable[[], Judged]:
    """Begin to read and judge the case's answer; the call that is given back waits for it.
    Evidence that is gone or changed is judged by nobody."""
    answer = case.answer
    if answer is None:
        return lambda: (case, [])
    given = answer.posted_on or answer.on
    expected = expected_of(case.application)
    try:
        judging = begin_judging(sheet_of(store, answer), expected, given, engine)
    except (OSError, ValueError) as why:
        return partial(_lost, case, answer, f"佐证文件无法使用：{why}")

    def wait() -> Judged:
        try:
            judged = judging()
        except Closed:
            raise  # nobody judges any more: no fault of this answer
        except Exception as fault:
            log.error("%s could not be judged", answer.id, exc_info=fault)
            return _lost(case, answer, f"核对时程序内部出错（{_kind(fault)}），须由人工核对")
        if isinstance(judged, Lost):
            return _lost(case, answer, judged.message)
        return replace(case, judgement=judged), []

    return wait


def _kind(fault: Exception) -> str:
    """The exception's name; a lane tells its child's by the last line of the traceback."""
    if not isinstance(fault, JobFailed):
        return type(fault).__name__
    last = str(fault).strip().rpartition("\n")[2]
    return last.partition(":")[0].rpartition(".")[2]


def _lost(case: Case, answer: Arrival, why: str) -> Judged:
    """The answer cannot be judged: it becomes something that a person must look at."""
    what = f"{case.application.id} 的答复“{answer.name}”（{answer.id}）"
    lost = replace(answer, doubt=why)
    item = ReviewItem(what, why, answer.path)
    return replace(case, answer=None, doubtful=(*case.doubtful, lost)), [item]


def _cases(
    applications: Sequence[Application],
    campaign: Campaign,
    log: Mapping[str, Sequence[Event]],
    arrivals: Sequence[_Filed],
    as_of: date,
) -> list[Case]:
    here: dict[str, list[Arrival]] = defaultdict(list)
    doubtful: dict[str, list[Arrival]] = defaultdict(list)
    for each in arrivals:
        if each.arrival.on > as_of:
            continue
        if each.application_id is not None:
            here[each.application_id].append(each.arrival)
        if each.arrival.doubt:
            for concerned in dict.fromkeys((each.application_id, *each.candidates)):
                if concerned is not None:
                    doubtful[concerned].append(each.arrival)
    logs = [
        Log(log.get(each.id, ()), each.channel.value, each.unit.region or None)
        for each in applications
    ]
    clocks = read_clocks(logs, as_of=as_of, convention=campaign.convention)
    return [
        Case(
            application,
            clock,
            tuple(here[application.id]),
            _answer(known.events, here[application.id], as_of),
            None,
            tuple(doubtful[application.id]),
        )
        for application, known, clock in zip(applications, logs, clocks, strict=True)
    ]


def _answer(events: Sequence[Event], arrivals: Sequence[Arrival], as_of: date) -> Arrival | None:
    """The answer to judge: the first, by which the clock stopped. Later ones are in `arrivals`."""
    shown = {each.sha256: each for each in arrivals}
    for event in events:
        if event.kind is Kind.ANSWERED and event.on <= as_of and event.evidence in shown:
            return shown[event.evidence]
    return None


@dataclass(frozen=True, slots=True)
class _Filed:
    """An arrival, and where its latest filing puts it."""

    arrival: Arrival
    application_id: str | None
    candidates: tuple[str, ...]


def _arrivals(connection: Connection) -> list[_Filed]:
    """Every arrival as its latest filing has it, in the order they came."""
    return [
        _Filed(_arrival(row), row.application_id, tuple(row.candidates))
        for row in connection.execute(_filed_arrivals())
    ]


def _arrival(row: Row[Any]) -> Arrival:
    mail = row.source == "mail"
    return Arrival(
        id=f"邮件{row.id}" if mail else row.source_key,
        on=row.on,
        posted_on=row.posted_on,
        how="email" if mail else "post",
        sender=row.sender,
        name=row.name,
        sha256=row.sha256,
        path=row.path,
        kind=ReplyKind(row.kind),
        reasons=tuple(row.reasons),
        doubt=row.doubt,
    )


def _undecided(arrivals: Sequence[_Filed]) -> Iterator[ReviewItem]:
    for arrival in (each.arrival for each in arrivals):
        if arrival.doubt:
            came = f"{arrival.on} 来件“{arrival.name}”（{arrival.id}，{arrival.sender}）"
            yield ReviewItem(came, arrival.doubt, arrival.path)


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
            filings.c.candidates,
            filings.c.doubt,
        )
        .join(filings, filings.c.arrival_id == arrivals.c.id)
        .join(evidence, evidence.c.sha256 == arrivals.c.sha256)
        .where(filings.c.id.in_(latest))
        .order_by(arrivals.c.on, arrivals.c.id)
    )


def _calls(connection: Connection, units: dict[str, Unit]) -> tuple[Call, ...]:
    table = tables.calls
    rows = connection.execute(select(table).order_by(table.c.on, table.c.time, table.c.id))
    return tuple(
        Call(units[row.unit_id], row.on, row.time, row.number, row.connected, row.note)
        for row in rows
    )


_UNSENT = {
    "queued": "尚未发出：{0}",
    "sending": "发送中断，是否已经发出不明；核实前不会重发",
    "refused": "对方服务器拒收：{0}",
}


def _unsent(store: Store) -> Iterator[ReviewItem]:
    for letter in unsent(store):
        why = _UNSENT[letter.state].format(letter.detail or "等待发送")
        yield ReviewItem(f"申请 {letter.application_id}（{letter.on}）", why)
