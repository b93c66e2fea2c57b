"""待发: mails that are kept and wait, who takes which, what is recalled or put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select, tuple_

from harness.store import evidence, facts, tables
from harness.store.database import Store
from harness.store.errors import StoreError
from harness.store.outbox import STATES
from harness.store.sending.held import paused
from harness.store.sending.kinds import OUTBOX, both, named, table_of

ATTEMPTS = tables.attempts

_AT_ONCE = 500  # in one question to the database


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail that is ready to go: kept, and not yet in the outbox."""

    application_id: str
    message_id: str
    kept: evidence.Kept


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
    who = named(each.application_id for each in composed)
    with store.writing(verb="send", what=f"{who}：{STATES['queued']}") as connection:
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


def waiting(connection: Connection) -> dict[str, Mail]:
    """The mails that wait to be sent, by application or letter."""
    files, latest, found = tables.evidence, _latest(connection), {}
    for table, key in both():
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
        for table, key in both()
        for row in connection.execute(select(key, table.c.state).order_by(key))
    )
    return {row[0]: row[1] for row in rows}


def claim(connection: Connection, mails: Sequence[Mail]) -> frozenset[str]:
    """Take these for sending; answers those that are now the caller's. The others were taken by
    another process, recalled, composed anew or sent meanwhile."""
    if paused(connection) is not None:
        return frozenset()
    mine: set[str] = set()
    for table, key in both():
        # with its bytes: what the caller holds may be another mail than what waits by now
        wanted = [
            (e.application_id, e.sha256) for e in mails if table_of(e.application_id)[0] is table
        ]
        here = (tuple_(key, table.c.sha256).in_(wanted), table.c.state == "queued")
        found = set(connection.scalars(select(key).where(*here))) if wanted else set()
        if found:
            facts.update(connection, table, {"state": "sending", "detail": ""}, *here)
        mine |= found
    return frozenset(mine)


def recall(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """Take back what still waits; answers what was taken back."""
    found: list[str] = []
    for table, key in both():
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


def dated_anew(connection: Connection, composed: Composed, before: str) -> None:
    """The same letter with the day on which it leaves; `before`: its bytes until now. What has been taken
    for sending meanwhile stays as it is."""
    keep_files(connection, [composed.kept])
    here = (OUTBOX.c.application_id == composed.application_id, OUTBOX.c.sha256 == before)
    values = {"sha256": composed.kept.sha256}
    facts.update(connection, OUTBOX, values, *here, OUTBOX.c.state == "queued")


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
        .where(changes.c.table == table_of(application_id)[0].name, changes.c.key == application_id)
        .order_by(history.c.op.desc())
    )
    return datetime.fromisoformat(connection.execute(query.limit(1)).scalar_one())
