"""`send`: the letters that are due go out, each once. Mail through the outbox, to loopback or all of
it to one's own address (`rehearse`); what goes on paper stands in the outbox until somebody says
that it was posted, handed in or submitted (`log`, the posting list, the ledger)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from harness.campaign.numbers import with_numbers
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch.authorisation import NotAuthorised, loopback
from harness.dispatch.email import Refused as NotTaken
from harness.dispatch.email import Unreachable
from harness.dispatch.outgoing import Server, rehearse_mails, send_mails
from harness.store import outbox, people, plan
from letters.model import Application, Channel

CHINA = ZoneInfo("Asia/Shanghai")
MORNING = time(9, 30)


@dataclass(frozen=True, slots=True)
class Sending:
    """`due`: mails that would go, or went for the first time; the others are application ids too."""

    due: tuple[str, ...]
    sent: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    on_paper: tuple[str, ...]  # due, and to be posted or handed in by people
    server: str = ""


def forecast(workspace: Workspace, on: date) -> Sending:
    """What `send` would do on that day."""
    mails, papers = _due(workspace, on)
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
    unknown = tuple(id for id, each in letters.items() if each.state == "sending")
    return Sending(_ids(mails), (), (), unknown, _ids(papers), _server(workspace))


def _server(workspace: Workspace) -> str:
    campaign = workspace.campaign
    return f"{campaign.smtp_host}:{campaign.smtp_port}" if campaign.smtp_host else ""


def send(workspace: Workspace, on: date, number: int, server: Server | None = None) -> Sending:
    """Really: only where `number` is what the forecast said. `server` in place of the campaign's."""
    mails, papers = _due(workspace, on)
    if number != len(mails):
        raise Refused(
            f"写的是发送{number}封，现在到期待发的是{len(mails)}封；请先运行 mingcha send 查看，再写相同的数"
        )
    if not mails:
        return Sending((), (), (), (), _ids(papers), _server(workspace))
    return asyncio.run(
        send_now(workspace, mails, papers, on, server or _campaign_server(workspace))
    )


async def send_now(
    workspace: Workspace,
    mails: Sequence[Application],
    papers: Sequence[Application],
    on: date,
    server: Server,
) -> Sending:
    morning = datetime.combine(on, MORNING, CHINA)
    try:
        filled = with_numbers(workspace, mails)
        failed = await send_mails(workspace.store, workspace.campaign, filled, server, morning)
    except NotAuthorised as why:
        raise Refused(str(why)) from why
    except Unreachable as why:
        raise Refused(str(why)) from why
    return _outcome(workspace, mails, papers, failed)


def _outcome(
    workspace: Workspace,
    mails: Sequence[Application],
    papers: Sequence[Application],
    failed: Sequence[NotTaken],
) -> Sending:
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
    states = {each.id: letters[each.id].state for each in mails}
    return Sending(
        _ids(mails),
        tuple(id for id, state in states.items() if state == "sent"),
        tuple((each.application_id, each.why) for each in failed if not each.in_doubt),
        tuple(id for id, state in states.items() if state == "sending"),
        _ids(papers),
    )


def rehearse(workspace: Workspace, on: date, address: str, server: Server | None = None) -> Sending:
    """All that is due, to one's own address: nothing is recorded as sent."""
    mails, papers = _due(workspace, on)
    used = server or _campaign_server(workspace)
    morning = datetime.combine(on, MORNING, CHINA)
    try:
        failed = asyncio.run(rehearse_mails(workspace.campaign, mails, used, morning, address))
    except (NotAuthorised, Unreachable) as why:
        raise Refused(str(why)) from why
    refused = tuple((each.application_id, each.why) for each in failed)
    gone = {id for id, _ in refused}
    sent = tuple(id for id in _ids(mails) if id not in gone)
    return Sending(_ids(mails), sent, refused, (), _ids(papers))


def due_on(workspace: Workspace, on: date) -> tuple[Application, ...]:
    """What should be out by that day and is not, in the plan's order."""
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
        planned = plan.applications(connection)
        known = people.people(connection)
    gone = {id for id, each in letters.items() if each.state != "queued"}
    forgotten = {id for id, each in known.items() if each.forgotten_on}
    return tuple(
        each
        for each in planned
        if each.round.send_on <= on and each.id not in gone and each.applicant.id not in forgotten
    )


def _due(workspace: Workspace, on: date) -> tuple[list[Application], list[Application]]:
    due = due_on(workspace, on)
    mails = [each for each in due if each.channel is Channel.EMAIL]
    return mails, [each for each in due if each.channel is not Channel.EMAIL]


def _ids(applications: Sequence[Application]) -> tuple[str, ...]:
    return tuple(each.id for each in applications)


def _campaign_server(workspace: Workspace) -> Server:
    campaign = workspace.campaign
    if not campaign.smtp_host:
        raise Refused(
            "campaign.toml 没有 [mail] 一节，不知道用哪台服务器发信，请补上 smtp_host 和 smtp_port"
        )
    try:
        loopback(campaign.smtp_host)
    except NotAuthorised as why:
        raise Refused(str(why)) from why
    return Server(campaign.smtp_host, campaign.smtp_port)
