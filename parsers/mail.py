"""电子邮件（eml）

读取：邮件头（含未编码的 GBK、截断的编码词）、正文、附件与内嵌图片、随信转发的邮件；正文中引用的原邮件单列为附件“引用的原邮件”，不算发件人的话；
转来的别人的邮件单列为附件“转发的邮件内容”。
看不见：只在网页链接里的内容，站外图片，加密邮件（S/MIME、PGP）的正文，winmail.dat 里的附件。
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from parsers.charset import decode
from parsers.document import Document, Headers, Line, Page, TextFrom, fingerprint
from parsers.hypertext import Hypertext, Row, charset_in, read_html
from parsers.mail_headers import filename, header, headers, parameter
from parsers.parser import OpenPart
from parsers.quoted import is_passed_on, split

NAME = "电子邮件"
MEDIA = ("eml",)
QUOTED_NAME = "引用的原邮件"
PASSED_ON_NAME = "转发的邮件内容"

_LINE = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):")
_KNOWN = frozenset(
    b"subject from to cc date received return-path message-id mime-version content-type reply-to"
    b" delivered-to sender x-mailer content-transfer-encoding in-reply-to references".split()
)
_DEFAULT_NAMES = {
    "text/plain": "正文.txt",
    "text/html": "正文.html",
    "message/rfc822": "转发的邮件.eml",
}


@dataclass(frozen=True, slots=True)
class _Body:
    """One displayed text of a mail."""

    rows: tuple[Row, ...]
    whole: bool  # every byte could be decoded
    outer_pictures: bool = False


def claims(data: bytes, /) -> bool:
    """Bytes that begin with header lines, at least two of them a mail's."""
    if data.startswith(b"From ") and b"\n" in data[:1000]:  # one mail out of an mbox
        data = data[data.index(b"\n") + 1 :]
    known = set()
    for line in data[:65536].lstrip(b"\xef\xbb\xbf\r\n").splitlines():
        if line[:1] in (b" ", b"\t"):
            continue
        found = _LINE.match(line)
        if not found:
            break
        known.add(found[1].lower())
    return len(known & _KNOWN) >= 2


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    # compat32 keeps the bytes of what is not ASCII; the modern policy would replace them
    message = email.message_from_bytes(
        data.lstrip(b"\xef\xbb\xbf\r\n"), policy=email.policy.compat32
    )
    bodies: list[_Body] = []
    attached: list[tuple[str, bytes]] = []
    _sort_out(message, bodies, attached)
    rows = tuple(row for body in bodies for row in body.rows)
    own, quoted = split(rows)
    warnings = []
    if not all(body.whole for body in bodies):
        warnings.append("正文部分字符无法按任何已知编码还原，已用“\ufffd”代替")
    outer = any(body.outer_pictures for body in bodies)
    if outer:
        warnings.append("正文引用了站外图片，未读取；其中若有印章，无法看见")
    if _is_encrypted(message):
        warnings.append("邮件经过加密，正文无法读取")
    source = TextFrom.NONE if _is_encrypted(message) else TextFrom.DIGITAL
    page = Page(1, None, None, source, tuple(map(Line, own)), seals_searched=not outer)
    parts = [open_part(content, title) for title, content in attached]
    found = headers(message)
    if quoted:
        parts.append(_quotation(quoted, found))
    return Document(name, fingerprint(data), "eml", (page,), tuple(parts), tuple(warnings), found)


def _quotation(lines: list[str], found: Headers) -> Document:
    """The quoted lines as a part, named by whose words they are."""
    ours = [word for word in re.split(r"[<>,\s]+", found.to or "") if len(word) > 1]
    name = PASSED_ON_NAME if is_passed_on(lines, found.subject or "", ours) else QUOTED_NAME
    page = Page(1, None, None, TextFrom.DIGITAL, tuple(map(Line, lines)))
    return Document(name, fingerprint("\n".join(lines).encode()), "txt", (page,))


def _is_encrypted(message: Message) -> bool:
    kind = message.get_content_type()
    smime = parameter(message, "smime-type")
    return kind == "multipart/encrypted" or (
        kind in ("application/pkcs7-mime", "application/x-pkcs7-mime") and smime != "signed-data"
    )


def _sort_out(message: Message, bodies: list[_Body], attached: list[tuple[str, bytes]]) -> None:
    """Walks the tree: texts without a file name are bodies, all else is attached."""
    kind = message.get_content_type()
    if kind == "multipart/alternative" and not message.defects:
        _choose(message, bodies, attached)
    elif kind == "message/rfc822":
        for inner in _inside(message):
            title = header(inner, "subject") or ""
            attached.append((f"{title}.eml" if title else "转发的邮件.eml", _bytes_of(inner)))
    elif message.is_multipart():
        for part in _inside(message):
            _sort_out(part, bodies, attached)
    elif kind in ("text/plain", "text/html") and not _is_attachment(message):
        bodies.append(_body(message))
    else:
        title = filename(message) or _DEFAULT_NAMES.get(kind) or f"附件{len(attached) + 1}"
        attached.append((_safe(title), _content(message)))


def _inside(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload if isinstance(part, Message))


def _choose(message: Message, bodies: list[_Body], attached: list[tuple[str, bytes]]) -> None:
    """Of several forms of one text the one that says most; programs leave the plain one empty."""
    best: tuple[int, list[_Body]] = (-1, [])
    for part in _inside(message):
        texts: list[_Body] = []
        _sort_out(part, texts, attached)
        length = sum(len(row.text) for text in texts for row in text.rows)
        # an HTML form adds blanks and signs; only clearly more text is a better form
        if length > best[0] * 1.2:
            best = (length, texts)
    bodies.extend(best[1])


def _is_attachment(message: Message) -> bool:
    disposition = str(message.get("content-disposition", "")).strip().lower()
    return disposition.startswith("attachment") or filename(message) is not None


def _content(message: Message) -> bytes:
    payload = message.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes(policy=email.policy.compat32)
    except (UnicodeError, LookupError):  # it will not write what it has read
        return _as_it_stood(message).encode("utf-8", "surrogateescape")


def _as_it_stood(message: Message) -> str:
    head = "".join(f"{name}: {value}\n" for name, value in message.raw_items())
    payload = message.get_payload()
    if isinstance(payload, str):
        return f"{head}\n{payload}"
    pieces = "".join(f"--{message.get_boundary()}\n{_as_it_stood(p)}\n" for p in _inside(message))
    return f"{head}\n{pieces}--{message.get_boundary()}--\n"


def _body(message: Message) -> _Body:
    data = _content(message)
    charset = parameter(message, "charset")
    if message.get_content_type() == "text/html":
        text, whole = decode(data, charset or charset_in(data))
        seen: Hypertext = read_html(text)
        return _Body(seen.rows, whole, seen.outer_pictures)
    text, whole = decode(data, charset)
    rows = tuple(Row(line.strip()) for line in text.splitlines() if line.strip())
    return _Body(rows, whole)


def _safe(title: str) -> str:
    """The last part of a name: some programs send the whole path."""
    return re.split(r"[\\/]", title)[-1].strip() or "附件"
