"""电子邮件（eml）

读取：邮件头（含未编码的 GBK、截断的编码词）、正文（含两次编码的、错误转码后可以还原的）、正文中的图片、附件（含 uuencode）、
随信转发的邮件、winmail.dat 中的附件、S/MIME 签名邮件的正文；纯文本与网页两种正文内容不同的，都读取。
正文中引用的原邮件单列为附件“引用的原邮件”，不算发件人的话，写在其下方、其中的答复算发件人的话；转来的别人的邮件单列为附件“转发的邮件内容”。
看不见：只在网页链接里的内容，站外图片，存放在邮件之外的附件，加密邮件（S/MIME、PGP）的正文；凡未读取的都会列出。邮件的数字签名是否有效未经验证。
"""

from __future__ import annotations

from dataclasses import replace

from parsers import members
from parsers.document import ANYTHING, Document, Unread
from parsers.mail import mail_body
from parsers.mail.mail_body import Mail
from parsers.mail.mail_headers import headers
from parsers.mail.mime_parts import Found, sorted_out
from parsers.mail.parsed import parsed
from parsers.mail.report import report_of
from parsers.parser import OpenPart
from parsers.repeated import Said


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    message = parsed(data.lstrip(b"\xef\xbb\xbf\r\n"))
    found = sorted_out(message)
    found.attached = mail_body.as_shown(found.attached, lambda one: one.ids, found.bodies)
    opened = members.opened(((one.name, one.data) for one in found.attached), open_part)
    shown = [
        part
        for part, one in zip(opened, found.attached, strict=False)
        if mail_body.is_shown(one.ids, found.bodies)
    ]
    unread = list(found.unread)
    if found.encrypted:
        unread.append(Unread("encrypted", ANYTHING, "邮件经过加密，正文无法读取", 1))
    mail = Mail(
        "eml",
        tuple(found.bodies),
        replace(headers(message), report=report_of(message)),
        tuple(_without_doubles(part, found) for part in opened),
        ("邮件带有数字签名，签名是否有效未经验证",) if found.signed else (),
        tuple(unread),
        tuple(found.beside),
        tuple(shown),
        frozenset(known for one in found.attached for known in one.ids),
        unreadable=found.encrypted,
    )
    return mail_body.assembled(mail, data, name, open_part)


def _without_doubles(part: Document, found: Found) -> Document:
    """A winmail.dat says the mail's text again; once is enough where the mail has it."""
    if part.media != "tnef" or not part.pages:
        return part
    said = Said("".join(row.text for body in found.bodies for row in body.rows))
    if all(said.holds(line.text) for page in part.pages for line in page.lines):
        return replace(part, pages=())
    return part
