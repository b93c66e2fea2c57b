"""Whether a letter can have gone out on a day that somebody names: not after today, and not before there
was a letter. A day too early makes a deadline too early, which accuses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from harness.campaign.sending.senders import is_real
from harness.campaign.workspace import Workspace
from harness.casebook.book import Known
from harness.clock.events import Kind
from harness.dispatch.pace import CHINA
from harness.store import further, outbox, tables, tries
from harness.store.outbox import Queued
from harness.store.sending import AFTER_SENDING
from letters.model import Application, Channel


def why_not_sent(
    workspace: Workspace, connection: Connection, application: Application, on: date, name: str
) -> str:
    """Why the letter of this application cannot have gone on that day; empty where it can."""
    if on > workspace.as_of:
        return f"{name}日期 {on} 晚于今天（{workspace.as_of}），请核对"
    letter = outbox.letters(connection, application.id).get(application.id)
    if letter is None:
        return ""
    by_mail = application.channel is Channel.EMAIL
    since = (_tried if by_mail else _made)(workspace, connection, application, letter)
    if since is None or on >= since:
        return ""
    id = application.id
    if by_mail:
        return f"申请 {id} 的邮件 {since} 才开始发送，{name}不会是 {on}，请核对日期"
    return (
        f"申请 {id} 的信 {since} 才制作（计划 {application.round.send_on} 寄出），"
        f"{name}不会是 {on}，请核对日期"
    )


def why_not_after(
    workspace: Workspace, connection: Connection, application: Application, kind: Kind, on: date
) -> str:
    """The same of a 补正说明 or 撤回申请 by mail of which nobody knows whether it went."""
    for each in further.letters(connection, application.id).values():
        if each.state == "sending" and AFTER_SENDING[each.kind] is kind:
            at = tries.first_unknown(connection, tables.further, each.id, each.sha256)
            since = _day(at) if at and is_real(workspace.campaign) else each.on
            if on < since:
                return (
                    f"{each.id} {since} 才开始发送，不会在 {on} 已经发出，请核对日期；"
                    "另用别的方式在先提交了的，用 --note 写明凭据"
                )
    return ""


def why_not_withdrawn(workspace: Workspace, id: str, on: date, note: str) -> str:
    """An answer that was given counts: who says that the application was withdrawn before it came says
    by what."""
    first = next((e.event for e in _known(workspace, id) if e.event.kind is Kind.ANSWERED), None)
    if first is None:
        return ""
    if on > first.on:
        return f"申请 {id} 已于 {first.on} 答复，其后撤回不改变什么，不登记"
    if note:
        return ""
    return (
        f"申请 {id} 已于 {first.on} 答复；登记为 {on} 撤回，这份答复就不再计。"
        "确在答复以前撤回的，用 --note 写明凭据；来件不是答复的，请先改归卷（mingcha file）"
    )


_ASKED = {
    Kind.CLARIFICATION_SUBMITTED: (Kind.CLARIFICATION_REQUESTED, "要求补正"),
    Kind.FEE_PAID: (Kind.FEE_NOTIFIED, "通知缴费"),
    Kind.THIRD_PARTY_ENDED: (Kind.THIRD_PARTY_STARTED, "告知征求意见"),
}


def not_asked(workspace: Workspace, id: str, kind: Kind, on: date) -> tuple[str, ...]:
    """What a person should know who writes down an answer to something that is not on record."""
    if kind not in _ASKED:
        return ()
    asked, name = _ASKED[kind]
    if any(each.event.kind is asked and each.event.on <= on for each in _known(workspace, id)):
        return ()
    return (f"在案没有 {on} 及以前对方{name}的来件，这一登记暂不影响期限；请核对申请编号和日期",)


def _known(workspace: Workspace, id: str) -> tuple[Known, ...]:
    return tuple(each for each in workspace.book().log.get(id, ()) if each.counts)


def _tried(
    workspace: Workspace, connection: Connection, application: Application, letter: Queued
) -> date | None:
    """On this machine alone mails bear the day that was given, and none is sent ahead of the plan."""
    if not is_real(workspace.campaign):
        return application.round.send_on
    at = tries.first_unknown(connection, tables.outbox, letter.application_id, letter.sha256)
    return _day(at) if at else None


def _made(
    _: Workspace, connection: Connection, application: Application, letter: Queued
) -> date | None:
    """A letter may be made, and written down, long after it was due, or before."""
    at = tries.made_at(connection, letter.application_id)
    days = [application.round.send_on, *([_day(at)] if at else [])]
    return min(*days, letter.on) if letter.state == "queued" else min(days)


def _day(at: datetime) -> date:
    return at.astimezone(CHINA).date()
