"""What a lane and its child say to each other: frames over a pipe, a letter and a length first.

To the child go jobs, pickled: it trusts its parent. From the child comes nothing but MessagePack,
decoded as the type that the job promised: bytes of a stranger may have taken the child over, and
unpickling its words would let them into the parent.
"""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import IO

_HEAD = struct.Struct(">cQ")
JOB = "J"  # the one kind of frame to the child
MOST = 1 << 30  # bytes of one frame; a result beyond it is a fault of the child


class Says(StrEnum):
    """What a frame from the child is."""

    READY = "R"  # it stands; MessagePack: what its cage holds
    ALLOWANCE = "A"  # the job's processor seconds, as text: it has pages to read
    DONE = "D"  # the result
    FAILED = "F"  # an exception that nobody foresaw: its name and where, as text
    STARVED = "M"  # memory ran out


class Broken(Exception):
    """The pipe ended, or carried what is no frame."""


def write(pipe: IO[bytes], kind: str, data: bytes = b"") -> None:
    pipe.write(_HEAD.pack(kind.encode("ascii"), len(data)))
    pipe.write(data)
    pipe.flush()


def read(pipe: IO[bytes], most: int = MOST) -> tuple[str, bytes]:
    """The next frame; Broken where there is none."""
    head = _exactly(pipe, _HEAD.size)
    kind, size = _HEAD.unpack(head)
    if size > most or not kind.isalpha():
        raise Broken(f"no frame: {kind!r} of {size} bytes")
    return kind.decode("ascii"), _exactly(pipe, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if data is None or len(data) < size:
        raise Broken("the pipe has ended")
    return data
