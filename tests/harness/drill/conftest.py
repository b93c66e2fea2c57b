"""A province that is really played: applications go out over SMTP and onto a posting list, every
day is lived, and what came back is read from the IMAP server and the folder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import aiosmtplib
import imapclient
import pytest

from harness.drill.play.world import CHINA, Drill, Ports
from harness.drill.province import make_campaign
from harness.drill.truth import Truth
from letters import questions
from letters.compose import compose
from letters.labels import write_posting_list
from letters.mime import message, message_id
from letters.model import Application, Campaign, Channel
from letters.plan import plan
from letters.tables import read_campaign, read_units


@dataclass(frozen=True)
class Mail:
    to: str
    came: datetime  # INTERNALDATE
    raw: bytes


@dataclass(frozen=True)
class Played:
    folder: Path
    campaign: Campaign
    applications: tuple[Application, ...]
    mails: tuple[Mail, ...]
    truth: Truth

    @property
    def papers(self) -> dict[str, bytes]:
        found = sorted((self.folder / "incoming" / "纸质来件").iterdir())
        return {path.name: path.read_bytes() for path in found}


def play(folder: Path, *, seed: int, units: int, scans: bool = False) -> Played:
    """The whole autumn, as the demo lives it."""
    make_campaign(folder, seed=seed, units=units)
    campaign = read_campaign(folder)
    applications = plan(campaign, read_units(folder / "units.xlsx"), questions.load())
    drill = Drill.open(folder, seed, scans=scans)
    mails = asyncio.run(_live(folder, campaign, applications, drill))
    return Played(folder, campaign, applications, mails, drill.truth())


async def _live(
    folder: Path, campaign: Campaign, applications: tuple[Application, ...], drill: Drill
) -> tuple[Mail, ...]:
    async with drill.servers() as ports:
        day = min(round_.send_on for round_ in campaign.rounds)
        while day <= campaign.collect_until:
            due = [each for each in applications if each.round.send_on == day]
            await send(folder, campaign, due, day, ports)
            await drill.live(day)
            day += timedelta(days=1)
        return fetch(campaign, ports)


async def send(
    folder: Path, campaign: Campaign, due: list[Application], day: date, ports: Ports
) -> None:
    """What an applicant does on a day: mails and registered letters."""
    by_post = [each for each in due if each.channel is Channel.REGISTERED_MAIL]
    if by_post:
        (folder / "outgoing").mkdir()
        for each in by_post:
            letter = compose(each, campaign)
            (folder / "outgoing" / letter.form_name).write_bytes(letter.form)
        numbers = {each.id: f"XA{place:08d}演" for place, each in enumerate(by_post)}
        write_posting_list(by_post, folder / "outgoing" / "交寄清单.xlsx", day, numbers)
    for each in due:
        if each.channel is Channel.EMAIL:
            at = datetime.combine(day, time(9), CHINA)
            letter = compose(each, campaign)
            mail = message(letter, message_id=message_id(each, campaign), sent_at=at)
            await aiosmtplib.send(mail, hostname="127.0.0.1", port=ports.smtp_port)


def fetch(campaign: Campaign, ports: Ports) -> tuple[Mail, ...]:
    """Everything in every applicant's mailbox, over IMAP."""
    mails = []
    for person in campaign.applicants:
        with imapclient.IMAPClient("127.0.0.1", ports.imap_port, ssl=False) as client:
            client.normalise_times = False
            client.login(person.email, ports.imap_password)
            client.select_folder("INBOX", readonly=True)
            for message_ in client.fetch(
                client.search("ALL"), ["BODY.PEEK[]", "INTERNALDATE"]
            ).values():
                mails.append(Mail(person.email, message_[b"INTERNALDATE"], message_[b"BODY[]"]))
    return tuple(mails)


# a conftest cannot be imported by the tests beside it; fixtures hand them the functions
@pytest.fixture(name="play")
def _play() -> Callable[..., Played]:
    return play


@pytest.fixture(name="send")
def _send() -> Callable[..., Awaitable[None]]:
    return send


@pytest.fixture(name="fetch")
def _fetch() -> Callable[..., tuple[Mail, ...]]:
    return fetch


@pytest.fixture(scope="session")
def whole_province(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("province"), seed=7, units=57)
