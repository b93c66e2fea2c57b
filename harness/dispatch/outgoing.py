"""Applications that are due -> letters out, exactly once, each with its event `sent`.

Mail goes through the outbox: composed and kept first, marked "sending" before the first byte
leaves, "sent" when the server has taken it. Paper is written into outgoing/ for the post office.
Running this again after a crash sends only what was still queued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.policy import SMTP
from pathlib import Path

from harness.dispatch.email import Outcome, Refused, Sent, send_all
from harness.dispatch.paper import write_paper
from harness.store import outbox
from harness.store.database import Store
from letters.compose import compose
from letters.mime import message, message_id
from letters.model import Application, Campaign, Letter


@dataclass(frozen=True, slots=True)
class Server:
    """The SMTP server that takes our mail."""

    host: str
    port: int


def numbers_for(applications: Sequence[Application], prefix: str) -> dict[str, str]:
    """挂号号码 for a drill, where no post office gives any: the prefix and the application's own."""
    return {each.id: f"{prefix}{each.id}" for each in applications}


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
        outbox.enqueue(store, application.id, number, data=data, name=name, on=sent_at.date())
    chosen = {each.id for each in applications}
    outcomes = send_all(_mails(store, chosen), server.host, server.port)
    day = sent_at.date()
    return tuple([refused async for each in outcomes if (refused := _record(store, each, day))])


def post_letters(
    store: Store,
    campaign: Campaign,
    applications: Sequence[Application],
    numbers: Mapping[str, str],
    folder: Path,
    posted_on: date,
) -> None:
    """Write these applications out for the post: forms, labels, posting list in `folder`."""
    letters = [compose(each, campaign) for each in applications]
    new = [letter for letter in letters if _enqueue_paper(store, letter, numbers, posted_on)]
    write_paper(new, folder, posted_on, numbers, drill=campaign.drill)
    for letter in new:
        outbox.mark_sent(store, letter.application.id, numbers[letter.application.id], posted_on)


def _enqueue_paper(
    store: Store, letter: Letter, numbers: Mapping[str, str], posted_on: date
) -> bool:
    id = letter.application.id
    name, form = letter.form_name, letter.form
    return outbox.enqueue(
        store, id, numbers[id], data=form, name=name, on=posted_on, state="sending"
    )


def _mails(store: Store, chosen: set[str]) -> Iterator[tuple[str, bytes]]:
    """The queued mails one by one; each is marked as being sent when it is handed out."""
    for queued in outbox.queued(store):
        if queued.application_id in chosen:
            raw = store.load(queued.sha256)
            outbox.mark_sending(store, queued.application_id)
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
