"""A font that lies in an OFD file -> the character that each of its glyphs draws.

In: the bytes of a TrueType or OpenType font. Out: glyph number -> character, as far as the font's own
table (cmap, formats 4 and 12 of ISO/IEC 14496-22) says. Bytes are hostile: nothing is counted out that
the table does not hold.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_MOST = 70_000  # characters of a font; the largest Chinese ones have as many
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true")


def characters(data: bytes) -> dict[int, str]:
    """Empty where the font does not say. Of several characters with one glyph the first."""
    found: dict[int, str] = {}
    try:
        for glyph, code in _pairs(data):
            found.setdefault(glyph, chr(code))
            if len(found) > _MOST:
                break
    except (struct.error, ValueError, OverflowError):
        return {}
    return found


def _pairs(data: bytes) -> Iterator[tuple[int, int]]:
    """(glyph, code) of every Unicode table."""
    if not data.startswith(_SFNT):
        return
    table = _table(data, b"cmap")
    for index in range(min(struct.unpack_from(">H", table, 2)[0], 16)):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if (platform, encoding) not in ((3, 1), (3, 10)) and platform != 0:
            continue
        form = struct.unpack_from(">H", table, offset)[0]
        if form == 4:
            yield from _format_4(table[offset:])
        elif form == 12:
            yield from _format_12(table[offset:])


def _table(data: bytes, name: bytes) -> bytes:
    for index in range(min(struct.unpack_from(">H", data, 4)[0], 64)):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == name:
            return data[offset : offset + length]
    raise ValueError("no such table")


def _format_4(table: bytes) -> Iterator[tuple[int, int]]:
    doubled = struct.unpack_from(">H", table, 6)[0] & ~1
    count = doubled // 2
    seen = 0
    for index in range(count):
        at = 14 + 2 * index
        end = struct.unpack_from(">H", table, at)[0]
        start, delta, way = (
            struct.unpack_from(">H", table, at + 2 + step * doubled)[0] for step in (1, 2, 3)
        )
        for code in range(start, min(end, 0xFFFE) + 1):
            seen += 1
            if seen > _MOST:
                return
            if not way:
                glyph = (code + delta) & 0xFFFF
            else:
                place = at + 2 + 3 * doubled + way + 2 * (code - start)
                glyph = struct.unpack_from(">H", table, place)[0]
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            if glyph:
                yield glyph, code


def _format_12(table: bytes) -> Iterator[tuple[int, int]]:
    seen = 0
    for index in range(min(struct.unpack_from(">I", table, 12)[0], _MOST)):
        start, end, glyph = struct.unpack_from(">III", table, 16 + 12 * index)
        for code in range(start, min(end, 0x10FFFF) + 1):
            seen += 1
            if seen > _MOST:
                return
            yield glyph + code - start, code
