"""What an agency learns from what reached it: a posted form or a mail -> `Asked`.

The agencies know nothing but this: who asks, for what, where an answer may go. They read the
form's table by its labels, as a clerk would, and never look into the campaign's own files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import python_calamine
from docx import Document
from docx.oxml.ns import qn

from harness.drill.paper import Asked

POSTING_LIST = "交寄清单.xlsx"
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_LABELS = {"姓名或者名称": "person", "电子邮箱": "email", "信息名称": "title"}


class Unreadable(Exception):
    """An application that an agency could not make out: it says what is missing."""


@dataclass(frozen=True, slots=True)
class RegisteredLetter:
    """One row of the posting list: a letter handed in at the post office."""

    application_id: str
    unit_name: str
    number: str  # 挂号号码
    posted_on: date
    form: Path


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail that an agency opened."""

    asked: Asked
    sent_at: datetime
    message_id: str
    subject: str
    text: str


def posted(outgoing: Path) -> Iterator[RegisteredLetter]:
    """The letters on the posting lists of every day below `outgoing` that the post office took."""
    for path in posting_lists(outgoing):
        yield from _posted(path)


def posting_lists(outgoing: Path) -> list[Path]:
    return sorted(outgoing.glob(f"**/{POSTING_LIST}"))


def _posted(path: Path) -> Iterator[RegisteredLetter]:
    book = python_calamine.CalamineWorkbook.from_path(path)
    rows = book.get_sheet_by_name("交寄清单").to_python()
    for cells in rows[1:]:
        row = dict(zip(rows[0], cells, strict=False))
        yield RegisteredLetter(
            application_id=str(row["申请编号"]),
            unit_name=str(row["收件单位"]),
            number=str(row["挂号号码"]),
            posted_on=_day(row["交寄日期"]),
            form=path.parent / str(row["申请表文件"]),
        )


def read_form(data: bytes, application_id: str) -> Asked:
    """政府信息公开申请表 as .docx."""
    document = Document(io.BytesIO(data))
    said: dict[str, str] = {}
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


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value).strip()[:10])
