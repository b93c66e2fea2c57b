"""暂停: whether mails may leave."""

from __future__ import annotations

from sqlalchemy import Connection, select

from harness.store import facts, tables
from harness.store.database import Store

PAUSES = tables.pauses
NO_REASON = "没有写明原因"


def paused(connection: Connection) -> str | None:
    """Why no mail may leave now; None where they may."""
    row = connection.execute(select(PAUSES).order_by(PAUSES.c.id.desc()).limit(1)).first()
    return row.why if row is not None and row.paused else None


def pause(store: Store, why: str) -> bool:
    """From here on no mail is taken for sending, by any process; False where that was so already: then a
    reason that is given takes the place of the one before."""
    with store.writing(verb="send", what="暂停发送") as connection:
        before = paused(connection)
        if before is None or why not in ("", before):
            facts.insert(connection, PAUSES, {"paused": True, "why": why or NO_REASON})
    return before is None


def resume(store: Store) -> bool:
    with store.writing(verb="send", what="恢复发送") as connection:
        if paused(connection) is None:
            return False
        facts.insert(connection, PAUSES, {"paused": False, "why": ""})
    return True
