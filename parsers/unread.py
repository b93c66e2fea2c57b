"""认得出、但目前不读取的格式

留存原件并说明如何处理：Excel、PowerPoint、设有打开密码的 Office 文件等。凡在此列者，内容一概看不见。
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers import compound
from parsers.document import Document, refused
from parsers.parser import OpenPart
from parsers.zipped import names_in

NAME = "暂不读取的格式"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class _Kind:
    media: str
    code: str
    message: str


_SHEET = _Kind("unknown", "unknown_format", "Excel 表格不作为答复文书读取，已留存原件")
_SLIDES = _Kind("unknown", "unknown_format", "PowerPoint 文稿不作为答复文书读取，已留存原件")
_OFFICE = _Kind("unknown", "unknown_format", "这种 Office 文件暂不能读取，已留存原件")
_LOCKED = _Kind("unknown", "encrypted", "Office 文件设有打开密码，无法读取；请向来件单位索取密码")

MEDIA = ("unknown",)


def claims(data: bytes, /) -> bool:
    return _kind(data) is not None


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    kind = _kind(data) or _OFFICE
    return refused(data, name, kind.media, kind.code, kind.message)


def _kind(data: bytes) -> _Kind | None:
    if data.startswith(compound.MAGIC):
        return _compound(data)
    names = names_in(data)
    if "META-INF/manifest.xml" in names and not names & {"[Content_Types].xml", "OFD.xml"}:
        return None if data[30:].startswith(_ODT) else _OFFICE
    if "[Content_Types].xml" in names and not any(name.startswith("word/") for name in names):
        if any(name.startswith("xl/") for name in names):
            return _SHEET
        return _SLIDES if any(name.startswith("ppt/") for name in names) else _OFFICE
    return None


def _compound(data: bytes) -> _Kind | None:
    """What is in the old Office container; Word files and mails are read elsewhere."""
    names = compound.names_in(data)
    if names & {compound.WORD, compound.MESSAGE}:
        return None
    if compound.LOCKED in names:
        return _LOCKED
    if names & set(compound.SHEETS):
        return _SHEET
    return _SLIDES if compound.SLIDES in names else _OFFICE
