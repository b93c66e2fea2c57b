"""Applications that are due -> letters out, exactly once, each with its event `sent`.

Mails are composed and kept first, all of them, and put into the outbox in one transaction; then the
pool sends what waits there. Running this again after a crash sends only what was still queued.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from harness.dispatch import pool
from harness.dispatch.pool import Ended, Rules, Told
from harness.dispatch.session import Server, connect
from harness.store import evidence, outbox, people, private, sending, tries
from harness.store.database import Store
from harness.store.sending import Composed, Mail, Outcome
from letters.compose import compose, dated, subject
from letters.mime import further, message, message_id, reply_to
from letters.model import Application, Campaign

__all__ = ["Ended", "Outcome", "Rules", "Server", "composed", "put_out", "rehearse", "send"]


@dataclass(frozen=True, slots=True)
class Sender:
    """How mails go: `servers` by the applicant's address."""

    servers: Mapping[str, Server]
    rules: Rules = field(default_factory=Rules)
    told: Told = lambda *_: None


def send_mails(
    store: Store,
    campaign: Campaign,
    applications: Sequence[Application],
    sender: Sender | Server,
    sent_at: datetime,
    *,
    on: date | None = None,
) -> Ended:
    """Put these applications out and send them. `sent_at`: what the mails say; `on`: the day on which
    they count as sent, that of `sent_at` if None."""
    if isinstance(sender, Server):
        sender = Sender({each.applicant.email: sender for each in applications})
    put_out(store, campaign, applications, sent_at, sender.told)
    return send(store, applications, sender, on or sent_at.date())


def put_out(
    store: Store,
    campaign: Campaign,
    applications: Sequence[Application],
    sent_at: datetime,
    told: Told = lambda *_: None,
) -> int:
    """Compose what is not in the outbox yet, keep it, and enqueue all of it at once."""
    with store.reading() as connection:
        known = outbox.letters(connection)
    new = [each for each in applications if each.id not in known]
    made = []
    for number, each in enumerate(new, 1):
        made.append(composed(store, campaign, each, sent_at))
        told(number, len(new), "撰写邮件")
    return sending.enqueue(store, made, sent_at.date()) if made else 0


def date_anew(
    store: Store, campaign: Campaign, applications: Sequence[Application], sent_at: datetime
) -> None:
    """What was composed on another day and never tried is composed again, before it is: neither the
    letter nor the mail bears a day on which it did not go."""
    with store.reading() as connection:
        waits = sending.waiting(connection)
        mine = [(each, waits[each.id]) for each in applications if each.id in waits]
        tried = tries.tried(connection, [mail.sha256 for _, mail in mine])
    for each, mail in mine:
        if mail.sha256 in tried or _is_of(store, mail, sent_at.date()):
            continue
        made = composed(store, campaign, each, sent_at)
        with store.writing(verb="send", what=f"申请 {each.id}：写上发出的日期") as connection:
            sending.dated_anew(connection, made, mail.sha256)


def _is_of(store: Store, mail: Mail, day: date) -> bool:
    raw = people.opened(mail.application_id, store.load(mail.sha256))
    said = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)["Date"]
    return said is not None and said.datetime is not None and said.datetime.date() == day


def composed(
    store: Store, campaign: Campaign, application: Application, sent_at: datetime
) -> Composed:
    """A mail whose bytes lie on the disk; a real person's, encrypted."""
    number = message_id(application, campaign)
    data = _bytes(campaign, application, number, sent_at)
    return kept_mail(store, campaign, application, application.id, number, data)


def composed_further(
    store: Store,
    campaign: Campaign,
    application: Application,
    id: str,
    text: str,
    sent_at: datetime,
) -> Composed:
    """The same of a letter that follows an application."""
    number = message_id(application, campaign, id)
    mail = further(
        application, subject(application, campaign), text,
        message_id=number, answers=message_id(application, campaign), sent_at=sent_at,
        reply_to=reply_to(application, campaign),
    )  # fmt: skip
    return kept_mail(
        store,
        campaign,
        application,
        id,
        number,
        mail.as_bytes(policy=policy.SMTP if _is_plain(application) else policy.SMTPUTF8),
    )


def kept_mail(
    store: Store, campaign: Campaign, application: Application, id: str, number: str, data: bytes
) -> Composed:
    name = f"{id.replace('/', '-')}.eml"
    if not campaign.drill:
        key_id = people.ready_key(store, application.applicant.id)
        data, name = people.closed(key_id, id, data), f"{name}{private.SUFFIX}"
    return Composed(id, number, store.evidence.keep_all([evidence.Piece(data, name)])[0])


def _bytes(campaign: Campaign, application: Application, number: str, sent_at: datetime) -> bytes:
    mail = message(
        compose(dated(application, sent_at.date()), campaign),
        message_id=number, sent_at=sent_at, reply_to=reply_to(application, campaign),
    )  # fmt: skip
    return mail.as_bytes(policy=policy.SMTP if _is_plain(application) else policy.SMTPUTF8)


def _is_plain(application: Application) -> bool:
    return application.applicant.email.isascii() and application.unit.email.isascii()


def send(
    store: Store, applications: Sequence[Application], sender: Sender, on: date | None
) -> Ended:
    """Send what of these stands in the outbox and waits."""
    accounts = {each.id: each.applicant.email for each in applications}
    with store.reading() as connection:
        mails = sending.waiting(connection)
    line = [mails[id] for id in accounts if id in mails]
    jobs = pool.jobs(store, line, lambda id: accounts[id])
    used = {each.account for each in jobs}
    servers = {address: each for address, each in sender.servers.items() if address in used}
    return pool.run(store, jobs, servers, sender.rules, on=on, told=sender.told)


def rehearse(
    store: Store,
    campaign: Campaign,
    applications: Sequence[Application],
    server_of: Callable[[Application], Server],
    sent_at: datetime,
    address: str,
) -> tuple[tuple[str, str], ...]:
    """The same mails to one's own address, to look at: nothing is kept, nothing recorded. Answers
    those that did not arrive there, with the server's words. What follows an application has its letter's
    number, and goes as it waits in the outbox."""
    with store.reading() as connection:
        waits = sending.waiting(connection)
    failed = []
    servers = dict.fromkeys(server_of(each) for each in applications)
    for server in servers:
        session = connect(server)
        try:
            for each in applications:
                if server_of(each) != server:
                    continue
                if sending.is_further(each.id):
                    raw = people.opened(each.id, store.load(waits[each.id].sha256))
                    mail = message_from_bytes(raw, _class=EmailMessage, policy=policy.SMTP)
                else:
                    number = message_id(each, campaign)
                    mail = message(
                        compose(dated(each, sent_at.date()), campaign),
                        message_id=number,
                        sent_at=sent_at,
                    )
                ended = session.deliver(_rehearsal(mail, address))
                if ended is not None and ended.outcome is not Outcome.TAKEN:
                    failed.append((each.id, ended.said))
                if not session.alive:
                    session = connect(server)
        finally:
            session.quit()
    return tuple(failed)


def _rehearsal(mail: EmailMessage, address: str) -> bytes:
    """It answers nothing: in the mailbox to which answers come it must not be taken for one."""
    to, number = mail["To"], mail["Message-ID"]
    for name in ("To", "Message-ID", "In-Reply-To", "References", "Reply-To"):
        del mail[name]
    mail["To"] = address
    mail["Message-ID"] = f"<rehearsal-{str(number).strip().lstrip('<')}"
    mail["X-Mingcha-Rehearsal"] = str(to)
    return mail.as_bytes(policy=policy.SMTP)
