"""Files whose bytes must not be lost -> on the disk under their names, many at one go.

A flush waits for the disk, not for the processor: many that wait at once are done in about the time
of one (the journal of a file system takes them together). So a mailbox is kept in batches.
"""

from __future__ import annotations

import os
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from letters.saving import flush_folder

T = TypeVar("T")
INCOMING = ".incoming-"  # begins the name of a file that is not whole yet
HANDS = 16  # flushes at a time


def write_all(files: Mapping[Path, bytes]) -> None:
    """When this returns, every file is on the disk, whole, and so are the names of its folders. Where
    it fails, a file is there whole or as it was before. Each is written beside its place, flushed and
    then moved there."""
    shelves = {each.parent for each in files}
    made = _missing(shelves)
    for each in made:
        each.mkdir(exist_ok=True)
    run = secrets.token_hex(8)  # no other writer has it
    half = {each: each.with_name(f"{INCOMING}{run}-{at}") for at, each in enumerate(files)}
    try:
        _each(lambda each: _write(half[each], files[each]), files)
        for target, temporary in half.items():
            temporary.replace(target)
    except BaseException:
        for temporary in half.values():
            temporary.unlink(missing_ok=True)
        raise
    # the new names, and those of folders that are new themselves
    _each(flush_folder, shelves | {each.parent for each in made})


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """It is there, and its name on the disk. `mode`: its own where it is new, and no outer one's."""
    made = _missing({folder})
    for each in made:
        each.mkdir(exist_ok=True, mode=mode if each == folder else 0o777)
    _each(flush_folder, {each.parent for each in made})


def _each(do: Callable[[T], None], items: Iterable[T]) -> None:
    """Every hand takes the next that nobody has taken: to hand out each by itself costs the processor
    as much as to write it. Once one has failed, nothing more is begun."""
    rest = deque(items)

    def take() -> None:
        while True:
            try:
                each = rest.popleft()
            except IndexError:
                return
            try:
                do(each)
            except BaseException:
                rest.clear()
                raise

    many = min(HANDS, len(rest))
    if many < 2:
        take()
        return
    with ThreadPoolExecutor(many) as hands:
        begun = [hands.submit(take) for _ in range(many)]
        for each in begun:
            each.result()


def _missing(folders: Iterable[Path]) -> list[Path]:
    """Those that are not there, and those in which they would be; the outer ones first."""
    found: set[Path] = set()
    for folder in folders:
        for each in (folder, *folder.parents):
            if each in found or each.is_dir():
                break
            found.add(each)
    return sorted(found)


def _write(path: Path, data: bytes) -> None:
    with open(path, "xb", buffering=0, opener=_private) as file:
        rest = memoryview(data)
        while rest:  # a call may write less than it was given
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
