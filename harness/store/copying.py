"""The facts of one store into another that is empty, of either database: every row, every link of the
history, as they stand at one moment. What was copied is read back and held against what it was copied
from, row by row, before anything of it counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, zip_longest
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Integer, Table, func, select

from harness.store import tables
from harness.store.errors import StoreError
from harness.store.history import key_of, primary_of
from harness.store.plain import Plain, plain_rows
from harness.store.refusals import sqlstate
from harness.store.tables import metadata

T = TypeVar("T")
Told = Callable[[int, int, str], None]  # done, of how many, what
_AT_ONCE = 2000  # rows in one piece


@dataclass(frozen=True, slots=True)
class Copied:
    """`head`: the number and the hash of the last link."""

    rows: int
    operations: int
    head: str


def silent(_done: int, _of: int, _what: str) -> None:
    """Tells nobody."""


def copy_facts(
    source: Connection, target: Connection, told: Told = silent, *, check: bool = True
) -> Copied:
    """In the target's transaction; StoreError where a row is none that the target could hold, or what it
    holds afterwards is not the same."""
    counts = {each: _count(source, each) for each in metadata.sorted_tables}
    done, every = 0, 2 * sum(counts.values())
    for table, many in counts.items():
        rows = plain_rows(source, table, in_order=True)
        _fill(target, table, rows)
        done += many
        told(done, every, "复制记录")
    for table, many in counts.items() if check else ():
        unlike = first_difference(source, target, table)
        if unlike:
            raise StoreError(f"复制后核对不符，没有启用：{unlike}")
        done += many
        told(done, every, "逐行核对")
    op, digest = head(target)
    return Copied(sum(counts.values()), op, digest)


def head(connection: Connection) -> tuple[int, str]:
    """The last link of the history."""
    of = tables.history.c
    row = connection.execute(select(of.op, of.hash).order_by(of.op.desc()).limit(1)).first()
    return (row.op, row.hash) if row else (0, "")


def same(one: Connection, other: Connection) -> str:
    """The first row in which two stores differ; empty where they hold the same."""
    if head(one) != head(other):
        return "历史的最后一号操作不同"
    return next(filter(None, (first_difference(one, other, e) for e in metadata.sorted_tables)), "")


def first_difference(one: Connection, other: Connection, table: Table) -> str:
    ours, theirs = (plain_rows(each, table, in_order=True) for each in (one, other))
    for row, copy in zip_longest(ours, theirs):
        if row != copy:
            return _named(table, row or copy or ())
    return ""


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _named(table: Table, row: Plain) -> str:
    values = dict(zip((each.name for each in table.columns), row, strict=False))
    key = key_of([values.get(name) for name in primary_of(table)])
    return f"表 {table.name} 第“{key}”条"


def _fill(target: Connection, table: Table, rows: Iterable[Plain]) -> None:
    if target.dialect.name == "postgresql":
        _stream(target, table, rows)
        return
    names = ", ".join(f'"{each.name}"' for each in table.columns)
    places = ", ".join("?" * len(table.columns))
    insert = f'insert into "{table.name}" ({names}) values ({places})'
    for some in _pieces(rows):
        target.exec_driver_sql(insert, [tuple(row) for row in some])


def _stream(target: Connection, table: Table, rows: Iterable[Plain]) -> None:
    """By COPY: a row each by INSERT would be a journey to the server each."""
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
    for some in _pieces(rows):
        told = []
        for row in some:
            try:
                line = [
                    r"\N" if value is None else write(value)
                    for write, value in zip(writers, row, strict=True)
                ]
            except ValueError as wrong:
                column = table.columns.keys()[_failing(writers, row)]
                raise StoreError(f"{_named(table, row)}的“{column}”一栏{wrong}") from None
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


def _pieces(rows: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(rows)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
