"""Small files that may be lost at any time and are never half there: what was computed, to be found again."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def put(target: Path, data: bytes) -> None:
    """Nothing is flushed: what is lost is computed anew. The folder is made when it is missing."""
    path = str(target)
    # no other thread and no other process writes under this name
    half = f"{path}.{os.getpid()}-{threading.get_ident()}"
    try:
        try:
            _write(half, data)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(half, data)
    except OSError:  # a full disk: no half of it stays in the way
        Path(half).unlink(missing_ok=True)
        raise
    try:
        os.replace(half, path)  # noqa: PTH105  twice for every mail: a Path costs as much as the call
    except PermissionError:  # Windows, where another process has just put the same copy there
        os.unlink(half)  # noqa: PTH108


def _write(path: str, data: bytes) -> None:
    with open(path, "wb", buffering=0, opener=_private) as file:
        file.write(data)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
