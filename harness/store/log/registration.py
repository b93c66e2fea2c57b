"""来件登记: what a person wrote down of an arrival later, or mended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from harness.store import facts, tables
from harness.store.log.stored import standing_rows


@dataclass(frozen=True, slots=True)
class Registration:
    """来件登记: the number that a paper has in the ledger, and its four dates."""

    number: str
    on: date
    posted_on: date | None
    noticed_on: date | None
    signed_on: date | None
    sender: str
    note: str = ""
    carrier: str | None = None


def registrations(
    connection: Connection, of: int | Collection[int] | None = None
) -> dict[int, Registration]:
    """Arrival -> what was last written down of it, where anything was beside its coming; `of` one, or a
    few."""
    table = tables.registrations
    names = Registration.__slots__
    return {
        row.arrival_id: Registration(**{name: getattr(row, name) for name in names})
        for row in standing_rows(
            connection, table, select(table).order_by(table.c.id), arrival_id=of
        )
    }


def register(connection: Connection, arrival_id: int, new: Registration) -> bool:
    """Write down, or mend, the dates of an arrival; False where that is how it stands."""
    if registrations(connection, arrival_id).get(arrival_id) == new:
        return False
    row = {name: getattr(new, name) for name in Registration.__slots__}
    facts.insert(connection, tables.registrations, {"arrival_id": arrival_id, **row})
    return True
