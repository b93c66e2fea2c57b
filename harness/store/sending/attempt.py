"""发送经过: each try at sending a mail, the server's own words to it, and what follows for the mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import Connection, func, select

from harness.clock.events import Kind
from harness.store import facts, log, tables
from harness.store.database import Store
from harness.store.history import parts
from harness.store.log import NewEvent
from harness.store.outbox import SERVER, STATES
from harness.store.sending.kinds import FURTHER, application_of, both, is_further, named, table_of
from harness.store.sending.waiting_mail import Mail, claim

ATTEMPTS = tables.attempts

# what has happened to an application once a letter that follows it has gone
AFTER_SENDING = {"withdrawal": Kind.WITHDRAWN, "supplement": Kind.CLARIFICATION_SUBMITTED}


class Outcome(StrEnum):
    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"  # the server would not take it now, and surely has not
    BROKEN = "broken"  # the connection broke before the text began: it surely did not go
    UNKNOWN = "unknown"  # nobody knows whether it was taken


_AFTER = {
    Outcome.TAKEN: "sent",
    Outcome.REFUSED: "refused",
    Outcome.LATER: "queued",
    Outcome.BROKEN: "queued",
    Outcome.UNKNOWN: "sending",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at sending a mail. `on`: the day on which it counts as sent."""

    application_id: str
    at: datetime
    account: str
    server: str
    sha256: str
    outcome: Outcome
    said: str
    on: date
    again_at: datetime | None = None


def record(connection: Connection, attempts: Sequence[Attempt]) -> None:
    """What came of these tries; of what was taken, the event as well. What stands there already is not
    put down again: whoever lost the answer of the database says it once more."""
    attempts = _unknown(connection, attempts)
    facts.insert_all(connection, ATTEMPTS, [_attempt(each) for each in attempts])
    # what was taken is sent, whatever was said meanwhile
    taken = [each for each in attempts if each.outcome is Outcome.TAKEN]
    for table, key in both():
        rows = [
            {key.name: each.application_id, "state": "sent", "detail": each.said}
            for each in taken
            if table_of(each.application_id)[0] is table
        ]
        facts.update_each(connection, table, rows)
    for each in attempts:
        if each.outcome is not Outcome.TAKEN:
            table, key = table_of(each.application_id)
            values = {"state": _AFTER[each.outcome], "detail": each.said}
            here = (key == each.application_id, table.c.state == "sending")
            facts.update(connection, table, values, *here)
    log.add_events(connection, [_event(connection, each) for each in taken])


def _unknown(connection: Connection, attempts: Sequence[Attempt]) -> list[Attempt]:
    mails, key = [each.sha256 for each in attempts], ("application_id", "at", "sha256")
    known: set[tuple[object, ...]] = set()
    for part in parts(mails):
        query = select(*(ATTEMPTS.c[name] for name in key)).where(ATTEMPTS.c.sha256.in_(part))
        known.update(tuple(row) for row in connection.execute(query))
    rows = ((each, _attempt(each)) for each in attempts)
    return [each for each, row in rows if tuple(row[name] for name in key) not in known]


def _event(connection: Connection, taken: Attempt) -> NewEvent:
    id, kind = taken.application_id, Kind.SENT
    if is_further(id):
        query = select(FURTHER.c.kind).where(FURTHER.c.id == id)
        kind = AFTER_SENDING[connection.execute(query).scalar_one()]
    return NewEvent(application_of(id), kind, taken.on, taken.sha256, SERVER)


def _attempt(each: Attempt) -> dict[str, object]:
    return {
        "application_id": application_of(each.application_id),
        "at": each.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "account": each.account,
        "server": each.server,
        "sha256": each.sha256,
        "outcome": each.outcome.value,
        "said": each.said,
        "again_at": each.again_at and each.again_at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def attempts_of(connection: Connection, application_id: str) -> list[tuple[str, str, str]]:
    """(when, outcome, the server's words) of each try, the oldest first."""
    query = select(ATTEMPTS.c.at, ATTEMPTS.c.outcome, ATTEMPTS.c.said)
    here = ATTEMPTS.c.application_id == application_id
    return [tuple(row) for row in connection.execute(query.where(here).order_by(ATTEMPTS.c.id))]


def taken_since(connection: Connection, at: datetime) -> dict[str, int]:
    """Account -> how many mails it has handed over since."""
    since = ATTEMPTS.c.at >= at.astimezone(UTC).isoformat(timespec="milliseconds")
    query = select(ATTEMPTS.c.account, func.count()).where(
        since, ATTEMPTS.c.outcome.in_([Outcome.TAKEN, Outcome.UNKNOWN])
    )
    rows = connection.execute(query.group_by(ATTEMPTS.c.account))
    return {row[0]: row[1] for row in rows}


def take_down(store: Store, wanted: Sequence[Mail], tried: Sequence[Attempt]) -> frozenset[str]:
    """Several connections' news in one transaction: what came of mails, and which are to go next."""
    with store.writing(verb="send", what=_what(wanted, tried)) as connection:
        if tried:
            record(connection, tried)
        return claim(connection, wanted) if wanted else frozenset()


def _what(wanted: Sequence[Mail], tried: Sequence[Attempt]) -> str:
    ids = [each.application_id for each in wanted]
    parts = [f"{named(ids)}：{STATES['sending']}"] if wanted else []
    for outcome, name in _TOLD.items():
        ids = [each.application_id for each in tried if each.outcome is outcome]
        parts += [f"{named(ids)}：{name}"] if ids else []
    return "；".join(parts)


_TOLD = {
    Outcome.TAKEN: STATES["sent"],
    Outcome.REFUSED: STATES["refused"],
    Outcome.LATER: "对方要求稍后再发",
    Outcome.BROKEN: "连接中断，没有发出",
    Outcome.UNKNOWN: "是否发出不明",
}
