"""来件读取：bytes -> `Document`.

`read` takes any bytes and never raises: what could not be read is said in the document, in Chinese.
What a file is, is decided by its bytes and not by its name. A new format is one new module and one
line in `PARSERS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers import archive, heic, legacy, mail, msg, ofd, pdf, plain, scan, tnef, unread, word
from parsers.document import Document, refused
from parsers.limits import MAX_BYTES, MAX_DEPTH, MAX_PARTS, MAX_TOTAL_BYTES
from parsers.parser import Parser, Unreadable

PARSERS: tuple[Parser, ...] = (
    pdf,
    word,
    mail,
    msg,
    tnef,
    plain,
    scan,
    heic,
    archive,
    ofd,
    legacy,
    unread,
)


def read(data: bytes, name: str) -> Document:
    """Everything that can be seen in a file, its members included."""
    return _Opening().read(data, name)


def claimants(data: bytes) -> tuple[Parser, ...]:
    """The parsers that take these bytes for their format: one, or none."""
    return tuple(parser for parser in PARSERS if parser.claims(data))


@dataclass
class _Opening:
    """One file being opened with everything inside it: how deep, how many, how much so far."""

    depth: int = 0
    parts: int = 0
    size: int = 0

    def read(self, data: bytes, name: str) -> Document:
        problem = self._over_limit(data)
        if problem:
            return refused(data, name, "unknown", "too_large", problem)
        if not data:
            return refused(data, name, "unknown", "empty", "文件是空的（0 字节）")
        self.parts += 1
        self.size += len(data)
        self.depth += 1
        try:
            return self._read(data, name)
        finally:
            self.depth -= 1

    def _over_limit(self, data: bytes) -> str | None:
        if len(data) > MAX_BYTES:
            return f"文件超过{MAX_BYTES // 2**20}兆字节，未打开"
        if self.depth >= MAX_DEPTH:
            return f"文件套文件超过{MAX_DEPTH}层，未打开"
        if self.parts >= MAX_PARTS or self.size + len(data) > MAX_TOTAL_BYTES:
            return "所含文件过多或者过大，未打开"
        return None

    def _read(self, data: bytes, name: str) -> Document:
        claiming = claimants(data)
        if not claiming:
            return refused(
                data, name, "unknown", "unknown_format", "认不出这是什么格式的文件，已留存原件"
            )
        if len(claiming) > 1:
            rivals = "、".join(parser.NAME for parser in claiming)
            message = f"文件同时像是几种格式（{rivals}），无法确定，已留存原件"
            return refused(data, name, "unknown", "unknown_format", message)
        parser = claiming[0]
        try:
            return parser.read(data, name, self.read)
        except Unreadable as fault:
            return refused(data, name, parser.MEDIA[0], fault.code, fault.message)
        except Exception as fault:  # noqa: BLE001 — the bytes are strange in a way nobody foresaw
            message = (
                f"按{parser.NAME}读取时出错（{type(fault).__name__}），文件可能已损坏，已留存原件"
            )
            return refused(data, name, parser.MEDIA[0], "damaged", message)
