"""The database without what it no longer says: SQLite leaves a row's old words in its free pages and in
the file beside it until something else is written there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from harness.store.errors import StoreError
from harness.store.trouble import telling


def shrink(path: Path) -> None:
    """StoreError where another program is in the way; nothing but the space of old words changes."""
    with telling(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreError(
            f"数据库“{path}”正被另一个程序占用，旧内容还没有抹净；请关闭它后再运行一次同样的命令"
        )
