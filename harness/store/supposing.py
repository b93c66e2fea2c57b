"""An open store -> a copy of its facts in memory, to try on it what could be done: no file is written,
nobody who writes is kept waiting, and nobody who writes is waited for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from harness.store import facts, tables
from harness.store.copying import copy_facts
from harness.store.database import Store, paths_of
from harness.store.evidence import FOLDER, Kept, sha256


@dataclass(frozen=True, slots=True)
class Supposed(Store):
    """A store of which nothing stays. What it is given to keep is known, and lies nowhere."""

    def keep_all(self, connection: Connection, named: Sequence[tuple[bytes, str]]) -> list[Kept]:
        digests = [sha256(data) for data, _ in named]
        known = paths_of(connection, digests)
        kept = [
            Kept(digest, len(data), known.get(digest) or f"{FOLDER}/{digest}")
            for digest, (data, _) in zip(digests, named, strict=True)
        ]
        new = {each.sha256: each for each in kept if each.sha256 not in known}
        facts.insert_all(
            connection,
            tables.evidence,
            [
                {"sha256": each.sha256, "size": each.size, "path": each.path}
                for each in new.values()
            ],
        )
        return kept


@contextmanager
def supposing(store: Store) -> Iterator[tuple[Supposed, Connection]]:
    """A transaction on the copy, in which facts may be written."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    event.listen(engine, "connect", _manually)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with store.reading() as source:
            _copy(source, engine)
        same = {each.name: getattr(store, each.name) for each in fields(Store)}
        with engine.connect() as connection, facts.collecting(connection):
            yield Supposed(**{**same, "engine": engine}), connection
    finally:
        engine.dispose()


def _copy(source: Connection, memory: Engine) -> None:
    if source.dialect.name == "sqlite":
        there: Any = memory.raw_connection()
        given: Any = source.connection.driver_connection
        given.backup(there.driver_connection)
        there.close()
        return
    with memory.begin() as connection:
        tables.metadata.create_all(connection)
        copy_facts(source, connection, check=False)


def _manually(connection: Any, _record: object) -> None:
    """Transactions are begun as in a real store: else a savepoint would be outside of any."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
