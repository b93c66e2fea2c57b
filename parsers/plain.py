"""纯文本和网页（txt、html）

读取：文字按原有次序逐行给出（含网页的输入框、预设格式的文字），网页中内嵌的图片、文字中 uuencode 的文件作为附件；编码依次按字节序标记、严格 UTF-8、自报编码、GB18030 判断。
看不见：网页引用的站外图片、内嵌网页，脚本生成的文字（凡可能有的都会列出）；过长的文字只读开头，其余按未读页面记。没有版面，因此没有坐标。
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from parsers import lazy_re as re
from parsers import members
from parsers.charset import decode
from parsers.document import (
    ANYTHING,
    SEAL,
    TEXT,
    Document,
    Line,
    Page,
    Seal,
    TextFrom,
    Unread,
    fingerprint,
)
from parsers.hypertext import Row, charset_in, looks_like_html, read_html, with_beginnings
from parsers.limits import MAX_CHARACTERS, MAX_LINES
from parsers.parser import OpenPart
from parsers.uuencoded import taken_out
from parsers.web import outer

BROKEN_TEXT = "部分字符无法按任何已知编码还原，已用“\ufffd”代替"
_INDENTED = re.compile(r"(?:\u3000{2}|[ \u00a0]{4}|[ \u00a0]{0,3}\t)")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen of a file before it is laid out."""

    media: str
    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    inside: tuple[tuple[str, bytes], ...] = ()  # files that stand in the text
    shown: int = 0  # so many of them, the first ones, are pictures of the page
    cut: bool = False


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    seen = _page(data) if looks_like_html(data) else _text(data)
    parts = members.opened(seen.inside, open_part)
    return _document(data, name, seen, parts)


def _text(data: bytes) -> _Seen:
    text, whole = decode(data)
    lines, files = taken_out(text[:MAX_CHARACTERS].splitlines())
    unread = _broken(whole)
    unread += [
        Unread("attachment", ANYTHING, f"文中的文件“{one.name}”编码不完整，内容可能残缺")
        for one in files
        if not one.whole
    ]
    inside = tuple((one.name or "附件", one.data) for one in files)
    return _Seen("txt", rows_of(lines), tuple(unread), inside, cut=len(text) > MAX_CHARACTERS)


def rows_of(lines: Iterable[str]) -> tuple[Row, ...]:
    """The lines of a text that say something, as many as are read and one more, and where
    paragraphs begin."""
    rows: list[Row] = []
    apart = False
    for line in lines:
        if text := line.strip():
            rows.append(Row(text, begins=apart or _INDENTED.match(line) is not None))
            if len(rows) > MAX_LINES:
                break
        apart = not text
    return with_beginnings(rows)


def _page(data: bytes) -> _Seen:
    text, whole = decode(data, charset_in(data))
    bare, held = outer.set_aside(text)
    seen = read_html(bare[:MAX_CHARACTERS], runs_scripts=True, held=held)
    unread = (*_broken(whole), *seen.unread, *outer.unread(seen.references))
    pictures = tuple(dict.fromkeys((one.name, one.data) for one in seen.pictures))
    return _Seen("html", seen.rows, unread, pictures, len(pictures), cut=len(bare) > MAX_CHARACTERS)


def _broken(whole: bool) -> list[Unread]:
    return [] if whole else [Unread("characters", (TEXT,), BROKEN_TEXT, 1)]


def _document(data: bytes, name: str, seen: _Seen, parts: Sequence[Document]) -> Document:
    """One page; where there is more than is read, a second one that was not read."""
    lines = tuple(Line(row.text, begins=row.begins) for row in islice(seen.rows, MAX_LINES))
    unread = list(seen.unread)
    searched = not any(SEAL in one.touches and one.page for one in unread)
    seals = tuple(_seals(parts[: seen.shown]))
    pages = [Page(1, None, None, TextFrom.DIGITAL, lines, seals, searched)]
    if seen.cut or len(seen.rows) > MAX_LINES:
        pages.append(Page(2, None, None, TextFrom.NONE, seals_searched=False))
        said = f"文字过多，只读取了前{len(lines)}行，其余未读取，请看原件"
        unread.append(Unread("rest", ANYTHING, said, 2))
    return Document(
        name,
        fingerprint(data),
        seen.media,
        tuple(pages),
        tuple(parts),
        unread=tuple(dict.fromkeys(unread)),
    )


def _seals(shown: Iterable[Document]) -> Iterable[Seal]:
    """A picture in the page bears the page's seal; where it stands, nobody knows."""
    for part in shown:
        for page in part.pages:
            yield from (replace(seal, bbox=None) for seal in page.seals)
