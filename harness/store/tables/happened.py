"""What happened that no letter shows by itself: 事件, 电话."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Table,
)

from harness.store.tables.kinds import Text, Whole, numbered
from harness.store.tables.naming import metadata

# 事件 that somebody did or saw (contracts.md, section 2), never one that the program read
events = Table(
    "events",
    metadata,
    numbered(),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("source", Text, nullable=False),  # dispatch | ledger | person
    Column("data", JSON, nullable=False),
    Column("arrival_id", ForeignKey("arrivals.id")),
)


# 电话: attempts to reach a unit, for the test or to have a letter's receipt confirmed
calls = Table(
    "calls",
    metadata,
    numbered(),
    Column("unit_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),  # test | confirm
    Column("application_id", ForeignKey("applications.id")),
    Column("on", Date, nullable=False),
    Column("time", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("caller", Text, nullable=False, default=""),
    Column("root", Whole),  # of a row that replaces another: the first of them
    Column("key", Text, nullable=False, default=""),  # what a ledger without numbers said
    CheckConstraint("purpose in ('test', 'confirm')", name="purpose"),
    CheckConstraint(
        "outcome in ('connected', 'no_answer', 'busy', 'wrong_number', 'transferred')",
        name="outcome",
    ),
)

Index(None, events.c.application_id)
Index(None, calls.c.unit_id)
