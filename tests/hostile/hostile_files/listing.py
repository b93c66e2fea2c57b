"""What a hostile file is: a name, how to make it, one line that says what it attacks.

Nothing is stored: every file is made by code, the same bytes every time, small and quickly.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

# who opens a file: a letter goes to check and parse; the others are files that a person keeps
LETTER = "letter"
KEPT = ("units", "ledger", "campaign", "rubric", "facts", "expect", "timeline", "notice")


@dataclass(frozen=True, slots=True)
class Hostile:
    """`attacks` is one line for whoever reads the list; `opened_as` is LETTER or one of KEPT."""

    name: str
    suffix: str
    make: Callable[[], bytes]
    attacks: str
    opened_as: str = LETTER

    @property
    def file_name(self) -> str:
        return f"{self.name}{self.suffix}"


def naming(prefix: str, suffix: str, opened_as: str = LETTER) -> Callable[..., Hostile]:
    """How a family writes its list: a name, what it attacks, what makes it and with what."""

    def named(
        name: str, attacks: str, make: Callable[..., bytes], *given: object, **named: object
    ) -> Hostile:
        return Hostile(
            f"{prefix}-{name}", suffix, partial(make, *given, **named), attacks, opened_as
        )

    return named


HEAD = (
    "关于政府信息公开申请的答复",
    "某厅依申请公开告知书〔2026〕3号",
    "张三：",
)
BODY = (
    "你于2026年3月1日提出的政府信息公开申请收悉。根据《中华人民共和国政府信息公开条例》"
    "第三十六条第（一）项，现答复如下：予以公开。"
)
REMEDY = "如不服，可自收到之日起六十日内向某省人民政府申请行政复议，或者六个月内向某市中级人民法院提起行政诉讼。"
FOOT = ("某省某厅", "2026年3月20日")
LINES = (*HEAD, BODY, REMEDY, *FOOT)


def letter(*, head: str = "", body: str = BODY, remedy: str = REMEDY, foot: str = "") -> str:
    """A letter as text, one part of it exchanged for what attacks."""
    return "\n".join((*HEAD, head, body, remedy, *FOOT, foot))


def zeros(size: int, byte: int = 0) -> bytes:
    """A whole zlib stream of `size` (a multiple of 2 MB) equal bytes, without ever holding them."""
    block = bytes([byte]) * 2_000_000
    packer = zlib.compressobj(9, wbits=-15)
    packer.compress(bytes([byte]) * 40_000)  # matches may reach back from now on
    packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    body = piece * (size // len(block))
    check = 1
    for _ in range(size // len(block)):
        check = zlib.adler32(block, check)
    return b"\x78\xda" + body + b"\x03\x00" + check.to_bytes(4, "big")


def packed(data: bytes) -> bytes:
    return zlib.compress(data, 9)
