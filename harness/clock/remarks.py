"""What the clock remarks on an answer's dates, on silence, and on events out of order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from calendars import Workdays
from harness.clock.answering import AnswerDays
from harness.clock.events import Event, Kind
from harness.clock.result import ClockFinding, State, said
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
    delivered = _day(answer, "delivered_on")
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
    if posted is not None and delivered is not None and delivered < posted:
        message = f"送达日期{said(delivered)}早于寄出日期{said(posted)}，次序不合"
        yield ClockFinding("out_of_order", delivered, "", message)
    if signed is None or posted is None:
        return
    if signed > posted:
        message = f"落款日期{said(signed)}晚于寄出日期{said(posted)}"
        yield ClockFinding("signed_after_posted", posted, "", message)
    if due is not None and signed <= due < posted:
        message = f"落款日期{said(signed)}在期限内，{said(posted)}才寄出，期限已于{said(due)}届满"
        yield ClockFinding("signed_before_posted_late", posted, article, message)


def _day(event: Event, key: str) -> date | None:
    value = event.data.get(key)
    return value if isinstance(value, date) else None


def on_disorder(timeline: Timeline) -> tuple[ClockFinding, ...]:
    """A remark for each event that did not fit where it came."""
    if not timeline.unexpected:
        return () if timeline.phase is not ANSWERED else _answered_after_return(timeline)
    return (*_answered_after_return(timeline), *_unexpected(timeline))


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
