"""What comes in: 来件, where a mail lies, its files, what people wrote down of it, where they filed it."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
)

from harness.store.tables.kinds import Text, Whole, numbered
from harness.store.tables.naming import metadata

# 来件: everything that came, whether or not anybody knows yet what it is
arrivals = Table(
    "arrivals",
    metadata,
    numbered(),
    Column("source", Text, nullable=False),  # mail | paper | file
    # a mail's place, the ledger's 来件编号, a file's name: the same thing is never taken in twice
    Column("source_key", Text, nullable=False),
    Column("mailbox", Text),
    Column("folder", Text, nullable=False, default=""),  # "": the mailbox's INBOX
    Column("uidvalidity", Whole),
    Column("uid", Whole),
    Column("on", Date, nullable=False),  # it reached the applicant
    Column("posted_on", Date),  # postmark, or sent
    Column("noticed_on", Date),  # opened, written down
    Column("signed_on", Date),  # the letter's own date, where a person wrote it down
    Column("sender", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("carrier", Text),  # 寄递方式, where a person wrote it down: clock/carriers.py
    UniqueConstraint("source", "source_key"),
)


# 邮件的又一处位置: a server that numbers its mails anew, or one that holds what lay here as a file
places = Table(
    "places",
    metadata,
    numbered(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("mailbox", Text, nullable=False),
    Column("folder", Text, nullable=False, default=""),
    Column("uidvalidity", Whole, nullable=False),
    Column("uid", Whole, nullable=False),
    UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
)


# 来件的其余文件: the further pages of one letter, and its envelope
files = Table(
    "files",
    metadata,
    numbered(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("role", Text, nullable=False),  # page | envelope
    Column("name", Text, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    CheckConstraint("role in ('page', 'envelope')", name="role"),
)


# 来件登记: what a person wrote down of an arrival later, or mended: the latest counts
registrations = Table(
    "registrations",
    metadata,
    numbered(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("number", Text, nullable=False),  # 来件编号
    Column("on", Date, nullable=False),
    Column("posted_on", Date),
    Column("noticed_on", Date),
    Column("signed_on", Date),
    Column("sender", Text, nullable=False),
    Column("note", Text, nullable=False, default=""),
    Column("carrier", Text),
)


# 归卷: where a person says that an arrival belongs and what it is; the latest that was not taken
# back counts
filings = Table(
    "filings",
    metadata,
    numbered(),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("applications", JSON, nullable=False),  # ids; none: it belongs to none of ours
    Column("kind", Text),  # 来件种类; null: as the program reads it
    Column("days", Whole),  # working days that a notice names
    Column("why", Text, nullable=False),
    Column("seen", Text, nullable=False, default=""),  # what stood before, as it was shown
)


# 收件故障: what could not be done while collecting, when it began (why) and when it was over (empty)
troubles = Table(
    "troubles",
    metadata,
    numbered(),
    Column("at", Text, nullable=False),  # ISO 8601, UTC
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
)

Index(None, arrivals.c.mailbox, arrivals.c.folder, arrivals.c.uidvalidity, arrivals.c.uid)
Index(None, arrivals.c.sha256)
Index(
    None,
    arrivals.c.sender,
    arrivals.c.mailbox,
    arrivals.c.uidvalidity,
    arrivals.c.folder,
)
Index(None, places.c.arrival_id)
Index(None, files.c.arrival_id)
Index(None, files.c.sha256)
Index(None, registrations.c.arrival_id)
Index(None, filings.c.arrival_id)
