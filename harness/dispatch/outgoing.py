"""Applications that are due -> letters out, exactly once, each with its event `sent`.

Mail goes through the outbox: composed and kept first, marked "sending" before the first byte
leaves, "sent" when the server has taken it. Running this again after a crash sends only what was
still queued.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.policy import SMTP

from harness.dispatch.email import Outcome, Refused, Sent, send_all
from harness.store import outbox
from harness.store.database import Store
from letters.compose import compose
from letters.mime import message, message_id
from letters.model import Application, Campaign


@dataclass(frozen=True, slots=True)
class Server:
    """The SMTP server that takes our mail."""

    host: str
    port: int


async def send_mails(
    store: Store,
    campaign: Campaign,
    applications: Sequence[Application],
    server: Server,
    sent_at: datetime,
) -> tuple[Refused, ...]:
    """Send these applications by e-mail; answers those that did not go out, or may not have."""
    for application in applications:
        number = message_id(application, campaign)
        mail = message(compose(application, campaign), message_id=number, sent_at=sent_at)
        data, name = mail.as_bytes(policy=SMTP), f"{application.id}.eml"
        whose = "" if campaign.drill else application.applicant.id
        outbox.enqueue(
            store, application.id, number,
            data=data, name=name, on=sent_at.date(), applicant=whose,
        )  # fmt: skip
    chosen = {each.id for each in applications}
    outcomes = send_all(_mails(store, chosen), server.host, server.port)
    day = sent_at.date()
    return tuple([refused async for each in outcomes if (refused := _record(store, each, day))])


async def rehearse_mails(
    campaign: Campaign,
    applications: Sequence[Application],
    server: Server,
    sent_at: datetime,
    address: str,
) -> tuple[Refused, ...]:
    """The same mails to one's own address, to look at: nothing is kept, nothing recorded."""
    outcomes = send_all(
        ((each.id, _rehearsal(each, campaign, sent_at, address)) for each in applications),
        server.host,
        server.port,
    )
    return tuple([each async for each in outcomes if isinstance(each, Refused)])


def _rehearsal(
    application: Application, campaign: Campaign, sent_at: datetime, address: str
) -> bytes:
    number = f"<rehearsal-{message_id(application, campaign).lstrip('<')}"
    mail = message(compose(application, campaign), message_id=number, sent_at=sent_at)
    to = mail["To"]
    del mail["To"]
    mail["To"] = address
    mail["X-Mingcha-Rehearsal"] = str(to)
    return mail.as_bytes(policy=SMTP)


def _mails(store: Store, chosen: set[str]) -> Iterator[tuple[str, bytes]]:
    """The queued mails one by one; each is marked as being sent when it is handed out."""
    for queued in outbox.queued(store):
        if queued.application_id in chosen:
            raw = outbox.bytes_of(store, queued.application_id, queued.sha256)
            # another process may have taken it since: then it is that one's to send
            if outbox.mark_sending(store, queued.application_id):
                yield queued.application_id, raw


def _record(store: Store, outcome: Outcome, day: date) -> Refused | None:
    if isinstance(outcome, Sent):
        outbox.mark_sent(store, outcome.application_id, outcome.accepted_at_reply, day)
        return None
    if outcome.again and not outcome.in_doubt:
        outbox.put_back(store, outcome.application_id, outcome.why)
    elif not outcome.in_doubt:
        outbox.mark_refused(store, outcome.application_id, outcome.why)
    # in doubt: it stays "sending", and a person decides
    return outcome
