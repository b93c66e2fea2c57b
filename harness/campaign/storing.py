"""`store`: where the facts of a campaign are and how large; `store copy` and `store move`: into the other
database; `store mend`: what an old version took in and the other database could not hold.

A move is one step for everybody who works on the campaign. While the writer's lock is held, so that
nobody adds anything, the facts are copied, read back and compared; then the old place is marked, and
every program, old or new, that looks into it is told where they are; last, campaign.toml says so. Who
dies in between runs the same command again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from harness.campaign.errors import Refused
from harness.campaign.workspace import SETTINGS, Told, Workspace, silent
from harness.store import connecting, facts, tables
from harness.store.audit import rows_and_links
from harness.store.copying import Copied, copy_facts, head, same
from harness.store.database import login
from harness.store.errors import StoreError
from harness.store.home import FILE, Home, home_at, home_in, home_of
from harness.store.home.moved import Moved, mark_moved, refuse_moved
from harness.store.plain import plain_rows
from harness.store.tables.kinds import storable
from harness.store.trouble import telling
from letters.faults import BadTable
from letters.store_line import write_store
from letters.tables import read_campaign

HERE = "here"  # the file in the folder, as a place to go to


@dataclass(frozen=True, slots=True)
class Kept:
    """`last`: the number of the last operation, `hash` its hash; `size` in bytes."""

    place: str
    size: int
    last: int
    hash: str
    tables: dict[str, int]


@dataclass(frozen=True, slots=True)
class Carried:
    """`amiss`: what was not as the history has it, in the source as in the copy."""

    source: str
    target: str
    rows: int
    last: int
    hash: str
    amiss: tuple[str, ...] = ()
    setting: str = ""  # what campaign.toml says now; empty: the file in the folder


def kept(folder: Path) -> Kept:
    home = home_of(folder)
    with telling(home.name):
        if not home.exists():
            raise Refused(f"“{home.name}”里还没有这个测评的记录")
        engine = home.look()
        try:
            with engine.connect() as connection:
                refuse_moved(connection, home.name)
                last, digest = head(connection)
                many = {name: _count(connection, name) for name in tables.FACTS}
        finally:
            engine.dispose()
        return Kept(home.name, home.size(), last, digest, many)


def _count(connection: Connection, name: str) -> int:
    query = select(func.count()).select_from(tables.FACTS[name])
    return int(connection.execute(query).scalar_one())


def place(folder: Path, said: str) -> Home:
    """What somebody typed: an address, or a folder whose mingcha.db is meant."""
    if "://" in said:
        return home_at(folder, said, _id(folder))
    if not Path(said).is_dir():
        raise Refused(f"“{said}”不是文件夹，也不是 postgresql:// 开头的地址")
    return home_in(Path(said))


def _id(folder: Path) -> str:
    try:
        return read_campaign(folder).id
    except BadTable as wrong:
        raise Refused(*wrong.faults) from None


def copy(
    source: Home, target: Home, *, told: Told = silent,
    by: str | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Carried:  # fmt: skip
    """The target holds the same afterwards; the source is in charge as before."""
    if source.name == target.name:
        raise Refused("两处是同一个数据库")
    _brought_up(source, by, now())
    engine = source.look()
    try:
        with telling(source.name), engine.connect() as connection:
            refuse_moved(connection, source.name)
            return _carried(connection, source, target, told)
    finally:
        engine.dispose()


def _brought_up(source: Home, by: str | None, at: datetime) -> None:
    with telling(source.name):
        if not source.exists():
            raise Refused(f"“{source.name}”里没有记录")
        source.update({"by": by or login(), "at": at})


def _carried(connection: Connection, source: Home, target: Home, told: Told) -> Carried:
    done: list[tuple[Copied, tuple[str, ...]]] = []

    def fill(into: Connection) -> None:
        copied = copy_facts(connection, into, told)
        amiss = rows_and_links(connection)
        if rows_and_links(into) != amiss:
            raise StoreError("复制后按历史核对，结果与原来的不同，没有启用")
        done.append((copied, amiss))

    with telling(target.name):
        target.receive(fill)
    copied, amiss = done[-1]
    return Carried(
        source.name, target.name, copied.rows, copied.operations, copied.head, amiss,
        target.setting,
    )  # fmt: skip


def move(
    folder: Path, target: Home, *, told: Told = silent,
    by: str | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Carried:  # fmt: skip
    """The campaign's facts are in the target from here on, and nowhere else."""
    source = _source(folder, target)
    try:
        _brought_up(source, by, now())
        engine = source.connect()
        try:
            with telling(source.name), connecting.writer(engine).begin() as connection:
                refuse_moved(connection, source.name)
                carried = _there_already(connection, source, target)
                carried = carried or _carried(connection, source, target, told)
                mark_moved(connection, target.setting, now().astimezone(UTC).date().isoformat())
        finally:
            engine.dispose()
    except Moved as moved:
        if moved.setting != target.setting:
            raise
        carried = _there(source, target)  # whoever began it came no further than this
    write_store(folder / SETTINGS, target.setting)
    return carried


