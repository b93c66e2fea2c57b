"""The index: cache/search.db, brought up to what the history tells before each question.

`read` answers what an arrival says, where it has been read; one that was not is asked for again.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from harness.store import standing, tables
from harness.store.database import Store
from harness.store.history import last
from harness.store.search.rows import SEARCHED, Found, rows
from harness.store.search.words import plain, question, words

FILE = "cache/search.db"
SCHEMA = "1"
MOST_COUNTED = 10_000
AROUND = 36  # characters either side of what was found
_MAKE = """
create table told (name text primary key, value text not null);
create table docs (id integer primary key, "table" text not null, key text not null,
  ref text not null, title text not null, text text not null, unique ("table", key));
create table unread (key text primary key);
create virtual table words using fts5 (body, tokenize = 'unicode61 remove_diacritics 0');
"""

# each question has an Index of its own, and all have the one file
_lock = threading.Lock()
Read = Callable[[int], str | None]  # an arrival's number -> its text; None: not read yet


@dataclass(frozen=True, slots=True)
class Hit:
    """`before`, `hit`, `after`: the words around it. `id`: where the next page goes on."""

    id: int
    table: str
    key: str
    ref: str
    title: str
    before: str
    hit: str
    after: str


@dataclass(frozen=True, slots=True)
class Hits:
    """`count`: MOST_COUNTED + 1 stands for more. `next`: the id after which the next page begins."""

    hits: tuple[Hit, ...]
    count: int
    next: int | None


class Index:
    """Of one campaign; may be asked by many threads."""

    def __init__(self, store: Store, read: Read) -> None:
        self._store, self._read = store, read
        self._path = store.folder / FILE

    def search(
        self, text: str, *, kinds: Iterable[str] = (), after: int | None = None, most: int = 50
    ) -> Hits:
        asked = question(text)
        if not asked:
            return Hits((), 0, None)
        with _lock, closing(self._opened()) as database:
            self._follow(database)
            return _search(database, asked, text, list(kinds), after, most)

    def _opened(self) -> sqlite3.Connection:
        """Made anew where it is of another make, or no database any more."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = sqlite3.connect(self._path)
            if _told(database, "schema") == SCHEMA:
                return database
            database.close()
        except sqlite3.OperationalError:
            database.close()
            raise
        except sqlite3.DatabaseError:  # no database, or a damaged one
            database.close()
        for name in (self._path, Path(f"{self._path}-journal")):
            name.unlink(missing_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        database = sqlite3.connect(self._path)
        database.executescript(_MAKE)
        _tell(database, "schema", SCHEMA)
        database.commit()
        return database

    def _follow(self, database: sqlite3.Connection) -> None:
        """What was written since the last question; all, where the history is another one."""
        with self._store.reading() as connection:
            now = last(connection)
            history = tables.history
            since = int(_told(database, "op") or 0)
            link = connection.execute(select(history.c.hash).where(history.c.op == since)).scalar()
            if since and link != _told(database, "hash"):
                for table in ("docs", "words", "unread"):
                    database.execute(f"delete from {table}")
                since = 0
            if since == now and not _unread(database):
                return
            for table in SEARCHED:
                keys = None if since == 0 else _changed(connection, table, since)
                if table == "arrivals" and keys is not None:
                    keys += [each for each in _unread(database) if each not in keys]
                for found in rows(connection, table, keys) if keys is None or keys else ():
                    self._put(database, found)
            self._follow_voids(database, connection, since)
            head = connection.execute(select(history.c.hash).where(history.c.op == now)).scalar()
        _tell(database, "op", str(now))
        _tell(database, "hash", str(head))
        database.commit()

    def _follow_voids(
        self, database: sqlite3.Connection, connection: Connection, since: int
    ) -> None:
        """Rows that were taken back are not found; one whose void was taken back is found again."""
        if since and not _changed(connection, "voids", since):
            return
        voids = tables.voids
        for name, table in SEARCHED.items():
            named = set(connection.scalars(select(voids.c.key).where(voids.c.table == name)))
            gone = {str(key) for key in standing.dead(connection, table)} if named else set()
            for key in gone:
                _drop(database, name, key)
            again = sorted(named - gone)
            for found in rows(connection, name, again) if again else ():
                self._put(database, found)

    def _put(self, database: sqlite3.Connection, found: Found) -> None:
        text = found.text
        if found.table == "arrivals":
            letter = self._read(int(found.key))
            if letter is None:
                database.execute("insert or ignore into unread values (?)", (found.key,))
            else:
                database.execute("delete from unread where key = ?", (found.key,))
            text = f"{text} {letter or ''}"
        _drop(database, found.table, found.key)
        row = (found.table, found.key, found.ref, found.title, text)
        made = database.execute(
            'insert into docs ("table", key, ref, title, text) values (?, ?, ?, ?, ?)', row
        )
        body = words(f"{found.title}\n{text}")
        database.execute("insert into words (rowid, body) values (?, ?)", (made.lastrowid, body))


def _changed(connection: Connection, table: str, since: int) -> list[str]:
    changes = tables.changes
    query = select(changes.c.key).where(changes.c.op > since, changes.c.table == table).distinct()
    return [str(key) for key in connection.scalars(query)]


def _drop(database: sqlite3.Connection, table: str, key: str) -> None:
    row = database.execute(
        'select id from docs where "table" = ? and key = ?', (table, key)
    ).fetchone()
    if row:
        database.execute("delete from words where rowid = ?", row)
        database.execute("delete from docs where id = ?", row)


def _unread(database: sqlite3.Connection) -> list[str]:
    return [key for (key,) in database.execute("select key from unread")]


def _told(database: sqlite3.Connection, name: str) -> str | None:
    try:
        row = database.execute("select value from told where name = ?", (name,)).fetchone()
    except sqlite3.OperationalError as wrong:
        if "no such table" not in str(wrong):
            raise  # locked, say: no reason to make it anew
        return None
    return str(row[0]) if row else None


def _tell(database: sqlite3.Connection, name: str, value: str) -> None:
    database.execute("insert or replace into told values (?, ?)", (name, value))


def _search(
    database: sqlite3.Connection,
    asked: str,
    text: str,
    kinds: list[str],
    after: int | None,
    most: int,
) -> Hits:
    """The newest first."""
    places = ", ".join("?" * len(kinds))
    of = f' and docs."table" in ({places})' if kinds else ""
    query = f"from words join docs on docs.id = words.rowid where words match ?{of}"
    values: list[object] = [asked, *kinds]
    counting = f"select count(*) from (select 1 {query} limit {MOST_COUNTED + 1})"
    (count,) = database.execute(counting, values).fetchone()
    if after is not None:
        query += " and docs.id < ?"
        values.append(after)
    columns = 'docs.id, docs."table", docs.key, docs.ref, docs.title, docs.text'
    query = f"select {columns} {query} order by docs.id desc limit ?"
    found = database.execute(query, [*values, most + 1]).fetchall()
    hits = tuple(_hit(row, text) for row in found[:most])
    return Hits(hits, int(count), hits[-1].id if len(found) > most else None)


def _hit(row: tuple[int, str, str, str, str, str], asked: str) -> Hit:
    id, table, key, ref, title, text = row
    line = " ".join(text.split())
    low = plain(line)
    at, size = next(
        ((low.find(part), len(part)) for part in plain(asked).split() if part in low), (-1, 0)
    )
    if at < 0 or len(low) != len(line):  # in the title, or broken over lines
        return Hit(id, table, key, ref, title, line[: 2 * AROUND], "", "")
    start = max(0, at - AROUND)
    return Hit(
        id, table, key, ref, title, line[start:at], line[at : at + size],
        line[at + size : at + size + AROUND],
    )  # fmt: skip
