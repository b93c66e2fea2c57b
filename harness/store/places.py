"""Where mails lie on their servers, and which of them were taken in: asked before each is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, select

from harness.store import facts, tables


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies on its server. `folder`: empty for INBOX; of a POP3 server, which has no
    folders and no numbers that stay, what it calls the mail (UIDL)."""

    mailbox: str
    uidvalidity: int
    uid: int
    folder: str = ""

    @property
    def key(self) -> str:
        """By which an arrival is known again; an address holds no tab."""
        folder = f"\t{self.folder}" if self.folder else ""
        return f"{self.mailbox}{folder}/{self.uidvalidity}/{self.uid}"


def at(table: Table, place: Place) -> tuple[ColumnElement[bool], ...]:
    """Of the rows of a table, those that speak of this place."""
    return (
        table.c.mailbox == place.mailbox,
        table.c.folder == place.folder,
        table.c.uidvalidity == place.uidvalidity,
        table.c.uid == place.uid,
    )


def places_of(connection: Connection, arrival_id: int) -> tuple[Place, ...]:
    """Every place in which a mail lies, or has lain."""
    one, more = tables.arrivals, tables.places
    queries = (
        select(one).where(one.c.id == arrival_id, one.c.uid.is_not(None)),
        select(more).where(more.c.arrival_id == arrival_id),
    )
    return tuple(
        Place(row.mailbox, row.uidvalidity, row.uid, row.folder)
        for query in queries
        for row in connection.execute(query)
    )


def add_places(connection: Connection, new: Sequence[tuple[int, Place]]) -> None:
    """Further places of mails that were taken in: their mailbox was numbered anew, say."""
    rows = [
        {"arrival_id": id, **{name: getattr(place, name) for name in Place.__slots__}}
        for id, place in new
    ]
    facts.insert_all(connection, tables.places, rows)


def known_uids(
    connection: Connection, mailbox: str, folder: str, uidvalidity: int
) -> frozenset[int]:
    """The IMAP UIDs in this folder of this mailbox of which it is on record which mail they are."""
    return frozenset(
        uid
        for table in (tables.arrivals, tables.places)
        for uid in connection.scalars(
            select(table.c.uid).where(
                table.c.mailbox == mailbox,
                table.c.folder == folder,
                table.c.uidvalidity == uidvalidity,
            )
        )
    )


def known_folders(connection: Connection, mailbox: str, uidvalidity: int) -> frozenset[str]:
    """The same of a POP3 server, of what it calls its mails."""
    return frozenset(
        folder
        for table in (tables.arrivals, tables.places)
        for folder in connection.scalars(
            select(table.c.folder).where(
                table.c.mailbox == mailbox, table.c.uidvalidity == uidvalidity
            )
        )
    )
