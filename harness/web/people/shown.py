"""Which pages of an answer were shown to whom: 缺失 may be confirmed only after all of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from harness.web.people import tables
from harness.web.people.opened import People


def note(people: People, campaign: str, by: str, sha256: str, page: int) -> None:
    row = {"campaign": campaign, "by": by, "sha256": sha256, "page": page}
    with people.writing() as connection:
        connection.execute(insert(tables.shown).values(**row).on_conflict_do_nothing())


VERDICTS = 0  # in place of a page: what the program found, or somebody marked, was shown


def note_verdicts(people: People, campaign: str, by: str, answers: Collection[str]) -> None:
    """Of many at once: a report tells of all."""
    rows = [{"campaign": campaign, "by": by, "sha256": each, "page": VERDICTS} for each in answers]
    if rows:
        with people.writing() as connection:
            connection.execute(insert(tables.shown).on_conflict_do_nothing(), rows)


def knowing(people: People, campaign: str, by: str) -> frozenset[str]:
    """The answers of which somebody has seen verdicts: blind he can mark none of these."""
    table = tables.shown
    query = select(table.c.sha256).where(
        table.c.campaign == campaign, table.c.by == by, table.c.page == VERDICTS
    )
    with people.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def pages(people: People, campaign: str, by: str, sha256: str) -> frozenset[int]:
    table = tables.shown
    query = select(table.c.page).where(
        table.c.campaign == campaign, table.c.by == by, table.c.sha256 == sha256
    )
    with people.reading() as connection:
        return frozenset(connection.execute(query).scalars())
