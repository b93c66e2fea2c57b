"""压缩包（zip、rar、7z）

读取：包内每个文件，逐个按其格式读取；文件名按 UTF-8 或者 GBK 还原。rar 和 7z 需要本机装有 bsdtar、7-Zip 或者 unar。
看不见：有密码的文件（会逐个点名）；分卷压缩包缺少的部分。文件个数、解压后大小、压缩比、用时和层数都有上限。
"""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipInfo

from parsers import effort
from parsers.document import ANYTHING, Document, Unread, fingerprint, refused
from parsers.effort import Of
from parsers.formats import archive_media
from parsers.limits import MAX_BYTES
from parsers.members import opened as members_opened
from parsers.packed.unpack import LINK, unpack
from parsers.packed.zipped import Zipped, is_zip, open_zip
from parsers.parser import OpenPart, Unreadable

_EMPTY = "压缩包内没有文件"
# files beside the letters that systems and programs put into archives: by their whole name, for a
# letter's may well begin like one
_CLUTTER = frozenset((".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini"))
_CLUTTER_FOLDERS = frozenset(("__macosx", ".trashes", ".spotlight-v100", ".fseventsd"))
_SIDE_FILES = ("._", "~$")  # what a Mac and Word lay beside a file
_SIDE_FILE_BYTES = 64 * 1024
_A_LINK = 0o120000
_KIND_OF_FILE = 0o170000


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    if is_zip(data):
        parts, unread = _members(open_zip(data), open_part)
        return Document(name, fingerprint(data), "zip", (), parts, unread=unread)
    media = archive_media(data) or "rar"
    try:
        unpacked = unpack(data)
    except Unreadable as fault:
        return refused(data, name, media, fault.code, fault.message)
    wanted = [one for one in unpacked.members if not _is_clutter(one.name, len(one.data))]
    if not wanted and not unpacked.unread:
        return refused(data, name, media, "empty", _EMPTY)
    parts = members_opened(((_shown(member.name), member.data) for member in wanted), open_part)
    return Document(name, fingerprint(data), media, (), parts, unread=unpacked.unread)


def _is_clutter(name: str, size: int) -> bool:
    *folders, last = name.replace("\\", "/").lower().split("/")
    if last in _CLUTTER or _CLUTTER_FOLDERS & set(folders):
        return True
    return last.startswith(_SIDE_FILES) and size < _SIDE_FILE_BYTES


def _members(
    package: Zipped, open_part: OpenPart
) -> tuple[tuple[Document, ...], tuple[Unread, ...]]:
    members = [info for info in package.archive.infolist() if not info.is_dir()]
    wanted = [info for info in members if not _is_clutter(info.filename, info.file_size)]
    if not wanted:
        raise Unreadable("empty", _EMPTY)
    unread: list[Unread] = []
    parts = members_opened(_extracted(package, wanted, unread), open_part)
    return parts, tuple(unread)


def _extracted(
    package: Zipped, wanted: list[ZipInfo], unread: list[Unread]
) -> Iterator[tuple[str, bytes]]:
    """One at a time: what lies behind a limit is never unpacked."""
    for info in wanted:
        if info.external_attr >> 16 & _KIND_OF_FILE == _A_LINK:
            what = LINK.format(name=_shown(info.filename))
            unread.append(Unread("link", ANYTHING, what))
            continue
        try:
            content = package.extract(info)
        except Unreadable as fault:
            effort.go_on()
            fits = effort.left(Of.BYTES) >= info.file_size or info.file_size > MAX_BYTES
            if not fits and not package.swells(info):  # the others fit no better
                raise
            unread.append(Unread(fault.code, ANYTHING, fault.message))
            continue
        yield _shown(info.filename), content


def _shown(name: str) -> str:
    """A member's name without what would lead a path astray: roots, drives, steps upward."""
    pieces = name.replace("\\", "/").split("/")
    kept = [piece for piece in pieces if piece not in ("", ".", "..") and not piece.endswith(":")]
    return "/".join(kept) or "附件"
