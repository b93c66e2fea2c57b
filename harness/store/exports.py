"""台账: what a workbook held that was handed out, or that was read in, row by row.

An export is called by its number and a random word: a campaign's folder that was copied or restored
counts on from the same number, and what one of the two handed out is none of the other's.
"""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, select

from harness.store import facts, tables

Rows = list[dict[str, Any]]
MOST_DIGITS = 15  # no campaign hands out more, and SQLite counts no further than 19


def add_export(connection: Connection, rows: Rows) -> str:
    """What is handed out; answers its name, such as 12-a1b2c3d4."""
    token = secrets.token_hex(4)
    row = {"kind": "out", "token": token, "rows": rows}
    number: int = facts.insert(connection, tables.exports, row)
    return f"{number}-{token}"


def export(connection: Connection, name: str) -> Rows | None:
    """What was handed out under this name; None where nothing was."""
    table = tables.exports
    number, _, token = name.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < MOST_DIGITS and token):
        return None
    query = select(table.c.rows).where(
        table.c.id == int(number), table.c.kind == "out", table.c.token == token
    )
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
