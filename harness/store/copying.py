"""The facts of one store into another that is empty, of either database: every row, every link of the
history, as they stand at one moment. What was copied is read back and held against what it was copied
from, row by row, before anything of it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import Connection, Table, func, select

from harness.store import tables
from harness.store.bulk import pieces, stream
from harness.store.errors import StoreError
from harness.store.plain import Plain, named, plain_rows
from harness.store.tables import metadata

Told = Callable[[int, int, str], None]  # done, of how many, what


@dataclass(frozen=True, slots=True)
class Copied:
    """`head`: the number and the hash of the last link."""

    rows: int
    operations: int
    head: str


def silent(_done: int, _of: int, _what: str) -> None:
    """Tells nobody."""


def copy_facts(
    source: Connection, target: Connection, told: Told = silent, *, check: bool = True
) -> Copied:
    """In the target's transaction; StoreError where a row is none that the target could hold, or what it
    holds afterwards is not the same."""
    counts = {each: _count(source, each) for each in metadata.sorted_tables}
    done, every = 0, 2 * sum(counts.values())
    for table, many in counts.items():
        rows = plain_rows(source, table, in_order=True)
        _fill(target, table, rows)
        done += many
        told(done, every, "复制记录")
    for table, many in counts.items() if check else ():
        unlike = first_difference(source, target, table)
        if unlike:
            raise StoreError(f"复制后核对不符，没有启用：{unlike}")
        done += many
        told(done, every, "逐行核对")
    op, digest = head(target)
    return Copied(sum(counts.values()), op, digest)


def head(connection: Connection) -> tuple[int, str]:
    """The last link of the history."""
    of = tables.history.c
    row = connection.execute(select(of.op, of.hash).order_by(of.op.desc()).limit(1)).first()
    return (row.op, row.hash) if row else (0, "")


def same(one: Connection, other: Connection) -> str:
    """The first row in which two stores differ; empty where they hold the same."""
    if head(one) != head(other):
        return "历史的最后一号操作不同"
    return next(filter(None, (first_difference(one, other, e) for e in metadata.sorted_tables)), "")


def first_difference(one: Connection, other: Connection, table: Table) -> str:
    ours, theirs = (plain_rows(each, table, in_order=True) for each in (one, other))
    for row, copy in zip_longest(ours, theirs):
        if row != copy:
            return named(table, row or copy or ())
    return ""


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _fill(target: Connection, table: Table, rows: Iterable[Plain]) -> None:
    if target.dialect.name == "postgresql":
        stream(target, table, rows)
        return
    names = ", ".join(f'"{each.name}"' for each in table.columns)
    places = ", ".join("?" * len(table.columns))
    insert = f'insert into "{table.name}" ({names}) values ({places})'
    for some in pieces(rows):
        target.exec_driver_sql(insert, [tuple(row) for row in some])
