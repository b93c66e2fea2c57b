"""电子邮件（eml）

读取：邮件头（含未编码的 GBK、截断的编码词）、正文、附件与内嵌图片、随信转发的邮件、winmail.dat 中的附件、S/MIME 签名邮件的正文；
正文中引用的原邮件单列为附件“引用的原邮件”，不算发件人的话；转来的别人的邮件单列为附件“转发的邮件内容”。
看不见：只在网页链接里的内容，站外图片，加密邮件（S/MIME、PGP）的正文；邮件的数字签名是否有效未经验证。
"""

from __future__ import annotations

import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

from parsers import members
from parsers.document import Document
from parsers.limits import MAX_MULTIPARTS
from parsers.mail import mail_body, smime
from parsers.mail.mail_body import Body, Mail, safe_name
from parsers.mail.mail_headers import Sturdy, filename, header, headers, parameter
from parsers.parser import OpenPart, Unreadable

_DEFAULT_NAMES = {
    "text/plain": "正文.txt",
    "text/html": "正文.html",
    "message/rfc822": "转发的邮件.eml",
    "application/ms-tnef": "winmail.dat",
}
_BOUNDARY = re.compile(rb"boundary\s*\*?0?\*?\s*=", re.IGNORECASE)
_MAX_NESTING = 60  # parts in parts: no letter needs more, and Python's stack is finite


@dataclass
class _Found:
    """What a walk through a mail's tree collects."""

    bodies: list[Body] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)  # attachments whose coding is not whole
    encrypted: bool = False
    signed: bool = False


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    message = _parsed(data.lstrip(b"\xef\xbb\xbf\r\n"))
    found = _Found()
    _sort_out(message, found)
    attached = members.opened(found.attached, open_part)
    parts = [_without_doubles(part, found.bodies) for part in attached]
    warnings = [f"附件“{title}”的编码不完整，内容可能残缺，请向来件单位核实" for title in found.cut]
    if found.encrypted:
        warnings.append("邮件经过加密，正文无法读取")
    if found.signed:
        warnings.append("邮件带有数字签名，签名是否有效未经验证")
    mail = Mail(
        "eml",
        tuple(found.bodies),
        headers(message),
        tuple(parts),
        tuple(warnings),
        unreadable=found.encrypted,
    )
    return mail_body.assembled(mail, data, name)


def _parsed(data: bytes) -> Message:
    # the library asks of every line whether it is one of the boundaries that are open
    if len(_BOUNDARY.findall(data)) > MAX_MULTIPARTS:
        raise Unreadable("too_large", f"邮件的分段多于{MAX_MULTIPARTS}组，未打开")
    # compat32 keeps the bytes of what is not ASCII; the modern policy would replace them
    return email.message_from_bytes(data, _class=Sturdy, policy=email.policy.compat32)


def _without_doubles(part: Document, bodies: list[Body]) -> Document:
    """A winmail.dat says the mail's text again; once is enough where the mail has it."""
    if part.media == "tnef" and any(body.rows for body in bodies):
        return replace(part, pages=())
    return part


def _sort_out(message: Message, found: _Found, depth: int = 0) -> None:
    """Walks the tree: texts without a file name are bodies, all else is attached."""
    kind = message.get_content_type()
    if depth > _MAX_NESTING:
        found.attached.append(("嵌套过深的内容.eml", b""))
    elif kind == "multipart/alternative" and not message.defects:
        _choose(message, found, depth)
    elif kind == "message/rfc822":
        for inner in _inside(message):
            title = header(inner, "subject") or ""
            name = f"{title}.eml" if title else "转发的邮件.eml"
            found.attached.append((safe_name(name), _bytes_of(inner)))
    elif kind == "multipart/encrypted":
        found.encrypted = True
    elif message.is_multipart():
        for part in _inside(message):
            _sort_out(part, found, depth + 1)
    elif kind in smime.SIGNATURES:
        found.signed = True
    elif kind in smime.ENVELOPES:
        _open_envelope(message, found, depth)
    elif kind in ("text/plain", "text/html") and not _is_attachment(message):
        found.bodies.append(_body(message))
    else:
        _attach(message, found)


# what is left of such an attachment may look like another kind of file
_CUT = (
    email.errors.InvalidBase64CharactersDefect,
    email.errors.InvalidBase64LengthDefect,
    email.errors.InvalidBase64PaddingDefect,
)


def _attach(message: Message, found: _Found) -> None:
    kind = message.get_content_type()
    title = filename(message) or _DEFAULT_NAMES.get(kind) or f"附件{len(found.attached) + 1}"
    content = _content(message)
    if any(isinstance(one, _CUT) for one in message.defects):
        found.cut.append(safe_name(title))
    found.attached.append((safe_name(title), content))


def _open_envelope(message: Message, found: _Found, depth: int) -> None:
    """A signed mail whose text lies inside the signature: what was signed is the mail."""
    envelope = smime.opened(_content(message))
    found.signed |= envelope.signed
    found.encrypted |= envelope.encrypted
    if envelope.content is not None:
        _sort_out(_parsed(envelope.content), found, depth + 1)
    elif not envelope.encrypted and not envelope.signed:
        _attach(message, found)


def _inside(message: Message) -> Iterator[Message]:
    payload = message.get_payload()
    if isinstance(payload, list):
        yield from (part for part in payload if isinstance(part, Message))


def _choose(message: Message, found: _Found, depth: int) -> None:
    """Of several forms of one text the one that says most; programs leave the plain one empty."""
    best: tuple[int, list[Body]] = (-1, [])
    for part in _inside(message):
        outer, found.bodies = found.bodies, []
        _sort_out(part, found, depth + 1)
        texts, found.bodies = found.bodies, outer
        length = sum(text.length for text in texts)
        # an HTML form adds blanks and signs; only clearly more text is a better form
        if length > best[0] * 1.2:
            best = (length, texts)
    found.bodies += best[1]


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


def _body(message: Message) -> Body:
    is_html = message.get_content_type() == "text/html"
    return mail_body.from_bytes(_content(message), parameter(message, "charset"), is_html=is_html)
