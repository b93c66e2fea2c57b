"""A store's rows past the program, in whichever database they are; a folder that was copied, with a store
of its own."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from harness.store import connecting
from harness.store.copying import copy_facts
from harness.store.home import SETTINGS, Home, home_in, home_of
from harness.store.home.server import OnServer
from letters.store_line import write_store


def did(folder: Path, *statements: str) -> list[tuple[Any, ...]]:
    """What somebody does with another program, whom no reference between tables stops; answers the rows
    of the last."""
    home = home_of(folder)
    engine = home.connect()
    found: list[tuple[Any, ...]] = []
    first = "set local session_replication_role = replica" if home.setting else ""
    try:
        if not home.setting:  # SQLite listens to this between transactions only
            raw: Any = engine.raw_connection()
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.close()
        with connecting.writer(engine).begin() as connection:
            for each in filter(None, (first, *statements)):
                done = connection.exec_driver_sql(each)
            found = [tuple(row) for row in done] if done.returns_rows else []
    finally:
        engine.dispose()
    return found


def carried(folder: Path) -> None:
    """Where campaign.toml names a server, what lies in the folder's file goes there."""
    home, file = home_of(folder), home_in(folder)
    if home.setting and file.exists():
        _carry(file, home)
        file.path.unlink()


def copied(folder: Path, to: Path) -> Path:
    """The folder once more, with facts of its own."""
    shutil.copytree(folder, to)
    home = home_of(folder)
    if isinstance(home, OnServer):
        schema = f"t{secrets.token_hex(6)}"
        new = replace(home, folder=to, address=replace(home.address, schema=schema))
        _carry(home, new)
        write_store(to / SETTINGS, new.setting)
    return to


def _carry(source: Home, target: Home) -> None:
    """As `store copy`, without its checks: test_copying.py is about those."""
    engine = source.look()
    try:
        with engine.connect() as connection:
            target.receive(lambda into: copy_facts(connection, into, check=False))
    finally:
        engine.dispose()
