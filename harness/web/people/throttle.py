"""Guessing is slowed down: after so many failures of an account, or from an address, nobody is asked
for a while. Counted in the database, so that a restart forgets nothing."""

from __future__ import annotations

from sqlalchemy import delete, func, insert, select

from harness.web.people import tables
from harness.web.people.opened import People

MOST_OF_NAME, MOST_OF_ADDRESS = 5, 20
WINDOW = 15 * 60  # seconds


def held(people: People, name: str, address: str) -> bool:
    """Whether a further try must wait."""
    after = people.seconds() - WINDOW
    table = tables.failures
    with people.reading() as connection:

        def count(key: str) -> int:
            query = select(func.count()).where(table.c.key == key, table.c.at > after)
            return int(connection.execute(query).scalar_one())

        return count(f"name:{name}") >= MOST_OF_NAME or count(f"at:{address}") >= MOST_OF_ADDRESS


def failed(people: People, name: str, address: str) -> None:
    at, table = people.seconds(), tables.failures
    with people.writing() as connection:
        connection.execute(delete(table).where(table.c.at < at - WINDOW))
        keys = [f"name:{name}", f"at:{address}"]
        connection.execute(insert(table), [{"key": key, "at": at} for key in keys])


def forgiven(people: People, name: str) -> None:
    """After a login: the failures of this account; those of the address stay."""
    with people.writing() as connection:
        table = tables.failures
        connection.execute(delete(table).where(table.c.key == f"name:{name}"))
