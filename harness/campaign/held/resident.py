"""One campaign held open between requests: what it means follows the history of its store.

A command opens a campaign, computes all of it and ends. A server is asked a thousand times between two
changes, so what was computed is kept beside the number of the last operation, and is right for as long
as the history has no later one, whoever writes: asked from the database each time. The settings are
read again when their files change, the day is asked for each request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from harness.campaign.engines import open_engine
from harness.campaign.held.memory import Asked, Memory, Standing, version_of
from harness.campaign.held.settings import Settings
from harness.campaign.workspace import R, T, Told, Workspace, silent
from harness.casebook.book import Book, Filed, Supposed
from harness.casebook.following.judged import Judged
from harness.casebook.following.logs import came_for
from harness.engine import Engine
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.rubric_file.rubric import Rubric
from harness.store.database import Store, open_store
from harness.store.outbox import Queued
from letters.model import Application, Campaign


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Held(Workspace):
    """A workspace whose book and assessment come from memory. `given`: the books that this request was
    given, with what is known of each, by their place in memory."""

    memory: Memory = field(kw_only=True)
    scheme: Rubric = field(kw_only=True)
    given: dict[int, Standing] = field(kw_only=True, default_factory=dict)

    def book(self, supposed: Supposed = Supposed(), *, final: bool = False) -> Book:  # noqa: B008  frozen
        if final or not self.memory.is_of(self.store):
            return Workspace.book(self, supposed, final=final)
        plain = supposed == Supposed()
        standing = self.memory.standing() if plain else self.memory.supposing(supposed)
        self.given[id(standing.book)] = standing
        self.news.extend(self.memory.news())
        return standing.book

    def said(self) -> Book:
        return self.book() if self.memory.is_of(self.store) else Workspace.said(self)

    def assess(
        self,
        book: Book | None = None,
        *,
        doubts: Sequence[ReviewItem] = (),
        final: bool = False,
    ) -> Assessment:
        book = book or self.book(final=final)
        judged = None if final or doubts else self._judged(book)
        if judged is None:
            return Workspace.assess(self, book, doubts=doubts, final=final)
        return judged.whole

    def clocks(self, book: Book) -> Assessment:
        judged = self._judged(book)
        return Workspace.clocks(self, book) if judged is None else judged.clocks

    def _judged(self, book: Book) -> Judged | None:
        """None of a book that is not from memory."""
        standing = self.given.get(id(book))
        if standing is None or standing.book is not book:
            return None
        return self.memory.judged(standing, Asked(self.campaign, self.as_of), self.told)

    def came(self, book: Book, application: str) -> Sequence[Filed]:
        standing = self.given.get(id(book))
        if standing is None or standing.book is not book:
            return Workspace.came(self, book, application)
        return came_for(standing.kept, [application])

    def planned(self) -> tuple[Application, ...]:
        ours = self.memory.is_of(self.store)
        return self.book().applications if ours else Workspace.planned(self)

    def letters(self) -> Mapping[str, Queued]:
        ours = self.memory.is_of(self.store)
        return self.book().letters if ours else Workspace.letters(self)

    def rubric(self) -> Rubric:
        return self.scheme

    def per(
        self, what: Callable[..., R], items: Sequence[T], *given: object, using: object = None
    ) -> Sequence[R]:
        return self.memory.per(what, items, given, using)

    def flat(
        self,
        what: Callable[..., Sequence[R]],
        items: Sequence[T],
        *given: object,
        using: object = None,
    ) -> tuple[R, ...]:
        return self.memory.flat(what, items, given, using)

    def along(
        self,
        make: Callable[..., R],
        move: Callable[..., R],
        items: Sequence[T],
        *given: object,
        using: object = None,
    ) -> R:
        return self.memory.along(make, move, items, given, using)

    def once(self, what: Callable[..., R], *of: object, using: object = None) -> R:
        return self.memory.once(what, of, using)


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
        campaign, _ = self._settings.now()
        self._opened = ExitStack()
        try:
            self._store: Store = self._opened.enter_context(open_store(folder, now=now))
            self._engine: Engine = engine or self._opened.enter_context(
                open_engine(campaign.engine)
            )
        except BaseException:
            self._opened.close()
            raise
        self._memory = Memory(self._store, self._engine)

    @contextmanager
    def workspace(self, *, by: str, told: Told = silent) -> Iterator[Workspace]:
        """As open_workspace, for one request of this person."""
        campaign, rubric = self._settings.now()
        store = replace(self._store, by=by)
        yield Held(
            self.folder, campaign, store, self._engine, self._today(), told,
            memory=self._memory, scheme=rubric,
        )  # fmt: skip

    def read_as(self) -> tuple[date, Campaign, Rubric]:
        """The day and the settings by which all is read: of others all is read anew. BadTable where
        the settings are wrong."""
        return (self._today(), *self._settings.now())

    @property
    def version(self) -> int:
        """The last operation of the history, whoever did it."""
        return version_of(self._store)

    def close(self) -> None:
        self._memory.close()
        self._opened.close()
