"""What was made of things that hang on the history, made anew only of those that are others than before.

Things are told apart by identity: whatever is unchanged stays the very same object (memory.py). Each kind of
work waits only for itself, so that what takes long keeps nobody from another page.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, compress, count
from operator import is_not
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
PIECE = 500  # items
Given = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """From one row of things to another. Of the same length: at which `places` there is another thing. Else
    the first `begin` are the same and the last `end`; between them stands what stood `before` at this
    place, or, at None, something new. `gone`, `come`: what is there no more, and what is new."""

    gone: tuple[Any, ...]
    come: tuple[Any, ...]
    places: Sequence[int] | None = None
    begin: int = 0
    end: int = 0
    before: Sequence[int | None] = ()


class Derived:
    def __init__(self) -> None:
        self._per: dict[Hashable, tuple[Given, Sequence[Any], list[Any]]] = {}
        self._flat: dict[Hashable, tuple[Given, Sequence[Any], list[Any], Any]] = {}
        self._along: dict[Hashable, tuple[Given, Sequence[Any], Any]] = {}
        self._once: dict[Hashable, tuple[Given, Any]] = {}
        self._seen: list[tuple[object, object, Otherwise]] = []
        self._locks: dict[Hashable, threading.RLock] = {}
        self._of_locks = threading.Lock()

    @contextmanager
    def _alone(self, *what: Hashable) -> Iterator[None]:
        with self._of_locks:
            lock = self._locks.setdefault(what, threading.RLock())
        with lock:
            yield

    def per(
        self, what: Callable[..., R], items: Sequence[T], given: Given, using: object
    ) -> Sequence[R]:
        """Workspace.per."""
        with self._alone("per", what):
            known = self._per.get(what)
            if known is not None and known[1] is items and _same(known[0], given):
                return known[2]
            if known is None or not _same(known[0], given):
                found = [what(each, *given, using) for each in items]
            else:
                found = _moved(
                    known[2],
                    self.otherwise(known[1], items),
                    items,
                    lambda one: what(one, *given, using),
                )
            self._per[what] = given, items, found
            return found

    def flat(
        self, what: Callable[..., Sequence[R]], items: Sequence[T], given: Given, using: object
    ) -> tuple[R, ...]:
        """Workspace.flat: put together in pieces, of which only those are put together anew in which
        something is otherwise."""
        with self._alone("flat", what):
            known = self._flat.get(what)
            if known is not None and known[1] is items and _same(known[0], given):
                kept: tuple[R, ...] = known[3]
                return kept
            found = self.per(what, items, given, using)
            pieces = range(0, len(items), PIECE)
            if known is None or not _same(known[0], given):
                whole = [_piece(found, at) for at in pieces]
            else:
                moved = self.otherwise(known[1], items)
                same = len(pieces) if moved.places is not None else moved.begin // PIECE
                whole = known[2][:same] + [_piece(found, at) for at in pieces[same:]]
                for at in {at // PIECE for at in moved.places or ()}:
                    whole[at] = _piece(found, at * PIECE)
            flat = tuple(chain.from_iterable(whole))
            self._flat[what] = given, items, whole, flat
            return flat

    def along(
        self,
        make: Callable[..., R],
        move: Callable[..., R],
        items: Sequence[T],
        given: Given,
        using: object,
    ) -> R:
        """Workspace.along."""
        with self._alone("along", make):
            known = self._along.get(make)
            made: R
            if known is not None and _same(known[0], given):
                if known[1] is items:
                    made = known[2]
                    return made
                moved = self.otherwise(known[1], items)
                made = move(known[2], moved.gone, moved.come, *given, using)
            else:
                made = make(items, *given, using)
            self._along[make] = given, items, made
            return made

    def once(self, what: Callable[..., R], of: Given, using: object) -> R:
        """Workspace.once."""
        with self._alone("once", what):
            known = self._once.get(what)
            if known is None or not _same(known[0], of):
                known = self._once[what] = of, what(*of, using)
            found: R = known[1]
            return found

    def otherwise(self, before: Sequence[T], now: Sequence[T]) -> Otherwise:
        """Several ask it of the same two."""
        for one, other, known in self._seen:
            if one is before and other is now:
                return known
        found = otherwise(before, now)
        self._seen = [(before, now, found), *self._seen[:5]]
        return found


def otherwise(before: Sequence[T], now: Sequence[T]) -> Otherwise:
    few = min(len(before), len(now))
    differ = compress(count(), map(is_not, before, now))
    if len(before) == len(now):
        places = list(differ)
        gone, come = tuple(before[at] for at in places), tuple(now[at] for at in places)
        return Otherwise(gone, come, places)
    begin = next(differ, few)
    end = 0
    while end < few - begin and before[-1 - end] is now[-1 - end]:
        end += 1
    there = {id(before[at]): at for at in range(begin, len(before) - end)}
    stood = [there.pop(id(now[at]), None) for at in range(begin, len(now) - end)]
    gone = tuple(before[at] for at in there.values())
    come = tuple(now[at] for at, place in enumerate(stood, begin) if place is None)
    return Otherwise(gone, come, None, begin, end, stood)


def _moved(found: list[R], moved: Otherwise, items: Sequence[T], what: Callable[[T], R]) -> list[R]:
    if moved.places is not None:
        whole = list(found)
        for at in moved.places:
            whole[at] = what(items[at])
        return whole
    between = [
        what(items[at]) if place is None else found[place]
        for at, place in enumerate(moved.before, moved.begin)
    ]
    return [*found[: moved.begin], *between, *found[len(found) - moved.end :]]


def _piece(found: Sequence[Sequence[Any]], at: int) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(filter(None, found[at : at + PIECE])))


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """The very same things; of days, words, numbers and sets of them equal ones."""
    plain = (date, str, int, Path, frozenset)
    return len(one) == len(other) and all(
        a is b or (isinstance(a, plain) and a == b) for a, b in zip(one, other, strict=True)
    )
