"""Where a campaign's evidence lies: in its folder, or at an address of fsspec's. One protocol for both.

Paths are those of the rows: `evidence/ab/abcd….eml`, below the folder or the address. Whatever is read
is held against its SHA-256 every time; what is kept is durable when `keep_all` returns, and is never
written over with other bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from harness.engine.deferred import Deferred
from harness.store import evidence
from harness.store.caching import put
from harness.store.durably import INCOMING, make_folder
from harness.store.errors import StoreError, disk_error, reason
from harness.store.evidence import FOLDER, Kept, Piece, place_for, sha256
from letters.faults import BadTable
from letters.opening import NotOpened, read_file
from letters.places import evidence_of

if TYPE_CHECKING:
    from harness.store.far import Far, Seen

HANDS = 16  # files on their way at a time
FRESH = 60.0  # seconds that a list of what lies at an address is believed
Look = tuple[object, ...]


class Evidence(Protocol):
    """`folder`: the campaign's, where caches are."""

    @property
    def folder(self) -> Path: ...

    def keep_all(self, pieces: Sequence[Piece]) -> list[Kept]: ...

    def load(self, path: str, expected: str, /) -> bytes:
        """FileNotFoundError, another OSError, ValueError where the bytes are gone, cannot be opened, are no
        longer those that were kept; Unusable where nobody can tell, for the place is away."""
        ...

    def look(self, path: str, /) -> Look:
        """What is another as soon as the bytes may be others, without reading them. As `load`."""
        ...

    def was_whole(self, path: str, expected: str, /) -> Look | None:
        """What `look` gave when the bytes were last found to be those, in an earlier run."""
        ...

    def is_whole(self, path: str, expected: str, seen: Look, /) -> None: ...

    def fault_of(self, kept: Kept) -> str:
        """What is wrong with it, as the end of a Chinese sentence; empty where nothing is."""
        ...

    def sweep(self) -> None: ...

    def lying(self) -> Iterator[str]:
        """Every file that lies among the evidence, save what is being written at this moment."""
        ...

    def deferred(self, path: str, expected: str, /) -> Deferred | None:
        """The bytes, verified, to be fetched by whoever reads them; None where they can only be sent."""
        ...

    def local(self, path: str, /) -> Path | None:
        """Where somebody can open it on this machine; None where it lies elsewhere."""
        ...

    def file(self, path: str, to: Path, /) -> Path | None:
        """The file as it is, altered or not; one that lies elsewhere is brought to `to`. None where there is
        none."""
        ...


@dataclass(frozen=True, slots=True)
class Local:
    """`root`: the folder in which evidence/ is, where that is not the campaign's."""

    folder: Path
    root: Path

    @classmethod
    def of(cls, folder: Path) -> Local:
        return cls(folder, folder)

    def keep_all(self, pieces: Sequence[Piece]) -> list[Kept]:
        return evidence.keep_all(self.root, pieces)

    def load(self, path: str, expected: str) -> bytes:
        return evidence.load(self.root, path, expected)

    def look(self, path: str) -> Look:
        seen = (self.root / path).lstat()
        return (
            seen.st_dev, seen.st_ino, seen.st_mode, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns,
        )  # fmt: skip

    def was_whole(self, _path: str, _expected: str) -> Look | None:
        """A disk can be read once a run, and its words can be forged."""
        return None

    def is_whole(self, _path: str, _expected: str, _seen: Look) -> None:
        """Known to this run alone."""

    def fault_of(self, kept: Kept) -> str:
        try:
            return evidence.fault_of(self.root, kept)
        except OSError as wrong:
            place = self.root / kept.path
            return "是一个链接，不是原件" if place.is_symlink() else reason(wrong)

    def sweep(self) -> None:
        evidence.sweep(self.root)

    def lying(self) -> Iterator[str]:
        for top, folders, files in os.walk(self.root / FOLDER):
            for name in (*files, *(each for each in folders if Path(top, each).is_symlink())):
                if not name.startswith(INCOMING):
                    yield Path(top, name).relative_to(self.root).as_posix()

    def deferred(self, _path: str, _expected: str) -> Deferred | None:
        return None

    def local(self, path: str) -> Path | None:
        return self.root / path

    def file(self, path: str, _to: Path) -> Path | None:
        place = self.root / path
        return place if place.is_file() else None


