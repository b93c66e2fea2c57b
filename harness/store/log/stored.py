"""Rows that stand, with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Select, Table

from harness.store import standing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A row that stands: its key, and what it says."""

    id: int
    fact: T


def standing_rows(
    connection: Connection, table: Table, query: Select[Any], **of: object
) -> list[Row[Any]]:
    """The rows that count. Where they are those of one thing, the time is that of those few rows,
    however many the table has."""
    asked = {name: value for name, value in of.items() if value is not None}
    rows = connection.execute(query.where(*(table.c[name] == asked[name] for name in asked))).all()
    gone = standing.dead(connection, table, [row.id for row in rows] if asked else None)
    return [row for row in rows if row.id not in gone]
