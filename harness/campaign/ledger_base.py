"""What a workbook is merged against, and how rows are kept for that beside the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from harness.ledger.merging import Merge
from harness.ledger.rows import Fault, Read, Row, by_number
from harness.ledger.values import short
from harness.store import exports
from letters.faults import BadTable


def base_of(connection: Connection, theirs: Read) -> list[Row]:
    """What the workbook said when it was last read in; before that, what it held when it was handed
    out. So nothing that was taken in and undone since is taken in again."""
    found = None
    if theirs.export:
        found = exports.export(connection, theirs.export)
        if found is None:
            raise BadTable(_strange(theirs.export))
    last = exports.last_reading(connection, theirs.export)
    return [from_json(each) for each in (last if last is not None else found or [])]


def _strange(name: str) -> str:
    return (
        f"这份台账（导出编号“{short(name)}”）是从另一个测评文件夹导出的（别的测评，或者复制、恢复之前后的另一份），"
        "没有读入；请在导出它的文件夹里读入，或者用 mingcha ledger out 重新导出，再把改动填进去"
    )


def base_after(
    base: Sequence[Row],
    theirs: Read,
    found: Merge,
    refused: Sequence[Fault],
    numbers: Mapping[str, str],
) -> list[Row]:
    """What the workbook is taken to have said, for the next time: what was not taken over (a fault, a
    conflict) is what it was before, so that it is told again until somebody mends it."""
    known = by_number(base)
    kept_out = {fault.where for fault in refused}
    contested = {(each.number, each.head) for each in found.conflicts}
    rows = []
    for row in theirs.rows:
        number = numbers.get(row.place, "")  # not its own: that may be another row's, copied
        before = known.pop(number, None)
        if row.place in kept_out or not number:
            rows += [before] if before else []
            continue
        old = before.cells if before else {}
        cells = {
            head: old.get(head, "") if head in row.wrong or (number, head) in contested else value
            for head, value in row.cells.items()
        }
        rows.append(replace(row, number=number, cells=cells, place="", wrong={}, key=""))
    return [*rows, *known.values()]


def as_json(row: Row) -> dict[str, object]:
    cells = {
        head: {"date": value.isoformat()} if isinstance(value, date) else value
        for head, value in row.cells.items()
    }
    return {"sheet": row.sheet, "number": row.number, "cells": cells, "void": row.void}


def from_json(told: Mapping[str, object]) -> Row:
    cells = told["cells"]
    assert isinstance(cells, dict)
    return Row(
        str(told["sheet"]),
        str(told["number"]),
        {
            head: date.fromisoformat(value["date"]) if isinstance(value, dict) else str(value)
            for head, value in cells.items()
        },
        void=str(told["void"]),
    )
