"""The log of a campaign: arrivals, their filing, events, telephone calls.

Every function that adds takes an open connection, so that what belongs together is written in one
transaction, and answers whether anything was new: taking the same thing in twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, func, or_, select

from harness.checker.dossier import ReplyKind
from harness.clock.events import Event, Kind, Value
from harness.store import facts, tables


@dataclass(frozen=True, slots=True)
class NewEvent:
    application_id: str
    kind: Kind
    on: date
    evidence: str
    source: str
    data: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewArrival:
    source: str  # mail | paper
    source_key: str
    on: date
    posted_on: date | None
    sender: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Filing:
    """归卷. `doubt` says in Chinese why a person must look; empty where none need."""

    application_id: str | None
    kind: ReplyKind
    reasons: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    doubt: str = ""
    by: str = "mingcha"


@dataclass(frozen=True, slots=True)
class NewCall:
    source_key: str
    unit_id: str
    on: date
    time: str
    number: str
    connected: bool
    note: str


def is_known(connection: Connection, source: str, source_key: str, sha256: str) -> bool:
    """Whether this very thing was taken in before.

    A mail server that numbers its mails anew (another UIDVALIDITY) hands out the same bytes under
    another key: in one mailbox, the same bytes under another validity are the same mail.
    """
    table = tables.arrivals
    rows = connection.execute(
        select(table.c.source_key).where(
            table.c.source == source,
            or_(table.c.source_key == source_key, table.c.sha256 == sha256),
        )
    )
    mailbox, _, rest = source_key.partition("/")
    validity = rest.partition("/")[0]
    for (key,) in rows:
        other, _, other_rest = key.partition("/")
        if key == source_key:
            return True
        if source == "mail" and other == mailbox and other_rest.partition("/")[0] != validity:
            return True
    return False


def arrival_of(connection: Connection, source: str, source_key: str) -> NewArrival | None:
    """What was taken in under this key."""
    table = tables.arrivals
    query = select(table).where(table.c.source == source, table.c.source_key == source_key)
    row = connection.execute(query).first()
    if row is None:
        return None
    return NewArrival(**{name: getattr(row, name) for name in NewArrival.__slots__})


def event_days(
    connection: Connection, application_id: str, kind: Kind, source: str
) -> tuple[date, ...]:
    """The days of an application's events of one kind that one source recorded."""
    table = tables.events
    query = select(table.c.on).where(
        table.c.application_id == application_id,
        table.c.kind == kind.value,
        table.c.source == source,
    )
    return tuple(connection.scalars(query))


def call_of(connection: Connection, source_key: str) -> bool | None:
    """Whether the call recorded under this key was answered; None where there is none."""
    table = tables.calls
    query = select(table.c.connected).where(table.c.source_key == source_key)
    return connection.execute(query).scalar_one_or_none()


def add_arrival(connection: Connection, new: NewArrival) -> int | None:
    """The new row's id, or None where this arrival is already there."""
    table = tables.arrivals
    known = select(table.c.id).where(
        table.c.source == new.source, table.c.source_key == new.source_key
    )
    if connection.execute(known).first() is not None:
        return None
    row = {name: getattr(new, name) for name in NewArrival.__slots__}
    number: int = facts.insert(connection, table, row)
    return number


def add_filing(connection: Connection, arrival_id: int, filing: Filing) -> None:
    row = {
        "arrival_id": arrival_id,
        "application_id": filing.application_id,
        "kind": filing.kind.value,
        "reasons": list(filing.reasons),
        "candidates": list(filing.candidates),
        "doubt": filing.doubt,
        "by": filing.by,
    }
    facts.insert(connection, tables.filings, row)


def add_event(connection: Connection, new: NewEvent) -> bool:
    row: dict[str, Any] = {
        "application_id": new.application_id,
        "kind": new.kind.value,
        "on": new.on,
        "evidence": new.evidence,
        "source": new.source,
    }
    data = {key: _to_json(value) for key, value in new.data.items()}
    return _add_once(connection, tables.events, row, {"data": data}, without=("source",))


def add_call(connection: Connection, new: NewCall) -> bool:
    row = {name: getattr(new, name) for name in NewCall.__slots__}
    key = {"source_key": row.pop("source_key")}
    return _add_once(connection, tables.calls, key, row)


def events_of(connection: Connection) -> dict[str, tuple[Event, ...]]:
    """Every application's events, in the order in which they happened, then were recorded."""
    table = tables.events
    log: dict[str, list[Event]] = {}
    for row in connection.execute(select(table).order_by(table.c.on, table.c.id)):
        data = {key: _from_json(value) for key, value in row.data.items()}
        event = Event(Kind(row.kind), row.on, row.evidence, row.source, data)
        log.setdefault(row.application_id, []).append(event)
    return {application: tuple(events) for application, events in log.items()}


def last_uid(connection: Connection, mailbox: str, uidvalidity: int) -> int:
    """The highest IMAP UID taken in from this mailbox, 0 where none was."""
    prefix = f"{mailbox}/{uidvalidity}/"
    column = tables.arrivals.c.source_key
    keys = connection.scalars(
        select(column).where(
            tables.arrivals.c.source == "mail", func.substr(column, 1, len(prefix)) == prefix
        )
    )
    return max((int(key.rsplit("/", 1)[1]) for key in keys), default=0)


def _add_once(
    connection: Connection,
    table: Table,
    key: dict[str, Any],
    rest: dict[str, Any],
    without: tuple[str, ...] = (),
) -> bool:
    """Insert `key` and `rest` unless a row with this key (less the columns `without`) exists."""
    same = [table.c[name] == value for name, value in key.items() if name not in without]
    if connection.execute(select(table.c.id).where(*same)).first() is not None:
        return False
    facts.insert(connection, table, {**key, **rest})
    return True


def _to_json(value: Value) -> int | str | dict[str, str]:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Value:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
