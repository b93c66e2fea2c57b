"""每日简报 by mail: once a day to the address that campaign.toml names, and to no other.

Its bytes are kept before a connection opens; what may have gone out is never sent again.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from harness.campaign.sending.senders import digest_sender, digest_server
from harness.campaign.workspace import Refused, Workspace
from harness.casebook.matching.domains import FREE_MAIL
from harness.dispatch.authorisation import NotAuthorised
from harness.dispatch.envelope import envelope_of
from harness.dispatch.passwords import Ask, nobody
from harness.dispatch.session import Ended, Server, Unreachable, connect
from harness.reports.digest.digest import Digest
from harness.reports.digest.page import page
from harness.reports.digest.text import tell, text
from harness.store import digests, plan
from harness.store.digests import Made
from harness.store.sending import Outcome

NOBODY = "none"


def recipient(workspace: Workspace, asked: str | None = None) -> str:
    """To whom digests go; empty where to nobody. Refused where somebody asks for another address
    than campaign.toml names, or that is a unit's."""
    to = workspace.campaign.watch.to
    if asked == NOBODY:
        return ""
    if asked is not None and asked.casefold() != to.casefold():
        named = f"写的是 {to}" if to else "没有写地址"
        raise Refused(
            f"--digest-to：简报只发往 campaign.toml 的 [watch] to（现在{named}），不能发往 {asked}；"
            f"请先改 campaign.toml，不发邮件请写 --digest-to {NOBODY}"
        )
    if to and (unit := _unit_at(workspace, to)):
        raise Refused(f"[watch] 的 to：{to} 是被测单位（{unit}）的邮箱或域名，简报不能发往那里")
    return to


def _unit_at(workspace: Workspace, to: str) -> str:
    """A unit that has this address, or the domain of it."""
    domain = _domain(to)
    with workspace.store.reading() as connection:
        units = {each.unit.email: each.unit.name for each in plan.applications(connection)}
    for email, name in units.items():
        theirs = _domain(email)
        same = bool(theirs) and theirs not in FREE_MAIL and _within(domain, theirs)
        if email and (email.casefold() == to.casefold() or same):
            return name
    return ""


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def _within(domain: str, other: str) -> bool:
    return domain == other or domain.endswith(f".{other}")


def mail_of(workspace: Workspace, digest: Digest, to: str, now: datetime) -> tuple[str, bytes]:
    """Its Message-ID and its bytes."""
    campaign = workspace.campaign
    token = hashlib.sha256(campaign.id.encode()).hexdigest()[:12]
    number = f"<jianbao-{digest.on.isoformat()}.{token}@{_domain(to)}>"
    made = EmailMessage(policy=SMTP)
    drill = "【演练】" if campaign.drill else ""
    told = tell(digest)
    made["Subject"] = f"{drill}{told.head.replace('　', ' ')}：{told.summary}"
    made["From"] = digest_sender(campaign, to)
    made["To"] = to
    made["Reply-To"] = to  # not into a mailbox from which it would be collected
    made["Date"] = format_datetime(now)
    made["Message-ID"] = number
    made["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it
    made.set_content(text(digest), cte="base64")
    made.add_alternative(page(digest), subtype="html", cte="base64")
    return number, made.as_bytes()


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a digest did not go out, in Chinese; empty where nothing is wrong. `again`: it will be tried
    again."""

    why: str = ""
    again: bool = False


def send_waiting(workspace: Workspace, asked: str | None = None, ask: Ask = nobody) -> Failed:
    """Mail the digest that waits to go out, if there is one and somebody is to get it. `ask`: for a
    password that is found nowhere."""
    with workspace.store.reading() as connection:
        waiting = [each for each in digests.made(connection) if each.state == "queued"]
    if not waiting or asked == NOBODY:
        return Failed()
    try:
        to = recipient(workspace, asked)
        if to.casefold() != waiting[-1].to.casefold():
            named = f"已改为 {to}" if to else "已删去"
            return Failed(f"原写 {waiting[-1].to}，{named}；这一份没有发出，由下一份补上", True)
        box = envelope_of(workspace.store.load(waiting[-1].sha256)).sender
        server = digest_server(workspace, box, to, ask)
    except Refused as why:
        return Failed(str(why), True)
    # Ctrl-C waits: a mail that is half handed over would be one of which nobody knows
    return _undisturbed(workspace, waiting[-1], server)


def _undisturbed(workspace: Workspace, made: Made, server: Server) -> Failed:
    with ThreadPoolExecutor(1) as aside:
        work = aside.submit(lambda: _send(workspace, made, server))
        try:
            return work.result()
        except KeyboardInterrupt:
            work.result()
            raise


def _send(workspace: Workspace, made: Made, server: Server) -> Failed:
    """The one place that hands a digest to a server."""
    try:
        session = connect(server)
    except (Unreachable, NotAuthorised) as why:
        return Failed(str(why), True)
    try:
        raw = _handed_out(workspace, made)
        ended = session.deliver(raw) if raw else None
        return _record(workspace, made, ended) if ended else Failed()
    finally:
        session.quit()


def _handed_out(workspace: Workspace, made: Made) -> bytes | None:
    """Once the connection stands: from here on nobody sends it again. None where another does."""
    raw = workspace.store.load(made.sha256)
    return raw if digests.mark_sending(workspace.store, made.on) else None


def _record(workspace: Workspace, made: Made, ended: Ended) -> Failed:
    why = f"{made.on} 的简报：{ended.said}"
    match ended.outcome:
        case Outcome.TAKEN:
            digests.mark_sent(workspace.store, made.on, ended.said)
            return Failed()
        case Outcome.LATER | Outcome.BROKEN:
            digests.put_back(workspace.store, made.on, ended.said)
            return Failed(why, True)
        case Outcome.REFUSED:
            digests.mark_refused(workspace.store, made.on, ended.said)
            return Failed(f"{why}；这一份不再发，由下一份补上")
        case _:
            return Failed(f"{why}；不会重发，可以看看邮箱里有没有")
