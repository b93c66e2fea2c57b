"""A form that is sent twice is done once: a random word in it is good for one doing."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from harness.web.people import tables
from harness.web.people.opened import People

KEPT = 2 * 24 * 3600  # seconds


def first(people: People, once: str, by: str) -> bool:
    """Whether this form comes for the first time; it is taken down."""
    at, table = people.seconds(), tables.forms
    with people.writing() as connection:
        connection.execute(delete(table).where(table.c.at < at - KEPT))
        try:
            connection.execute(insert(table).values(once=once, by=by, at=at))
        except IntegrityError:
            return False
    return True


def led_to(people: People, once: str, by: str) -> str | None:
    """Where the first time led; None where it is being done still."""
    table = tables.forms
    with people.reading() as connection:
        query = select(table.c.led_to).where(table.c.once == once, table.c.by == by)
        found = connection.execute(query).scalar()
    return str(found) if found is not None else None


def leads_to(people: People, once: str, place: str) -> None:
    with people.writing() as connection:
        table = tables.forms
        connection.execute(update(table).where(table.c.once == once).values(led_to=place))


def failed(people: People, once: str) -> None:
    """Nothing was done: the same form may come again, mended."""
    with people.writing() as connection:
        table = tables.forms
        connection.execute(delete(table).where(table.c.once == once, table.c.led_to.is_(None)))
