"""A row of the ledger and what comes with it, as values; and the key by which a row is known again.

A head that is not among a row's `cells` was not told (its column is not there); one that is there
with "" says that the cell is empty.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from harness.ledger.columns import SHEETS
from harness.ledger.values import Cell, known


@dataclass(frozen=True, slots=True)
class Fault:
    """One Chinese line: where (file, sheet, row, column), and what is wrong and how to mend it."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}：{self.why}"


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: 记录编号, "" for a new row. `void`: 作废原因. `place`: where it stands in Excel.

    `wrong` are cells that do not say what their column promises (head -> the fault); they count
    only where the cell was changed. `key` is, of a stored row that was once read from a ledger
    without a number, the `content_key` that it had then.
    """

    sheet: str
    number: str
    cells: Mapping[str, Cell]
    place: str = ""
    void: str = ""
    wrong: Mapping[str, Fault] = field(default_factory=dict)
    key: str = ""


Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class Read:
    """What a workbook says. `held` are the numbers of rows, and `unread` the names of sheets, that
    could not be read: what belongs to them is not missing. `export` is "" where it names none."""

    rows: tuple[Row, ...] = ()
    export: str = ""
    faults: tuple[Fault, ...] = ()
    held: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()


def content_key(row: Row) -> str:
    """The same for rows that say the same, whoever saved the workbook, and however.

    Read from what a person can say, and from what tells the rows of a sheet apart.
    """
    sheet = SHEETS[row.sheet]
    said = [
        (column.head, _text(known(column, row.cells.get(column.head, ""))))
        for column in sheet.columns
        if not column.read_only or column.head in sheet.key
    ]
    told = json.dumps([row.sheet, [each for each in said if each[1]]], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def natural_key(row: Row) -> tuple[str, ...]:
    """The sheet and what the row is about; empty where the sheet's rows have no such name."""
    return _by(row, SHEETS[row.sheet].key)


def likely_key(row: Row) -> tuple[str, ...]:
    """Of sheets without names for their rows: what two versions of one row have in common."""
    return _by(row, SHEETS[row.sheet].likely)


def _by(row: Row, heads: tuple[str, ...]) -> tuple[str, ...]:
    columns = [column for column in SHEETS[row.sheet].columns if column.head in heads]
    parts = [_text(known(each, row.cells.get(each.head, ""))).casefold() for each in columns]
    return (row.sheet, *parts) if parts and all(parts) else ()


def by_number(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.number: row for row in rows if row.number}


def _text(value: Cell) -> str:
    return value.isoformat() if isinstance(value, date) else value
