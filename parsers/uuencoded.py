"""Files that stand in a text as uuencode, as mail programs of the nineties send them.

In: the lines of a text. Out: the lines without them, and the files: name, bytes, whether whole. Every
line is looked at once.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable
from dataclasses import dataclass

from parsers import lazy_re as re

_BEGIN = re.compile(r"begin(?:-base64)?\s{1,9}[0-7]{3,4}\s{1,9}(\S.{0,255})")
_DATA = re.compile(r"[ -`]{1,86}")  # 45 bytes a line; some programs write 63


@dataclass(frozen=True, slots=True)
class Encoded:
    name: str
    data: bytes
    whole: bool


def taken_out(lines: Iterable[str]) -> tuple[list[str], list[Encoded]]:
    """The text without the files, and the files."""
    kept: list[str] = []
    found: list[Encoded] = []
    block: list[str] | None = None  # the lines of an open one, its head first
    for line in lines:
        if block is None:
            block = [line] if line.startswith("begin") and _BEGIN.fullmatch(line.strip()) else None
            if block is None:
                kept.append(line)
        elif line.strip() in ("end", "===="):
            found.append(_decoded(block, ended=True))
            block = None
        elif _is_data(line, block):
            block.append(line)
        else:  # no file at all, or one that was cut
            _close(block, kept, found)
            block = None
            kept.append(line)
    if block is not None:
        _close(block, kept, found)
    return kept, found


def _is_data(line: str, block: list[str]) -> bool:
    return not line.strip() or _DATA.fullmatch(line) is not None or "base64" in block[0]


def _close(block: list[str], kept: list[str], found: list[Encoded]) -> None:
    if len(block) > 1 and any(line.strip() for line in block[1:]):
        found.append(_decoded(block, ended=False))
    else:
        kept += block


def _decoded(block: list[str], *, ended: bool) -> Encoded:
    head = _BEGIN.fullmatch(block[0].strip())
    name = head[1].strip() if head else ""
    decode = _of_base64 if "base64" in block[0].split()[0] else _of_line
    pieces = [decode(line) for line in block[1:]]
    data = b"".join(piece for piece in pieces if piece)
    if not ended:  # what was added to the last line that came is none of the file
        data = data.rstrip(b"\0")
    return Encoded(name, data, ended and None not in pieces)


def _of_base64(line: str) -> bytes | None:
    try:
        return binascii.a2b_base64(line)
    except (binascii.Error, ValueError):
        return None


def _of_line(line: str) -> bytes | None:
    """One line; the blanks at its end, which stand for zeros, may have been lost on the way."""
    if not line.strip():
        return b""
    size = (ord(line[0]) - 32) & 63
    body = line[1 : 1 + (size + 2) // 3 * 4].ljust((size + 2) // 3 * 4)
    try:
        return binascii.a2b_uu((line[0] + body).encode("ascii"))
    except (binascii.Error, ValueError):
        return None
