"""What came -> evidence and arrivals, each whole or not at all, each once; nothing is judged here.

The bytes are kept before anybody looks into them. What it is and where it belongs, the casebook
says; what a person wrote down of it (dates, sender) comes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from sqlalchemy import Connection, select

from harness.intake.known import Known, of_one_place
from harness.intake.things import Found, Sheet, Thing
from harness.store import log, tables
from harness.store.database import Store
from harness.store.evidence import sha256
from harness.store.log import File, NewArrival
from harness.store.places import Place, add_places

# things in one transaction, and bytes, but for a thing that is larger by itself: what was taken in is
# safe, and no batch fills the memory
BATCH, MOST = 200, 32_000_000


def take_in(store: Store, things: Iterable[Thing]) -> int:
    """Keep what was not taken in before; answers how much that was. What of it came before the next
    was asked for is on the disk then, a batch of it at least."""
    new = 0
    for batch in _batches(things):
        with store.reading() as connection:
            there = list(_looked_up(store, connection, batch))
        fresh = [each for each, here in there if here is None]
        grown = [each for each, here in there if here is not None and here.more]
        moved = [each for each, here in there if here is not None and here.place]
        if not (fresh or grown or moved):
            continue
        what = "；".join(
            (
                *_told("登记来件", fresh),
                *_told("补入先前来件的其余页", grown),
                *_told("记下先前邮件的新位置", moved),
            )
        )
        with store.writing(verb="collect", what=what) as connection:
            new += _add_all(store, connection, [*fresh, *grown, *moved])
    return new


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    batch: list[Thing] = []
    size = 0
    for each in things:
        batch.append(each)
        size += sum(len(sheet.data) for sheet in each.sheets)
        if len(batch) == BATCH or size > MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _looked_up(
    store: Store, connection: Connection, things: Iterable[Thing]
) -> Iterator[tuple[Thing, Found | None]]:
    for mails, group in groupby(things, lambda each: each.is_mail):
        if not mails:
            yield from ((each, found(connection, each)) for each in group)
            continue
        for several in of_one_place(group):
            known = Known(store, connection, several)
            yield from ((each, known.found(each)) for each in several)


def _add_all(store: Store, connection: Connection, things: Iterable[Thing]) -> int:
    """How many were new. Looked up once more: another process may have been faster."""
    new = 0
    for mails, group in groupby(things, lambda each: each.is_mail):
        if mails:
            new += sum(_add_mails(store, connection, each) for each in of_one_place(group))
        else:
            new += sum(add(store, connection, each) is not None for each in group)
    return new


def _add_mails(store: Store, connection: Connection, mails: Sequence[Thing]) -> int:
    known = Known(store, connection, mails)
    fresh: list[Thing] = []
    moved: list[tuple[int, Place]] = []
    for each in mails:
        there = known.found(each)
        if there is None:
            fresh.append(each)
            known.coming(each, -len(fresh))
        elif there.place is not None:
            moved.append((there.id, there.place))
            known.lies_at(there.id, there.place)
    kept = store.keep_all(
        connection, [(each.sheets[0].data, each.sheets[0].name) for each in fresh]
    )
    rows = log.add_mails(
        connection,
        [replace(each.arrival, sha256=one.sha256) for each, one in zip(fresh, kept, strict=True)],
    )
    # of two copies in one batch, the second lies in another place of the row that is there now
    add_places(connection, [(row if row > 0 else rows[-row - 1], at) for row, at in moved])
    return len(fresh)


def add(store: Store, connection: Connection, thing: Thing) -> int | None:
    """Keep one thing that is no mail in a transaction that is open; None where it is there already.
    Pages that a letter has got since are added to it."""
    there = found(connection, thing)
    if there is not None:
        for each in there.more:
            log.add_file(connection, there.id, _kept(store, connection, each))
        return None
    named = [(each.data, each.name) for each in thing.sheets]
    first, *rest = store.keep_all(connection, named)
    files = tuple(
        File(sheet.role, sheet.name, kept.sha256)
        for sheet, kept in zip(thing.sheets[1:], rest, strict=True)
    )
    return log.add_arrival(connection, replace(thing.arrival, sha256=first.sha256, files=files))


def _kept(store: Store, connection: Connection, sheet: Sheet) -> File:
    return File(sheet.role, sheet.name, store.keep(connection, sheet.data, sheet.name).sha256)


def found(connection: Connection, thing: Thing) -> Found | None:
    """What is here of this very thing already; None where it is new. What lies in a folder may have
    been written down as paper: the same bytes are the same thing."""
    if thing.arrival.source == "file":
        return _of_pages(connection, thing)
    row = log.row_of(connection, replace(thing.arrival, sha256=sha256(thing.sheets[0].data)))
    return None if row is None else Found(row)


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
