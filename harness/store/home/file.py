"""The facts in SQLite: mingcha.db in the campaign's folder.

WAL so that a page can be read while mail comes in; foreign keys on; synchronous FULL because these rows
are facts that nobody can get a second time.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from harness.store import connecting
from harness.store.durably import INCOMING
from harness.store.errors import StoreError
from harness.store.home.moved import moved_to, refuse_moved
from harness.store.trouble import telling
from letters.saving import flush_folder

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

    def receive(self, fill: Callable[[Connection], object]) -> None:
        new = self.path.with_name(f"{INCOMING}{secrets.token_hex(8)}")
        try:
            self._fill(new, fill)
            aside = self._make_way()
            if aside is not None:
                self.path.replace(aside)
            new.replace(self.path)
            flush_folder(self.path.parent)
        finally:
            for each in (new, *(new.with_name(f"{new.name}-{end}") for end in ("wal", "shm"))):
                each.unlink(missing_ok=True)

    def _fill(self, new: Path, fill: Callable[[Connection], object]) -> None:
        os.close(os.open(new, os.O_CREAT | os.O_WRONLY, 0o600))
        InFile(new).update({})
        engine = connecting.connect(new, "foreign_keys=ON", "synchronous=FULL")
        try:
            with connecting.writer(engine).begin() as connection:
                fill(connection)
        finally:
            engine.dispose()
        with closing(sqlite3.connect(new)) as alone:
            alone.execute("PRAGMA journal_mode=DELETE")  # one file, whole

    def _make_way(self) -> Path | None:
        """Where what lies there goes: facts that were carried elsewhere are kept, others not touched."""
        if not self.path.exists():
            return None
        engine = self.look()
        try:
            with telling(self.path), engine.connect() as connection:
                gone, rows = moved_to(connection), connecting.revision(connection) is not None
                last = rows and connection.execute(text("select max(op) from history")).scalar()
        finally:
            engine.dispose()
        if last and gone is None:
            raise StoreError(f"“{self.path}”里已有记录，没有覆盖；请另指一处，或者先把它移走")
        aside = self.path.with_name(f"{FILE}-已迁出-{last or 0}")
        if aside.exists():
            raise StoreError(f"“{aside}”已经存在，请先把它移走")
        return aside

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
