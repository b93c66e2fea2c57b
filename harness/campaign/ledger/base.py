"""What a workbook is merged against, and how rows are kept for that beside the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from harness.ledger.columns import SHEETS
from harness.ledger.merging import Conflict, Merge
from harness.ledger.rows import Fault, Read, Row, by_number
from harness.ledger.values import Cell, known, short
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


def original_of(connection: Connection, theirs: Read) -> list[Row]:
    """What the workbook held when it was handed out; nothing of one that people keep."""
    found = exports.export(connection, theirs.export) if theirs.export else None
    return [from_json(each) for each in found or []]


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
    there = by_number(base)
    taken = {each.place for each in found.changed} | {each.place for each in found.added}
    kept_out = {fault.where for fault in refused}
    # a fault names the row's place, then the column: what was not taken of such a row is told again
    kept_out |= {
        row.place
        for row in theirs.rows
        if row.place not in taken and any(_at(each.where, row.place) for each in found.faults)
    }
    contested = {(each.number, each.head) for each in found.conflicts}
    rows = []
    for row in theirs.rows:
        number = numbers.get(row.place, "")  # not its own: that may be another row's, copied
        before = there.pop(number, None)
        if row.place in kept_out or not number:
            rows += [before] if before else []
            continue
        old = before.cells if before else {}
        cells = {
            head: old.get(head, "") if head in row.wrong or (number, head) in contested else value
            for head, value in row.cells.items()
        }
        rows.append(replace(row, number=number, cells=cells, place="", wrong={}, key=""))
    return [*rows, *there.values()]


def _at(where: str, place: str) -> bool:
    return where == place or where.startswith(f"{place}“")


def settled(found: Merge, original: Sequence[Row]) -> Merge:
    """What a workbook says as it was handed out, while another copy of it was read in that says
    otherwise, is no change: nobody may have touched it. It is a conflict, for a person to settle."""
    out = by_number(original)
    changed, against = [], []
    for each in found.changed:
        before = out.get(each.number)
        untouched = {
            head: pair
            for head, pair in each.cells.items()
            if before is not None and _same(each.sheet, head, pair[1], before.cells.get(head, ""))
        }
        against += [
            Conflict(each.sheet, each.number, head, after, after, now, each.place)
            for head, (now, after) in untouched.items()
        ]
        left = {head: pair for head, pair in each.cells.items() if head not in untouched}
        kept = {head: now for head, (now, _) in untouched.items()}
        if left:
            after = replace(each.after, cells={**each.after.cells, **kept})
            changed.append(replace(each, cells=left, after=after))
    conflicts = (*found.conflicts, *against)
    return replace(found, changed=tuple(changed), conflicts=conflicts)


def _same(sheet: str, head: str, one: Cell, other: Cell) -> bool:
    column = SHEETS[sheet].column(head)
    return column is not None and known(column, one) == known(column, other)


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
