"""`pause`, `resume`, `recall`, `resend`: to hold what has not gone, to take it back, and to let a mail go
that surely has not gone; and what to look for where nobody knows whether one has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from harness.campaign.numbers import with_numbers
from harness.campaign.send import due_on
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch.outgoing import composed
from harness.dispatch.pace import CHINA
from harness.store import outbox, plan, sending
from harness.store.outbox import Queued
from letters.model import Application, Channel

ALL = "全部"
SETTLED = timedelta(minutes=15)  # after which no connection is still handing it over


@dataclass(frozen=True, slots=True)
class Held:
    """`paused`: why, where it is so now; `changed`: whether this call has made it so."""

    paused: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Recalled:
    applications: tuple[str, ...]
    written: bool


def pause(workspace: Workspace, why: str) -> Held:
    """At once: no mail is begun from here on, by whatever process."""
    why = why.strip() or "没有写明原因"
    changed = sending.pause(workspace.store, why)
    with workspace.store.reading() as connection:
        return Held(sending.paused(connection) or why, changed)


def resume(workspace: Workspace) -> Held:
    """Mails may go again; nothing is sent by this."""
    return Held("", sending.resume(workspace.store))


def recall(workspace: Workspace, ids: Sequence[str], *, write: bool) -> Recalled:
    """Mails that were planned and have not gone will not go: those that wait, or all of them. Also
    what was not composed yet is put down as recalled."""
    chosen = _chosen(workspace, ids)
    if not write or not chosen:
        return Recalled(tuple(each.id for each in chosen), False)
    with workspace.store.reading() as connection:
        known = outbox.letters(connection)
    now = workspace.store.now().astimezone(CHINA)
    missing = with_numbers(workspace, [each for each in chosen if each.id not in known])
    new = [composed(workspace.store, workspace.campaign, each, now) for each in missing]
    what = f"撤回待发的邮件：{'、'.join(each.id for each in chosen)}"
    with workspace.store.writing(verb="recall", what=what) as connection:
        held = sending.put_in_recalled(connection, new, now.date())
        held += sending.recall(connection, [each.id for each in chosen])
    return Recalled(tuple(each.id for each in chosen if each.id in held), True)


def _chosen(workspace: Workspace, ids: Sequence[str]) -> list[Application]:
    last = workspace.campaign.collect_until
    waits = [each for each in due_on(workspace, last) if each.channel is Channel.EMAIL]
    if list(ids) == [ALL]:
        return waits
    by_id = {each.id.casefold(): each for each in waits}
    found = []
    for id in ids:
        application = by_id.get(id.strip().casefold())
        if application is None:
            raise Refused(_not_waiting(workspace, id))
        found.append(application)
    return found


def _not_waiting(workspace: Workspace, id: str) -> str:
    letter, _ = _letter(workspace, id)
    if letter is None:
        return f"申请 {id} 不走电子邮件，没有可撤回的"
    why = {
        "sent": "已经发出，邮件收不回来；要撤回申请，请另寄撤回函",
        "sending": "是否已经发出不明，不能撤回，请先核实（mingcha queue）",
        "refused": "已被对方服务器拒收，没有在等候发送",
        "recalled": "早先已经撤回",
    }
    return f"申请 {letter.application_id} {why.get(letter.state, '没有在等候发送')}"


def _letter(workspace: Workspace, id: str) -> tuple[Queued | None, Application]:
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
        planned = {each.id.casefold(): each for each in plan.applications(connection)}
    application = planned.get(id.strip().casefold())
    if application is None:
        raise Refused(f"没有编号为“{id}”的申请")
    return letters.get(application.id), application


def resend(workspace: Workspace, id: str, why: str, *, write: bool) -> Recalled:
    """A mail that surely did not go waits again, composed anew: one that was recalled, one that was
    refused (the address may be another now), or one of which a person says, having looked, that it
    did not go."""
    letter, application = _letter(workspace, id)
    if letter is None or letter.message_id is None:
        raise Refused(f"申请 {application.id} 没有在发件箱里，到期由 mingcha send 发送")
    if letter.state == "queued":
        return Recalled((), False)
    if letter.state == "sent":
        raise Refused(f"申请 {application.id} 的邮件已经发出，不能重发")
    if letter.state == "sending":
        if not why.strip():
            raise Refused(
                f"申请 {application.id} 是否已经发出不明：请先核实没有发出，并用 --why 写明怎样核实的。"
                + looking(letter)
            )
        _must_have_ended(workspace, application.id)
    if write:
        now = workspace.store.now().astimezone(CHINA).replace(microsecond=0)
        (filled,) = with_numbers(workspace, [application])
        made = composed(workspace.store, workspace.campaign, filled, now)
        what = f"重新排入发送：申请 {application.id}，{why.strip() or '未写理由'}"
        with workspace.store.writing(verb="resend", what=what) as connection:
            if outbox.letters(connection, application.id)[application.id] != letter:
                raise Refused(f"申请 {application.id} 的状态刚刚有变，请再看一次")
            sending.put_back(connection, made, why.strip())
    return Recalled((application.id,), write)


def _must_have_ended(workspace: Workspace, id: str) -> None:
    """A process that still hands it over may yet succeed."""
    with workspace.store.reading() as connection:
        at = sending.changed_at(connection, id)
    if workspace.store.now() - at < SETTLED and not _told(workspace, id):
        until = (at + SETTLED).astimezone(CHINA)
        raise Refused(f"申请 {id} 可能正在发送，请等到 {until:%H:%M} 以后再说")


def _told(workspace: Workspace, id: str) -> bool:
    """Whether the sending has ended, and said itself that it does not know."""
    with workspace.store.reading() as connection:
        return bool(outbox.letters(connection, id)[id].detail)


def looking(letter: Queued) -> str:
    """What a person can look for."""
    said = f"（{letter.detail}）" if letter.detail else ""
    return (
        f"{letter.on} 发送时中断{said}。请到申请人邮箱的“已发送”找 Message-ID 为 {letter.message_id} 的邮件，"
        "看有没有对方系统的投递报告、自动回复，必要时向邮箱服务商查投递记录；"
        f"确已发出：mingcha log submitted {letter.application_id} --on 日期 --write；"
        f"确未发出：mingcha resend {letter.application_id} --why 怎样核实的 --write"
    )
