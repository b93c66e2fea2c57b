"""winmail.dat（TNEF）：Outlook 把附件包在一起的格式

读取：其中的附件（含附在其中的邮件）和正文；文件名按其代码页或 GBK 还原。
看不见：排版，签名和加密；结构损坏处以后的附件（会说明）。
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tnefparse import TNEF  # type: ignore[import-untyped]
from tnefparse.mapi import IMESSAGE_SIG, decode_mapi  # type: ignore[import-untyped]
from tnefparse.tnef import TNEFObject  # type: ignore[import-untyped]

from parsers import members
from parsers.charset import decode
from parsers.document import ANYTHING, Document, Headers, Unread
from parsers.mail import forms, mail_body, mapi
from parsers.mail.mail_body import Body, Mail, safe_name
from parsers.packed import compound
from parsers.parser import OpenPart, Unreadable

_HEAD = 6  # the magic and a key
_GUID = 16  # before an object of another program: the interface by which it is stored
_SHORT = 64  # an object that nobody knows and so short is a number or a name
# what every winmail.dat has: senders, days, priorities, the icon that stands for a file
_CARRY_NOTHING = frozenset(
    value for name, value in vars(TNEF).items() if name.startswith("ATT") and isinstance(value, int)
)
# the library decodes strictly and drops what fails: as Latin-1 nothing does, and the bytes come back
_ANY = "latin-1"
logging.getLogger("tnefparse").setLevel(logging.CRITICAL)  # what it logs, the document says


@dataclass
class _Package:
    charset: str | None = None
    forms: list[Body] = field(default_factory=list)
    rtf: bytes | None = None
    subject: str | None = None
    attached: list[_Attached] = field(default_factory=list)
    cut: bool = False
    unknown: bool = False  # an object of a kind that nobody knows


@dataclass
class _Attached:
    title: bytes = b""
    data: bytes = b""
    values: dict[int, bytes | str] = field(default_factory=dict)


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    package = _Package()
    try:
        for each in _objects(data, package):
            _take(each, package)
    except (ValueError, IndexError, LookupError, OSError) as fault:
        if not package.attached:
            raise Unreadable("damaged", "winmail.dat 已损坏或者不完整，无法拆开") from fault
        package.cut = True
    named = [_opened(each, package.charset, n) for n, each in enumerate(package.attached, 1)]
    parts = list(members.opened(((title, content) for title, content, _ in named), open_part))
    chosen = forms.choose([(form,) for form in package.forms])
    shown = [
        part
        for part, (_, _, ids) in zip(parts, named, strict=False)
        if mail_body.is_shown(ids, chosen.text)
    ]
    if package.rtf and _rtf_is_needed(package.rtf, chosen.text):
        parts.append(open_part(mapi.rtf(package.rtf), "正文.rtf"))
    mail = Mail(
        "tnef",
        chosen.text,
        Headers(subject=package.subject),
        tuple(parts),
        unread=tuple(_left(package)),
        beside=chosen.beside,
        shown=tuple(shown),
        ids=frozenset(known for _, _, ids in named for known in ids),
    )
    laid = mail_body.assembled(mail, data, name, open_part)
    return replace(laid, pages=laid.pages if package.forms else (), headers=None)


def _rtf_is_needed(compressed: bytes, text: forms.Form) -> bool:
    words = "".join(row.text for body in text for row in body.rows)
    return not words or mapi.says_more(compressed, len(words))


def _left(package: _Package) -> Iterator[Unread]:
    if package.cut:
        yield Unread("attachment", ANYTHING, "winmail.dat 有损坏，可能有附件没有读出")
    if package.unknown:
        yield Unread("object", ANYTHING, "winmail.dat 里有不认识的内容，未读取")


def _objects(data: bytes, package: _Package) -> Iterator[TNEFObject]:
    at = _HEAD
    while at + TNEF.MIN_OBJ_SIZE < len(data):
        said = int.from_bytes(data[at + 5 : at + 9], "little") + 11
        each = TNEFObject(data[at : at + said])
        if at + said > len(data) or each.level not in (1, 2):
            package.cut = True
            return
        yield each
        at += each.length
    package.cut |= any(data[at:])


def _take(each: TNEFObject, package: _Package) -> None:
    """One object of the stream into what is known so far."""
    if each.name == TNEF.ATTATTACHRENDDATA:  # begins an attachment
        package.attached.append(_Attached())
    elif each.level == TNEF.LVL_ATTACHMENT and package.attached:
        last = package.attached[-1]
        if each.name == TNEF.ATTATTACHTITLE:
            last.title = each.data
        elif each.name == TNEF.ATTATTACHDATA:
            last.data = each.data
        elif each.name == TNEF.ATTATTACHMENT:
            last.values = _values(each.data)
    elif each.name == TNEF.ATTOEMCODEPAGE:
        package.charset = mapi.charset_of(int.from_bytes(each.data[:4], "little"))
    elif each.name == TNEF.ATTSUBJECT:
        package.subject = mapi.text(each.data, mapi.STRING8, package.charset)
    elif each.name == TNEF.ATTBODY:
        text = each.data.rstrip(b"\0")
        package.forms.append(mail_body.from_bytes(text, package.charset, is_html=False))
    elif each.name == TNEF.ATTMAPIPROPS:
        _take_text(_values(each.data), package)
    elif each.name not in _CARRY_NOTHING and len(each.data) > _SHORT:
        package.unknown = True


def _take_text(values: dict[int, bytes | str], package: _Package) -> None:
    page = values.get(mapi.CODEPAGE)
    if isinstance(page, bytes):
        package.charset = mapi.charset_of(int.from_bytes(page, "little")) or package.charset
    html, words, compressed = (values.get(pid) for pid in (mapi.HTML, mapi.BODY, mapi.RTF))
    if isinstance(html, bytes):
        package.forms.append(mail_body.from_bytes(html, package.charset, is_html=True))
    elif html:
        package.forms.append(mail_body.hypertext(str(html)))
    if words:
        package.forms.insert(0, mail_body.plain(_string(words, package.charset)))
    if isinstance(compressed, bytes):
        package.rtf = compressed


def _values(data: bytes) -> dict[int, bytes | str]:
    """Property -> its first value: str where it was Unicode, else bytes."""
    found: dict[int, bytes | str] = {}
    for each in decode_mapi(data, _ANY):
        raw = each.raw_data[0] if isinstance(each.raw_data, list) and each.raw_data else None
        if each.attr_type == mapi.UNICODE and isinstance(raw, str):
            found[each.name] = raw.rstrip("\0")
        elif each.attr_type == mapi.STRING8 and isinstance(raw, str):
            found[each.name] = raw.rstrip("\0").encode(_ANY)
        else:
            found[each.name] = raw if raw is not None else bytes(each.raw_data or b"")
    return found


def _string(value: bytes | str, charset: str | None) -> str:
    return value if isinstance(value, str) else decode(value.rstrip(b"\0"), charset)[0]


def _opened(
    each: _Attached, charset: str | None, number: int
) -> tuple[str, bytes, tuple[str, ...]]:
    """(name, bytes, ids) of an attachment; a message that is attached is a winmail.dat again."""
    names = (each.values.get(pid) for pid in (mapi.LONG_NAME, mapi.SHORT_NAME))
    name = next((known for known in names if known), each.title)
    title = _string(name, charset) if name else f"附件{number}"
    inner = each.values.get(mapi.CONTENT)
    content = each.data or (inner if isinstance(inner, bytes) else b"")
    if content.startswith(IMESSAGE_SIG):
        content = content[len(IMESSAGE_SIG) :]
    elif content[_GUID:].startswith(compound.MAGIC):  # an object of another program
        content = content[_GUID:]
    said = (each.values.get(pid) for pid in (mapi.CONTENT_ID, mapi.CONTENT_LOCATION))
    return safe_name(title), content, tuple(_string(one, charset) for one in said if one)
