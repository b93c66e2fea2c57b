"""电话: attempts to reach a unit, and what came of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from harness.store import facts, tables
from harness.store.log.stored import Stored, standing_rows


class Outcome(StrEnum):
    """What came of a telephone call."""

    CONNECTED = "connected"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    TRANSFERRED = "transferred"


OUTCOME_NAMES: dict[Outcome, str] = {
    Outcome.CONNECTED: "接通",
    Outcome.NO_ANSWER: "无人接听",
    Outcome.BUSY: "占线",
    Outcome.WRONG_NUMBER: "号码有误",
    Outcome.TRANSFERRED: "转接",
}


class Purpose(StrEnum):
    TEST = "test"
    CONFIRM = "confirm"


PURPOSE_NAMES: dict[Purpose, str] = {Purpose.TEST: "咨询测试", Purpose.CONFIRM: "确认收件"}


@dataclass(frozen=True, slots=True)
class NewCall:
    unit_id: str
    purpose: Purpose
    on: date
    time: str  # "09:40"
    number: str
    outcome: Outcome
    note: str = ""
    caller: str = ""
    application_id: str | None = None
    root: int | None = None  # of one that replaces another: the row of the first of them
    key: str = ""  # what a ledger without numbers said, to know it again


def add_call(connection: Connection, new: NewCall) -> int | None:
    """The new row's id, or None where the same is on record and stands."""
    if any(_same_call(each.fact, new) for each in calls(connection, new.unit_id)):
        return None
    row = {name: getattr(new, name) for name in NewCall.__slots__}
    number: int = facts.insert(connection, tables.calls, row)
    return number


def _same_call(one: NewCall, other: NewCall) -> bool:
    return replace(one, root=None, key="") == replace(other, root=None, key="")


def calls(
    connection: Connection, of: str | None = None, *, rows: Collection[int] | None = None
) -> tuple[Stored[NewCall], ...]:
    """All calls that stand, in the order in which they were made; `of` one unit; `rows`: of these."""
    table = tables.calls
    query = select(table).order_by(table.c.on, table.c.time, table.c.id)
    asked: dict[str, object] = {"unit_id": of} if rows is None else {"id": rows}
    found = (
        Stored(
            row.id,
            NewCall(
                row.unit_id,
                Purpose(row.purpose),
                row.on,
                row.time,
                row.number,
                Outcome(row.outcome),
                row.note,
                row.caller,
                row.application_id,
                row.root,
                row.key,
            ),
        )
        for row in standing_rows(connection, table, query, **asked)
    )
    return tuple(found) if rows is None else tuple(sorted(found, key=moment))


def moment(call: Stored[NewCall]) -> tuple[date, str, int]:
    """By which calls are in order."""
    return call.fact.on, call.fact.time, call.id
