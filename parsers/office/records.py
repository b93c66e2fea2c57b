"""The records of an old workbook (BIFF, [MS-XLS] 2.4): what stands on its sheets beside the cells.

In: the bytes of an .xls or .et. Out: an `Unread` for each kind of thing that is drawn there. Boxes that open a
list or filter a column show nothing of their own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import olefile  # type: ignore[import-untyped]

from parsers import effort
from parsers.document import ANYTHING, SEAL, TEXT, Unread
from parsers.effort import Of
from parsers.limits import MAX_BYTES
from parsers.packed import compound

_OBJECT = 0x5D
_SILENT = frozenset((0x14,))  # the arrow of a list
_NAMES = {0x05: "图表", 0x06: "文本框", 0x08: "图片", 0x19: "批注", 0x1E: "图形"}
_SIGNED = ("_signatures", "_xmlsignatures")


def drawn(data: bytes) -> Iterator[Unread]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {path[0] for path in container.listdir(streams=True, storages=True)}
            if names & set(_SIGNED):
                yield Unread("signature", (SEAL,), "表格带有数字签名，没有核验")
            stream = next((name for name in compound.SHEETS if container.exists(name)), None)
            content = b""
            if stream:
                effort.take(Of.BYTES, container.get_size(stream))
                content = container.openstream(stream).read(MAX_BYTES)
    except MemoryError:  # says nothing of the file
        raise
    except OSError:
        content = b""
    for kind in sorted(set(_kinds(content)) - _SILENT):
        touches = (TEXT,) if kind == 0x19 else ANYTHING
        yield Unread("drawing", touches, f"表格里的{_NAMES.get(kind, '图形或者控件')}没有读取")


def _kinds(content: bytes) -> Iterator[int]:
    """The kind of every object: records are a number, a length, and so many bytes."""
    at = 0
    while at + 4 <= len(content):
        number = int.from_bytes(content[at : at + 2], "little")
        size = int.from_bytes(content[at + 2 : at + 4], "little")
        if number == _OBJECT and size >= 6:
            yield int.from_bytes(content[at + 8 : at + 10], "little")
        at += 4 + size
