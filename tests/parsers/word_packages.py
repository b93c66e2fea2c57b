"""Word packages for tests: whole ones, and such with parts slipped in by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

import docx
from docx.document import Document as Letter
from docx.oxml import parse_xml
from docx.shared import Cm
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from parsers import read
from parsers.document import Document

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MICROSOFT = "http://schemas.microsoft.com/office/2011/relationships/"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wpi": "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "x": "urn:nobody:knows",
    }.items()
)
HEAD, FOOT = "政府信息公开申请答复书", "演江自治区演练局"

Part = tuple[str, str, str | bytes | None]  # relationship's type, member, content; None: outside


def saved(letter: Letter) -> bytes:
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def packed(
    inner: str = "", parts: Iterable[Part] = (), loose: dict[str, bytes] | None = None
) -> bytes:
    """A letter of two lines, between them paragraphs of raw XML; `parts` are rel0, rel1 ... of its
    text, and nothing refers to what is loose."""
    letter = docx.Document()
    letter.add_paragraph(HEAD)
    letter.add_paragraph(FOOT)
    for block in reversed(parse_xml(f"<w:body {NAMESPACES}>{inner}</w:body>")):
        letter.paragraphs[0]._p.addnext(block)
    lines, members = "", dict(loose or {})
    for number, (kind, target, content) in enumerate(parts):
        mode = ' TargetMode="External"' if content is None else ""
        where = target if content is None else f"/{target}"
        lines += f'<Relationship Id="rel{number}" Type="{kind}" Target="{where}"{mode}/>'
        if content is not None:
            members[target] = content.encode() if isinstance(content, str) else content
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(letter))) as before, zipfile.ZipFile(out, "w") as after:
        for info in before.infolist():
            data = before.read(info)
            if info.filename == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", f"{lines}</Relationships>".encode())
            after.writestr(info, data)
        for name, data in members.items():
            after.writestr(name, data)
    return out.getvalue()


def with_parts(inner: str = "", parts: Iterable[Part] = (), **more: dict[str, bytes]) -> Document:
    return read(packed(inner, parts, **more), "答复书.docx")


def repacked(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def paragraph(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def words(document: Document) -> list[str]:
    return [line.text for line in document.pages[0].lines]


def missed(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.touches) for one in document.unread]


def field(code: str, result: str | None = None, form: str = "") -> str:
    shown = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{code}</w:instrText></w:r>{shown if result is not None else ''}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def picture_of(*lines: str, size: tuple[int, int], height: int = 40) -> bytes:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        font = ImageFont.truetype(str(serif_path()), height)
        pen.text((20, 15 + number * height * 1.5), line, font=font, fill=(20, 20, 20))
    out = io.BytesIO()
    picture.save(out, "png")
    return out.getvalue()


def with_picture(data: bytes, width: float) -> Document:
    letter = docx.Document()
    letter.add_picture(io.BytesIO(data), width=Cm(width))
    letter.add_paragraph("本机关收到你的申请，经检索，该信息不存在。" * 3)
    return read(saved(letter), "答复书.docx")
