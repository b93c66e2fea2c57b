"""Zip packages for OFD, Word, OpenDocument and archives, with members that nothing here would write."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence

Members = Mapping[str, bytes | str]


def zipped(
    members: Members | Sequence[tuple[str, bytes | str]], *, stored: bool = False, level: int = 9
) -> bytes:
    """A zip, always the same bytes; a name may come twice."""
    out = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", how, compresslevel=level) as package:
        warnings.simplefilter("ignore")  # of names that come twice
        for name, data in members.items() if isinstance(members, Mapping) else members:
            entry = zipfile.ZipInfo(name, (2026, 3, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else how
            package.writestr(entry, data, compresslevel=level)
    return out.getvalue()


def raw_zip(
    entries: Sequence[tuple[bytes, bytes, int, int, int]],
    *,
    flags: int = 0x800,
    outer: int = 0,
    count: int | None = None,
    comment: bytes = b"",
    method: int = 8,
) -> bytes:
    """A zip from (name, packed bytes, crc, size told, size packed told): nothing is checked."""
    out, listed = bytearray(), bytearray()
    for name, data, crc, size, told in entries:
        head = struct.pack(
            "<HHHHHIIIHH",
            20,
            flags,
            method,
            0,
            0x5C61,
            crc,
            told & 0xFFFFFFFF,
            size & 0xFFFFFFFF,
            len(name),
            0,
        )
        listed += (
            b"PK\1\2"
            + struct.pack("<H", 20)
            + head
            + struct.pack("<HHHII", 0, 0, 0, outer, len(out))
            + name
        )
        out += b"PK\3\4" + head + name + data
    number = len(entries) if count is None else count
    end = struct.pack(
        "<HHHHIIH", 0, 0, number & 0xFFFF, number & 0xFFFF, len(listed), len(out), len(comment)
    )
    return bytes(out + listed + b"PK\5\6" + end + comment)


def deflated(stream: bytes) -> bytes:
    """What a zip holds of a zlib stream."""
    return stream[2:-4]


def zero_member(
    name: bytes, size: int, stream: bytes, byte: int = 0
) -> tuple[bytes, bytes, int, int, int]:
    block = bytes([byte]) * 2_000_000
    crc = 0
    for _ in range(size // len(block)):
        crc = zlib.crc32(block, crc)
    data = deflated(stream)
    return name, data, crc, size, len(data)
