"""A table's rows as plain values, the same whichever database holds them: text, numbers, nothing.

This is the form that the history's hashes are made of: a day as its ISO text, a yes or no as 1 or 0, JSON
as the text that was written. SQLite holds just that; asked for without types, it gives whatever stands
there, also what somebody has put past the program. PostgreSQL has types of its own and is asked for text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import JSON, ColumnElement, Connection, Table, Text, cast, column, select

_AT_ONCE = 2000  # rows fetched in one journey
Plain = tuple[object, ...]


def plain_rows(
    connection: Connection,
    table: Table,
    where: ColumnElement[bool] | None = None,
    *,
    in_order: bool = False,
) -> Iterator[Plain]:
    """Of all rows, or those `where`; `in_order` of their keys, else as they lie."""
    server = connection.dialect.name == "postgresql"
    columns = [_asked(each.name, server and isinstance(each.type, JSON)) for each in table.columns]
    query = select(*columns).select_from(table)
    # of all a part at a time, not everything before the first
    query = query.execution_options(yield_per=_AT_ONCE) if where is None else query.where(where)
    if in_order:
        query = query.order_by(*(column(each.name) for each in table.primary_key.columns))
    for row in connection.execute(query):
        yield tuple(map(_plain, row)) if server else tuple(row)


def _asked(name: str, json: bool) -> ColumnElement[Any]:
    found: ColumnElement[Any] = column(name)
    return cast(found, Text).label(name) if json else found


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def named(table: Table, row: Plain) -> str:
    """A row, as people are told of it."""
    values = dict(zip((each.name for each in table.columns), row, strict=False))
    key = [values.get(each.name) for each in table.primary_key.columns]
    return f"表 {table.name} 第“{key[0] if len(key) == 1 else key}”条"
