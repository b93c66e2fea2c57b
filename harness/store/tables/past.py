"""作废 and 历史: rows that are taken back, and who wrote what when."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from harness.store.tables.naming import metadata

# 作废: rows that are taken back: a mistake, one that another replaces, an operation undone. A void
# may itself be taken back; then what it took back counts again
voids = Table(
    "voids",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("table", String, nullable=False),
    Column("key", String, nullable=False),
    Column("why", String, nullable=False),
)


# 历史: one row for each transaction that changed facts; each holds the hash of the row before
history = Table(
    "history",
    metadata,
    Column("op", Integer, primary_key=True),
    Column("at", String, nullable=False),  # ISO 8601, UTC
    Column("by", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("what", String, nullable=False),
    Column("undoes", ForeignKey("history.op")),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)


# which rows it inserted or updated, and the SHA-256 of each as it then stood
changes = Table(
    "changes",
    metadata,
    Column("op", ForeignKey("history.op"), primary_key=True),
    Column("table", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("sha256", String(64), nullable=False),
)

Index("ix_voids_table", voids.c.table, voids.c.key)
