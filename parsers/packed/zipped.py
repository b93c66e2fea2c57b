"""Opens a zip under limits: what .docx, .ofd and archives have in common.

In: bytes. Out: `Zipped`, whose `get` gives one member's bytes or None. Names in the code page of a
Chinese Windows are read as such.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from parsers import effort
from parsers.effort import Of
from parsers.limits import MAX_BYTES, MAX_ENTRIES, MAX_RATIO
from parsers.parser import Unreadable

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENTRY = b"PK\x01\x02"  # begins a line of the list of members
_RATIO_MATTERS_FROM = 10 * 1024 * 1024  # a small file of blanks packs well and harms nobody


@dataclass(frozen=True, slots=True)
class Zipped:
    """A zip file's members by name."""

    archive: zipfile.ZipFile
    mended: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Of the packed file."""
        stream = self.archive.fp
        return stream.seek(0, io.SEEK_END) if stream else 0

    @property
    def names(self) -> list[str]:
        return [info.filename for info in self.archive.infolist() if not info.is_dir()]

    def get(self, name: str, limit: int = MAX_BYTES) -> bytes | None:
        """A member's bytes; None where there is none. Raises `Unreadable` past a limit."""
        try:
            info = self.archive.getinfo(name)
        except KeyError:
            return None
        return self.extract(info, limit)

    def swells(self, info: zipfile.ZipInfo) -> bool:
        """Whether it would become so much more than it is packed that it must be a bomb."""
        ratio = info.file_size / max(info.compress_size, 1)
        return info.file_size > _RATIO_MATTERS_FROM and ratio > MAX_RATIO

    def extract(self, info: zipfile.ZipInfo, limit: int = MAX_BYTES) -> bytes:
        """A member's bytes. The sizes in a zip's directory may lie, so reading counts for itself."""
        if info.flag_bits & 0x1:
            raise Unreadable("encrypted", f"压缩包内的“{info.filename}”设有密码，无法打开")
        if info.file_size > limit:
            raise Unreadable("too_large", f"“{info.filename}”解压后过大，未打开")
        if self.swells(info):
            raise Unreadable("too_large", f"“{info.filename}”的压缩比异常，未打开")
        effort.go_on()
        effort.take(Of.BYTES, info.file_size)
        try:
            with self.archive.open(info) as member:
                data = member.read(min(limit, info.file_size + effort.left(Of.BYTES)) + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as fault:
            raise Unreadable("damaged", f"“{info.filename}”已损坏，无法解压") from fault
        effort.take(Of.BYTES, max(0, len(data) - info.file_size))
        if len(data) > limit:
            raise Unreadable("too_large", f"“{info.filename}”解压后过大，未打开")
        return data


def is_zip(data: bytes) -> bool:
    return data.startswith(_MAGIC)


def names_in(data: bytes) -> frozenset[str]:
    """The member names of a zip; none where it cannot be opened or is no zip."""
    if not is_zip(data):
        return frozenset()
    try:
        return frozenset(open_zip(data).names)
    except Unreadable:
        return frozenset()


def open_zip(data: bytes) -> Zipped:
    """Names without the UTF-8 mark are read as GBK, what a Chinese Windows writes."""
    if data.count(_ENTRY) > MAX_ENTRIES:  # the list alone would take minutes
        raise Unreadable("too_large", f"压缩包内的文件多于{MAX_ENTRIES}个，未打开")
    for encoding in ("gb18030", None):
        try:
            return Zipped(zipfile.ZipFile(io.BytesIO(data), metadata_encoding=encoding))
        except UnicodeDecodeError:
            continue
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
            raise Unreadable("damaged", "文件已损坏或者不完整，无法打开") from fault
    # marked as UTF-8 and no UTF-8: nobody can say what the members are called
    raise Unreadable("damaged", "压缩包内的文件名已损坏，无法打开")
