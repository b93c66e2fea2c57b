"""A row of the store -> what can be found of it: whose it is, a heading, its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, select

from harness.clock.events import Kind
from harness.clock.remarks import KIND_NAMES
from harness.store import tables
from harness.store.history import parts

KINDS = {
    "applications": "申请",
    "units": "单位",
    "arrivals": "来件",
    "filings": "归卷",
    "rulings": "认定",
    "events": "经过",
    "calls": "电话",
    "objections": "异议",
    "remarks": "备注",
}


@dataclass(frozen=True, slots=True)
class Found:
    """`ref`: whose page to open: an application, a unit, an arrival's number in the store."""

    table: str
    key: str
    ref: str
    title: str
    text: str


Row = Mapping[str, Any]


def _unit(row: Row) -> tuple[str, str, str]:
    data = row["data"]
    told = [str(value) for value in data.values() if isinstance(value, str)]
    return row["unit_id"], str(data.get("name", row["unit_id"])), " ".join(told)


def _application(row: Row) -> tuple[str, str, str]:
    question = (row["planned"] or {}).get("question", {})
    asked = question.get("text", "") if isinstance(question, dict) else ""
    return row["id"], f"{row['id']} {row['unit']}", f"{row['applicant']} {row['question']} {asked}"


def _arrival(row: Row) -> tuple[str, str, str]:
    text = f"{row['sender']} {row['note']} {row['source_key'] if row['source'] == 'paper' else ''}"
    return str(row["id"]), row["name"], text


def _filing(row: Row) -> tuple[str, str, str]:
    return str(row["arrival_id"]), "、".join(row["applications"]) or "不是本测评的来件", row["why"]


def _ruling(row: Row) -> tuple[str, str, str]:
    return row["target"].partition("/")[0], row["target"], row["why"]


def _event(row: Row) -> tuple[str, str, str]:
    told = " ".join(str(each) for each in row["data"].values() if isinstance(each, str))
    name = KIND_NAMES[Kind(row["kind"])]
    return row["application_id"], f"{row['application_id']} {name}", f"{row['evidence']} {told}"


def _call(row: Row) -> tuple[str, str, str]:
    return (
        row["unit_id"],
        f"{row['on']} {row['time']} {row['number']}",
        f"{row['note']} {row['caller']}",
    )


def _objection(row: Row) -> tuple[str, str, str]:
    return str(row["id"]), row["target"], row["text"]


def _remark(row: Row) -> tuple[str, str, str]:
    return row["target"].partition("/")[0], row["target"], row["text"]


_TOLD: Mapping[str, Callable[[Row], tuple[str, str, str]]] = {
    "units": _unit,
    "applications": _application,
    "arrivals": _arrival,
    "filings": _filing,
    "rulings": _ruling,
    "events": _event,
    "calls": _call,
    "objections": _objection,
    "remarks": _remark,
}
SEARCHED: Mapping[str, Table] = {name: tables.FACTS[name] for name in _TOLD}


def rows(connection: Connection, table: str, keys: list[str] | None = None) -> Iterator[Found]:
    """Of these rows, or of all."""
    of = SEARCHED[table]
    (primary,) = of.primary_key.columns
    queries = [select(of)]
    if keys is not None:
        typed = [int(key) if primary.type.python_type is int else key for key in keys]
        queries = [select(of).where(primary.in_(part)) for part in parts(typed)]
    for query in queries:
        for row in connection.execute(query).mappings():
            ref, title, text = _TOLD[table](dict(row))
            yield Found(table, str(row[primary.name]), ref, title, text)
