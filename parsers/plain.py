"""纯文本和网页（txt、html）

读取：文字按原有次序逐行给出；编码依次按字节序标记、严格 UTF-8、自报编码、GB18030 判断。
看不见：网页引用的站外图片，脚本生成的文字。没有版面，因此没有坐标。
"""

from __future__ import annotations

from parsers.charset import decode
from parsers.document import Document, Line, Page, TextFrom, fingerprint
from parsers.hypertext import charset_in, looks_like_html, read_html
from parsers.parser import OpenPart

BROKEN_TEXT = "部分字符无法按任何已知编码还原，已用“\ufffd”代替"
OUTER_PICTURES = "网页引用了站外图片，未读取；其中若有印章，无法看见"


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    if looks_like_html(data):
        return _read_html(data, name)
    text, whole = decode(data)
    lines = tuple(Line(row) for raw in text.splitlines() if (row := raw.strip()))
    page = Page(1, None, None, TextFrom.DIGITAL, lines)
    return Document(
        name, fingerprint(data), "txt", (page,), warnings=() if whole else (BROKEN_TEXT,)
    )


def _read_html(data: bytes, name: str) -> Document:
    text, whole = decode(data, charset_in(data))
    seen = read_html(text)
    lines = tuple(Line(row.text) for row in seen.rows)
    page = Page(1, None, None, TextFrom.DIGITAL, lines, seals_searched=not seen.outer_pictures)
    warnings = (() if whole else (BROKEN_TEXT,)) + (
        (OUTER_PICTURES,) if seen.outer_pictures else ()
    )
    return Document(name, fingerprint(data), "html", (page,), warnings=warnings)
