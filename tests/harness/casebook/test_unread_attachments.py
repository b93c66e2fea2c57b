"""An acknowledgement with an attachment that nobody could read may carry the answer."""

from __future__ import annotations

from datetime import date

import pytest

from harness.casebook.meaning import Meaning, meaning_of
from harness.casebook.placing import doubt_of_kind
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.reading import as_json
from parsers import read

HEAD = "From: {sender}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
BROKEN = "%PDF-1.4 garbage"
PDF = f"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n{BROKEN}\r\n"


def _meant(sender: str, subject: str, body: str, *parts: str, kind: str = "mixed") -> Meaning:
    head = HEAD.format(sender=sender, subject=subject)
    head += f"Content-Type: multipart/{kind}; boundary=b\r\n\r\n"
    text = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    raw = f"{head}{text}{''.join(parts)}--b--\r\n".encode()
    return meaning_of(as_json(read(raw, "来信.eml")), None, date(2026, 4, 1))


@pytest.mark.parametrize(
    "kind", [ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT, ReplyKind.BOUNCE]
)
def test_what_could_not_be_read_is_asked_for_before_the_kind(kind):
    assert doubt_of_kind(Meaning(kind, "“答复书.pdf”无法读取")) != ""
    assert doubt_of_kind(Meaning(kind)) == ""


def test_an_automatic_reply_with_a_broken_attachment_is_in_doubt():
    meant = _meant("a@b.example", "自动回复", "您的来件已收悉。", PDF)
    assert meant.kind is ReplyKind.AUTO_REPLY
    assert "a.pdf" in doubt_of_kind(meant)


def test_an_automatic_reply_by_itself_is_not():
    assert doubt_of_kind(_meant("a@b.example", "自动回复", "您的来件已收悉。")) == ""


def test_the_mail_of_ours_that_a_bounce_carries_back_may_be_unreadable():
    inner = f"--b\r\nContent-Type: message/rfc822\r\n\r\n{HEAD.format(sender='c@d.example', subject='x')}"
    inner += f"Content-Type: application/pdf; name=ours.pdf\r\n\r\n{BROKEN}\r\n"
    meant = _meant("MAILER-DAEMON@b.example", "Undelivered", "退回", inner, kind="report")
    assert meant.kind is ReplyKind.BOUNCE
    assert doubt_of_kind(meant) == ""
    attached = _meant("MAILER-DAEMON@b.example", "Undelivered", "退回", PDF, inner, kind="report")
    assert "a.pdf" in doubt_of_kind(attached)
