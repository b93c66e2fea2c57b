"""The index as a file of SQLite's full-text search: cache/search.db, which may be deleted at any time."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from harness.store.search.hits import MOST_COUNTED, Row
from harness.store.search.words import question, words

FILE = "cache/search.db"
SCHEMA = "2"
_MAKE = """
pragma journal_mode = wal;
create table told (name text primary key, value text not null);
create table docs (id integer primary key, "table" text not null, key text not null,
  ref text not null, title text not null, text text not null, unique ("table", key));
create table unread (key text primary key);
create virtual table words using fts5 (kind, body, tokenize = 'unicode61 remove_diacritics 0');
"""

_making = threading.Lock()


class InFile:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def told(self, name: str) -> str | None:
        return _told(self._database, name)

    def tell(self, name: str, value: str) -> None:
        self._database.execute("insert or replace into told values (?, ?)", (name, value))

    def clear(self) -> None:
        for table in ("docs", "words", "unread"):
            self._database.execute(f"delete from {table}")

    def put(self, table: str, key: str, ref: str, title: str, text: str) -> None:
        self.drop(table, key)
        made = self._database.execute(
            'insert into docs ("table", key, ref, title, text) values (?, ?, ?, ?, ?)',
            (table, key, ref, title, text),
        )
        body = words(f"{title}\n{text}")
        self._database.execute(
            "insert into words (rowid, kind, body) values (?, ?, ?)", (made.lastrowid, table, body)
        )

    def drop(self, table: str, key: str) -> None:
        row = self._database.execute(
            'select id from docs where "table" = ? and key = ?', (table, key)
        ).fetchone()
        if row:
            self._database.execute("delete from words where rowid = ?", row)
            self._database.execute("delete from docs where id = ?", row)

    def unread(self, most: int) -> list[str]:
        query = "select key from unread order by rowid limit ?"
        return [key for (key,) in self._database.execute(query, (most,))]

    def mark_read(self, key: str, read: bool) -> None:
        self._database.execute("delete from unread where key = ?", (key,))
        if not read:
            self._database.execute("insert into unread values (?)", (key,))

    def commit(self) -> None:
        self._database.commit()

    def find(
        self, text: str, kinds: Sequence[str], after: int | None, most: int
    ) -> tuple[int, list[Row]]:
        asked = f"body : ({question(text)})"
        if kinds:
            asked = f"kind : ({' OR '.join(kinds)}) AND {asked}"
        found = "from words where words match ?"
        counting = f"select count(*) from (select 1 {found} limit {MOST_COUNTED + 1})"
        (count,) = self._database.execute(counting, (asked,)).fetchone()
        query = f"select rowid {found} and rowid < ? order by rowid desc limit ?"
        before = after if after is not None else 2**62
        ids = [id for (id,) in self._database.execute(query, (asked, before, most))]
        columns = 'id, "table", key, ref, title, text'
        places = ", ".join("?" * len(ids))
        query = f"select {columns} from docs where id in ({places}) order by id desc"
        return int(count), self._database.execute(query, ids).fetchall()


@contextmanager
def opened(folder: Path) -> Iterator[InFile]:
    with closing(_opened(folder / FILE)) as database:
        yield InFile(database)


def _opened(path: Path) -> sqlite3.Connection:
    """Made anew where it is of another make, or no database any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found = _connected(path)
    if found is not None:
        return found
    with _making:
        found = _connected(path)  # another may have made it meanwhile
        return _made(path) if found is None else found


def _connected(path: Path) -> sqlite3.Connection | None:
    database = sqlite3.connect(path, timeout=30)
    try:
        if _told(database, "schema") == SCHEMA:
            return database
    except sqlite3.OperationalError:
        database.close()
        raise
    except sqlite3.DatabaseError:  # no database, or a damaged one
        pass
    database.close()
    return None


def _made(path: Path) -> sqlite3.Connection:
    for end in ("", "-journal", "-wal", "-shm"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    database = sqlite3.connect(path, timeout=30)
    database.executescript(_MAKE)
    made = InFile(database)
    made.tell("schema", SCHEMA)
    made.commit()
    return database


def _told(database: sqlite3.Connection, name: str) -> str | None:
    try:
        row = database.execute("select value from told where name = ?", (name,)).fetchone()
    except sqlite3.OperationalError as wrong:
        if "no such table" not in str(wrong):
            raise  # locked, say: no reason to make it anew
        return None
    return str(row[0]) if row else None
