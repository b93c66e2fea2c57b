"""佐证: the bytes of everything that came or went."""

from __future__ import annotations

from sqlalchemy import Column, Table

from harness.store.tables.kinds import Text, Whole
from harness.store.tables.naming import metadata

# 佐证: bytes as they came or went, kept in a file named by their SHA-256
evidence = Table(
    "evidence",
    metadata,
    Column("sha256", Text(64), primary_key=True),
    Column("size", Whole, nullable=False),
    Column("path", Text, nullable=False, unique=True),  # relative to the campaign folder
)
