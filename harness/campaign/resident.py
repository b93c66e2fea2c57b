"""One campaign held open between requests: what it means follows the history of its store.

A command opens a campaign, computes all of it and ends. A server is asked a thousand times between two
changes, so what was computed is kept beside the number of the last operation, and is right for as long
as the history has no later one, whoever writes: asked from the database each time. The settings are
read again when their files change, the day is asked for each request.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from harness.campaign.settings import Settings
from harness.campaign.workspace import Told, Workspace, silent
from harness.casebook.book import Book, Supposed, open_book
from harness.casebook.differently import read_differently
from harness.engine import Engine, open_lanes
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.rubric import Rubric
from harness.store import history
from harness.store.database import Store, open_store
from letters.model import Campaign


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class _Kept:
    """A book, and what was made of it since."""

    version: int
    book: Book
    assessed: dict[object, Assessment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an assessment depends on beside its book."""

    campaign: Campaign
    as_of: date


class Memory:
    """What was computed of one campaign, by the version of its facts."""

    def __init__(self, store: Store) -> None:
        self._database = store.engine
        self._lock = threading.RLock()
        self._kept: _Kept | None = None

    def is_of(self, store: Store) -> bool:
        """Not of a copy on which something is tried (supposing.py)."""
        return store.engine is self._database

    def book(self, workspace: Workspace, supposed: Supposed) -> Book:
        with self._lock:
            if supposed != Supposed():
                return open_book(workspace.store, workspace.engine, supposed=supposed)
            return self._current(workspace).book

    def _current(self, workspace: Workspace) -> _Kept:
        version = version_of(workspace.store)
        if self._kept is None or self._kept.version != version:
            # asked for before the rows are read: what is written meanwhile makes it anew
            book = open_book(workspace.store, workspace.engine)
            workspace.news.extend(read_differently(workspace.folder, book))
            self._kept = _Kept(version, book)
        return self._kept

    def assess(
        self, workspace: Workspace, book: Book, make: Callable[[], Assessment]
    ) -> Assessment:
        with self._lock:
            kept = self._kept
            if kept is None or kept.book is not book:
                return make()
            asked = workspace.campaign, workspace.as_of
            return _once(kept.assessed, ("judged", repr(asked)), make)

    def clocks(
        self, workspace: Workspace, book: Book, make: Callable[[], Assessment]
    ) -> Assessment:
        with self._lock:
            kept = self._kept
            if kept is None or kept.book is not book:
                return make()
            asked = workspace.campaign, workspace.as_of
            return _once(kept.assessed, ("clocks", repr(asked)), make)


def _once(
    known: dict[object, Assessment], key: object, make: Callable[[], Assessment]
) -> Assessment:
    if key not in known:
        known[key] = make()
    return known[key]


def version_of(store: Store) -> int:
    with store.reading() as connection:
        return history.last(connection)


@dataclass(frozen=True, slots=True)
class Held(Workspace):
    """A workspace whose book and assessment come from memory."""

    memory: Memory = field(kw_only=True)
    scheme: Rubric = field(kw_only=True)

    def book(self, supposed: Supposed = Supposed(), *, final: bool = False) -> Book:  # noqa: B008  frozen
        if final or not self.memory.is_of(self.store):
            return Workspace.book(self, supposed, final=final)
        return self.memory.book(self, supposed)

    def assess(
        self,
        book: Book | None = None,
        *,
        doubts: Sequence[ReviewItem] = (),
        final: bool = False,
    ) -> Assessment:
        book = book or self.book(final=final)
        if final or doubts:
            return Workspace.assess(self, book, doubts=doubts, final=final)
        return self.memory.assess(self, book, lambda: Workspace.assess(self, book))

    def clocks(self, book: Book) -> Assessment:
        return self.memory.clocks(self, book, lambda: Workspace.clocks(self, book))

    def rubric(self) -> Rubric:
        return self.scheme


class Resident:
    """BadTable where campaign.toml is wrong, or the rubric that it names; StoreError where the database
    cannot be used: when it is opened, and, of the tables, when a request begins."""

    def __init__(
        self,
        folder: Path,
        *,
        today: Callable[[], date],
        now: Callable[[], datetime] = utc,
        engine: Engine | None = None,
    ) -> None:
        """`engine`: in place of lanes of its own."""
        self.folder = folder
        self._today = today
        self._settings = Settings(folder)
        self._settings.now()
        self._opened = ExitStack()
        try:
            self._store: Store = self._opened.enter_context(open_store(folder, now=now))
            self._engine: Engine = engine or self._opened.enter_context(open_lanes())
        except BaseException:
            self._opened.close()
            raise
        self._memory = Memory(self._store)

    @contextmanager
    def workspace(self, *, by: str, told: Told = silent) -> Iterator[Workspace]:
        """As open_workspace, for one request of this person."""
        campaign, rubric = self._settings.now()
        store = replace(self._store, by=by)
        yield Held(
            self.folder, campaign, store, self._engine, self._today(), told,
            memory=self._memory, scheme=rubric,
        )  # fmt: skip

    @property
    def version(self) -> int:
        """The last operation of the history, whoever did it."""
        return version_of(self._store)

    def close(self) -> None:
        self._opened.close()
