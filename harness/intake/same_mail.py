"""A mail -> the arrival that is this very mail, kept in another way: once from a folder and once from
its server, with other line ends, under other numbers."""

from __future__ import annotations

from sqlalchemy import Connection, select

from harness.intake.alike import mark, sizes
from harness.store import log, tables
from harness.store.database import Store
from harness.store.evidence import load
from harness.store.log import NewArrival, Place

# SHA-256 of evidence -> the mark of the mail in it, for those that were compared in this run
_marks: dict[str, str] = {}


def same_mail(store: Store, connection: Connection, new: NewArrival, raw: bytes) -> int | None:
    """The row of the same mail; None where there is none. Only mails of the same sender and of about
    its size are opened."""
    table, kept = tables.arrivals, tables.evidence
    query = (
        select(table.c.id, table.c.sha256, kept.c.path)
        .join(kept, kept.c.sha256 == table.c.sha256)
        .where(
            table.c.source.in_(("mail", "file")),
            table.c.sender == new.sender,
            kept.c.size.between(*sizes(raw)),
        )
        .order_by(table.c.id)
    )
    wanted = mark(raw)
    for row in connection.execute(query).all():
        if _mark(store, row.path, row.sha256) == wanted and _fits(connection, row.id, new.place):
            return int(row.id)
    return None


def _mark(store: Store, path: str, digest: str) -> str:
    """Empty where the evidence is gone or altered: nobody can say what it was."""
    if digest not in _marks:
        try:
            _marks[digest] = mark(load(store.folder, path, digest))
        except (OSError, ValueError):
            return ""
    return _marks[digest]


def _fits(connection: Connection, row: int, place: Place | None) -> bool:
    """Two equal mails that a server holds at a time are two; so are those of two mailboxes."""
    return place is None or all(
        each.mailbox == place.mailbox and each.uidvalidity != place.uidvalidity
        for each in log.places_of(connection, row)
    )
