"""An open store -> a copy of its facts in memory, to try on it what could be done: no file is written,
nobody who writes is kept waiting, and nobody who writes is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, create_engine, event, select
from sqlalchemy.pool import StaticPool

from harness.store import facts, tables
from harness.store.database import Store
from harness.store.evidence import FOLDER, Kept, sha256


@dataclass(frozen=True, slots=True)
class Supposed(Store):
    """A store of which nothing stays. What it is given to keep is known, and lies nowhere."""

    def keep(self, connection: Connection, data: bytes, name: str) -> Kept:  # noqa: ARG002
        table, digest = tables.evidence, sha256(data)
        query = select(table.c.path).where(table.c.sha256 == digest)
        known = connection.execute(query).scalar_one_or_none()
        kept = Kept(digest, len(data), known or f"{FOLDER}/{digest}")
        if known is None:
            row = {"sha256": digest, "size": kept.size, "path": kept.path}
            facts.insert(connection, table, row)
        return kept


@contextmanager
def supposing(store: Store) -> Iterator[tuple[Supposed, Connection]]:
    """A transaction on the copy, in which facts may be written."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", _manually)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with store.reading() as source:
            memory: Any = engine.raw_connection()
            given: Any = source.connection.driver_connection
            given.backup(memory.driver_connection)
            memory.close()
        same = {each.name: getattr(store, each.name) for each in fields(Store)}
        with engine.connect() as connection, facts.collecting(connection):
            yield Supposed(**{**same, "engine": engine}), connection
    finally:
        engine.dispose()


def _manually(connection: Any, _record: object) -> None:
    """Transactions are begun as in a real store: else a savepoint would be outside of any."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
