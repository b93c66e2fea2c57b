"""Every ruling that was ever made, those too that do not count any more: what each took the place of, and
who took it back. `said` tells what counts; this is how it came to that."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from harness.store import standing, tables
from harness.store.said import Ruling
from harness.store.standing import Said


@dataclass(frozen=True, slots=True)
class Undone:
    said: Said | None
    why: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """`replaced`: what counted until then at its stage, or below it. `counts`: it is the latest that
    stands of its stage; `undone`: by whom it was taken back."""

    ruling: Ruling
    replaced: Ruling | None
    counts: bool
    undone: Undone | None


def every_ruling(connection: Connection) -> tuple[Spoken, ...]:
    """By target, each in the order in which they were made."""
    table = tables.rulings
    who, undone = standing.said(connection, table), _undone(connection)
    gone = standing.dead(connection, table)
    earlier: dict[str, list[Ruling]] = {}
    for row in connection.execute(select(table).order_by(table.c.target, table.c.id)):
        earlier.setdefault(row.target, []).append(
            Ruling(
                row.target, row.value, tuple(row.defects), row.why, row.about, row.seen, row.stage,
                row.id, who.get(str(row.id)), row.judge,
            )
        )  # fmt: skip
    latest = {
        (one.target, one.stage): one.id
        for of in earlier.values()
        for one in of
        if one.id not in gone
    }
    return tuple(
        Spoken(
            one,
            _replaced(one, of[:place], undone),
            latest.get((one.target, one.stage)) == one.id,
            undone.get(one.id) if one.id in gone else None,
        )
        for of in earlier.values()
        for place, one in enumerate(of)
    )


def _replaced(new: Ruling, before: list[Ruling], undone: dict[int, Undone]) -> Ruling | None:
    """The latest of the same stage, else of the highest below, that was not taken back by then."""
    stood = [
        one for one in before if one.stage <= new.stage and not _gone_by(new, undone.get(one.id))
    ]
    return max(stood, key=lambda one: (one.stage, one.id), default=None)


def _gone_by(new: Ruling, undone: Undone | None) -> bool:
    if undone is None or undone.said is None or new.said is None:
        return undone is not None
    return undone.said.op <= new.said.op


def _undone(connection: Connection) -> dict[int, Undone]:
    """Ruling -> the last void of it that stands."""
    voids = tables.voids
    gone, who = standing.dead(connection, voids), standing.said(connection, voids)
    rows = connection.execute(
        select(voids).where(voids.c.table == tables.rulings.name).order_by(voids.c.id)
    )
    return {
        int(row.key): Undone(who.get(str(row.id)), row.why) for row in rows if row.id not in gone
    }
