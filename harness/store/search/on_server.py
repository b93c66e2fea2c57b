"""The index on a PostgreSQL server, beside the facts: of each row the words it has, as an array with a GIN
index. An array does not say what stands next to what: what it finds is held against the words in their
order.

One table for all machines: of several that bring it up to the facts one at a time puts a piece in, under a
lock of its own that keeps nobody from writing facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy import text as sql

from harness.store import connecting
from harness.store.search.hits import MOST_COUNTED, Row
from harness.store.search.words import Phrase, phrases, words
from harness.store.tables.kinds import storable

SCHEMA = "2"
LONGEST = 12  # characters of a beginning by which words are found
BEGINS = "^"  # stands before a beginning; no word has it
_AT_ONCE = 500
_DROP = "DROP TABLE IF EXISTS search_told, search_docs, search_unread"
_MAKE = (
    'CREATE TABLE search_told (name text COLLATE "C" PRIMARY KEY, value text NOT NULL)',
    'CREATE TABLE search_docs (id bigint PRIMARY KEY, "table" text COLLATE "C" NOT NULL,'
    ' key text COLLATE "C" NOT NULL, ref text NOT NULL, title text NOT NULL, text text NOT NULL,'
    ' body text COLLATE "C" NOT NULL, grams text[] COLLATE "C" NOT NULL, UNIQUE ("table", key))',
    'CREATE TABLE search_unread (key text COLLATE "C" PRIMARY KEY, asked bigint GENERATED ALWAYS AS IDENTITY)',
    "CREATE INDEX search_grams ON search_docs USING gin (grams)",
)


class OnServer:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[tuple[str, str], tuple[str, ...]] = {}
        self._filled = self._one("select max(id) from search_docs")

    def _one(self, query: str, **values: object) -> Any:
        return self._connection.execute(sql(query), values).scalar()

    def _do(self, query: str, **values: object) -> None:
        self._connection.execute(sql(query), values)

    def told(self, name: str) -> str | None:
        found = self._one("select value from search_told where name = :name", name=name)
        return None if found is None else str(found)

    def tell(self, name: str, value: str) -> None:
        self._do(
            "insert into search_told values (:name, :value)"
            " on conflict (name) do update set value = excluded.value",
            name=name, value=value,
        )  # fmt: skip

    def clear(self) -> None:
        self._new.clear()
        self._connection.exec_driver_sql("TRUNCATE search_docs, search_unread")
        self._filled = None

    def put(self, table: str, key: str, ref: str, title: str, text: str) -> None:
        self._new.pop((table, key), None)  # as it is put now, it stands last
        self._new[table, key] = tuple(map(storable, (table, key, ref, title, text)))
        if len(self._new) >= _AT_ONCE:
            self._flush()

    def drop(self, table: str, key: str) -> None:
        self._new.pop((table, key), None)
        if self._filled is not None:
            self._do('delete from search_docs where "table" = :t and key = :k', t=table, k=key)

    def _flush(self) -> None:
        if not self._new:
            return
        if self._filled is not None:
            for table in {each[0] for each in self._new}:
                keys = [key for of, key in self._new if of == table]
                self._do(
                    'delete from search_docs where "table" = :t and key = any(:k)', t=table, k=keys
                )
        first = int(self._filled or 0) + 1
        lines = [_line(at, row) for at, row in enumerate(self._new.values(), first)]
        raw: Any = self._connection.connection.driver_connection
        raw.cursor().execute("COPY search_docs FROM STDIN", stream=iter(lines))
        self._filled = first + len(lines) - 1
        self._new.clear()

    def unread(self, most: int) -> list[str]:
        query = sql("select key from search_unread order by asked limit :most")
        return list(self._connection.scalars(query, {"most": most}))

    def mark_read(self, key: str, read: bool) -> None:
        self._do("delete from search_unread where key = :key", key=key)
        if not read:
            self._do("insert into search_unread (key) values (:key)", key=key)

    def commit(self) -> None:
        """What was put is there; the transaction ends with the question."""
        self._flush()

    def find(
        self, text: str, kinds: Sequence[str], after: int | None, most: int
    ) -> tuple[int, list[Row]]:
        where, values = _where(phrases(text))
        if kinds:
            where += ' and "table" = any(:kinds)'
            values["kinds"] = list(kinds)
        counting = f"select 1 from search_docs where {where} limit {MOST_COUNTED + 1}"
        count = self._one(f"select count(*) from ({counting}) as found", **values)
        if after is not None:
            where += " and id < :after"
            values["after"] = after
        query = (
            f'select id, "table", key, ref, title, text from search_docs where {where}'
            f" order by id desc limit {int(most)}"
        )
        rows = self._connection.execute(sql(query), values)
        return int(count), [tuple(row) for row in rows]


def _where(asked: Sequence[Phrase]) -> tuple[str, dict[str, object]]:
    """By the array which rows may have it, by the words in their order which have."""
    grams: list[str] = []
    values: dict[str, object] = {}
    told = ["grams @> cast(:grams as text[])"]
    for number, each in enumerate(asked):
        whole = each.words[:-1] if each.goes_on else each.words
        grams += whole
        if each.goes_on:
            grams.append(BEGINS + each.words[-1][:LONGEST])
        values[f"p{number}"] = f" {' '.join(each.words)}{'' if each.goes_on else ' '}"
        told.append(f"position(:p{number} in body) > 0")
    return " and ".join(told), {**values, "grams": grams}


def _line(id: int, row: tuple[str, ...]) -> bytes:
    body = words(f"{row[3]}\n{row[4]}")
    grams = ",".join(f'"{each}"' for each in sorted(_grams(body)))
    told = [str(id), *map(_escaped, row), f" {body} ", f"{{{grams}}}"]
    return ("\t".join(told) + "\n").encode()


def _grams(body: str) -> set[str]:
    found = set(body.split())
    begins = {
        BEGINS + word[:many] for word in found for many in range(1, min(len(word), LONGEST) + 1)
    }
    return found | begins


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


@contextmanager
def opened(engine: Engine, *, writes: bool = True) -> Iterator[OnServer]:
    """One transaction. Who puts something in waits for others that do; who only asks waits for nobody,
    and finds what was put in by then."""
    if not writes:
        with engine.connect() as connection:
            if _schema(connection) == SCHEMA:
                yield OnServer(connection)
                return
    with connecting.writer(engine, "search").begin() as connection:
        if _schema(connection) != SCHEMA:
            for each in (_DROP, *_MAKE):
                connection.exec_driver_sql(each)
            OnServer(connection).tell("schema", SCHEMA)
        yield OnServer(connection)


def _schema(connection: Connection) -> str | None:
    if connection.execute(sql("select to_regclass('search_told')::text")).scalar() is None:
        return None
    query = sql("select value from search_told where name = 'schema'")
    return connection.execute(query).scalar()
