"""What the clock says of one application; the shape of contracts.md, section 2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


def said(day: date) -> str:
    """A day as a sentence says it."""
    return f"{day.year}年{day.month}月{day.day}日"


class State(StrEnum):
    NOT_SENT = "not_sent"
    AWAITING_RECEIPT = "awaiting_receipt"
    RUNNING = "running"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_LATE = "answered_late"
    WITHDRAWN = "withdrawn"
    DEEMED_ABANDONED = "deemed_abandoned"
    UNDELIVERABLE = "undeliverable"


STATE_NAMES: dict[State, str] = {
    State.NOT_SENT: "未寄出",
    State.AWAITING_RECEIPT: "待签收",
    State.RUNNING: "期限计算中",
    State.WAITING_FOR_APPLICANT: "待申请人补正或缴费",
    State.SUSPENDED: "征求意见，期限中止",
    State.OVERDUE: "逾期未答复",
    State.ANSWERED_IN_TIME: "按期答复",
    State.ANSWERED_LATE: "逾期答复",
    State.WITHDRAWN: "申请人撤回",
    State.DEEMED_ABANDONED: "视为放弃申请",
    State.UNDELIVERABLE: "无法投递",
}


OTHERWISE = "换一种约定结论不同"  # the step of the working that names the convention


@dataclass(frozen=True, slots=True)
class ClockFinding:
    """Something that was done late, twice or out of order. `message` is a Chinese sentence."""

    code: str
    on: date
    article: str
    message: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the working: what happened to the clock on a day, by which article, and why."""

    on: date
    step: str
    article: str
    because: str


class Clock(NamedTuple):
    """A named tuple, since a campaign makes hundreds of thousands: a frozen dataclass takes seven
    times as long to make."""

    received_on: date | None
    received_by: str | None
    due_on: date | None
    earliest_due_on: date | None
    latest_due_on: date | None
    provisional: bool
    state: State
    working_days_used: int
    working_days_left: int | None  # None while there is no deadline
    answered_on: date | None
    convention_matters: bool
    findings: tuple[ClockFinding, ...] = ()
    trace: tuple[Step, ...] = ()
