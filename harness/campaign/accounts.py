"""campaign.toml and what a person knows -> the accounts whose mail is fetched.

Passwords come from the environment, the system's keyring or whoever sits there, in this order; they
stand in no file of ours and in no message.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable

from harness.campaign.errors import Refused
from harness.campaign.fetching import not_fetched
from harness.campaign.workspace import Workspace
from harness.dispatch.authorisation import NotAuthorised, loopback
from harness.dispatch.passwords import unsayable
from harness.intake.account import Account
from harness.scoring.assessment import ReviewItem
from harness.store import plan
from letters.mailboxes import MailboxPlace

_log = logging.getLogger(__name__)
PASSWORD = "MINGCHA_MAIL_PASSWORD"
SERVICE = "mingcha"  # under which the keyring has it: keyring set mingcha NAME@SERVER
Ask = Callable[[str], str | None]  # the name of a mailbox -> its password, where somebody knows it


def nobody(_mailbox: str) -> None:
    """Where nobody can be asked."""


def campaign_accounts(
    workspace: Workspace, ask: Ask = nobody
) -> tuple[tuple[Account, ...], tuple[ReviewItem, ...]]:
    """One for each of [[mailboxes]]; without any, one on the [mail] server for each applicant to whom
    something was planned to come by mail. And those of which nobody says the password."""
    found, wrong = [], []
    for each in _places(workspace):
        try:
            found.append(_account(each, workspace.campaign.drill, ask))
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


def _account(place: MailboxPlace, drill: bool, ask: Ask) -> Account:
    if drill:
        _only_here(place)
    return Account(
        place.host,
        place.used_port,
        place.login,
        password(place.address, place.host, place.login, ask),
        tls=place.security == "tls",
        starttls=place.security == "starttls",
        folders=place.folders,
        address=place.address,
        pop3=place.protocol == "pop3",
        mark=place.mark,
        remove=place.remove,
    )


def _only_here(place: MailboxPlace) -> None:
    if not _is_loopback(place.host):
        raise Refused(
            f"这是演练（drill = true），不连接外面的邮箱 {place.address}（{place.host}）；"
            "真实测评请在 campaign.toml 写 drill = false"
        )


def password(address: str, host: str, user: str, ask: Ask) -> str:
    """Refused where nobody says it, or what is said cannot be told to a server."""
    own = variable(address)
    found = os.environ.get(own) or os.environ.get(PASSWORD) or _in_keyring(user, host)
    found = found or ask(address)
    if found:
        if fault := unsayable(address, user, found):
            raise Refused(fault)
        return found
    raise Refused(
        f"收信需要邮箱 {address} 的密码：请设置环境变量 {own}（几个邮箱密码相同的，也可以设置 {PASSWORD}），"
        f"或者存入系统钥匙串（keyring set {SERVICE} {user}@{host}）；不用收信的，请删去 campaign.toml 里的这个邮箱"
    )


def variable(address: str) -> str:
    """MINGCHA_MAIL_PASSWORD_ZHANG_EXAMPLE_ORG"""
    return f"{PASSWORD}_{re.sub('[^A-Z0-9]', '_', address.upper())}"


def _in_keyring(user: str, host: str) -> str | None:
    """None where this machine has no keyring, or has nothing in it."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password(SERVICE, f"{user}@{host}")
    except Exception as fault:  # noqa: BLE001  each system's keyring fails in its own way
        _log.warning("the keyring cannot be asked: %s", type(fault).__name__)
        return None
    return found


def _is_loopback(host: str) -> bool:
    try:
        loopback(host)
    except NotAuthorised:
        return False
    return True
