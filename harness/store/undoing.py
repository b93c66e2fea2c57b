"""An operation -> what it wrote, taken back by one more row for each; whole or not at all.

What people wrote down may be taken back. What a server sent and what came never is. A letter of which
somebody said that it was posted is in the outbox again as it was before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from harness.clock.events import Kind
from harness.scoring.people import STAGE_NAMES, Stage
from harness.store import outbox, said, tables
from harness.store.errors import StoreError
from harness.store.said import Staged
from harness.store.standing import dead, void

# what people write down, and may take back; of what was sent or what came by mail nothing is ever
UNDOABLE = (
    "units",
    "events",
    "registrations",
    "calls",
    "filings",
    "rulings",
    "samples",
    "guides",
    "feedbacks",
    "objections",
    "objection_files",
    "objection_decisions",
    "remarks",
    "questions",
    "question_answers",
    "consents",
    "voids",
)
KEPT = ("exports", "evidence")  # written beside, and harmless: an undone operation leaves them
OUTBOX = tables.outbox.name
POSTING = ("log", "ledger", "undo")  # the verbs by which people say that a letter went out

Written = Mapping[str, list[str]]  # table -> keys


def undo(connection: Connection, op: int, why: str) -> tuple[str, ...]:
    """Take back what an operation wrote; answers the names of the tables it had written to.
    StoreError where something of it is never taken back, or does not stand."""
    written = _written(connection, op)
    if not written:
        raise StoreError(f"没有第{op}号操作，请用 mingcha history 查看编号")
    follows = _postings(connection, op, written)
    fast = sorted(written.keys() - {*UNDOABLE, *KEPT, *([OUTBOX] if follows else [])})
    if fast:
        raise StoreError(f"第{op}号操作{_FAST.get(fast[0], _OTHERWISE)}，不能撤销")
    chosen = {name: [int(key) for key in written[name]] for name in UNDOABLE if name in written}
    for name, keys in chosen.items():
        if dead(connection, tables.FACTS[name]) & {*keys}:
            raise StoreError(f"第{op}号操作已经撤销，或者已由后来的登记取代，不再有效")
    _refuse_decided(connection, chosen)
    _refuse_answered(connection, chosen)
    before = said.by_stage(connection)
    for name, keys in chosen.items():
        for key in keys:
            void(connection, tables.FACTS[name], key, why)
    _refuse_beneath(before, said.by_stage(connection))
    for application in follows:
        outbox.follow(connection, application)
    return tuple(chosen)


def undoable(connection: Connection, ops: Iterable[int] | None = None) -> frozenset[int]:
    """The operations, of all or of these, that wrote anything that could be taken back."""
    changes = tables.changes
    query = select(changes.c.op).where(changes.c.table.in_(UNDOABLE)).distinct()
    if ops is not None:
        query = query.where(changes.c.op.in_(tuple(ops)))
    return frozenset(connection.scalars(query))


def _refuse_decided(connection: Connection, chosen: Mapping[str, list[int]]) -> None:
    """An objection that was decided does not go from beneath its decision."""
    table, gone = tables.objection_decisions, chosen.get("objections", [])
    query = select(table.c.id, table.c.objection_id).where(table.c.objection_id.in_(gone))
    decided = {row.id: row.objection_id for row in connection.execute(query)}
    standing = decided.keys() - dead(connection, table, decided)
    if standing:
        number = decided[min(standing)]
        raise StoreError(f"第{number}号异议已经决定，请先撤销那次决定，再撤销异议的登记")


def _refuse_answered(connection: Connection, chosen: Mapping[str, list[int]]) -> None:
    """A question does not go from beneath its answer."""
    table, gone = tables.question_answers, chosen.get("questions", [])
    query = select(table.c.id).where(table.c.question_id.in_(gone))
    ids = connection.scalars(query).all()
    if {*ids} - dead(connection, table, ids):
        raise StoreError("这个疑问已经有人答复，请先撤销那次答复，再撤销提问")


def _refuse_beneath(before: Mapping[str, Staged], after: Mapping[str, Staged]) -> None:
    """Neither of two marks that are compared, one of them blind, goes (or comes back) from beneath
    another: a dispute would be over without anybody having decided it."""
    for target, of in after.items():
        known = before.get(target, {})
        for low, high in _COMPARED:
            one, other, above = known.get(low), of.get(low), of.get(high)
            if above is None or above != known.get(high) or one == other:
                continue
            if any(each is not None and each.about == above.about for each in (one, other)):
                raise StoreError(f"{target} 在它之后已有{STAGE_NAMES[high]}，请先撤销那一次")


_COMPARED = (
    (Stage.FIRST, Stage.SECOND), (Stage.SECOND, Stage.DECISION), (Stage.SECOND, Stage.OBJECTION),
)  # fmt: skip
_FAST = {
    OUTBOX: "涉及已经寄出或者待发的信件",
    tables.further.name: "涉及已经寄出或者待发的信件",
    "arrivals": "登记了来件，来件一经登记不得抹去（可以改归卷）",
    "files": "登记了来件，来件一经登记不得抹去（可以改归卷）",
    "applications": "编制了申请，申请编制后不得改动",
    "identities": "录入或者删除了证件号码，可以重新录入或者删除",
}
_OTHERWISE = "不是由人作出的登记"


def _written(connection: Connection, op: int) -> Written:
    changes = tables.changes
    found: dict[str, list[str]] = defaultdict(list)
    for table, key in connection.execute(
        select(changes.c.table, changes.c.key).where(changes.c.op == op)
    ):
        found[table].append(key)
    return found


def _postings(connection: Connection, op: int, written: Written) -> tuple[str, ...]:
    """The letters that people said were posted; none where the operation sent one itself."""
    history = tables.history
    verb = connection.execute(select(history.c.verb).where(history.c.op == op)).scalar_one()
    if verb not in POSTING or _by_server(connection, written.get("events", ())):
        return ()
    return tuple(written.get(OUTBOX, ()))


def _by_server(connection: Connection, keys: Iterable[str]) -> bool:
    ids = {int(key) for key in keys}
    events = tables.events
    query: Any = select(events.c.id).where(
        events.c.kind == Kind.SENT.value, events.c.source == outbox.SERVER
    )
    return not ids.isdisjoint(connection.scalars(query))
