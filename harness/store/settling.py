"""The end of a writing transaction. A server may be lost between "commit" and its answer: then nobody
knows whether the transaction stands, and both beliefs are dangerous. So it is asked again: the history
has the link, or it has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from harness.store import connecting
from harness.store.errors import Unusable
from harness.store.tables import history


class Unsettled(Unusable):
    """Nobody knows whether what was written stands."""


@dataclass
class Link:
    """`hash`: of the transaction's link; None where it changed nothing."""

    hash: str | None = None


@contextmanager
def settling(connection: Connection, engine: Engine, name: str) -> Iterator[Link]:
    """A transaction around what follows; its outcome is known when this returns or fails, or it is
    `Unsettled`. Where it failed for certain, whatever the database said is raised as it is."""
    link = Link()
    transaction = connection.begin()
    try:
        yield link
    except BaseException:
        transaction.rollback()
        raise
    try:
        transaction.commit()
    except DBAPIError as wrong:
        if not wrong.connection_invalidated:
            raise
        if not _stands(engine, link.hash, name, wrong):
            raise


def _stands(engine: Engine, digest: str | None, name: str, lost: DBAPIError) -> bool:
    """Whether the history has this link. The writer's lock is taken first: while the lost transaction
    is still being ended, it has that lock, and nothing could be said."""
    if digest is None:
        return False  # nothing was written
    query = select(history.c.op).where(history.c.hash == digest)
    try:
        with connecting.writer(engine).begin() as connection:
            return connection.execute(query).first() is not None
    except DBAPIError:
        raise Unsettled(
            f"数据库“{name}”在写入的最后一刻断开，这一步是否已经写入不能确定；"
            "请等连接恢复后用 mingcha history 查看，不要直接再做一次"
        ) from lost
