"""`send`: the letters that are due go out, each once. Mail through the outbox: by the accounts of
campaign.toml as far as its authorisation reaches, or on loopback, or all of it to one's own address
(`rehearse`); what goes on paper stands in the outbox until somebody says that it was posted, handed
in or submitted (`log`, the posting list, the ledger)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from email.utils import parseaddr

from harness.campaign.planning.numbers import with_numbers
from harness.campaign.sending import further_mail
from harness.campaign.sending.senders import (
    account_of,
    allowed,
    is_real,
    rules,
    sender,
    today_of,
)
from harness.campaign.sending.unsent import unsent
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch import outgoing
from harness.dispatch.authorisation import NOBODYS, NotAuthorised
from harness.dispatch.envelope import domain_of, lies_in
from harness.dispatch.outgoing import Ended, Outcome, Sender, Server
from harness.dispatch.pace import CHINA, Pacer, Waiting, ends
from harness.dispatch.passwords import Ask, nobody
from harness.dispatch.session import Unreachable
from harness.store import further, outbox, people, sending
from letters.model import Application, Channel

MORNING = time(9, 30)


@dataclass(frozen=True, slots=True)
class ByAccount:
    """What one account has to send: how many mails to which domains, and when the last one leaves
    (ISO 8601; empty where the authorisation ends before)."""

    account: str
    server: str
    mails: int
    domains: tuple[tuple[str, int], ...]
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Sending:
    """`due`: mails that would go, or went for the first time; the others are application ids too.
    `barred`: due, and the authorisation does not reach so far. `left`: due, and to be sent later."""

    due: tuple[str, ...]
    sent: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    on_paper: tuple[str, ...]  # due, and to be posted or handed in by people
    server: str = ""
    barred: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()
    accounts: tuple[ByAccount, ...] = ()
    stopped: tuple[str, ...] = ()
    paused: str = ""
    until: date | None = None  # of a forecast: what is due by that day would go
    before: tuple[
        tuple[str, str], ...
    ] = ()  # refused at an earlier sending, and the server's words


def forecast(workspace: Workspace, on: date) -> Sending:
    """What `send` would do on that day."""
    due, papers = _due(workspace, on)
    mails, refused = allowed(workspace, due)
    with workspace.store.reading() as connection:
        paused = sending.paused(connection)
    return Sending(
        _ids(mails), (), (), _unknown(workspace), _ids(papers), _server(workspace), refused,
        accounts=_by_account(workspace, mails), paused=paused or "",
        until=_until(workspace, on), before=_refused(workspace),
    )  # fmt: skip


def _refused(workspace: Workspace) -> tuple[tuple[str, str], ...]:
    with workspace.store.reading() as connection:
        after = further.unsettled(connection)
    letters = unsent(workspace)
    first = ((each.application_id, each.detail) for each in letters if each.state == "refused")
    return (*first, *((each.id, each.detail) for each in after if each.state == "refused"))


def _unknown(workspace: Workspace) -> tuple[str, ...]:
    with workspace.store.reading() as connection:
        after = further.unsettled(connection)
    first = (each.application_id for each in unsent(workspace) if each.state == "sending")
    return (*first, *(each.id for each in after if each.state == "sending"))


def _server(workspace: Workspace) -> str:
    campaign = workspace.campaign
    if is_real(campaign):
        return "、".join(f"{each.smtp_host}:{each.smtp_port}" for each in campaign.accounts)
    return f"{campaign.smtp_host}:{campaign.smtp_port}" if campaign.smtp_host else ""


def _by_account(workspace: Workspace, mails: Sequence[Application]) -> tuple[ByAccount, ...]:
    """Reckoned by the same clockwork that will send them."""
    campaign = workspace.campaign
    if not is_real(campaign):
        return ()
    boxes = dict.fromkeys(each.applicant.email for each in mails)
    accounts = {box: each for box in boxes if (each := account_of(campaign, box))}
    how, now = rules(workspace, boxes), workspace.store.now()
    line = [Waiting(e.id, e.applicant.email, domain_of(e.unit.email)) for e in mails]
    pacer = Pacer(line, how.limits or {}, how.per_minute_domain, how.opens, now)
    done = ends(pacer, {box: each.connections for box, each in accounts.items()}, now)
    begins = how.opens(now)
    return tuple(
        ByAccount(
            box,
            f"{each.smtp_host}:{each.smtp_port}",
            sum(one.account == box for one in line),
            tuple(Counter(one.domain for one in line if one.account == box).most_common()),
            _shown(begins),
            _shown(done[box]),
        )
        for box, each in accounts.items()
    )


def _shown(at: datetime | None) -> str:
    return at.astimezone(CHINA).isoformat(timespec="minutes") if at else ""


def send(
    workspace: Workspace,
    on: date,
    number: int,
    server: Server | None = None,
    ask: Ask = nobody,
) -> Sending:
    """Really: only where `number` is what the forecast said. `server` in place of the campaign's;
    `ask`: for a password that stands nowhere."""
    due, papers = _due(workspace, on)
    mails, refused = allowed(workspace, due)
    if number != len(mails):
        raise Refused(
            f"写的是发送{number}封，现在到期待发的是{len(mails)}封；请先运行 mingcha send 查看，再写相同的数"
        )
    if not mails:
        return Sending(
            (), (), (), (), _ids(papers), _server(workspace), refused, before=_refused(workspace)
        )
    _must_be_going(workspace)
    done = send_now(workspace, mails, papers, on, sender(workspace, mails, ask, server))
    return replace(done, barred=refused)


def _must_be_going(workspace: Workspace) -> None:
    with workspace.store.reading() as connection:
        why = sending.paused(connection)
    if why is not None:
        raise Refused(f"已经暂停发送（{why}），恢复请运行 mingcha resume")


def send_now(
    workspace: Workspace,
    mails: Sequence[Application],
    papers: Sequence[Application],
    on: date,
    how: Sender | Server,
) -> Sending:
    """These, by these servers. On this machine the day is the one that was given; what really leaves
    bears the day and the hour at which it does."""
    real = is_real(workspace.campaign) and isinstance(how, Sender)
    written = _now(workspace) if real else datetime.combine(on, MORNING, CHINA)
    day = None if real else on
    if isinstance(how, Server):
        how = Sender(dict.fromkeys((each.applicant.email for each in mails), how))
    try:
        first = [each for each in mails if not sending.is_further(each.id)]
        filled = with_numbers(workspace, first)
        further_mail.date_anew(workspace, mails, written)
        outgoing.date_anew(workspace.store, workspace.campaign, filled, written)
        outgoing.put_out(workspace.store, workspace.campaign, filled, written, workspace.told)
        ended = outgoing.send(workspace.store, mails, how, day)
    except (NotAuthorised, Unreachable) as why:
        raise Refused(str(why)) from why
    return _outcome(workspace, mails, papers, ended)


def _now(workspace: Workspace) -> datetime:
    return workspace.store.now().astimezone(CHINA).replace(microsecond=0)


def _outcome(
    workspace: Workspace,
    mails: Sequence[Application],
    papers: Sequence[Application],
    ended: Ended,
) -> Sending:
    with workspace.store.reading() as connection:
        known = sending.states(connection)
    states = {each.id: known[each.id] for each in mails}
    refused = {
        id: said for id, (outcome, said) in ended.why.items() if outcome is not Outcome.UNKNOWN
    }
    return Sending(
        _ids(mails),
        tuple(id for id, state in states.items() if state == "sent"),
        tuple(refused.items()),
        tuple(id for id, state in states.items() if state == "sending"),
        _ids(papers),
        _server(workspace),
        left=tuple(id for id, state in states.items() if state == "queued"),
        stopped=ended.stopped,
    )


def rehearse(
    workspace: Workspace,
    on: date,
    address: str,
    server: Server | None = None,
    ask: Ask = nobody,
) -> Sending:
    """All that is due, to one's own address: nothing is recorded as sent."""
    mails, papers = _due(workspace, on)
    if is_real(workspace.campaign):
        mails, _ = allowed(workspace, mails)
        _must_be_ours(workspace, address)
    else:
        _must_be_nobodys(address)
    how = sender(workspace, mails, ask, server)
    own = (domain_of(address),)
    servers = {
        box: each if each.domains is None else replace(each, domains=own)
        for box, each in how.servers.items()
    }
    morning = datetime.combine(on, MORNING, CHINA)
    try:
        refused = outgoing.rehearse(
            workspace.store,
            workspace.campaign,
            mails,
            lambda each: servers[each.applicant.email],
            morning,
            address,
        )
    except (NotAuthorised, Unreachable) as why:
        raise Refused(str(why)) from why
    gone = {id for id, _ in refused}
    sent = tuple(id for id in _ids(mails) if id not in gone)
    return Sending(_ids(mails), sent, refused, (), _ids(papers))


