"""The one place where errors of the database and the disk are put into Chinese, as a `StoreError`.

`with telling(place):` around whatever touches the database at `place`, a path or an address. What only a fault of this
program can bring about (a broken constraint, a wrong statement) goes through as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)

from harness.store import refusals
from harness.store.errors import Unusable, disk_error

_OURS = (IntegrityError, ProgrammingError, DataError, NotSupportedError)
_DAMAGED = "已损坏或不是明察的数据库，请从备份恢复，原文件留存勿删"
_SHUT = "打不开，请检查文件夹是否还在、有没有读写权限、磁盘是否只读"
_WHY = {
    sqlite3.SQLITE_PERM: "没有权限",
    sqlite3.SQLITE_BUSY: "正被另一个程序占用，请稍候再试；若没有别的明察在运行，请关闭打开它的程序",
    sqlite3.SQLITE_LOCKED: "正被另一个程序占用，请稍候再试",
    sqlite3.SQLITE_READONLY: "只读，不能写入，请检查文件和文件夹的权限、磁盘是否只读",
    sqlite3.SQLITE_IOERR: "磁盘读写出错，请检查磁盘；网络文件夹请先复制到本机",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: "磁盘已满，这一步没有写入，请腾出空间后再试",
    sqlite3.SQLITE_CANTOPEN: _SHUT,
    sqlite3.SQLITE_AUTH: "没有权限",
}


@contextmanager
def telling(place: Path | str) -> Iterator[None]:
    """Whatever the database at `place` or the disk refuses is raised as an `Unusable`, a StoreError."""
    try:
        yield
    except DBAPIError as wrong:
        if _is_ours(wrong):
            raise
        raise Unusable(f"数据库“{place}”{_why(wrong.orig)}") from wrong
    except OSError as wrong:
        raise Unusable(disk_error(wrong)) from wrong
    except sqlite3.Error as wrong:
        raise Unusable(f"数据库“{place}”{_why(wrong)}") from wrong
    except CommandError as wrong:
        raise Unusable(f"数据库“{place}”无法更新到本版的结构：{wrong}") from wrong
    except Exception as wrong:
        if not _by_server(wrong) or refusals.is_ours(wrong):  # past SQLAlchemy, as in a COPY
            raise
        raise Unusable(f"数据库“{place}”{refusals.why(wrong)}") from wrong


def _is_ours(wrong: DBAPIError) -> bool:
    if _by_server(wrong.orig):
        return refusals.is_ours(wrong.orig)
    return isinstance(wrong, _OURS)


def _by_server(wrong: BaseException | None) -> bool:
    return type(wrong).__module__.startswith("pg8000")


def _why(wrong: BaseException | None) -> str:
    if wrong is not None and _by_server(wrong):
        return refusals.why(wrong)
    code = getattr(wrong, "sqlite_errorcode", None)
    known = _WHY.get(code & 0xFF) if code is not None else None  # the low byte is the kind
    return known or f"不能使用，可能已损坏或结构与本版程序不符（数据库报告“{wrong}”）"


def is_busy(wrong: sqlite3.Error) -> bool:
    return getattr(wrong, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
