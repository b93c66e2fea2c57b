"""The e-mail as it is sent, read back by Python's own parser."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, default

import pytest

from letters.compose import compose
from letters.mime import ATTACHED_AS, message, message_id
from letters.model import Application, Campaign, Letter

AT = datetime(2026, 9, 21, 9, 30)


@pytest.fixture
def letter(by_email: Application, campaign: Campaign) -> Letter:
    return compose(by_email, campaign)


@pytest.fixture
def sent(letter: Letter, campaign: Campaign) -> EmailMessage:
    number = message_id(letter.application, campaign)
    raw = message(letter, message_id=number, sent_at=AT).as_bytes(policy=SMTP)
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) <= 998
    parsed = message_from_bytes(raw, policy=default)
    assert isinstance(parsed, EmailMessage) and not parsed.defects
    return parsed


def test_body_and_form_arrive_as_they_were(sent: EmailMessage, letter: Letter) -> None:
    body = sent.get_body()
    assert body is not None and body.get_content().replace("\r\n", "\n") == letter.body
    (form,) = sent.iter_attachments()
    assert form.get_content() == letter.form and form.get_filename() == ATTACHED_AS


def test_the_headers_are_those_of_an_applicants_mail(sent: EmailMessage, letter: Letter) -> None:
    assert sent["Subject"] == letter.subject
    assert sent["From"].addresses[0].display_name == "李示例"
    assert sent["To"].addresses[0].addr_spec == letter.application.unit.email
    assert sent["Date"].datetime == AT.replace(tzinfo=timezone(timedelta(hours=8)))


def test_nothing_in_the_mail_tells_that_it_is_a_test(by_email: Application, real: Campaign) -> None:
    letter = compose(by_email, real)
    mail = message(letter, message_id=message_id(by_email, real), sent_at=AT)
    assert sorted(mail.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    )
    shown = mail.as_string() + letter.body
    for trace in (by_email.id, real.id, "mingcha", "测评", "明察"):
        assert trace not in shown


def test_message_ids_are_steady_different_and_opaque(
    applications: tuple[Application, ...], campaign: Campaign
) -> None:
    numbers = [message_id(application, campaign) for application in applications]
    assert numbers == [message_id(application, campaign) for application in applications]
    assert len(set(numbers)) == len(numbers)
    assert all(number.endswith("@example.org>") for number in numbers)


def test_the_same_letter_gives_the_same_bytes(letter: Letter) -> None:
    mails = {message(letter, message_id="<a@example.org>", sent_at=AT).as_bytes() for _ in range(3)}
    assert len(mails) == 1


def test_a_domain_in_chinese_goes_as_the_net_has_it_and_a_chinese_name_as_it_is(
    by_email: Application, campaign: Campaign
) -> None:
    for written, gone in (
        ("xxgk@样江.example", b"xxgk@xn--vxv95g.example"),
        ("公开@样江.example", "公开@xn--vxv95g.example".encode()),
    ):
        asked = replace(by_email, unit=replace(by_email.unit, email=written))
        number = message_id(asked, campaign)
        mail = message(compose(asked, campaign), message_id=number, sent_at=AT)
        policy = SMTP if gone.isascii() else SMTPUTF8
        assert b"<" + gone + b">" in mail.as_bytes(policy=policy)