def _must_be_ours(workspace: Workspace, address: str) -> None:
    """A slip of the finger must not bring all letters to a stranger."""
    own = [each.address for each in workspace.campaign.accounts]
    if address.casefold() not in {each.casefold() for each in own}:
        raise Refused(
            f"演习只能寄到自己的邮箱（{'、'.join(own)}），{address} 不在 [[accounts]] 之内"
        )


def _must_be_nobodys(address: str) -> None:
    """Without accounts nothing leaves this machine, whatever the server on it would pass on."""
    if not lies_in(domain_of(parseaddr(address)[1]), NOBODYS):  # as its envelope will have it
        raise Refused(
            f"没有向外发信的授权，演习不能寄到 {address}，只能寄到 .example 这类世上没有的域名；"
            "要寄到真的邮箱，请在 campaign.toml 填写 [authorisation] 和 [[accounts]]"
        )


def due_on(workspace: Workspace, on: date) -> tuple[Application, ...]:
    """What should be out by that day and is not, in the plan's order."""
    with workspace.store.reading() as connection:
        known = people.people(connection)
    forgotten = {id for id, each in known.items() if each.forgotten_on}
    return tuple(
        each
        for each in workspace.once(_not_gone, workspace.planned(), workspace.letters())
        if each.round.send_on <= on and each.applicant.id not in forgotten
    )


def _not_gone(
    planned: Sequence[Application], letters: Mapping[str, outbox.Queued], _: object
) -> tuple[Application, ...]:
    gone = {id for id, each in letters.items() if each.state != "queued"}
    return tuple(each for each in planned if each.id not in gone)


def _due(workspace: Workspace, on: date) -> tuple[list[Application], list[Application]]:
    """What leaves really is not sent ahead of its day, whatever day was given."""
    on = _until(workspace, on)
    due = due_on(workspace, on)
    mails = [each for each in due if each.channel is Channel.EMAIL]
    mails += further_mail.due_on(workspace, on)
    return mails, [each for each in due if each.channel is not Channel.EMAIL]


def _until(workspace: Workspace, on: date) -> date:
    return min(on, today_of(workspace)) if is_real(workspace.campaign) else on


def _ids(applications: Sequence[Application]) -> tuple[str, ...]:
    return tuple(each.id for each in applications)
