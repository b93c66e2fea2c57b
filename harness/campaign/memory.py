"""What was computed of one campaign, held in memory and brought along with its history."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import compress
from operator import is_not
from pathlib import Path
from typing import Any, TypeVar

from harness.casebook.book import Book, Supposed
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
        self._once: dict[object, tuple[tuple[object, ...], Any]] = {}
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
            if known is None or len(known[1]) != len(items) or not _same(known[0], given):
                found = [what(each, *given, using) for each in items]
            else:
                found = list(known[2])
                for at in compress(range(len(items)), map(is_not, items, known[1])):
                    found[at] = what(items[at], *given, using)
            self._per[what] = given, items, found
            return found

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
                self._now = Standing(opened(self._store, self._engine))
            elif version_of(self._store) != self._now.kept.version:
                self._now = self._followed(self._now)
            return self._now

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
        return judged(judging, standing.kept, asked.campaign, asked.as_of, before_it)

    def _followed(self, now: Standing) -> Standing:
        """With the assessment that was asked for last."""
        step = followed(self._store, self._engine, now.kept)
        self.opened += step.moved is None
        judging = Judging(self._store, self._engine)
        return Standing(
            step.kept, [(asked, judged_on(judging, each, step)) for asked, each in now.judged[:1]]
        )


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """The very same things; of days, words and numbers equal ones."""
    plain = (date, str, int, Path)
    return len(one) == len(other) and all(
        a is b or (isinstance(a, plain) and a == b) for a, b in zip(one, other, strict=True)
    )


def version_of(store: Store) -> int:
    with store.reading() as connection:
        return history.last(connection)
