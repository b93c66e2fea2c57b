"""公开指南 of units in the store: the bytes as evidence, and a row for each that somebody took. What a guide
says is read from its evidence whenever it is wanted; the latest of a unit counts, and those before it stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from harness.store import facts, standing, tables
from harness.store.database import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """`on`: the day on which it was taken from where it was published."""

    unit_id: str
    on: date
    name: str
    sha256: str
    path: str = ""  # relative to the campaign folder
    note: str = ""
    sure: bool = False  # a person says whose it is, whatever its title says
    id: int = 0


def guides(connection: Connection) -> dict[str, tuple[Kept, ...]]:
    """Unit -> every guide of it that stands, the latest last: by the day, then as they were put down."""
    found: dict[str, tuple[Kept, ...]] = {}
    for each in sorted(_standing(connection), key=lambda each: (each.on, each.id)):
        found[each.unit_id] = (*found.get(each.unit_id, ()), each)
    return found


def _standing(connection: Connection) -> Iterator[Kept]:
    table, kept = tables.guides, tables.evidence
    gone = standing.dead(connection, table)
    query = select(table, kept.c.path).join(kept, kept.c.sha256 == table.c.sha256)
    for row in connection.execute(query):
        if row.id not in gone:
            yield Kept(
                row.unit_id, row.on, row.name, row.sha256, row.path, row.note, row.sure, row.id
            )


def add_guide(store: Store, connection: Connection, new: Kept, data: bytes) -> bool:
    """False where the very same stands."""
    for each in guides(connection).get(new.unit_id, ()):
        same = (each.on, each.sha256, each.note, each.sure)
        if same == (new.on, new.sha256, new.note or each.note, new.sure or each.sure):
            return False
    kept = store.keep(connection, data, new.name)
    row = {
        "unit_id": new.unit_id, "on": new.on, "name": new.name, "sha256": kept.sha256, "note": new.note,
        "sure": new.sure,
    }  # fmt: skip
    facts.insert(connection, tables.guides, row)
    return True
