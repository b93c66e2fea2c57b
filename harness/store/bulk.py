"""Many rows into a table at one go. On a server by COPY: by INSERT each row, or some hundreds of them,
would be a journey there, and a long statement to be taken apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, Table, insert

from harness.store.errors import StoreError
from harness.store.plain import Plain, named
from harness.store.refusals import sqlstate
from harness.store.tables.kinds import storable

T = TypeVar("T")
FEW = 20  # rows for which a statement is the quicker way
_AT_ONCE = 2000  # rows in one piece


def put_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that all have the same columns, and their keys."""
    if connection.dialect.name != "postgresql" or len(rows) <= FEW:
        connection.execute(insert(table), list(rows))
        return
    plain = [_plain(each) for each in table.columns]
    stream(
        connection,
        table,
        (tuple(make(row) for make in plain) for row in rows),
    )


def _plain(column: Column[Any]) -> Callable[[Mapping[str, Any]], object]:
    """How a row's value stands in the table: as SQLAlchemy would have put it there."""
    name = column.name
    default = getattr(column.default, "arg", None)

    def make(row: Mapping[str, Any]) -> object:
        value = row.get(name, default)
        if isinstance(column.type, JSON):
            return json.dumps(value) if name in row else None
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, date):
            return value.isoformat()
        return storable(value) if isinstance(value, str) else value

    return make


def stream(target: Connection, table: Table, rows: Iterable[Plain]) -> None:
    """Plain rows, by COPY; StoreError where one is none that the table could hold."""
    names = ", ".join(f'"{each.name}"' for each in table.columns)
    lines = _lines(table, rows)
    first = next(lines, None)
    if first is None:
        return
    raw: Any = target.connection.driver_connection
    wrong: list[BaseException] = []

    def given() -> Iterator[bytes]:
        yield first
        try:
            yield from lines
        except BaseException as broken:
            wrong.append(broken)
            raise

    try:
        raw.cursor().execute(f'COPY "{table.name}" ({names}) FROM STDIN', stream=given())
    except raw.DatabaseError as refused:
        if sqlstate(refused) != "22P02":
            raise
        where = refused.args[0].get("W", "")
        raise StoreError(f"表 {table.name} 里有 PostgreSQL 放不下的内容（{where}）") from refused
    finally:
        if wrong:  # in the middle of a stream: the line is of no use any more
            target.invalidate()


def _lines(table: Table, rows: Iterable[Plain]) -> Iterator[bytes]:
    writers = [_writer(each) for each in table.columns]
    for some in pieces(rows):
        told = []
        for row in some:
            try:
                line = [
                    r"\N" if value is None else write(value)
                    for write, value in zip(writers, row, strict=True)
                ]
            except ValueError as wrong:
                column = table.columns.keys()[_failing(writers, row)]
                raise StoreError(f"{named(table, row)}的“{column}”一栏{wrong}") from None
            told.append("\t".join(line))
        yield ("\n".join(told) + "\n").encode()


def _failing(writers: Sequence[Callable[[object], str]], row: Plain) -> int:
    for at, (write, value) in enumerate(zip(writers, row, strict=True)):
        try:
            if value is not None:
                write(value)
        except ValueError:
            return at
    return 0


_ESCAPED = re.compile(r"[\\\n\r\t]")
_ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"}


def _writer(column: Column[Any]) -> Callable[[object], str]:
    if isinstance(column.type, Boolean):
        return _yes_or_no
    if isinstance(column.type, Date):
        return _day
    if isinstance(column.type, Integer):
        return _whole
    return _json if isinstance(column.type, JSON) else _text


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"不是文字（{value!r:.60}），是绕过程序写入的，请先从备份恢复")
    if "\0" in value:
        raise ValueError(_NUL)
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], value)


_NUL = (
    "含有 NUL 字符（旧版程序收下的），PostgreSQL 放不下；请先运行 mingcha store mend --write，"
    "它把这个字符改为 �，改动记入历史"
)


def _json(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"不是 JSON 文字（{value!r:.60}），是绕过程序写入的，请先从备份恢复")
    return _text(value)


def _whole(value: object) -> str:
    if type(value) is not int:
        raise ValueError(f"不是整数（{value!r:.60}），是绕过程序写入的，请先从备份恢复")
    return str(value)


def _yes_or_no(value: object) -> str:
    if value not in (0, 1) or isinstance(value, float):
        raise ValueError(f"不是 0 或 1（{value!r:.60}），是绕过程序写入的，请先从备份恢复")
    return "t" if value else "f"


def _day(value: object) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise ValueError(f"不是日期（{value!r:.60}），是绕过程序写入的，请先从备份恢复")


def pieces(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
