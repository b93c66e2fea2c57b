"""What of a campaign's folder is kept, for bundles and backups: the facts as they stand at one moment
and the evidence that they name, whoever else is writing meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.campaign.errors import Refused
from harness.campaign.handing.packing import manifest_of, safe
from harness.campaign.workspace import INCOMING, LEDGER, REPORTS, SETTINGS
from harness.casebook.remembered import judges
from harness.store.copying import copy_facts
from harness.store.home import FILE, Home, InFile, home_of
from harness.store.home.moved import refuse_moved
from harness.store.reading import readers
from harness.store.shelves import HANDS, Evidence
from harness.store.trouble import telling
from letters.model import Campaign
from letters.opening import read_file
from letters.store_line import without_store

TABLES = (".xlsx", ".toml")
OWN = {"templates": ".j2", "profiles": ".toml"}  # folders that people may put beside them
# made anew at any time; evidence is taken along as the facts name it
MADE = (REPORTS, "cache", "evidence")


def copy_of_facts(folder: Path, to: Path) -> None:
    """The database as it stands between two transactions, as one file of SQLite, wherever it is kept."""
    home = home_of(folder)
    if home.setting:
        _fetched(home, to)
        return
    path = folder / FILE
    address = f"{path.absolute().as_uri()}?mode=ro"
    with (
        telling(path),
        closing(sqlite3.connect(address, uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def _fetched(home: Home, to: Path) -> None:
    engine = home.look()
    try:
        with telling(home.name), engine.connect() as source:
            refuse_moved(source, home.name)
            InFile(to).receive(lambda target: copy_facts(source, target))
    finally:
        engine.dispose()


def settings_here(folder: Path) -> bytes:
    """campaign.toml for a copy that has its facts beside it: what is restored or computed anew from it
    is not to go to the server where people work on."""
    data = read_file(folder / SETTINGS)
    return without_store(data.decode("utf-8")).encode() if home_of(folder).setting else data


def strange(facts: Path) -> tuple[str, ...]:
    """What a database from elsewhere has that ours never have: before anything of it is asked."""
    with telling(facts), closing(sqlite3.connect(facts)) as connection:
        connection.execute("PRAGMA trusted_schema=OFF")
        rows = connection.execute("select type, name from sqlite_master").fetchall()
        other = [(kind, name) for kind, name in rows if kind not in ("table", "index")]
        there = ("table", "evidence") in rows
        if not other and there:
            named = connection.execute("select path from evidence").fetchall()
            other = [("path", str(path)) for (path,) in named if not _is_evidence(str(path))]
    return tuple(f"数据库里有明察不会写的内容：{kind} {name[:80]}" for kind, name in other)


def _is_evidence(path: str) -> bool:
    return safe(path) and path.startswith("evidence/")


def evidence_of(facts: Path) -> tuple[str, ...]:
    """The paths of all evidence that a database names, relative to its campaign's folder."""
    with telling(facts), closing(sqlite3.connect(facts)) as connection:
        rows = connection.execute("select path from evidence order by path").fetchall()
    return tuple(str(path) for (path,) in rows)


def files_of(held: Evidence, paths: Iterable[str], work: Path) -> dict[str, Path]:
    """The file of each path that can be taken along, altered or not; what lies elsewhere is brought below
    `work`."""

    def brought(path: str) -> Path | None:
        return held.file(path, work / path)

    named = [each for each in paths if safe(each)]
    with ThreadPoolExecutor(HANDS) as hands:
        found = zip(named, hands.map(brought, named), strict=True)
        return {path: place for path, place in found if place is not None}


def head_of(facts: Path) -> dict[str, Any]:
    """The last link of the history: laid down elsewhere, it shows whether the chain was cut."""
    with telling(facts), closing(sqlite3.connect(facts)) as connection:
        row = connection.execute("select op, hash from history order by op desc limit 1").fetchone()
    return {"op": row[0], "hash": row[1]} if row else {"op": 0, "hash": ""}


def made_of(campaign: Campaign, facts: Path) -> dict[str, Any]:
    """What a manifest says of its making. No time of day: the same facts give the same bytes."""
    return {
        "campaign": campaign.id,
        "title": campaign.title,
        "program": version("mingcha"),
        "readers": readers(),
        "judges": judges(),  # with the law and the calendars that they go by
        "history": head_of(facts),
    }


def tables_of(folder: Path) -> dict[str, Path]:
    """The tables and settings that people keep beside campaign.toml, their own templates and
    profiles, and their ledger."""
    found = {each.name: each for each in folder.iterdir() if each.suffix.lower() in TABLES}
    ledger = folder / INCOMING / LEDGER
    for own, ending in OWN.items():
        found |= {f"{own}/{e.name}": e for e in sorted((folder / own).glob(f"*{ending}"))}
    found |= {f"{INCOMING}/{LEDGER}": ledger} if ledger.is_file() else {}
    return {name: path for name, path in found.items() if _is_somebodys(path) and safe(name)}


def persons_files(folder: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Everything that a person put into the folder; and the names that no other system can hold."""
    found, odd = {}, []
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if safe(name):
            found[name] = path
        else:
            odd.append(name)
    return found, tuple(odd)


def _files(folder: Path) -> Iterator[Path]:
    database = {FILE, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal"}
    for each in sorted(folder.iterdir()):
        if (
            each.name in database
            or each.name.startswith(f"{FILE}-")
            or each.name in MADE
            or each.name.startswith(".")
        ):
            continue
        if each.is_dir() and not each.is_symlink():
            yield from (path for path in sorted(each.rglob("*")) if _is_somebodys(path))
        elif _is_somebodys(each) and not (each.suffix.lower() == ".zip" and _is_ours(each)):
            yield each


def _is_ours(path: Path) -> bool:
    """An earlier bundle or backup is not taken into the next."""
    try:
        manifest_of(path)
    except Refused:
        return False
    return True


def _is_somebodys(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$"))
