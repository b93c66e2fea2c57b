"""台账: what a workbook held that was handed out, or that was read in, row by row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from harness.store import facts, tables

Rows = list[dict[str, Any]]


def add_export(connection: Connection, kind: str, rows: Rows) -> int:
    """`kind`: out | in. Answers its number."""
    number: int = facts.insert(connection, tables.exports, {"kind": kind, "rows": rows})
    return number


def export(connection: Connection, number: int) -> Rows | None:
    """What was handed out under this number."""
    table = tables.exports
    query = select(table.c.rows).where(table.c.id == number, table.c.kind == "out")
    return connection.execute(query).scalar_one_or_none()


def last_reading(connection: Connection) -> Rows:
    """What the ledger that people keep by themselves said when it was last read in."""
    table = tables.exports
    query = select(table.c.rows).where(table.c.kind == "in").order_by(table.c.id.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none() or []
