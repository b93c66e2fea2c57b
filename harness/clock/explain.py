"""The working of a clock in Chinese, for a letter to the unit: `explained(clock, written, as_of)`.

Goes in: a clock and the timeline it was read from. Comes out: when the application was received
and why, what happened to the deadline, every working day counted with the holidays passed over,
when it was due, by which article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import calendars
from calendars import Workdays
from calendars.periods import changed_after, in_force
from calendars.workdays import Stretch
from harness.clock.answering import NAMES
from harness.clock.carriers import CARRIER_NAMES, Carrier
from harness.clock.deadline import COUNTING_BEGINS, counted_days
from harness.clock.in_turn import in_turn
from harness.clock.reckoning import Left
from harness.clock.remarks import KIND_NAMES
from harness.clock.result import Clock, State, said
from harness.clock.timeline_file import Written
from letters.model import CHANNEL_NAMES

STATE_SENTENCES: dict[State, str] = {
    State.NOT_SENT: "申请尚未寄出。",
    State.AWAITING_RECEIPT: "没有收到申请的凭据，答复期限尚未起算。",
    State.RUNNING: "答复期限正在计算，尚未届满。",
    State.WAITING_FOR_APPLICANT: "等待申请人补正或者缴费，答复期限停止计算。",
    State.SUSPENDED: "正在征求第三方或者其他机关的意见，答复期限中止。",
    State.OVERDUE: "期限已经届满，没有答复。",
    State.ANSWERED_IN_TIME: "在期限内答复。",
    State.ANSWERED_LATE: "逾期答复。",
    State.WITHDRAWN: "申请人已经撤回申请。",
    State.DEEMED_ABANDONED: "申请人逾期没有补正或者缴费，视为放弃申请。",
    State.UNDELIVERABLE: "申请被退回，没有送达。",
}
WEEK = "一二三四五六日"
NUMERALS = "一二三四"
DATA_NAMES = {**NAMES, "days": "延长", "period_days": "补正期限", "carrier": "寄递方式："}


def explained(clock: Clock, written: Written, as_of: date) -> str:
    return "\n".join(explained_lines(clock, written, as_of))


def explained_lines(clock: Clock, written: Written, as_of: date) -> list[str]:
    calendar = calendars.load(written.region, as_of)
    parts = [
        ("在案的记录", _record(written, as_of)),
        ("期限的计算", _steps(clock)),
        *_count(clock, written, as_of, calendar),
        ("发现的问题", _findings(clock)),
    ]
    lines = [
        f"计算到{chinese(as_of)}。渠道：{CHANNEL_NAMES[written.channel]}。结论：{conclusion(clock, as_of)}"
    ]
    number = 0
    for title, told in parts:
        body = list(told)
        if body:
            lines += ["", f"{NUMERALS[number]}、{title}", *(f"  {line}" for line in body)]
            number += 1
    return [*lines, *_doubts(clock, calendar), *_law(clock)]


def conclusion(clock: Clock, as_of: date) -> str:
    """The state in a sentence that claims no more than the dates bear out."""
    due, latest = clock.due_on, clock.latest_due_on
    answered = clock.answered_on
    if clock.state is State.ANSWERED_IN_TIME and latest and answered and answered > latest:
        return "现有记录不能认定逾期。"
    if clock.state is State.RUNNING and due is not None and as_of > due:
        if latest is None and any(one.code == "out_of_order" for one in clock.findings):
            return "最早的截止日已过，但在案的事件次序不合，须先核对日期，暂不认定逾期。"
        if latest is None:
            return "最早的截止日已过，最晚的截止日尚不能确定，暂不认定逾期。"
        return "最早的截止日已过，最晚的截止日未到，暂不认定逾期。"
    return STATE_SENTENCES[clock.state]


def _record(written: Written, as_of: date) -> Iterator[str]:
    """Every event up to the day, with what shows it."""
    for event in in_turn(written.events):
        if event.on <= as_of:
            said_of = [
                f"{DATA_NAMES[k]}{_value(v)}" for k, v in event.data.items() if k in DATA_NAMES
            ]
            if event.evidence:
                said_of.append(f"凭据：{event.evidence}")
            details = f"（{'，'.join(said_of)}）" if said_of else ""
            yield f"{chinese(event.on)}，{KIND_NAMES[event.kind]}{details}。"


def _value(value: object) -> str:
    if isinstance(value, str):
        return CARRIER_NAMES[Carrier(value)]
    return said(value) if isinstance(value, date) else f"{value}个工作日"


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEK[day.weekday()]}）"


def _steps(clock: Clock) -> Iterator[str]:
    for step in clock.trace:
        because = f"：{step.because}" if step.because else ""
        article = f"（{step.article}）" if step.article else ""
        yield f"{chinese(step.on)}，{step.step}{because}{article}。"


def _count(
    clock: Clock, written: Written, as_of: date, calendar: Workdays
) -> Iterator[tuple[str, list[str]]]:
    """The working days one by one, and what was passed over between them."""
    if clock.due_on is None:
        return
    since, days, left = counted_days(
        written.events,
        channel=written.channel.value,
        as_of=as_of,
        convention=written.convention,
        region=written.region,
    )
    if not days:
        return
    lines = []
    for start in range(0, len(days), 5):
        row = days[start : start + 5]
        lines.append(f"第{start + 1}至{start + len(row)}个工作日：{_listed(row)}")
    lines += map(_paused, left)
    lines += [
        _passed(stretch)
        for stretch in calendar.passed(since, days[-1])
        if not any(piece.first <= stretch.first and stretch.last <= piece.last for piece in left)
    ]
    yield f"逐日计算（共{len(days)}个工作日）", lines


def _listed(days: Sequence[date]) -> str:
    return "、".join(f"{day.month}月{day.day}日" for day in days)


def _paused(left: Left) -> str:
    span = _listed([left.first])
    if left.last != left.first:
        span += f"至{_listed([left.last])}"
    return f"{span}{left.why}，其间{len(left.days)}个工作日不计入：{_listed(left.days)}"


def _passed(stretch: Stretch) -> str:
    first, last = stretch.first, stretch.last
    span = f"{first.month}月{first.day}日"
    if last != first:
        span += f"至{last.month}月{last.day}日"
    what = "放假，不计入" if stretch.off else "调休上班，计入"
    return f"{span}{stretch.name}{what}（{stretch.source}）"


def _findings(clock: Clock) -> Iterator[str]:
    for finding in clock.findings:
        article = f"（{finding.article}）" if finding.article else ""
        yield f"{finding.message}{article}。"


def _doubts(clock: Clock, calendar: Workdays) -> Iterator[str]:
    if not (clock.provisional and clock.earliest_due_on):
        return
    latest = clock.latest_due_on
    to_come = latest is not None and latest > calendar.final_through
    what = "截止日是暂定的" if to_come else "截止日不能确定为一日"
    yield ""
    if clock.earliest_due_on == latest:
        yield f"注意：{what}（{chinese(clock.earliest_due_on)}）。"
    else:
        end = f"最晚{chinese(latest)}" if latest else "最晚的日期不能确定"
        end += "（未计年中临时调整）" if to_come else ""
        yield f"注意：{what}，最早{chinese(clock.earliest_due_on)}，{end}；逾期以最晚的为准。"
    begun = clock.received_on or clock.earliest_due_on
    yield from (f"{why}。" for why in calendar.doubts(begun, latest or clock.earliest_due_on))


def _law(clock: Clock) -> Iterator[str]:
    """Which text the articles above are of."""
    begun = [step.on for step in clock.trace if step.step == COUNTING_BEGINS]
    if begun:
        text, later = in_force(begun[0]), changed_after(begun[0])
        names = text.name
        if later and clock.latest_due_on and clock.latest_due_on >= later.since:
            names += f"，{said(later.since)}以后的出自{later.name}"
        yield ""
        yield f"条文出自{names}；工作日按国务院办公厅放假通知计算。"
