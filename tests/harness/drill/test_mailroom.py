"""The province's mail servers, met with ordinary clients."""

import asyncio
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage

import aiosmtplib
import imapclient
import pytest

from harness.drill.play.mailroom import LOOPBACK, Mailroom, Ports

CHINA = timezone(timedelta(hours=8))
AGENCY, APPLICANT = "xxgk@fgw.yanjiang.example", "wen@ceping.example"


def mail(sender: str, to: str, text: str = "测试") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "政府信息公开申请"
    message.set_content(text)
    return message


async def give(ports: Ports, message: EmailMessage) -> None:
    await aiosmtplib.send(message, hostname=LOOPBACK, port=ports.smtp_port)


def inbox(ports: Ports, password: str | None = None) -> list[dict[bytes, object]]:
    with imapclient.IMAPClient(LOOPBACK, ports.imap_port, ssl=False) as client:
        client.normalise_times = False
        client.login(APPLICANT, password or ports.imap_password)
        client.select_folder("INBOX", readonly=True)
        found = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "INTERNALDATE"])
        return [dict(found[uid]) for uid in sorted(found)]


def run(story):
    """A story with the mailroom open; what it returns is returned."""

    async def told():
        room = Mailroom([AGENCY], [APPLICANT])
        async with room.serve() as ports:
            return await story(room, ports)

    return asyncio.run(told())


def test_a_mail_to_an_applicant_lies_in_the_mailbox_byte_for_byte_on_the_virtual_day():
    async def story(room, ports):
        room.now = datetime(2020, 9, 23, 10, 5, tzinfo=CHINA)
        await give(ports, mail(AGENCY, APPLICANT, "答复\n.以点开头的一行\n"))
        return inbox(ports)  # a blocking client, in the drill's own thread

    (found,) = run(story)
    assert found[b"INTERNALDATE"].date() == date(2020, 9, 23)
    expected = mail(AGENCY, APPLICANT, "答复\n.以点开头的一行\n").as_bytes()
    assert found[b"BODY[]"].split() == expected.split()


def test_a_mail_to_an_agency_waits_for_it_and_is_handed_out_once():
    async def story(room, ports):
        await give(ports, mail(APPLICANT, AGENCY.upper()))
        return room.take_letters(), room.take_letters(), inbox(ports)

    first, second, mailbox = run(story)
    assert [(posted.to, posted.sender) for posted in first] == [(AGENCY, APPLICANT)]
    assert second == () and mailbox == []


def test_nobody_outside_the_drill_can_be_written_to():
    async def story(room, ports):
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
            await give(ports, mail(APPLICANT, "somebody@elsewhere.example"))
        return room.take_letters()

    assert run(story) == ()


def test_a_wrong_password_opens_no_mailbox():
    async def story(_, ports):
        with pytest.raises(imapclient.exceptions.LoginError):
            inbox(ports, "wrong")

    run(story)


def test_each_run_has_a_password_and_ports_of_its_own():
    async def story(_, ports):
        return ports

    first, second = run(story), run(story)
    assert first.imap_password != second.imap_password
    assert first.smtp_port != first.imap_port


def test_the_servers_are_gone_when_the_drill_is_over():
    async def story(_, ports):
        return ports

    ports = run(story)
    with pytest.raises(OSError):
        imapclient.IMAPClient(LOOPBACK, ports.imap_port, ssl=False, timeout=2)
