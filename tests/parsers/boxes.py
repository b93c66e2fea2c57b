"""Writes the containers that no library here writes: OLE (for .msg), TNEF, RAR. For tests only."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096


class _Compound:
    """An OLE container (MS-CFB, version 3) in which every storage's children form a list."""

    def __init__(self, tree: Tree) -> None:
        self.entries: list[list[object]] = [["Root Entry", 5, _NONE, _NONE, 0, 0]]
        self.streams: list[tuple[int, bytes]] = []
        self.entries[0][3] = self._add(tree)

    def _add(self, tree: Tree) -> int:
        # readers look a name up in a tree sorted by length, then letters; a right-leaning one will do
        first = _NONE
        for name in sorted(tree, key=lambda n: (len(n), n.upper()), reverse=True):
            content = tree[name]
            at = len(self.entries)
            self.entries.append([name, 2 if isinstance(content, bytes) else 1, first, _NONE, 0, 0])
            if isinstance(content, bytes):
                self.streams.append((at, content))
            else:
                self.entries[at][3] = self._add(content)
            first = at
        return first

    def build(self) -> bytes:
        sectors: list[bytes] = []
        fat: list[int] = []

        def store(data: bytes) -> int:
            if not data:
                return _END
            count = -(-len(data) // _SECTOR)
            start = len(sectors)
            padded = data.ljust(count * _SECTOR, b"\0")
            sectors.extend(padded[i * _SECTOR : (i + 1) * _SECTOR] for i in range(count))
            fat.extend([*range(start + 1, start + count), _END])
            return start

        mini, mini_fat = bytearray(), []
        for at, data in self.streams:
            entry = self.entries[at]
            entry[5] = len(data)
            if len(data) >= _CUTOFF:
                entry[4] = store(data)
            elif data:
                count = -(-len(data) // _MINI)
                start = len(mini) // _MINI
                entry[4] = start
                mini += data.ljust(count * _MINI, b"\0")
                mini_fat += [*range(start + 1, start + count), _END]
            else:
                entry[4] = _END
        self.entries[0][4], self.entries[0][5] = store(bytes(mini)), len(mini)
        packed = struct.pack(f"<{len(mini_fat)}I", *mini_fat)
        mini_start = store(packed.ljust(-(-len(packed) // _SECTOR) * _SECTOR, b"\xff"))
        directory = b"".join(self._entry(*entry) for entry in self.entries)
        directory_start = store(directory)
        need = 1
        while need * 128 < len(fat) + need:
            need += 1
        fat_start = len(sectors)
        fat += [_FAT] * need
        table = struct.pack(f"<{len(fat)}I", *fat).ljust(need * _SECTOR, b"\xff")
        mini_sectors = -(-len(packed) // _SECTOR)
        head = struct.pack(
            "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
            0, need, directory_start, 0, _CUTOFF, mini_start, mini_sectors, _END, 0, fat_start,
        )  # fmt: skip
        blocks = [*range(fat_start, fat_start + need)][1:]
        head += struct.pack("<108I", *(blocks + [_FREE] * (108 - len(blocks))))
        return head + b"".join(sectors) + table

    @staticmethod
    def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(raw), kind, 1, _NONE, right, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )


def compound(tree: Tree) -> bytes:
    return _Compound(tree).build()


def properties(
    values: Mapping[int, object], *, codepage: int | None = None, head: int = 32
) -> Tree:
    """MAPI properties as .msg stores them: text as Unicode, or 8-bit where a code page is given."""
    streams: dict[str, bytes | Tree] = {}
    listed = bytearray(head)
    if codepage:
        listed += struct.pack("<HHIII", 3, 0x3FFD, 6, codepage, 0)
    for pid, value in values.items():
        if isinstance(value, int):
            listed += struct.pack("<HHIQ", 0x40, pid, 6, value)
            continue
        if isinstance(value, str):
            kind = 0x1E if codepage else 0x1F
            data = value.encode(f"cp{codepage}" if codepage else "utf-16-le")
        else:
            kind, data = 0x102, bytes(value)  # type: ignore[arg-type]
        streams[f"__substg1.0_{pid:04X}{kind:04X}"] = data
        listed += struct.pack("<HHIII", kind, pid, 6, len(data), 0)
    return {**streams, "__properties_version1.0": bytes(listed)}


def outlook(
    values: Mapping[int, object],
    attachments: list[Tree],
    *,
    codepage: int | None = None,
    head: int = 32,
) -> Tree:
    """The tree of a .msg; `attachments` are trees of `properties(..., head=8)`."""
    named = {f"__attach_version1.0_#{n:08X}": each for n, each in enumerate(attachments)}
    return {**properties(values, codepage=codepage, head=head), **named}


def tnef(body: bytes, attachments: list[tuple[bytes, bytes]], *, codepage: int = 936) -> bytes:
    """A winmail.dat: (name in its code page, bytes) of each attachment."""

    def item(level: int, name: int, kind: int, data: bytes) -> bytes:
        head = struct.pack("<BHHI", level, name, kind, len(data))
        return head + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = struct.pack("<IH", 0x223E9F78, 1)
    out += item(1, 0x9006, 8, struct.pack("<I", 0x10000))
    out += item(1, 0x9007, 6, struct.pack("<II", codepage, 0))
    if body:
        out += item(1, 0x800C, 2, body + b"\0")
    for name, data in attachments:
        out += item(2, 0x9002, 6, bytes(14)) + item(2, 0x8010, 1, name + b"\0")
        out += item(2, 0x800F, 6, data)
    return out


def rar(members: Mapping[str, bytes], *, locked: bool = False) -> bytes:
    """A RAR 5 archive whose members are stored as they are."""

    def number(value: int) -> bytes:
        out = bytearray()
        while True:
            value, low = value >> 7, value & 0x7F
            out.append(low | (0x80 if value else 0))
            if not value:
                return bytes(out)

    def block(body: bytes) -> bytes:
        sized = number(len(body)) + body
        return struct.pack("<I", zlib.crc32(sized)) + sized

    out = b"Rar!\x1a\x07\x01\x00" + block(number(1) + number(0) + number(0))
    for name, data in members.items():
        raw = name.encode()
        # an encryption record (type 1, AES-256) makes readers ask for a password
        record = number(1) + number(0) + number(0) + b"\x0f" + bytes(32)
        extra = number(len(record)) + record if locked else b""
        flags = number(3 if extra else 2)
        head = number(2) + flags + (number(len(extra)) if extra else b"") + number(len(data))
        file = number(4) + number(len(data)) + number(0o100644)
        file += struct.pack("<I", zlib.crc32(data)) + number(0) + number(1)
        out += block(head + file + number(len(raw)) + raw + extra) + data
    return out + block(number(5) + number(4) + number(0))
