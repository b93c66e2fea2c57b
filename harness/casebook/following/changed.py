"""The history since an operation -> what it is about: which arrivals, applications, calls and targets.

The tables that no book is made of are named, and so are those of which everything hangs; a table that is
named nowhere counts as one of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from harness.store import history, tables

MOST = 5_000  # rows: to make all anew is no slower
# a row is about what stands in this column of it
ABOUT = {
    "arrivals": ("arrivals", "id"), "files": ("arrivals", "arrival_id"),
    "registrations": ("arrivals", "arrival_id"), "filings": ("filed", "arrival_id"),
    "events": ("events", "application_id"), "calls": ("calls", "id"), "rulings": ("targets", "target"),
    "outbox": ("letters", "application_id"), "further": ("letters", "application_id"),
}  # fmt: skip
PEOPLE = frozenset({"samples", "feedbacks", "objections", "objection_files", "objection_decisions"})
GUIDES = "guides"
# of no consequence for a book: how letters went, what was handed out, remarks, where a mail lies as
# well; and evidence, which comes with the rows that name it and never changes
APART = frozenset(
    {
        "attempts", "pauses", "digests", "troubles", "exports", "remarks", "consents", "identities", "places",
        "evidence", "questions", "question_answers",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changed:
    """`version`: the last operation that is among it."""

    version: int
    arrivals: frozenset[int] = frozenset()  # that came, or of which it was written down anew
    filed: frozenset[int] = frozenset()  # arrivals of which a person said where they belong
    events: frozenset[str] = frozenset()  # applications
    calls: frozenset[int] = frozenset()
    targets: frozenset[str] = frozenset()  # of rulings
    letters: frozenset[str] = frozenset()  # applications, whose letters are another, or went
    people: bool = False  # samples, objections, their terms
    guides: bool = False  # 公开指南 of units
    everything: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the book stays as it is."""
        return self == Changed(self.version)


def changed_since(connection: Connection, since: int) -> Changed:
    version = history.last(connection)
    changes = tables.changes
    query = select(changes.c.table, changes.c.key).where(changes.c.op > since).limit(MOST + 1)
    rows = {(table, key) for table, key in connection.execute(query)}
    if len(rows) > MOST:
        return Changed(version, everything=True)
    return about(connection, rows, version)


def about(connection: Connection, rows: Collection[tuple[str, str]], version: int) -> Changed:
    keys: dict[str, set[str]] = defaultdict(set)
    for table, key in (*rows, *_voided(connection, rows)):
        keys[table].add(key)
    keys.pop(tables.voids.name, None)
    if keys.keys() - ABOUT.keys() - PEOPLE - APART - {GUIDES}:
        return Changed(version, everything=True)
    found: dict[str, set[object]] = defaultdict(set)
    for table in keys.keys() & ABOUT.keys():
        field, column = ABOUT[table]
        found[field] |= _column(connection, table, column, keys[table])
    of = {field: frozenset(each) for field, each in found.items()}
    people, guides = bool(keys.keys() & PEOPLE), GUIDES in keys
    return Changed(version, people=people, guides=guides, **of)  # type: ignore[arg-type]


def _voided(connection: Connection, rows: Collection[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What was taken back, and what counts again since a taking back was."""
    voids = tables.voids
    left = {int(key) for table, key in rows if table == voids.name}
    while left:
        found = _rows(connection, left)
        yield from found
        left = {int(key) for table, key in found if table == voids.name}


def _rows(connection: Connection, ids: Collection[int]) -> list[tuple[str, str]]:
    voids = tables.voids
    return [
        (row.table, row.key)
        for part in history.parts(ids)
        for row in connection.execute(select(voids).where(voids.c.id.in_(part)))
    ]


def _column(connection: Connection, table: str, column: str, keys: Collection[str]) -> set[object]:
    here = tables.FACTS[table]
    (primary,) = here.primary_key.columns
    plain = [int(key) for key in keys] if primary.type.python_type is int else list(keys)
    return {
        value
        for part in history.parts(plain)
        for value in connection.scalars(select(here.c[column]).where(primary.in_(part)))
    }
