"""The log of a campaign: arrivals, events that people did or saw, telephone calls.

Every function that adds takes an open connection, so that what belongs together is written in one
transaction, and answers whether anything was new: taking the same thing in twice changes nothing.
What the program reads is never written here: see casebook/.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, Connection, Row, Select, Table, select

from harness.clock.events import Event, Kind, Value
from harness.store import facts, standing, tables
from harness.store.history import parts
from harness.store.places import Place, at

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewEvent:
    application_id: str
    kind: Kind
    on: date
    evidence: str
    source: str  # dispatch | ledger | person
    data: Mapping[str, Value] = field(default_factory=dict)
    arrival_id: int | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One more file of an arrival: a page of the letter, or its envelope."""

    role: str  # page | envelope
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NewArrival:
    """One thing that came. `sha256` and `name` are those of its first file."""

    source: str  # mail | paper | file
    source_key: str
    on: date
    posted_on: date | None
    sender: str
    name: str
    sha256: str
    noticed_on: date | None = None
    signed_on: date | None = None
    place: Place | None = None
    files: tuple[File, ...] = ()
    note: str = ""
    carrier: str | None = None  # a code of clock/carriers.py


@dataclass(frozen=True, slots=True)
class Registration:
    """来件登记: the number that a paper has in the ledger, and its four dates."""

    number: str
    on: date
    posted_on: date | None
    noticed_on: date | None
    signed_on: date | None
    sender: str
    note: str = ""
    carrier: str | None = None


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


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A row that stands: its key, and what it says."""

    id: int
    fact: T


# --- arrivals -----------------------------------------------------------------------------------


def is_known(connection: Connection, new: NewArrival) -> bool:
    """Whether this very thing was taken in before."""
    return row_of(connection, new) is not None


def row_of(connection: Connection, new: NewArrival) -> int | None:
    """The row of this very thing, where it was taken in before.

    A mail server that numbers its mails anew (another UIDVALIDITY) hands out the same bytes under
    another key, and so does one in which a mail was moved: in one mailbox, the same bytes under
    another validity or in another folder are the same mail.
    """
    table = tables.arrivals
    same = select(table.c.id).where(
        table.c.source == new.source, table.c.source_key == new.source_key
    )
    row = connection.scalars(same).first()
    if row is not None or new.place is None:
        return row
    again = tables.places
    elsewhere = select(again.c.arrival_id).where(*at(again, new.place))
    moved = select(table.c.id).where(
        table.c.mailbox == new.place.mailbox,
        (table.c.uidvalidity != new.place.uidvalidity) | (table.c.folder != new.place.folder),
        table.c.sha256 == new.sha256,
    )
    row = connection.scalars(elsewhere).first()
    return row if row is not None else connection.scalars(moved.order_by(table.c.id)).first()


def arrivals(
    connection: Connection, of: Collection[int] | None = None
) -> tuple[Stored[NewArrival], ...]:
    """Everything that came, as last written down, in the order in which it did; `of` a few rows."""
    table, more = tables.arrivals, tables.files
    files: dict[int, list[File]] = {}
    for row in _rows(connection, select(more).order_by(more.c.id), more.c.arrival_id, of):
        files.setdefault(row.arrival_id, []).append(File(row.role, row.name, row.sha256))
    later = registrations(connection, of)
    rows = _rows(connection, select(table).order_by(table.c.id), table.c.id, of)
    found = [
        Stored(row.id, _registered(_arrival(row, files.get(row.id, ())), later.get(row.id)))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.fact.on, each.id)))


def _arrival(row: Row[Any], files: Sequence[File]) -> NewArrival:
    names = set(NewArrival.__slots__) - {"place", "files"}
    place = None if row.uid is None else Place(row.mailbox, row.uidvalidity, row.uid, row.folder)
    said = {name: getattr(row, name) for name in names}
    arrival = NewArrival(**said, place=place, files=tuple(files))
    return _in_order(arrival) if folder_of(row.source_key) and row.source == "file" else arrival


def key_of(folder: str, sha256: str) -> str:
    """What a letter of several files goes by: the folder in which they lay, and its first page."""
    return f"{folder}/{sha256}"


def folder_of(source_key: str) -> str | None:
    """The folder in which a letter of several files lay; None of one that lay loose."""
    folder, slash, _ = source_key.rpartition("/")
    return folder if slash else None


_NUMBER = re.compile(r"(\d+)")


def by_name(name: str) -> tuple[list[str | int], str]:
    """The order of pages by their files' names: 2.png comes before 10.png."""
    pieces = _NUMBER.split(name)
    return [int(each) if at % 2 else each for at, each in enumerate(pieces)], name


