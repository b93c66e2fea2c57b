"""Outlook 邮件（msg）

读取：邮件头、正文（纯文本、网页）、附件、附在其中的邮件；没有 Unicode 的旧文件按其代码页或 GBK 还原。只有 RTF 正文时，正文作为附件“正文.rtf”读取。
看不见：只在网页链接里的内容，站外图片，以链接方式附上的文件；加密或者有权限限制的邮件正文。
"""

from __future__ import annotations

import email
import email.policy
import io
from dataclasses import dataclass
from email.message import Message

import olefile  # type: ignore[import-untyped]
from oxmsg.storage import Storage

from parsers import members
from parsers.document import Document, Headers
from parsers.limits import MAX_DEPTH
from parsers.mail import mail_body, mapi
from parsers.mail.mail_body import Body, Mail, safe_name
from parsers.mail.mail_headers import Sturdy, headers
from parsers.packed import compound
from parsers.parser import OpenPart, Unreadable

_ATTACHMENT = "__attach_version1.0_#"
_LOCKED = ("IPM.Note.SMIME", "IPM.Note.rpmsg.Microsoft.IRM")


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            message = _Stored(Storage.from_ole(container))
    except (OSError, ValueError, IndexError) as fault:
        raise Unreadable("damaged", "msg 邮件已损坏或者不完整，无法打开") from fault
    return _document(message, data, name, open_part, 1)


@dataclass(frozen=True)
class _Stored:
    """A message or an attachment: a storage whose streams are its properties."""

    storage: Storage

    def stream(self, pid: int, kind: int) -> bytes | None:
        return self._named(f"__substg1.0_{pid:04X}{kind:04X}")

    def _named(self, name: str) -> bytes | None:
        found = (s.bytes_ for s in self.storage.streams if s.name.lower() == name.lower())
        return next(found, None)

    def text(self, pid: int) -> str | None:
        for kind in (mapi.UNICODE, mapi.STRING8):
            value = self.stream(pid, kind)
            if value is not None:
                return mapi.text(value, kind, self.charset) or None
        return None

    def fixed(self, pid: int) -> bytes | None:
        """A value of fixed size: the listing has 16 bytes for each property, its own last."""
        listed = self._named(compound.MESSAGE) or b""
        for at in range(len(listed) % 16, len(listed) - 15, 16):
            if int.from_bytes(listed[at + 2 : at + 4], "little") == pid:
                return listed[at + 8 : at + 16]
        return None

    @property
    def charset(self) -> str | None:
        for pid in (mapi.MESSAGE_CODEPAGE, mapi.CODEPAGE):
            value = self.fixed(pid)
            if value and (label := mapi.charset_of(int.from_bytes(value[:4], "little"))):
                return label
        return None

    @property
    def attachments(self) -> list[_Stored]:
        found = [s for s in self.storage.storages if s.name.startswith(_ATTACHMENT)]
        return [_Stored(each) for each in sorted(found, key=lambda each: each.name)]

    @property
    def message(self) -> _Stored | None:
        """The message that an attachment is."""
        name = f"__substg1.0_{mapi.CONTENT:04X}{mapi.OBJECT:04X}"
        return next((_Stored(s) for s in self.storage.storages if s.name == name), None)


def _document(
    message: _Stored, data: bytes, name: str, open_part: OpenPart, depth: int
) -> Document:
    bodies, parts, warnings = _bodies(message, open_part)
    for number, attachment in enumerate(message.attachments, 1):
        title = _title(attachment) or f"附件{number}"
        inner = attachment.message
        content = attachment.stream(mapi.CONTENT, mapi.BINARY)
        if content is not None:
            parts += members.opened([(title, content)], open_part)
            if parts[-1].name == members.REST:
                break
        elif inner is not None and depth < MAX_DEPTH:
            title = f"{inner.text(mapi.SUBJECT) or '转发的邮件'}.msg"
            parts.append(_document(inner, _all(inner), safe_name(title), open_part, depth + 1))
        else:
            warnings.append(f"附件“{title}”的内容不在邮件里，或者无法读取")
    kind = message.text(0x001A) or ""
    locked = kind.startswith(_LOCKED) and not any(body.rows for body in bodies)
    if locked:
        warnings.append("邮件经过签名或者加密（S/MIME），正文在附件中或者无法读取")
    mail = Mail("msg", bodies, _headers(message), tuple(parts), tuple(warnings), locked)
    return mail_body.assembled(mail, data, name)


def _all(message: _Stored) -> bytes:
    """An inner message has no bytes of its own; its values stand for it."""
    return b"".join(stream.bytes_ for stream in message.storage.streams)


def _title(attachment: _Stored) -> str | None:
    names = (mapi.LONG_NAME, mapi.SHORT_NAME, mapi.DISPLAY_NAME)
    found = next((text for pid in names if (text := attachment.text(pid))), None)
    return safe_name(found) if found else None


def _bodies(
    message: _Stored, open_part: OpenPart
) -> tuple[tuple[Body, ...], list[Document], list[str]]:
    """The form of the text that says most, as in a mail with alternatives."""
    forms: list[Body] = []
    if (words := message.text(mapi.BODY)) is not None:
        forms.append(mail_body.plain(words, "\ufffd" not in words))
    html = message.stream(mapi.HTML, mapi.BINARY)
    if html is not None:
        forms.append(mail_body.from_bytes(html, message.charset, is_html=True))
    elif (words := message.text(mapi.HTML)) is not None:
        forms.append(mail_body.hypertext(words))
    best = max(forms, key=lambda form: form.length, default=Body(()))
    if forms and best.length <= forms[0].length * 1.2:
        best = forms[0]
    compressed = message.stream(mapi.RTF, mapi.BINARY)
    if best.rows or not compressed:
        return (best,), [], []
    try:
        return (), [open_part(mapi.rtf(compressed), "正文.rtf")], []
    except Unreadable as fault:
        return (), [], [fault.message]


def _headers(message: _Stored) -> Headers:
    """Those of the transport; a mail that was never sent has its properties only."""
    sent = message.fixed(mapi.SENT) or message.fixed(mapi.DELIVERED)
    pids = (
        mapi.SUBJECT, mapi.SENDER_NAME, mapi.SENDER_ADDRESS, mapi.SENDER_SMTP, mapi.DISPLAY_TO,
        mapi.MESSAGE_ID, mapi.IN_REPLY_TO,
    )  # fmt: skip
    said = {pid: text for pid in pids if (text := message.text(pid))}
    known = mapi.headers(said, mapi.moment(sent) if sent else None)
    source = message.text(mapi.TRANSPORT_HEADERS)
    if not source:
        return known
    parsed: Message = email.message_from_bytes(
        source.encode("utf-8", "surrogateescape").lstrip(),
        _class=Sturdy,
        policy=email.policy.compat32,
    )
    seen = headers(parsed)
    return Headers(
        subject=seen.subject or known.subject,
        sender=seen.sender or known.sender,
        to=seen.to or known.to,
        date=seen.date or known.date,
        message_id=seen.message_id or known.message_id,
        in_reply_to=seen.in_reply_to or known.in_reply_to,
        references=seen.references,
        marks=seen.marks,
    )
