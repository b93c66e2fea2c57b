"""The facts of a campaign as tables: what was planned, sent, received, filed, telephoned, ruled.

Rows are written once; who wrote one and when stands in `history`, by way of `changes`. A row that
is taken back stays, and a row of `voids` says so. Nothing derived is stored, least of all what the
program read: deadlines, findings, marks and reports are computed from these rows and the evidence
files whenever they are wanted.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
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

# 被测单位: what units.xlsx said when it was taken over; of several rows for a unit the last counts
units = Table(
    "units",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", String, nullable=False),
    Column("data", JSON, nullable=False),  # letters.model.Unit
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
    # letters.model.Application, whole; empty in campaigns of the first versions until opened
    Column("planned", JSON),
    UniqueConstraint("unit_id", "round_id"),
)

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

# 来件: everything that came, whether or not anybody knows yet what it is
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),  # mail | paper | file
    # a mail's place, the ledger's 来件编号, a file's name: the same thing is never taken in twice
    Column("source_key", String, nullable=False),
    Column("mailbox", String),
    Column("folder", String, nullable=False, default=""),  # "": the mailbox's INBOX
    Column("uidvalidity", Integer),
    Column("uid", Integer),
    Column("on", Date, nullable=False),  # it reached the applicant
    Column("posted_on", Date),  # postmark, or sent
    Column("noticed_on", Date),  # opened, written down
    Column("signed_on", Date),  # the letter's own date, where a person wrote it down
    Column("sender", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("note", String, nullable=False, default=""),
    Column("carrier", String),  # 寄递方式, where a person wrote it down: clock/carriers.py
    UniqueConstraint("source", "source_key"),
)

# 邮件的又一处位置: a server that numbers its mails anew, or one that holds what lay here as a file
places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("mailbox", String, nullable=False),
    Column("folder", String, nullable=False, default=""),
    Column("uidvalidity", Integer, nullable=False),
    Column("uid", Integer, nullable=False),
    UniqueConstraint("mailbox", "folder", "uidvalidity", "uid"),
)

# 来件的其余文件: the further pages of one letter, and its envelope
files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("role", String, nullable=False),  # page | envelope
    Column("name", String, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    CheckConstraint("role in ('page', 'envelope')", name="role"),
)

# 来件登记: what a person wrote down of an arrival later, or mended: the latest counts
registrations = Table(
    "registrations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("number", String, nullable=False),  # 来件编号
    Column("on", Date, nullable=False),
    Column("posted_on", Date),
    Column("noticed_on", Date),
    Column("signed_on", Date),
    Column("sender", String, nullable=False),
    Column("note", String, nullable=False, default=""),
    Column("carrier", String),
)

# 归卷: where a person says that an arrival belongs and what it is; the latest that was not taken
# back counts
filings = Table(
    "filings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arrival_id", ForeignKey("arrivals.id"), nullable=False),
    Column("applications", JSON, nullable=False),  # ids; none: it belongs to none of ours
    Column("kind", String),  # 来件种类; null: as the program reads it
    Column("days", Integer),  # working days that a notice names
    Column("why", String, nullable=False),
    Column("seen", String, nullable=False, default=""),  # what stood before, as it was shown
)

# 人工认定: what a person says of a verdict, a date or points; of one stage the latest counts
# (scoring/people.py says what the stages are)
rulings = Table(
    "rulings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("target", String, nullable=False),  # U001-A/remedy, U001-A/answered_on, U001/format
    Column("value", String, nullable=False),  # a verdict, a day, points
    Column("defects", JSON, nullable=False),
    Column("why", String, nullable=False),
    Column("stage", Integer, nullable=False, default=1),
    Column("about", String, nullable=False, default=""),  # SHA-256 of the answer that was judged
    Column("seen", String, nullable=False, default=""),  # what stood before, as it was shown
    Column("judge", String, nullable=False, default=""),  # 认定人, where another wrote it down
)

# 抽样: which elements of which answers are marked a second time, blind. A later row adds what came
# since, and draws nothing anew
samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seed", Integer, nullable=False),
    Column("clean", Integer, nullable=False),  # per cent of those in which nothing was found
    Column("method", String, nullable=False),  # how it was drawn
    # each {"target": U001-A/remedy, "about": SHA-256 of the answer, "ground": fault | unclear | clean}
    Column("drawn", JSON, nullable=False),
    # the answers that were looked at: [application, SHA-256]; whatever of them was not drawn stays so
    Column("answers", JSON, nullable=False),
    Column("among", Integer, nullable=False),  # from how many clean ones
)

# 公开指南 of a unit, as somebody took it on a day; the latest counts, what it says is read from its evidence
guides = Table(
    "guides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("note", String, nullable=False, default=""),
    # a person says that it is the unit's, whatever its title says
    Column("sure", Boolean, nullable=False, default=False),
)

# 反馈单 that a unit was handed, on which day: from it the term for objections runs
feedbacks = Table(
    "feedbacks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", String, nullable=False),
    Column("on", Date, nullable=False),
    Column("note", String, nullable=False, default=""),
)

# 异议 of a unit, to one verdict, day or mark
objections = Table(
    "objections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit_id", String, nullable=False),
    Column("target", String, nullable=False),  # as of a ruling
    Column("on", Date, nullable=False),
    Column("text", String, nullable=False),
)

# 异议的材料
objection_files = Table(
    "objection_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("objection_id", ForeignKey("objections.id"), nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
)

# 异议的决定; the latest counts
objection_decisions = Table(
    "objection_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("objection_id", ForeignKey("objections.id"), nullable=False),
    Column("outcome", String, nullable=False),
    Column("why", String, nullable=False),
    Column("targets", JSON, nullable=False),  # on which it was ruled, the like cases among them
    CheckConstraint("outcome in ('upheld', 'rejected', 'partly')", name="outcome"),
)

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

# 同意: when an applicant agreed to apply in the own name; the latest that was not taken back counts
consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("applicant_id", String, nullable=False),
    Column("on", Date, nullable=False),
    Column(
        "note", String, nullable=False, default=""
    ),  # where the paper lies; the table that says so
)

# 证件号码, encrypted (people.py); empty once the person is forgotten, as is the key's id
identities = Table(
    "identities",
    metadata,
    Column("applicant_id", String, primary_key=True),
    Column("key_id", String, nullable=False),
    Column("number", String, nullable=False, default=""),  # AES-GCM, base64
    Column("forgotten_on", Date),
)

# 备注 beside what is recorded, as people write them into the ledger; the latest counts
remarks = Table(
    "remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("target", String, nullable=False),
    Column("text", String, nullable=False),
)

# 台账: what a workbook that was handed out held, or one that was read in, row by row: to tell later
# what people changed in it
exports = Table(
    "exports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),  # out | in
    # of one that was handed out: what tells it from the export of that number of a copied folder
    Column("token", String, nullable=False, default=""),
    # of one that was read in: the name under which it was handed out; empty where people keep it
    Column("of", String, nullable=False, default=""),
    Column("rows", JSON, nullable=False),
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

# 收件故障: what could not be done while collecting, when it began (why) and when it was over (empty)
troubles = Table(
    "troubles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String, nullable=False),  # ISO 8601, UTC
    Column("what", String, nullable=False),
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

# by which what is known of one thing is found in the time of its own few rows
Index("ix_voids_table", voids.c.table, voids.c.key)
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
Index(None, rulings.c.target)
Index(None, objection_files.c.objection_id)
Index(None, objection_decisions.c.objection_id)
Index(None, events.c.application_id)
Index(None, calls.c.unit_id)
Index(None, attempts.c.application_id)
Index(None, attempts.c.at)
Index(None, remarks.c.target)

# what the history watches over: every table but its own two
FACTS = {each.name: each for each in metadata.sorted_tables if each not in (history, changes)}
