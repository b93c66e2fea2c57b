"""台账: what a workbook held that was handed out, or that was read in, row by row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from harness.store import facts, tables

Rows = list[dict[str, Any]]


def add_export(connection: Connection, rows: Rows) -> int:
    """What is handed out; answers its number."""
    number: int = facts.insert(connection, tables.exports, {"kind": "out", "rows": rows})
    return number


def export(connection: Connection, number: int) -> Rows | None:
    """What was handed out under this number."""
    table = tables.exports
    query = select(table.c.rows).where(table.c.id == number, table.c.kind == "out")
    return connection.execute(query).scalar_one_or_none()


def add_reading(connection: Connection, of: str, rows: Rows) -> bool:
    """What a workbook said when it was read in; False where it says what it said before."""
    if last_reading(connection, of) == rows:
        return False
    facts.insert(connection, tables.exports, {"kind": "in", "of": of, "rows": rows})
    return True


def last_reading(connection: Connection, of: str) -> Rows | None:
    """What that workbook said when it was last read in; None where it never was."""
    table = tables.exports
    query = (
        select(table.c.rows)
        .where(table.c.kind == "in", table.c.of == of)
        .order_by(table.c.id.desc())
        .limit(1)
    )
    return connection.execute(query).scalar_one_or_none()
