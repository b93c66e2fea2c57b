"""The gate through which every file comes in that a person names or keeps: path -> bytes, or OSError.

A name can stand for what never ends (/dev/zero), for what never begins (a pipe that nobody writes
to) or for a disk's worth of bytes. Only a regular file is opened, of no more than a told size, and
no more is read of it than it said it had. What is refused here is `NotOpened`, whose `why` is the
end of a Chinese sentence; whatever else the system refuses is its own OSError.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, AnyStr

MOST_BYTES = 500_000_000  # of a letter, a scan, a table
MOST_OF_A_TEXT = 50_000_000  # of what is written by hand: settings, lists, notices
NO_FILE = "不是普通文件（设备、管道等），请先存成文件"
_AT_ONCE = 1 << 24
# a pipe would keep us waiting for its writer, a terminal would become ours
_HOW = os.O_RDONLY | sum(
    getattr(os, name, 0)
    for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT")
)


class NotOpened(OSError):
    """A file that is none, or is too large. `why`: the end of a Chinese sentence."""

    def __init__(self, why: str, path: object = None) -> None:
        super().__init__(errno.EINVAL, why, path)
        self.why = why


_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "磁盘只读",
    errno.EEXIST: "已有同名文件",
    errno.ENAMETOOLONG: "名称过长",
    errno.EIO: "磁盘读写出错",
}


def reason(wrong: OSError) -> str:
    """Why a file cannot be opened or written, in Chinese; the system says it in its own language."""
    if isinstance(wrong, NotOpened):
        return wrong.why
    known = _REASONS.get(wrong.errno or 0)
    return known or f"系统报告“{wrong.strerror or wrong}”"


def read_file(path: str | Path, most: int = MOST_BYTES, *, links: bool = True) -> bytes:
    """All bytes of a regular file of at most `most` bytes. `links`: whether one may lead there."""
    with opened(path, links=links) as handle:
        size = os.fstat(handle).st_size
        if size > most:
            raise _too_large(most, path)
        data = b"".join(read_on(handle, size + 1))
    if len(data) > size:
        # what says 0 and gives something is a door to the system, as all of /proc
        why = "还在变长，请等它写完再试" if size else NO_FILE
        raise NotOpened(why, str(path))
    return data


def read_text(path: str | Path, most: int = MOST_OF_A_TEXT) -> str:
    """The same of a text in UTF-8, with its mark or without; UnicodeDecodeError where it is none."""
    return io.TextIOWrapper(io.BytesIO(read_file(path, most)), encoding="utf-8-sig").read()


def all_of(stream: IO[AnyStr], most: int = MOST_OF_A_TEXT) -> AnyStr:
    """What standard input gives, up to the same size."""
    given = stream.read(most + 1)
    if len(given) > most:
        raise _too_large(most)
    return given


def pieces(path: str | Path) -> Iterator[bytes]:
    """The same of a file that is too large to be held, however large: as much as it says it has."""
    with opened(path) as handle:
        yield from read_on(handle, os.fstat(handle).st_size)


@contextmanager
def opened(path: str | Path, *, links: bool = True) -> Iterator[int]:
    """A handle on a regular file. It is looked at before it is opened, for to open a device can do
    something, and after, for it can be another by then."""
    if "\0" in str(path):  # no name at all
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    _regular(Path(path).stat(follow_symlinks=links), path)
    handle = os.open(path, _HOW | (0 if links else getattr(os, "O_NOFOLLOW", 0)))
    try:
        _regular(os.fstat(handle), path)
        yield handle
    finally:
        os.close(handle)


def read_on(handle: int, most: int) -> Iterator[bytes]:
    """What comes next in an open file, piece by piece, `most` bytes of it at most."""
    while most > 0:
        try:
            piece = os.read(handle, min(most, _AT_ONCE))
        except BlockingIOError:  # a regular file has no need to wait for anybody
            raise NotOpened(NO_FILE) from None
        if not piece:
            return
        most -= len(piece)
        yield piece


def _regular(found: os.stat_result, path: object) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(found.st_mode):
        raise NotOpened(NO_FILE, str(path))


def _too_large(most: int, path: object = None) -> NotOpened:
    return NotOpened(f"超过{most // 1_000_000} MB，请拆分后再试", path and str(path))
