"""The index: cache/search.db, brought up to what the history tells.

`read` answers what an arrival says, where it has been read; one that was not is asked for again, a few at
each following. What is written down is put in piece by piece: who searches meanwhile finds what is in it,
and broken off it goes on where it was.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, func, select

from harness.store import standing, tables
from harness.store.database import Store
from harness.store.history import last, parts
from harness.store.search.rows import SEARCHED, Found, rows
from harness.store.search.words import plain, question, words

FILE = "cache/search.db"
SCHEMA = "2"
MOST_COUNTED = 10_000
AROUND = 36  # characters either side of what was found
PIECE = 500  # rows that are put in at once
ASKED_AGAIN = 20  # arrivals that were not read yet, each time
_MAKE = """
pragma journal_mode = wal;
create table told (name text primary key, value text not null);
create table docs (id integer primary key, "table" text not null, key text not null,
  ref text not null, title text not null, text text not null, unique ("table", key));
create table unread (key text primary key);
create virtual table words using fts5 (kind, body, tokenize = 'unicode61 remove_diacritics 0');
"""

Read = Callable[[Collection[int]], Mapping[int, str | None]]  # None: not read yet
Told = Callable[[int, int, str], None]
WHAT = "建立检索目录"
_locks: dict[Path, threading.Lock] = {}  # of each file: one follows at a time, anybody may search


def _silent(_done: int, _of: int, _what: str) -> None:
    """Tells nobody."""


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
        self._lock = _locks.setdefault(self._path, threading.Lock())

    def search(
        self, text: str, *, kinds: Iterable[str] = (), after: int | None = None, most: int = 50
    ) -> Hits:
        """In what has been put in so far."""
        asked = question(text)
        if not asked:
            return Hits((), 0, None)
        with self._database() as database:
            return _search(database, asked, text, list(kinds), after, most)

    def behind(self) -> int:
        """How many rows of the history are not in it: about so many, where it is to be made anew."""
        with self._database() as database, self._store.reading() as connection:
            since = _since(database, connection)
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
            with self._database() as database, self._store.reading() as connection:
                self._follow(database, connection, told)
            return True
        finally:
            self._lock.release()

    @contextmanager
    def _database(self) -> Iterator[sqlite3.Connection]:
        with closing(self._opened()) as database:
            yield database

    def _opened(self) -> sqlite3.Connection:
        """Made anew where it is of another make, or no database any more."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        found = self._connected()
        if found is not None:
            return found
        with _making:
            found = self._connected()  # another may have made it meanwhile
            return self._made() if found is None else found

    def _connected(self) -> sqlite3.Connection | None:
        database = sqlite3.connect(self._path, timeout=30)
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

    def _made(self) -> sqlite3.Connection:
        for end in ("", "-journal", "-wal", "-shm"):
            Path(f"{self._path}{end}").unlink(missing_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        database = sqlite3.connect(self._path, timeout=30)
        database.executescript(_MAKE)
        _tell(database, "schema", SCHEMA)
        database.commit()
        return database

    def _follow(self, database: sqlite3.Connection, connection: Connection, told: Told) -> None:
        now, since = last(connection), _since(database, connection)
        if since == 0:
            now = self._fill(database, connection, now, told)
        elif since != now:
            for table in SEARCHED:
                self._put_some(database, connection, table, _changed(connection, table, since))
            self._follow_voids(database, connection, since)
        again = _unread(database, ASKED_AGAIN)
        for piece in _pieces(rows(connection, "arrivals", again) if again else ()):
            self._put(database, piece)
        if since != now:
            self._mark(database, connection, now)
        database.commit()

    def _fill(
        self, database: sqlite3.Connection, connection: Connection, now: int, told: Told
    ) -> int:
        """From nothing, or from where it was broken off: table by table. Answers the operation as of
        which it was begun: what came later is followed."""
        begun = _since(database, connection, "filling")
        if not begun:
            for table in ("docs", "words", "unread"):
                database.execute(f"delete from {table}")
            self._mark(database, connection, now, "filling")
            _tell(database, "filled", "")
            database.commit()
        filled = (_told(database, "filled") or "").split()
        many = {name: _many(connection, name) for name in SEARCHED}
        done, of = sum(many[name] for name in filled), sum(many.values())
        for table in SEARCHED:
            if table in filled:
                continue
            database.execute(
                'delete from words where rowid in (select id from docs where "table" = ?)', (table,)
            )
            database.execute('delete from docs where "table" = ?', (table,))
            for piece in _pieces(rows(connection, table)):
                self._put(database, piece)
                database.commit()
                done += len(piece)
                told(done, of, WHAT)
            filled.append(table)
            _tell(database, "filled", " ".join(filled))
            database.commit()
        self._follow_voids(database, connection, 0)
        return begun or now

    def _mark(
        self, database: sqlite3.Connection, connection: Connection, op: int, name: str = "op"
    ) -> None:
        history = tables.history
        link = connection.execute(select(history.c.hash).where(history.c.op == op)).scalar()
        _tell(database, name, str(op))
        _tell(database, f"{name} hash", str(link))

    def _put_some(
        self, database: sqlite3.Connection, connection: Connection, table: str, keys: list[str]
    ) -> None:
        for piece in _pieces(rows(connection, table, keys) if keys else ()):
            self._put(database, piece)

    def _follow_voids(
        self, database: sqlite3.Connection, connection: Connection, since: int
    ) -> None:
        """Rows that were taken back are not found; one whose void was taken back is found again."""
        for name, keys in _voided(connection, since).items():
            if name not in SEARCHED:
                continue
            gone = {str(key) for key in standing.dead(connection, SEARCHED[name], map(int, keys))}
            for key in gone:
                _drop(database, name, key)
            self._put_some(database, connection, name, sorted(keys - gone))

    def _put(self, database: sqlite3.Connection, found: list[Found]) -> None:
        came = [int(each.key) for each in found if each.table == "arrivals"]
        letters = self._read(came) if came else {}
        (at,) = database.execute("select coalesce(max(id), 0) from docs").fetchone()
        for id, each in enumerate(found, at + 1):
            text = each.text
            if each.table == "arrivals":
                letter = letters.get(int(each.key), "")
                database.execute("delete from unread where key = ?", (each.key,))
                if letter is None:
                    database.execute("insert into unread values (?)", (each.key,))
                text = f"{text} {letter or ''}"
            _drop(database, each.table, each.key)
            database.execute(
                "insert into docs values (?, ?, ?, ?, ?, ?)",
                (id, each.table, each.key, each.ref, each.title, text),
            )
            body = words(f"{each.title}\n{text}")
            database.execute(
                "insert into words (rowid, kind, body) values (?, ?, ?)", (id, each.table, body)
            )


_making = threading.Lock()


def _since(database: sqlite3.Connection, connection: Connection, name: str = "op") -> int:
    """The last operation that is in it; 0 where the history is another one."""
    since, history = int(_told(database, name) or 0), tables.history
    link = connection.execute(select(history.c.hash).where(history.c.op == since)).scalar()
    return since if since and link == _told(database, f"{name} hash") else 0


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


def _drop(database: sqlite3.Connection, table: str, key: str) -> None:
    row = database.execute(
        'select id from docs where "table" = ? and key = ?', (table, key)
    ).fetchone()
    if row:
        database.execute("delete from words where rowid = ?", row)
        database.execute("delete from docs where id = ?", row)


def _unread(database: sqlite3.Connection, most: int) -> list[str]:
    """Those that were asked for longest ago."""
    query = "select key from unread order by rowid limit ?"
    return [key for (key,) in database.execute(query, (most,))]


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
    asked = f"body : ({asked})"
    if kinds:
        asked = f"kind : ({' OR '.join(kinds)}) AND {asked}"
    counting = (
        f"select count(*) from (select 1 from words where words match ? limit {MOST_COUNTED + 1})"
    )
    (count,) = database.execute(counting, (asked,)).fetchone()
    query = "select rowid from words where words match ? and rowid < ? order by rowid desc limit ?"
    before = after if after is not None else 2**62
    ids = [id for (id,) in database.execute(query, (asked, before, most + 1))]
    columns = 'id, "table", key, ref, title, text'
    places = ", ".join("?" * len(ids))
    query = f"select {columns} from docs where id in ({places}) order by id desc"
    found = database.execute(query, ids).fetchall()
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
