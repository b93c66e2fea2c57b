"""The index, brought up to what the history tells: in cache/search.db, or on the server where the facts
are.

`read` answers what an arrival says, where it has been read; one that was not is asked for again, a few at
each following. What is written down is put in piece by piece: who searches meanwhile finds what is in it,
and broken off it goes on where it was. Two that do so at once put the same rows in, which stand there once.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, select

from harness.store import standing, tables
from harness.store.database import Store
from harness.store.history import last, parts
from harness.store.search import in_file
from harness.store.search.hits import AROUND, MOST_COUNTED, Hit, Hits, Row, hit_of
from harness.store.search.in_file import FILE
from harness.store.search.rows import SEARCHED, Found, rows
from harness.store.search.words import phrases
from harness.store.trouble import telling

__all__ = ["AROUND", "FILE", "MOST_COUNTED", "WHAT", "Hit", "Hits", "Index"]
PIECE = 500  # rows that are put in at once
ASKED_AGAIN = 20  # arrivals that were not read yet, each time
WHAT = "建立检索目录"
Read = Callable[[Collection[int]], Mapping[int, str | None]]  # None: not read yet
Told = Callable[[int, int, str], None]
_locks: dict[Path, threading.Lock] = {}  # of each folder: one follows at a time, anybody may search


class Kept(Protocol):
    """The index as it is kept, while it is open."""

    def told(self, name: str) -> str | None: ...
    def tell(self, name: str, value: str) -> None: ...
    def clear(self) -> None: ...
    def put(self, table: str, key: str, ref: str, title: str, text: str) -> None: ...
    def drop(self, table: str, key: str) -> None: ...
    def unread(self, most: int) -> list[str]:
        """Those that were asked for longest ago."""

    def mark_read(self, key: str, read: bool) -> None: ...
    def commit(self) -> None: ...
    def find(
        self, text: str, kinds: Sequence[str], after: int | None, most: int
    ) -> tuple[int, list[Row]]:
        """How many there are, at most MOST_COUNTED + 1; the first of them, the newest first."""


def _silent(_done: int, _of: int, _what: str) -> None:
    """Tells nobody."""


class Index:
    """Of one campaign; may be asked by many threads."""

    def __init__(self, store: Store, read: Read) -> None:
        self._store, self._read = store, read
        self._lock = _locks.setdefault(store.folder, threading.Lock())

    def search(
        self, text: str, *, kinds: Iterable[str] = (), after: int | None = None, most: int = 50
    ) -> Hits:
        """In what has been put in so far."""
        if not phrases(text):
            return Hits((), 0, None)
        with self._opened(writes=False) as kept:
            count, found = kept.find(text, list(kinds), after, most + 1)
        hits = tuple(hit_of(row, text) for row in found[:most])
        return Hits(hits, count, hits[-1].id if len(found) > most else None)

    def behind(self) -> int:
        """How many rows of the history are not in it: about so many, where it is to be made anew."""
        with self._opened(writes=False) as kept, self._store.reading() as connection:
            since = _since(kept, connection)
            if since == last(connection):
                return 0
            changes = tables.changes
            query = select(func.count()).where(changes.c.op > since)
            return int(connection.execute(query.select_from(changes)).scalar() or 0) or 1

    def follow(self, told: Told = _silent, *, waiting: bool = True) -> bool:
        """With all that was written since. `waiting`: for whoever does the same just now; else False."""
        if not self._lock.acquire(blocking=waiting):
            return False
        try:
            with self._store.reading() as connection:
                self._follow(connection, told)
            return True
        finally:
            self._lock.release()

    @contextmanager
    def _opened(self, *, writes: bool = True) -> Iterator[Kept]:
        """What is put in is there for all when this ends; `writes`: one does so at a time."""
        with telling(self._store.home.name):
            if self._store.engine.dialect.name == "postgresql":
                from harness.store.search import on_server

                with on_server.opened(self._store.engine, writes=writes) as server:
                    yield server
            else:
                with in_file.opened(self._store.folder) as file:
                    yield file

    def _follow(self, connection: Connection, told: Told) -> None:
        now = last(connection)
        with self._opened(writes=False) as kept:
            since = _since(kept, connection)
            again = kept.unread(ASKED_AGAIN)
        if since == 0:
            now = self._fill(connection, now, told)
        elif since != now:
            for table in SEARCHED:
                self._put_some(connection, table, _changed(connection, table, since))
            self._follow_voids(connection, since)
        self._put_some(connection, "arrivals", again)
        if since != now:
            with self._opened() as kept:
                _mark(kept, connection, now)
                kept.commit()

    def _fill(self, connection: Connection, now: int, told: Told) -> int:
        """From nothing, or from where it was broken off: table by table. Answers the operation as of
        which it was begun: what came later is followed."""
        with self._opened() as kept:
            begun = _since(kept, connection, "filling")
            if not begun:
                kept.clear()
                _mark(kept, connection, now, "filling")
                kept.tell("filled", "")
                kept.commit()
            filled = (kept.told("filled") or "").split()
        many = {name: _many(connection, name) for name in SEARCHED}
        done, of = sum(many[name] for name in filled), sum(many.values())
        for table in SEARCHED:
            if table in filled:
                continue
            for piece in _pieces(rows(connection, table)):
                self._put(piece)
                done += len(piece)
                told(done, of, WHAT)
            filled.append(table)
            with self._opened() as kept:
                kept.tell("filled", " ".join(filled))
                kept.commit()
        self._follow_voids(connection, 0)
        return begun or now

    def _put_some(self, connection: Connection, table: str, keys: list[str]) -> None:
        for piece in _pieces(rows(connection, table, keys) if keys else ()):
            self._put(piece)

    def _follow_voids(self, connection: Connection, since: int) -> None:
        """Rows that were taken back are not found; one whose void was taken back is found again."""
        for name, keys in _voided(connection, since).items():
            if name not in SEARCHED:
                continue
            gone = {str(key) for key in standing.dead(connection, SEARCHED[name], map(int, keys))}
            with self._opened() as kept:
                for key in gone:
                    kept.drop(name, key)
                kept.commit()
            self._put_some(connection, name, sorted(keys - gone))

    def _put(self, found: list[Found]) -> None:
        came = [int(each.key) for each in found if each.table == "arrivals"]
        letters = self._read(came) if came else {}
        with self._opened() as kept:
            for each in found:
                text = each.text
                if each.table == "arrivals":
                    letter = letters.get(int(each.key), "")
                    kept.mark_read(each.key, letter is not None)
                    text = f"{text} {letter or ''}"
                kept.put(each.table, each.key, each.ref, each.title, text)
            kept.commit()


def _since(kept: Kept, connection: Connection, name: str = "op") -> int:
    """The last operation that is in it; 0 where the history is another one."""
    since, history = int(kept.told(name) or 0), tables.history
    link = connection.execute(select(history.c.hash).where(history.c.op == since)).scalar()
    return since if since and link == kept.told(f"{name} hash") else 0


def _mark(kept: Kept, connection: Connection, op: int, name: str = "op") -> None:
    history = tables.history
    link = connection.execute(select(history.c.hash).where(history.c.op == op)).scalar()
    kept.tell(name, str(op))
    kept.tell(f"{name} hash", str(link))


def _pieces(found: Iterable[Found]) -> Iterator[list[Found]]:
    line = iter(found)
    while piece := list(islice(line, PIECE)):
        yield piece


def _many(connection: Connection, table: str) -> int:
    return int(connection.execute(select(func.count()).select_from(SEARCHED[table])).scalar() or 0)


def _voided(connection: Connection, since: int) -> dict[str, set[str]]:
    """Table -> keys of what was taken back since, or counts again since a taking back was."""
    voids = tables.voids
    left = {int(each) for each in _changed(connection, voids.name, since)}
    found: dict[str, set[str]] = defaultdict(set)
    while left:
        named = [
            (row.table, str(row.key))
            for part in parts(sorted(left))
            for row in connection.execute(select(voids).where(voids.c.id.in_(part)))
        ]
        for table, key in named:
            found[table].add(key)
        left = {int(key) for table, key in named if table == voids.name}
    return found


def _changed(connection: Connection, table: str, since: int) -> list[str]:
    changes = tables.changes
    query = select(changes.c.key).where(changes.c.op > since, changes.c.table == table).distinct()
    return [str(key) for key in connection.scalars(query)]
