"""An empty schema of a server -> all tables at the newest form, and whose they are. Migrations begin
from there: no campaign was ever kept on a server before 0012."""

from __future__ import annotations

from sqlalchemy import Connection, select, text

from harness.store import connecting
from harness.store.errors import StoreError
from harness.store.tables import metadata


def first_schema(connection: Connection, schema: str, id: str) -> None:
    """In a writer's transaction: who comes second finds it made."""
    here = {"name": schema}
    known = connection.execute(
        text("select 1 from pg_namespace where nspname = :name"), here
    ).first()
    named = '"' + schema.replace('"', '""') + '"'
    if known is None:
        connection.exec_driver_sql(f"CREATE SCHEMA {named}")
    tables = set(
        connection.scalars(text("select tablename from pg_tables where schemaname = :name"), here)
    )
    if "alembic_version" in tables:
        return
    if tables:
        raise StoreError(f"模式“{schema}”里已有别的程序的表（{min(tables)} 等），请另写一个 schema")
    metadata.create_all(connection, checkfirst=False)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    newest = connecting.newest()
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{newest}')")
    whose = id.replace("'", "''")
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{whose}'")


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever written down there."""
    return not any(
        connection.execute(select(each).limit(1)).first() for each in metadata.sorted_tables
    )
