"""What a sending writes down: letters kept before anything leaves, who takes which, what came of it.

A mail goes queued -> sending -> sent, refused or, where it surely did not go, queued again. "sending"
stands in the database before the first byte leaves, and so does the mail with its Message-ID: whoever
finds it there later cannot know whether it went, and no program sends it again. Each try leaves a row
of `attempts` with the server's own words. Many mails are written in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import Column, Connection, Table, func, select, tuple_

from harness.clock.events import Kind
from harness.store import evidence, facts, log, tables
from harness.store.database import Store
from harness.store.errors import StoreError
from harness.store.log import NewEvent
from harness.store.outbox import SERVER, STATES

OUTBOX, ATTEMPTS, PAUSES, FURTHER = tables.outbox, tables.attempts, tables.pauses, tables.further
# what has happened to an application once a letter that follows it has gone
AFTER_SENDING = {"withdrawal": Kind.WITHDRAWN, "supplement": Kind.CLARIFICATION_SUBMITTED}
_NAMED = 5  # applications in a line of the history
_AT_ONCE = 500  # in one question to the database


class Outcome(StrEnum):
    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"  # the server would not take it now, and surely has not
    BROKEN = "broken"  # the connection broke before the text began: it surely did not go
    UNKNOWN = "unknown"  # nobody knows whether it was taken


_AFTER = {
    Outcome.TAKEN: "sent",
    Outcome.REFUSED: "refused",
    Outcome.LATER: "queued",
    Outcome.BROKEN: "queued",
    Outcome.UNKNOWN: "sending",
}


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail that is ready to go: kept, and not yet in the outbox."""

    application_id: str
    message_id: str
    kept: evidence.Kept


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at sending a mail. `on`: the day on which it counts as sent."""

    application_id: str
    at: datetime
    account: str
    server: str
    sha256: str
    outcome: Outcome
    said: str
    on: date
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that waits. `path`: of its bytes, in the campaign's folder."""

    application_id: str
    message_id: str
    sha256: str
    path: str
    again_at: datetime | None = None


def enqueue(store: Store, composed: Sequence[Composed], on: date) -> int:
    """All in one transaction; what stands in the outbox already is left as it is. Answers how many
    are new."""
    named = _named(each.application_id for each in composed)
    with store.writing(verb="send", what=f"{named}：{STATES['queued']}") as connection:
        return len(_put_in(connection, composed, on, "queued"))


def _put_in(
    connection: Connection, composed: Sequence[Composed], on: date, state: str
) -> tuple[str, ...]:
    known = set(connection.scalars(select(OUTBOX.c.application_id)))
    new = [each for each in composed if each.application_id not in known]
    keep_files(connection, [each.kept for each in new])
    facts.insert_all(connection, OUTBOX, [_row(each, on, state) for each in new])
    return tuple(each.application_id for each in new)


def _row(each: Composed, on: date, state: str) -> dict[str, object]:
    return {
        "application_id": each.application_id,
        "message_id": each.message_id,
        "sha256": each.kept.sha256,
        "state": state,
        "on": on,
    }


def keep_files(connection: Connection, kept: Iterable[evidence.Kept]) -> None:
    """Files that lie there already, put down."""
    files = {each.sha256: each for each in kept}
    table, digests = tables.evidence, list(files)
    for start in range(0, len(digests), _AT_ONCE):
        some = table.c.sha256.in_(digests[start : start + _AT_ONCE])
        for known in connection.scalars(select(table.c.sha256).where(some)):
            del files[known]
    rows = [{"sha256": e.sha256, "size": e.size, "path": e.path} for e in files.values()]
    facts.insert_all(connection, table, rows)


def _kinds() -> tuple[tuple[Table, Column[str]], ...]:
    return (OUTBOX, OUTBOX.c.application_id), (FURTHER, FURTHER.c.id)


def is_further(id: str) -> bool:
    """Whether this is the id of a letter that follows an application."""
    return "/" in id


def application_of(id: str) -> str:
    return id.partition("/")[0]


def _table_of(id: str) -> tuple[Table, Column[str]]:
    return _kinds()[is_further(id)]


