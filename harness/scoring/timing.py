"""答复时限结果: a `Clock` -> whether the unit answered in time, late, not at all, or nobody can say.

This is the one place that decides which state of the clock counts as what, for figures, marks and
reports alike. LATE and NONE accuse somebody, so they are said only where no doubt is left: behind
the latest date that the deadline may fall on, and under either way of counting the receipt day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from harness.clock.deadline import Clock


class Timing(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    NONE = "none"  # the deadline is past and nothing came that decides
    PENDING = "pending"  # not yet due, or the applicant has to move first
    UNCLEAR = "unclear"  # the verdict hangs on evidence or a convention: a person decides
    OUTSIDE = "outside"  # never arrived, withdrawn or abandoned: not the unit's to answer


TIMING_NAMES: dict[Timing, str] = {
    Timing.IN_TIME: "按期答复",
    Timing.LATE: "逾期答复",
    Timing.NONE: "未答复",
    Timing.PENDING: "未到期",
    Timing.UNCLEAR: "待人工认定",
    Timing.OUTSIDE: "不计入",
}

STATE_NAMES: dict[str, str] = {
    "not_sent": "未寄出",
    "awaiting_receipt": "待签收",
    "running": "期限计算中",
    "waiting_for_applicant": "待申请人补正或缴费",
    "suspended": "征求意见，期限中止",
    "overdue": "逾期未答复",
    "answered_in_time": "按期答复",
    "answered_late": "逾期答复",
    "withdrawn": "申请人撤回",
    "deemed_abandoned": "视为放弃申请",
    "undeliverable": "无法投递",
}

_PLAIN: dict[str, Timing] = {
    "not_sent": Timing.OUTSIDE,
    "undeliverable": Timing.OUTSIDE,
    "withdrawn": Timing.OUTSIDE,
    "deemed_abandoned": Timing.OUTSIDE,
    "awaiting_receipt": Timing.PENDING,
    "running": Timing.PENDING,
    "waiting_for_applicant": Timing.PENDING,
    "suspended": Timing.PENDING,
    "answered_in_time": Timing.IN_TIME,
}


def timing(clock: Clock, as_of: date) -> Timing:
    """Which group an application counts in on `as_of`."""
    plain = _PLAIN.get(str(clock.state))
    if plain is not None:
        return plain
    accused = Timing.NONE if clock.answered_on is None else Timing.LATE
    acted = as_of if clock.answered_on is None else clock.answered_on
    last = clock.latest_due_on
    proven = last is not None and acted > last and not clock.convention_matters
    return accused if proven else Timing.UNCLEAR


def was_received(clock: Clock) -> bool:
    """The application reached the unit: signed for, confirmed, or taken in by its mail server and
    not returned (for e-mail, the campaign's convention then dates the receipt)."""
    outside = {"not_sent", "awaiting_receipt", "undeliverable"}
    return clock.received_on is not None and str(clock.state) not in outside
