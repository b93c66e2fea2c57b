"""The headers of a rar (4 and 5): which members have a password, and whether it ends where it should.

In: bytes. Out: names. Looked at by ourselves because libarchive hands out what is encrypted as if it
were the file, and takes an archive that was cut for one that ends there. Nothing is unpacked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.charset import decode

_FOUR, _FIVE = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
# the last block of each kind (a zero at its very end does not count)
_ENDS = (b"\x1dwVQ\x03\x05\x04", b"\xc4={\x00@\x07")
_MOST = 5000  # blocks looked at


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    locked: bool


def is_rar(data: bytes) -> bool:
    return data.startswith(b"Rar!\x1a\x07")


def is_cut(data: bytes) -> bool:
    return is_rar(data) and not data.rstrip(b"\0").endswith(_ENDS)


def entries(data: bytes) -> tuple[Entry, ...] | None:
    """The members as far as headers make sense; None where the list of names itself is locked."""
    try:
        if data.startswith(_FIVE):
            return tuple(_five(data))
        return tuple(_four(data)) if data.startswith(_FOUR) else ()
    except _LockedList:
        return None


class _LockedList(Exception):
    pass


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A rar 5 number (seven bits a byte, low ones first) and where it ends."""
    value = shift = 0
    while at < len(data) and shift < 63:
        byte = data[at]
        value, shift, at = value | (byte & 0x7F) << shift, shift + 7, at + 1
        if not byte & 0x80:
            break
    return value, at


def _five(data: bytes) -> Iterator[Entry]:
    at = len(_FIVE)
    for _ in range(_MOST):
        if at + 7 > len(data):
            return
        size, start = _number(data, at + 4)
        head = data[start : start + size]
        kind, place = _number(head, 0)
        flags, place = _number(head, place)
        extra, place = _number(head, place) if flags & 1 else (0, place)
        packed, place = _number(head, place) if flags & 2 else (0, place)
        if kind == 4:
            raise _LockedList
        if kind == 2:
            yield Entry(_name_in_five(head, place), _has_password(head[len(head) - extra :]))
        if kind == 5 or not size:
            return
        at = start + size + packed


def _name_in_five(head: bytes, at: int) -> str:
    flags, at = _number(head, at)
    _, at = _number(head, at)  # its size
    _, at = _number(head, at)  # its attributes
    at += 4 * bool(flags & 2) + 4 * bool(flags & 4)  # its time and its check sum
    _, at = _number(head, at)
    _, at = _number(head, at)
    length, at = _number(head, at)
    return head[at : at + length].decode("utf-8", "replace")


def _has_password(extra: bytes) -> bool:
    at = 0
    while at < len(extra):
        size, at = _number(extra, at)
        if size and _number(extra, at)[0] == 1:
            return True
        at += max(size, 1)
    return False


def _four(data: bytes) -> Iterator[Entry]:
    at = len(_FOUR)
    for _ in range(_MOST):
        head = data[at : at + 32]
        if len(head) < 7:
            return
        kind, flags = head[2], int.from_bytes(head[3:5], "little")
        size = int.from_bytes(head[5:7], "little")
        if kind == 0x73 and flags & 0x80:
            raise _LockedList
        if kind == 0x74 and len(head) == 32:
            length = int.from_bytes(head[26:28], "little")
            start = at + 32 + 8 * bool(flags & 0x100)
            # a Unicode form of the name may follow after a zero
            raw = data[start : start + length].split(b"\0")[0]
            yield Entry(decode(raw)[0].replace("\\", "/"), bool(flags & 4))
        if kind == 0x7B or size < 7:
            return
        at += size + (int.from_bytes(head[7:11], "little") if flags & 0x8000 or kind == 0x74 else 0)
