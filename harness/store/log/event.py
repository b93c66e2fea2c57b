"""事件 that somebody did or saw."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select

from harness.clock.events import Event, Kind, Value
from harness.store import facts, standing, tables
from harness.store.log.stored import Stored, standing_rows


@dataclass(frozen=True, slots=True)
class NewEvent:
    application_id: str
    kind: Kind
    on: date
    evidence: str
    source: str  # dispatch | ledger | person
    data: Mapping[str, Value] = field(default_factory=dict)
    arrival_id: int | None = None


_NO_DATA: Mapping[str, Value] = MappingProxyType({})  # of most of a million events


def add_event(connection: Connection, new: NewEvent) -> bool:
    """False where the same is on record and stands."""
    table, row = tables.events, _event_row(new)
    same = select(table.c.id, table.c.data).where(
        table.c.application_id == new.application_id,
        table.c.kind == new.kind.value,
        table.c.on == new.on,
        table.c.evidence == new.evidence,
    )
    alike = [each.id for each in connection.execute(same) if each.data == row["data"]]
    if len(standing.dead(connection, table, alike)) < len(alike):
        return False
    facts.insert(connection, table, row)
    return True


def add_events(connection: Connection, new: Sequence[NewEvent]) -> None:
    """Several at one go: those of applications of which nothing is on record yet."""
    table = tables.events
    ids = {each.application_id for each in new}
    known = set(
        connection.scalars(
            select(table.c.application_id).where(table.c.application_id.in_(ids)).distinct()
        )
    )
    fresh = [each for each in new if each.application_id not in known]
    facts.insert_all(connection, table, [_event_row(each) for each in fresh])
    for each in new:
        if each.application_id in known:
            add_event(connection, each)


def _event_row(new: NewEvent) -> dict[str, Any]:
    return {
        "application_id": new.application_id,
        "kind": new.kind.value,
        "on": new.on,
        "evidence": new.evidence,
        "source": new.source,
        "data": {key: _to_json(value) for key, value in new.data.items()},
        "arrival_id": new.arrival_id,
    }


def events(
    connection: Connection, of: str | Collection[str] | None = None
) -> tuple[Stored[NewEvent], ...]:
    """All events that stand, in the order in which they happened, then were recorded; `of` one
    application, or a few."""
    table = tables.events
    query = select(table).order_by(table.c.on, table.c.id)
    found = (
        Stored(
            row.id,
            NewEvent(
                row.application_id,
                Kind(row.kind),
                row.on,
                row.evidence,
                row.source,
                {key: _from_json(value) for key, value in row.data.items()} or _NO_DATA,
                row.arrival_id,
            ),
        )
        for row in standing_rows(connection, table, query, application_id=of)
    )
    if of is None or isinstance(of, str):
        return tuple(found)
    return tuple(sorted(found, key=lambda each: (each.fact.on, each.id)))


def as_event(new: NewEvent) -> Event:
    """What the clock sees of it."""
    return Event(new.kind, new.on, new.evidence, new.source, new.data)


def events_of(connection: Connection) -> dict[str, tuple[Event, ...]]:
    """Every application's recorded events, in the order in which they happened."""
    log: dict[str, list[Event]] = {}
    for stored in events(connection):
        log.setdefault(stored.fact.application_id, []).append(as_event(stored.fact))
    return {application: tuple(found) for application, found in log.items()}


def _to_json(value: Value) -> int | str | dict[str, str]:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Value:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
