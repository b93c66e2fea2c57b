"""计划: units and applications as they were taken over, whole. From here on the tables that people
keep may be sorted, reworded, added to: what was planned is read from these rows alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from harness.store import facts, standing, tables
from harness.store.errors import StoreError
from harness.store.history import parts
from letters.model import Application, Unit


class PlanChanged(StoreError):
    """What was planned is not what the campaign's tables say. `faults`: one Chinese line each,
    what it was and what it is now."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def units(connection: Connection, of: Collection[str] | None = None) -> tuple[Unit, ...]:
    """The units as last taken over, in the order in which they first were; `of` a few."""
    table = tables.units
    query = select(table).order_by(table.c.id)
    if of is None:
        rows = connection.execute(query).all()
        gone = standing.dead(connection, table)
    else:
        rows = [
            row
            for part in parts(of)
            for row in connection.execute(query.where(table.c.unit_id.in_(part)))
        ]
        gone = standing.dead(connection, table, [row.id for row in rows])
    found: dict[str, Unit] = {}
    for row in rows:
        if row.id not in gone:
            found[row.unit_id] = msgspec.convert(row.data, Unit)
    return tuple(found.values())


def add_units(connection: Connection, new: Iterable[Unit]) -> tuple[Unit, ...]:
    """Take over what is new or has changed; answers those."""
    known = {each.id: each for each in units(connection)}
    changed = tuple(each for each in new if known.get(each.id) != each)
    rows = [{"unit_id": each.id, "data": msgspec.to_builtins(each)} for each in changed]
    facts.insert_all(connection, tables.units, rows)
    return changed


def applications(
    connection: Connection, of: Collection[str] | None = None
) -> tuple[Application, ...]:
    """The applications as they were planned, in the plan's order; `of` a few. The unit of each is the
    unit as last taken over, but for its name, which is the one that was written to."""
    table = tables.applications
    # SQLite's and PostgreSQL's own order of insertion is not promised: rounds, then units
    query = select(table).order_by(table.c.round_id, table.c.id)
    rows = connection.execute(query if of is None else query.where(table.c.id.in_(of))).all()
    asked = None if of is None else {row.unit_id for row in rows}
    now = {each.id: each for each in units(connection, asked)}
    found = []
    same: dict[object, Any] = {}
    for row in rows:
        if row.planned is None:
            raise StoreError(
                f"申请 {row.id} 只有摘要（由旧版本编制），请先运行 mingcha plan --write 补全"
            )
        planned = _with_unit(msgspec.convert(row.planned, Application), now.get(row.unit_id))
        found.append(_shared(planned, same))
    return tuple(found)


def _shared(planned: Application, same: dict[object, Any]) -> Application:
    """With the very same unit, person, question and round as others that have it: of 200,000
    applications each would else hold its own."""
    parts = (planned.unit, planned.applicant, planned.question, planned.round)
    unit, applicant, question, of = (same.setdefault(each, each) for each in parts)
    return replace(planned, unit=unit, applicant=applicant, question=question, round=of)


def _with_unit(planned: Application, now: Unit | None) -> Application:
    if now is None:
        return planned
    written_to = planned.unit.name
    names = dict.fromkeys((*now.aliases, now.name))
    aliases = tuple(each for each in names if each != written_to)
    return replace(planned, unit=replace(now, name=written_to, aliases=aliases))


def ids(connection: Connection) -> frozenset[str]:
    """The applications that were planned, of which a first version kept only a summary."""
    return frozenset(connection.scalars(select(tables.applications.c.id)))


def names(connection: Connection) -> dict[str, str]:
    """Unit id -> the name by which it is known: as last taken over, else as it was written to."""
    table = tables.applications
    query = select(table.c.unit_id, table.c.unit)
    written_to = {row.unit_id: row.unit for row in connection.execute(query)}
    return {**written_to, **{each.id: each.name for each in units(connection)}}


def add_applications(connection: Connection, planned: Iterable[Application]) -> int:
    """Write the plan down; what is there already must still be the same, else PlanChanged.
    Answers how many were new. Of what a first version planned only a summary is there: it is
    completed by the plan that gives the same summary, and must be part of that plan."""
    snapshots = {each.id: _snapshot(each) for each in planned}
    table = tables.applications
    known = {row.id: dict(row._mapping) for row in connection.execute(select(table))}
    faults = [
        fault for id, row in snapshots.items() if id in known for fault in _changes(known[id], row)
    ]
    faults += [
        f"申请 {id} 由旧版本编制，原向“{row['unit']}”提出；按现在的 units.xlsx 和 campaign.toml "
        "编不出这件申请，无法补全，请恢复编制时的这两个文件"
        for id, row in known.items()
        if row["planned"] is None and id not in snapshots
    ]
    if faults:
        raise PlanChanged(faults)
    new = [row for id, row in snapshots.items() if id not in known]
    facts.insert_all(connection, table, new)
    for id, row in snapshots.items():
        if id in known and known[id]["planned"] is None:
            facts.update(connection, table, {"planned": row["planned"]}, table.c.id == id)
    return len(new)


def of_applicant(connection: Connection, id: str) -> tuple[Application, ...]:
    """What was planned in this person's name."""
    return tuple(each for each in applications(connection) if each.applicant.id == id)


def forget(connection: Connection, id: str) -> int:
    """Take what only the post and the telephone need of this applicant out of the plan; the name and
    the mailbox, by which answers are known, stay. Answers how many applications it was in."""
    table = tables.applications
    changed = 0
    for row in connection.execute(select(table.c.id, table.c.planned)).all():
        planned = row.planned
        if planned is None or planned["applicant"]["id"] != id:
            continue
        person = {**planned["applicant"], **dict.fromkeys(_PARTICULARS, "")}
        if person != planned["applicant"]:
            values = {"planned": {**planned, "applicant": person}}
            changed += facts.update(connection, table, values, table.c.id == row.id)
    return changed


def without_plan(connection: Connection) -> tuple[str, ...]:
    """Applications of a first version's campaign, of which only a summary was kept."""
    table = tables.applications
    rows = connection.execute(select(table.c.id, table.c.planned).order_by(table.c.id))
    return tuple(row.id for row in rows if row.planned is None)


def _snapshot(application: Application) -> dict[str, Any]:
    applicant, question = application.applicant, application.question
    if applicant.id_number:
        raise ValueError("an identity number has no place in the plan")
    return {
        "id": application.id,
        "unit_id": application.unit.id,
        "round_id": application.round.id,
        "channel": application.channel.value,
        "unit": application.unit.name,
        "applicant": f"{applicant.name} {applicant.email}",
        "question": f"{question.title}：{question.text}",
        "planned": msgspec.to_builtins(application),
    }


_PARTICULARS = ("address", "postcode", "phone")
_NAMES = {"unit": "被测单位", "applicant": "申请人", "question": "所申请的信息", "channel": "渠道"}


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for column, name in _NAMES.items():
        if before[column] != now[column]:
            yield (
                f"申请 {now['id']} 的{name}原为“{before[column]}”，现为“{now[column]}”；"
                "申请编制后不得改动，请恢复 units.xlsx 和 campaign.toml，或另建测评"
            )
