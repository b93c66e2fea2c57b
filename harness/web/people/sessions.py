"""Who is there: a random secret in the browser's cookie, its SHA-256 and the last sign of life here.

A browser's session ends by logging out, after the idle time, or at the latest after a day; a token
for programs only when it is taken back.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from harness.web.people import tables
from harness.web.people.opened import People
from harness.web.people.users import User, user

LONGEST = 24 * 3600  # seconds
_NOTED_EVERY = 30  # seconds: not every page is a write


@dataclass(frozen=True, slots=True)
class Session:
    digest: str
    user_id: int | None
    kind: str


def begin(people: People, user_id: int | None, *, kind: str = "browser", label: str = "") -> str:
    """The secret, which is told once."""
    secret, at = secrets.token_urlsafe(32), people.seconds()
    row = {"digest": _digest(secret), "user_id": user_id, "kind": kind, "label": label}
    with people.writing() as connection:
        connection.execute(insert(tables.sessions).values(**row, began=at, seen=at))
        old = tables.sessions.c.began < at - LONGEST
        browser = tables.sessions.c.kind == "browser"
        connection.execute(delete(tables.sessions).where(old & browser))
    return secret


def find(people: People, secret: str, idle: float) -> Session | None:
    """The session of this secret, where it still runs; that somebody was there is noted."""
    digest, at = _digest(secret), people.seconds()
    table = tables.sessions
    with people.reading() as connection:
        row = connection.execute(select(table).where(table.c.digest == digest)).first()
    if row is None:
        return None
    if row.kind == "browser" and (at - row.seen > idle or at - row.began > LONGEST):
        end(people, secret)
        return None
    if at - row.seen > _NOTED_EVERY:
        with people.writing() as connection:
            connection.execute(update(table).where(table.c.digest == digest).values(seen=at))
    return Session(digest, row.user_id, row.kind)


def end(people: People, secret: str) -> None:
    with people.writing() as connection:
        table = tables.sessions
        connection.execute(delete(table).where(table.c.digest == _digest(secret)))


def user_of(people: People, session: Session) -> User | None:
    """None where the account is gone or shut."""
    if session.user_id is None:
        return None
    with people.reading() as connection:
        found = user(connection, session.user_id)
    return found if found and not found.shut else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
