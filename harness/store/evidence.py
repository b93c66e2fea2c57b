"""佐证: bytes in, a file named by their SHA-256 out; written once, never changed.

A file that a broken disk, a bad copy or a person has altered is put right as soon as the true
bytes come again: its name says what they are.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# kept on the file so that a double click opens it; anything else is stored without a suffix
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}")
INCOMING = ".incoming-"
STALE = 3600  # seconds, after which nobody is still writing a file


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes were kept. `path` is relative to the campaign folder, with forward slashes."""

    sha256: str
    size: int
    path: str


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, data: bytes, name: str, place: str = "") -> Kept:
    """Store `data` below `folder`/evidence; the same bytes under another name are kept once.

    `place`: where they are known to lie. What lies there and is not these bytes is replaced. The
    file appears whole or not at all: it is written beside its place, flushed to the disk and then
    moved there.
    """
    digest = sha256(data)
    shelf = folder / "evidence" / digest[:2]
    shelf.mkdir(parents=True, exist_ok=True)
    lying = sorted(shelf.glob(f"{digest}*"))
    target = folder / place
    if target.parent != shelf or not target.name.startswith(digest):
        suffix = PurePosixPath(name).suffix
        new = shelf / (digest + (suffix.lower() if SUFFIX.fullmatch(suffix) else ""))
        target = lying[0] if lying else new
    if target not in lying or target.read_bytes() != data:
        _write(target, data)
    return Kept(digest, len(data), target.relative_to(folder).as_posix())


def sweep(folder: Path) -> None:
    """Remove what writers who died left half written: nothing that was kept is among it."""
    oldest = time.time() - STALE
    for left in (folder / "evidence").glob(f"*/{INCOMING}*"):
        with contextlib.suppress(FileNotFoundError):  # another process sweeps as well
            if left.stat().st_mtime < oldest:
                left.unlink()


def load(folder: Path, path: str, expected: str) -> bytes:
    """The bytes at `path`; ValueError where they are no longer the bytes that were kept."""
    data = (folder / path).read_bytes()
    if sha256(data) != expected:
        raise ValueError(f"佐证文件 {path} 的内容已被改动（SHA-256 不符），不能据以认定")
    return data


def _write(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=INCOMING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
        _flush_folder(target.parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _flush_folder(folder: Path) -> None:
    """Make the new name durable; only POSIX opens folders, and Windows needs no asking."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
