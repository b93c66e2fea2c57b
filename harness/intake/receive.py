"""What came -> evidence and arrivals, each whole or not at all, each once; nothing is judged here.

The bytes are kept before anybody looks into them. What it is and where it belongs, the casebook
says; what a person wrote down of it (dates, sender) comes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Connection, select

from harness.store import tables
from harness.store.database import Store
from harness.store.evidence import sha256
from harness.store.log import File, NewArrival, add_arrival, is_known

BATCH = 50  # things in one transaction: what was taken in is safe, and no batch fills the memory


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of a thing: the letter's pages in order, and its envelope."""

    name: str
    data: bytes
    role: str = "page"  # page | envelope


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that came. `arrival` lacks its evidence yet: `sheets` are the bytes, the letter's
    first page first."""

    arrival: NewArrival
    sheets: tuple[Sheet, ...]


def take_in(store: Store, things: Iterable[Thing]) -> int:
    """Keep what was not taken in before; answers how much that was."""
    waiting, new = iter(things), 0
    while batch := list(islice(waiting, BATCH)):
        with store.reading() as connection:
            batch = [each for each in batch if not known(connection, each)]
        if not batch:
            continue
        what = f"登记来件{len(batch)}件：{_names(batch)}"
        with store.writing(verb="collect", what=what) as connection:
            new += sum(add(store, connection, each) is not None for each in batch)
    return new


def add(store: Store, connection: Connection, thing: Thing) -> int | None:
    """Keep one thing in a transaction that is open; None where it is there already."""
    if known(connection, thing):
        return None
    first, *rest = thing.sheets
    kept = store.keep(connection, first.data, first.name)
    files = [
        File(each.role, each.name, store.keep(connection, each.data, each.name).sha256)
        for each in rest
    ]
    return add_arrival(connection, replace(thing.arrival, sha256=kept.sha256, files=tuple(files)))


def known(connection: Connection, thing: Thing) -> bool:
    """Whether this very thing was taken in. What lies in a folder may have been fetched as a mail,
    or written down as paper: the same bytes are the same thing."""
    digest = sha256(thing.sheets[0].data)
    if is_known(connection, replace(thing.arrival, sha256=digest)):
        return True
    if thing.arrival.source != "file":
        return False
    for table in (tables.arrivals, tables.files):
        query = select(table.c.id).where(table.c.sha256 == digest)
        if connection.execute(query).first() is not None:
            return True
    return False


_SHOWN = 3


def _names(things: Sequence[Thing]) -> str:
    shown = "、".join(f"“{each.arrival.name}”" for each in things[:_SHOWN])
    return shown + ("等" if len(things) > _SHOWN else "")


def in_order(things: Iterable[Thing]) -> Iterator[Thing]:
    """As they came: numbers that people see go by that."""
    yield from sorted(things, key=lambda each: (each.arrival.on, each.arrival.source_key))
