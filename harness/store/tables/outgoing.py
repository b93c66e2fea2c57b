"""What goes out: 发件箱, 续信, the tries at sending them, 每日简报."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
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

# 发件箱: one row an application; "sending" without "sent" means that nobody knows whether it
# went out, and a person must look before it is sent again
outbox = Table(
    "outbox",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("message_id", String, unique=True),  # of a mail
    Column("number", String, nullable=False, default=""),  # 挂号号码, once the post office gave it
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("detail", String, nullable=False, default=""),  # the server's words
    CheckConstraint("state in ('queued', 'sending', 'sent', 'refused', 'recalled')", name="state"),
)


# 续信: mails that follow an application, each sent exactly once as the application was; their tries
# stand among `attempts`, by the SHA-256 of what was handed over
further = Table(
    "further",
    metadata,
    Column("id", String, primary_key=True),  # U001-B/撤回申请, U001-B/补正说明2
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("kind", String, nullable=False),  # withdrawal | supplement
    Column("about", String(64), nullable=False),  # SHA-256 of its text
    Column("message_id", String, unique=True, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("detail", String, nullable=False, default=""),  # the server's words
    CheckConstraint("state in ('queued', 'sending', 'sent', 'refused', 'recalled')", name="state"),
    CheckConstraint("kind in ('withdrawal', 'supplement')", name="kind"),
)


# 发送经过: each try at sending a mail, and what the server said to it
attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("at", String, nullable=False),  # ISO 8601, UTC
    Column("account", String, nullable=False),  # the address from which it went
    Column("server", String, nullable=False),  # host, port, and how the connection was secured
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),  # of what was handed over
    Column("outcome", String, nullable=False),
    Column("said", String, nullable=False),  # the server's words
    Column("again_at", String),  # where it said "later": not before
    CheckConstraint(
        "outcome in ('taken', 'refused', 'later', 'broken', 'unknown')", name="outcome"
    ),
)


# 暂停: whether mails may leave; the latest counts
pauses = Table(
    "pauses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("paused", Boolean, nullable=False),
    Column("why", String, nullable=False),
)


# 每日简报: one row a day for which one was made, and whether it was mailed; a day has one. "sending"
# without "sent" means that nobody knows whether it went out: it is never sent again
digests = Table(
    "digests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("on", Date, nullable=False, unique=True),
    Column("at", String, nullable=False),  # when it was made: ISO 8601, UTC
    Column("arrival", Integer, nullable=False),  # the last arrival that it tells of; 0: none
    Column("message_id", String, unique=True),  # of one that is mailed
    Column("to", String, nullable=False, default=""),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", String, nullable=False),
    Column("detail", String, nullable=False, default=""),  # the server's words
    CheckConstraint(
        "state in ('kept', 'queued', 'sending', 'sent', 'refused', 'folded')", name="state"
    ),
)

Index(None, attempts.c.application_id)
Index(None, attempts.c.at)
