"""Rows that stand, with their keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Row, Select, Table

from harness.store import standing
from harness.store.history import parts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A row that stands: its key, and what it says."""

    id: int
    fact: T


def standing_rows(
    connection: Connection, table: Table, query: Select[Any], **of: object
) -> list[Row[Any]]:
    """The rows that count. Where they are those of one thing, or of a few, the time is that of those
    few rows, however many the table has."""
    ((name, asked),) = of.items()
    several: Any = [asked] if isinstance(asked, str | int) else asked
    rows = list(some_rows(connection, query, table.c[name], several))
    gone = standing.dead(connection, table, None if asked is None else [row.id for row in rows])
    return [row for row in rows if row.id not in gone]


def some_rows(
    connection: Connection, query: Select[Any], column: Column[Any], of: Collection[Any] | None
) -> Iterator[Row[Any]]:
    """All, or those of a few things: in the query's order as far as one question can name them."""
    if of is None:
        yield from connection.execute(query)
        return
    for part in parts(of):
        yield from connection.execute(query.where(column.in_(part)))
