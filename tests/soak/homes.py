"""Homes to work in: copied from a stage, brought onto a database, and what stands in them afterwards."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from acts import Act
from stages import CAMPAIGN, DAYS, KEYS

from harness.store.audit import audit
from letters.store_line import with_store

LEFT = re.compile(r"(^|/)\.(mingcha-|incoming-|last-)|\.tmp$|(^|/)[^/]*\.\d+-\d+$")
# a browser's visit and its forms are of one visit alone
_NOT_FACTS = (
    "changes",
    "exports",
    "history",
    "sqlite_sequence",
    "alembic_version",
    "sessions",
    "forms",
)
_DATABASES = ("mingcha.db", "workbench.db")
Rows = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class State:
    """`rows`: of every table; `files`: what lies in the home, by content; `left`: drafts of files."""

    rows: Rows
    files: dict[str, str]
    left: tuple[str, ...] = ()


class Sqlite:
    """The database is a file in the campaign's folder."""

    def bring(self, home: Path) -> None:
        """The campaign in `home`, just copied, onto this database."""

    def rows(self, home: Path) -> Rows:
        found: Rows = {}
        for name in _DATABASES:
            place = home / CAMPAIGN / name
            if place.is_file():
                found |= _rows(place)
        return found

    def begun(self, folder: Path) -> bool:
        return (folder / "mingcha.db").is_file()

    def drop(self, home: Path) -> None:
        """The home is not needed any more."""


class Postgresql:
    """A schema a home: `store` is set in campaign.toml, and the facts are carried over.

    `server`: of tests/postgresql.py. The stage is made on SQLite; `mingcha store move` is what brings it
    here, so that it is tried as often as anything."""

    def __init__(self, server: object) -> None:
        self.server = server

    def bring(self, home: Path) -> None:
        folder = home / CAMPAIGN
        settings, url = folder / "campaign.toml", self.server.url(self.server.new_schema())  # type: ignore[attr-defined]
        if not (folder / "mingcha.db").is_file():  # what is written first is written there
            if settings.is_file():
                settings.write_text(with_store(settings.read_text("utf-8"), url), "utf-8")
            return
        import sys

        from harness.cli import build
        from harness.cli.interruption import Interruption
        from harness.cli.running import run

        words, sys.argv = sys.argv, ["mingcha", "store", "move", url, "-C", str(folder)]
        try:
            assert run(build, Interruption()) == 0
        finally:
            sys.argv = words

    def rows(self, home: Path) -> Rows:
        from sqlalchemy import text

        from harness.store.database import open_store
        from harness.store.tables import FACTS

        folder = home / CAMPAIGN
        if not self.begun(folder):
            return {}
        with open_store(folder) as store, store.reading() as connection:
            names = [*FACTS, "history"]
            return {
                name: [dict(row) for row in connection.execute(text(f'select * from "{name}"')).mappings()]
                for name in names if name not in ("changes", "exports")
            }  # fmt: skip

    def begun(self, folder: Path) -> bool:
        settings = folder / "campaign.toml"
        return settings.is_file() and "\nstore = " in settings.read_text("utf-8")

    def drop(self, home: Path) -> None:
        """Schemas stay until the server goes."""


Database = Sqlite | Postgresql


@contextmanager
def database(name: str) -> Iterator[Database]:
    """`sqlite`, or `postgresql`: a server of its own for as long as this lasts."""
    if name == "sqlite":
        yield Sqlite()
        return
    from postgresql import serving

    with serving() as server:
        yield Postgresql(server)


def _rows(place: Path) -> Rows:
    with closing(sqlite3.connect(place)) as connection:
        connection.row_factory = sqlite3.Row
        query = "select name from sqlite_master where type = 'table'"
        names = [name for (name,) in connection.execute(query)]
        found = {
            name: [dict(row) for row in connection.execute(f'select * from "{name}"')]
            for name in names
            if name not in _NOT_FACTS
        }
        if "history" in names:
            done = connection.execute("select verb, what, by from history order by op")
            found["history"] = [dict(row) for row in done]
        return found


