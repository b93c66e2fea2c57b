"""The facts of a campaign as tables: what was planned, sent, received, filed, telephoned, ruled.

Rows are written once. Nothing derived is stored: deadlines, findings, marks and reports are
computed from these rows and the evidence files whenever they are wanted.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# 佐证: bytes as they came or went, kept in a file named by their SHA-256
evidence = Table(
    "evidence",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("path", String, nullable=False, unique=True),  # relative to the campaign folder
)

# 申请: the plan as it stood when it was made
applications = Table(
    "applications",
    metadata,
    Column("id", String, primary_key=True),
    Column("unit_id", String, nullable=False),
    Column("round_id", String, nullable=False),
    Column("channel", String, nullable=False),
    # as they stood then: a table that was sorted or mended later must not turn one unit's
    # answers into another's
    Column("unit", String, nullable=False),
    Column("applicant", String, nullable=False),
    Column("question", String, nullable=False),
    UniqueConstraint("unit_id", "round_id"),
)

# 发件箱: one row an application; "sending" without "sent" means that nobody knows whether it
# went out, and a person must look before it is sent again
outbox = Table(
    "outbox",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("message_id", String, nullable=False, unique=True),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("detail", String, nullable=False, default=""),  # the server's words, or 挂号号码
    CheckConstraint("state in ('queued', 'sending', 'sent', 'refused')", name="state"),
)

# 来件: everything that came, whether or not anybody knows yet what it is
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),  # mail | paper
    # mailbox/uidvalidity/uid, or the ledger's 来件编号: the same thing is never taken in twice
    Column("source_key", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("posted_on", Date),
    Column("sender", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    UniqueConstraint("source", "source_key"),
)

# 归卷: to which application an arrival belongs and what kind it is, with reasons; the latest row
# counts, so that a person's decision stands beside the program's and does not erase it
filings = Table(
    "filings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("application_id", ForeignKey("applications.id")),
    Column("candidates", JSON, nullable=False),  # where it may belong as well
    Column("kind", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("doubt", String, nullable=False, default=""),  # why a person must look, or empty
    Column("by", String, nullable=False),  # "mingcha", or who decided
)

# 事件: contracts.md, section 2
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("evidence", String, nullable=False),
    Column("source", String, nullable=False),
    Column("data", JSON, nullable=False),
    UniqueConstraint("application_id", "kind", "on", "evidence"),
)

# 电话测试
calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_key", String, nullable=False, unique=True),
    Column("unit_id", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("time", String, nullable=False),
    Column("number", String, nullable=False),
    Column("connected", Boolean, nullable=False),
    Column("note", String, nullable=False),
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

# what the history watches over: every table but its own two
FACTS = {each.name: each for each in metadata.sorted_tables if each not in (history, changes)}
