"""What agencies send back: answers on paper and by mail, notices, things that nobody can read.

In: the unit, what it was asked, its days. Out: bytes of files; mails that are appended to a real
mailbox with the day on which they came.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from email.message import EmailMessage
from io import BytesIO

import docx
from PIL import Image

from harness.drill.letter import copies
from harness.drill.letter.forms import Form
from harness.drill.letter.paper import Paper
from harness.drill.letter.pdf import Typesetter
from harness.drill.letter.wording import day_text
from letters.model import Unit

CHINA = timezone(timedelta(hours=8))
REMEDY = (
    "如对本答复不服，可以自收到本答复之日起60日内向样江市人民政府申请行政复议，"
    "或者在6个月内向样江市样本区人民法院提起行政诉讼。"
)


@dataclass(frozen=True)
class Asked:
    """An application as the agency knows it."""

    unit: str
    applicant: str
    title: str
    received: date


def answer(asked: Asked, signed: date, *, number: int = 12, remedy: bool = True) -> list[str]:
    """The lines of an answer: 已经主动公开, with a place to look."""
    return [
        "政府信息公开申请答复书",
        f"样公开〔{signed.year}〕{number}号",
        f"{asked.applicant}：",
        f"本机关于{day_text(asked.received)}收到您提交的政府信息公开申请，申请公开“{asked.title}”。",
        "经审查，您申请的信息已经主动公开。根据《中华人民共和国政府信息公开条例》第三十六条第（一）项的规定，"
        "请登录 http://www.yangjiang.example/xxgk 查阅。",
        *([REMEDY] if remedy else []),
        "特此答复。",
        asked.unit,
        day_text(signed),
    ]


def clarification(asked: Asked, signed: date) -> list[str]:
    """A 补正告知: nothing is decided, the applicant has to say more."""
    return [
        "政府信息公开申请补正告知书",
        f"{asked.applicant}：",
        f"本机关于{day_text(asked.received)}收到您提交的政府信息公开申请，申请公开“{asked.title}”。"
        "经审查，您的申请内容不明确。根据《中华人民共和国政府信息公开条例》第三十条的规定，"
        "请您自收到本告知书之日起15个工作日内补正，说明所需信息的名称、文号或者其他特征性描述。"
        "无正当理由逾期不补正的，视为放弃申请。",
        asked.unit,
        day_text(signed),
    ]


def extension(asked: Asked, signed: date) -> list[str]:
    """A 延期告知 of 20 working days."""
    return [
        "政府信息公开延期答复告知书",
        f"{asked.applicant}：",
        f"本机关于{day_text(asked.received)}收到您提交的政府信息公开申请，申请公开“{asked.title}”。"
        "因需要进一步查找，经本机关政府信息公开工作机构负责人同意，根据《中华人民共和国政府信息公开条例》"
        "第三十三条的规定，延长答复期限20个工作日。",
        asked.unit,
        day_text(signed),
    ]


def word(lines: Sequence[str]) -> bytes:
    """As a clerk types it."""
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def sealed(unit: Unit, lines: Sequence[str], day: date) -> bytes:
    """The same as a PDF with the unit's seal over its date."""
    title, number, salutation, *paragraphs, closing, _, _ = lines
    letter = Paper(unit, title, number, salutation, tuple(paragraphs), closing, "", day, True)
    with contextlib.closing(Typesetter()) as typesetter:
        return copies.copy(letter, Form.TYPESET, typesetter, "scenario").data


def unreadable(grey: int = 236, size: tuple[int, int] = (310, 438)) -> bytes:
    """A page on which nobody can read anything."""
    file = BytesIO()
    Image.new("L", size, grey).save(file, "PNG")
    return file.getvalue()


def mail(
    sender: str,
    to: str,
    subject: str,
    lines: Sequence[str],
    *,
    reply_to: str = "",
    attached: Sequence[tuple[str, bytes]] = (),
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    if reply_to:
        made["In-Reply-To"] = made["References"] = reply_to
    made.set_content("\n".join(lines))
    for name, data in attached:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


def lay_in(server, box: str, made: EmailMessage, on: date, at: time = time(15, 30)) -> None:
    """Into a mailbox of a real server, as having come on that day."""
    came = datetime.combine(on, at, CHINA)
    made["Date"] = came
    with server.client(box) as client:
        client.append("INBOX", made.as_bytes(), msg_time=came)
