"""When the agency received an application: `receipt(timeline, channel, convention) -> Receipt`.

条例第三十一条 by channel. Where nothing shows the day, the answer is a stretch of time: not before
it was sent, not after the agency first acted on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from harness.clock.events import Event, Kind
from harness.clock.result import ClockFinding, said
from harness.clock.timeline import Timeline
from letters.model import Channel, Convention

# members looked up once: Python 3.11 is slow to find them on their class
SENT, DELIVERED, CONFIRMED = Kind.SENT, Kind.DELIVERED, Kind.CONFIRMED
NAMES = {kind: kind.value for kind in Kind}
RETURNED, CORRECTION = Kind.RETURNED, Kind.CLARIFICATION_SUBMITTED
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
    """`on` is the plain reading: the day that the evidence shows (or the convention sets), None
    where nothing does; `earliest` and `latest` bound it. `by` names what shows it."""

    on: date | None
    earliest: date | None
    latest: date | None
    by: str | None
    article: str
    because: str
    assumed: bool = False  # another convention may have set another day
    remarks: tuple[ClockFinding, ...] = ()


class _Trail(NamedTuple):
    """What bears on the arrival of the first application, as opposed to that of a correction."""

    first_sent: Event | None
    sent: Event | None  # since it last came back
    delivered: Event | None
    delivered_again: Event | None  # the last record of its arrival, where there are several
    confirmed: Event | None
    shown: Event | None  # the agency's first act
    stray: Event | None  # an arrival or a confirmation on record before the sending


def receipt(timeline: Timeline, channel: Channel, convention: Convention) -> Receipt:
    trail = _trail(timeline)
    found = _BY_CHANNEL[channel](trail, convention)
    again, stray, shown = trail.delivered_again, trail.stray, trail.shown
    arrival = trail.delivered or (trail.confirmed if found.by == NAMES[CONFIRMED] else None)
    early = shown is not None and arrival is not None and shown.on < arrival.on
    if again is None and stray is None and not early:
        return found
    remarks = []
    if early and shown is not None and arrival is not None:
        what = "签收" if arrival.kind is DELIVERED else "确认收到"
        message = f"行政机关{said(shown.on)}已有动作，早于{said(arrival.on)}{what}的记录"
        remarks.append(ClockFinding("out_of_order", shown.on, "", message))
    if stray is not None and trail.first_sent is not None:
        what = "确认收到" if stray.kind is CONFIRMED else "签收"
        message = f"{said(stray.on)}{what}早于{said(trail.first_sent.on)}寄出，次序不合，未计入"
        remarks.append(ClockFinding("out_of_order", stray.on, "", message))
    if again is not None and trail.delivered is not None:
        message = (
            f"{said(trail.delivered.on)}和{said(again.on)}都有签收的记录，最晚的截止日按后一次计"
        )
        remarks.append(ClockFinding("out_of_order", again.on, "", message))
    return found._replace(remarks=tuple(remarks))


def _trail(timeline: Timeline) -> _Trail:
    first_sent = sent = delivered = again = confirmed = shown = stray = None
    for event in timeline.events:
        kind = event.kind
        if kind is SENT:
            before: Event | None = delivered or confirmed
            if first_sent is None and shown is None and before is not None:
                stray, delivered, again, confirmed = before, None, None, None
            first_sent, sent = first_sent or event, sent or event
        elif kind is CONFIRMED:
            confirmed = confirmed or event
        elif kind is DELIVERED:
            if delivered is None:
                delivered = event
            elif shown is None and event.on > delivered.on:
                again = event
        elif kind is RETURNED:
            sent = delivered = again = confirmed = None
        elif kind is CORRECTION:
            break  # what arrives after it is the correction
        elif shown is None and kind in ACTS:
            shown = event
    return _Trail(first_sent, sent, delivered, again, confirmed, shown, stray)


def _on(event: Event, latest: Event | None, article: str, because: str) -> Receipt:
    last = event.on if latest is None or latest.on < event.on else latest.on
    return Receipt(event.on, event.on, last, NAMES[event.kind], article, because)


def _handed_in(trail: _Trail, _convention: Convention) -> Receipt:
    article = "第三十一条第（一）项"
    handed = trail.sent or trail.delivered or trail.confirmed
    if handed is None:
        return _unknown(trail, article, "没有提交的记录")
    if trail.stray is not None and trail.delivered is None:
        missing = "回执的日期早于提交，收到申请之日须核对"
        first, last = trail.stray.on, handed.on
        return Receipt(None, first, last, None, article, f"{missing}；至迟在{said(last)}已经收到")
    arrived = trail.delivered_again or trail.delivered
    return _on(handed, arrived, article, "当面提交，以提交之日为收到申请之日")


def _signed_for(trail: _Trail, _convention: Convention) -> Receipt:
    article = "第三十一条第（二）项"
    if trail.delivered is None:
        return _unknown(trail, article, "没有签收的记录")
    because = "邮寄提交，以行政机关签收之日为收到申请之日"
    return _on(trail.delivered, trail.delivered_again, article, because)


def _by_letter(trail: _Trail, convention: Convention) -> Receipt:
    return _confirmed(trail, convention, "第三十一条第（二）项")


def _by_wire(trail: _Trail, convention: Convention) -> Receipt:
    return _confirmed(trail, convention, "第三十一条第（三）项")


def _confirmed(trail: _Trail, convention: Convention, article: str) -> Receipt:
    """Confirmed by both; else by the convention, and never before a recorded arrival."""
    sent, arrived = trail.sent, trail.delivered
    last = trail.delivered_again or arrived
    if trail.confirmed is not None:
        # nobody spoke with anybody: what came back is taken for the agency's word
        by = "（以对方发来的回执或者自动回复为确认）" if trail.confirmed.source == "arrival" else ""
        return _on(trail.confirmed, last, article, f"以双方确认之日为收到申请之日{by}")
    if trail.stray is not None and arrived is None:
        # there is a record, and its day or that of the sending is wrong: no convention mends that
        what = "确认收到" if trail.stray.kind is CONFIRMED else "到达"
        return _unknown(trail, article, f"{what}的记录早于发出，收到申请之日须核对")
    choice = convention.no_confirmation
    found = None
    if (
        choice in ("arrival", "sent")
        and arrived is not None
        and (choice == "arrival" or sent is None or arrived.on > sent.on)
    ):
        agreed = "按采用的约定" if choice == "arrival" else "收到不会早于有记录的到达，"
        found = _on(arrived, last, "", f"没有双方确认的记录，{agreed}以到达之日计")
    elif choice == "sent" and sent is not None:
        found = _on(sent, last, "", "没有双方确认的记录，按采用的约定以发出之日计")
    found = found or _unknown(trail, article, "没有双方确认的记录")
    return found._replace(assumed=True)


def _unknown(trail: _Trail, article: str, missing: str) -> Receipt:
    """Between the sending and the first thing that shows that it had arrived."""
    sent = trail.sent or trail.first_sent
    days = [event.on for event in (trail.confirmed, trail.shown) if event is not None]
    earliest = sent.on if sent else None
    if not days:
        return Receipt(None, earliest, None, None, article, missing)
    latest = min(days)
    because = f"{missing}；行政机关至迟在{said(latest)}已经收到"
    return Receipt(None, min(earliest or latest, latest), latest, None, article, because)


_BY_CHANNEL: dict[Channel, Callable[[_Trail, Convention], Receipt]] = {
    Channel.IN_PERSON: _handed_in,
    Channel.REGISTERED_MAIL: _signed_for,
    Channel.ORDINARY_MAIL: _by_letter,
    Channel.EMAIL: _by_wire,
    Channel.WEB_FORM: _by_wire,
    Channel.FAX: _by_wire,
}
