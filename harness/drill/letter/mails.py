"""The mails that agencies (and others) send: words and attachments -> a real message.

Mail programs differ, and so do these: UTF-8 and GB 18030, plain text and HTML beside it, subjects
that answer ours and subjects of their own, our own mail quoted below or not. Message-IDs and
boundaries come from the application's stream: same seed, same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from random import Random

from harness.drill.dealing.profile import Profile, Quirk
from harness.drill.letter.paper import FOOTER, Asked, Paper, called
from harness.drill.letter.wording import day_text
from harness.drill.play.reading import ReadMail
from letters.model import Unit


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    kind: tuple[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What a mail says, before it is one. `key` makes its Message-ID."""

    key: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...] = ()
    in_reply_to: str = ""
    automatic: bool = False
    quoted: str = ""  # our own mail, below
    headers: tuple[tuple[str, str], ...] = field(default=())


_COVERS = (
    "{person}：\n\n您好！您的政府信息公开申请已办理完毕，答复文书见附件，请查收。\n",
    "您好：\n\n现将答复发送给您，请查收附件。收到后无需回复。\n",
    "{person}您好，\n\n附件是我单位对您政府信息公开申请的答复，请查阅。\n",
    "附件为我单位的答复文书，请查收。如无法打开请与我们联系。\n",
    "{person}：\n\n请查收附件。\n",
)
_SUBJECTS = (
    "关于{person}政府信息公开申请的答复",
    "政府信息公开申请答复",
    "{unit}依申请公开答复",
    "答复：{q}",
)
# what came otherwise than by mail is named: nothing else would tell which it is
_TAKEN_IN = "{person}：\n\n您好！您提交的政府信息公开申请（{q}）我们已经收到并登记，将在规定期限内答复您。\n"
_TAKEN_IN_BY_MACHINE = "{person}：\n\n您好！您提交的政府信息公开申请（{q}）已收到。\n（本邮件由系统自动发出，请勿直接回复。）\n"
_ACKNOWLEDGED = (
    "{person}：\n\n您好！您发来的政府信息公开申请（{q}）我们已经收到并登记，将在规定期限内答复您。\n",
    "您好，来信收悉。您的政府信息公开申请已于今日收到，我单位正在办理，特此确认。\n",
    "{person}您好：\n\n您的申请邮件已收到，现予登记，本邮件即为收件确认。\n",
)
_AUTOMATIC = (
    "您好！您的邮件已收到，我们会尽快处理。\n（本邮件由系统自动发出，请勿直接回复。）\n",
    "这是一封自动回复邮件。您的来信我单位信箱已经收到，工作人员将在工作日查阅。\n",
    "自动回复：邮件已送达{unit}信息公开信箱。\n",
)


def mail(note: Note, *, sender: Address, to: Address, at: datetime) -> EmailMessage:
    """The message as a mail program would write it; `at` carries its zone."""
    random = Random(f"mail {note.key}")
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, to
    message["Subject"] = note.subject.replace("\n", "")
    message["Date"] = at
    token = hashlib.sha256(note.key.encode()).hexdigest()
    message["Message-ID"] = f"<{token[:24]}@{sender.domain}>"
    if note.in_reply_to:
        message["In-Reply-To"] = message["References"] = note.in_reply_to
    if note.automatic:
        message["Auto-Submitted"] = "auto-replied"
        message["X-Auto-Response-Suppress"] = "All"
    for name, value in note.headers:
        message[name] = value
    text = f"{note.text.rstrip()}\n\n（{FOOTER}）\n{note.quoted}"
    charset = "gb18030" if random.random() < 0.2 else "utf-8"
    message.set_content(text, charset=charset, cte="base64")
    if random.random() < 0.25:
        message.add_alternative(_html(text), subtype="html", charset=charset, cte="base64")
    for part in note.attachments:
        message.add_attachment(
            part.data, maintype=part.kind[0], subtype=part.kind[1], filename=part.name
        )
    _fix_boundaries(message, token)
    return message


def answered(
    profile: Profile,
    asked: Asked,
    paper: Paper,
    attachments: Sequence[Attachment],
    ours: ReadMail | None,
) -> Note:
    """An answer: the letter attached with a line or two, or its whole text in the mail."""
    random = Random(f"{profile.stream} note")
    person = called(profile, asked)
    words = {"person": person, "unit": profile.unit.name, "q": asked.title}
    if attachments:
        text = random.choice(_COVERS).format(**words) + f"\n{paper.signature}\n"
    else:
        text = plain(paper)
    quotes = Quirk.QUOTED in profile.quirks
    replies = quotes or random.random() < 0.6
    if replies and ours is not None:
        subject = random.choice(("Re: ", "回复：", "答复：")) + ours.subject
    else:
        subject = random.choice(_SUBJECTS).format(**words)
    return Note(
        key=f"{profile.stream} answer",
        subject=subject,
        text=text,
        attachments=tuple(attachments),
        in_reply_to=ours.message_id if ours is not None and replies else "",
        quoted=_quoted(ours, asked) if ours is not None and quotes else "",
    )


def acknowledged(profile: Profile, asked: Asked, ours: ReadMail | None) -> Note:
    """A person confirms that the application came."""
    random = Random(f"{profile.stream} acknowledged")
    words = {"person": asked.person, "q": asked.title}
    if ours is None:
        return Note(
            key=f"{profile.stream} acknowledged",
            subject="政府信息公开申请收件确认",
            text=_TAKEN_IN.format(**words) + f"\n{office(profile.unit)}\n",
        )
    return Note(
        key=f"{profile.stream} acknowledged",
        subject=f"回复：{ours.subject}",
        text=random.choice(_ACKNOWLEDGED).format(**words) + f"\n{office(profile.unit)}\n",
        in_reply_to=ours.message_id,
    )


