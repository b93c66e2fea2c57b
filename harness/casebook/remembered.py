"""What was computed from evidence before, found again: a key made of everything it depends on -> a
value, as a small file in the campaign's cache/ folder.

The key holds the readers' and the checker's own source and the machine's programs for reading, so that
what has learned to read better computes anew. The folder may be deleted at any time, and reports take
nothing from it that this very process did not compute from evidence.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import msgspec

from harness.store.caching import put
from harness.store.reading import FOLDER, programs, readers
from letters.opening import read_file

T = TypeVar("T")
# the rooms in which it is decided what a letter says
JUDGES = (
    "harness.law", "harness.reading", "harness.checker", "harness.casebook", "harness.clock", "harness.guide",
    "calendars",
    "letters",
)  # fmt: skip


@cache
def judges() -> str:
    """What tells one state of the readers and judges from another."""
    digest = hashlib.sha256(readers().encode())
    for room in JUDGES:
        root = Path(str(files(room)))
        for source in sorted(root.rglob("*")):
            if source.suffix in {".py", ".toml", ".json", ".txt"} and source.is_file():
                digest.update(source.relative_to(root).as_posix().encode())
                digest.update(read_file(source))
    return digest.hexdigest()


# what this very process has computed from evidence itself: the place of a value, its SHA-256
_own: dict[Path, str] = {}


class _Kept(msgspec.Struct, frozen=True):
    value: msgspec.Raw
    sha256: str  # of the value: a copy that was cut off or edited is no copy


def remembered(
    folder: Path, what: str, key: object, type: type[T], *, final: bool = False
) -> T | None:
    """The value kept under this key; None where there is none that is whole. `final`: for reports;
    then only what this very process has computed: a file in a folder can be edited."""
    place = _place(folder, what, key)
    try:
        kept = msgspec.json.decode(read_file(place), type=_Kept)
        digest = hashlib.sha256(kept.value).hexdigest()
        if digest == kept.sha256:
            if final and _own.get(place) != digest:
                return None
            return msgspec.json.decode(kept.value, type=type)
    except OSError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    place.unlink(missing_ok=True)
    return None


def remember(folder: Path, what: str, key: object, value: object, *, own: bool = False) -> None:
    """Keep a value; a disk that is full only costs the time to compute it again. `own`: all of it
    was read from evidence by this very process."""
    place = _place(folder, what, key)
    raw = msgspec.json.encode(value)
    kept = _Kept(msgspec.Raw(raw), hashlib.sha256(raw).hexdigest())
    if own:
        _own[place] = kept.sha256
    with contextlib.suppress(OSError):
        put(place, msgspec.json.encode(kept))


def computed(folder: Path, what: str, key: object, type: type[T], compute: Callable[[], T]) -> T:
    found = remembered(folder, what, key, type)
    if found is None:
        found = compute()
        remember(folder, what, key, found)
    return found


def _place(folder: Path, what: str, key: object) -> Path:
    text = msgspec.json.encode([judges(), programs(), what, key])
    name = hashlib.sha256(text).hexdigest()
    return folder / f"{FOLDER}/read/{name[:2]}/{name}.json"
