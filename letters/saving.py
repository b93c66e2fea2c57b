"""Bytes -> a file, whole or not at all: written beside it first, then put into its place.

A disk that fills up, a program that is ended, a machine that loses its power, an old copy that lies
open in Excel: what lay there before stays as it was, until the new file is on the disk.
"""

from __future__ import annotations

import io
import os
import secrets
import shutil
from pathlib import Path
from typing import IO


def save(path: Path, data: bytes, *, mode: int = 0o666) -> Path:
    """`path`, holding `data`. OSError where that is not to be had; no draft is left behind. `mode`: of
    the file, less what the system's mask takes."""
    return save_stream(path, io.BytesIO(data), mode=mode)


def save_stream(path: Path, source: IO[bytes], *, mode: int = 0o666) -> Path:
    """The same for what is too large to be held at once: all of `source`, from its start."""
    source.seek(0)
    if path.exists() and not path.is_file():  # a pipe, a terminal: nothing to replace
        with path.open("wb") as out:
            shutil.copyfileobj(source, out)
        return path
    place = path.resolve()  # a link stays a link
    draft = place.with_name(f".{secrets.token_hex(6)}.tmp")
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as out:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())  # a name that outlives its content would be an empty file
        draft.replace(place)
        flush_folder(place.parent)
    finally:
        draft.unlink(missing_ok=True)
    return path


def flush_folder(folder: Path) -> None:
    """Make new names durable; only POSIX opens folders, and Windows needs no asking."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
