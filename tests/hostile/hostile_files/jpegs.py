"""JPEGs from their segments, with sizes and scans that lie."""

from __future__ import annotations

import struct


def _head(width: int, height: int, progressive: bool = False) -> bytes:
    tables = b"\xff\xdb\x00\x43\x00" + b"\1" * 64
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    start = (
        b"\xff\xd8" + tables + (b"\xff\xc2" if progressive else b"\xff\xc0") + b"\x00\x0b" + frame
    )
    dc = b"\xff\xc4\x00\x14\x00\x01" + b"\0" * 15 + b"\0"
    return start + dc + b"\xff\xc4\x00\x14\x10\x01" + b"\0" * 15 + b"\0"


def jpeg(width: int, height: int) -> bytes:
    return (
        _head(width, height)
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
        + b"\0" * 2000
        + b"\xff\xd9"
    )


def many_scans(width: int, height: int, scans: int) -> bytes:
    """A progressive JPEG whose every scan makes a decoder walk over the whole picture."""
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00\x00"
    return _head(width, height, True) + (scan + b"\0" * 4) * scans + b"\xff\xd9"


def with_segments(segments: bytes) -> bytes:
    """A small JPEG with more before its frame."""
    return b"\xff\xd8" + segments + jpeg(60, 60)[2:]


HUFFMAN_BROKEN = jpeg(500, 500).replace(b"\x00\x01" + b"\0" * 15, b"\x00" + b"\xff" * 16)
