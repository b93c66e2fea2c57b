"""The container of old Office files and of .msg (OLE, MS-CFB): what lies in it.

In: bytes. Out: the names at its root, by which doc, xls, ppt, msg and locked files are told apart.
"""

from __future__ import annotations

import io

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD, MESSAGE, LOCKED = "WordDocument", "__properties_version1.0", "EncryptedPackage"
SHEETS, SLIDES = ("Workbook", "Book"), "PowerPoint Document"
_TELLING = (WORD, MESSAGE, LOCKED, *SHEETS, SLIDES)


def names_in(data: bytes) -> frozenset[str]:
    """The names at the root; of a damaged container those that its bytes mention."""
    if not data.startswith(MAGIC):
        return frozenset()
    import olefile  # type: ignore[import-untyped]  # only for what is one

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            listed = container.listdir(streams=True, storages=False)
            return frozenset(path[0] for path in listed if len(path) == 1)
    except MemoryError:  # says nothing of the file
        raise
    except Exception:  # noqa: BLE001 — olefile raises whatever broken sectors lead it to
        return frozenset(name for name in _TELLING if _mentions(data, name))


def _mentions(data: bytes, name: str) -> bool:
    """A directory entry's name is UTF-16 and ends with a zero."""
    return name.encode("utf-16-le") + b"\x00\x00" in data


def is_word(data: bytes) -> bool:
    return WORD in names_in(data)


def is_message(data: bytes) -> bool:
    names = names_in(data)
    return MESSAGE in names and WORD not in names
