"""When a letter can first have gone: by the history of its row in the outbox, and by its tries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Table, func, select

from harness.store import tables
from harness.store.history import parts
from harness.store.sending import Outcome


def made_at(connection: Connection, application_id: str) -> datetime | None:
    """When a letter on paper was first made, a mail first composed; None where it never was."""
    return _when(connection, tables.outbox, application_id, first=True)


def first_unknown(connection: Connection, table: Table, id: str, sha256: str) -> datetime | None:
    """When these bytes were first tried and nobody knows with what outcome. A process that was killed
    left no word of it: then when it took them for sending."""
    attempts = tables.attempts
    query = select(func.min(attempts.c.at)).where(
        attempts.c.sha256 == sha256, attempts.c.outcome == Outcome.UNKNOWN.value
    )
    at = connection.execute(query).scalar_one()
    return datetime.fromisoformat(at) if at else _when(connection, table, id, first=False)


def tried(connection: Connection, mails: Sequence[str]) -> frozenset[str]:
    """SHA-256 of those of these mails that were ever begun to be handed over."""
    found: set[str] = set()
    at = tables.attempts.c.sha256
    for part in parts(mails):
        found.update(connection.scalars(select(at).where(at.in_(part))))
    return frozenset(found)


def _when(connection: Connection, table: Table, key: str, *, first: bool) -> datetime | None:
    """Of what the program did to a row by itself, the first or the last time."""
    changes, history = tables.changes, tables.history
    query = (
        select((func.min if first else func.max)(history.c.at))
        .join(changes, changes.c.op == history.c.op)
        .where(changes.c.table == table.name, changes.c.key == key)
    )
    at = connection.execute(query if first else query.where(history.c.verb == "send")).scalar_one()
    return datetime.fromisoformat(at) if at else None
