"""Files of a campaign that people take away: reports, printed letters, what was made for download; and
nothing else, whatever name is asked for."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from harness.campaign.errors import Refused
from harness.campaign.workspace import OUTGOING, REPORTS
from harness.dispatch.pace import CHINA
from letters.opening import read_file

MADE = "cache/下载"  # bundles and backups: made anew at any time, in no backup
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class File:
    """`name` is relative to the place of its kind, with /."""

    name: str
    size: int
    changed: str  # ISO 8601


@dataclass(frozen=True, slots=True)
class Day:
    """What was printed for one day."""

    on: date
    files: tuple[File, ...]


def reports(folder: Path) -> tuple[File, ...]:
    return tuple(_files(folder / REPORTS))


def made(folder: Path) -> tuple[File, ...]:
    return tuple(_files(folder / MADE))


def place_for(folder: Path, name: str) -> Path:
    """Where something is made for download."""
    place = folder / MADE
    place.mkdir(parents=True, exist_ok=True)
    return place / _UNSAFE.sub("_", name)


def report(folder: Path, name: str) -> Path:
    return _one(folder / REPORTS, name)


def made_file(folder: Path, name: str) -> Path:
    return _one(folder / MADE, name)


def _files(place: Path) -> Iterator[File]:
    for each in sorted(place.rglob("*")) if place.is_dir() else ():
        name = each.relative_to(place)
        hidden = any(part.startswith((".", "~$")) for part in name.parts)
        if each.is_file() and not each.is_symlink() and not hidden:
            seen = each.stat()
            changed = datetime.fromtimestamp(seen.st_mtime, CHINA).isoformat()
            yield File(name.as_posix(), seen.st_size, changed)


def _one(place: Path, name: str) -> Path:
    """Looked up among what is there, never made of what was asked for."""
    if any(each.name == name for each in _files(place)):
        return place.joinpath(*PurePosixPath(name).parts)
    raise Refused(f"没有名为“{name}”的文件，可能已经重新编制，请刷新页面")


def printed(folder: Path) -> tuple[Day, ...]:
    """The latest day first."""
    place = folder / OUTGOING
    days = [e for e in place.iterdir() if _DAY.fullmatch(e.name)] if place.is_dir() else []
    return tuple(
        Day(date.fromisoformat(each.name), tuple(_files(each)))
        for each in sorted(days, reverse=True)
        if each.is_dir()
    )


def printed_zip(folder: Path, on: date) -> bytes:
    """All that was printed for a day, to be laid into one's own folder."""
    place = folder / OUTGOING / on.isoformat()
    found = tuple(_files(place))
    if not found:
        raise Refused(f"没有为 {on} 制作过信件")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for each in found:
            packed.writestr(each.name, read_file(place.joinpath(*PurePosixPath(each.name).parts)))
    return out.getvalue()
