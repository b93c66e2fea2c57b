"""Which letters wait for one person, group by group: kept from request to request, for they are many and
few of them change. Never changed itself: of what was moved another is made."""

from __future__ import annotations

import threading
from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from harness.campaign.held.derived import otherwise
from harness.scoring.layered import Layered

G = TypeVar("G")  # a group
T = TypeVar("T")  # a letter of which something waits
MOST = 40  # people whose lists are kept
FEW = 500  # letters; of more all lists are made anew


class Looker(Protocol):
    """By what the letters of a person are told."""

    @property
    def name(self) -> str: ...
    @property
    def decides(self) -> bool: ...
    @property
    def asked(self) -> Collection[str]: ...
    @property
    def seen(self) -> Container[str]: ...


@dataclass(frozen=True, slots=True)
class Letters(Generic[T]):
    """Those of which something waits. `place`: where one stands in the plan; `answered`: by the answer's
    SHA-256, which applications."""

    open: Sequence[T]
    place: Callable[[T], int]
    places: Mapping[str, int]
    answered: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Mine(Generic[G, T]):
    """`groups`: by the place in the plan; `rows`: the places of each group, in order."""

    looker: Looker
    open: Sequence[T]
    groups: Layered[int, G]
    rows: Mapping[G, Sequence[int]]

    def row(self, group: G) -> Sequence[int]:
        return self.rows.get(group, ())


GroupOf = Callable[[T], G | None]


class Lists(Generic[G, T]):
    """Of everybody who looked lately."""

    def __init__(self, _: object = None) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, bool], Mine[G, T]] = {}

    def of(self, letters: Letters[T], looker: Looker, group: GroupOf[T, G]) -> Mine[G, T]:
        key = looker.name, looker.decides
        with self._lock:
            known = self._known.pop(key, None)
            moved = None if known is None else _moved(known, letters, looker)
            if known is None or moved is None:
                found = _made(letters, looker, group)
            elif not moved and known.open is letters.open and known.looker == looker:
                found = known
            else:
                found = _again(known, letters, looker, group, moved)
            self._known[key] = found
            while len(self._known) > MOST:
                self._known.pop(next(iter(self._known)))
            return found


def _made(letters: Letters[T], looker: Looker, group: GroupOf[T, G]) -> Mine[G, T]:
    groups: dict[int, G] = {}
    rows: dict[G, list[int]] = {}
    for each in letters.open:
        of = group(each)
        if of is not None:
            at = letters.place(each)
            groups[at] = of
            rows.setdefault(of, []).append(at)
    return Mine(looker, letters.open, Layered(groups), rows)


def _moved(known: Mine[G, T], letters: Letters[T], looker: Looker) -> set[int] | None:
    """The places at which something may be otherwise; None where that may be anywhere."""
    before = known.looker
    moved = otherwise(known.open, letters.open)
    if len(moved.gone) + len(moved.come) > FEW:
        return None
    found = {letters.place(each) for each in (*moved.gone, *moved.come)}
    applications = set(before.asked) ^ set(looker.asked)
    if before.seen is not looker.seen:
        if not isinstance(before.seen, frozenset) or not isinstance(looker.seen, frozenset):
            return None
        seen = before.seen ^ looker.seen
        applications |= {id for sha256 in seen for id in letters.answered.get(sha256, ())}
    return found | {letters.places[id] for id in applications if id in letters.places}


def _again(
    known: Mine[G, T],
    letters: Letters[T],
    looker: Looker,
    group: GroupOf[T, G],
    places: Collection[int],
) -> Mine[G, T]:
    now = {at: of for at in places if (of := _at(letters, at, group)) is not None}
    rows = dict(known.rows)
    for at in places:
        old, new = known.groups.get(at), now.get(at)
        if old == new:
            continue
        if old is not None:
            rows[old] = _without(rows[old], at)
        if new is not None:
            rows[new] = _with(rows.get(new, ()), at)
    return Mine(looker, letters.open, known.groups.changed(now, places), rows)


def _at(letters: Letters[T], place: int, group: GroupOf[T, G]) -> G | None:
    at = bisect_left(letters.open, place, key=letters.place)
    one = letters.open[at] if at < len(letters.open) else None
    return None if one is None or letters.place(one) != place else group(one)


def _without(row: Iterable[int], place: int) -> list[int]:
    found = list(row)
    del found[bisect_left(found, place)]
    return found


def _with(row: Iterable[int], place: int) -> list[int]:
    found = list(row)
    insort(found, place)
    return found
