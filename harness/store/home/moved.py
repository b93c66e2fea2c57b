"""A store whose facts were carried elsewhere says where they are, and takes nothing more: else two who
work on one campaign would each write into another one.

It is marked in the database itself: every copy of the file, every program that has it open, sees it at
its next transaction. Its schema gets a number that no version knows, so that older programs keep off.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, MetaData, Table, insert, select, text, update

from harness.store.errors import StoreError
from harness.store.tables.kinds import Text

_apart = MetaData()
MOVED = Table(
    "moved", _apart, Column("to", Text, nullable=False), Column("at", Text, nullable=False)
)
_VERSION = Table("alembic_version", _apart, Column("version_num", Text, nullable=False))
# asked at the beginning of every transaction, so in the shortest way
_FILE = "select 1 from sqlite_master where name = 'moved'"
_SERVER = "select to_regclass('moved')::text"
AWAY = "moved"  # in place of the schema's number


class Moved(StoreError):
    """The facts are elsewhere now. `setting`: what campaign.toml must say of it."""

    def __init__(self, name: str, setting: str, at: str) -> None:
        where = f'store = "{setting}"' if setting else "删去 store 这一行"
        super().__init__(
            f"数据库“{name}”里的记录已于 {at} 迁到"
            f"“{setting or '测评文件夹里的 mingcha.db'}”，这里不再读写，以免记到两处；"
            f"请把 campaign.toml 的 [campaign] 改为：{where}"
        )
        self.setting = setting


def moved_to(connection: Connection) -> tuple[str, str] | None:
    """(what campaign.toml must say, when); None where the facts are here."""
    asked = _SERVER if connection.dialect.name == "postgresql" else _FILE
    if connection.execute(text(asked)).scalar() is None:
        return None
    row = connection.execute(select(MOVED)).first()
    return (row.to, row.at) if row else None


def refuse_moved(connection: Connection, name: str) -> None:
    found = moved_to(connection)
    if found is not None:
        raise Moved(name, *found)


def mark_moved(connection: Connection, to: str, at: str) -> None:
    """In a writer's transaction."""
    MOVED.create(connection, checkfirst=True)
    connection.execute(insert(MOVED).values(to=to, at=at))
    connection.execute(update(_VERSION).values(version_num=AWAY))
