"""What an arrival means for the clock: its kind and its days -> an event, or none.

The kind itself is told from the letter by harness.reading.arrived.kinds; here it meets the dates that the
envelope shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.casebook.days import Days
from harness.clock.events import DATES, Event, Kind, Value
from harness.reading.arrived.reply_kind import ReplyKind
from letters.model import Channel

# 来件种类 -> 事件. A notice asking for reasons (art. 35), a forwarding note, an unknown paper and
# the like move no clock; they are filed all the same.
EVENT_OF: Mapping[ReplyKind, Kind] = {
    ReplyKind.ANSWER: Kind.ANSWERED,
    ReplyKind.CLARIFICATION_NOTICE: Kind.CLARIFICATION_REQUESTED,
    ReplyKind.EXTENSION_NOTICE: Kind.EXTENSION_NOTIFIED,
    ReplyKind.THIRD_PARTY_NOTICE: Kind.THIRD_PARTY_STARTED,
    ReplyKind.FEE_NOTICE: Kind.FEE_NOTIFIED,
    ReplyKind.WITHDRAWAL_REQUEST: Kind.WITHDRAWAL_REQUESTED,
    ReplyKind.BOUNCE: Kind.RETURNED,
}
CONFIRMS = frozenset({ReplyKind.ACKNOWLEDGEMENT, ReplyKind.AUTO_REPLY})
# art. 31(3): what comes over the internet or by fax is received when both sides have confirmed it
NEEDS_CONFIRMING = frozenset({Channel.EMAIL, Channel.WEB_FORM, Channel.FAX, Channel.ORDINARY_MAIL})
# what the agency does with an application before it answers: when it did so decides what it is worth
NOTICES = frozenset(
    {
        Kind.CLARIFICATION_REQUESTED,
        Kind.EXTENSION_NOTIFIED,
        Kind.THIRD_PARTY_STARTED,
        Kind.FEE_NOTIFIED,
    }
)


def event_of(
    channel: Channel,
    kind: ReplyKind,
    days: Days,
    counted: int | None,
    evidence: str,
    *,
    confirms: bool = True,
) -> Event | None:
    """The event that an arrival is, None where it moves no clock. `counted`: the working days that
    a notice names; `confirms`: of an automatic reply, that the unit has the application."""
    if kind in CONFIRMS:
        if channel not in NEEDS_CONFIRMING or not confirms:
            return None
        return Event(Kind.CONFIRMED, days.delivered_on or days.on, evidence, "arrival")
    if kind not in EVENT_OF:
        return None
    return Event(EVENT_OF[kind], days.on, evidence, "arrival", _data(kind, days, counted))


_COUNTED = {
    ReplyKind.EXTENSION_NOTICE: "days",
    ReplyKind.CLARIFICATION_NOTICE: "period_days",
}


def _data(kind: ReplyKind, days: Days, counted: int | None) -> dict[str, Value]:
    served: dict[str, Value] = {"carrier": days.carrier} if days.carrier else {}
    if kind is ReplyKind.ANSWER:
        dated = {name: getattr(days, name) for name in DATES}
        return {name: day for name, day in dated.items() if day is not None} | served
    name = _COUNTED.get(kind)
    return ({name: counted} if name is not None and counted is not None else {}) | served
