"""What people type is looked through before it is written down: an identity number goes into no table
but that of the encrypted ones, and into no line of the history.

What came from others, mails and what servers say, is kept as it came: nothing of it may be lost. And
what the program itself writes, digests above all, is not looked at, lest a chance of figures keeps
back the news that a mail has gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from harness.store import tables
from harness.store.errors import StoreError
from letters.identity import holds_identity_number, without_numbers

# table -> the columns that people fill in, by the names that people know
TYPED: Mapping[Table, Mapping[str, str]] = {
    tables.outbox: {"number": "挂号号码"},
    tables.pauses: {"why": "理由"},
    tables.arrivals: {"source_key": "来件编号", "sender": "寄件单位", "note": "备注"},
    tables.registrations: {"number": "来件编号", "sender": "寄件单位", "note": "备注"},
    tables.filings: {"why": "理由"},
    tables.rulings: {"value": "认定", "why": "理由", "judge": "认定人"},
    tables.feedbacks: {"note": "备注"},
    tables.objections: {"text": "异议内容"},
    tables.objection_decisions: {"why": "理由"},
    tables.events: {"evidence": "凭据、备注", "data": "备注"},
    tables.calls: {"number": "电话号码", "note": "通话内容", "caller": "记录人"},
    tables.voids: {"why": "作废原因"},
    tables.remarks: {"text": "备注"},
}
_OTHERS = frozenset({"mail", "file", "dispatch"})  # whose words a row has: those of no person here
_DIGEST = re.compile(r"[0-9a-f]{64}")


class TypedNumber(StoreError):
    """Somebody typed an identity number where none belongs. The line does not repeat it."""


def look_through(table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """TypedNumber where one of these rows has an identity number in words that a person typed."""
    columns = TYPED.get(table)
    if columns is None:
        return
    for row in rows:
        if row.get("source") in _OTHERS:
            continue
        for column, name in columns.items():
            if any(map(holds_identity_number, _texts(row.get(column)))):
                raise TypedNumber(refusal(name))


def refusal(name: str) -> str:
    return (
        f"“{name}”里写有身份证件号码，没有登记：证件号码只用 mingcha applicant 编号 录入（加密存放），"
        "别处一律不写；请删去号码再登记"
    )


def in_history(text: str) -> str:
    """A line of the history: names of files and the like may have anything in them."""
    return without_numbers(text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not _DIGEST.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Sequence):
        for each in value:
            yield from _texts(each)
