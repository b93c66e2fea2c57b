"""Evidence -> `Document`, each file read once: reading a scan takes seconds, asking again none.

What was read lies in the campaign's cache/ folder, one file a document, under a name made of the
bytes, the file's name and the readers' own source: a reader that changed reads everything anew.
The folder can be deleted at any time; it holds nothing that is not computed from evidence.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import msgspec

import parsers
from harness.engine import Engine
from harness.store.evidence import load
from parsers import effort
from parsers.document import Document

FOLDER = "cache"
# beside our own readers, what they read with
LIBRARIES = (
    "pypdfium2", "rapidocr", "onnxruntime", "opencv-python-headless", "pillow", "pi-heif", "lxml",
    "pyhanko",
)  # fmt: skip
# why a file could not be read today and may be tomorrow
PASSING = frozenset({"tool_missing", "too_slow"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of evidence to read: where it lies, its SHA-256, under which name it came."""

    folder: Path
    path: str
    sha256: str
    name: str


def read(sheet: Sheet) -> Document:
    """The document; ValueError where the evidence is no longer what was kept."""
    data = load(sheet.folder, sheet.path, sheet.sha256)
    known = _place(sheet)
    if known.exists():
        try:
            return msgspec.json.decode(known.read_bytes(), type=Document)
        except msgspec.DecodeError:
            known.unlink()  # cut short or damaged: it is only a copy
    with effort.one_file() as spent:
        document = parsers.read(data, sheet.name)
    if spent.incomplete or any(
        each.error and each.error.code in PASSING for each in document.walk()
    ):
        return document  # once the tool is installed, or the machine less busy, it may be read
    try:
        encoded = msgspec.json.encode(document)
    except UnicodeEncodeError:
        return read_printable(document)
    _write(known, encoded)
    return document


def read_printable(document: Document) -> Document:
    """The document with every half character (a lone surrogate of a broken mail) as “?”."""
    plain = json.dumps(msgspec.to_builtins(document), ensure_ascii=False)
    return msgspec.json.decode(plain.encode("utf-8", "replace"), type=Document)


def read_ahead(sheets: Sequence[Sheet], engine: Engine) -> Callable[[], None]:
    """Begin to read what was not read yet, as many at once as the engine has hands; the call that
    is given back waits until all is read. Whoever does not wait only reads it himself."""
    new = [sheet for sheet in dict.fromkeys(sheets) if not _place(sheet).exists()]
    return engine.begin(_read_quietly, new)


def _read_quietly(sheet: Sheet) -> None:
    """For a pool: the document itself stays in the cache instead of travelling back. Evidence
    that is missing or changed is told of where the document is wanted."""
    with contextlib.suppress(OSError, ValueError):
        read(sheet)


def _place(sheet: Sheet) -> Path:
    key = hashlib.sha256(f"{readers()}\n{sheet.sha256}\n{sheet.name}".encode()).hexdigest()
    return sheet.folder / FOLDER / key[:2] / f"{key}.json"


@cache
def readers() -> str:
    """What tells one state of the readers from another: their source and their libraries."""
    digest = hashlib.sha256()
    for source in sorted(Path(parsers.__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    digest.update(" ".join(version(name) for name in LIBRARIES).encode())
    return digest.hexdigest()


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".reading-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    try:
        Path(temporary).replace(target)
    except PermissionError:  # Windows, where another process has just put the same copy there
        Path(temporary).unlink()
