"""The workbench's own small database, workbench.db in its home: who may come, who is there, who has
which case open. No fact of any campaign stands here, and nothing here moves a score."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

SCHEMA = 1  # PRAGMA user_version

metadata = MetaData()

# 用户; one that has left is shut, not deleted: the name stands in histories
users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),  # as it stands in the histories
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),  # argon2id, with its salt and its costs
    Column("shut", Boolean, nullable=False, default=False),
    CheckConstraint("role in ('admin', 'assessor', 'reviewer', 'reader')", name="role"),
)

# 参与: in which campaigns a user works; an 管理员 in all
members = Table(
    "members",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("campaign", String, primary_key=True),  # the folder's name
)

# 会话: by the SHA-256 of what the browser holds; a token for programs is one without idle end
sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id")),  # none: who is alone on this machine
    Column("kind", String, nullable=False),  # browser | token
    Column("label", String, nullable=False, default=""),
    Column("began", Float, nullable=False),  # seconds since 1970
    Column("seen", Float, nullable=False),
    CheckConstraint("kind in ('browser', 'token')", name="kind"),
)

# 登录失败, by account and by address: to slow guessing down
failures = Table(
    "failures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String, nullable=False),
    Column("at", Float, nullable=False),
)

# 占用: who has a case open for marking, until when
leases = Table(
    "leases",
    metadata,
    Column("campaign", String, primary_key=True),
    Column("case", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("until", Float, nullable=False),
)

# 看过: which page of which answer was shown to whom
shown = Table(
    "shown",
    metadata,
    Column("campaign", String, primary_key=True),
    Column("by", String, primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("page", Integer, primary_key=True),
)

# 表单: each is good once; sent again it leads to where the first time led
forms = Table(
    "forms",
    metadata,
    Column("once", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("at", Float, nullable=False),
    Column("led_to", String),  # none: being done
)

# 用户管理的经过: who made, changed or shut whose account
doings = Table(
    "doings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),  # ISO 8601, UTC
    Column("by", String, nullable=False),
    Column("what", String, nullable=False),
)

Index("ix_failures_key_at", failures.c.key, failures.c.at)
Index("ix_forms_at", forms.c.at)
Index("ix_leases_until", leases.c.until)
