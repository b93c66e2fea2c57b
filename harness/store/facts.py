"""The only way in which facts get into the database: what is written here is taken down in the
history when the transaction ends (`Store.writing`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, Table

from harness.store.bulk import put_all
from harness.store.history import Key, primary_of
from harness.store.typed import look_through

_TOUCHED = "mingcha_touched"  # in connection.info: table -> keys of the rows written
NUMBER = "id"  # the key of tables whose rows are numbered
Row = Mapping[str, Any]


@contextmanager
def collecting(connection: Connection) -> Iterator[dict[Table, list[Key]]]:
    """While this lasts, the connection may write facts; answers which rows were written."""
    touched: dict[Table, list[Key]] = {}
    info = connection.info  # a connection that broke meanwhile does not tell it any more
    info[_TOUCHED] = touched
    try:
        yield touched
    finally:
        # the same connection is lent out again
        info.pop(_TOUCHED, None)


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    """What is written while this lasts stays or, where it fails, goes as one; the rest of the
    transaction is as it was."""
    touched = connection.info[_TOUCHED]
    before = {table: len(keys) for table, keys in touched.items()}
    try:
        with connection.begin_nested():
            yield
    except BaseException:
        for table, keys in touched.items():
            del keys[before.get(table, 0) :]
        raise


def insert(connection: Connection, table: Table, row: Row) -> Any:
    """Write one row; answers its key."""
    return insert_all(connection, table, [row])[0][0]


def insert_all(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Key]:
    """Write many rows at one go; answers their keys, in the same order."""
    if not rows:
        return []
    touched = _touched(connection)
    look_through(table, rows)
    primary = primary_of(table)
    whole = _numbered(connection, table, rows) if primary == [NUMBER] else rows
    put_all(connection, table, whole)
    return _touch(touched, table, [tuple(row[name] for name in primary) for row in whole])


def _numbered(connection: Connection, table: Table, rows: Sequence[Row]) -> Sequence[Row]:
    """With the next numbers, where they have none. There is one writer at a time, so nobody else has
    them; and both databases count alike."""
    if all(NUMBER in row for row in rows):
        return rows
    last = connection.execute(sqlalchemy.select(sqlalchemy.func.max(table.c[NUMBER]))).scalar()
    return [{**row, NUMBER: number} for number, row in enumerate(rows, int(last or 0) + 1)]


def update(connection: Connection, table: Table, values: Row, *where: ColumnElement[bool]) -> int:
    """Change rows; answers how many."""
    touched = _touched(connection)
    look_through(table, [values])
    statement = (
        sqlalchemy.update(table)
        .where(*where)
        .values(**values)
        .returning(*table.primary_key.columns)
    )
    return len(_touch(touched, table, (tuple(row) for row in connection.execute(statement))))


def update_each(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Change rows that are there, each named by its key, at one go; all change the same columns."""
    if not rows:
        return
    touched = _touched(connection)
    look_through(table, rows)
    primary = primary_of(table)
    names = [name for name in rows[0] if name not in primary]
    statement = (
        sqlalchemy.update(table)
        .where(*(table.c[name] == sqlalchemy.bindparam(f"of_{name}") for name in primary))
        .values({name: sqlalchemy.bindparam(f"to_{name}") for name in names})
    )
    given = [
        {f"{'of' if name in primary else 'to'}_{name}": value for name, value in row.items()}
        for row in rows
    ]
    connection.execute(statement, given)
    _touch(touched, table, [tuple(row[name] for name in primary) for row in rows])


def _touched(connection: Connection) -> dict[Table, list[Key]]:
    """Asked for before anything is written."""
    touched: dict[Table, list[Key]] | None = connection.info.get(_TOUCHED)
    if touched is None:
        raise RuntimeError("facts are written inside `with store.writing(...)` only")
    return touched


def _touch(touched: dict[Table, list[Key]], table: Table, keys: Iterable[Key]) -> list[Key]:
    known = list(keys)
    touched.setdefault(table, []).extend(known)
    return known
