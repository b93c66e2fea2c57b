"""The history of a campaign's facts: which rows a transaction changed -> one link of a chain.

A link's hash covers who, when, what, the rows that were changed with their SHA-256, and the hash
of the link before. audit.py recomputes all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    column,
    func,
    insert,
    select,
    tuple_,
)
from sqlalchemy.types import NullType

from harness.store.bulk import put_all
from harness.store.plain import plain_rows
from harness.store.tables import changes, history
from harness.store.tables.kinds import storable

START = "0" * 64  # what stands before the first link
GONE = ""  # stands in place of the SHA-256 of a row that a migration removed
_AT_ONCE = 500  # keys in one question to the database

T = TypeVar("T")
Key = tuple[object, ...]
Touched = Mapping[Table, Iterable[Key]]


@dataclass(frozen=True, slots=True)
class Doing:
    """What a transaction is: who does what, and which operation it reverses."""

    verb: str
    what: str
    by: str
    undoes: int | None = None


def last(connection: Connection) -> int:
    """The number of the last operation: while it is the same, no fact has changed."""
    found = connection.execute(select(func.max(history.c.op))).scalar()
    return int(found or 0)


def record(
    connection: Connection,
    doing: Doing,
    touched: Touched,
    at: datetime,
    removed: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> str | None:
    """Append a link for these rows as they now stand; answers its hash, None where nothing was changed.
    `removed`: table -> keys of rows that are gone, which only a migration does."""
    seals = {(table, key): GONE for table, keys in removed.items() for key in keys}
    seals |= {
        (table.name, key): seal
        for table, keys in touched.items()
        for key, seal in sealed(connection, table, list(dict.fromkeys(keys)))
    }
    if not seals:
        return None
    last = connection.execute(
        select(history.c.op, history.c.hash).order_by(history.c.op.desc()).limit(1)
    ).first()
    link = {
        "op": last.op + 1 if last else 1,
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "by": storable(doing.by),
        "verb": doing.verb,
        "what": storable(doing.what),
        "undoes": doing.undoes,
        "before": last.hash if last else START,
    }
    rows = [(table, key, seal) for (table, key), seal in sorted(seals.items())]
    digest = link_hash(link, rows)
    connection.execute(insert(history).values(**link, hash=digest))
    put_all(
        connection,
        changes,
        [{"op": link["op"], "table": t, "key": key, "sha256": seal} for t, key, seal in rows],
    )
    return digest


def link_hash(link: Mapping[str, object], rows: Sequence[tuple[str, str, str]]) -> str:
    """The hash of a link: of its row without the hash, and its (table, key, SHA-256) in order."""
    return _hash({**{name: value for name, value in link.items() if name != "hash"}, "rows": rows})


def sealed(
    connection: Connection, table: Table, keys: Sequence[Key] | None = None
) -> Iterator[tuple[str, str]]:
    """(key, SHA-256) of these rows, or of all, as the database holds them."""
    names = [each.name for each in table.columns]
    primary = primary_of(table)
    wanted = [None] if keys is None else [_one_of(connection, primary, e) for e in parts(keys)]
    for each in wanted:
        for values in plain_rows(connection, table, each):
            row = dict(zip(names, values, strict=True))
            yield key_of([row[name] for name in primary]), _hash(row)


def _one_of(
    connection: Connection, primary: Sequence[str], keys: Sequence[Key]
) -> ColumnElement[bool]:
    if len(primary) == 1 and connection.dialect.name == "postgresql":
        # one value that is a list: pg8000 takes a statement of many values apart sign by sign
        named: ColumnElement[object] = column(primary[0])
        return named == func.any(bindparam(None, [key[0] for key in keys], NullType()))
    if len(primary) == 1:  # the plain form, for which SQLite surely takes the index
        return column(primary[0]).in_([key[0] for key in keys])
    return tuple_(*(column(name) for name in primary)).in_(keys)


def primary_of(table: Table) -> list[str]:
    return [each.name for each in table.primary_key.columns]


def key_of(values: Sequence[object]) -> str:
    """A row's key as it stands in `changes`: its plain value, or several as a JSON list."""
    return str(values[0]) if len(values) == 1 else json.dumps(values, ensure_ascii=False)


def record_all(
    connection: Connection,
    tables: Iterable[Table],
    doing: Doing,
    at: datetime,
    removed: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> None:
    """Take down every row as it now stands: where there was no history, or a migration has given
    rows another form."""
    touched: dict[Table, list[Key]] = {}
    for table in tables:
        primary = [table.c[name] for name in primary_of(table)]
        touched[table] = [tuple(row) for row in connection.execute(select(*primary))]
    record(connection, doing, touched, at, removed)


def parts(keys: Iterable[T]) -> Iterator[list[T]]:
    """As many as one question to the database may name."""
    rest = iter(keys)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_bytes)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _bytes(value: object) -> object:
    """What JSON has no form for: bytes, in a column where somebody has put them."""
    return {"bytes": value.hex()} if isinstance(value, bytes) else {"other": repr(value)}