@dataclass(frozen=True, slots=True)
class Remote:
    """Evidence at an address. What was found whole is remembered by what its place tells of it (an ETag):
    to take all of it over the network for every command would cost more than to read it."""

    folder: Path
    url: str
    _far: Far = field(compare=False, repr=False)
    # when each was asked for, and what lay there
    _shelves: dict[str, tuple[float, Mapping[str, Seen]]] = field(
        compare=False, repr=False, default_factory=dict
    )
    _lock: threading.Lock = field(compare=False, repr=False, default_factory=threading.Lock)

    def keep_all(self, pieces: Sequence[Piece]) -> list[Kept]:
        digests = [sha256(each.data) for each in pieces]
        different = list(dict.fromkeys(digests))
        with ThreadPoolExecutor(HANDS) as hands:
            names = hands.map(self._names, different)
            lying = dict(zip(different, names, strict=True))
            kept = [
                place_for(digest, lying[digest], each)
                for digest, each in zip(digests, pieces, strict=True)
            ]
            wanted = {one.path: (one, each.data) for one, each in zip(kept, pieces, strict=True)}
            list(hands.map(lambda each: self._keep(lying, *each), wanted.values()))
        return kept

    def _names(self, digest: str) -> list[str]:
        return self._far.beginning(f"{FOLDER}/{digest[:2]}", digest)

    def _keep(self, lying: Mapping[str, Sequence[str]], kept: Kept, data: bytes) -> None:
        shelf, _, name = kept.path.rpartition("/")
        if name in lying[kept.sha256] and not self.fault_of(kept):
            return
        self._far.write(kept.path, data)
        with self._lock:
            self._shelves.pop(shelf, None)

    def load(self, path: str, expected: str) -> bytes:
        evidence.on_a_shelf(path)
        data: bytes = self._far.read(path)
        if sha256(data) != expected:
            raise ValueError(f"佐证文件 {path} 的内容已被改动（SHA-256 不符），不能据以认定")
        return data

    def look(self, path: str) -> Look:
        """By the list of its shelf, of which one is asked for in place of a look at each."""
        evidence.on_a_shelf(path)
        shelf, _, name = path.rpartition("/")
        with self._lock:
            asked, there = self._shelves.get(shelf, (0.0, {}))
        if not asked or time.monotonic() - asked > FRESH:
            there = self._far.shelf(shelf)
            with self._lock:
                self._shelves[shelf] = time.monotonic(), there
        return there.get(name) or self._far.seen(path)  # kept since, by another; or gone

    def fault_of(self, kept: Kept) -> str:
        try:
            evidence.on_a_shelf(kept.path)
            data: bytes = self._far.read(kept.path)
        except OSError as wrong:
            return reason(wrong)
        if len(data) != kept.size:
            return "内容已被改动（大小不符）"
        return "" if sha256(data) == kept.sha256 else "内容已被改动（SHA-256 不符）"

    def sweep(self) -> None:
        """An object is there whole or not at all: nothing is left half written."""

    def lying(self) -> Iterator[str]:
        yield from (each for each in self._far.all_below(FOLDER) if INCOMING not in each)

    def deferred(self, path: str, expected: str) -> Deferred | None:
        evidence.on_a_shelf(path)
        return Deferred("harness.store.far", "fetch", (self.url, path, expected))

    def local(self, _path: str) -> Path | None:
        return None

    def file(self, path: str, to: Path) -> Path | None:
        try:
            evidence.on_a_shelf(path)
            data: bytes = self._far.read(path)
        except (FileNotFoundError, NotOpened):
            return None
        put(to, data)
        return to

    def was_whole(self, path: str, expected: str) -> Look | None:
        try:
            line = read_file(self._note(path, expected)).decode("utf-8", "replace")
        except OSError:
            return None
        size, _, told = line.partition(" ")
        return (int(size), told) if size.isdecimal() else None

    def is_whole(self, path: str, expected: str, seen: Look) -> None:
        size, told = seen
        with contextlib.suppress(OSError):
            put(self._note(path, expected), f"{size} {told}".encode())

    def _note(self, path: str, expected: str) -> Path:
        name = hashlib.sha256(f"{self.url}\n{path}\n{expected}".encode()).hexdigest()
        return self.folder / "cache" / "whole" / name[:2] / name


def at(folder: Path, url: str) -> Evidence:
    """Of the campaign in `folder`, whose evidence lies at `url`; empty: in it."""
    if not url:
        return Local.of(folder)
    parts = urlsplit(url)
    if parts.scheme in ("file", "local"):
        root = Path(unquote(parts.path))
        try:
            make_folder(root, 0o700)
        except OSError as wrong:
            raise StoreError(disk_error(wrong)) from wrong
        return Local(folder, root)
    from harness.store.far import far

    return Remote(folder, url.rstrip("/"), far(url.rstrip("/")))


def of(folder: Path) -> Evidence:
    """As campaign.toml says; StoreError where that cannot be made out."""
    try:
        return at(folder, evidence_of(folder / "campaign.toml"))
    except BadTable as wrong:
        raise StoreError(wrong.faults[0]) from wrong
