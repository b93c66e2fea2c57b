"""补正说明 and 撤回申请 that leave by `send`: put into the outbox by a row of their own, then sent under the
same rules as applications: authorisation, forecast, rates, exactly once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from email.utils import format_datetime

from harness.campaign.sending.senders import account_of, is_real
from harness.campaign.workspace import Refused, Workspace
from harness.clock.remarks import KIND_NAMES
from harness.dispatch.outgoing import composed_further, kept_mail
from harness.dispatch.pace import CHINA
from harness.store import further, people, plan, sending
from harness.store.further import NAMES, REPLACEABLE, Further
from harness.store.sending import AFTER_SENDING
from letters.model import Application, Campaign, Channel

_DATE = re.compile(rb"^Date: [^\r\n]*", re.MULTILINE)


def can_leave(campaign: Campaign, application: Application) -> bool:
    """Whether `send` could ever send it; else a person does, from the applicant's own mailbox."""
    if application.channel is not Channel.EMAIL:
        return False
    if is_real(campaign):
        return account_of(campaign, application.applicant.email) is not None
    return bool(campaign.smtp_host and campaign.smtp_port)


def put_in(
    workspace: Workspace, application: Application, kind: str, text: str, about: str, on: date
) -> str:
    """It waits to be sent; answers its id. The same again changes nothing, another takes the place of
    what has not gone. `about`: its words, whatever day it bears."""
    seal = hashlib.sha256(about.encode()).hexdigest()
    with workspace.store.reading() as connection:
        known = [e for e in further.letters(connection, application.id).values() if e.kind == kind]
    last = known[-1] if known else None
    if last is not None and last.about == seal:
        if last.state == "queued" and last.on == on:
            return last.id
        if last.state == "sent" and last.id not in {e.letter.id for e in workspace.book().back}:
            raise Refused(f"{last.id} 已于 {last.on} 发出，内容相同，没有再写")
    _must_be_known(last)
    _must_be_sent_after(workspace, application, kind, known, on)
    id = last.id if last and last.state in REPLACEABLE else _next(application, kind, len(known))
    now = workspace.store.now().astimezone(CHINA).replace(microsecond=0)
    made = composed_further(workspace.store, workspace.campaign, application, id, text, now)
    with workspace.store.writing(verb="letters", what=f"{id}：待发") as connection:
        further.put_in(connection, made, application.id, kind, seal, on)
    return id


def _must_be_known(last: Further | None) -> None:
    if last is not None and last.state == "sending":
        raise Refused(f"{last.id} 是否已经发出不明，请先核实（mingcha queue），再写新的")


def _must_be_sent_after(
    workspace: Workspace, application: Application, kind: str, known: Sequence[Further], on: date
) -> None:
    """Of what a person has put down as done on that day nothing more is sent: a letter that waited then
    would wait for ever, and nobody would hear why."""
    ours = {each.sha256 for each in known}
    done = [
        each.on
        for each in workspace.book().events(application.id)
        if each.kind is AFTER_SENDING[kind] and each.on >= on and each.evidence not in ours
    ]
    if done:
        raise Refused(
            f"申请 {application.id} 已经登记 {done[-1]} {KIND_NAMES[AFTER_SENDING[kind]]}，再写的信不会发出；"
            "那次登记有误的，请先撤销（mingcha history，mingcha undo 编号）；确要另写一封的，"
            f"请用晚于 {done[-1]} 的日期（--on）"
        )


def _next(application: Application, kind: str, before: int) -> str:
    return f"{application.id}/{NAMES[kind]}{before + 1 if before else ''}"


def due_on(workspace: Workspace, on: date) -> list[Application]:
    """Those that wait, each as its application with the letter's own id."""
    with workspace.store.reading() as connection:
        waits = [e for e in further.unsettled(connection) if e.state == "queued" and e.on <= on]
        if not waits:
            return []
        planned = {each.id: each for each in plan.applications(connection)}
        forgotten = {id for id, each in people.people(connection).items() if each.forgotten_on}
    found = [replace(planned[each.application_id], id=each.id) for each in waits]
    return [each for each in found if each.applicant.id not in forgotten]


def date_anew(workspace: Workspace, mails: Sequence[Application], at: datetime) -> None:
    """A letter bears the hour at which it leaves, not that at which it was written."""
    said = f"Date: {format_datetime(at)}".encode("ascii")
    with workspace.store.reading() as connection:
        waits = sending.waiting(connection)
    for each in mails:
        mail = waits.get(each.id)
        if mail is None or not sending.is_further(each.id) or mail.again_at:
            continue  # what a server wants to see again is to be the same
        raw = people.opened(each.id, workspace.store.load(mail.sha256))
        dated = _DATE.sub(said, raw, count=1)
        if dated == raw:
            continue
        made = kept_mail(workspace.store, workspace.campaign, each, each.id, mail.message_id, dated)
        with workspace.store.writing(verb="send", what=f"{each.id}：写上发出的时间") as connection:
            further.dated_anew(connection, made, mail.sha256)
