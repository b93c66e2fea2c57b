"""A case is leased by name for five minutes, so that two do not mark it at once. A lease keeps nobody
from saving: a stale save is told by the verb itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from harness.web.people import tables
from harness.web.people.opened import People

SPAN = 5 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Lease:
    case: str
    by: str
    until: float


def take(people: People, campaign: str, case: str, by: str) -> Lease:
    """Whose the case is now: theirs who ask, where it was nobody's, theirs already, or has run out."""
    at, table = people.seconds(), tables.leases
    with people.writing() as connection:
        connection.execute(delete(table).where(table.c.until < at))
        here = (table.c.campaign == campaign) & (table.c.case == case)
        row = connection.execute(select(table).where(here)).first()
        if row is not None and row.by != by:
            return Lease(case, row.by, row.until)
        connection.execute(delete(table).where(here))
        new = {"campaign": campaign, "case": case, "by": by, "until": at + SPAN}
        connection.execute(insert(table).values(**new))
    return Lease(case, by, at + SPAN)


def held(people: People, campaign: str) -> dict[str, str]:
    """Case -> who has it open."""
    table = tables.leases
    with people.reading() as connection:
        query = select(table).where(table.c.campaign == campaign, table.c.until >= people.seconds())
        return {row.case: row.by for row in connection.execute(query)}


def free(people: People, campaign: str, case: str, by: str) -> None:
    table = tables.leases
    here = (table.c.campaign == campaign) & (table.c.case == case) & (table.c.by == by)
    with people.writing() as connection:
        connection.execute(delete(table).where(here))
