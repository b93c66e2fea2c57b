"""发件箱: what is to go out, exactly once.

A row goes queued -> sending -> sent or refused. "sending" is written before the first byte leaves;
whoever finds it there later cannot know whether the letter went, so it is not sent again but shown
to a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from harness.clock.events import Kind
from harness.store import facts, tables
from harness.store.database import Store
from harness.store.log import NewEvent, add_event

OUTBOX = tables.outbox
STATES = {"queued": "待发", "sending": "发送中", "sent": "已发", "refused": "被拒收"}


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter in the outbox. For a registered letter `message_id` is its 挂号号码."""

    application_id: str
    message_id: str
    sha256: str
    on: date


@dataclass(frozen=True, slots=True)
class Unsent:
    """A letter that is in the outbox and did not surely go out."""

    application_id: str
    state: str  # queued | sending | refused
    on: date
    detail: str


def enqueue(
    store: Store,
    application_id: str,
    message_id: str,
    *,
    data: bytes,
    name: str,
    on: date,
    state: str = "queued",
) -> bool:
    """Put a letter into the outbox; False (and nothing changed) where it already stands there."""
    what = f"申请 {application_id}：{STATES[state]}"
    with store.writing(verb="send", what=what) as connection:
        query = select(OUTBOX.c.message_id).where(OUTBOX.c.application_id == application_id)
        if connection.execute(query).first() is not None:
            return False
        kept = store.keep(connection, data, name)
        row = {
            "application_id": application_id,
            "message_id": message_id,
            "sha256": kept.sha256,
            "state": state,
            "on": on,
        }
        facts.insert(connection, OUTBOX, row)
        return True


def queued(store: Store) -> tuple[Queued, ...]:
    with store.reading() as connection:
        query = select(OUTBOX).where(OUTBOX.c.state == "queued").order_by(OUTBOX.c.application_id)
        return tuple(
            Queued(row.application_id, row.message_id, row.sha256, row.on)
            for row in connection.execute(query)
        )


def unsent(store: Store) -> tuple[Unsent, ...]:
    """Letters that did not go out, or of which nobody knows: a person must look."""
    with store.reading() as connection:
        query = select(OUTBOX).where(OUTBOX.c.state != "sent").order_by(OUTBOX.c.application_id)
        return tuple(
            Unsent(row.application_id, row.state, row.on, row.detail)
            for row in connection.execute(query)
        )


def mark_sending(store: Store, application_id: str) -> None:
    _move(store, application_id, "queued", "sending", "")


def mark_sent(store: Store, application_id: str, detail: str, on: date) -> None:
    """Record that a letter went out on this day, and the event, in one transaction.

    The day is that of the sending, which after a failed try is later than that of the writing.
    """
    _move(store, application_id, "sending", "sent", detail, on)


def mark_refused(store: Store, application_id: str, detail: str) -> None:
    _move(store, application_id, "sending", "refused", detail)


def put_back(store: Store, application_id: str, detail: str) -> None:
    """The server would not take it now, and surely has not: it may be tried again."""
    _move(store, application_id, "sending", "queued", detail)


def message_ids(store: Store) -> dict[str, str]:
    """Message-ID (or 挂号号码) -> application, for all that was ever queued."""
    with store.reading() as connection:
        rows = connection.execute(select(OUTBOX.c.message_id, OUTBOX.c.application_id))
        return {row.message_id: row.application_id for row in rows}


def _move(
    store: Store, application_id: str, before: str, after: str, detail: str, on: date | None = None
) -> None:
    what = f"申请 {application_id}：{STATES[before]}→{STATES[after]}"
    with store.writing(verb="send", what=what) as connection:
        values = {"state": after, "detail": detail}
        here = OUTBOX.c.application_id == application_id
        if facts.update(connection, OUTBOX, values, here, OUTBOX.c.state == before) != 1:
            raise RuntimeError(f"outbox: {application_id} is not '{before}'")
        if on is not None:
            query = select(OUTBOX.c.sha256).where(OUTBOX.c.application_id == application_id)
            sha256 = connection.execute(query).scalar_one()
            add_event(connection, NewEvent(application_id, Kind.SENT, on, sha256, "dispatch"))
