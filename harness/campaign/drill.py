"""`drill`: a whole campaign lived through day by day with simulated agencies, by the same verbs that
people use. In: a folder with a campaign of the drill. Out: what was judged, and what was planted,
which nothing but the comparison at the end looks at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from harness.campaign.collect import keep_mails, keep_papers, read_ahead
from harness.campaign.letters import letters
from harness.campaign.plan import plan
from harness.campaign.report import Reported, report
from harness.campaign.send import forecast, send_now
from harness.campaign.workspace import Told, Workspace, open_workspace
from harness.dispatch.outgoing import Server
from harness.drill.mailroom import Ports
from harness.drill.play import Drill
from harness.drill.province import make_campaign
from harness.drill.truth import Truth
from harness.intake.mailbox import Account, Mailbox, open_mailbox
from harness.store import plan as planned
from letters.model import Campaign
from letters.tables import read_campaign

FORTNIGHT = 14  # days


@dataclass(frozen=True, slots=True)
class Lived:
    reported: Reported
    truth: Truth


def rehearse(folder: Path, *, seed: int, units: int, told: Told, scans: bool = True) -> Lived:
    """Make a campaign in `folder`, live through it, judge it, report it. `told` hears of the
    progress.

    What comes by post is scanned and photographed; without `scans` it is laid in as it was
    typeset, and needs no reading of pictures."""
    make_campaign(folder, seed=seed, units=units)
    until = read_campaign(folder).collect_until
    with open_workspace(folder, as_of=until, by="演练", told=told) as workspace:
        plan(workspace, write=True)
        drill = Drill.open(folder, seed, scans=scans)
        asyncio.run(_live(workspace, drill))
        return Lived(report(workspace), drill.truth())


async def _live(workspace: Workspace, drill: Drill) -> None:
    days = tuple(_days(workspace.campaign))
    async with drill.servers() as ports:
        with ExitStack() as open_boxes:
            boxes = [
                open_boxes.enter_context(open_mailbox(account))
                for account in _accounts(workspace.campaign, ports)
            ]
            wait: Callable[[], None] = lambda: None  # noqa: E731
            for number, day in enumerate(days, start=1):
                workspace.told(number, len(days), f"{day:%Y-%m-%d} 寄送、等候、收件")
                await _send(workspace, day, ports)
                await drill.live(day)
                # once a fortnight: the dates are those of the mails and of the ledger, whenever
                # they are taken in. What was received is read while the next one is lived
                if number % FORTNIGHT == 0 or day == days[-1]:
                    wait()
                    wait = _collect(workspace, boxes)
            wait()


def _collect(workspace: Workspace, boxes: Sequence[Mailbox]) -> Callable[[], None]:
    keep_papers(workspace)
    keep_mails(workspace, boxes)
    return read_ahead(workspace)


def _days(campaign: Campaign) -> Iterator[date]:
    """Every day from the first letter to the end of collecting."""
    day = min(each.send_on for each in campaign.rounds)
    while day <= campaign.collect_until:
        yield day
        day += timedelta(days=1)


async def _send(workspace: Workspace, day: date, ports: Ports) -> None:
    if all(each.send_on != day for each in workspace.campaign.rounds):
        return
    letters(workspace, day)
    due = forecast(workspace, day).due
    with workspace.store.reading() as connection:
        mails = [each for each in planned.applications(connection) if each.id in set(due)]
    if mails:
        server = Server(workspace.campaign.smtp_host, ports.smtp_port)
        await send_now(workspace, mails, (), day, server)


def _accounts(campaign: Campaign, ports: Ports) -> Sequence[Account]:
    host, port, password = campaign.imap_host, ports.imap_port, ports.imap_password
    return [Account(host, port, each.email, password, tls=False) for each in campaign.applicants]
