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
from calendars.periods import in_force
from calendars.workdays import Stretch
from harness.clock.deadline import COUNTING_BEGINS, counted_days
from harness.clock.reckoning import ONE_DAY, Pause
from harness.clock.result import Clock, State
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


def explained(clock: Clock, written: Written, as_of: date) -> str:
    calendar = calendars.load(written.region, as_of)
    return "\n".join(
        [
            f"计算到{chinese(as_of)}。渠道：{CHANNEL_NAMES[written.channel]}。"
            f"结论：{STATE_SENTENCES[clock.state]}",
            "",
            "一、经过",
            *_steps(clock),
            *_count(clock, written, as_of, calendar),
            *_findings(clock),
            *_doubts(clock, calendar),
            *_law(clock),
        ]
    )


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEK[day.weekday()]}）"


def _steps(clock: Clock) -> Iterator[str]:
    for step in clock.trace:
        because = f"：{step.because}" if step.because else ""
        article = f"（{step.article}）" if step.article else ""
        yield f"  {chinese(step.on)}，{step.step}{because}{article}。"


def _count(clock: Clock, written: Written, as_of: date, calendar: Workdays) -> Iterator[str]:
    """The working days one by one, the holidays passed over between them."""
    if clock.due_on is None:
        return
    days, paused = counted_days(
        written.events,
        channel=written.channel.value,
        as_of=as_of,
        convention=written.convention,
        region=written.region,
    )
    if not days:
        return
    yield ""
    yield f"二、逐日计算（共{len(days)}个工作日）"
    for start in range(0, len(days), 5):
        row = days[start : start + 5]
        yield f"  第{start + 1}至{start + len(row)}个工作日：{_listed(row)}"
    for pause, within in paused:
        yield f"  {_paused(pause, within)}"
    begun = [step.on for step in clock.trace if step.step == COUNTING_BEGINS]
    since = begun[0] + ONE_DAY if begun else days[0]
    for stretch in calendar.passed(min(since, days[0]), days[-1]):
        yield f"  {_passed(stretch)}"


def _listed(days: Sequence[date]) -> str:
    return "、".join(f"{day.month}月{day.day}日" for day in days)


def _paused(pause: Pause, within: Sequence[date]) -> str:
    first = pause.start + ONE_DAY
    span = f"{first.month}月{first.day}日至{pause.end.month}月{pause.end.day}日"
    return f"{span}{pause.why}，其间{len(within)}个工作日不计入：{_listed(within)}"


def _passed(stretch: Stretch) -> str:
    first, last = stretch.first, stretch.last
    span = f"{first.month}月{first.day}日"
    if last != first:
        span += f"至{last.month}月{last.day}日"
    what = "放假，不计入" if stretch.off else "调休上班，计入"
    return f"{span}{stretch.name}{what}（{stretch.source}）"


def _findings(clock: Clock) -> Iterator[str]:
    if clock.findings:
        yield ""
        yield f"{'三' if clock.due_on else '二'}、发现的问题"
    for finding in clock.findings:
        article = f"（{finding.article}）" if finding.article else ""
        yield f"  {finding.message}{article}。"


def _doubts(clock: Clock, calendar: Workdays) -> Iterator[str]:
    if clock.provisional and clock.earliest_due_on:
        latest = chinese(clock.latest_due_on) if clock.latest_due_on else "不能确定"
        to_come = clock.latest_due_on and not calendar.is_final(clock.latest_due_on)
        what = "截止日是暂定的" if to_come else "截止日不能确定为一日"
        yield ""
        if clock.earliest_due_on == clock.latest_due_on:
            yield f"注意：{what}（{latest}）。"
        else:
            yield f"注意：{what}，最早{chinese(clock.earliest_due_on)}，最晚{latest}；逾期以最晚的为准。"
        if to_come:
            yield f"{chinese(calendar.final_through)}以后的放假通知尚未公布。"
    if clock.convention_matters:
        yield ""
        yield (
            "注意：换一种约定（收到当日是否计入、以答复的哪一个日期为准、无人确认时怎样计算），"
            "结论会不同；不宜据此扣分。"
        )


def _law(clock: Clock) -> Iterator[str]:
    """Which text the articles above are of."""
    begun = [step.on for step in clock.trace if step.step == COUNTING_BEGINS]
    if begun:
        yield ""
        yield f"条文出自{in_force(begun[0]).name}；工作日按国务院办公厅放假通知计算。"
