"""佐证: bytes in, a file named by their SHA-256 out; written once, never changed."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# kept on the file so that a double click opens it; anything else is stored without a suffix
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes were kept. `path` is relative to the campaign folder, with forward slashes."""

    sha256: str
    size: int
    path: str


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep(folder: Path, data: bytes, name: str) -> Kept:
    """Store `data` below `folder`/evidence; the same bytes under another name are kept once.

    The file appears whole or not at all: it is written beside its place, flushed to the disk
    and then moved there.
    """
    digest = sha256(data)
    shelf = folder / "evidence" / digest[:2]
    shelf.mkdir(parents=True, exist_ok=True)
    known = next(iter(sorted(shelf.glob(f"{digest}*"))), None)
    if known is None:
        suffix = PurePosixPath(name).suffix
        known = shelf / (digest + (suffix.lower() if SUFFIX.fullmatch(suffix) else ""))
        _write(known, data)
    return Kept(digest, len(data), known.relative_to(folder).as_posix())


def load(folder: Path, path: str, expected: str) -> bytes:
    """The bytes at `path`; ValueError where they are no longer the bytes that were kept."""
    data = (folder / path).read_bytes()
    if sha256(data) != expected:
        raise ValueError(f"佐证文件 {path} 的内容已被改动（SHA-256 不符），不能据以认定")
    return data


def _write(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".incoming-")
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