def automatic(profile: Profile, asked: Asked, ours: ReadMail | None) -> Note:
    """The mailbox, or the web page, confirms by itself."""
    if ours is None:
        words = {"person": asked.person, "q": asked.title}
        return Note(
            key=f"{profile.stream} automatic",
            subject="政府信息公开申请提交成功",
            text=_TAKEN_IN_BY_MACHINE.format(**words) + f"\n{profile.unit.name}\n",
            automatic=True,
        )
    random = Random(f"{profile.stream} automatic")
    return Note(
        key=f"{profile.stream} automatic",
        subject=f"自动回复：{ours.subject}",
        text=random.choice(_AUTOMATIC).format(unit=profile.unit.name),
        in_reply_to=ours.message_id,
        automatic=True,
    )


def advertisement(year: int) -> Note:
    """Nobody asked for it."""
    return Note(
        key="advertisement",
        subject=f"【邀请函】{year}秋季智慧政务与档案数字化展览会",
        text="尊敬的先生/女士：\n\n诚邀您参观秋季智慧政务展览会，现场扫码即可领取纪念品，"
        "展位预订可享八折优惠，名额有限！\n\n展会组委会\n",
        headers=(("Precedence", "bulk"), ("List-Unsubscribe", "<mailto:td@zhanhui.example>")),
    )


def for_somebody_else(unit: Unit) -> Note:
    """An agency's letter to another citizen, sent to our address by mistake."""
    return Note(
        key=f"{unit.name} for somebody else",
        subject="关于孟小虚反映路灯损坏问题的回复",
        text="孟小虚：\n\n您好！您反映的样板路路灯损坏问题，我单位已转交管理单位维修，"
        f"目前已恢复照明。感谢您的监督。\n\n{unit.name}\n",
    )


def bounce(data: bytes, to: str, *, at: datetime) -> EmailMessage:
    """What an agency's mail server says of a mail that it could not deliver (RFC 3464)."""
    ours = message_from_bytes(data, policy=SMTP)
    domain = to.partition("@")[2]
    made = EmailMessage(policy=SMTP)
    made["From"] = Address("Mail Delivery System", addr_spec=f"mailer-daemon@{domain}")
    made["To"] = str(ours["From"])
    made["Subject"] = "Undelivered Mail Returned to Sender"
    made["Date"] = at
    token = hashlib.sha256(f"bounce {ours['Message-ID']}".encode()).hexdigest()
    made["Message-ID"] = f"<{token[:24]}@{domain}>"
    made["Auto-Submitted"] = "auto-replied"
    made.set_content(
        f"邮件未能送达：\n\n<{to}>: host mail.{domain} said: 550 5.1.1 User unknown\n\n（{FOOTER}）\n",
        cte="base64",
    )
    made.make_mixed()
    made.set_type("multipart/report")
    made.set_param("report-type", "delivery-status")
    status = EmailMessage(policy=SMTP)
    status["Content-Type"] = "message/delivery-status"
    server, mailbox = EmailMessage(policy=SMTP), EmailMessage(policy=SMTP)
    server["Reporting-MTA"] = f"dns; mail.{domain}"
    mailbox["Final-Recipient"] = f"rfc822; {to}"
    mailbox["Action"], mailbox["Status"] = "failed", "5.1.1"
    mailbox["Diagnostic-Code"] = "smtp; 550 5.1.1 User unknown"
    status.set_payload([server, mailbox])
    made.attach(status)
    back = EmailMessage(policy=SMTP)
    back.set_content(ours, cte="8bit")
    made.attach(back)
    made.set_boundary(f"=_{token[:28]}")  # ours stays as it was sent
    return made


def plain(paper: Paper) -> str:
    """A letter typed into a mail: no title, no seal."""
    parts = [
        paper.salutation,
        *(f"　　{text}" for text in paper.paragraphs),
        f"　　{paper.closing}",
    ]
    if paper.contact:
        parts.append(f"　　{paper.contact}")
    return "\n\n".join([*parts, f"{paper.signature}\n{day_text(paper.day)}"]) + "\n"


def office(unit: Unit) -> str:
    """Who signs a short note: the unit's 办公室, unless it is one itself."""
    return unit.name if unit.name.endswith(("办公室", "办公厅")) else f"{unit.name}办公室"


def _quoted(ours: ReadMail, asked: Asked) -> str:
    """Our own mail below, as mail programs in this country put it there."""
    sent = day_text(asked.sent_on)
    style = Random(f"quoted {ours.message_id}").choice(("headed", "arrows"))
    if style == "arrows":
        lines = "\n".join(f"> {line}" for line in ours.text.strip().splitlines())
        return f"\n\n在 {sent}，{asked.person} <{asked.email}> 写道：\n{lines}\n"
    return (
        "\n\n------------------ 原始邮件 ------------------\n"
        f'发件人: "{asked.person}" <{asked.email}>;\n发送时间: {sent}\n主题: {ours.subject}\n\n'
        f"{ours.text.strip()}\n"
    )


def _html(text: str) -> str:
    lines = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.splitlines())
    return f'<html><body style="font-family:宋体;font-size:14px">{lines}</body></html>'


def _fix_boundaries(message: EmailMessage, token: str) -> None:
    """The library draws them at random; the same mail must have the same bytes."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{number}_{token[:28]}")
