"""Tokens for programs: a session without idle end, by the name of what uses it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from harness.campaign.errors import Refused
from harness.web.people import sessions, tables
from harness.web.people.opened import People


@dataclass(frozen=True, slots=True)
class Token:
    """`mark`: the beginning of its digest, by which it is taken back."""

    mark: str
    label: str
    began: float
    seen: float


def tokens(people: People, user_id: int | None) -> tuple[Token, ...]:
    table = tables.sessions
    query = select(table).where(table.c.kind == "token", table.c.user_id.is_(user_id))
    if user_id is not None:
        query = select(table).where(table.c.kind == "token", table.c.user_id == user_id)
    with people.reading() as connection:
        rows = connection.execute(query.order_by(table.c.began)).all()
    return tuple(Token(row.digest[:16], row.label, row.began, row.seen) for row in rows)


def new_token(people: People, user_id: int | None, label: str) -> str:
    """The secret, which is told once."""
    label = " ".join(label.split())
    if not 1 <= len(label) <= 60:
        raise Refused("请写明令牌给哪个程序用，1至60个字")
    return sessions.begin(people, user_id, kind="token", label=label)


def take_back(people: People, user_id: int | None, mark: str) -> None:
    table = tables.sessions
    whose = table.c.user_id.is_(None) if user_id is None else table.c.user_id == user_id
    with people.writing() as connection:
        here = whose & (table.c.kind == "token") & table.c.digest.startswith(mark, autoescape=True)
        if len(mark) != 16 or not connection.execute(delete(table).where(here)).rowcount:
            raise Refused("没有这个令牌，可能已经收回")
