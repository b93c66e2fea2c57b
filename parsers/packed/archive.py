"""压缩包（zip、rar、7z）

读取：包内每个文件，逐个按其格式读取；文件名按 UTF-8 或者 GBK 还原。rar 和 7z 需要本机装有 bsdtar、7-Zip 或者 unar。
看不见：有密码的文件（会逐个点名）；分卷压缩包缺少的部分。文件个数、解压后大小、压缩比、用时和层数都有上限。
"""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipInfo

from parsers import effort
from parsers.document import Document, fingerprint, refused
from parsers.effort import Of
from parsers.formats import archive_media
from parsers.limits import MAX_BYTES
from parsers.members import opened as members_opened
from parsers.packed.unpack import unpack
from parsers.packed.zipped import Zipped, is_zip, open_zip
from parsers.parser import OpenPart, Unreadable

_EMPTY = "压缩包内没有文件"
# files beside the letters that systems put into archives
_CLUTTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    if is_zip(data):
        parts, warnings = _members(open_zip(data), open_part)
        return Document(name, fingerprint(data), "zip", (), parts, warnings)
    media = archive_media(data) or "rar"
    try:
        unpacked = unpack(data)
    except Unreadable as fault:
        return refused(data, name, media, fault.code, fault.message)
    wanted = [member for member in unpacked.members if not _is_clutter(member.name)]
    if not wanted and not unpacked.warnings:
        return refused(data, name, media, "empty", _EMPTY)
    parts = members_opened(((_shown(member.name), member.data) for member in wanted), open_part)
    return Document(name, fingerprint(data), media, (), parts, unpacked.warnings)


def _is_clutter(name: str) -> bool:
    return any(mark in name for mark in _CLUTTER)


def _members(package: Zipped, open_part: OpenPart) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    members = [info for info in package.archive.infolist() if not info.is_dir()]
    wanted = [info for info in members if not _is_clutter(info.filename)]
    if not wanted:
        raise Unreadable("empty", _EMPTY)
    warnings: list[str] = []
    parts = members_opened(_extracted(package, wanted, warnings), open_part)
    return parts, tuple(warnings)


def _extracted(
    package: Zipped, wanted: list[ZipInfo], warnings: list[str]
) -> Iterator[tuple[str, bytes]]:
    """One at a time: what lies behind a limit is never unpacked."""
    for info in wanted:
        try:
            content = package.extract(info)
        except Unreadable as fault:
            effort.go_on()
            fits = effort.left(Of.BYTES) >= info.file_size or info.file_size > MAX_BYTES
            if not fits and not package.swells(info):  # the others fit no better
                raise
            warnings.append(fault.message)
            continue
        yield _shown(info.filename), content


def _shown(name: str) -> str:
    """A member's name without what would lead a path astray: roots, drives, steps upward."""
    pieces = name.replace("\\", "/").split("/")
    kept = [piece for piece in pieces if piece not in ("", ".", "..") and not piece.endswith(":")]
    return "/".join(kept) or "附件"
