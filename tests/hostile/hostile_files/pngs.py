"""PNGs from their chunks, with sizes that lie."""

from __future__ import annotations

import struct
import zlib

from hostile_files.listing import zeros

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes, told: int | None = None) -> bytes:
    size = len(data) if told is None else told
    return struct.pack(">I", size) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def head(width: int, height: int, bits: int = 8, colour: int = 0, laced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, laced))


def png(
    width: int,
    height: int,
    data: bytes,
    bits: int = 8,
    colour: int = 0,
    more: bytes = b"",
    laced: int = 0,
) -> bytes:
    """`data` is the packed rows."""
    return (
        SIGNATURE
        + head(width, height, bits, colour, laced)
        + more
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def png_bomb(width: int, height: int, bits: int = 8, colour: int = 0) -> bytes:
    """A whole picture of black dots."""
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    size = height * (1 + (width * bits * samples + 7) // 8)
    return png(width, height, zeros(-(-size // 2_000_000) * 2_000_000), bits, colour)
