"""What the clock remarks on an answer's dates, on silence, and on events out of order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from calendars import Workdays
from harness.clock.answering import NAMES, AnswerDays
from harness.clock.events import Event, Kind
from harness.clock.result import ClockFinding, State, said
from harness.clock.serving import SIGNED_FOR, carrier_of
from harness.clock.timeline import PHASE_NAMES, Phase, Timeline

ANSWERED = Phase.ANSWERED
_GOT_THROUGH = (Kind.SENT, Kind.DELIVERED, Kind.CONFIRMED)

KIND_NAMES: dict[Kind, str] = {
    Kind.SENT: "寄出",
    Kind.DELIVERED: "签收",
    Kind.CONFIRMED: "确认收到",
    Kind.RETURNED: "退回",
    Kind.CLARIFICATION_REQUESTED: "要求补正",
    Kind.CLARIFICATION_SUBMITTED: "提交补正",
    Kind.EXTENSION_NOTIFIED: "告知延期",
    Kind.THIRD_PARTY_STARTED: "开始征求意见",
    Kind.THIRD_PARTY_ENDED: "征求意见结束",
    Kind.FEE_NOTIFIED: "通知缴费",
    Kind.FEE_PAID: "缴费",
    Kind.WITHDRAWAL_REQUESTED: "要求撤回",
    Kind.WITHDRAWN: "撤回",
    Kind.ANSWERED: "答复",
}


def on_silence(as_of: date, due: date, article: str) -> ClockFinding:
    """Dated by the deadline that passed, so that it stays the same finding from day to day."""
    message = f"至{said(as_of)}没有答复，期限已于{said(due)}届满"
    return ClockFinding("no_answer", due, article, message)


def on_answer(
    answer: Event,
    days: AnswerDays,
    state: State,
    due: date | None,
    article: str,
    calendar: Workdays,
) -> Iterator[ClockFinding]:
    """`due` is the latest day that the deadline can be; `days` the days that count."""
    answered = days.on
    signed, posted = _day(answer, "signed_on"), _day(answer, "posted_on")
    if state is State.ANSWERED_LATE and due is not None:
        late = calendar.count(due, answered)
        message = f"{said(answered)}答复，期限已于{said(due)}届满，逾期{late}个工作日"
        if late == 0:
            message = f"{said(answered)}（非工作日）答复，期限已于{said(due)}届满"
        yield ClockFinding("answer_late", answered, article, message)
    elif due is not None and answered > due:
        message = (
            f"{said(answered)}收到答复，期限已于{said(due)}届满；没有寄出日期的记录，"
            "可能在期限内寄出，不能认定逾期"
        )
        yield ClockFinding("posting_unknown", answered, "", message)
    if signed is not None and posted is not None and signed > posted:
        message = f"落款日期{said(signed)}晚于寄出日期{said(posted)}"
        yield ClockFinding("signed_after_posted", posted, "", message)
    handed = carrier_of(answer) in SIGNED_FOR
    posted, how = (answered, "由申请人签收") if handed else (posted, "寄出")
    if signed is not None and posted is not None and due is not None and signed <= due < posted:
        message = f"落款日期{said(signed)}在期限内，{said(posted)}才{how}，期限已于{said(due)}届满"
        yield ClockFinding("signed_before_posted_late", posted, article, message)


def _day(event: Event, key: str) -> date | None:
    value = event.data.get(key)
    return value if isinstance(value, date) else None


_IN_TURN = ("signed_on", "posted_on", "delivered_on", "noticed_on")


def on_dates(timeline: Timeline) -> Iterator[ClockFinding]:
    """What one paper bears: signed, posted, delivered, noticed, each not before the one that went
    before it, nor before the application. Signed after posting has a finding of its own, with an
    answer; so have an answer's dates before the receipt."""
    sent = timeline.first(Kind.SENT)
    for event in timeline.events:
        if not event.data:
            continue
        if sent is not None and event.kind is not Kind.ANSWERED:
            yield from _before_sending(event, sent.on)
        known = [(key, day) for key in _IN_TURN if (day := _day(event, key)) is not None]
        for (earlier, before), (later, after) in pairwise(known):
            own = (earlier, later) == _IN_TURN[:2] and event.kind is Kind.ANSWERED
            if after < before and not own:
                message = (
                    f"{KIND_NAMES[event.kind]}的{NAMES[later]}{said(after)}"
                    f"早于{NAMES[earlier]}{said(before)}，次序不合"
                )
                yield ClockFinding("out_of_order", after, "", message)


def _before_sending(event: Event, sent: date) -> Iterator[ClockFinding]:
    for key in _IN_TURN:
        day = _day(event, key)
        if day is not None and day < sent:
            what = f"{KIND_NAMES[event.kind]}的{NAMES[key]}{said(day)}"
            yield ClockFinding("out_of_order", day, "", f"{what}早于{said(sent)}寄出申请，次序不合")


def on_disorder(timeline: Timeline) -> tuple[ClockFinding, ...]:
    """A remark for each event that did not fit where it came."""
    if not timeline.unexpected:
        return () if timeline.phase is not ANSWERED else _answered_after_return(timeline)
    return (*_answered_after_return(timeline), *_unexpected(timeline))


# what stops the clock, moves it or ends it: were its day put right, the deadline might be another
_WOULD_MATTER = frozenset(
    {
        Kind.ANSWERED,
        Kind.WITHDRAWN,
        Kind.RETURNED,
        Kind.CLARIFICATION_REQUESTED,
        Kind.EXTENSION_NOTIFIED,
        Kind.THIRD_PARTY_STARTED,
        Kind.FEE_NOTIFIED,
    }
)
_BEHIND_THE_END = frozenset({Phase.ANSWERED, Phase.WITHDRAWN})


def disorder_matters(timeline: Timeline) -> bool:
    """An event on record that could not have happened when it is said to: nobody may be called late
    before its day is put right."""
    return any(
        event.kind in _WOULD_MATTER and phase not in _BEHIND_THE_END
        for event, phase in timeline.unexpected
    )


def _answered_after_return(timeline: Timeline) -> tuple[ClockFinding, ...]:
    """A letter that came back, and was answered without being sent again."""
    returned = False
    for event in timeline.events:
        if event.kind is Kind.RETURNED:
            returned = True
        elif event.kind in _GOT_THROUGH:
            returned = False
        elif event.kind is Kind.ANSWERED and returned:
            message = f"申请已经退回，没有再寄出或者签收的记录，{said(event.on)}却有答复，次序不合"
            return (ClockFinding("out_of_order", event.on, "", message),)
    return ()


def _unexpected(timeline: Timeline) -> tuple[ClockFinding, ...]:
    return tuple(
        ClockFinding(
            "out_of_order",
            event.on,
            "",
            f"{said(event.on)}{KIND_NAMES[event.kind]}：此时申请{PHASE_NAMES[phase]}，次序不合，未计入",
        )
        for event, phase in timeline.unexpected
    )
