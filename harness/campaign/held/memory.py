"""What was computed of one campaign, held in memory and brought along with its history."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, compress
from operator import is_not
from pathlib import Path
from typing import Any, TypeVar

from harness.casebook.book import Book, Supposed
from harness.casebook.differently import read_differently
from harness.casebook.following.judged import Judged, Judging, judged, judged_on
from harness.casebook.following.kept import Kept
from harness.casebook.following.logs import Followed
from harness.casebook.following.opening import followed, opened, supposing
from harness.engine import Engine
from harness.store import history
from harness.store.database import Store
from letters.model import Campaign

T = TypeVar("T")
R = TypeVar("R")
PIECE = 500  # items
Told = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an assessment depends on beside its book."""

    campaign: Campaign
    as_of: date


@dataclass(slots=True)
class Standing:
    """The facts at one version, or as somebody supposes them, with what was made of them. `since`: of
    what they were made, and how."""

    kept: Kept
    judged: list[tuple[Asked, Judged]] = field(default_factory=list)
    since: tuple[Standing, Followed] | None = None

    @property
    def book(self) -> Book:
        return self.kept.book


class Memory:
    """Of one open store. One thread computes at a time; what it gives out never changes."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self._store, self._engine = store, engine
        self._lock = threading.RLock()
        self._now: Standing | None = None
        self._per: dict[object, tuple[tuple[object, ...], Sequence[Any], list[Any]]] = {}
        self._flat: dict[object, tuple[Sequence[Any], tuple[object, ...], list[Any], Any]] = {}
        self._places: tuple[object, object, list[int]] | None = None
        self._once: dict[object, tuple[tuple[object, ...], Any]] = {}
        self._news: list[str] = []
        self.opened = 0  # how often all was made from nothing

    def is_of(self, store: Store) -> bool:
        """Not of a copy on which something is tried (supposing.py)."""
        return store.engine is self._store.engine

    def per(
        self, what: Callable[..., R], items: Sequence[T], given: tuple[object, ...], using: object
    ) -> Sequence[R]:
        """Workspace.per, of those that are other objects than they were last time in their place; where
        there are more or fewer, of all."""
        with self._lock:
            known = self._per.get(what)
            if known is not None and known[1] is items and _same(known[0], given):
                return known[2]
            if known is None or len(known[1]) != len(items) or not _same(known[0], given):
                found = [what(each, *given, using) for each in items]
            else:
                found = list(known[2])
                for at in self._otherwise(known[1], items):
                    found[at] = what(items[at], *given, using)
            self._per[what] = given, items, found
            return found

    def flat(
        self,
        what: Callable[..., Sequence[R]],
        items: Sequence[T],
        given: tuple[object, ...],
        using: object,
    ) -> tuple[R, ...]:
        """Workspace.flat: what follows from each, one after the other. Put together in pieces, of which
        only those are put together anew in which something is otherwise."""
        with self._lock:
            known = self._flat.get(what)
            if known is not None and known[0] is items and _same(known[1], given):
                kept: tuple[R, ...] = known[3]
                return kept
            found = self.per(what, items, given, using)
            pieces = range(0, len(items), PIECE)
            if known is None or len(known[0]) != len(items) or not _same(known[1], given):
                whole = [_piece(found, at) for at in pieces]
            else:
                whole = list(known[2])
                for at in {at // PIECE for at in self._otherwise(known[0], items)}:
                    whole[at] = _piece(found, at * PIECE)
            flat = tuple(chain.from_iterable(whole))
            self._flat[what] = items, given, whole, flat
            return flat

    def _otherwise(self, before: Sequence[T], now: Sequence[T]) -> list[int]:
        """The places at which there is another object; several ask it of the same two."""
        if self._places is None or self._places[0] is not before or self._places[1] is not now:
            places = list(compress(range(len(now)), map(is_not, now, before)))
            self._places = before, now, places
        return self._places[2]

    def once(self, what: Callable[..., R], of: tuple[object, ...], using: object) -> R:
        with self._lock:
            known = self._once.get(what)
            if known is None or not _same(known[0], of):
                known = self._once[what] = of, what(*of, using)
            found: R = known[1]
            return found

    def standing(self) -> Standing:
        """As the history stands now, whoever wrote it."""
        with self._lock:
            if self._now is None:
                self.opened += 1
                with at_rest():
                    self._now = Standing(opened(self._store, self._engine))
                self._news.extend(read_differently(self._store.folder, self._now.book))
            elif version_of(self._store) != self._now.kept.version:
                self._now = self._followed(self._now)
            return self._now

    def news(self) -> list[str]:
        """What this version of the program reads otherwise than the one before: told once."""
        with self._lock:
            told, self._news = self._news, []
            return told

    def close(self) -> None:
        """What was read last is kept, for the next version to tell what it reads otherwise."""
        with self._lock:
            if self._now is not None:
                read_differently(self._store.folder, self._now.book)
            self._now = None

    def supposing(self, supposed: Supposed) -> Standing:
        with self._lock:
            while True:
                now = self.standing()
                found = supposing(self._store, self._engine, now.kept, supposed)
                if found is not None:
                    return Standing(found.kept, since=(now, found))

    def judged(self, standing: Standing, asked: Asked, told: Told) -> Judged:
        with self._lock:
            known = next((each for one, each in standing.judged if one == asked), None)
            if known is None:
                known = self._judged(standing, asked, told)
                standing.judged = [(asked, known), *standing.judged[:1]]
            return known

    def _judged(self, standing: Standing, asked: Asked, told: Told) -> Judged:
        total, done = (
            len(standing.book.applications),
            iter(range(1, len(standing.book.applications) + 1)),
        )
        judging = Judging(
            self._store, self._engine, lambda: told(next(done), total, "阅读并核对答复")
        )
        if standing.since is not None:
            before, step = standing.since
            return judged_on(judging, self.judged(before, asked, told), step)
        before_it = next((each for _, each in standing.judged), None)
        with at_rest():
            return judged(judging, standing.kept, asked.campaign, asked.as_of, before_it)

    def _followed(self, now: Standing) -> Standing:
        """With the assessment that was asked for last."""
        step = followed(self._store, self._engine, now.kept)
        self.opened += step.moved is None
        judging = Judging(self._store, self._engine)
        return Standing(
            step.kept, [(asked, judged_on(judging, each, step)) for asked, each in now.judged[:1]]
        )


@contextmanager
def at_rest() -> Iterator[None]:
    """While so much is made that stays, nobody looks through it for what could be thrown away; nor later,
    for seconds each time, while somebody waits for a page."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def _piece(found: Sequence[Sequence[Any]], at: int) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(filter(None, found[at : at + PIECE])))


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """The very same things; of days, words and numbers equal ones."""
    plain = (date, str, int, Path)
    return len(one) == len(other) and all(
        a is b or (isinstance(a, plain) and a == b) for a, b in zip(one, other, strict=True)
    )


def version_of(store: Store) -> int:
    with store.reading() as connection:
        return history.last(connection)
