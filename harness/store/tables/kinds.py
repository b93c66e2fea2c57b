"""The kinds of columns, which hold the same in SQLite and in PostgreSQL.

What one of the two could not hold is in neither: so the facts can be carried from one to the other, and
the history's hashes are the same there.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

REPLACED = "\ufffd"  # what Unicode has for a character that cannot be shown


def storable(text: str) -> str:
    """The text without what PostgreSQL cannot hold (NUL) or nobody can write as UTF-8 (half of a pair):
    strangers' mails have both, and must be taken in all the same."""
    if text.isascii():
        return text.replace("\0", REPLACED) if "\0" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join(REPLACED if "\ud800" <= each <= "\udfff" else each for each in text)
    return text.replace("\0", REPLACED)


class Text(TypeDecorator[str]):
    """Ordered by its bytes, as SQLite does, whatever language the server was set up for."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(String(collation="C"))
        return dialect.type_descriptor(self.impl_instance)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return storable(str(value)) if isinstance(value, str) else value


# UIDs of mails are unsigned, of 32 bits; SQLite's own have 64
Whole = Integer().with_variant(BigInteger(), "postgresql")


def numbered(name: str = "id") -> Column[int]:
    """A row's number, which facts.py gives: on a server a sequence would count on where a transaction
    came to nothing, and two copies of one campaign would not go on alike."""
    return Column(name, Whole, primary_key=True, autoincrement=False)
