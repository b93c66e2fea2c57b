"""`pause`, `resume`, `recall`, `resend`: to hold what has not gone, to take it back, and to let a mail go
that surely has not gone; and what to look for where nobody knows whether one has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from harness.campaign.planning.addresses import mended
from harness.campaign.planning.numbers import with_numbers
from harness.campaign.sending import further_mail
from harness.campaign.sending.send import due_on
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch.outgoing import composed
from harness.dispatch.pace import CHINA
from harness.store import further, outbox, plan, sending
from harness.store.further import Further
from harness.store.outbox import Queued
from harness.store.typed import refusal
from letters.identity import holds_identity_number
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
    changed = sending.pause(workspace.store, why.strip())
    with workspace.store.reading() as connection:
        return Held(sending.paused(connection) or "", changed)


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
    first = [e for e in chosen if e.id not in known and not sending.is_further(e.id)]
    missing = with_numbers(workspace, first)
    new = [composed(workspace.store, workspace.campaign, each, now) for each in missing]
    what = f"撤回待发的邮件：{'、'.join(each.id for each in chosen)}"
    with workspace.store.writing(verb="recall", what=what) as connection:
        held = sending.put_in_recalled(connection, new, now.date())
        held += sending.recall(connection, [each.id for each in chosen])
    return Recalled(tuple(each.id for each in chosen if each.id in held), True)


def _chosen(workspace: Workspace, ids: Sequence[str]) -> list[Application]:
    last = workspace.campaign.collect_until
    waits = [each for each in due_on(workspace, last) if each.channel is Channel.EMAIL]
    waits += further_mail.due_on(workspace, last)
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
    letter = _further(workspace, id) if sending.is_further(id) else _letter(workspace, id)[0]
    if letter is None:
        return f"申请 {id} 不走电子邮件，没有可撤回的"
    why = {
        "sent": "已经发出，邮件收不回来；要撤回申请，请另寄撤回函",
        "sending": "是否已经发出不明，不能撤回，请先核实（mingcha queue）",
        "refused": "已被对方服务器拒收，没有在等候发送",
        "recalled": "早先已经撤回",
    }
    named = letter.id if isinstance(letter, Further) else f"申请 {letter.application_id}"
    return f"{named} {why.get(letter.state, '没有在等候发送')}"


def _letter(workspace: Workspace, id: str) -> tuple[Queued | None, Application]:
    with workspace.store.reading() as connection:
        letters = outbox.letters(connection)
        planned = {each.id.casefold(): each for each in plan.applications(connection)}
    application = planned.get(id.strip().casefold())
    if application is None:
        raise Refused(f"没有编号为“{id}”的申请")
    return letters.get(application.id), application


def _further(workspace: Workspace, id: str) -> Further:
    with workspace.store.reading() as connection:
        known = {each.casefold(): e for each, e in further.letters(connection).items()}
    letter = known.get(id.strip().casefold())
    if letter is None:
        raise Refused(f"没有编号为“{id}”的信，编号如 U001-B/撤回申请")
    return letter


def _resend_further(workspace: Workspace, id: str, why: str, *, write: bool) -> Recalled:
    """As it is: only whoever wrote it can say it in other words."""
    letter = _further(workspace, id)
    if letter.state == "queued":
        return Recalled((), False)
    if letter.state == "sent":
        raise Refused(f"{letter.id} 已经发出，不能重发")
    if letter.state == "sending":
        _must_say_why(letter.id, why, looking(letter))
        _must_have_ended(workspace, letter.id, told=bool(letter.detail))
    if write:
        what = f"重新排入发送：{letter.id}，{why.strip() or '未写理由'}"
        with workspace.store.writing(verb="resend", what=what) as connection:
            if further.letters(connection).get(letter.id) != letter:
                raise Refused(f"{letter.id} 的状态刚刚有变，请再看一次")
            further.put_back(connection, letter.id, why.strip())
    return Recalled((letter.id,), write)


def _must_say_why(named: str, why: str, looking: str) -> None:
    if not why.strip():
        raise Refused(
            f"{named} 是否已经发出不明：请先核实没有发出，并用 --why 写明怎样核实的。{looking}"
        )


def resend(workspace: Workspace, id: str, why: str, *, write: bool) -> Recalled:
    """A mail that surely did not go waits again, composed anew: one that was recalled, one that was
    refused (the address may be another now), or one of which a person says, having looked, that it
    did not go."""
    if holds_identity_number(why):
        raise Refused(refusal("理由"))
    if sending.is_further(id):
        return _resend_further(workspace, id, why, write=write)
    letter, application = _letter(workspace, id)
    if letter is None or letter.message_id is None:
        raise Refused(f"申请 {application.id} 没有在发件箱里，到期由 mingcha send 发送")
    if letter.state == "queued":
        return Recalled((), False)
    if letter.state == "sent":
        raise Refused(f"申请 {application.id} 的邮件已经发出，不能重发")
    if elsewhere := mended(workspace, [application]):
        raise Refused(f"申请 {application.id}：{elsewhere[application.id]}")
    if letter.state == "sending":
        _must_say_why(f"申请 {application.id}", why, looking(letter))
        _must_have_ended(workspace, application.id, told=_told(workspace, application.id))
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


def _must_have_ended(workspace: Workspace, id: str, *, told: bool) -> None:
    """A process that still hands it over may yet succeed."""
    with workspace.store.reading() as connection:
        at = sending.changed_at(connection, id)
    if workspace.store.now() - at < SETTLED and not told:
        until = (at + SETTLED).astimezone(CHINA)
        raise Refused(f"{id} 可能正在发送，请等到 {until:%H:%M} 以后再说")


def _told(workspace: Workspace, id: str) -> bool:
    """Whether the sending has ended, and said itself that it does not know."""
    with workspace.store.reading() as connection:
        return bool(outbox.letters(connection, id)[id].detail)


_LOGGED = {"withdrawal": "withdrawn", "supplement": "clarification_submitted"}


def looking(letter: Queued | Further) -> str:
    """What a person can look for."""
    said = f"（{letter.detail}）" if letter.detail else ""
    id = letter.id if isinstance(letter, Further) else letter.application_id
    gone = _LOGGED[letter.kind] if isinstance(letter, Further) else "submitted"
    return (
        f"{letter.on} 发送时中断{said}。请到申请人邮箱的“已发送”找 Message-ID 为 {letter.message_id} 的邮件，"
        "看有没有对方系统的投递报告、自动回复，必要时向邮箱服务商查投递记录；"
        f"确已发出：mingcha log {gone} {letter.application_id} --on 日期 --write；"
        f"确未发出：mingcha resend {id} --why 怎样核实的 --write"
    )
