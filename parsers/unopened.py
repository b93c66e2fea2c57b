"""认得出、但目前不读取的格式

留存原件并说明如何处理：旧版 PowerPoint、设有打开密码的 Office 文件、网页和 Word 以外的 XML 等。凡在此列者，内容一概看不见。
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.document import Document, refused
from parsers.formats import other_office
from parsers.parser import OpenPart


@dataclass(frozen=True, slots=True)
class _Why:
    code: str
    message: str


_UNKNOWN = _Why("unknown_format", "这种 Office 文件暂不能读取，已留存原件")
_WHY = {
    "slides": _Why(
        "unknown_format", "旧版 PowerPoint 文稿（ppt）不读取，已留存原件，请另存为 pptx 或者 pdf"
    ),
    "xml": _Why("unknown_format", "这种 XML 文件暂不能读取，已留存原件"),
    "locked": _Why("encrypted", "Office 文件设有打开密码，无法读取；请向来件单位索取密码"),
}


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    why = _WHY.get(other_office(data) or "", _UNKNOWN)
    return refused(data, name, "unknown", why.code, why.message)
