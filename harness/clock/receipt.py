"""When the agency received an application: `receipt(timeline, channel, convention) -> Receipt`.

条例第三十一条 by channel. Where nothing shows the day, the answer is a stretch of time: not before
it was sent, not after the agency first acted on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from harness.clock.events import Event, Kind
from harness.clock.timeline import Timeline
from letters.model import Channel, Convention

# the agency's own acts: who acts on an application has received it
ACTS = (
    Kind.CLARIFICATION_REQUESTED,
    Kind.EXTENSION_NOTIFIED,
    Kind.THIRD_PARTY_STARTED,
    Kind.FEE_NOTIFIED,
    Kind.WITHDRAWAL_REQUESTED,
    Kind.ANSWERED,
)


class Receipt(NamedTuple):
    """`on` where the day is known (or the convention sets it), else None with the bounds that
    the evidence leaves; `by` names what shows it."""

    on: date | None
    earliest: date | None
    latest: date | None
    by: str | None
    article: str
    because: str


def receipt(timeline: Timeline, channel: Channel, convention: Convention) -> Receipt:
    return _BY_CHANNEL[channel](timeline, convention)


def _on(event: Event, article: str, because: str) -> Receipt:
    return Receipt(event.on, event.on, event.on, str(event.kind), article, because)


def _handed_in(timeline: Timeline, _convention: Convention) -> Receipt:
    article = "第三十一条第（一）项"
    handed = timeline.first(Kind.SENT, Kind.DELIVERED, Kind.CONFIRMED)
    if handed is None:
        return _unknown(timeline, article, "没有提交的记录")
    return _on(handed, article, "当面提交，以提交之日为收到申请之日")


def _signed_for(timeline: Timeline, _convention: Convention) -> Receipt:
    article = "第三十一条第（二）项"
    signed = timeline.first(Kind.DELIVERED)
    if signed is not None:
        return _on(signed, article, "挂号邮寄，以行政机关签收之日为收到申请之日")
    return _unknown(timeline, article, "没有签收的记录")


def _by_letter(timeline: Timeline, convention: Convention) -> Receipt:
    return _confirmed(timeline, convention, "第三十一条第（二）项")


def _by_wire(timeline: Timeline, convention: Convention) -> Receipt:
    return _confirmed(timeline, convention, "第三十一条第（三）项")


def _confirmed(timeline: Timeline, convention: Convention, article: str) -> Receipt:
    confirmed = timeline.first(Kind.CONFIRMED)
    if confirmed is not None:
        return _on(confirmed, article, "以双方确认之日为收到申请之日")
    arrived, sent = timeline.first(Kind.DELIVERED), timeline.first(Kind.SENT)
    if convention.no_confirmation == "arrival" and arrived is not None:
        return _on(arrived, article, "没有确认的记录，按本次测评的约定以到达之日计")
    if convention.no_confirmation == "sent" and (sent or arrived) is not None:
        event = sent or arrived
        assert event is not None
        return _on(event, article, "没有确认的记录，按本次测评的约定以发出之日计")
    return _unknown(timeline, article, "没有双方确认的记录")


def _unknown(timeline: Timeline, article: str, missing: str) -> Receipt:
    """Between the sending and the first thing that shows that it had arrived."""
    sent = timeline.first(Kind.SENT)
    shown = timeline.first(Kind.CONFIRMED, *ACTS)
    earliest = sent.on if sent else None
    if shown is None:
        return Receipt(None, earliest, None, None, article, missing)
    because = f"{missing}；行政机关至迟在{shown.on}已经收到"
    return Receipt(None, earliest or shown.on, shown.on, None, article, because)


_BY_CHANNEL: dict[Channel, Callable[[Timeline, Convention], Receipt]] = {
    Channel.IN_PERSON: _handed_in,
    Channel.REGISTERED_MAIL: _signed_for,
    Channel.ORDINARY_MAIL: _by_letter,
    Channel.EMAIL: _by_wire,
    Channel.WEB_FORM: _by_wire,
    Channel.FAX: _by_wire,
}