def _source(folder: Path, target: Home) -> Home:
    """Where the facts are now. Where campaign.toml says the new place already and the file in the
    folder knows nothing of it, somebody has changed the line by hand: they are in the file."""
    source = home_of(folder)
    if source.name != target.name:
        return source
    file = home_in(folder)
    if not target.setting or not file.exists():
        raise Refused(f"记录已经在“{target.name}”")
    return file


def _there_already(connection: Connection, source: Home, target: Home) -> Carried | None:
    """The target as it was filled by a move that was interrupted; None where it is empty. StoreError
    where it holds anything else."""
    with telling(target.name):
        if not target.exists():
            return None
        engine = target.look()
        try:
            with engine.connect() as other:
                try:
                    refuse_moved(other, target.name)
                except Moved:
                    return (
                        None  # the facts went from there to here: receive() keeps what it needs to
                    )
                if head(other)[0] == 0:
                    return None
                unlike = same(connection, other)
        finally:
            engine.dispose()
    if unlike:
        raise Refused(
            f"“{target.name}”里已有记录，与本测评的不同（{unlike}），没有覆盖；请另写一个 schema，"
            "或者确认那是上次没有完成的搬迁之后，请管理员删去再试"
        )
    return _there(source, target)


def _there(source: Home, target: Home) -> Carried:
    engine = target.look()
    try:
        with telling(target.name), engine.connect() as connection:
            refuse_moved(connection, target.name)
            last, digest = head(connection)
    finally:
        engine.dispose()
    return Carried(source.name, target.name, 0, last, digest, (), target.setting)


def mend(workspace: Workspace, *, write: bool = False) -> tuple[str, ...]:
    """The rows whose text holds what PostgreSQL cannot; written, each has U+FFFD in its place."""
    found: list[str] = []
    with workspace.store.reading() as connection:
        wrong = [
            (table, _texts_at_fault(connection, table.name)) for table in tables.FACTS.values()
        ]
    for table, rows in wrong:
        found += [f"{table.name} 第“{row['key']}”条" for row in rows]
    if write and found:
        with workspace.store.writing(verb="migrate", what=f"{len(found)}条记录去掉 NUL 字符") as c:
            for table, rows in wrong:
                (primary,) = table.primary_key.columns
                for row in rows:
                    facts.update(c, table, row["values"], primary == row["key"])
    return tuple(found)


def _texts_at_fault(connection: Connection, name: str) -> list[dict[str, Any]]:
    table = tables.FACTS[name]
    columns = list(table.columns)
    (primary,) = table.primary_key.columns
    at = columns.index(primary)
    found: list[dict[str, Any]] = []
    for row in plain_rows(connection, table):
        values = {
            column.name: storable(value)
            for column, value in zip(columns, row, strict=True)
            if isinstance(value, str) and storable(value) != value
        }
        if values:
            found.append({"key": row[at], "values": values})
    return found


__all__ = ["FILE", "HERE", "Carried", "Kept", "copy", "kept", "mend", "move", "place"]
