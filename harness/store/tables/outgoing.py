"""What goes out: 发件箱, 续信, the tries at sending them, 每日简报."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Table,
)

from harness.store.tables.kinds import Text, Whole, numbered
from harness.store.tables.naming import metadata

# 发件箱: one row an application; "sending" without "sent" means that nobody knows whether it
# went out, and a person must look before it is sent again
outbox = Table(
    "outbox",
    metadata,
    Column("application_id", ForeignKey("applications.id"), primary_key=True),
    Column("message_id", Text, unique=True),  # of a mail
    Column("number", Text, nullable=False, default=""),  # 挂号号码, once the post office gave it
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("detail", Text, nullable=False, default=""),  # the server's words
    CheckConstraint("state in ('queued', 'sending', 'sent', 'refused', 'recalled')", name="state"),
)


# 续信: mails that follow an application, each sent exactly once as the application was; their tries
# stand among `attempts`, by the SHA-256 of what was handed over
further = Table(
    "further",
    metadata,
    Column("id", Text, primary_key=True),  # U001-B/撤回申请, U001-B/补正说明2
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("kind", Text, nullable=False),  # withdrawal | supplement
    Column("about", Text(64), nullable=False),  # SHA-256 of its text
    Column("message_id", Text, unique=True, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("detail", Text, nullable=False, default=""),  # the server's words
    CheckConstraint("state in ('queued', 'sending', 'sent', 'refused', 'recalled')", name="state"),
    CheckConstraint("kind in ('withdrawal', 'supplement')", name="kind"),
)


# 发送经过: each try at sending a mail, and what the server said to it
attempts = Table(
    "attempts",
    metadata,
    numbered(),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("at", Text, nullable=False),  # ISO 8601, UTC
    Column("account", Text, nullable=False),  # the address from which it went
    Column("server", Text, nullable=False),  # host, port, and how the connection was secured
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),  # of what was handed over
    Column("outcome", Text, nullable=False),
    Column("said", Text, nullable=False),  # the server's words
    Column("again_at", Text),  # where it said "later": not before
    CheckConstraint(
        "outcome in ('taken', 'refused', 'later', 'broken', 'unknown')", name="outcome"
    ),
)


# 暂停: whether mails may leave; the latest counts
pauses = Table(
    "pauses",
    metadata,
    numbered(),
    Column("paused", Boolean, nullable=False),
    Column("why", Text, nullable=False),
)


# 每日简报: one row a day for which one was made, and whether it was mailed; a day has one. "sending"
# without "sent" means that nobody knows whether it went out: it is never sent again
digests = Table(
    "digests",
    metadata,
    numbered(),
    Column("on", Date, nullable=False, unique=True),
    Column("at", Text, nullable=False),  # when it was made: ISO 8601, UTC
    Column("arrival", Whole, nullable=False),  # the last arrival that it tells of; 0: none
    Column("message_id", Text, unique=True),  # of one that is mailed
    Column("to", Text, nullable=False, default=""),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("state", Text, nullable=False),
    Column("detail", Text, nullable=False, default=""),  # the server's words
    CheckConstraint(
        "state in ('kept', 'queued', 'sending', 'sent', 'refused', 'folded')", name="state"
    ),
)

Index(None, attempts.c.application_id)
Index(None, attempts.c.at)
