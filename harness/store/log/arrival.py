"""来件: everything that came, each taken in once."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from harness.store import facts, tables
from harness.store.log.registration import Registration, registrations
from harness.store.log.stored import Stored, some_rows
from harness.store.places import Place, at


@dataclass(frozen=True, slots=True)
class File:
    """One more file of an arrival: a page of the letter, or its envelope."""

    role: str  # page | envelope
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NewArrival:
    """One thing that came. `sha256` and `name` are those of its first file."""

    source: str  # mail | paper | file
    source_key: str
    on: date
    posted_on: date | None
    sender: str
    name: str
    sha256: str
    noticed_on: date | None = None
    signed_on: date | None = None
    place: Place | None = None
    files: tuple[File, ...] = ()
    note: str = ""
    carrier: str | None = None  # a code of clock/carriers.py


def is_known(connection: Connection, new: NewArrival) -> bool:
    """Whether this very thing was taken in before."""
    return row_of(connection, new) is not None


def row_of(connection: Connection, new: NewArrival) -> int | None:
    """The row of this very thing, where it was taken in before.

    A mail server that numbers its mails anew (another UIDVALIDITY) hands out the same bytes under
    another key, and so does one in which a mail was moved: in one mailbox, the same bytes under
    another validity or in another folder are the same mail.
    """
    table = tables.arrivals
    same = select(table.c.id).where(
        table.c.source == new.source, table.c.source_key == new.source_key
    )
    row = connection.scalars(same).first()
    if row is not None or new.place is None:
        return row
    again = tables.places
    elsewhere = select(again.c.arrival_id).where(*at(again, new.place))
    moved = select(table.c.id).where(
        table.c.mailbox == new.place.mailbox,
        (table.c.uidvalidity != new.place.uidvalidity) | (table.c.folder != new.place.folder),
        table.c.sha256 == new.sha256,
    )
    row = connection.scalars(elsewhere).first()
    return row if row is not None else connection.scalars(moved.order_by(table.c.id)).first()


def arrivals(
    connection: Connection, of: Collection[int] | None = None
) -> tuple[Stored[NewArrival], ...]:
    """Everything that came, as last written down, in the order in which it did; `of` a few rows."""
    table, more = tables.arrivals, tables.files
    files: dict[int, list[File]] = {}
    for row in some_rows(connection, select(more).order_by(more.c.id), more.c.arrival_id, of):
        files.setdefault(row.arrival_id, []).append(File(row.role, row.name, row.sha256))
    later = registrations(connection, of)
    rows = some_rows(connection, select(table).order_by(table.c.id), table.c.id, of)
    found = [
        Stored(row.id, _registered(_arrival(row, files.get(row.id, ())), later.get(row.id)))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.fact.on, each.id)))


def _arrival(row: Row[Any], files: Sequence[File]) -> NewArrival:
    names = set(NewArrival.__slots__) - {"place", "files"}
    place = None if row.uid is None else Place(row.mailbox, row.uidvalidity, row.uid, row.folder)
    said = {name: getattr(row, name) for name in names}
    arrival = NewArrival(**said, place=place, files=tuple(files))
    return _in_order(arrival) if folder_of(row.source_key) and row.source == "file" else arrival


def key_of(folder: str, sha256: str) -> str:
    """What a letter of several files goes by: the folder in which they lay, and its first page."""
    return f"{folder}/{sha256}"


def folder_of(source_key: str) -> str | None:
    """The folder in which a letter of several files lay; None of one that lay loose."""
    folder, slash, _ = source_key.rpartition("/")
    return folder if slash else None


_NUMBER = re.compile(r"(\d+)")


def by_name(name: str) -> tuple[list[str | int], str]:
    """The order of pages by their files' names: 2.png comes before 10.png."""
    pieces = _NUMBER.split(name)
    return [int(each) if at % 2 else each for at, each in enumerate(pieces)], name


def _in_order(arrival: NewArrival) -> NewArrival:
    """A letter whose pages may have been laid in one after the other, in the order of their names."""
    pages = [File("page", arrival.name, arrival.sha256)]
    pages += [each for each in arrival.files if each.role == "page"]
    first, *rest = sorted(pages, key=lambda each: by_name(each.name))
    envelopes = [each for each in arrival.files if each.role != "page"]
    return replace(arrival, name=first.name, sha256=first.sha256, files=(*rest, *envelopes))


def _registered(arrival: NewArrival, later: Registration | None) -> NewArrival:
    """With what was written down of it since: what lay there as a file is then paper that came."""
    if later is None:
        return arrival
    return replace(
        arrival,
        source="paper",
        source_key=later.number,
        on=later.on,
        posted_on=later.posted_on,
        noticed_on=later.noticed_on,
        signed_on=later.signed_on,
        sender=later.sender,
        note=later.note,
        carrier=later.carrier,
    )


def first_numbers(connection: Connection) -> dict[int, str]:
    """Paper -> the number under which it was taken in, whatever number it has now."""
    table = tables.arrivals
    query = select(table.c.id, table.c.source_key).where(table.c.source == "paper")
    return {row.id: row.source_key for row in connection.execute(query)}


def add_arrival(connection: Connection, new: NewArrival) -> int | None:
    """The new row's id, or None where this arrival is already there."""
    if is_known(connection, new):
        return None
    number: int = facts.insert(connection, tables.arrivals, _row(new))
    facts.insert_all(
        connection,
        tables.files,
        [
            {"arrival_id": number, "role": each.role, "name": each.name, "sha256": each.sha256}
            for each in new.files
        ],
    )
    return number


def add_mails(connection: Connection, new: Sequence[NewArrival]) -> list[int]:
    """The rows' ids, in order, of mails of which it was seen before that they are not here."""
    keys = facts.insert_all(connection, tables.arrivals, [_row(each) for each in new])
    return sorted(int(str(number)) for (number,) in keys)  # given in the order of insertion


def _row(new: NewArrival) -> dict[str, Any]:
    """As the table takes it; of many at one go, each must name every column."""
    row = {name: getattr(new, name) for name in set(NewArrival.__slots__) - {"place", "files"}}
    place = {name: getattr(new.place, name, None) for name in Place.__slots__}
    return row | place | {"folder": new.place.folder if new.place else ""}


def add_file(connection: Connection, arrival_id: int, new: File) -> None:
    """One more page, or the envelope, of something that came."""
    row = {"role": new.role, "name": new.name, "sha256": new.sha256}
    facts.insert(connection, tables.files, {"arrival_id": arrival_id, **row})


def paths(connection: Connection) -> dict[str, str]:
    """SHA-256 -> where those bytes lie, relative to the campaign folder."""
    table = tables.evidence
    return {row.sha256: row.path for row in connection.execute(select(table))}
