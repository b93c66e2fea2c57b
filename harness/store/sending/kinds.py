"""The two kinds of mails that leave: applications in the outbox, and letters that follow one, each by its
number; U001-B/撤回申请 is of the second kind."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Table

from harness.store import tables

OUTBOX, FURTHER = tables.outbox, tables.further


def is_further(id: str) -> bool:
    """Whether this is the id of a letter that follows an application."""
    return "/" in id


def application_of(id: str) -> str:
    return id.partition("/")[0]


def both() -> tuple[tuple[Table, Column[str]], ...]:
    return (OUTBOX, OUTBOX.c.application_id), (FURTHER, FURTHER.c.id)


def table_of(id: str) -> tuple[Table, Column[str]]:
    return both()[is_further(id)]


_NAMED = 5  # applications in a line of the history


def named(ids: Iterable[str]) -> str:
    known = list(ids)
    more = f"等{len(known)}件" if len(known) > _NAMED else ""
    return f"申请 {'、'.join(known[:_NAMED])}{more}"
