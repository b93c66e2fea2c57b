"""`log` of an application: what somebody did with it or saw of it, one dated fact at a time.

The same again changes nothing. A day that contradicts one on record is refused, unless it is to
replace it: then the row before is taken back, and stays to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from harness.campaign.recording.law_began import before_the_law
from harness.campaign.recording.possible import (
    not_asked,
    why_not_after,
    why_not_sent,
    why_not_withdrawn,
)
from harness.campaign.workspace import Refused, Workspace
from harness.clock.events import Kind
from harness.clock.remarks import KIND_NAMES
from harness.store import facts, log, outbox, plan, standing, tables
from harness.store.log import NewEvent, Stored
from harness.store.outbox import Queued
from letters import posting_number
from letters.model import CHANNEL_NAMES, Application, Channel

POST = (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL)
WIRE = (Channel.WEB_FORM, Channel.FAX)
# what is written on the command line -> the event; the three ways of going out are one to the clock
KINDS = {
    "posted": Kind.SENT,
    "handed_in": Kind.SENT,
    "submitted": Kind.SENT,
    "delivered": Kind.DELIVERED,
    "confirmed": Kind.CONFIRMED,
    "returned": Kind.RETURNED,
    "withdrawal_requested": Kind.WITHDRAWAL_REQUESTED,  # by telephone: no letter shows it
    "withdrawn": Kind.WITHDRAWN,
    "clarification_submitted": Kind.CLARIFICATION_SUBMITTED,
    "fee_paid": Kind.FEE_PAID,
    "third_party_ended": Kind.THIRD_PARTY_ENDED,
}
NAMES = {
    **{name: KIND_NAMES[kind] for name, kind in KINDS.items()},
    "posted": "交寄", "handed_in": "当面递交", "submitted": "提交",
}  # fmt: skip
CHANNELS = {"posted": POST, "handed_in": (Channel.IN_PERSON,), "submitted": WIRE}
# a second day of these contradicts the first, unless one of those lies between; a confirmation, say,
# may come twice
ONCE: dict[Kind, tuple[Kind, ...]] = {
    Kind.SENT: (Kind.RETURNED, Kind.CLARIFICATION_SUBMITTED),
    Kind.DELIVERED: (Kind.RETURNED, Kind.CLARIFICATION_SUBMITTED),
    Kind.RETURNED: (Kind.SENT,),
    Kind.WITHDRAWN: (),
}
REPLACEABLE = frozenset({"person", "ledger", "posting_list"})


def kinds_for(channel: Channel) -> dict[str, str]:
    """What can be put down of an application that goes this way, with its names."""
    return {
        kind: name
        for kind, name in NAMES.items()
        if kind not in CHANNELS or channel in CHANNELS[kind]
    }


@dataclass(frozen=True, slots=True)
class Recorded:
    """`recorded`: a fact was written now; `new`: it was, or would be, no repetition."""

    recorded: bool
    new: bool
    what: str
    replaces: tuple[str, ...] = ()
    written: bool = False
    remarks: tuple[str, ...] = ()  # what else a person should know
    arrival: str = ""  # the number of what came, where this is of one


def record(
    workspace: Workspace,
    kind: str,
    application: str,
    on: date,
    *,
    number: str = "",
    note: str = "",
    replace: bool = False,
    write: bool = False,
) -> Recorded:
    """Put down that this happened to an application on that day. `number`: its 挂号号码."""
    not_after_today(workspace, on, NAMES[kind])
    if number and kind != "posted":
        raise Refused("--number 是挂号号码，只在登记交寄（posted）时填写")
    if wrong := posting_number.fault(number):
        raise Refused(wrong)
    what = f"申请 {application} {on} {NAMES[kind]}"
    remarks = _as_things_stand(workspace, kind, application, on, note)
    what += f"，挂号{number}" if number else ""
    if write:
        with workspace.store.writing(verb="log", what=what) as connection:
            told = _record(workspace, connection, kind, application, on, number, note, replace)
    else:
        with workspace.store.trying() as connection:
            told = _record(workspace, connection, kind, application, on, number, note, replace)
    new, replaced = told
    return Recorded(new and write, new, what, replaced, write, remarks if new else ())


def _as_things_stand(
    workspace: Workspace, kind: str, application: str, on: date, note: str
) -> tuple[str, ...]:
    """By what came, which the log of what people did does not show."""
    with workspace.store.reading() as connection:
        id = application_named(connection, application).id
    if KINDS[kind] is Kind.WITHDRAWN and (why := why_not_withdrawn(workspace, id, on, note)):
        raise Refused(why)
    return not_asked(workspace, id, KINDS[kind], on)


def not_after_today(workspace: Workspace, on: date, name: str) -> None:
    """Nor before there was a law by which it could be counted."""
    if why := before_the_law(on, f"{name}日期"):
        raise Refused(why)
    if on > workspace.as_of:
        raise Refused(f"{name}日期 {on} 晚于今天（{workspace.as_of}），请核对")


def _record(
    workspace: Workspace,
    connection: Connection,
    kind: str,
    id: str,
    on: date,
    number: str,
    note: str,
    replace: bool,
) -> tuple[bool, tuple[str, ...]]:
    application = application_named(connection, id)
    letter = outbox.letters(connection, application.id).get(application.id)
    for other in outbox.numbered(connection, number) if number else ():
        if other != application.id:
            raise Refused(
                f"挂号号码“{number}”已登记为申请 {other} 的，一个号码只能是一件信，请核对回执"
            )
    known = log.events(connection, application.id)
    sends = KINDS[kind] is Kind.SENT
    if sends:
        _can_go(application, letter, kind, known)
        why = why_not_sent(workspace, connection, application, on, NAMES[kind])
    else:
        _after_sending(application, known, kind, on)
        why = ""
        if not note:
            why = why_not_after(workspace, connection, application, KINDS[kind], on)
    if why:
        raise Refused(why)
    others = _contradicting(known, KINDS[kind], on)
    replaced = _taken_back(connection, others, on, kind, replace)
    left = [each for each in known if each not in others]
    if not sends:
        return _add(connection, application, left, kind, on, note) or bool(replaced), replaced
    _before_the_rest(application, left, kind, on)
    again = any(each.fact.kind is Kind.SENT and each.fact.on != on for each in left)
    if not again:  # what is sent again has another number
        replaced += _number_taken_back(letter, number, replace)
    if letter is not None and number not in ("", letter.number):
        here = tables.outbox.c.application_id == application.id
        facts.update(connection, tables.outbox, {"number": number}, here)
    outbox.mark_posted(connection, application.id, on, number, "person")
    changed = outbox.letters(connection, application.id).get(application.id) != letter
    same = any(each.fact.kind is Kind.SENT and each.fact.on == on for each in left)
    return changed or not same, replaced


def application_named(connection: Connection, id: str) -> Application:
    """However its number is written."""
    for written in (id.strip(), id.strip().upper()):  # as nearly everybody does
        for each in plan.applications(connection, [written]):
            return each
    applications = plan.applications(connection)
    for each in applications:
        if each.id.casefold() == id.strip().casefold():
            return each
    known = "、".join(each.id for each in applications[:5])
    raise Refused(f"没有编号为“{id}”的申请（现有 {known}{'……' if known else '无'}）")


def _contradicting(
    known: Sequence[Stored[NewEvent]], kind: Kind, on: date
) -> list[Stored[NewEvent]]:
    """What is on record of the same thing on another day. What came back is sent again, and
    arrives again: such days do not contradict each other."""
    if kind not in ONCE:
        return []
    stage = _stage(known, kind, on)
    return [
        each
        for each in known
        if each.fact.kind is kind
        and each.fact.on != on
        and _stage(known, kind, each.fact.on) == stage
    ]


def _stage(known: Sequence[Stored[NewEvent]], kind: Kind, on: date) -> int:
    """How often by that day something had happened after which the same may happen again."""
    return sum(each.fact.kind in ONCE[kind] and each.fact.on <= on for each in known)


def _taken_back(
    connection: Connection, others: Sequence[Stored[NewEvent]], on: date, kind: str, replace: bool
) -> tuple[str, ...]:
    if not others:
        return ()
    told = "、".join(str(each.fact.on) for each in others)
    id = others[0].fact.application_id
    if not replace:
        raise Refused(
            f"申请 {id} 先前登记为 {told} {NAMES[kind]}，现为 {on}，请核对凭据；"
            "先前的登记有误的，加 --replace 取代它"
        )
    fixed = [each for each in others if each.fact.source not in REPLACEABLE]
    if fixed:
        raise Refused(f"申请 {id} {fixed[0].fact.on} {NAMES[kind]}是程序发信时所记，不能取代")
    for each in others:
        standing.void(connection, tables.events, each.id, f"改为 {on} {NAMES[kind]}")
    return tuple(f"{each.fact.on} {NAMES[kind]}" for each in others)


def _number_taken_back(letter: Queued | None, number: str, replace: bool) -> tuple[str, ...]:
    if letter is None or not number or letter.number in ("", number):
        return ()
    if not replace:
        raise Refused(
            f"申请 {letter.application_id} 先前登记的挂号号码是“{letter.number}”，现为“{number}”，"
            "请核对回执；先前的登记有误的，加 --replace 取代它"
        )
    return (f"挂号{letter.number}",)


def _can_go(
    application: Application,
    letter: Queued | None,
    kind: str,
    known: Sequence[Stored[NewEvent]],
) -> None:
    """Whether it goes out in this way, and is there to go out."""
    id, channel = application.id, application.channel
    if channel is Channel.EMAIL and kind == "submitted" and letter is not None:
        by_server = [
            each.fact.on
            for each in known
            if each.fact.kind is Kind.SENT and each.fact.source not in REPLACEABLE
        ]
        if by_server:
            raise Refused(f"申请 {id} 的邮件程序已于 {by_server[-1]} 发出并登记，不必再登记")
        if letter.state == "sending" or (letter.state == "sent" and letter.message_id):
            return  # a person has looked: it did go out
    if channel not in CHANNELS[kind]:
        right = next((name for name, ways in CHANNELS.items() if channel in ways), "")
        how = f"请登记 {right}（{NAMES[right]}）" if right else "由 mingcha send 发送并登记"
        raise Refused(f"申请 {id} 走的是{CHANNEL_NAMES[channel]}，不能登记{NAMES[kind]}；{how}")
    if letter is None:
        raise Refused(
            f"申请 {id} 的信还没有制作，请先运行 mingcha letters --on 日期，再登记{NAMES[kind]}"
        )


def _after_sending(
    application: Application, known: Sequence[Stored[NewEvent]], kind: str, on: date
) -> None:
    """Nothing happens to an application that has not gone out."""
    sent = [each.fact.on for each in known if each.fact.kind is Kind.SENT]
    if not sent:
        raise Refused(
            f"申请 {application.id} 还没有寄出或提交的登记，不能登记{NAMES[kind]}；请先登记寄出"
        )
    if on < min(sent):
        raise Refused(
            f"申请 {application.id} {min(sent)} 才寄出，{NAMES[kind]}不会是 {on}，请核对日期"
        )


def _before_the_rest(
    application: Application, known: Sequence[Stored[NewEvent]], kind: str, on: date
) -> None:
    """It first went out before anything else that is on record of it."""
    first = min([on, *(each.fact.on for each in known if each.fact.kind is Kind.SENT)])
    for each in known:
        if each.fact.kind is not Kind.SENT and each.fact.on < first:
            raise Refused(
                f"申请 {application.id} {each.fact.on} 已有{KIND_NAMES[each.fact.kind]}的登记，"
                f"{NAMES[kind]}不会晚到 {on}，请核对日期"
            )


def _add(
    connection: Connection,
    application: Application,
    known: Sequence[Stored[NewEvent]],
    kind: str,
    on: date,
    note: str,
) -> bool:
    """False where it is on record, whoever put it there."""
    if any(each.fact.kind is KINDS[kind] and each.fact.on == on for each in known):
        return False
    evidence = note or "人工登记"
    new = NewEvent(application.id, KINDS[kind], on, evidence, "person")
    return log.add_event(connection, new)
