"""campaign.toml -> how its mails go: which server for whom, with what password, how fast, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from calendars import load
from harness.campaign.errors import Refused
from harness.campaign.planning.addresses import mended
from harness.campaign.workspace import Workspace
from harness.dispatch.authorisation import NotAuthorised, barred, loopback
from harness.dispatch.envelope import domain_of, same_address
from harness.dispatch.outgoing import Sender, Server
from harness.dispatch.pace import CHINA, Limit, Opens, at_any_time, in_hours
from harness.dispatch.passwords import Ask, NoPassword, password
from harness.dispatch.pool import LATER, Rules, recipient_of
from harness.store import sending
from harness.store.errors import StoreError
from harness.store.sending import Mail
from letters.model import Application, Campaign, MailAccount

Allowed = tuple[list[Application], tuple[tuple[str, str], ...]]


def is_real(campaign: Campaign) -> bool:
    """Whether it has accounts of its own, not just a server on this machine."""
    return bool(campaign.accounts)


def allowed(workspace: Workspace, mails: Sequence[Application]) -> Allowed:
    """Those that may leave now, and why each of the others may not."""
    campaign, today = workspace.campaign, today_of(workspace)
    with workspace.store.reading() as connection:
        waits = sending.waiting(connection)
    elsewhere = mended(workspace, mails)
    may, refused = [], []
    for each in mails:
        why = (
            elsewhere.get(each.id)
            or _moved(workspace, each, waits.get(each.id))
            or barred(campaign, each, each.unit.email, today)
            or _no_account(campaign, each)
        )
        if why:
            refused.append((each.id, why))
        else:
            may.append(each)
    return may, tuple(refused)


def _moved(workspace: Workspace, application: Application, mail: Mail | None) -> str:
    """Why a mail that was composed before may not go as it is: it goes to the address that it bears."""
    if mail is None:
        return ""
    try:
        to = recipient_of(workspace.store, mail)
    except StoreError as wrong:
        return str(wrong)
    id, now = application.id, application.unit.email
    if same_address(to, now):
        return ""
    again = f"再 mingcha resend {id} --write"
    if sending.is_further(id):
        again = "再用 mingcha letters 重新写一次（--supplement 或 --withdraw）"
    return (
        f"单位的邮箱已改为 {now}，待发的邮件仍写着 {to}，没有发出；"
        f"请先 mingcha recall {id} --write，{again}"
    )


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
    workspace: Workspace, mails: Iterable[Application], ask: Ask, server: Server | None
) -> Sender:
    """How these go. `server` in place of the campaign's own, for a drill."""
    campaign = workspace.campaign
    boxes = dict.fromkeys(each.applicant.email for each in mails)
    if server is not None or not is_real(campaign):
        used = server or campaign_server(campaign)
        return Sender(dict.fromkeys(boxes, used), Rules(later=LATER), workspace.told)
    try:
        servers = {box: _letters_server(workspace, box, ask) for box in boxes}
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


def digest_sender(campaign: Campaign, to: str) -> str:
    """From which address digests go: that to which they go where it has an account or none is
    needed, else the first that has one."""
    if not is_real(campaign) or account_of(campaign, to):
        return to
    return campaign.accounts[0].address


def digest_server(workspace: Workspace, box: str, to: str, ask: Ask) -> Server:
    """For a digest from `box`: it may go to the domain of `to` and to no other, whatever the
    authorisation says of letters. `ask`: for the password of a mailbox."""
    campaign = workspace.campaign
    if not is_real(campaign):
        return campaign_server(campaign)
    account = account_of(campaign, box)
    if account is None:
        raise Refused(f"简报原定从邮箱 {box} 发出，campaign.toml 没有它的 [[accounts]]，请补上")
    try:
        return _server(workspace, account, (domain_of(to),), ask)
    except NoPassword as why:
        raise Refused(str(why)) from why


def _letters_server(workspace: Workspace, box: str, ask: Ask) -> Server:
    campaign = workspace.campaign
    account = account_of(campaign, box)
    if account is None or campaign.authorisation is None:
        raise Refused(
            f"邮箱 {box} 不能发信：campaign.toml 没有它的 [[accounts]] 或者 [authorisation]"
        )
    return _server(workspace, account, campaign.authorisation.domains, ask)


def _server(
    workspace: Workspace, account: MailAccount, domains: tuple[str, ...], ask: Ask
) -> Server:
    if workspace.campaign.drill:
        _must_be_here(account)
    return Server(
        account.smtp_host,
        account.smtp_port,
        account.smtp_tls,
        account.smtp_user,
        _password(account, ask) if account.smtp_user else "",
        _certificate(workspace.folder, account),
        account.connections,
        domains,
    )


def _password(account: MailAccount, ask: Ask) -> str:
    return password(account.address, ask, user=account.smtp_user, host=account.smtp_host)


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
