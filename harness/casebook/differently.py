"""A `Book` read by a newer program -> what of it is read otherwise than at the last opening, in Chinese.

What was read last stands in the campaign's cache/, beside the readers' version. It is no fact: where
it was deleted, or does not fit, nothing is told; and nothing here ever stops an opening.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from harness.casebook import remembered
from harness.casebook.book import Book, Filed
from harness.reading.arrived.reply_kind import KIND_NAMES, ReplyKind
from harness.store.reading import FOLDER
from letters.opening import read_file

NAME = "last-read.json"
UPDATED = "程序读件的方法已更新"


class Reading(msgspec.Struct, frozen=True):
    """What the program made of an arrival. `filing`: the person's filing under which it did; where
    that is another, the two readings say nothing of each other."""

    sha256: str
    filing: int
    application: str | None
    kind: ReplyKind
    signed_on: date | None
    counted: int | None

    def told(self) -> str:
        """U001-A 的答复（落款 2020-10-15）"""
        place = f"{self.application} 的" if self.application else "未能归卷的" * (not self.filing)
        days = [f"落款 {self.signed_on}"] if self.signed_on else []
        days += [f"{self.counted}个工作日"] if self.counted is not None else []
        return f"{place}{KIND_NAMES[self.kind]}" + (f"（{'，'.join(days)}）" if days else "")


class _LastRead(msgspec.Struct, frozen=True):
    version: str
    arrivals: dict[str, Reading]


def read_differently(folder: Path, book: Book) -> tuple[str, ...]:
    """One line for each arrival that this version of the readers reads otherwise than the one before
    did; told once, for what is read now is kept as the last reading."""
    version = remembered.judges()
    now = {str(each.id): _reading(each) for each in book.filed}
    last = _last(folder)
    lines: tuple[str, ...] = ()
    if last is not None and last.version != version:
        lines = tuple(_changes(last.arrivals, now, book))
    if last is None or (last.version, last.arrivals) != (version, now):
        _keep(folder, _LastRead(version, now))
    return lines


def _reading(filed: Filed) -> Reading:
    """Of an arrival that a person has filed, the program says at most its kind."""
    read = filed.placement
    if filed.filing is not None:
        kind = ReplyKind.OTHER if filed.filing.kind else filed.arrival.kind
        return Reading(filed.arrival.sha256, filed.filing.id, None, kind, None, None)
    return Reading(
        filed.arrival.sha256,
        0,
        "、".join(read.applications) or None,
        read.kind,
        read.signed_on,
        read.counted,
    )


def _changes(last: dict[str, Reading], now: dict[str, Reading], book: Book) -> Iterator[str]:
    for filed in book.filed:
        key = str(filed.id)
        before, after = last.get(key), now[key]
        if before is None or (before.sha256, before.filing) != (after.sha256, after.filing):
            continue
        if before != after:
            yield f"{UPDATED}：{filed.arrival.id} 原读为{before.told()}，现读为{after.told()}"


def _last(folder: Path) -> _LastRead | None:
    try:
        return msgspec.json.decode(read_file(folder / FOLDER / NAME), type=_LastRead)
    except (OSError, UnicodeDecodeError, msgspec.DecodeError):
        return None


def _keep(folder: Path, read: _LastRead) -> None:
    place = folder / FOLDER / NAME
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".last-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(read))
        Path(temporary).replace(place)
    except OSError:
        return  # it only means that less can be told next time
