"""The tables that people keep, looked at and put in their place by the workbench: what each is for, what
is wrong with it, and a new one in place of the old, which is kept.

A file with a fault of its own is not taken: what lay there before stays. What two tables must have to do
with each other is told afterwards, for it may be the other one that is to be mended.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from harness.campaign.errors import Refused
from harness.campaign.status import faults_of
from harness.dispatch.pace import CHINA
from harness.store.database import Store
from harness.store.errors import reason
from harness.store.evidence import sha256
from letters.faults import BadTable
from letters.opening import read_file
from letters.saving import save
from letters.tables import (
    APPLICANTS,
    CAMPAIGN,
    QUESTIONS,
    UNITS,
    read_applicants,
    read_questions,
    read_units,
)

OLD = "旧版本"
PRIVATE = 0o600
ABOUT: dict[str, tuple[str, str]] = {
    CAMPAIGN: ("测评设置", "名称、日期、轮次、口径、邮箱账号、授权"),
    UNITS: ("单位表", "被测单位的名称、类别、邮箱、地址、电话"),
    APPLICANTS: ("申请人表", "申请人的姓名、邮箱、地址、本人同意的日期"),
    QUESTIONS: ("问题表", "自己拟的问题；不填则只用题库"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """`faults`: those that begin with its name."""

    name: str
    title: str
    what: str
    there: bool
    size: int
    changed: str  # ISO 8601
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """`others`: faults of no table above: the rubric's, a template's."""

    tables: tuple[Table, ...]
    others: tuple[str, ...]
    old: tuple[str, ...]


def tables(folder: Path) -> Tables:
    faults = faults_of(folder)
    found = tuple(_table(folder, name, faults) for name in ABOUT)
    told = {fault for each in found for fault in each.faults}
    return Tables(found, tuple(each for each in faults if each not in told), old_versions(folder))


def _table(folder: Path, name: str, faults: tuple[str, ...]) -> Table:
    path, (title, what) = folder / name, ABOUT[name]
    there = path.is_file()
    seen = path.stat() if there else None
    changed = datetime.fromtimestamp(seen.st_mtime, CHINA).isoformat() if seen else ""
    own = tuple(each for each in faults if each.startswith(name))
    return Table(name, title, what, there, seen.st_size if seen else 0, changed, own)


def old_versions(folder: Path) -> tuple[str, ...]:
    """The newest first."""
    place = folder / OLD
    return tuple(sorted((e.name for e in place.glob("*-*") if e.is_file()), reverse=True))


def put(folder: Path, name: str, data: bytes, store: Store) -> bool:
    """The table in its place, the one before among the old ones, the change in the history; False where
    it is the very same. BadTable with every fault where it is not one."""
    if name not in ABOUT:
        raise Refused(f"没有名为“{name}”的表格")
    path = folder / name
    before = read_file(path) if path.is_file() else b""
    if data == before:
        return False
    must_be_sound(folder, name, data)
    at = store.now().astimezone(CHINA)
    try:
        if before:
            (folder / OLD).mkdir(exist_ok=True)
            _save(_free(folder / OLD, f"{at:%Y%m%d-%H%M%S}", name), before)
        _save(path, data)
    except OSError as wrong:
        raise Refused(f"{name} 写不进去（{reason(wrong)}），请关闭正打开它的程序后再试") from None
    _tell(store, name, before, data, at)
    return True


def _save(path: Path, data: bytes) -> None:
    """Readable for its owner alone: there are people's addresses in it."""
    save(path, data, mode=PRIVATE)


def _free(place: Path, at: str, name: str) -> Path:
    number, path = 1, place / f"{at}-{name}"
    while path.exists():
        number += 1
        path = place / f"{at}-{number}-{name}"
    return path


def _tell(store: Store, name: str, before: bytes, after: bytes, at: datetime) -> None:
    """The history has digests only: what the tables say of people may have to be forgotten."""
    told = {
        "file": name, "before": sha256(before) if before else None, "after": sha256(after), "at": at.isoformat(),
    }  # fmt: skip
    with store.writing(verb="settings", what=f"更换{ABOUT[name][0]} {name}") as connection:
        store.keep(connection, json.dumps(told, sort_keys=True).encode(), "改动.json")


def must_be_sound(folder: Path, name: str, data: bytes) -> None:
    """BadTable with every fault of this table by itself, the others as they lie in the folder."""
    with tempfile.TemporaryDirectory(prefix="mingcha-") as work:
        place = Path(work)
        for each in (*folder.glob("*.toml"), *folder.glob("*.xlsx")):
            if each.name != name and not each.name.startswith("~$"):
                (place / each.name).write_bytes(read_file(each))
        if (folder / "templates").is_dir() and name == CAMPAIGN:
            shutil.copytree(folder / "templates", place / "templates")
        (place / name).write_bytes(data)
        _READ[name](place)


def _settings(place: Path) -> None:
    """A table beside it that is wrong is no fault of the settings."""
    own = [each for each in faults_of(place) if not each.startswith((UNITS, APPLICANTS, QUESTIONS))]
    if own:
        raise BadTable(*own)


_READ: dict[str, Callable[[Path], object]] = {
    CAMPAIGN: _settings,
    UNITS: lambda place: read_units(place / UNITS),
    APPLICANTS: lambda place: read_applicants(place / APPLICANTS),
    QUESTIONS: read_questions,
}
