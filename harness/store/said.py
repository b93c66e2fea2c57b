"""What people say: where an arrival belongs (归卷), and what holds against the program (人工认定).

Each is written beside what was there, with its reason and with what its writer had seen; the latest
that was not taken back counts. Where something else stands by now than was seen, it is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, select

from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.people import Stage
from harness.store import facts, standing, tables
from harness.store.errors import StoreError
from harness.store.history import parts
from harness.store.standing import Said


class Stale(StoreError):
    """The fact has changed since it was shown. `seen` names what was shown, `now` is what stands, in
    words; `key` the same as tokens are made of it, where that is not the words."""

    def __init__(self, target: str, seen: str, now: str, key: str = "") -> None:
        super().__init__(
            f"{target}：您看过之后（{seen}）已有变动，现在是“{now}”（{token(key or now)}），请核对后重新提出"
        )
        self.seen, self.now = seen, now


def token(told: str) -> str:
    """A short name for what somebody was shown."""
    return hashlib.sha256(told.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Filing:
    """归卷 by a person. No application: it belongs to none of ours. `kind` None: as it is read."""

    arrival_id: int
    applications: tuple[str, ...]
    kind: ReplyKind | None
    days: int | None
    why: str
    seen: str = ""
    id: int = 0  # of its row; 0 where it is not written yet
    said: Said | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The applications themselves; `applications` may name a letter that followed one, U001-B/撤回申请."""
        return tuple(dict.fromkeys(each.partition("/")[0] for each in self.applications))


@dataclass(frozen=True, slots=True)
class Ruling:
    """人工认定. `target`: U001-A/remedy (a verdict), U001-A/answered_on (a day), U001/format
    (points); `about`: the SHA-256 of the answer that a verdict is about."""

    target: str
    value: str
    defects: tuple[str, ...]
    why: str
    about: str = ""
    seen: str = ""
    stage: int = 1
    id: int = 0
    said: Said | None = None
    judge: str = ""  # 认定人, where another wrote it down

    @property
    def by(self) -> str:
        return self.judge or (self.said.by if self.said else "")


Who = Callable[[Table, Iterable[int]], Mapping[str, Said]]  # of these rows, by whom


def nobody(_table: Table, _rows: Iterable[int]) -> Mapping[str, Said]:
    """Where it is not asked by whom."""
    return {}


def filings(
    connection: Connection, of: Collection[int] | None = None, who_wrote: Who = nobody
) -> dict[int, Filing]:
    """Arrival -> the filing that counts; `of` a few, with `who_wrote` to say by whom."""
    table = tables.filings
    rows, who = _standing(connection, table, [table.c.id], table.c.arrival_id, of, who_wrote)
    found: dict[int, Filing] = {}
    for row in rows:
        kind = ReplyKind(row.kind) if row.kind else None
        found[row.arrival_id] = Filing(
            row.arrival_id, tuple(row.applications), kind, row.days, row.why, row.seen, row.id,
            who.get(str(row.id)),
        )  # fmt: skip
    return found


def filing_of(connection: Connection, arrival: int) -> int | None:
    """The row of the filing that counts of one arrival."""
    return _last(connection, tables.filings, arrival_id=arrival)


def ruling_of(connection: Connection, target: str, stage: int | None = None) -> int | None:
    """The row of the ruling that counts on one thing; of one `stage`, where one is given."""
    of: dict[str, object] = (
        {"target": target} if stage is None else {"target": target, "stage": stage}
    )
    return _last(connection, tables.rulings, **of)


def _last(connection: Connection, table: Table, **of: object) -> int | None:
    """Found in the time of the few rows that there are of one thing. Of rulings, the latest of the
    highest stage."""
    order = [table.c.stage, table.c.id] if "stage" in table.c else [table.c.id]
    query = select(table.c.id).where(*(table.c[name] == value for name, value in of.items()))
    ids = connection.scalars(query.order_by(*order)).all()
    gone = standing.dead(connection, table, ids)
    return next((each for each in reversed(ids) if each not in gone), None)


def _row(connection: Connection, table: Table, id: int | None) -> Mapping[str, Any]:
    """As it is written; nothing without one."""
    if id is None:
        return {}
    return dict(connection.execute(select(table).where(table.c.id == id)).mappings().one())


def add_filing(connection: Connection, new: Filing) -> bool:
    """False where the very same already counts."""
    now = _row(connection, tables.filings, filing_of(connection, new.arrival_id))
    told = {
        "applications": list(new.applications),
        "kind": new.kind.value if new.kind else None,
        "days": new.days,
        "why": new.why,
    }
    if all(name in now and now[name] == value for name, value in told.items()):
        return False
    row = {"arrival_id": new.arrival_id, **told, "seen": new.seen}
    facts.insert(connection, tables.filings, row)
    return True


Staged = Mapping[int, Ruling]  # of one thing: stage -> the latest of it


