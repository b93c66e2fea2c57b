"""Opens a campaign's store: the SQLite file `mingcha.db` in its folder, at the newest schema.

WAL so that a page can be read while mail comes in; foreign keys on; synchronous FULL because
these rows are facts that nobody can get a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, insert, select

from harness.store import tables
from harness.store.evidence import Kept, keep, load
from letters.model import Application

FILE = "mingcha.db"
MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Every write is one transaction: `with store.writing() as connection`."""

    folder: Path
    engine: Engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    def keep(self, connection: Connection, data: bytes, name: str) -> Kept:
        """Keep bytes as evidence and return where; keeping them again changes nothing."""
        kept = keep(self.folder, data, name)
        table = tables.evidence
        known = select(table.c.sha256).where(table.c.sha256 == kept.sha256)
        if connection.execute(known).first() is None:
            connection.execute(
                insert(table).values(sha256=kept.sha256, size=kept.size, path=kept.path)
            )
        return kept

    def load(self, sha256: str) -> bytes:
        """The bytes of a piece of evidence; ValueError where the file was tampered with."""
        return load(self.folder, self.path_of(sha256), sha256)

    def path_of(self, sha256: str) -> str:
        table = tables.evidence
        with self.reading() as connection:
            query = select(table.c.path).where(table.c.sha256 == sha256)
            return str(connection.execute(query).scalar_one())


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of the campaign in `folder`, made or brought up to date as needed."""
    engine = create_engine(f"sqlite:///{(folder / FILE).as_posix()}")
    event.listen(engine, "connect", _set_pragmas)
    try:
        _migrate(engine)
        yield Store(folder, engine)
    finally:
        engine.dispose()


def add_applications(store: Store, applications: Iterable[Application]) -> None:
    """Write the plan down. An application that is already there stays as it was written."""
    with store.writing() as connection:
        known = set(connection.scalars(select(tables.applications.c.id)))
        rows = [
            {
                "id": each.id,
                "unit_id": each.unit.id,
                "applicant_id": each.applicant.id,
                "question_id": each.question.id,
                "round_id": each.round.id,
                "channel": each.channel.value,
            }
            for each in applications
            if each.id not in known
        ]
        if rows:
            connection.execute(insert(tables.applications), rows)


def _set_pragmas(connection: object, _record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    config = Config()
    # the path may hold a % (a user's folder name), which the ini syntax would take for its own
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
