"""Plays the drill's province through the harness, day by day, and judges what it left behind.

In: an empty folder, a seed, a number of units. Out: the `Assessment`, with the drill's own truth
beside it, which nothing but the comparison at the end looks at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from harness.dispatch.outgoing import Server, numbers_for, post_letters, send_mails
from harness.drill.mailroom import Ports
from harness.drill.play import Drill
from harness.drill.province import make_campaign
from harness.drill.truth import Truth
from harness.engine import Engine, open_lanes
from harness.intake.collect import CHINA, Desk, Received, file, receive_mail, receive_papers
from harness.intake.mailbox import Account, open_mailbox
from harness.scoring.assessment import Assessment, ReviewItem
from harness.store.casebook import assess
from harness.store.database import Store, add_applications, open_store
from harness.store.outbox import message_ids
from letters import questions
from letters.model import Application, Campaign, Channel, Unit
from letters.plan import plan
from letters.tables import read_campaign, read_units

FORTNIGHT = 14  # days
Told = Callable[[int, int, str], None]  # done, of how many, what is being done


@dataclass(frozen=True, slots=True)
class Province:
    """The campaign as the harness sees it: files of the folder, read back."""

    folder: Path
    campaign: Campaign
    units: tuple[Unit, ...]
    applications: tuple[Application, ...]


def rehearse(
    folder: Path, *, seed: int, units: int, told: Told, scans: bool = True
) -> tuple[Assessment, Truth]:
    """Make a campaign in `folder`, live through it, judge it. `told` hears of the progress.

    What comes by post is scanned and photographed; without `scans` it is laid in as it was
    typeset, and needs no reading of pictures."""
    make_campaign(folder, seed=seed, units=units)
    province = _read(folder)
    with open_store(folder) as store, open_lanes() as engine:
        add_applications(store, province.applications)
        drill = Drill.open(folder, seed, scans=scans)
        doubts = asyncio.run(_live(province, store, drill, engine, told))
        total = len(province.applications)
        done = iter(range(1, total + 1))
        assessment = assess(
            store,
            province.campaign,
            province.units,
            province.applications,
            as_of=province.campaign.collect_until,
            doubts=doubts,
            engine=engine,
            judged=lambda: told(next(done), total, "阅读并核对答复"),
        )
    return assessment, drill.truth()


def _read(folder: Path) -> Province:
    campaign = read_campaign(folder)
    units = read_units(folder / "units.xlsx")
    return Province(folder, campaign, units, plan(campaign, units, questions.load()))


async def _live(
    province: Province, store: Store, drill: Drill, engine: Engine, told: Told
) -> tuple[ReviewItem, ...]:
    """Live every day; answers what the ledger left open at the end."""
    days = tuple(_days(province.campaign))
    doubts: tuple[ReviewItem, ...] = ()
    received: tuple[Received, ...] = ()
    async with drill.servers() as ports:
        with ExitStack() as open_boxes:
            mailboxes = [
                open_boxes.enter_context(open_mailbox(account))
                for account in _accounts(province.campaign, ports)
            ]
            for number, day in enumerate(days, start=1):
                told(number, len(days), f"{day:%Y-%m-%d} 寄送、等候、收件")
                await _send(province, store, day, ports)
                await drill.live(day)
                # once a fortnight: the dates are those of the mails and of the ledger, whenever
                # they are taken in. What was received is read while the next one is lived
                if number % FORTNIGHT == 0 or day == days[-1]:
                    desk = _desk(province, store)
                    _file(store, desk, received, engine)
                    post, doubts = receive_papers(store, desk, province.folder, engine)
                    received = (receive_mail(store, mailboxes, engine), post)
    _file(store, _desk(province, store), received, engine)
    return doubts


def _days(campaign: Campaign) -> Iterator[date]:
    """Every day from the first letter to the end of collecting."""
    day = min(each.send_on for each in campaign.rounds)
    while day <= campaign.collect_until:
        yield day
        day += timedelta(days=1)


async def _send(province: Province, store: Store, day: date, ports: Ports) -> None:
    due = [each for each in province.applications if each.round.send_on == day]
    by_mail = [each for each in due if each.channel is Channel.EMAIL]
    by_post = [each for each in due if each.channel is Channel.REGISTERED_MAIL]
    morning = datetime.combine(day, time(9, 30), CHINA)
    server = Server(province.campaign.smtp_host, ports.smtp_port)
    if by_mail:
        await send_mails(store, province.campaign, by_mail, server, morning)
    if by_post:
        numbers = numbers_for(by_post, "演练挂号")
        outgoing = province.folder / "outgoing"
        post_letters(store, province.campaign, by_post, numbers, outgoing, day)


def _desk(province: Province, store: Store) -> Desk:
    return Desk(province.units, province.applications, message_ids(store))


def _file(store: Store, desk: Desk, received: Sequence[Received], engine: Engine) -> None:
    for each in received:
        file(store, desk, each, engine)


def _accounts(campaign: Campaign, ports: Ports) -> Sequence[Account]:
    host, port, password = campaign.imap_host, ports.imap_port, ports.imap_password
    return [Account(host, port, each.email, password, tls=False) for each in campaign.applicants]
