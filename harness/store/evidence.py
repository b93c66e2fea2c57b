"""佐证: bytes in, a file named by their SHA-256 out; written once, never changed.

A file that a broken disk, a bad copy or a person has altered is put right as soon as the true
bytes come again: its name says what they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from harness.store.durably import INCOMING, write_all
from letters.opening import NotOpened, opened, read_file, read_on

FOLDER = "evidence"
# kept on the file so that a double click opens it; anything else is stored without a suffix
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}")
_ON_A_SHELF = re.compile(rf"{FOLDER}/[0-9a-f]{{2}}/[0-9a-f]{{64}}(\.[a-z0-9]{{1,5}})?")
STALE = 3600  # seconds, after which nobody is still writing a file


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes were kept. `path` is relative to the campaign folder, with forward slashes."""

    sha256: str
    size: int
    path: str


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes to keep, the name under which they came, and where they are known to lie."""

    data: bytes
    name: str
    place: str = ""


def keep(folder: Path, data: bytes, name: str, place: str = "") -> Kept:
    """Store `data` below `folder`/evidence; the same bytes under another name are kept once.

    `place`: where they are known to lie. What lies there and is not these bytes is replaced. The
    file appears whole or not at all.
    """
    return keep_all(folder, [Piece(data, name, place)])[0]


def keep_all(folder: Path, pieces: Sequence[Piece]) -> list[Kept]:
    """The same of many, which are on the disk when this returns, or it fails."""
    lying = _Lying(folder)
    digests = [sha256(each.data) for each in pieces]
    named = zip(digests, pieces, strict=True)
    kept = [place_for(digest, lying.of(digest), each) for digest, each in named]
    wanted = {folder / one.path: (one, piece.data) for one, piece in zip(kept, pieces, strict=True)}
    write_all(
        {
            target: data
            for target, (one, data) in wanted.items()
            if not lying.has(one) or not _lies_there(folder, one)
        }
    )
    return kept


@dataclass(slots=True)
class _Lying:
    """What lies on the shelves, each looked at once."""

    folder: Path
    shelves: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def of(self, digest: str) -> list[str]:
        """The names under which these bytes lie, in order; after a crash there may be several."""
        shelf = digest[:2]
        if shelf not in self.shelves:
            found: dict[str, list[str]] = defaultdict(list)
            for name in _names(self.folder / FOLDER / shelf):
                found[name[: len(digest)]].append(name)
            self.shelves[shelf] = found
        return self.shelves[shelf].get(digest, [])

    def has(self, kept: Kept) -> bool:
        return kept.path.rpartition("/")[2] in self.of(kept.sha256)


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as there:
            return sorted(each.name for each in there)
    except FileNotFoundError:
        return []


def place_for(digest: str, lying: Sequence[str], piece: Piece) -> Kept:
    """Where it belongs. `lying`: the names under which these bytes lie already, in order."""
    shelf = f"{FOLDER}/{digest[:2]}"
    path = piece.place
    if not path.startswith(f"{shelf}/{digest}") or path.count("/") != 2:
        suffix = PurePosixPath(piece.name).suffix
        new = digest + (suffix.lower() if SUFFIX.fullmatch(suffix) else "")
        path = f"{shelf}/{next(iter(lying), new)}"
    return Kept(digest, len(piece.data), path)


def sweep(folder: Path) -> None:
    """Remove what writers who died left half written: nothing that was kept is among it."""
    oldest = time.time() - STALE
    for left in (folder / FOLDER).glob(f"*/{INCOMING}*"):
        with contextlib.suppress(FileNotFoundError):  # another process sweeps as well
            if left.stat().st_mtime < oldest:
                left.unlink()


def load(folder: Path, path: str, expected: str) -> bytes:
    """The bytes at `path`; ValueError where they are no longer the bytes that were kept."""
    data = read_file(place_of(folder, path), links=False)
    if sha256(data) != expected:
        raise ValueError(f"佐证文件 {path} 的内容已被改动（SHA-256 不符），不能据以认定")
    return data


def place_of(folder: Path, path: str) -> Path:
    """Where `path`, as a row of the database says it, lies; NotOpened where that is not on a shelf of
    evidence/, by its name or by a link that has taken a shelf's place."""
    place = folder / path
    if _ON_A_SHELF.fullmatch(path) and not _leads_elsewhere(place.parent):
        return place
    head, *rest = PurePosixPath(path).parts or ("",)
    named = head == FOLDER and rest and ".." not in rest and not {"\\", "\0"} & set(path)
    if not named or not place.parent.resolve().is_relative_to((folder / FOLDER).resolve()):
        raise NotOpened(f"不在 {FOLDER}/ 之内，没有去读", path)
    return place


def on_a_shelf(path: str) -> None:
    """NotOpened where `path` is none that `keep_all` gives: it may lead anywhere."""
    if not _ON_A_SHELF.fullmatch(path):
        raise NotOpened(f"不在 {FOLDER}/ 之内，没有去读", path)


def _leads_elsewhere(shelf: Path) -> bool:
    """Whether a shelf is not simply one: to follow all of a path costs more than to read a mail."""
    try:
        found = shelf.lstat()
    except OSError:
        return True
    # a junction of Windows is no link, and leads elsewhere all the same
    return not stat.S_ISDIR(found.st_mode) or bool(getattr(found, "st_reparse_tag", 0))


def fault_of(folder: Path, kept: Kept) -> str:
    """What is wrong with a file that was kept, as the end of a Chinese sentence; empty where it is as
    it was. No more of it is read than was kept, nor all at once. OSError where it cannot be opened."""
    seen = hashlib.sha256()
    with opened(place_of(folder, kept.path), links=False) as handle:
        if os.fstat(handle).st_size != kept.size:
            return "内容已被改动（大小不符）"
        for piece in read_on(handle, kept.size + 1):
            seen.update(piece)
    return "" if seen.hexdigest() == kept.sha256 else "内容已被改动（SHA-256 不符）"


def _lies_there(folder: Path, kept: Kept) -> bool:
    try:
        return not fault_of(folder, kept)
    except OSError:  # a link, a device: to be replaced like any other bytes
        return False