def waiting(connection: Connection) -> dict[str, Mail]:
    """The mails that wait to be sent, by application or letter."""
    files, latest, found = tables.evidence, _latest(connection), {}
    for table, key in _kinds():
        query = (
            select(key.label("id"), table.c.message_id, table.c.sha256, files.c.path)
            .join(files, files.c.sha256 == table.c.sha256)
            .where(table.c.state == "queued", table.c.message_id.is_not(None))
            .order_by(key)
        )
        for row in connection.execute(query):
            found[row.id] = Mail(
                row.id, row.message_id, row.sha256, row.path, latest.get(row.sha256)
            )
    return found


def _latest(connection: Connection) -> dict[str, datetime]:
    """SHA-256 of a mail -> before when its last try says not to come again."""
    query = select(ATTEMPTS.c.sha256, ATTEMPTS.c.again_at).order_by(ATTEMPTS.c.id)
    last = {row.sha256: row.again_at for row in connection.execute(query)}
    return {mail: datetime.fromisoformat(at) for mail, at in last.items() if at}


def states(connection: Connection) -> dict[str, str]:
    """Application or letter -> how it stands with it."""
    rows = (
        row
        for table, key in _kinds()
        for row in connection.execute(select(key, table.c.state).order_by(key))
    )
    return {row[0]: row[1] for row in rows}


def claim(connection: Connection, mails: Sequence[Mail]) -> frozenset[str]:
    """Take these for sending; answers those that are now the caller's. The others were taken by
    another process, recalled, composed anew or sent meanwhile."""
    if paused(connection) is not None:
        return frozenset()
    mine: set[str] = set()
    for table, key in _kinds():
        # with its bytes: what the caller holds may be another mail than what waits by now
        wanted = [
            (e.application_id, e.sha256) for e in mails if _table_of(e.application_id)[0] is table
        ]
        here = (tuple_(key, table.c.sha256).in_(wanted), table.c.state == "queued")
        found = set(connection.scalars(select(key).where(*here))) if wanted else set()
        if found:
            facts.update(connection, table, {"state": "sending", "detail": ""}, *here)
        mine |= found
    return frozenset(mine)


def record(connection: Connection, attempts: Sequence[Attempt]) -> None:
    """What came of these tries; of what was taken, the event as well."""
    facts.insert_all(connection, ATTEMPTS, [_attempt(each) for each in attempts])
    # what was taken is sent, whatever was said meanwhile
    taken = [each for each in attempts if each.outcome is Outcome.TAKEN]
    for table, key in _kinds():
        rows = [
            {key.name: each.application_id, "state": "sent", "detail": each.said}
            for each in taken
            if _table_of(each.application_id)[0] is table
        ]
        facts.update_each(connection, table, rows)
    for each in attempts:
        if each.outcome is not Outcome.TAKEN:
            table, key = _table_of(each.application_id)
            values = {"state": _AFTER[each.outcome], "detail": each.said}
            here = (key == each.application_id, table.c.state == "sending")
            facts.update(connection, table, values, *here)
    log.add_events(connection, [_event(connection, each) for each in taken])


def _event(connection: Connection, taken: Attempt) -> NewEvent:
    id, kind = taken.application_id, Kind.SENT
    if is_further(id):
        query = select(FURTHER.c.kind).where(FURTHER.c.id == id)
        kind = AFTER_SENDING[connection.execute(query).scalar_one()]
    return NewEvent(application_of(id), kind, taken.on, taken.sha256, SERVER)


