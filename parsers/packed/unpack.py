"""rar and 7z -> their members, through whichever program for them is installed.

In: an archive's bytes. Out: `Unpacked`. bsdtar turns any archive into a tar on its standard output,
so nothing of it ever touches the disk; 7-Zip and The Unarchiver write into a folder of their own
that is gone afterwards. Raises `Unreadable`: no program, a password, too large, damaged.
"""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from parsers import cage, effort, programs
from parsers import lazy_re as re
from parsers.charset import decode
from parsers.document import ANYTHING, Unread
from parsers.effort import Of
from parsers.limits import FREE_TOTAL_BYTES, MAX_BYTES, MAX_PARTS, MAX_RATIO
from parsers.packed import rar
from parsers.parser import Unreadable

INSTALL = (
    "解开 rar、7z 压缩包需要 bsdtar、7-Zip 或者 unar，本机没有找到；请安装其中之一"
    "（Debian/Ubuntu：apt install libarchive-tools；macOS 自带；Windows：安装 7-Zip），或者先解压再导入"
)
_LOCKED = re.compile(r"passphrase|password|encrypt", re.IGNORECASE)
_PASSWORD = "压缩包设有密码，无法解开；请向来件单位索取密码"
LINK = "压缩包内的“{name}”只是指向别处的链接，没有内容"
_BROKEN = "压缩包已损坏或者设有密码，无法解开"


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unpacked:
    """`unread` are members that did not come out, and that some may not have."""

    members: tuple[Member, ...]
    unread: tuple[Unread, ...] = ()


_Way = Callable[[str, bytes, int], Unpacked]


def unpack(data: bytes) -> Unpacked:
    """Tries each program that is here; one may know a method that another does not."""
    ways = _ways()
    if not ways:
        raise Unreadable("tool_missing", INSTALL)
    listed = rar.entries(data)
    locked = {entry.name for entry in listed or () if entry.locked}
    if listed is None or (listed and len(locked) == len(listed)):
        names = "、".join(f"“{name}”" for name in sorted(locked)[:5])
        raise Unreadable("encrypted", f"{_PASSWORD}（{names}）" if names else _PASSWORD)
    found = _without(locked, _unpacked(ways, data))
    effort.take(Of.BYTES, sum(len(member.data) for member in found.members))
    return found


def most_out_of(packed: int) -> int:
    """How many bytes may come out of an archive of that size."""
    return min(effort.left(Of.BYTES), max(FREE_TOTAL_BYTES, packed * MAX_RATIO))


def _without(locked: set[str], unpacked: Unpacked) -> Unpacked:
    """What has a password comes out as noise; it is named instead."""
    members = tuple(member for member in unpacked.members if member.name not in locked)
    lost = (_lost("encrypted", f"压缩包内的“{name}”设有密码，无法打开") for name in sorted(locked))
    return Unpacked(members, (*unpacked.unread, *lost))


def _lost(code: str, what: str) -> Unread:
    return Unread(code, ANYTHING, what)


def _unpacked(ways: list[tuple[str, _Way]], data: bytes) -> Unpacked:
    most = most_out_of(len(data))
    best: Unpacked | None = None
    refusal: Unreadable | None = None
    for program, way in ways:
        try:
            found = way(program, data, most)
        except Unreadable as fault:
            if fault.code in ("too_large", "encrypted"):  # another would not get further
                raise
            refusal = fault
            continue
        if found.members and not found.unread:
            return found
        if best is None or len(found.members) > len(best.members):
            best = found
    if best is None or (refusal and not best.members):
        raise refusal or Unreadable("damaged", _BROKEN)
    return best


def _ways() -> list[tuple[str, _Way]]:
    found: list[tuple[str, _Way]] = []
    # 7-Zip says most about what is wrong with an archive, so it is asked first
    if seven := programs.seven_zip():
        found.append((seven, _by_seven))
    if tar := programs.bsdtar():
        found.append((tar, _by_tar))
    if unarchiver := programs.unar():
        found.append((unarchiver, _by_unarchiver))
    return found


def _by_tar(program: str, data: bytes, most: int) -> Unpacked:
    ran = cage.run([program, "-cf", "-", "--format", "pax", "@-"], data, most=most)
    members: list[Member] = []
    unread: list[Unread] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(ran.output), errors="surrogateescape") as archive:
            for info in archive:
                if not info.isreg() and not info.isdir():
                    unread.append(_lost("link", LINK.format(name=info.name)))
                content = archive.extractfile(info) if info.isreg() else None
                if content is not None:
                    _add(members, unread, info.name, content.read())
    except tarfile.TarError:  # it ended early: what came is kept, and that there is more is said
        ran = cage.Ran(ran.status or 1, b"", ran.complaints)
    return _judged(members, unread, ran.status or int(rar.is_cut(data)), ran.complaints)


def _judged(members: list[Member], unread: list[Unread], status: int, told: str) -> Unpacked:
    if status and not members:
        locked = bool(_LOCKED.search(told))
        raise Unreadable(*(("encrypted", _PASSWORD) if locked else ("damaged", _BROKEN)))
    if status:
        what = "压缩包有损坏或者部分文件设有密码，可能有文件没有解出"
        unread.append(_lost("damaged", what))
    return Unpacked(tuple(members), tuple(dict.fromkeys(unread)))


def _add(members: list[Member], unread: list[Unread], name: str, data: bytes) -> None:
    # a name is shown, never used as a path; names that are no UTF-8 are a Chinese Windows' own
    shown = decode(name.encode("utf-8", "surrogateescape"))[0].replace("\\", "/")
    if len(members) >= MAX_PARTS:
        unread.append(_lost("too_large", f"压缩包内的文件多于{MAX_PARTS}个，其余未读取"))
    elif len(data) > MAX_BYTES:
        unread.append(_lost("too_large", f"“{shown}”解压后过大，未打开"))
    else:
        members.append(Member(shown, data))


def _by_seven(program: str, data: bytes, most: int) -> Unpacked:
    # an empty password keeps it from asking for one
    return _into_folder([program, "x", "-y", "-p", "-bd", "-o{out}", "{archive}"], data, most)


def _by_unarchiver(program: str, data: bytes, most: int) -> Unpacked:
    command = [program, "-quiet", "-no-directory", "-force-rename", "-password", ""]
    return _into_folder([*command, "-output-directory", "{out}", "{archive}"], data, most)


def _into_folder(command: list[str], data: bytes, most: int) -> Unpacked:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        archive, out = Path(place, "archive"), Path(place, "out")
        archive.write_bytes(data)
        out.mkdir()
        ready = [word.format(out=out, archive=archive) for word in command]
        ran = cage.run(ready, folder=Path(place), watched=(out, most))
        members: list[Member] = []
        unread: list[Unread] = []
        for path in sorted(out.rglob("*")):
            if path.is_symlink():  # it may point anywhere
                unread.append(_lost("link", LINK.format(name=path.name)))
            elif path.is_file():
                _add(members, unread, path.relative_to(out).as_posix(), path.read_bytes())
    if ran.status:  # it makes the file before it finds that it cannot fill it
        members = [member for member in members if member.data]
    locked = _LOCKED.search(ran.complaints + ran.output.decode("utf-8", "replace"))
    if locked and not members:
        raise Unreadable("encrypted", _PASSWORD)
    return _judged(members, unread, ran.status, ran.complaints)
