"""The path of a SQLite database -> an engine that talks to it; a database at the newest schema.

A writer begins with BEGIN IMMEDIATE, so that what it reads cannot change before it writes; a reader
begins with plain BEGIN and sees one state throughout. Who finds another writing waits for
`PATIENCE` seconds.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event

from harness.store.errors import StoreError
from harness.store.trouble import is_busy

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 30.0  # seconds
WRITES = "mingcha_writes"


def connect(path: Path, *pragmas: str, wal: bool = False) -> Engine:
    """An engine that begins its transactions itself: the driver would begin none for a change of
    tables, and half of a migration could stay behind."""
    return _engine(URL.create("sqlite", database=path.as_posix()), *pragmas, wal=wal)


def _engine(place: URL, *pragmas: str, wal: bool = False) -> Engine:
    engine = create_engine(place, connect_args={"timeout": PATIENCE})

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        if wal:
            _write_ahead(connection)

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begin)
    return engine


def look(path: Path) -> Engine:
    """An engine that only reads, from a disc that cannot be written as well: there SQLite cannot make
    the files beside the database by which it sees other programs, nor can any program write. Where it
    can make them it must be able to take them away again, so the file itself is opened for writing."""
    how = {"mode": "rw"}
    if not os.access(path.parent, os.W_OK):
        beside = _is_filled(path.with_name(f"{path.name}-wal"))
        how = {"mode": "ro"} if beside else {"mode": "ro", "immutable": "1"}
    place = URL.create("sqlite", database=path.absolute().as_uri(), query={**how, "uri": "true"})
    return _engine(place, "query_only=ON")


def _is_filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def writer(engine: Engine, of: object = True) -> Engine:
    """The same engine, whose transactions are those of a writer of facts; or `of` what is made of them,
    which on a server has a lock of its own."""
    return engine.execution_options(**{WRITES: of})


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL. The first to do so needs the file for itself, and SQLite does not wait for
    that where several come at once."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as wrong:
            if not is_busy(wrong) or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def revision(connection: Connection) -> str | None:
    """The schema that the database has; None where it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The schema that this program has."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revisions() -> frozenset[str]:
    """Every schema that this program knows."""
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(each.revision for each in scripts.walk_revisions())


def too_new(name: str, revision: str) -> str:
    return f"数据库“{name}”由更新版本的明察建立（数据库版本 {revision}），请先更新程序"


def update(engine: Engine, name: str, attributes: Mapping[str, object]) -> None:
    """Bring the database to the newest schema, whole or not at all. `attributes` are for the
    migrations, which may have to say who records what and when."""
    config = _config()
    config.attributes.update(attributes)
    with engine.connect() as connection:
        now = revision(connection)
    if now == newest():
        return
    if now is not None and now not in revisions():
        raise StoreError(too_new(name, now))
    with writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    # the path may hold a % (a user's folder name), which the ini syntax would take for its own
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