def _attempt(each: Attempt) -> dict[str, object]:
    return {
        "application_id": application_of(each.application_id),
        "at": each.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "account": each.account,
        "server": each.server,
        "sha256": each.sha256,
        "outcome": each.outcome.value,
        "said": each.said,
        "again_at": each.again_at and each.again_at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def attempts_of(connection: Connection, application_id: str) -> list[tuple[str, str, str]]:
    """(when, outcome, the server's words) of each try, the oldest first."""
    query = select(ATTEMPTS.c.at, ATTEMPTS.c.outcome, ATTEMPTS.c.said)
    here = ATTEMPTS.c.application_id == application_id
    return [tuple(row) for row in connection.execute(query.where(here).order_by(ATTEMPTS.c.id))]


def taken_since(connection: Connection, at: datetime) -> dict[str, int]:
    """Account -> how many mails it has handed over since."""
    since = ATTEMPTS.c.at >= at.astimezone(UTC).isoformat(timespec="milliseconds")
    query = select(ATTEMPTS.c.account, func.count()).where(
        since, ATTEMPTS.c.outcome.in_([Outcome.TAKEN, Outcome.UNKNOWN])
    )
    rows = connection.execute(query.group_by(ATTEMPTS.c.account))
    return {row[0]: row[1] for row in rows}


def paused(connection: Connection) -> str | None:
    """Why no mail may leave now; None where they may."""
    row = connection.execute(select(PAUSES).order_by(PAUSES.c.id.desc()).limit(1)).first()
    return row.why if row is not None and row.paused else None


def pause(store: Store, why: str) -> bool:
    """From here on no mail is taken for sending, by any process; False where that was so already."""
    with store.writing(verb="send", what="暂停发送") as connection:
        if paused(connection) is not None:
            return False
        facts.insert(connection, PAUSES, {"paused": True, "why": why})
    return True


def resume(store: Store) -> bool:
    with store.writing(verb="send", what="恢复发送") as connection:
        if paused(connection) is None:
            return False
        facts.insert(connection, PAUSES, {"paused": False, "why": ""})
    return True


def recall(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Take back what still waits; answers what was taken back."""
    found: list[str] = []
    for table, key in _kinds():
        here = (key.in_(ids), table.c.state == "queued", table.c.message_id.is_not(None))
        known = list(connection.scalars(select(key).where(*here)))
        if known:
            facts.update(connection, table, {"state": "recalled", "detail": ""}, *here)
        found += known
    return tuple(found)


def put_in_recalled(
    connection: Connection, composed: Sequence[Composed], on: date
) -> tuple[str, ...]:
    """What was not in the outbox yet, there as recalled: at no moment does it wait to be sent.
    Answers what is new."""
    return _put_in(connection, composed, on, "recalled")


def put_back(connection: Connection, composed: Composed, why: str) -> None:
    """A mail that was recalled or refused, or of which a person has seen that it did not go, waits
    again, as it is now composed."""
    keep_files(connection, [composed.kept])
    values = {"state": "queued", "sha256": composed.kept.sha256, "detail": why}
    here = OUTBOX.c.application_id == composed.application_id
    if facts.update(connection, OUTBOX, values, here, OUTBOX.c.state != "sent") != 1:
        raise StoreError(f"申请 {composed.application_id} 的邮件已经发出，不能重发")


def changed_at(connection: Connection, application_id: str) -> datetime:
    """When its row in the outbox was last written."""
    changes, history = tables.changes, tables.history
    query = (
        select(history.c.at)
        .join(changes, changes.c.op == history.c.op)
        .where(
            changes.c.table == _table_of(application_id)[0].name, changes.c.key == application_id
        )
        .order_by(history.c.op.desc())
    )
    return datetime.fromisoformat(connection.execute(query.limit(1)).scalar_one())


def take_down(store: Store, wanted: Sequence[Mail], tried: Sequence[Attempt]) -> frozenset[str]:
    """Several connections' news in one transaction: what came of mails, and which are to go next."""
    with store.writing(verb="send", what=_what(wanted, tried)) as connection:
        if tried:
            record(connection, tried)
        return claim(connection, wanted) if wanted else frozenset()


def _what(wanted: Sequence[Mail], tried: Sequence[Attempt]) -> str:
    ids = [each.application_id for each in wanted]
    parts = [f"{_named(ids)}：{STATES['sending']}"] if wanted else []
    for outcome, name in _TOLD.items():
        ids = [each.application_id for each in tried if each.outcome is outcome]
        parts += [f"{_named(ids)}：{name}"] if ids else []
    return "；".join(parts)


_TOLD = {
    Outcome.TAKEN: STATES["sent"],
    Outcome.REFUSED: STATES["refused"],
    Outcome.LATER: "对方要求稍后再发",
    Outcome.BROKEN: "连接中断，没有发出",
    Outcome.UNKNOWN: "是否发出不明",
}


def _named(ids: Iterable[str]) -> str:
    known = list(ids)
    more = f"等{len(known)}件" if len(known) > _NAMED else ""
    return f"申请 {'、'.join(known[:_NAMED])}{more}"
