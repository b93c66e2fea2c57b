"""The index, brought up to what the history tells before each question: in cache/search.db, or on the
server where the facts are.

`read` answers what an arrival says, where it has been read; one that was not is asked for again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, select

from harness.store import standing, tables
from harness.store.database import Store
from harness.store.history import last
from harness.store.search import in_file
from harness.store.search.hits import AROUND, MOST_COUNTED, Hit, Hits, Row, hit_of
from harness.store.search.in_file import FILE
from harness.store.search.rows import SEARCHED, Found, rows
from harness.store.search.words import phrases
from harness.store.trouble import telling

__all__ = ["AROUND", "FILE", "MOST_COUNTED", "Hit", "Hits", "Index"]
# each question has an Index of its own, and all have the one file
_lock = threading.Lock()
Read = Callable[[int], str | None]  # an arrival's number -> its text; None: not read yet


class Kept(Protocol):
    """The index as it is kept, while it is open."""

    def told(self, name: str) -> str | None: ...
    def tell(self, name: str, value: str) -> None: ...
    def clear(self) -> None: ...
    def put(self, table: str, key: str, ref: str, title: str, text: str) -> None: ...
    def drop(self, table: str, key: str) -> None: ...
    def unread(self) -> list[str]: ...
    def mark_read(self, key: str, read: bool) -> None: ...
    def commit(self) -> None: ...
    def find(
        self, text: str, kinds: Sequence[str], after: int | None, most: int
    ) -> tuple[int, list[Row]]:
        """How many there are, at most MOST_COUNTED + 1; the first of them, the newest first."""


class Index:
    """Of one campaign; may be asked by many threads."""

    def __init__(self, store: Store, read: Read) -> None:
        self._store, self._read = store, read

    def search(
        self, text: str, *, kinds: Iterable[str] = (), after: int | None = None, most: int = 50
    ) -> Hits:
        if not phrases(text):
            return Hits((), 0, None)
        with _lock, telling(self._store.home.name), self._opened() as kept:
            self._follow(kept)
            count, found = kept.find(text, list(kinds), after, most + 1)
        hits = tuple(hit_of(row, text) for row in found[:most])
        return Hits(hits, count, hits[-1].id if len(found) > most else None)

    def _opened(self) -> AbstractContextManager[Kept]:
        if self._store.engine.dialect.name == "postgresql":
            from harness.store.search import on_server

            return on_server.opened(self._store.engine)
        return in_file.opened(self._store.folder)

    def _follow(self, kept: Kept) -> None:
        """What was written since the last question; all, where the history is another one."""
        with self._store.reading() as connection:
            now = last(connection)
            history = tables.history
            since = int(kept.told("op") or 0)
            link = connection.execute(select(history.c.hash).where(history.c.op == since)).scalar()
            if since and link != kept.told("hash"):
                kept.clear()
                since = 0
            unread = kept.unread()
            if since == now and not unread:
                return
            for table in SEARCHED:
                keys = None if since == 0 else _changed(connection, table, since)
                if table == "arrivals" and keys is not None:
                    keys += [each for each in unread if each not in keys]
                for found in rows(connection, table, keys) if keys is None or keys else ():
                    self._put(kept, found)
            self._follow_voids(kept, connection, since)
            head = connection.execute(select(history.c.hash).where(history.c.op == now)).scalar()
        kept.tell("op", str(now))
        kept.tell("hash", str(head))
        kept.commit()

    def _follow_voids(self, kept: Kept, connection: Connection, since: int) -> None:
        """Rows that were taken back are not found; one whose void was taken back is found again."""
        if since and not _changed(connection, "voids", since):
            return
        voids = tables.voids
        for name, table in SEARCHED.items():
            named = set(connection.scalars(select(voids.c.key).where(voids.c.table == name)))
            gone = {str(key) for key in standing.dead(connection, table)} if named else set()
            for key in gone:
                kept.drop(name, key)
            again = sorted(named - gone)
            for found in rows(connection, name, again) if again else ():
                self._put(kept, found)

    def _put(self, kept: Kept, found: Found) -> None:
        text = found.text
        if found.table == "arrivals":
            letter = self._read(int(found.key))
            kept.mark_read(found.key, letter is not None)
            text = f"{text} {letter or ''}"
        kept.put(found.table, found.key, found.ref, found.title, text)


def _changed(connection: Connection, table: str, since: int) -> list[str]:
    changes = tables.changes
    query = select(changes.c.key).where(changes.c.op > since, changes.c.table == table).distinct()
    return [str(key) for key in connection.scalars(query)]
