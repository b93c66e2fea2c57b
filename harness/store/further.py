"""续信: a mail that an applicant writes after the application, 补正说明 or 撤回申请, in the outbox by a row of
its own. Its id is the application's with what it is: U001-B/撤回申请, U001-B/补正说明2."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from harness.clock.events import Kind
from harness.store import facts, log
from harness.store.errors import StoreError
from harness.store.history import parts
from harness.store.sending import AFTER_SENDING, FURTHER, Composed, keep_files

NAMES = {"withdrawal": "撤回申请", "supplement": "补正说明"}
REPLACEABLE = ("queued", "recalled", "refused")  # surely nothing of it has gone


@dataclass(frozen=True, slots=True)
class Further:
    """`about`: SHA-256 of its text, by which the same one is known again."""

    id: str
    application_id: str
    kind: str  # withdrawal | supplement
    about: str
    message_id: str
    sha256: str
    state: str
    on: date
    detail: str = ""


def kind_of(id: str) -> str:
    """application, withdrawal or supplement, by the number of a mail in the outbox."""
    _, _, name = id.partition("/")
    return next((kind for kind, told in NAMES.items() if name.startswith(told)), "application")


def letters(
    connection: Connection, application: str | Collection[str] | None = None
) -> dict[str, Further]:
    """By id, in the order in which an application's were written; `application`: of one, or a few."""
    query = select(FURTHER).order_by(FURTHER.c.application_id, FURTHER.c.on, FURTHER.c.id)
    if application is None:
        return {row.id: Further(*row) for row in connection.execute(query)}
    of = [application] if isinstance(application, str) else sorted(application)
    return {
        row.id: Further(*row)
        for part in parts(of)
        for row in connection.execute(query.where(FURTHER.c.application_id.in_(part)))
    }


def put_in(
    connection: Connection, composed: Composed, application: str, kind: str, about: str, on: date
) -> None:
    """It waits to be sent, in place of one by the same id of which nothing has gone."""
    keep_files(connection, [composed.kept])
    values = {"about": about, "sha256": composed.kept.sha256, "state": "queued", "on": on}
    here = FURTHER.c.id == composed.application_id
    may = FURTHER.c.state.in_(REPLACEABLE)
    if facts.update(connection, FURTHER, {**values, "detail": ""}, here, may):
        return
    if connection.execute(select(FURTHER.c.id).where(here)).first() is not None:
        raise StoreError(f"{composed.application_id} 已经发出或者正在发送，不能改写")
    row = {"id": composed.application_id, "application_id": application, "kind": kind}
    row["message_id"] = composed.message_id
    facts.insert(connection, FURTHER, {**row, **values, "detail": ""})


def put_back(connection: Connection, id: str, why: str) -> None:
    """One that surely did not go waits again as it is."""
    values = {"state": "queued", "detail": why}
    if (
        facts.update(connection, FURTHER, values, FURTHER.c.id == id, FURTHER.c.state != "sent")
        != 1
    ):
        raise StoreError(f"{id} 已经发出，不能重发")


def dated_anew(connection: Connection, composed: Composed, before: str) -> None:
    """The same letter with the hour at which it leaves; `before`: its bytes until now."""
    keep_files(connection, [composed.kept])
    here = (FURTHER.c.id == composed.application_id, FURTHER.c.sha256 == before)
    values = {"sha256": composed.kept.sha256}
    facts.update(connection, FURTHER, values, *here, FURTHER.c.state == "queued")


def unsettled(connection: Connection, of: Collection[str] | None = None) -> tuple[Further, ...]:
    """Those that did not surely go, and of which nobody has said that they went another way: an
    application that is withdrawn needs no more letters. `of` a few applications."""
    found = [each for each in letters(connection, of).values() if each.state != "sent"]
    return tuple(each for each in found if not _happened(connection, each))


def perhaps_gone(connection: Connection, of: Collection[str] | None = None) -> dict[str, str]:
    """Application -> what was being sent for it when the connection ended, of which nobody knows whether
    it went: a withdrawal stops the clock, a 补正 begins it anew. `of` a few applications."""
    found = (each for each in unsettled(connection, of) if each.state == "sending")
    return {each.application_id: NAMES[each.kind] for each in found}


def _happened(connection: Connection, letter: Further) -> bool:
    # that an earlier one of its kind has gone is why this one is another
    before = {
        each.sha256
        for each in letters(connection, letter.application_id).values()
        if each.kind == letter.kind and each.id != letter.id
    }
    known: Iterable[log.NewEvent] = (
        each.fact for each in log.events(connection, letter.application_id)
    )
    return any(
        each.kind is Kind.WITHDRAWN
        or (each.kind is AFTER_SENDING[letter.kind] and each.on >= letter.on)
        for each in known
        if each.evidence not in before
    )
