"""The facts of a campaign as tables: what was planned, sent, received, filed, telephoned, ruled.

Rows are written once; who wrote one and when stands in `history`, by way of `changes`. A row that
is taken back stays, and a row of `voids` says so. Nothing derived is stored, least of all what the
program read: deadlines, findings, marks and reports are computed from these rows and the evidence
files whenever they are wanted.
"""

from __future__ import annotations

from harness.store.tables.happened import calls, events
from harness.store.tables.incoming import arrivals, files, filings, places, registrations, troubles
from harness.store.tables.judged import (
    exports,
    feedbacks,
    guides,
    objection_decisions,
    objection_files,
    objections,
    question_answers,
    questions,
    remarks,
    rulings,
    samples,
)
from harness.store.tables.kept import evidence
from harness.store.tables.naming import metadata
from harness.store.tables.outgoing import attempts, digests, further, outbox, pauses
from harness.store.tables.past import changes, history, voids
from harness.store.tables.planned import applications, consents, identities, units

# what the history watches over: every table but its own two
FACTS = {each.name: each for each in metadata.sorted_tables if each not in (history, changes)}

__all__ = [
    "FACTS",
    "applications",
    "arrivals",
    "attempts",
    "calls",
    "changes",
    "consents",
    "digests",
    "events",
    "evidence",
    "exports",
    "feedbacks",
    "files",
    "filings",
    "further",
    "guides",
    "history",
    "identities",
    "metadata",
    "objection_decisions",
    "objection_files",
    "objections",
    "outbox",
    "pauses",
    "places",
    "question_answers",
    "questions",
    "registrations",
    "remarks",
    "rulings",
    "samples",
    "troubles",
    "units",
    "voids",
]
