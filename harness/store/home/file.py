"""The facts in SQLite: mingcha.db in the campaign's folder.

WAL so that a page can be read while mail comes in; foreign keys on; synchronous FULL because these rows
are facts that nobody can get a second time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from harness.store import connecting
from harness.store.errors import StoreError
from harness.store.home.moved import refuse_moved
from harness.store.trouble import telling

FILE = "mingcha.db"


@dataclass(frozen=True, slots=True)
class InFile:
    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    @property
    def setting(self) -> str:
        return ""

    def exists(self) -> bool:
        return self.path.is_file()

    def update(self, attributes: Mapping[str, object]) -> None:
        # a table that is made anew in a migration must not take its rows' references along
        pragmas = ("foreign_keys=OFF", "synchronous=FULL")
        engine = connecting.connect(self.path, *pragmas, wal=True)
        try:
            with engine.connect() as connection:
                refuse_moved(connection, self.name)
            connecting.update(engine, self.name, attributes)
        finally:
            engine.dispose()

    def connect(self) -> Engine:
        return connecting.connect(self.path, "foreign_keys=ON", "synchronous=FULL", wal=True)

    def look(self) -> Engine:
        return connecting.look(self.path)

    def size(self) -> int:
        beside = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return sum(each.stat().st_size for each in beside if each.is_file())

    def shrink(self) -> None:
        """SQLite leaves a row's old words in its free pages and in the file beside it until something
        else is written there."""
        path = self.path
        with telling(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise StoreError(
                f"数据库“{path}”正被另一个程序占用，旧内容还没有抹净；请关闭它后再运行一次同样的命令"
            )
