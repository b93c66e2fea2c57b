"""发件箱: what is to go out, exactly once.

A row goes queued -> sending -> sent or refused; mails in sending.py. "sending" is written before the first byte leaves;
whoever finds it there later cannot know whether the letter went, so it is not sent again but shown
to a person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from harness.clock.events import Kind
from harness.store import facts, log, people, private, standing, tables
from harness.store.database import Store
from harness.store.errors import StoreError
from harness.store.history import parts
from harness.store.log import NewEvent, Stored

OUTBOX = tables.outbox
SERVER = "dispatch"  # who says of an event that a server took the mail
POST = "挂号"  # how the evidence of a posting begins that has its number
STATES = {
    "queued": "待发",
    "sending": "发送中",
    "sent": "已发",
    "refused": "被拒收",
    "recalled": "已撤回",
}


@dataclass(frozen=True, slots=True)
class Queued:
    """A letter in the outbox. A mail has a Message-ID; a registered letter its 挂号号码, but only
    once the post office has given it."""

    application_id: str
    message_id: str | None
    number: str
    sha256: str
    state: str
    on: date
    detail: str = ""


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
    message_id: str | None,
    *,
    data: bytes,
    name: str,
    on: date,
    state: str = "queued",
    applicant: str = "",
) -> bool:
    """Put a letter into the outbox; False (and nothing changed) where it already stands there.
    `applicant`: whose key encrypts it, for it has a real person's particulars; in a drill nobody's."""
    what = f"申请 {application_id}：{STATES[state]}"
    with store.writing(verb="send", what=what) as connection:
        query = select(OUTBOX.c.state).where(OUTBOX.c.application_id == application_id)
        if connection.execute(query).first() is not None:
            return False
        if applicant:
            key_id = people.key_for(connection, store.folder, applicant)
            data = people.closed(key_id, application_id, data)
            name = f"{name}{private.SUFFIX}"
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


def bytes_of(store: Store, application_id: str, sha256: str) -> bytes:
    """A letter exactly as it goes out, or went."""
    return people.opened(application_id, store.load(sha256))


def letters(connection: Connection, of: str | Collection[str] | None = None) -> dict[str, Queued]:
    """Application -> its letter, for all that was ever put here; `of` one application, or a few."""
    query = select(OUTBOX).order_by(OUTBOX.c.application_id)
    several = [[of]] if isinstance(of, str) else parts(sorted(of or ()))
    queries = (
        [query]
        if of is None
        else [query.where(OUTBOX.c.application_id.in_(part)) for part in several]
    )
    return {
        row.application_id: Queued(
            row.application_id,
            row.message_id,
            row.number,
            row.sha256,
            row.state,
            row.on,
            row.detail,
        )
        for each in queries
        for row in connection.execute(each)
    }


def numbered(connection: Connection, number: str) -> tuple[str, ...]:
    """The applications whose letter has this 挂号号码."""
    query = select(OUTBOX.c.application_id).where(OUTBOX.c.number == number)
    return tuple(connection.scalars(query.order_by(OUTBOX.c.application_id)))


def queued(store: Store) -> tuple[Queued, ...]:
    """The mails that wait to be sent."""
    with store.reading() as connection:
        found = letters(connection).values()
    return tuple(each for each in found if each.state == "queued" and each.message_id)


def unsent(store: Store) -> tuple[Unsent, ...]:
    """Letters that did not go out, or of which nobody knows: a person must look."""
    with store.reading() as connection:
        query = select(OUTBOX).where(OUTBOX.c.state != "sent").order_by(OUTBOX.c.application_id)
        return tuple(
            Unsent(row.application_id, row.state, row.on, row.detail)
            for row in connection.execute(query)
        )


def mark_sending(store: Store, application_id: str) -> bool:
    """False where it does not wait to be sent any more."""
    what = f"申请 {application_id}：{STATES['queued']}→{STATES['sending']}"
    with store.writing(verb="send", what=what) as connection:
        here = OUTBOX.c.application_id == application_id
        values = {"state": "sending", "detail": ""}
        return facts.update(connection, OUTBOX, values, here, OUTBOX.c.state == "queued") == 1


def mark_sent(store: Store, application_id: str, detail: str, on: date) -> None:
    """Record that a letter went out on this day, and the event, in one transaction.

    The day is that of the sending, which after a failed try is later than that of the writing.
    """
    _move(store, application_id, "sending", "sent", detail, on)


def put_back(store: Store, application_id: str, detail: str) -> None:
    """The server would not take it now, and surely has not: it may be tried again."""
    _move(store, application_id, "sending", "queued", detail)


def message_ids(store: Store) -> dict[str, str]:
    """Message-ID -> application, for all mails that were ever queued."""
    with store.reading() as connection:
        found = letters(connection).values()
    return {each.message_id: each.application_id for each in found if each.message_id}


def mark_posted(
    connection: Connection,
    application_id: str,
    on: date,
    number: str,
    source: str,
    *,
    instead: bool = False,
) -> bool:
    """The post office, a window or a web page has taken a letter on paper; False where that is on
    record already. Whoever says so (posting list, ledger, person) is the event's source. Where
    another day is on record, that one stands, unless this is said `instead`."""
    letter = letters(connection, application_id).get(application_id)
    here = OUTBOX.c.application_id == application_id
    known = _sent_since_return(connection, application_id)
    if letter is not None and number and number != letter.number and (instead or not letter.number):
        facts.update(connection, OUTBOX, {"number": number}, here)
    if known and not instead:
        return False
    if any(each.fact.on == on for each in known):
        return False
    if any(each.fact.source == SERVER for each in known):
        raise StoreError(f"申请 {application_id} 的寄出日期是程序发信时所记，不能改动")
    for each in known:
        standing.void(connection, tables.events, each.id, f"改为 {on} 寄出")
    if letter is not None:
        facts.update(connection, OUTBOX, {"state": "sent", "on": on}, here)
    evidence = f"{POST}{number}" if number else (letter.sha256 if letter else "")
    return log.add_event(connection, NewEvent(application_id, Kind.SENT, on, evidence, source))


def _sent_since_return(connection: Connection, application_id: str) -> list[Stored[NewEvent]]:
    """A letter that came back may go out again."""
    returned = [
        each.fact.on
        for each in log.events(connection, application_id)
        if each.fact.kind is Kind.RETURNED
    ]
    sent = _sent(connection, application_id)
    return [each for each in sent if not returned or each.fact.on >= max(returned)]


def follow(connection: Connection, application_id: str) -> None:
    """Bring a letter into line with what stands of its going out, after some of that was taken back:
    it is as it last went, or waits again; a mail of which people alone said that it went is again
    one of which nobody knows."""
    letter = letters(connection, application_id).get(application_id)
    if letter is None:
        return
    sent = _sent(connection, application_id)
    if sent:
        fact = sent[-1].fact
        number = fact.evidence.removeprefix(POST) if fact.evidence.startswith(POST) else ""
        values = {"state": "sent", "on": fact.on, "number": number}
    elif letter.state == "sent":
        values = {"state": "sending" if letter.message_id else "queued", "number": ""}
    else:
        return
    facts.update(connection, OUTBOX, values, OUTBOX.c.application_id == application_id)


def was_taken_back(connection: Connection, application_id: str, on: date, number: str) -> bool:
    """Whether this very posting was on record, and is no more."""
    table = tables.events
    query = select(table.c.id).where(
        table.c.application_id == application_id,
        table.c.kind == Kind.SENT.value,
        table.c.on == on,
        table.c.evidence == f"{POST}{number}",
    )
    found = set(connection.scalars(query))
    return bool(found) and found <= standing.dead(connection, table, found)


def by_server(connection: Connection, application_id: str) -> bool:
    """Whether a server took it: that is nobody's to change."""
    return any(each.fact.source == SERVER for each in _sent(connection, application_id))


def _sent(connection: Connection, application_id: str) -> list[Stored[NewEvent]]:
    return [each for each in log.events(connection, application_id) if each.fact.kind is Kind.SENT]


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
            log.add_event(connection, NewEvent(application_id, Kind.SENT, on, sha256, SERVER))
