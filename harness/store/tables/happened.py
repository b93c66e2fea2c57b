"""What happened that no letter shows by itself: 事件, 电话."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from harness.store.tables.naming import metadata

# 事件 that somebody did or saw (contracts.md, section 2), never one that the program read
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("evidence", String, nullable=False),
    Column("source", String, nullable=False),  # dispatch | ledger | person
    Column("data", JSON, nullable=False),
    Column("arrival_id", ForeignKey("arrivals.id")),
)


# 电话: attempts to reach a unit, for the test or to have a letter's receipt confirmed
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", String, nullable=False),
    Column("purpose", String, nullable=False),  # test | confirm
    Column("application_id", ForeignKey("applications.id")),
    Column("on", Date, nullable=False),
    Column("time", String, nullable=False),
    Column("number", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("note", String, nullable=False),
    Column("caller", String, nullable=False, default=""),
    Column("root", Integer),  # of a row that replaces another: the first of them
    Column("key", String, nullable=False, default=""),  # what a ledger without numbers said
    CheckConstraint("purpose in ('test', 'confirm')", name="purpose"),
    CheckConstraint(
        "outcome in ('connected', 'no_answer', 'busy', 'wrong_number', 'transferred')",
        name="outcome",
    ),
)

Index(None, events.c.application_id)
Index(None, calls.c.unit_id)
