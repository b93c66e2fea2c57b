"""Opens a campaign's store, at the newest schema: the file mingcha.db in its folder, or where
campaign.toml says (home/)."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from harness.store import connecting, facts, shelves, tables
from harness.store.errors import StoreError
from harness.store.evidence import Kept, Piece, sha256
from harness.store.history import Doing, parts, record
from harness.store.home import FILE, Home, home_of
from harness.store.home.moved import refuse_moved
from harness.store.settling import settling
from harness.store.shelves import Evidence
from harness.store.trouble import telling
from harness.store.typed import in_history

__all__ = ["FILE", "Store", "login", "open_store", "paths_of"]


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Every write is one transaction and one link of the history:
    `with store.writing(verb=..., what=...) as connection`. `by`: who writes, `now`: the clock."""

    folder: Path
    engine: Engine
    by: str
    now: Callable[[], datetime]
    home: Home
    evidence: Evidence

    @contextmanager
    def writing(
        self, *, verb: str, what: str, by: str | None = None, undoes: int | None = None
    ) -> Iterator[Connection]:
        """A transaction; where it changed nothing it leaves no trace in the history."""
        doing = Doing(verb, in_history(what), in_history(by or self.by), undoes)
        name = self.home.name
        with (
            telling(name),
            connecting.writer(self.engine).connect() as connection,
            settling(connection, self.engine, name) as link,
        ):
            refuse_moved(connection, name)
            with facts.collecting(connection) as touched:
                yield connection
            link.hash = record(connection, doing, touched, self.now())

    @contextmanager
    def trying(self) -> Iterator[Connection]:
        """A transaction of which nothing stays: to see whether something could be done."""
        with telling(self.home.name), connecting.writer(self.engine).connect() as connection:
            with facts.collecting(connection):
                yield connection
            connection.rollback()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with telling(self.home.name), self.engine.connect() as connection:
            refuse_moved(connection, self.home.name)
            yield connection

    def keep(self, connection: Connection, data: bytes, name: str) -> Kept:
        """Keep bytes as evidence and return where; keeping them again changes nothing."""
        return self.keep_all(connection, [(data, name)])[0]

    def keep_all(self, connection: Connection, named: Sequence[tuple[bytes, str]]) -> list[Kept]:
        """Keep many at one go: all are on the disk when this returns."""
        known = paths_of(connection, [sha256(data) for data, _ in named])
        pieces = [Piece(data, name, known.get(sha256(data), "")) for data, name in named]
        kept = self.evidence.keep_all(pieces)
        new = {each.sha256: each for each in kept if each.sha256 not in known}
        facts.insert_all(
            connection,
            tables.evidence,
            [
                {"sha256": each.sha256, "size": each.size, "path": each.path}
                for each in new.values()
            ],
        )
        return kept

    def load(self, digest: str) -> bytes:
        """The bytes of a piece of evidence; StoreError where they are gone or were changed."""
        path = self.path_of(digest)
        try:
            with telling(self.home.name):
                return self.evidence.load(path, digest)
        except ValueError as changed:
            raise StoreError(str(changed)) from changed

    def shrink(self) -> None:
        """Without what it no longer says; StoreError where another program is in the way."""
        with telling(self.home.name):
            self.home.shrink()

    def path_of(self, digest: str) -> str:
        table = tables.evidence
        with self.reading() as connection:
            query = select(table.c.path).where(table.c.sha256 == digest)
            return str(connection.execute(query).scalar_one())


def paths_of(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """SHA-256 -> where those bytes lie, of those that were kept before."""
    table = tables.evidence
    return {
        row.sha256: row.path
        for part in parts(digests)
        for row in connection.execute(
            select(table.c.sha256, table.c.path).where(table.c.sha256.in_(part))
        )
    }


@contextmanager
def open_store(
    folder: Path,
    *,
    by: str | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    evidence: Evidence | None = None,
) -> Iterator[Store]:
    """The store of the campaign in `folder`, made or brought up to date as needed. `by`: who works
    with it, the login name where nobody says. `evidence`: in place of where campaign.toml says that it
    lies."""
    if not folder.is_dir():
        raise StoreError(f"没有“{folder}”这个文件夹")
    by = by or login()
    evidence = evidence or shelves.of(folder)
    home = home_of(folder)
    with telling(home.name):
        home.update({"by": by, "at": now()})
        evidence.sweep()
        engine = home.connect()
    try:
        yield Store(folder, engine, by, now, home, evidence)
    finally:
        engine.dispose()


def login() -> str:
    """The login name of whoever runs the program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in containers
        return "（未署名）"
