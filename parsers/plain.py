"""纯文本和网页（txt、html）

读取：文字按原有次序逐行给出；编码依次按字节序标记、严格 UTF-8、自报编码、GB18030 判断。
看不见：网页引用的站外图片，脚本生成的文字；过长的文字只读开头，其余按未读页面记。没有版面，因此没有坐标。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from parsers.charset import decode
from parsers.document import Document, Line, Page, TextFrom, fingerprint
from parsers.hypertext import charset_in, looks_like_html, read_html
from parsers.limits import MAX_CHARACTERS, MAX_LINES
from parsers.parser import OpenPart

BROKEN_TEXT = "部分字符无法按任何已知编码还原，已用“\ufffd”代替"
OUTER_PICTURES = "网页引用了站外图片，未读取；其中若有印章，无法看见"


# a picture that lies in the page itself: longer than all its words
_DATA = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=%\r\n]+", re.IGNORECASE)


def read(data: bytes, name: str, _open_part: OpenPart, /) -> Document:
    if looks_like_html(data):
        return _read_html(data, name)
    text, whole = decode(data)
    rows = (row for raw in text[:MAX_CHARACTERS].splitlines() if (row := raw.strip()))
    said = () if whole else (BROKEN_TEXT,)
    return _document(data, name, "txt", rows, said, cut=len(text) > MAX_CHARACTERS)


def _read_html(data: bytes, name: str) -> Document:
    text, whole = decode(data, charset_in(data))
    text = _DATA.sub("data:", text)
    seen = read_html(text[:MAX_CHARACTERS])
    said = (() if whole else (BROKEN_TEXT,)) + ((OUTER_PICTURES,) if seen.outer_pictures else ())
    rows = (row.text for row in seen.rows)
    searched = not seen.outer_pictures
    cut = len(text) > MAX_CHARACTERS
    return _document(data, name, "html", rows, said, cut=cut, seals_searched=searched)


def _document(
    data: bytes,
    name: str,
    media: str,
    rows: Iterator[str],
    said: tuple[str, ...],
    *,
    cut: bool,
    seals_searched: bool = True,
) -> Document:
    """One page; where there is more than is read, a second one that was not read."""
    lines = tuple(Line(row) for row in islice(rows, MAX_LINES))
    pages = [Page(1, None, None, TextFrom.DIGITAL, lines, seals_searched=seals_searched)]
    if cut or next(rows, None) is not None:
        pages.append(Page(2, None, None, TextFrom.NONE, seals_searched=False))
        said += (f"文字过多，只读取了前{len(lines)}行，其余未读取，请看原件",)
    return Document(name, fingerprint(data), media, tuple(pages), warnings=said)
