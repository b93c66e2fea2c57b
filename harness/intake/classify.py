"""What an arrival means for the clock: its kind and its days -> an event, or none.

The kind itself is told from the letter by harness.checker.kinds; here it meets the dates that the
envelope shows.
"""

from __future__ import annotations

import re
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

NUMERALS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
COUNT = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
EXTENSION = re.compile(rf"延(?:长|期)(?:答复)?(?:期限)?(?:至多|最长)?{COUNT}个?工作日")
CLARIFICATION = re.compile(
    rf"{COUNT}个?工作日内[^。；]{{0,120}}?补正|补正[^。；]{{0,30}}?{COUNT}个?工作日内"
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an arrival: what the letter says, what the envelope shows, when it came."""

    signed_on: date | None
    posted_on: date | None
    delivered_on: date


def event_of(
    application_id: str, channel: Channel, kind: ReplyKind, text: str, days: Days, evidence: str
) -> NewEvent | None:
    """The event that an arrival is, None where it moves no clock."""
    if kind in CONFIRMS:
        if channel not in NEEDS_CONFIRMING:
            return None
        return NewEvent(application_id, Kind.CONFIRMED, days.delivered_on, evidence, "intake")
    if kind not in EVENT_OF:
        return None
    on = days.posted_on or days.delivered_on
    return NewEvent(application_id, EVENT_OF[kind], on, evidence, "intake", _data(kind, text, days))


def _data(kind: ReplyKind, text: str, days: Days) -> dict[str, Value]:
    if kind is ReplyKind.ANSWER:
        dated = {
            "signed_on": days.signed_on,
            "posted_on": days.posted_on,
            "delivered_on": days.delivered_on,
        }
        return {name: day for name, day in dated.items() if day is not None}
    if kind is ReplyKind.EXTENSION_NOTICE:
        return _number("days", EXTENSION.search(_packed(text)))
    if kind is ReplyKind.CLARIFICATION_NOTICE:
        return _number("period_days", CLARIFICATION.search(_packed(text)))
    return {}


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _number(name: str, found: re.Match[str] | None) -> dict[str, Value]:
    if found is None:
        return {}
    return {name: _count(next(group for group in found.groups() if group))}


def _count(text: str) -> int:
    """The number that Arabic or Chinese numerals below a hundred stand for."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return NUMERALS[text]
    return 10 * NUMERALS.get(tens, 1) + NUMERALS.get(ones, 0)
