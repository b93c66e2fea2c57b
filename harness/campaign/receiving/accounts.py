"""campaign.toml and what a person knows -> the accounts whose mail is fetched.

Passwords come as dispatch/passwords.py finds them.
"""

from __future__ import annotations

from pathlib import Path

from harness.campaign.errors import Refused
from harness.campaign.receiving.fetching import not_fetched
from harness.campaign.workspace import Workspace
from harness.dispatch.authorisation import NotAuthorised, loopback
from harness.dispatch.passwords import Ask, NoPassword, nobody, password
from harness.intake.account import Account
from harness.scoring.assessment import ReviewItem
from harness.store import plan
from letters.mailboxes import MailboxPlace


def campaign_accounts(
    workspace: Workspace, ask: Ask = nobody
) -> tuple[tuple[Account, ...], tuple[ReviewItem, ...]]:
    """One for each of [[mailboxes]]; without any, one on the [mail] server for each applicant to whom
    something was planned to come by mail. And those of which nobody says the password."""
    found, wrong = [], []
    for each in _places(workspace):
        try:
            found.append(account_at(workspace, each, ask))
        except Refused as why:  # the other mailboxes are fetched all the same
            wrong.append(ReviewItem(not_fetched(each.address), str(why)))
    return tuple(found), tuple(wrong)


def _places(workspace: Workspace) -> tuple[MailboxPlace, ...]:
    campaign = workspace.campaign
    if campaign.mailboxes or not campaign.imap_host or not campaign.imap_port:
        return campaign.mailboxes
    with workspace.store.reading() as connection:
        people = {each.applicant.email: None for each in plan.applications(connection)}
    host, port = campaign.imap_host, campaign.imap_port
    security = "none" if _is_loopback(host) else "tls"
    # as it ever was: such a mailbox is looked at, and nothing in it changed
    return tuple(
        MailboxPlace(each, host, security=security, port=port, mark=False)
        for each in people
        if each
    )


def account_at(workspace: Workspace, place: MailboxPlace, ask: Ask) -> Account:
    """Refused where nobody says its password, or it may not be connected to."""
    if workspace.campaign.drill:
        _only_here(place)
    try:
        said = password(place.address, ask, user=place.login, host=place.host)
    except NoPassword as why:
        raise Refused(f"{why}{_not_wanted(workspace, place)}") from why
    return Account(
        place.host,
        place.used_port,
        place.login,
        said,
        tls=place.security == "tls",
        starttls=place.security == "starttls",
        folders=place.folders,
        address=place.address,
        pop3=place.protocol == "pop3",
        mark=place.mark,
        remove=place.remove,
        ca_file=_certificate(workspace, place),
    )


def _not_wanted(workspace: Workspace, place: MailboxPlace) -> str:
    if place in workspace.campaign.mailboxes:
        return "；不用收信的，请删去 campaign.toml 里的这个邮箱"
    return "；这是按 [mail] 的收信服务器给每位申请人收信，另有收信邮箱的，请在 campaign.toml 写 [[mailboxes]]"


def _certificate(workspace: Workspace, place: MailboxPlace) -> Path | None:
    if not place.ca_file:
        return None
    path = workspace.folder / place.ca_file
    if not path.is_file():
        raise Refused(
            f"邮箱 {place.address} 的 ca_file：找不到文件 {place.ca_file}，应放在 {workspace.folder}"
        )
    return path


def _only_here(place: MailboxPlace) -> None:
    if not _is_loopback(place.host):
        raise Refused(
            f"这是演练（drill = true），不连接外面的邮箱 {place.address}（{place.host}）；"
            "真实测评请在 campaign.toml 写 drill = false"
        )


def _is_loopback(host: str) -> bool:
    try:
        loopback(host)
    except NotAuthorised:
        return False
    return True
