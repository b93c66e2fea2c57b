"""campaign.toml -> how its mails go: which server for whom, with what password, how fast, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from calendars import load
from harness.campaign.errors import Refused
from harness.campaign.workspace import Workspace
from harness.dispatch.authorisation import NotAuthorised, barred, loopback
from harness.dispatch.outgoing import Sender, Server
from harness.dispatch.pace import CHINA, Limit, Opens, at_any_time, in_hours
from harness.dispatch.passwords import Ask, NoPassword, password
from harness.dispatch.pool import LATER, Rules
from harness.store import sending
from letters.model import Application, Campaign, MailAccount

Allowed = tuple[list[Application], tuple[tuple[str, str], ...]]


def is_real(campaign: Campaign) -> bool:
    """Whether it has accounts of its own, not just a server on this machine."""
    return bool(campaign.accounts)


def allowed(workspace: Workspace, mails: Sequence[Application]) -> Allowed:
    """Those that may leave now, and why each of the others may not."""
    campaign, today = workspace.campaign, today_of(workspace)
    may, refused = [], []
    for each in mails:
        why = barred(campaign, each, each.unit.email, today) or _no_account(campaign, each)
        if why:
            refused.append((each.id, why))
        else:
            may.append(each)
    return may, tuple(refused)


def today_of(workspace: Workspace) -> date:
    """By the clock on the wall: leave to send is not had by claiming another day."""
    return workspace.store.now().astimezone(CHINA).date()


def _no_account(campaign: Campaign, application: Application) -> str:
    address = application.applicant.email
    if not is_real(campaign) or account_of(campaign, address):
        return ""
    return f"申请人的邮箱 {address} 没有发信账号，请在 campaign.toml 补一段 [[accounts]]"


def account_of(campaign: Campaign, address: str) -> MailAccount | None:
    known = (each for each in campaign.accounts if each.address.casefold() == address.casefold())
    return next(known, None)


def sender(
    workspace: Workspace, mails: Iterable[Application], ask: Ask | None, server: Server | None
) -> Sender:
    """How these go. `server` in place of the campaign's own, for a drill."""
    campaign = workspace.campaign
    boxes = dict.fromkeys(each.applicant.email for each in mails)
    if server is not None or not is_real(campaign):
        used = server or campaign_server(campaign)
        return Sender(dict.fromkeys(boxes, used), Rules(later=LATER), workspace.told)
    try:
        servers = {box: _server(workspace, box, ask) for box in boxes}
    except NoPassword as why:
        raise Refused(str(why)) from why
    return Sender(servers, rules(workspace, boxes), workspace.told)


def campaign_server(campaign: Campaign) -> Server:
    """The one on this machine."""
    if not campaign.smtp_host:
        raise Refused(
            "campaign.toml 没有 [mail] 一节，不知道用哪台服务器发信，请补上 smtp_host 和 smtp_port"
        )
    try:
        loopback(campaign.smtp_host)
    except NotAuthorised as why:
        raise Refused(str(why)) from why
    return Server(campaign.smtp_host, campaign.smtp_port)


def _server(workspace: Workspace, box: str, ask: Ask | None) -> Server:
    campaign = workspace.campaign
    account = account_of(campaign, box)
    if account is None or campaign.authorisation is None:
        raise Refused(
            f"邮箱 {box} 不能发信：campaign.toml 没有它的 [[accounts]] 或者 [authorisation]"
        )
    if campaign.drill:
        _must_be_here(account)
    return Server(
        account.smtp_host,
        account.smtp_port,
        account.smtp_tls,
        account.smtp_user,
        password(account.address, ask, account.smtp_user) if account.smtp_user else "",
        _certificate(workspace.folder, account),
        account.connections,
        campaign.authorisation.domains,
    )


def _must_be_here(account: MailAccount) -> None:
    try:
        loopback(account.smtp_host)
    except NotAuthorised:
        raise Refused(
            f"这是演练（drill = true），账号 {account.address} 的服务器 {account.smtp_host} 不在本机，不能发信"
        ) from None


def _certificate(folder: Path, account: MailAccount) -> Path | None:
    if not account.ca_file:
        return None
    path = folder / account.ca_file
    if not path.is_file():
        raise Refused(
            f"账号 {account.address} 的 ca_file：找不到文件 {account.ca_file}，应放在 {folder}"
        )
    return path


def rules(workspace: Workspace, boxes: Iterable[str]) -> Rules:
    campaign, rule = workspace.campaign, workspace.campaign.sending
    if not is_real(campaign):
        return Rules(later=LATER)
    return Rules(
        per_minute_domain=rule.per_minute_domain,
        limits=_limits(workspace, boxes),
        opens=_opens(campaign),
        later=LATER,
    )


def _opens(campaign: Campaign) -> Opens:
    given, rule = campaign.authorisation, campaign.sending
    if given is None:
        return at_any_time
    workdays = load(campaign.region or None)
    return in_hours(rule.hours, workdays.is_workday, given.first, given.last)


def _limits(workspace: Workspace, boxes: Iterable[str]) -> Mapping[str, Limit]:
    midnight = datetime.combine(today_of(workspace), time(), CHINA)
    with workspace.store.reading() as connection:
        gone = sending.taken_since(connection, midnight)
    found = {box: account_of(workspace.campaign, box) for box in boxes}
    return {
        box: Limit(each.per_minute, each.per_day, gone.get(box, 0)) if each else Limit()
        for box, each in found.items()
    }