def first_said(staged: Staged) -> tuple[int, int]:
    """By which targets are in the order of by_stage; what is only supposed comes last."""
    stage = min(staged)
    return (stage, staged[stage].id) if staged[stage].id else (max(Stage) + 1, 0)


def by_stage(
    connection: Connection, of: Collection[str] | None = None, who_wrote: Who = nobody
) -> dict[str, dict[int, Ruling]]:
    """Target -> what was ruled on it, the latest of each stage, the lowest stage first; `of` a few, with
    `who_wrote` to say by whom."""
    table = tables.rulings
    order = [table.c.stage, table.c.id]
    rows, who = _standing(connection, table, order, table.c.target, of, who_wrote)
    found: dict[str, dict[int, Ruling]] = {}
    for row in rows:
        found.setdefault(row.target, {})[row.stage] = Ruling(
            row.target, row.value, tuple(row.defects), row.why, row.about, row.seen, row.stage,
            row.id, who.get(str(row.id)), row.judge,
        )  # fmt: skip
    return found


def _standing(
    connection: Connection,
    table: Table,
    order: Sequence[Column[Any]],
    column: Column[Any],
    of: Collection[Any] | None,
    who_wrote: Who,
) -> tuple[list[Row[Any]], Mapping[str, Said]]:
    """The rows that count, all or those of a few things, and who wrote them."""
    query = select(table).order_by(*order)
    if of is None:
        gone, who = standing.dead(connection, table), standing.said(connection, table)
        rows = connection.execute(query).all()
    else:
        rows = [
            row
            for part in parts(of)
            for row in connection.execute(query.where(column.in_(part))).all()
        ]
        ids = [row.id for row in rows]
        gone, who = standing.dead(connection, table, ids), who_wrote(table, ids)
    return [row for row in rows if row.id not in gone], who


def rulings(connection: Connection) -> dict[str, Ruling]:
    """Target -> the latest of the highest stage."""
    return {target: of[max(of)] for target, of in by_stage(connection).items()}


def add_ruling(connection: Connection, new: Ruling) -> bool:
    """False where the very same already counts at its stage."""
    now = _row(connection, tables.rulings, ruling_of(connection, new.target, new.stage))
    names = ("value", "why", "stage", "about", "judge")
    told = {name: getattr(new, name) for name in names} | {"defects": list(new.defects)}
    if all(name in now and now[name] == value for name, value in told.items()):
        return False
    facts.insert(connection, tables.rulings, {"target": new.target, **told, "seen": new.seen})
    return True


def remarks(connection: Connection) -> dict[str, str]:
    """Target -> the remark that counts."""
    table = tables.remarks
    gone = standing.dead(connection, table)
    rows = connection.execute(select(table).order_by(table.c.id))
    return {row.target: row.text for row in rows if row.id not in gone}


def remark_of(connection: Connection, target: str) -> str:
    """The remark that counts on one thing; empty where there is none."""
    last = _last(connection, tables.remarks, target=target)
    return str(_row(connection, tables.remarks, last).get("text", ""))


def add_remark(connection: Connection, target: str, text: str) -> bool:
    """False where that is how it stands."""
    last = _last(connection, tables.remarks, target=target)
    if _row(connection, tables.remarks, last).get("text", "") == text:
        return False
    facts.insert(connection, tables.remarks, {"target": target, "text": text})
    return True


def last_reasons(connection: Connection, by: str, most: int) -> tuple[str, ...]:
    """The reasons that somebody wrote last, each once, the latest first."""
    changes, table = tables.changes, tables.rulings
    ops = [each.op for each in standing.last_of(connection, by, ("rule",), _LOOKED_AT)]
    query = select(changes.c.key).where(changes.c.op.in_(ops), changes.c.table == table.name)
    ids = [int(key) for key in connection.scalars(query)]
    rows = select(table.c.why).where(table.c.id.in_(ids)).order_by(table.c.id.desc())
    return tuple(dict.fromkeys(connection.scalars(rows)))[:most]


_LOOKED_AT = 60  # operations, for their reasons


def firsts_of(connection: Connection, by: str) -> dict[str, Ruling]:
    """Target -> the last that this person ruled on it at the first stage and did not take back."""
    changes, history, table = tables.changes, tables.history, tables.rulings
    query = (
        select(changes.c.key, history.c.op, history.c.at)
        .join(history, history.c.op == changes.c.op)
        .where(history.c.by == by, changes.c.table == table.name)
    )
    who = {int(row.key): Said(row.op, row.at, by) for row in connection.execute(query)}
    rows = [
        row
        for part in parts(sorted(who))
        for row in connection.execute(select(table).where(table.c.id.in_(part), table.c.stage == 1))
    ]
    gone = standing.dead(connection, table, [row.id for row in rows])
    return {
        row.target: Ruling(
            row.target, row.value, tuple(row.defects), row.why, row.about, row.seen, row.stage,
            row.id, who[row.id], row.judge,
        )
        for row in sorted(rows, key=lambda row: row.id)
        if row.id not in gone and row.judge in ("", by)
    }  # fmt: skip
