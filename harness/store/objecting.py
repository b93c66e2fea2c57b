"""抽样, 反馈单送达, 异议 and their decisions in the store. What was taken back is not answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import Connection, select

from harness.scoring.people import Decision, Ground, Objection, Outcome, Sample, Sampled, Term
from harness.store import facts, standing, tables
from harness.store.database import Store
from harness.store.standing import Said

NOBODY = Said(0, "", "")


@dataclass(frozen=True, slots=True)
class Handed:
    """反馈单 that a unit was given."""

    unit_id: str
    on: date
    note: str = ""
    id: int = 0


def samples(connection: Connection) -> tuple[Sample, ...]:
    """Every drawing that stands, the first one first."""
    gone = standing.dead(connection, tables.samples)
    return tuple(each for each in _drawings(connection) if each.id not in gone)


def first_sample(connection: Connection) -> Sample | None:
    """The first that was ever drawn, also where it was taken back: it settled seed and share."""
    return next(_drawings(connection), None)


def _drawings(connection: Connection) -> Iterator[Sample]:
    table = tables.samples
    who = standing.said(connection, table)
    for row in connection.execute(select(table).order_by(table.c.id)):
        said = who.get(str(row.id), NOBODY)
        drawn = tuple(
            Sampled(each["target"], each["about"], Ground(each["ground"])) for each in row.drawn
        )
        answers = tuple((application, about) for application, about in row.answers)
        yield Sample(
            row.id, row.seed, row.clean, row.method, drawn, answers, row.among, said.by, said.at
        )


def add_sample(connection: Connection, new: Sample) -> int:
    row = {
        "seed": new.seed,
        "clean": new.clean,
        "method": new.method,
        "drawn": [asdict(each) for each in new.drawn],
        "answers": [list(each) for each in new.answers],
        "among": new.among,
    }
    number: int = facts.insert(connection, tables.samples, row)
    return number


def feedbacks(connection: Connection) -> dict[str, Handed]:
    """Unit -> the last handing over that was put down."""
    table = tables.feedbacks
    gone = standing.dead(connection, table)
    return {
        row.unit_id: Handed(row.unit_id, row.on, row.note, row.id)
        for row in connection.execute(select(table).order_by(table.c.id))
        if row.id not in gone
    }


def add_feedback(connection: Connection, new: Handed) -> None:
    row = {"unit_id": new.unit_id, "on": new.on, "note": new.note}
    facts.insert(connection, tables.feedbacks, row)


def objections(connection: Connection) -> tuple[Objection, ...]:
    """Each with its files and the decision that counts; its term is the campaign's to tell."""
    table = tables.objections
    gone, who = standing.dead(connection, table), standing.said(connection, table)
    files, decided = _files(connection), _decisions(connection)
    found = []
    for row in connection.execute(select(table).order_by(table.c.id)):
        if row.id not in gone:
            said = who.get(str(row.id), NOBODY)
            objection = Objection(
                row.id, row.unit_id, row.target, row.on, row.text, tuple(files[row.id]),
                Term(None), said.by, said.at, decided.get(row.id),
            )  # fmt: skip
            found.append(objection)
    return tuple(found)


def _files(connection: Connection) -> Mapping[int, list[tuple[str, str, str]]]:
    table, kept = tables.objection_files, tables.evidence
    gone = standing.dead(connection, table)
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    query = select(table, kept.c.path).join(kept, kept.c.sha256 == table.c.sha256)
    for row in connection.execute(query.order_by(table.c.id)):
        if row.id not in gone:
            found[row.objection_id].append((row.name, row.path, row.sha256))
    return found


def _decisions(connection: Connection) -> dict[int, Decision]:
    table = tables.objection_decisions
    gone, who = standing.dead(connection, table), standing.said(connection, table)
    found = {}
    for row in connection.execute(select(table).order_by(table.c.id)):
        if row.id not in gone:
            said = who.get(str(row.id), NOBODY)
            outcome, targets = Outcome(row.outcome), tuple(row.targets)
            found[row.objection_id] = Decision(outcome, row.why, said.by, said.at, targets, said.op)
    return found


def add_objection(
    store: Store, connection: Connection, new: Objection, files: Sequence[tuple[str, bytes]]
) -> int:
    """Answers its number. The files are kept as evidence."""
    row = {"unit_id": new.unit_id, "target": new.target, "on": new.on, "text": new.text}
    number: int = facts.insert(connection, tables.objections, row)
    kept = store.keep_all(connection, [(data, name) for name, data in files])
    rows = [
        {"objection_id": number, "name": name, "sha256": each.sha256}
        for (name, _), each in zip(files, kept, strict=True)
    ]
    facts.insert_all(connection, tables.objection_files, rows)
    return number


def add_decision(
    connection: Connection, number: int, outcome: Outcome, why: str, targets: Sequence[str]
) -> None:
    row = {"objection_id": number, "outcome": outcome.value, "why": why, "targets": list(targets)}
    facts.insert(connection, tables.objection_decisions, row)
