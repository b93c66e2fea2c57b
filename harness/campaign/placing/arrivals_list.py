"""Everything that came, the newest first, a page at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from harness.campaign.errors import Refused
from harness.campaign.held.ordered import Ordered, moved, ordered
from harness.campaign.workspace import Workspace
from harness.casebook.book import Filed
from harness.reading.arrived.reply_kind import KIND_NAMES
from harness.reports.wording import HOW_NAMES

PAGE = 50


class Only(StrEnum):
    ALL = "all"
    OPEN = "open"
    PLACED = "placed"
    NOT_OURS = "not_ours"


ONLY_NAMES: dict[Only, str] = {
    Only.ALL: "全部",
    Only.OPEN: "待人认定",
    Only.PLACED: "已归卷",
    Only.NOT_OURS: "不属于任何申请",
}
_FITS: Mapping[Only, Callable[[Filed], bool]] = {
    Only.ALL: lambda _: True,
    Only.OPEN: lambda one: bool(one.arrival.doubt),
    Only.PLACED: lambda one: bool(one.applications) and not one.arrival.doubt,
    Only.NOT_OURS: lambda one: one.filing is not None and not one.applications,
}


@dataclass(frozen=True, slots=True)
class Row:
    arrival: str
    on: date
    posted_on: date | None
    how: str
    sender: str
    name: str
    kind: str
    applications: tuple[str, ...]
    doubt: str
    by: str  # who filed it; empty: the program


@dataclass(frozen=True, slots=True)
class ArrivalsPage:
    rows: tuple[Row, ...]
    after: str
    counts: Mapping[Only, int]


def arrivals_page(
    workspace: Workspace, only: Only = Only.ALL, words: str = "", after: str = "", size: int = PAGE
) -> ArrivalsPage:
    """`words`: a part of the sender, the name, the number or the application."""
    place, wanted = _place(after), words.strip().casefold()
    whole = workspace.along(_ordered, _moved, workspace.book().filed)
    every, counts = whole.rows, whole.counts
    chosen = (
        one
        for one in every[_begin(every, place) :]
        if _FITS[only](one)
        and (not wanted or any(wanted in each.casefold() for each in _words(one)))
    )
    found = list(islice(chosen, size + 1))
    rows = tuple(map(_row, found[:size]))
    return ArrivalsPage(rows, _after(found, size), {each: counts[each] for each in Only})


def _ordered(every: Sequence[Filed], _: object) -> Ordered[Filed]:
    """The newest first, and how many there are of each."""
    return ordered(every, _key, _fitting)


def _moved(
    before: Ordered[Filed], gone: Sequence[Filed], come: Sequence[Filed], _: object
) -> Ordered[Filed]:
    return moved(before, gone, come, _key, _fitting)


def _fitting(one: Filed) -> list[object]:
    return [each for each, fits in _FITS.items() if fits(one)]


def _begin(every: Sequence[Filed], place: tuple[int, int] | None) -> int:
    return 0 if place is None else bisect_right(every, place, key=_key)


def _words(one: Filed) -> Iterator[str]:
    arrival = one.arrival
    yield from (arrival.id, arrival.sender, arrival.name, *one.applications)


def _row(one: Filed) -> Row:
    arrival = one.arrival
    said = one.filing.said if one.filing else None
    return Row(
        arrival.id, arrival.on, arrival.posted_on, HOW_NAMES.get(arrival.how, arrival.how),
        arrival.sender, arrival.name, KIND_NAMES[arrival.kind], one.applications, arrival.doubt,
        said.by if said else "",
    )  # fmt: skip


def _key(one: Filed) -> tuple[int, int]:
    return -one.arrival.on.toordinal(), -one.id


def _after(found: Sequence[Filed], size: int) -> str:
    if len(found) <= size:
        return ""
    last = found[size - 1]
    return f"{last.arrival.on.isoformat()}.{last.id}"


def _place(after: str) -> tuple[int, int] | None:
    if not after:
        return None
    day, _, id = after.partition(".")
    try:
        return -date.fromisoformat(day).toordinal(), -int(id)
    except ValueError:
        raise Refused("这一页的地址不完整，请从“来件”重新进入") from None
