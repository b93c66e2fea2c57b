"""How the deadlines were counted: the convention in words, and the days that were no plain days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import calendars
from calendars.notices import Day
from harness.scoring.assessment import Assessment, Case
from harness.scoring.facts import day_text

NO_CONFIRMATION = {
    "sent": "没有确认记录的，以寄出之日（收件系统接收之日）为收到之日",
    "never": "没有确认记录的，期限不起算",
    "arrival": "没有确认记录的，以到达收件系统之日为收到之日",
}
ANSWERED_ON = {
    "signed": "落款日期",
    "posted": "寄出日期（邮戳日期或者邮件发出日期）",
    "delivered": "送达日期",
}


@dataclass(frozen=True, slots=True)
class Counting:
    """`days`: when, what, by which notice; as a table's rows."""

    sentences: tuple[str, ...]
    days: tuple[tuple[str, str, str], ...]


def counting(assessment: Assessment) -> Counting:
    rows = tuple(_rows(assessment))
    sources = "、".join(dict.fromkeys(source for _, _, source in rows))
    return Counting(tuple(_sentences(assessment, sources)), rows)


def _sentences(assessment: Assessment, sources: str) -> Iterator[str]:
    convention = assessment.campaign.convention
    yield (
        "行政机关收到申请之日，按《中华人民共和国政府信息公开条例》第三十一条确定：以挂号信等需要签收的邮寄"
        "方式提交的，以签收之日为收到之日；通过互联网渠道提交的，以双方确认之日为收到之日，"
        f"{NO_CONFIRMATION.get(convention.no_confirmation, '')}。"
    )
    counted = "计算在内" if convention.count_receipt_day else "不计算在内，自下一个工作日起算"
    yield (
        f"收到之日{counted}，答复期限为20个工作日（条例第三十三条）。答复是否按期，以"
        f"{ANSWERED_ON.get(convention.answered_on, convention.answered_on)}为准。"
    )
    if sources:
        yield f"工作日按国务院办公厅发布的节假日安排（{sources}）逐日核算。"


def _rows(assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    span = _span(assessment)
    if span is None:
        return
    workdays = calendars.load(None, assessment.as_of)
    first, last = span
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    special = [(day, found) for day in every if (found := workdays.day(day)) is not None]
    for (name, off, source), group in groupby(special, key=lambda item: _kind(item[1])):
        days = [day for day, _ in group]
        yield _range(days), f"{name}{'放假' if off else '调休上班'}", source


def extended(case: Case) -> bool:
    """Whether a notice of extension came within the term, and made it longer."""
    return any(step.step == "告知延期" for step in case.clock.trace)


def _kind(day: Day) -> tuple[str, bool, str]:
    return day.name, day.off, day.source


def _range(days: list[date]) -> str:
    return day_text(days[0]) if len(days) == 1 else f"{day_text(days[0])}至{day_text(days[-1])}"


def _span(assessment: Assessment) -> tuple[date, date] | None:
    """From the first receipt to the last deadline."""
    starts = [case.clock.received_on for case in assessment.cases if case.clock.received_on]
    ends = [case.clock.latest_due_on for case in assessment.cases if case.clock.latest_due_on]
    return (min(starts), max(ends)) if starts and ends else None
