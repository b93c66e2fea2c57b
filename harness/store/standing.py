"""What still stands: rows that were taken back, and taking back itself, always by one more row.

A row counts unless a standing row of `voids` names it. A void is a row too and can be taken back:
then what it took back counts again. So an operation is undone by voiding what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from harness.store import facts, tables
from harness.store.history import parts


@dataclass(frozen=True, slots=True)
class Said:
    """Who wrote a row, when (ISO 8601, UTC), in which operation."""

    op: int
    at: str
    by: str


def void(connection: Connection, table: Table, key: int | str, why: str) -> int:
    """Take a row back; answers the number of the void."""
    row = {"table": table.name, "key": str(key), "why": why}
    number: int = facts.insert(connection, tables.voids, row)
    return number


def dead(connection: Connection, table: Table, keys: Iterable[int] | None = None) -> frozenset[int]:
    """The keys of the rows of `table` that do not count; of a few rows, only these are looked up."""
    if keys is not None:
        return _dead_of(connection, table, keys)
    found: dict[str, set[int]] = {tables.voids.name: set(), table.name: set()}
    voids = tables.voids
    # the latest first: a void names only what is older than itself, so that when a row's turn
    # comes, all that could take it back has been seen
    for row in connection.execute(select(voids).order_by(voids.c.id.desc())):
        if row.id not in found[voids.name] and row.table in found:
            found[row.table].add(int(row.key))
    return frozenset(found[table.name])


def _dead_of(connection: Connection, table: Table, keys: Iterable[int]) -> frozenset[int]:
    """Of these rows. A row is dead where any void of it stands."""
    voids = tables.voids
    named: dict[int, int] = {}
    for part in parts(keys):
        query = select(voids.c.id, voids.c.key).where(
            voids.c.table == table.name, voids.c.key.in_([str(each) for each in part])
        )
        named |= {row.id: int(row.key) for row in connection.execute(query)}
    taken_back = _dead_of(connection, voids, named) if named else ()
    return frozenset(key for id, key in named.items() if id not in taken_back)


def why_dead(connection: Connection, table: Table) -> Mapping[int, str]:
    """Of each row that does not count, the reason of the last void that stands."""
    gone = dead(connection, tables.voids)
    voids = tables.voids
    query = select(voids).where(voids.c.table == table.name).order_by(voids.c.id)
    return {int(row.key): row.why for row in connection.execute(query) if row.id not in gone}


def said(connection: Connection, table: Table) -> Mapping[str, Said]:
    """Of each row by whom and when it was first written."""
    changes, history = tables.changes, tables.history
    first = (
        select(changes.c.key, func.min(changes.c.op).label("op"))
        .where(changes.c.table == table.name)
        .group_by(changes.c.key)
        .subquery()
    )
    query = select(first.c.key, history.c.op, history.c.at, history.c.by).join(
        history, history.c.op == first.c.op
    )
    by_op: dict[int, Said] = {}  # of a million rows most were written a thousand at a time
    return {
        row.key: by_op.get(row.op) or by_op.setdefault(row.op, Said(row.op, row.at, row.by))
        for row in connection.execute(query)
    }


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the history."""

    op: int
    at: str
    by: str
    verb: str
    what: str
    undoes: int | None


def operations(connection: Connection) -> tuple[Operation, ...]:
    """Everything that was ever done, in order."""
    history = tables.history
    rows = connection.execute(select(history).order_by(history.c.op))
    return tuple(Operation(r.op, r.at, r.by, r.verb, r.what, r.undoes) for r in rows)


def some_operations(
    connection: Connection, before: int, most: int, *, verb: str = "", by: str = ""
) -> tuple[Operation, ...]:
    """The latest first, those before a number (0: from the last)."""
    history = tables.history
    query = select(history).order_by(history.c.op.desc()).limit(most)
    if before:
        query = query.where(history.c.op < before)
    if verb:
        query = query.where(history.c.verb == verb)
    if by:
        query = query.where(history.c.by == by)
    rows = connection.execute(query)
    return tuple(Operation(r.op, r.at, r.by, r.verb, r.what, r.undoes) for r in rows)


def last_of(
    connection: Connection, by: str, verbs: Iterable[str], most: int
) -> tuple[Operation, ...]:
    """What one person did last, the latest first."""
    history = tables.history
    query = (
        select(history)
        .where(history.c.by == by, history.c.verb.in_(tuple(verbs)))
        .order_by(history.c.op.desc())
        .limit(most)
    )
    rows = connection.execute(query)
    return tuple(Operation(r.op, r.at, r.by, r.verb, r.what, r.undoes) for r in rows)


def undone_by(connection: Connection, ops: Sequence[int]) -> dict[int, int]:
    """Of these operations, the undo of each that stands above it."""
    history = tables.history
    found: dict[int, int] = {}
    line = list(ops)
    above: dict[int, list[int]] = {}
    while line:  # an undo may have been undone, and that again
        query = select(history.c.op, history.c.undoes).where(
            history.c.undoes.in_(line), history.c.op > min(line)
        )
        rows = connection.execute(query.order_by(history.c.op)).all()
        for row in rows:
            above.setdefault(row.undoes, []).append(row.op)
        line = [row.op for row in rows]

    def stands(op: int) -> int | None:
        return next((each for each in reversed(above.get(op, [])) if stands(each) is None), None)

    for op in ops:
        by = stands(op)
        if by is not None:
            found[op] = by
    return found


def undone(connection: Connection, ops: Iterable[int]) -> frozenset[int]:
    """Of these operations, those above which an undo stands that was not undone itself."""
    return frozenset(undone_by(connection, tuple(ops)))
