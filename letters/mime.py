"""Letter -> the e-mail that is sent, as an applicant's own mail program would write it.

Nothing in it tells that it is a test: no header of ours, no number of the application. What ties
an answer to its application is the Message-ID, an opaque token that only the campaign can undo by
computing it again. The same letter with the same arguments always gives the same bytes.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from letters.model import Application, Campaign, Letter
from letters.return_address import return_addresses
from letters.writable import writable

CHINA = timezone(timedelta(hours=8))
ATTACHED_AS = "政府信息公开申请表.docx"  # Letter.form_name holds the application's number
DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def message_id(application: Application, campaign: Campaign, further: str = "") -> str:
    """The same for the same application, however often a sending is tried again. `further`: the id
    of a letter that follows it."""
    known_to_us = f"{campaign.id}\n{campaign.seed}\n{further or application.id}"
    token = hashlib.sha256(known_to_us.encode()).hexdigest()[:32]
    return f"<{token}@{_on_the_net(application.applicant.email).rpartition('@')[2]}>"


def message(
    letter: Letter, *, message_id: str, sent_at: datetime, reply_to: str = ""
) -> EmailMessage:
    """The letter as an e-mail. A `sent_at` without a zone is Beijing time. `reply_to`: where answers
    shall go, if not to the applicant's plain address."""
    application = letter.application
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(application.applicant.name, application.applicant.email)
    mail["To"] = _address(application.unit.name, application.unit.email)
    _answer_to(mail, application.applicant.name, reply_to)
    mail["Subject"] = _line(letter.subject)
    mail["Date"] = sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=CHINA)
    mail["Message-ID"] = message_id
    # base64: mail systems that still are not 8-bit clean must not break Chinese
    mail.set_content(writable(letter.body), charset="utf-8", cte="base64")
    mail.add_attachment(letter.form, maintype=DOCX[0], subtype=DOCX[1], filename=ATTACHED_AS)
    # the library would draw it at random, and the same letter would never be the same twice
    mail.set_boundary("=_" + hashlib.sha256(message_id.encode()).hexdigest()[:32])
    return mail


def further(
    application: Application,
    subject: str,
    text: str,
    *,
    message_id: str,
    answers: str,
    sent_at: datetime,
    reply_to: str = "",
) -> EmailMessage:
    """A letter that follows the application, as an answer in the same thread. `answers`: the
    Message-ID of the application."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(application.applicant.name, application.applicant.email)
    mail["To"] = _address(application.unit.name, application.unit.email)
    _answer_to(mail, application.applicant.name, reply_to)
    mail["Subject"] = _line(f"回复：{subject}")
    mail["Date"] = sent_at
    mail["Message-ID"] = message_id
    mail["In-Reply-To"] = answers
    mail["References"] = answers
    mail.set_content(writable(text), charset="utf-8", cte="base64")
    return mail


def _answer_to(mail: EmailMessage, name: str, address: str) -> None:
    if address:
        mail["Reply-To"] = _address(name, address)


def reply_to(application: Application, campaign: Campaign) -> str:
    """The address that only this application has, where its account takes mail for such (plus);
    empty else."""
    email = application.applicant.email
    if not any(
        each.plus and each.address.casefold() == email.casefold() for each in campaign.accounts
    ):
        return ""
    found = return_addresses(email, message_id(application, campaign))
    return found[0] if found else ""


def _address(name: str, address: str) -> Address:
    # in its parts: as a whole the library would take no name in Chinese
    username, _, domain = _on_the_net(address).rpartition("@")
    return Address(display_name=_line(name), username=username, domain=domain)


def _on_the_net(address: str) -> str:
    """A domain in Chinese in the form that every mail server knows; a Chinese name before the @ has
    no other form, and needs a server that takes it (SMTPUTF8)."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
    except UnicodeError:  # no name of the net: the server will say so
        return address


def _line(text: str) -> str:
    """A header field is one line."""
    return " ".join(writable(text).split())
