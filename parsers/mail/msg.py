"""Outlook 邮件（msg）

读取：邮件头、正文（纯文本、网页；两者内容不同的都读取）、正文中的图片、附件、附在其中的邮件、S/MIME 签名邮件的正文；没有 Unicode 的旧文件按其代码页或 GBK 还原。
只有 RTF 正文，或者 RTF 正文明显更多时，作为附件“正文.rtf”读取。
看不见：只在网页链接里的内容，站外图片，以链接方式附上的文件，嵌入的 OLE 对象；加密或者有权限限制的邮件正文。凡未读取的都会列出。
"""

from __future__ import annotations

import email
import email.policy
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message

import olefile  # type: ignore[import-untyped]
from oxmsg.storage import Storage

from parsers import lazy_re as re
from parsers import members
from parsers.document import ANYTHING, TEXT, Document, Headers, Unread
from parsers.limits import MAX_DEPTH
from parsers.mail import forms, mail_body, mail_dates, mapi, smime
from parsers.mail.mail_body import Body, Mail, safe_name
from parsers.mail.mail_headers import Sturdy, headers
from parsers.packed import compound
from parsers.parser import OpenPart, Unreadable
from parsers.repeated import Said

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
    def is_message(self) -> bool:
        """It has properties; what another program stores has none."""
        return self._named(compound.MESSAGE) is not None

    @property
    def file(self) -> bytes | None:
        """Of an object of another program, the file that it is as a whole."""
        named = ((s.name.lower().lstrip("\x01\x02\x03"), s.bytes_) for s in self.storage.streams)
        return next((data for name, data in named if name in _FILES), None)

    @property
    def message(self) -> _Stored | None:
        """The message, or the object of another program, that an attachment is."""
        name = f"__substg1.0_{mapi.CONTENT:04X}{mapi.OBJECT:04X}"
        return next((_Stored(s) for s in self.storage.storages if s.name == name), None)


