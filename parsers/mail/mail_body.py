"""A mail's displayed text -> a page, its quotations apart: what eml, msg and winmail.dat share.

In: bodies (decoded texts), the mail's headers, its attachments as read. Out: `Document`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.charset import decode
from parsers.document import Document, Headers, Line, Page, TextFrom, fingerprint
from parsers.hypertext import Row, charset_in, read_html
from parsers.mail.quoted import is_passed_on, split

QUOTED_NAME = "引用的原邮件"  # for those who must not take our words for the agency's
PASSED_ON_NAME = "转发的邮件内容"


@dataclass(frozen=True, slots=True)
class Body:
    """One displayed text of a mail."""

    rows: tuple[Row, ...]
    whole: bool = True  # every byte could be decoded
    outer_pictures: bool = False

    @property
    def length(self) -> int:
        return sum(len(row.text) for row in self.rows)


def plain(text: str, whole: bool = True) -> Body:
    return Body(tuple(Row(line.strip()) for line in text.splitlines() if line.strip()), whole)


def hypertext(text: str, whole: bool = True) -> Body:
    seen = read_html(text)
    return Body(seen.rows, whole, seen.outer_pictures)


def from_bytes(data: bytes, charset: str | None, *, is_html: bool) -> Body:
    if is_html:
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
    unreadable: bool = False  # there is a text, but it is encrypted


def assembled(mail: Mail, data: bytes, name: str) -> Document:
    own, quoted = split([row for body in mail.bodies for row in body.rows])
    outer = any(body.outer_pictures for body in mail.bodies)
    source = TextFrom.NONE if mail.unreadable else TextFrom.DIGITAL
    page = Page(1, None, None, source, tuple(map(Line, own)), seals_searched=not outer)
    parts = [*mail.parts, *([_quotation(quoted, mail.headers)] if quoted else ())]
    warnings = (*_remarks(mail.bodies), *mail.warnings)
    digest = fingerprint(data)
    return Document(name, digest, mail.media, (page,), tuple(parts), warnings, mail.headers)


def _remarks(bodies: Iterable[Body]) -> list[str]:
    found = list(bodies)
    said = []
    if not all(body.whole for body in found):
        said.append("正文部分字符无法按任何已知编码还原，已用“\ufffd”代替")
    if any(body.outer_pictures for body in found):
        said.append("正文引用了站外图片，未读取；其中若有印章，无法看见")
    return said


def _quotation(lines: Sequence[str], found: Headers) -> Document:
    """The quoted lines as a part, named by whose words they are."""
    ours = [word for word in re.split(r"[<>,\s]+", found.to or "") if len(word) > 1]
    name = PASSED_ON_NAME if is_passed_on(lines, found.subject or "", ours) else QUOTED_NAME
    page = Page(1, None, None, TextFrom.DIGITAL, tuple(map(Line, lines)))
    return Document(name, fingerprint("\n".join(lines).encode()), "txt", (page,))


def safe_name(title: str) -> str:
    """The last part of a name: some programs send the whole path."""
    return re.split(r"[\\/]", title.replace("\0", ""))[-1].strip() or "附件"
