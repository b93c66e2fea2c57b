"""The facts in PostgreSQL: a schema of a server that several machines share.

A writer begins READ COMMITTED and takes the campaign's lock (pg_advisory_xact_lock) before it reads
anything: one writer at a time, as with a file, and the lock goes with the transaction, however that
ends. A reader begins REPEATABLE READ READ ONLY: one state throughout, and no lock.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pg8000  # noqa: F401  the driver: where it is missing, that is told when this module is loaded
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import IntegrityError

from harness.store import connecting
from harness.store.connecting import PATIENCE, WRITES
from harness.store.errors import StoreError, disk_error
from harness.store.home.lines import connected
from harness.store.home.made import first_schema, is_empty
from harness.store.home.moved import refuse_moved
from harness.store.refusals import GONE, sqlstate
from harness.store.tables import metadata
from letters.store_address import LONGEST, StoreAddress

OLDEST = (
    120000  # the oldest version of PostgreSQL with which this was tried, as the server numbers it
)
_READS = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_LOCK = 0x6D696E67  # tells our locks from those of other programs that share the database


@dataclass(frozen=True, slots=True)
class OnServer:
    """`id`: the campaign's."""

    folder: Path
    address: StoreAddress
    id: str

    @property
    def schema(self) -> str:
        return self.address.schema or _short(self.id or "mingcha")

    @property
    def name(self) -> str:
        return self.setting

    @property
    def setting(self) -> str:
        """With the schema's name, which else would hang on the campaign's id."""
        return replace(self.address, schema=self.schema).url

    def exists(self) -> bool:
        engine = self._engine()
        try:
            with engine.connect() as connection:
                return _has_tables(connection, self.schema)
        finally:
            engine.dispose()

    def update(self, attributes: Mapping[str, object]) -> None:
        engine = self._engine()
        try:
            with engine.connect() as connection:
                there = self._checked(connection)
            if not there:
                self._refuse_second()
                with connecting.writer(engine).begin() as connection:
                    first_schema(connection, self.schema, self.id)
                return
            connecting.update(engine, self.name, attributes)
        finally:
            engine.dispose()

    def _checked(self, connection: Connection) -> bool:
        """Whether facts of this very campaign are there already."""
        version, encoding = connection.execute(
            text(
                "select current_setting('server_version_num')::int, current_setting('server_encoding')"
            )
        ).one()
        if version < OLDEST or encoding != "UTF8":
            raise StoreError(
                f"数据库“{self.name}”的编码是 {encoding}、版本是 {version // 10000}，"
                "须是 UTF8 编码、PostgreSQL 12 以上，请让管理员另建一个数据库"
            )
        if not _has_tables(connection, self.schema):
            return False
        refuse_moved(connection, self.name)
        whose = connection.execute(text(_WHOSE)).scalar()
        if whose and self.id and whose != self.id:
            raise StoreError(
                f"“{self.name}”里是另一个测评（{whose}）的记录，不是“{self.id}”的；请给每个测评各写一个 schema，"
                "若是改过 campaign.toml 的 id，请改回来"
            )
        return True

    def _refuse_second(self) -> None:
        """An empty schema is no store of a folder that has had one: facts would be in two places."""
        file = self.folder / "mingcha.db"
        evidence = self.folder / "evidence"
        if file.is_file():
            raise StoreError(
                f"campaign.toml 写的是“{self.name}”，那里还是空的，而本文件夹的 mingcha.db 里已有记录；"
                "请先删去 campaign.toml 里 store 这一行，再运行 mingcha store move 地址"
            )
        if evidence.is_dir() and any(evidence.iterdir()):
            raise StoreError(
                f"campaign.toml 写的是“{self.name}”，那里还是空的，而本文件夹已有佐证；"
                "请核对 store 的地址、schema 和 id 是否改错"
            )

    def connect(self) -> Engine:
        return self._engine()

    def look(self) -> Engine:
        return self._engine(writes=False)

    def size(self) -> int:
        query = text(
            "select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c "
            "join pg_namespace n on n.oid = c.relnamespace where n.nspname = :name and c.relkind = 'r'"
        )
        engine = self._engine(writes=False)
        try:
            with engine.connect() as connection:
                return int(connection.execute(query, {"name": self.schema}).scalar_one())
        finally:
            engine.dispose()

    def receive(self, fill: Callable[[Connection], object]) -> None:
        engine = self._engine()
        try:
            with engine.connect() as connection:
                self._checked(connection)
            with connecting.writer(engine).begin() as connection:
                first_schema(connection, self.schema, self.id)
                if not is_empty(connection):
                    raise StoreError(f"“{self.name}”里已有记录，没有覆盖；请另写一个 schema")
                fill(connection)
            with engine.connect() as connection:  # the planner knows nothing of what came at once
                connection.rollback()
                raw: Any = connection.connection.driver_connection
                for table in metadata.sorted_tables:
                    raw.execute_simple(f'ANALYZE "{table.name}"')
        finally:
            engine.dispose()

    def shrink(self) -> None:
        """What was changed or deleted stays in the table's file until it is written anew. What the
        server keeps besides (its log, its own backups) is its administrator's: docs/postgresql.md."""
        engine = self._engine()
        try:
            with engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                connection.rollback()
                raw.execute_simple(f"SET lock_timeout = '{int(PATIENCE * 1000)}ms'")
                for table in metadata.sorted_tables:
                    raw.execute_simple(f'VACUUM (FULL) "{table.name}"')
        finally:
            engine.dispose()

    def _engine(self, *, writes: bool = True) -> Engine:
        address, schema = self.address, self.schema
        engine = create_engine(
            "postgresql+pg8000://",
            creator=lambda: connected(address, schema, self._tls()),
            pool_pre_ping=True,
            max_overflow=20,
        )
        # else many rows are many journeys to the server
        engine.dialect.use_insertmanyvalues_wo_returning = True
        # one journey in place of pg8000's three
        engine.dialect.do_commit = _commit  # type: ignore[assignment]
        locked = f"SELECT pg_advisory_xact_lock(hashtextextended({_quoted(schema)}, %s))"
        begun = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout"

        def begin(connection: Connection) -> None:
            wanted = writes and connection.get_execution_options().get(WRITES)
            lock = locked.replace("%s", str(_LOCK if wanted is True else _LOCK + 1))
            patience = f"'{int(connecting.PATIENCE * 1000)}ms'"
            connection.exec_driver_sql(f"{begun} = {patience}; {lock}" if wanted else _READS)

        event.listen(engine, "begin", begin)
        event.listen(engine, "handle_error", _is_gone, retval=True)
        return engine

    def _tls(self) -> ssl.SSLContext | None:
        """None where the bytes do not leave this machine, and no certificate is named."""
        if self.address.here and not self.address.ca:
            return None
        ca = self.folder / self.address.ca if self.address.ca else None
        try:
            return ssl.create_default_context(cafile=ca)
        except OSError as wrong:
            told = disk_error(OSError(wrong.errno, wrong.strerror, str(ca)))
            raise StoreError(
                f"sslrootcert 所指的根证书不能用：{told if wrong.errno else f'“{ca}”不是 PEM 格式的证书'}"
            ) from wrong


_WHOSE = "select obj_description(to_regclass('alembic_version'))"


def _has_tables(connection: Connection, schema: str) -> bool:
    query = text(
        "select 1 from pg_tables where schemaname = :name and tablename = 'alembic_version'"
    )
    return connection.execute(query, {"name": schema}).first() is not None


def _commit(connection: Any) -> None:
    connection.execute_simple("commit")


def _is_gone(context: ExceptionContext) -> BaseException | None:
    """A server that was shut down says so once; the connection is of no use any more. And pg8000 calls
    every refusal by one name."""
    code = sqlstate(context.original_exception)
    if code in GONE:
        context.is_disconnect = True
    if code.startswith("23"):
        return IntegrityError(context.statement, context.parameters, context.original_exception)
    return None


def _short(name: str) -> str:
    """A campaign's id as a name that PostgreSQL can hold."""
    if len(name.encode()) <= LONGEST and not name.startswith("pg_"):
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{name.encode()[: LONGEST - 13].decode(errors='ignore')}-{digest}".replace(
        "pg_", "_", 1
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