@dataclass
class Homes:
    """Copies of the stages."""

    stages: dict[str, Path]
    database: Database
    place: Path
    _brought: dict[str, Path] = field(default_factory=dict)

    def fresh(self, stage: str) -> Path:
        place = Path(tempfile.mkdtemp(prefix="home-", dir=self.place))
        home = Path(shutil.copytree(self.stages[stage], place / "home"))
        self.database.bring(home)
        return home

    def state(self, home: Path) -> State:
        files, left = {}, []
        for path in sorted(home.rglob("*")):
            name = path.relative_to(home).as_posix()
            if LEFT.search(name):
                left.append(name)
            elif path.is_file() and not _derived(name):
                files[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return State(self.database.rows(home), files, tuple(left))

    def wrong(self, home: Path) -> list[str]:
        """What `verify` finds: files that nothing speaks of, left by a command that was ended, are a
        remark and no difference."""
        folder = home / CAMPAIGN
        return [*audit(folder).differences] if self.database.begun(folder) else []

    def done(self, home: Path) -> None:
        self.database.drop(home)
        shutil.rmtree(home.parent, ignore_errors=True)


def _derived(name: str) -> bool:
    """Databases are looked at by their rows; caches may be lost at any time; keys are random."""
    head = name.split("/")
    return (
        any(each.startswith(_DATABASES) for each in head)
        or "cache" in head[:2] or head[0] == KEYS
    )  # fmt: skip


def command(act: Act, home: Path) -> list[str]:
    """What soaked.py is told."""
    day = act.day or DAYS[act.stage]
    words = [_put_in(each, home) for each in act.words]
    if act.how == "cli" and not act.undated:
        words += ["--as-of", day]
    return [act.how, day, act.by, act.stdin, *words]


def _put_in(word: str, home: Path) -> str:
    word = word.replace("{home}", str(home))
    if "{toml}" in word:
        text = (
            (home / CAMPAIGN / "campaign.toml")
            .read_text("utf-8")
            .replace("within = 2", "within = 3")
        )
        import json

        word = word.replace("{toml}", json.dumps(text)[1:-1])
    if match := re.fullmatch(r"\{op:(\w+)\}", word):
        return str(_last(home, match[1]))
    return word


def _last(home: Path, verb: str) -> int:
    with closing(sqlite3.connect(home / CAMPAIGN / "mingcha.db")) as connection:
        query = "select max(op) from history where verb = ?"
        return int(connection.execute(query, (verb,)).fetchone()[0])


def _masked(one: Rows, other: Rows) -> set[tuple[str, str]]:
    """(table, column): what differs between two runs that were let alone: drawn at random, or the time
    of day."""
    found = set()
    for table in one.keys() | other.keys():
        ours, theirs = one.get(table, []), other.get(table, [])
        for here, there in zip(ours, theirs, strict=False):
            found |= {(table, name) for name in here if here[name] != there.get(name)}
    return found


@dataclass(frozen=True)
class Wanted:
    """What a run that was let alone leaves behind, and what of it no two runs have in common."""

    state: State
    columns: frozenset[tuple[str, str]]
    contents: frozenset[str]  # files whose bytes differ
    names: bool  # whether the names of files are the same in all runs
    seconds: float

    def told(self, state: State) -> list[str]:
        """What `state` lacks, or has besides."""
        return [*self._of_rows(state), *self._of_files(state)]

    def lacks(self, state: State) -> list[str]:
        return [each for each in self.told(state) if each.startswith("lost")]

    def _of_rows(self, state: State) -> Iterator[str]:
        for table in sorted(self.state.rows.keys() | state.rows.keys()):
            ours = [self._row(table, each) for each in state.rows.get(table, [])]
            for row in self.state.rows.get(table, []):
                if (seen := self._row(table, row)) in ours:
                    ours.remove(seen)
                else:
                    yield f"lost from {table}: {seen}"
            yield from (f"too much in {table}: {each}" for each in ours)

    def _row(self, table: str, row: dict[str, object]) -> str:
        return str([(k, v) for k, v in sorted(row.items()) if (table, k) not in self.columns])

    def _of_files(self, state: State) -> Iterator[str]:
        if not self.names:
            return
        for name in sorted(self.state.files.keys() | state.files.keys()):
            ours, theirs = state.files.get(name), self.state.files.get(name)
            if ours is None:
                yield f"lost file {name}"
            elif theirs is None:
                yield f"too much: file {name}"
            elif ours != theirs and name not in self.contents:
                yield f"lost content of {name}"


def wanted(one: State, other: State, seconds: float) -> Wanted:
    contents = {name for name in one.files if one.files[name] != other.files.get(name)}
    return Wanted(
        one, frozenset(_masked(one.rows, other.rows)), frozenset(contents),
        one.files.keys() == other.files.keys(), seconds,
    )  # fmt: skip


def environment(port: int) -> dict[str, str]:
    here = Path(__file__).parent
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(here.parents[1]), str(here)]),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
