"""Opens workbench.db: an engine, and a clock in seconds for whatever runs out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine

from harness.store import connecting
from harness.store.errors import StoreError
from harness.store.trouble import telling
from harness.web.people.tables import SCHEMA, metadata

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "workbench.db"


@dataclass(frozen=True, slots=True)
class People:
    path: Path
    engine: Engine
    now: Callable[[], datetime]

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with telling(self.path), connecting.writer(self.engine).begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with telling(self.path), self.engine.connect() as connection:
            yield connection

    def seconds(self) -> float:
        return self.now().timestamp()


def open_people(home: Path, now: Callable[[], datetime]) -> People:
    """Made where there is none. StoreError where a newer program made it."""
    path = home / FILE
    engine = connecting.connect(path, "foreign_keys=ON", "synchronous=FULL", wal=True)
    with telling(path), connecting.writer(engine).begin() as connection:
        schema = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if schema > SCHEMA:
            raise StoreError(f"“{path}”由更新版本的明察建立，请先更新程序")
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    return People(path, engine, now)
