"""What came -> evidence and arrivals, each whole or not at all, each once; nothing is judged here.

The bytes are kept before anybody looks into them. What it is and where it belongs, the casebook
says; what a person wrote down of it (dates, sender) comes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Connection, select

from harness.intake.same_mail import same_mail
from harness.store import log, tables
from harness.store.database import Store
from harness.store.evidence import sha256
from harness.store.log import File, NewArrival, Place

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
    is_mail: bool = False


def take_in(store: Store, things: Iterable[Thing]) -> int:
    """Keep what was not taken in before; answers how much that was."""
    waiting, new = iter(things), 0
    while batch := list(islice(waiting, BATCH)):
        with store.reading() as connection:
            there = [(each, found(store, connection, each)) for each in batch]
        fresh = [each for each, here in there if here is None]
        grown = [each for each, here in there if here is not None and here.more]
        moved = [each for each, here in there if here is not None and here.place]
        batch = [*fresh, *grown, *moved]
        if not batch:
            continue
        what = "；".join(
            (
                *_told("登记来件", fresh),
                *_told("补入先前来件的其余页", grown),
                *_told("记下先前邮件的新位置", moved),
            )
        )
        with store.writing(verb="collect", what=what) as connection:
            new += sum(add(store, connection, each) is not None for each in batch)
    return new


def add(store: Store, connection: Connection, thing: Thing) -> int | None:
    """Keep one thing in a transaction that is open; None where it is there already. Pages that a
    letter has got since are added to it; the place of a mail that has moved is put down."""
    there = found(store, connection, thing)
    if there is not None:
        for each in there.more:
            log.add_file(connection, there.id, _kept(store, connection, each))
        if there.place is not None:
            log.add_place(connection, there.id, there.place)
        return None
    first, *rest = thing.sheets
    kept = store.keep(connection, first.data, first.name)
    files = tuple(_kept(store, connection, each) for each in rest)
    return log.add_arrival(connection, replace(thing.arrival, sha256=kept.sha256, files=files))


def _kept(store: Store, connection: Connection, sheet: Sheet) -> File:
    return File(sheet.role, sheet.name, store.keep(connection, sheet.data, sheet.name).sha256)


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was taken in before: its row; the pages of it that were not there then; the place
    in which nobody knew it to lie."""

    id: int
    more: tuple[Sheet, ...] = ()
    place: Place | None = None


def found(store: Store, connection: Connection, thing: Thing) -> Found | None:
    """What is here of this very thing already; None where it is new. What lies in a folder may have
    been fetched as a mail, or written down as paper: the same bytes are the same thing, and so is
    the same mail however it was kept."""
    arrival = replace(thing.arrival, sha256=sha256(thing.sheets[0].data))
    if arrival.source == "paper":
        row = log.row_of(connection, arrival)
        return None if row is None else Found(row)
    if arrival.source == "file":
        known = _of_pages(connection, thing)
        if known is not None or not thing.is_mail:
            return known
    row = log.row_of(connection, arrival)
    if row is None:
        row = same_mail(store, connection, arrival, thing.sheets[0].data)
    if row is None:
        return None
    place = arrival.place
    new = place is not None and not log.is_placed(connection, place)
    return Found(row, place=place if new else None)


def _of_pages(connection: Connection, thing: Thing) -> Found | None:
    """A letter is known where all its pages are. One of which some are here has grown: the rest is
    added to it. Another letter that shares a page with it is another letter."""
    digests = {sha256(each.data): each for each in thing.sheets}
    here = _holding(connection, digests)
    whole = next((row for row, pages in here.items() if pages >= set(digests)), None)
    if whole is not None:
        return Found(whole)
    folders = _folders(connection, here)
    loose = {sha: row for row, has in here.items() if row not in folders for sha in has}
    if loose.keys() >= digests.keys() and all(len(here[row]) == 1 for row in loose.values()):
        return Found(loose[next(iter(digests))])  # they were taken in sheet by sheet
    grown = _grown(thing.arrival, here, folders, set(digests))
    if grown is None:
        return None
    return Found(grown, tuple(each for sha, each in digests.items() if sha not in here[grown]))


def _holding(connection: Connection, digests: Collection[str]) -> dict[int, set[str]]:
    """Arrivals that have one of these files -> all the files that they have; in their order."""
    one, more = tables.arrivals, tables.files
    rows = {*connection.scalars(select(one.c.id).where(one.c.sha256.in_(digests)))}
    rows |= {*connection.scalars(select(more.c.arrival_id).where(more.c.sha256.in_(digests)))}
    held: dict[int, set[str]] = {row: set() for row in sorted(rows)}
    queries = (
        select(one.c.id, one.c.sha256).where(one.c.id.in_(rows)),
        select(more.c.arrival_id, more.c.sha256).where(more.c.arrival_id.in_(rows)),
    )
    for query in queries:
        for row, sha in connection.execute(query):
            held[row].add(sha)
    return held


def _folders(connection: Connection, rows: Collection[int]) -> dict[int, str]:
    """Those of the arrivals that lay in folders of their own, as letters of several files."""
    table = tables.arrivals
    query = select(table.c.id, table.c.source_key).where(
        table.c.id.in_(rows), table.c.source == "file"
    )
    found = {row.id: log.folder_of(row.source_key) for row in connection.execute(query)}
    return {row: folder for row, folder in found.items() if folder is not None}


def _grown(
    new: NewArrival, here: Mapping[int, set[str]], folders: Mapping[int, str], digests: set[str]
) -> int | None:
    """The row of the letter that these pages are more of: it lay in the same folder; or it is a
    sheet that lay loose, and all that there was of it lies in this folder now."""
    folder = log.folder_of(new.source_key)
    if folder is None:
        return None
    same = (row for row in here if folders.get(row) == folder)
    loose = (row for row, pages in here.items() if row not in folders and pages <= digests)
    return next(same, next(loose, None))


_SHOWN = 3


def _told(what: str, things: Sequence[Thing]) -> tuple[str, ...]:
    if not things:
        return ()
    shown = "、".join(f"“{each.arrival.name}”" for each in things[:_SHOWN])
    return (f"{what}{len(things)}件：{shown}" + ("等" if len(things) > _SHOWN else ""),)


def in_order(things: Iterable[Thing]) -> Iterator[Thing]:
    """As they came: numbers that people see go by that."""
    yield from sorted(things, key=lambda each: (each.arrival.on, each.arrival.source_key))
