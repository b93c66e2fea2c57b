"""By whom and when rows were first written, held in memory: told of a few rows in the time of those few.

The history lists rows by operation; asked for a row it would have to be read through. Eight bytes a row
are held instead. Rows are numbered as they are written and never change hands: what is held stays true,
and what was written since is added.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, Table, func, select

from harness.store import tables
from harness.store.history import parts
from harness.store.standing import Said

OF = (tables.arrivals, tables.events, tables.calls, tables.filings, tables.rulings)


class Firsts:
    """Of the tables in `OF`, whose rows have numbers: row -> the operation that wrote it; 0 without one."""

    def __init__(self) -> None:
        self._ops: dict[str, array[int]] = {each.name: array("q") for each in OF}

    def read(self, connection: Connection, since: int = 0) -> None:
        """Add what was written after this operation."""
        changes = tables.changes
        query = (
            select(changes.c.table, changes.c.key, func.min(changes.c.op).label("op"))
            .where(changes.c.op > since, changes.c.table.in_(self._ops))
            .group_by(changes.c.table, changes.c.key)
        )
        for table, key, op in connection.execute(query):
            ops, row = self._ops[table], int(key)
            if row >= len(ops):
                ops.frombytes(bytes(ops.itemsize * (row + 1 - len(ops))))
            ops[row] = ops[row] or op

    def said(self, connection: Connection, table: Table, rows: Iterable[int]) -> Mapping[str, Said]:
        """By the row's number as text, as standing.said gives it."""
        ops = self._ops[table.name]
        found = {row: ops[row] for row in rows if row < len(ops) and ops[row]}
        who = {each.op: each for each in _operations(connection, sorted(set(found.values())))}
        return {str(row): who[op] for row, op in found.items()}


def _operations(connection: Connection, ops: Sequence[int]) -> Iterator[Said]:
    history = tables.history
    for part in parts(ops):
        query = select(history.c.op, history.c.at, history.c.by).where(history.c.op.in_(part))
        for row in connection.execute(query):
            yield Said(row.op, row.at, row.by)
