"""A file that lies embedded in a document: out of the container in which Office wrapped it.

In: the bytes of an oleObject part or of a package part, and its name. Out: the file's own bytes and name,
None where what is wrapped is no file (a formula, a drawing of another program). [MS-OLEDS] 2.3.6 for
Ole10Native; the streams are those that Word, Excel, Acrobat and LibreOffice write.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from parsers import effort
from parsers.charset import decode
from parsers.effort import Of
from parsers.limits import MAX_BYTES
from parsers.packed import compound

_NATIVE = "\x01Ole10Native"
# the whole file in one stream: OOXML, PDF of Acrobat, OpenDocument of LibreOffice
_WHOLE = ("Package", "CONTENTS", "EMBEDDED_ODF")
# what makes the container itself a file of an old program
_ITSELF = (compound.WORD, *compound.SHEETS, compound.SLIDES)
_LONGEST_NAME = 300

File = tuple[str, bytes]


def inside(data: bytes, name: str) -> File | None:
    """The embedded file."""
    if not data.startswith(compound.MAGIC):
        return name, data
    if compound.names_in(data) & set(_ITSELF):
        return name, data
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return _of_storage(container, [], name)
    except MemoryError:  # says nothing of the file
        raise
    except Exception:  # noqa: BLE001 — olefile raises whatever broken sectors lead it to
        return None


def in_pool(data: bytes) -> Iterator[File | None]:
    """The files that an old .doc or .xls keeps in storages of its own; None for one that is no file, or
    that only its program can take out."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            for path in _storages(container):
                yield _of_storage(container, path, path[-1])
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 — as above
        yield None


def _storages(container: olefile.OleFileIO) -> list[list[str]]:
    listed = container.listdir(streams=False, storages=True)
    pool = [path for path in listed if len(path) == 2 and path[0] == "ObjectPool"]
    return pool + [path for path in listed if len(path) == 1 and path[0].startswith("MBD")]


def _of_storage(container: olefile.OleFileIO, path: list[str], name: str) -> File | None:
    for stream in _WHOLE:
        if container.exists([*path, stream]):
            return name, _bytes(container, [*path, stream])
    if container.exists([*path, _NATIVE]):
        return _native(_bytes(container, [*path, _NATIVE]), name)
    return None


def _bytes(container: olefile.OleFileIO, path: list[str]) -> bytes:
    size = container.get_size(path)
    effort.take(Of.BYTES, size)
    with container.openstream(path) as stream:
        return bytes(stream.read(MAX_BYTES))


def _native(data: bytes, name: str) -> File | None:
    """The file that the Packager wrapped: size, 2 bytes, label, path, 8 bytes with a path's length,
    path, size, bytes."""
    at = 6
    label, at = _string(data, at)
    _, at = _string(data, at)
    at += 4  # what kind it is
    at += 4 + int.from_bytes(data[at : at + 4], "little")
    size = int.from_bytes(data[at : at + 4], "little")
    content = data[at + 4 : at + 4 + size]
    if not size or len(content) < size:
        return None
    return (label.replace("\\", "/").rpartition("/")[2] or name), content


def _string(data: bytes, at: int) -> tuple[str, int]:
    end = data.find(b"\0", at, at + _LONGEST_NAME)
    if end < 0:
        return "", len(data)
    return decode(data[at:end])[0], end + 1
