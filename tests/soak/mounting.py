"""A file system in memory, mounted through /dev/fuse, that writes down every change in order: what a disk
would have been told, and when it was told to make it last. Linux, root; no library is needed.

In: a folder that is copied in. Out: `log`, and `Disk` (powerless.py), which makes of any part of it
the folder that a power cut leaves behind.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

Change = tuple[object, ...]
ROOT = 1
_IN = struct.Struct("<IIQQIIII")
_OUT = struct.Struct("<IiQ")
_ATTR = struct.Struct("<6Q10I")
_MOST = 1 << 20  # bytes of one request
_FOREVER = 1 << 30  # seconds: nobody but the kernel changes anything
_NOSUID_NODEV, _DETACH = 2 | 4, 2
_BIG_WRITES = 1 << 5


@dataclass
class Node:
    number: int
    mode: int
    data: bytearray = field(default_factory=bytearray)
    names: dict[str, int] = field(default_factory=dict)
    links: int = 1

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.mode)


class Fault(Exception):
    pass


class Recorded:
    """The tree, and what was done to it. Only the thread that serves touches it while it is mounted."""

    def __init__(self) -> None:
        self.nodes = {ROOT: Node(ROOT, stat.S_IFDIR | 0o755)}
        self.log: list[Change] = []
        self._next = ROOT

    def take_in(self, folder: Path, into: int = ROOT) -> None:
        """What lies in a real folder, as having been there, on the disk, before anything began."""
        for path in sorted(folder.iterdir()):
            mode = path.stat().st_mode
            node = self._made(into, path.name, mode)
            if path.is_dir():
                self.take_in(path, node.number)
            else:
                node.data[:] = path.read_bytes()

    def _made(self, parent: int, name: str, mode: int) -> Node:
        folder = self.nodes[parent]
        if name in folder.names:
            raise Fault(errno.EEXIST)
        self._next += 1
        node = self.nodes[self._next] = Node(self._next, mode)
        folder.names[name] = node.number
        return node

    def _child(self, parent: int, name: str) -> Node:
        try:
            return self.nodes[self.nodes[parent].names[name]]
        except KeyError:
            raise Fault(errno.ENOENT) from None

    # each answers the bytes that the kernel is told

    def lookup(self, at: int, body: bytes) -> bytes:
        return _entry(self._child(at, _name(body)))

    def getattr(self, at: int, _body: bytes) -> bytes:
        return _told(self.nodes[at])

    def setattr(self, at: int, body: bytes) -> bytes:
        valid, _, _, size = struct.unpack_from("<IIQQ", body)
        node = self.nodes[at]
        if valid & 1:
            (mode,) = struct.unpack_from("<I", body, 68)
            node.mode = stat.S_IFMT(node.mode) | stat.S_IMODE(mode)
            self.log.append(("mode", at, node.mode))
        if valid & 8:
            _resize(node.data, size)
            self.log.append(("size", at, size))
        return _told(node)

    def mkdir(self, at: int, body: bytes) -> bytes:
        mode, _ = struct.unpack_from("<II", body)
        node = self._made(at, _name(body[8:]), stat.S_IFDIR | stat.S_IMODE(mode))
        self.log.append(("make", at, _name(body[8:]), node.number, node.mode))
        return _entry(node)

    def create(self, at: int, body: bytes) -> bytes:
        _, mode, _, _ = struct.unpack_from("<4I", body)
        node = self._made(at, _name(body[16:]), stat.S_IFREG | stat.S_IMODE(mode))
        self.log.append(("make", at, _name(body[16:]), node.number, node.mode))
        return _entry(node) + struct.pack("<QII", 0, 0, 0)

    def mknod(self, at: int, body: bytes) -> bytes:
        (mode,) = struct.unpack_from("<I", body)
        node = self._made(at, _name(body[16:]), stat.S_IFREG | stat.S_IMODE(mode))
        self.log.append(("make", at, _name(body[16:]), node.number, node.mode))
        return _entry(node)

    def link(self, at: int, body: bytes) -> bytes:
        (old,) = struct.unpack_from("<Q", body)
        name = _name(body[8:])
        if name in self.nodes[at].names:
            raise Fault(errno.EEXIST)
        self.nodes[at].names[name] = old
        self.nodes[old].links += 1
        self.log.append(("link", at, name, old))
        return _entry(self.nodes[old])

    def unlink(self, at: int, body: bytes) -> bytes:
        node = self._child(at, _name(body))
        if node.is_folder and node.names:
            raise Fault(errno.ENOTEMPTY)
        del self.nodes[at].names[_name(body)]
        node.links -= 1
        self.log.append(("unlink", at, _name(body)))
        return b""

    def rename(self, at: int, body: bytes, skip: int = 8) -> bytes:
        (to,) = struct.unpack_from("<Q", body)
        old, new = (each.decode() for each in body[skip:].split(b"\0")[:2])
        node, there = self._child(at, old), self.nodes[to].names.get(new)
        if there is not None and self.nodes[there].names:
            raise Fault(errno.ENOTEMPTY)
        del self.nodes[at].names[old]
        self.nodes[to].names[new] = node.number
        self.log.append(("rename", at, old, to, new, node.number))
        return b""

    def rename2(self, at: int, body: bytes) -> bytes:
        if struct.unpack_from("<I", body, 8)[0]:
            raise Fault(errno.EINVAL)
        return self.rename(at, body, 16)

    def open(self, _at: int, _body: bytes) -> bytes:
        return struct.pack("<QII", 0, 0, 0)

    def read(self, at: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        return bytes(self.nodes[at].data[offset : offset + size])

    def write(self, at: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        data, node = body[40 : 40 + size], self.nodes[at]
        put(node.data, offset, data)
        self.log.append(("write", at, offset, data))
        return struct.pack("<II", size, 0)

    def statfs(self, _at: int, _body: bytes) -> bytes:
        many = 1 << 24
        return struct.pack("<5Q10I", many, many, many, many, many, 4096, 255, 4096, *[0] * 7)

    def done(self, _at: int, _body: bytes) -> bytes:
        return b""

    def fsync(self, at: int, _body: bytes) -> bytes:
        self.log.append(("fsync", at))
        return b""

    def readdir(self, at: int, body: bytes) -> bytes:
        _, offset, size = struct.unpack_from("<QQI", body)
        out = b""
        listed = list(self.nodes[at].names.items())
        for place, (name, number) in enumerate(listed[offset:], offset + 1):
            raw, kind = name.encode(), self.nodes[number].mode >> 12
            one = struct.pack("<QQII", number, place, len(raw), kind) + raw
            one += b"\0" * (-len(one) % 8)
            if len(out) + len(one) > size:
                break
            out += one
        return out


_DO: dict[int, Callable[[Recorded, int, bytes], bytes]] = {
    1: Recorded.lookup, 3: Recorded.getattr, 4: Recorded.setattr, 8: Recorded.mknod,
    9: Recorded.mkdir, 10: Recorded.unlink, 11: Recorded.unlink, 12: Recorded.rename,
    13: Recorded.link, 14: Recorded.open, 15: Recorded.read, 16: Recorded.write,
    17: Recorded.statfs, 18: Recorded.done, 20: Recorded.fsync, 25: Recorded.done,
    27: Recorded.open, 28: Recorded.readdir, 29: Recorded.done, 30: Recorded.fsync,
    35: Recorded.create, 45: Recorded.rename2,
}  # fmt: skip
_INIT, _NO_ANSWER, _DESTROY = 26, (2, 36, 42), 38


def put(data: bytearray, offset: int, new: bytes) -> None:
    if len(data) < offset:
        data.extend(b"\0" * (offset - len(data)))
    data[offset : offset + len(new)] = new


def _resize(data: bytearray, size: int) -> None:
    del data[size:]
    data.extend(b"\0" * (size - len(data)))


def _name(body: bytes) -> str:
    return body.partition(b"\0")[0].decode()


def _attributes(node: Node) -> bytes:
    size = len(node.data)
    return _ATTR.pack(
        node.number, size, (size + 511) // 512, 0, 0, 0, 0, 0, 0, node.mode,
        max(node.links, 1), os.getuid(), os.getgid(), 0, 4096, 0,
    )  # fmt: skip


def _entry(node: Node) -> bytes:
    return struct.pack("<4QII", node.number, 0, _FOREVER, _FOREVER, 0, 0) + _attributes(node)


def _told(node: Node) -> bytes:
    return struct.pack("<QII", _FOREVER, 0, 0) + _attributes(node)


@contextmanager
def mounted(tree: Recorded, place: Path) -> Iterator[None]:
    """OSError where this system does not let us."""
    handle = os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(None, use_errno=True)
    how = f"fd={handle},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other"
    if libc.mount(b"mingcha", os.fsencode(place), b"fuse", _NOSUID_NODEV, how.encode()):
        os.close(handle)
        raise OSError(ctypes.get_errno(), "mount")
    serving = threading.Thread(target=_serve, args=(tree, handle), daemon=True)
    serving.start()
    try:
        yield
    finally:
        libc.umount2(os.fsencode(place), _DETACH)
        serving.join(5)
        os.close(handle)


def _serve(tree: Recorded, handle: int) -> None:
    with contextlib.suppress(OSError):  # it was unmounted
        while True:
            asked = os.read(handle, _MOST + 4096)
            _, code, unique, at, *_ = _IN.unpack_from(asked)
            if code in _NO_ANSWER:
                continue
            wrong, body = 0, b""
            try:
                body = _answer(tree, code, at, asked[_IN.size :])
            except Fault as fault:
                wrong = int(fault.args[0])
            os.write(handle, _OUT.pack(_OUT.size + len(body), -wrong, unique) + body)
            if code == _DESTROY:
                return


def _answer(tree: Recorded, code: int, at: int, body: bytes) -> bytes:
    if code == _INIT:
        return struct.pack("<4IHHIIHHI7I", 7, 31, 0, _BIG_WRITES, 16, 12, 128 << 10, 1, 32, 0, 0,
                           *[0] * 7)  # fmt: skip
    if code == _DESTROY:
        return b""
    do = _DO.get(code)
    if do is None:
        raise Fault(errno.ENOSYS)
    if at not in tree.nodes:
        raise Fault(errno.ESTALE)
    return do(tree, at, body)
