"""What people said of the program's verdicts: 认定, 抽样, 异议; beside it the 台账 and its 备注."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
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

# 人工认定: what a person says of a verdict, a date or points; of one stage the latest counts
# (scoring/people.py says what the stages are)
rulings = Table(
    "rulings",
    metadata,
    numbered(),
    Column("target", Text, nullable=False),  # U001-A/remedy, U001-A/answered_on, U001/format
    Column("value", Text, nullable=False),  # a verdict, a day, points
    Column("defects", JSON, nullable=False),
    Column("why", Text, nullable=False),
    Column("stage", Whole, nullable=False, default=1),
    Column("about", Text, nullable=False, default=""),  # SHA-256 of the answer that was judged
    Column("seen", Text, nullable=False, default=""),  # what stood before, as it was shown
    Column("judge", Text, nullable=False, default=""),  # 认定人, where another wrote it down
)


# 抽样: which elements of which answers are marked a second time, blind. A later row adds what came
# since, and draws nothing anew
samples = Table(
    "samples",
    metadata,
    numbered(),
    Column("seed", Whole, nullable=False),
    Column("clean", Whole, nullable=False),  # per cent of those in which nothing was found
    Column("method", Text, nullable=False),  # how it was drawn
    # each {"target": U001-A/remedy, "about": SHA-256 of the answer, "ground": fault | unclear | clean}
    Column("drawn", JSON, nullable=False),
    # the answers that were looked at: [application, SHA-256]; whatever of them was not drawn stays so
    Column("answers", JSON, nullable=False),
    Column("among", Whole, nullable=False),  # from how many clean ones
)


# 公开指南 of a unit, as somebody took it on a day; the latest counts, what it says is read from its evidence
guides = Table(
    "guides",
    metadata,
    numbered(),
    Column("unit_id", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
    Column("note", Text, nullable=False, default=""),
    # a person says that it is the unit's, whatever its title says
    Column("sure", Boolean, nullable=False, default=False),
)

# 反馈单 that a unit was handed, on which day: from it the term for objections runs
feedbacks = Table(
    "feedbacks",
    metadata,
    numbered(),
    Column("unit_id", Text, nullable=False),
    Column("on", Date, nullable=False),
    Column("note", Text, nullable=False, default=""),
)


# 异议 of a unit, to one verdict, day or mark
objections = Table(
    "objections",
    metadata,
    numbered(),
    Column("unit_id", Text, nullable=False),
    Column("target", Text, nullable=False),  # as of a ruling
    Column("on", Date, nullable=False),
    Column("text", Text, nullable=False),
)


# 异议的材料
objection_files = Table(
    "objection_files",
    metadata,
    numbered(),
    Column("objection_id", ForeignKey("objections.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", ForeignKey("evidence.sha256"), nullable=False),
)


# 异议的决定; the latest counts
objection_decisions = Table(
    "objection_decisions",
    metadata,
    numbered(),
    Column("objection_id", ForeignKey("objections.id"), nullable=False),
    Column("outcome", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("targets", JSON, nullable=False),  # on which it was ruled, the like cases among them
    CheckConstraint("outcome in ('upheld', 'rejected', 'partly')", name="outcome"),
)


# 备注 beside what is recorded, as people write them into the ledger; the latest counts
remarks = Table(
    "remarks",
    metadata,
    numbered(),
    Column("target", Text, nullable=False),
    Column("text", Text, nullable=False),
)


# 疑问: what somebody who marks asks of the lead about one letter; and what was answered, the latest counts
questions = Table(
    "questions",
    metadata,
    numbered(),
    Column("application_id", ForeignKey("applications.id"), nullable=False),
    Column("text", Text, nullable=False),
)
question_answers = Table(
    "question_answers",
    metadata,
    numbered(),
    Column("question_id", ForeignKey("questions.id"), nullable=False),
    Column("text", Text, nullable=False),
)


# 台账: what a workbook that was handed out held, or one that was read in, row by row: to tell later
# what people changed in it
exports = Table(
    "exports",
    metadata,
    numbered(),
    Column("kind", Text, nullable=False),  # out | in
    # of one that was handed out: what tells it from the export of that number of a copied folder
    Column("token", Text, nullable=False, default=""),
    # of one that was read in: the name under which it was handed out; empty where people keep it
    Column("of", Text, nullable=False, default=""),
    Column("rows", JSON, nullable=False),
)

Index(None, rulings.c.target)
Index(None, objection_files.c.objection_id)
Index(None, objection_decisions.c.objection_id)
Index(None, remarks.c.target)
Index(None, questions.c.application_id)
Index(None, question_answers.c.question_id)
