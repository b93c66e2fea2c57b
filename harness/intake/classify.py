"""What an arrival means for the clock: its kind and its days -> an event, or none.

The kind itself is told from the letter by harness.checker.kinds; here it meets the dates that the
envelope shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from harness.checker.dossier import ReplyKind
from harness.clock.events import Kind, Value
from harness.store.log import NewEvent
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


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an arrival: what the letter says, what the envelope shows, when it came."""

    signed_on: date | None
    posted_on: date | None
    delivered_on: date


def event_of(
    application_id: str,
    channel: Channel,
    kind: ReplyKind,
    days: Days,
    counted: int | None,
    evidence: str,
) -> NewEvent | None:
    """The event that an arrival is, None where it moves no clock. `counted`: the working days that a notice names."""
    if kind in CONFIRMS:
        if channel not in NEEDS_CONFIRMING:
            return None
        return NewEvent(application_id, Kind.CONFIRMED, days.delivered_on, evidence, "intake")
    if kind not in EVENT_OF:
        return None
    on = days.posted_on or days.delivered_on
    return NewEvent(
        application_id, EVENT_OF[kind], on, evidence, "intake", _data(kind, days, counted)
    )


_COUNTED = {
    ReplyKind.EXTENSION_NOTICE: "days",
    ReplyKind.CLARIFICATION_NOTICE: "period_days",
}


def _data(kind: ReplyKind, days: Days, counted: int | None) -> dict[str, Value]:
    if kind is ReplyKind.ANSWER:
        dated = {
            "signed_on": days.signed_on,
            "posted_on": days.posted_on,
            "delivered_on": days.delivered_on,
        }
        return {name: day for name, day in dated.items() if day is not None}
    name = _COUNTED.get(kind)
    return {name: counted} if name is not None and counted is not None else {}