def _in_order(arrival: NewArrival) -> NewArrival:
    """A letter whose pages may have been laid in one after the other, in the order of their names."""
    pages = [File("page", arrival.name, arrival.sha256)]
    pages += [each for each in arrival.files if each.role == "page"]
    first, *rest = sorted(pages, key=lambda each: by_name(each.name))
    envelopes = [each for each in arrival.files if each.role != "page"]
    return replace(arrival, name=first.name, sha256=first.sha256, files=(*rest, *envelopes))


def _registered(arrival: NewArrival, later: Registration | None) -> NewArrival:
    """With what was written down of it since: what lay there as a file is then paper that came."""
    if later is None:
        return arrival
    return replace(
        arrival,
        source="paper",
        source_key=later.number,
        on=later.on,
        posted_on=later.posted_on,
        noticed_on=later.noticed_on,
        signed_on=later.signed_on,
        sender=later.sender,
        note=later.note,
        carrier=later.carrier,
    )


def registrations(
    connection: Connection, of: int | Collection[int] | None = None
) -> dict[int, Registration]:
    """Arrival -> what was last written down of it, where anything was beside its coming; `of` one,
    or a few."""
    table = tables.registrations
    names = Registration.__slots__
    return {
        row.arrival_id: Registration(**{name: getattr(row, name) for name in names})
        for row in _standing(connection, table, select(table).order_by(table.c.id), arrival_id=of)
    }


def _standing(
    connection: Connection, table: Table, query: Select[Any], **of: object
) -> list[Row[Any]]:
    """The rows that count. Where they are those of one thing, or of a few, the time is that of those
    few rows, however many the table has."""
    ((name, asked),) = of.items()
    several: Any = [asked] if isinstance(asked, str | int) else asked
    rows = list(_rows(connection, query, table.c[name], several))
    gone = standing.dead(connection, table, None if asked is None else [row.id for row in rows])
    return [row for row in rows if row.id not in gone]


def _rows(
    connection: Connection, query: Select[Any], column: Column[Any], of: Collection[Any] | None
) -> Iterator[Row[Any]]:
    """All, or those of a few things: in the query's order as far as one question can name them."""
    if of is None:
        yield from connection.execute(query)
        return
    for part in parts(of):
        yield from connection.execute(query.where(column.in_(part)))


def first_numbers(connection: Connection) -> dict[int, str]:
    """Paper -> the number under which it was taken in, whatever number it has now."""
    table = tables.arrivals
    query = select(table.c.id, table.c.source_key).where(table.c.source == "paper")
    return {row.id: row.source_key for row in connection.execute(query)}


def register(connection: Connection, arrival_id: int, new: Registration) -> bool:
    """Write down, or mend, the dates of an arrival; False where that is how it stands."""
    if registrations(connection, arrival_id).get(arrival_id) == new:
        return False
    row = {name: getattr(new, name) for name in Registration.__slots__}
    facts.insert(connection, tables.registrations, {"arrival_id": arrival_id, **row})
    return True


def add_arrival(connection: Connection, new: NewArrival) -> int | None:
    """The new row's id, or None where this arrival is already there."""
    if is_known(connection, new):
        return None
    number: int = facts.insert(connection, tables.arrivals, _row(new))
    facts.insert_all(
        connection,
        tables.files,
        [
            {"arrival_id": number, "role": each.role, "name": each.name, "sha256": each.sha256}
            for each in new.files
        ],
    )
    return number


def add_mails(connection: Connection, new: Sequence[NewArrival]) -> list[int]:
    """The rows' ids, in order, of mails of which it was seen before that they are not here."""
    keys = facts.insert_all(connection, tables.arrivals, [_row(each) for each in new])
    return sorted(int(str(number)) for (number,) in keys)  # given in the order of insertion


