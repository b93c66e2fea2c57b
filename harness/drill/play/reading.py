"""What an agency learns from what reached it: a form, a mail or what was typed into its page -> `Asked`.

The agencies know nothing but this: who asks, for what, where an answer may go. They read by the
labels, as a clerk would, and never look into the campaign's own files.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from harness.drill.letter.paper import Asked

_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_LABELS = {"姓名或者名称": "person", "电子邮箱": "email", "信息名称": "title"}
_IN_A_LETTER = {"申请人姓名": "person", "电子邮箱": "email", "信息名称": "title"}


class Unreadable(Exception):
    """An application that an agency could not make out: it says what is missing."""


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail that an agency opened."""

    asked: Asked
    sent_at: datetime
    message_id: str
    subject: str
    text: str


def read_file(path: Path, application_id: str) -> Asked:
    """What somebody brought, sent or typed in: a form, or the text for a web page."""
    if path.suffix == ".txt":
        return read_web_text(path.read_text(encoding="utf-8-sig"), application_id)
    return read_form(path.read_bytes(), application_id)


def read_web_text(text: str, application_id: str) -> Asked:
    """What was typed into a web page; an answer stands behind its label, or below it."""
    lines = [line.strip() for line in text.splitlines()]
    said = dict.fromkeys((*_LABELS.values(), "on"), "")
    for line, below in pairwise([*lines, ""]):
        label, colon, answer = line.partition("：")
        key = "on" if label == "填报日期" else _LABELS.get(label)
        if colon and key and not said[key]:
            said[key] = answer or below
    date_ = _DATE.search(said["on"])
    missing = [label for label, key in _LABELS.items() if not said[key]]
    if missing or date_ is None:
        raise Unreadable(f"{application_id}: no {missing or 'date'} in the text")
    year, month, day = map(int, date_.groups())
    return Asked(
        application_id, said["person"], said["email"], said["title"], date(year, month, day)
    )


def read_form(data: bytes, application_id: str) -> Asked:
    """政府信息公开申请表 as .docx, or a letter that says the same in lines of text."""
    document = Document(io.BytesIO(data))
    said: dict[str, str] = {}
    for paragraph in document.paragraphs:
        label, _, answer = _text(paragraph._p).partition("：")
        if key := _IN_A_LETTER.get(label):
            said.setdefault(key, answer)
    for table in document.tables:
        for row in table.rows:
            said |= _labelled(row)
    missing = [label for label, key in _LABELS.items() if not said.get(key)]
    dates = _DATE.findall(_text(document.element))
    if missing or not dates:
        raise Unreadable(f"{application_id}: no {missing or 'date'} on the form")
    year, month, day = map(int, dates[-1])
    return Asked(
        application_id, said["person"], said["email"], said["title"], date(year, month, day)
    )


def read_mail(data: bytes, application_id: str) -> ReadMail:
    """A mail with the form attached."""
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    form = next(
        (p for p in mail.iter_attachments() if (p.get_filename() or "").endswith(".docx")), None
    )
    if form is None:
        raise Unreadable(f"{application_id}: no form attached to the mail")
    asked = read_form(form.get_content(), application_id)
    body = mail.get_body(("plain",))
    sent_at = parsedate_to_datetime(str(mail["Date"]))
    return ReadMail(
        asked=replace(asked, sent_on=sent_at.date()),
        sent_at=sent_at,
        message_id=str(mail["Message-ID"]),
        subject=str(mail["Subject"]),
        text=body.get_content() if body is not None else "",
    )


def _labelled(row: Any) -> dict[str, str]:
    """A label's answer stands in the cell after it."""
    texts = [_text(cell) for cell in row._tr.tc_lst]
    return {_LABELS[label]: answer for label, answer in pairwise(texts) if label in _LABELS}


def _text(element: Any) -> str:
    """All text below an element; python-docx's own way builds the whole grid for each row."""
    return "".join(part.text or "" for part in element.iter(qn("w:t"))).strip()