_SMIME = "IPM.Note.SMIME"
# of an embedded object, what may be a whole file of another program
_FILES = ("package", "contents")
_STORAGES = re.compile(
    r"__(?:attach|recip)_version1\.0_#.{1,16}|__nameid_version1\.0", re.IGNORECASE
)
_STRING = re.compile(r"__substg1\.0_([0-9A-F]{4})001([EF])", re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LONG = 60  # so many Chinese characters in a property that nobody knows may be a letter
_TEXTS = (mapi.BODY, mapi.HTML, mapi.TRANSPORT_HEADERS)


@dataclass
class _Found:
    """What was found of one message."""

    bodies: tuple[Body, ...] = ()
    beside: tuple[Body, ...] = ()
    parts: list[Document] = field(default_factory=list)
    shown: list[Document] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    unread: list[Unread] = field(default_factory=list)

    def leave(self, code: str, what: str, touches: tuple[str, ...] = ANYTHING) -> None:
        self.unread.append(Unread(code, touches, what))


def _document(
    message: _Stored, data: bytes, name: str, open_part: OpenPart, depth: int
) -> Document:
    found = _Found()
    _take_bodies(message, open_part, found)
    shown = mail_body.as_shown(message.attachments, _ids, found.bodies)
    for number, attachment in enumerate(shown, 1):
        _take_attachment(attachment, number, open_part, depth, found)
        if found.parts and found.parts[-1].name == members.REST:
            break
    _account(message, found)
    locked = _locked(message, found, open_part)
    mail = Mail(
        "msg",
        found.bodies,
        _headers(message),
        tuple(found.parts),
        unread=tuple(found.unread),
        beside=found.beside,
        shown=tuple(found.shown),
        ids=frozenset(found.ids),
        unreadable=locked,
    )
    return mail_body.assembled(mail, data, name, open_part)


def _ids(attachment: _Stored) -> tuple[str, ...]:
    """By which a text may refer to it."""
    said = (attachment.text(pid) for pid in (mapi.CONTENT_ID, mapi.CONTENT_LOCATION))
    return tuple(one for one in said if one)


def _take_attachment(
    attachment: _Stored, number: int, open_part: OpenPart, depth: int, found: _Found
) -> None:
    title = _title(attachment) or f"附件{number}"
    inner = attachment.message
    content = attachment.stream(mapi.CONTENT, mapi.BINARY)
    if content is None and inner is not None and not inner.is_message:
        content = inner.file
    ids = _ids(attachment)
    if content is not None:
        opened = members.opened([(title, content)], open_part)
        found.parts += opened
        found.ids.update(ids)
        if mail_body.is_shown(ids, found.bodies):
            found.shown += opened
    elif inner is not None and not inner.is_message:
        found.leave("object", f"嵌入的对象“{title}”未能读取")
    elif inner is not None and depth < MAX_DEPTH:
        title = f"{inner.text(mapi.SUBJECT) or '转发的邮件'}.msg"
        part = _document(inner, _all(inner), safe_name(title), open_part, depth + 1)
        found.parts.append(part)
    else:
        found.leave("attachment", f"附件“{title}”的内容不在邮件里，或者无法读取")


def _locked(message: _Stored, found: _Found, open_part: OpenPart) -> bool:
    """A mail whose text lies inside a signature or is encrypted; True where it was not read."""
    kind = message.text(mapi.MESSAGE_CLASS) or ""
    if not kind.startswith(_LOCKED) or any(body.rows for body in found.bodies):
        return False
    for attachment in message.attachments if kind.startswith(_SMIME) else ():
        content = attachment.stream(mapi.CONTENT, mapi.BINARY) or b""
        inner = smime.opened(content).content
        if inner is None and content.lstrip()[:13].lower() == b"content-type:":
            inner = content
        if inner is not None:
            found.parts.append(open_part(b"MIME-Version: 1.0\r\n" + inner, "签名的邮件.eml"))
            return False
    what = "邮件经过签名或者加密（S/MIME），正文在附件中或者无法读取"
    found.unread.append(Unread("encrypted", ANYTHING, what, 1))
    return True


def _all(message: _Stored) -> bytes:
    """An inner message has no bytes of its own; its values stand for it."""
    return b"".join(stream.bytes_ for stream in message.storage.streams)


def _title(attachment: _Stored) -> str | None:
    names = (mapi.LONG_NAME, mapi.SHORT_NAME, mapi.DISPLAY_NAME)
    found = next((text for pid in names if (text := attachment.text(pid))), None)
    return safe_name(found) if found else None


def _take_bodies(message: _Stored, open_part: OpenPart, found: _Found) -> None:
    """The forms of the text, as in a mail with alternatives; RTF where it says more."""
    chosen = forms.choose([(form,) for form in _forms(message)])
    found.bodies, found.beside = chosen.text, chosen.beside
    compressed = message.stream(mapi.RTF, mapi.BINARY)
    if not compressed:
        return
    words = "".join(row.text for body in found.bodies for row in body.rows)
    try:
        if not words or mapi.says_more(compressed, len(_CHINESE.findall(words))):
            found.parts.append(open_part(mapi.rtf(compressed), "正文.rtf"))
    except Unreadable as fault:
        found.leave("body", fault.message)


def _forms(message: _Stored) -> Iterator[Body]:
    if (words := message.text(mapi.BODY)) is not None:
        yield mail_body.plain(words, "\ufffd" not in words)
    html = message.stream(mapi.HTML, mapi.BINARY)
    if html is not None:
        yield mail_body.from_bytes(html, message.charset, is_html=True)
    if (words := message.text(mapi.HTML)) is not None:
        yield mail_body.hypertext(words)


def _account(message: _Stored, found: _Found) -> None:
    """Whatever else a message stores and may hold words: long texts that were not read."""
    read = Said("".join(row.text for body in (*found.bodies, *found.beside) for row in body.rows))
    for stream in message.storage.streams:
        named = _STRING.fullmatch(stream.name)
        if not named or int(named[1], 16) in _TEXTS:
            continue
        kind = mapi.UNICODE if named[2] in "fF" else mapi.STRING8
        text = mapi.text(stream.bytes_, kind, message.charset)
        if len(_CHINESE.findall(text)) >= _LONG and not read.holds(text):
            found.leave("property", "邮件的其他属性里另有文字，未读取", (TEXT,))
    if any(not _STORAGES.fullmatch(storage.name) for storage in message.storage.storages):
        found.leave("storage", "邮件里有不认识的内容，未读取")


def _headers(message: _Stored) -> Headers:
    """Those of the transport; a mail that was never sent has its properties only."""
    sent, delivered = (_moment(message.fixed(pid)) for pid in (mapi.SENT, mapi.DELIVERED))
    pids = (
        mapi.SUBJECT, mapi.SENDER_NAME, mapi.SENDER_ADDRESS, mapi.SENDER_SMTP, mapi.DISPLAY_TO,
        mapi.MESSAGE_ID, mapi.IN_REPLY_TO,
    )  # fmt: skip
    said = {pid: text for pid in pids if (text := message.text(pid))}
    known = mapi.headers(said, None)
    source = message.text(mapi.TRANSPORT_HEADERS)
    seen = _of_transport(source) if source else Headers()
    arrived = mail_dates.moment(seen.received or "") or delivered
    day = mail_dates.weighed(mail_dates.moment(seen.date or "") or sent, arrived)
    return replace(
        seen,
        subject=seen.subject or known.subject,
        sender=seen.sender or known.sender,
        to=seen.to or known.to,
        date=day.date,
        date_certain=day.certain and (seen.date_certain or seen.date is None),
        received=day.received,
        message_id=seen.message_id or known.message_id,
        in_reply_to=seen.in_reply_to or known.in_reply_to,
    )


def _moment(value: bytes | None) -> mail_dates.Moment | None:
    return mail_dates.moment(mapi.moment(value) or "") if value else None


def _of_transport(source: str) -> Headers:
    parsed: Message = email.message_from_bytes(
        source.encode("utf-8", "surrogateescape").lstrip(),
        _class=Sturdy,
        policy=email.policy.compat32,
    )
    return headers(parsed)
