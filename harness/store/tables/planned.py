"""What was planned: 被测单位, 申请, and the 申请人 who agreed to apply."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, Table, UniqueConstraint

from harness.store.tables.kinds import Text, numbered
from harness.store.tables.naming import metadata

# 被测单位: what units.xlsx said when it was taken over; of several rows for a unit the last counts
units = Table(
    "units",
    metadata,
    numbered(),
    Column("unit_id", Text, nullable=False),
    Column("data", JSON, nullable=False),  # letters.model.Unit
)


# 申请: the plan as it stood when it was made
applications = Table(
    "applications",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit_id", Text, nullable=False),
    Column("round_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    # as they stood then: a table that was sorted or mended later must not turn one unit's
    # answers into another's
    Column("unit", Text, nullable=False),
    Column("applicant", Text, nullable=False),
    Column("question", Text, nullable=False),
    # letters.model.Application, whole; empty in campaigns of the first versions until opened
    Column("planned", JSON),
    UniqueConstraint("unit_id", "round_id"),
)


# 同意: when an applicant agreed to apply in the own name; the latest that was not taken back counts
consents = Table(
    "consents",
    metadata,
    numbered(),
    Column("applicant_id", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column(
        "note", Text, nullable=False, default=""
    ),  # where the paper lies; the table that says so
)


# 证件号码, encrypted (people.py); empty once the person is forgotten, as is the key's id
identities = Table(
    "identities",
    metadata,
    Column("applicant_id", Text, primary_key=True),
    Column("key_id", Text, nullable=False),
    Column("number", Text, nullable=False, default=""),  # AES-GCM, base64
    Column("forgotten_on", Date),
)
