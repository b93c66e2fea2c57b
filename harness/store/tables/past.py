"""作废 and 历史: rows that are taken back, and who wrote what when."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from harness.store.tables.kinds import Text, numbered
from harness.store.tables.naming import metadata

# 作废: rows that are taken back: a mistake, one that another replaces, an operation undone. A void
# may itself be taken back; then what it took back counts again
voids = Table(
    "voids",
    metadata,
    numbered(),
    Column("table", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("why", Text, nullable=False),
)


# 历史: one row for each transaction that changed facts; each holds the hash of the row before
history = Table(
    "history",
    metadata,
    numbered("op"),
    Column("at", Text, nullable=False),  # ISO 8601, UTC
    Column("by", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("undoes", ForeignKey("history.op")),
    Column("before", Text(64), nullable=False),
    Column("hash", Text(64), nullable=False),
)


# which rows it inserted or updated, and the SHA-256 of each as it then stood
changes = Table(
    "changes",
    metadata,
    Column("op", ForeignKey("history.op"), primary_key=True),
    Column("table", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("sha256", Text(64), nullable=False),
)

Index("ix_voids_table", voids.c.table, voids.c.key)