def _row(new: NewArrival) -> dict[str, Any]:
    """As the table takes it; of many at one go, each must name every column."""
    row = {name: getattr(new, name) for name in set(NewArrival.__slots__) - {"place", "files"}}
    place = {name: getattr(new.place, name, None) for name in Place.__slots__}
    return row | place | {"folder": new.place.folder if new.place else ""}


def add_file(connection: Connection, arrival_id: int, new: File) -> None:
    """One more page, or the envelope, of something that came."""
    row = {"role": new.role, "name": new.name, "sha256": new.sha256}
    facts.insert(connection, tables.files, {"arrival_id": arrival_id, **row})


def paths(connection: Connection) -> dict[str, str]:
    """SHA-256 -> where those bytes lie, relative to the campaign folder."""
    table = tables.evidence
    return {row.sha256: row.path for row in connection.execute(select(table))}


# --- events -------------------------------------------------------------------------------------


def add_event(connection: Connection, new: NewEvent) -> bool:
    """False where the same is on record and stands."""
    table, row = tables.events, _event_row(new)
    same = select(table.c.id, table.c.data).where(
        table.c.application_id == new.application_id,
        table.c.kind == new.kind.value,
        table.c.on == new.on,
        table.c.evidence == new.evidence,
    )
    alike = [each.id for each in connection.execute(same) if each.data == row["data"]]
    if len(standing.dead(connection, table, alike)) < len(alike):
        return False
    facts.insert(connection, table, row)
    return True


def add_events(connection: Connection, new: Sequence[NewEvent]) -> None:
    """Several at one go: those of applications of which nothing is on record yet."""
    table = tables.events
    ids = {each.application_id for each in new}
    known = set(
        connection.scalars(
            select(table.c.application_id).where(table.c.application_id.in_(ids)).distinct()
        )
    )
    fresh = [each for each in new if each.application_id not in known]
    facts.insert_all(connection, table, [_event_row(each) for each in fresh])
    for each in new:
        if each.application_id in known:
            add_event(connection, each)


def _event_row(new: NewEvent) -> dict[str, Any]:
    return {
        "application_id": new.application_id,
        "kind": new.kind.value,
        "on": new.on,
        "evidence": new.evidence,
        "source": new.source,
        "data": {key: _to_json(value) for key, value in new.data.items()},
        "arrival_id": new.arrival_id,
    }


def events(
    connection: Connection, of: str | Collection[str] | None = None
) -> tuple[Stored[NewEvent], ...]:
    """All events that stand, in the order in which they happened, then were recorded; `of` one
    application, or a few."""
    table = tables.events
    query = select(table).order_by(table.c.on, table.c.id)
    found = (
        Stored(
            row.id,
            NewEvent(
                row.application_id,
                Kind(row.kind),
                row.on,
                row.evidence,
                row.source,
                {key: _from_json(value) for key, value in row.data.items()},
                row.arrival_id,
            ),
        )
        for row in _standing(connection, table, query, application_id=of)
    )
    if of is None or isinstance(of, str):
        return tuple(found)
    return tuple(sorted(found, key=lambda each: (each.fact.on, each.id)))


def as_event(new: NewEvent) -> Event:
    """What the clock sees of it."""
    return Event(new.kind, new.on, new.evidence, new.source, new.data)


def events_of(connection: Connection) -> dict[str, tuple[Event, ...]]:
    """Every application's recorded events, in the order in which they happened."""
    log: dict[str, list[Event]] = {}
    for stored in events(connection):
        log.setdefault(stored.fact.application_id, []).append(as_event(stored.fact))
    return {application: tuple(found) for application, found in log.items()}


# --- calls --------------------------------------------------------------------------------------


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
    asked = {"unit_id": of} if rows is None else {"id": rows}
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
        for row in _standing(connection, table, query, **asked)
    )
    if rows is None:
        return tuple(found)
    return tuple(sorted(found, key=moment))


def moment(call: Stored[NewCall]) -> tuple[date, str, int]:
    """By which calls are in order."""
    return call.fact.on, call.fact.time, call.id


def _to_json(value: Value) -> int | str | dict[str, str]:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _from_json(value: Any) -> Value:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
