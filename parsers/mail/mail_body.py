"""A mail's displayed text -> a page, its quotations apart: what eml, msg and winmail.dat share.

In: bodies (decoded texts with what they show), the mail's headers, its attachments as read. Out:
`Document`, with an account of all that the bodies show.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import unquote

from parsers import lazy_re as re
from parsers import members
from parsers.charset import decode
from parsers.document import (
    ANYTHING,
    SEAL,
    TEXT,
    Document,
    Headers,
    Line,
    Page,
    Seal,
    TextFrom,
    Unread,
    fingerprint,
)
from parsers.hypertext import Row, charset_in, looks_like_html, read_html
from parsers.limits import MAX_LINES
from parsers.mail import twice_coded
from parsers.mail.quoted import Divided, divide, is_passed_on
from parsers.parser import OpenPart
from parsers.plain import rows_of
from parsers.uuencoded import taken_out
from parsers.web import outer
from parsers.web.outer import Picture, Reference

_Part = TypeVar("_Part")

QUOTED_NAME = "引用的原邮件"  # for those who must not take our words for the agency's
PASSED_ON_NAME = "转发的邮件内容"
BESIDE_NAME = "正文的另一种形式.txt"
# other ways of putting a file or a secret into a text
_PACKED = re.compile(
    r"-----BEGIN (?:PGP MESSAGE|PKCS7|CMS)-----|=ybegin .{0,20}line=|\(This file must be converted with BinHex"
)
_BROKEN = "正文部分字符无法按任何已知编码还原，已用“\ufffd”代替"
_MANGLED = "正文在发送途中经过错误的转码，部分文字已无法还原"


@dataclass(frozen=True, slots=True)
class Body:
    """One displayed text of a mail, and what it shows beside words."""

    rows: tuple[Row, ...]
    references: tuple[Reference, ...] = ()
    pictures: tuple[Picture, ...] = ()
    attached: tuple[tuple[str, bytes], ...] = ()  # files that stand in the text itself
    unread: tuple[Unread, ...] = ()

    @property
    def length(self) -> int:
        return sum(len(row.text) for row in self.rows)


def plain(text: str, whole: bool = True) -> Body:
    text = twice_coded.text_of(text)
    lines, files = taken_out(text.splitlines())
    unread = _of_characters(text, whole)
    unread += [
        Unread("attachment", ANYTHING, f"正文中的文件“{one.name}”编码不完整，内容可能残缺")
        for one in files
        if not one.whole
    ]
    if any(_PACKED.match(line) for line in lines):
        unread.append(
            Unread("coded", ANYTHING, "正文中有加密的或者以不认识的方式编码的内容，未读取", 1)
        )
    attached = tuple((safe_name(one.name), one.data) for one in files)
    return _as_far_as_read(Body(rows_of(lines), attached=attached, unread=tuple(unread)))


def _as_far_as_read(body: Body) -> Body:
    if len(body.rows) <= MAX_LINES:
        return body
    left = Unread("rest", ANYTHING, f"正文过长，只读取了前{MAX_LINES}行，其余未读取，请看原件", 1)
    return replace(body, rows=body.rows[:MAX_LINES], unread=(*body.unread, left))


def _of_characters(text: str, whole: bool) -> list[Unread]:
    if twice_coded.is_mangled(text):
        return [Unread("characters", (TEXT,), _MANGLED, 1)]
    return [] if whole else [Unread("characters", (TEXT,), _BROKEN, 1)]


def hypertext(text: str, whole: bool = True) -> Body:
    seen = read_html(twice_coded.text_of(text))
    shown = "\n".join(row.text for row in seen.rows)
    unread = (*_of_characters(shown, whole), *seen.unread)
    return _as_far_as_read(Body(seen.rows, seen.references, seen.pictures, unread=unread))


def from_bytes(data: bytes, charset: str | None, *, is_html: bool) -> Body:
    data = twice_coded.bytes_of(data)
    if not is_html and (inner := twice_coded.file_in(data)):
        return Body((), attached=(("正文.bin", inner),))
    if is_html or looks_like_html(data):
        return hypertext(*decode(data, charset or charset_in(data)))
    return plain(*decode(data, charset))


@dataclass(frozen=True, slots=True)
class Mail:
    """All that was found of one mail, before it is laid out."""

    media: str
    bodies: tuple[Body, ...]
    headers: Headers
    parts: tuple[Document, ...]
    warnings: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    beside: tuple[Body, ...] = ()  # said in another form, and not the letter
    shown: tuple[Document, ...] = ()  # of the parts, those that the text shows as pictures
    ids: frozenset[str] = frozenset()  # by which the text may refer to the parts
    unreadable: bool = False  # there is a text, but it is encrypted


def assembled(mail: Mail, data: bytes, name: str, open_part: OpenPart) -> Document:
    divided = divide([row for body in mail.bodies for row in body.rows])
    inside = _opened_inside(mail.bodies, open_part)
    shown = (*mail.shown, *(part for part, is_shown in inside if is_shown))
    quotation = _quotation(divided, mail.headers)
    unread = tuple(dict.fromkeys(_left(mail, divided, quotation)))
    page = Page(
        1,
        None,
        None,
        TextFrom.NONE if mail.unreadable else TextFrom.DIGITAL,
        _lines(divided.own),
        tuple(_seals(shown)),
        seals_searched=not any(SEAL in one.touches and one.page for one in unread),
    )
    parts = [*mail.parts, *(part for part, _ in inside), *quotation, *_beside(mail.beside)]
    return Document(
        name,
        fingerprint(data),
        mail.media,
        (page,),
        tuple(parts),
        mail.warnings,
        mail.headers,
        unread=unread,
    )


def _lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    return tuple(Line(row.text, begins=row.begins) for row in rows)


def _opened_inside(bodies: Iterable[Body], open_part: OpenPart) -> list[tuple[Document, bool]]:
    """The files that stand in the texts themselves, and whether each is a picture of the letter."""
    named: dict[bytes, tuple[str, bool]] = {}  # the same picture is shown again and again
    for body in bodies:
        for one in body.pictures:
            named.setdefault(one.data, (one.name, not one.quoted))
        for title, data in body.attached:
            named.setdefault(data, (title, False))
    opened = members.opened(((title, data) for data, (title, _) in named.items()), open_part)
    flags = [*(flag for _, flag in named.values()), False]  # the last one stands for the rest
    return list(zip(opened, flags, strict=False))


def _seals(shown: Iterable[Document]) -> Iterator[Seal]:
    """A picture in the letter's text bears the letter's seal; where it stands, nobody knows."""
    for part in shown:
        for page in part.pages:
            yield from (replace(seal, bbox=None) for seal in page.seals)


def _left(mail: Mail, divided: Divided, quotation: Sequence[Document]) -> Iterator[Unread]:
    yield from mail.unread
    for body in mail.bodies:
        yield from body.unread
        yield from outer.unread(body.references, lambda source: refers(source, mail.ids))
    if quotation and quotation[0].name == QUOTED_NAME and divided.may_hold_answer:
        yield Unread("quotation", (TEXT,), "引用的原邮件里可能写有答复，未能分清是谁的话", 1)


def refers(source: str, ids: Collection[str]) -> bool:
    """Whether an address in a text means one of the parts with these ids (RFC 2392, RFC 2557)."""
    source = source.strip()
    if source.lower().startswith("cid:"):
        return unquote(source[4:]).strip("<>") in ids
    return source in ids or any(one.endswith(f"/{source}") for one in ids if "/" in one)


def as_shown(
    attached: Sequence[_Part], ids: Callable[[_Part], tuple[str, ...]], bodies: Iterable[Body]
) -> list[_Part]:
    """Those that a text shows in the order in which it does: they may be the pages of a letter."""
    sources = [one.source for body in bodies for one in body.references]
    at = {
        place: next((n for n, source in enumerate(sources) if refers(source, known)), -1)
        for place, one in enumerate(attached)
        if (known := ids(one))
    }
    slots = [place for place, shown in at.items() if shown >= 0]
    ordered = list(attached)
    for slot, place in zip(slots, sorted(slots, key=lambda one: at[one]), strict=True):
        ordered[slot] = attached[place]
    return ordered


def is_shown(ids: Collection[str], bodies: Iterable[Body]) -> bool:
    """Whether one of these texts shows the part with these ids, not as a quotation."""
    return bool(ids) and any(
        refers(one.source, ids) for body in bodies for one in body.references if not one.quoted
    )


def _beside(bodies: Iterable[Body]) -> Iterator[Document]:
    if rows := [row for body in bodies for row in body.rows]:
        yield _of_text(BESIDE_NAME, [row.text for row in rows])


def _of_text(name: str, lines: Sequence[str]) -> Document:
    page = Page(1, None, None, TextFrom.DIGITAL, tuple(map(Line, lines)))
    return Document(name, fingerprint("\n".join(lines).encode()), "txt", (page,))


def _quotation(divided: Divided, found: Headers) -> list[Document]:
    """The quoted lines as a part, named by whose words they are."""
    lines = divided.quoted_lines
    if not lines:
        return []
    ours = [word for word in re.split(r"[<>,\s]+", found.to or "") if len(word) > 1]
    passed_on = is_passed_on(lines, found.subject or "", ours)
    return [_of_text(PASSED_ON_NAME if passed_on else QUOTED_NAME, lines)]


def safe_name(title: str) -> str:
    """The last part of a name: some programs send the whole path."""
    return re.split(r"[\\/]", title.replace("\0", ""))[-1].strip() or "附件"
