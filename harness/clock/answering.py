"""The day on which an agency answered: `answer_days(answer, convention, not_before) -> AnswerDays`.

Goes in: the answer with the dates on record, and the campaign's convention on which of them counts.
Comes out: that day; the earliest that it can have been, where the date that counts is not on
record; and a remark on a date that cannot be. Posting lies between signing and delivery. What is
handed over was never posted: there the day counts on which the applicant signs for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from harness.clock.events import Event
from harness.clock.result import ClockFinding, said
from harness.clock.serving import SIGNED_FOR, carrier_of

RULED = "ruling"  # the source of an event whose day a person ruled on; the note says why
NAMES = {
    "signed_on": "落款日期",
    "posted_on": "寄出日期",
    "delivered_on": "送达日期",
    "noticed_on": "知悉日期",
}


class AnswerDays(NamedTuple):
    """`on` by the convention; not before `earliest`, None where nothing shows how early."""

    on: date
    earliest: date | None
    because: str
    remarks: tuple[ClockFinding, ...] = ()


def answer_days(answer: Event, counts: str, not_before: date | None) -> AnswerDays:
    """`counts` is the convention's choice: signed, posted or delivered."""
    if not answer.data:
        return AnswerDays(answer.on, answer.on, "")
    if answer.source == RULED:  # the day is a person's, whatever the letter bears
        return AnswerDays(answer.on, answer.on, str(answer.data.get("note", "")))
    dates = {key: day for key, day in answer.data.items() if isinstance(day, date)}
    impossible: dict[str, date] = {}
    remarks: tuple[ClockFinding, ...] = ()
    if not_before is not None:
        impossible = {k: day for k, day in dates.items() if day < not_before and k in NAMES}
        remarks = tuple(_impossible(impossible, not_before))
    days = {key: day for key, day in dates.items() if key not in impossible}
    if counts == "posted" and carrier_of(answer) in SIGNED_FOR:
        handed = days.get("delivered_on") or answer.on
        return AnswerDays(handed, handed, _HANDED, remarks)
    chosen = days.get(f"{counts}_on")
    if chosen is not None:
        return AnswerDays(chosen, chosen, _COUNTED[counts], remarks)
    missing = f"没有{NAMES[f'{counts}_on']}的记录，以收到答复之日计"
    if days.get("signed_on") == answer.on and not days.keys() & {"posted_on", "delivered_on"}:
        missing = f"只有落款日期的记录，没有{NAMES[f'{counts}_on']}的记录"
    if counts == "delivered":
        return AnswerDays(answer.on, answer.on, missing, remarks)
    # signed before posted, posted before delivered: what is not on record may have been as early
    shown = dates.keys() & NAMES.keys()
    signed = days.get("signed_on")
    earliest = (min(signed, answer.on) if signed else None) if shown else answer.on
    return AnswerDays(answer.on, earliest, missing, remarks)


def by_posting(answer: Event, not_before: date | None) -> bool:
    """Whether the day of posting is on record and can be."""
    posted = answer.data.get("posted_on")
    return isinstance(posted, date) and (not_before is None or posted >= not_before)


def _impossible(dates: dict[str, date], not_before: date) -> Iterator[ClockFinding]:
    for key, day in dates.items():
        message = (
            f"答复的{NAMES[key]}{said(day)}早于收到申请之日{said(not_before)}，次序不合，未计入"
        )
        yield ClockFinding("out_of_order", day, "", message)


_HANDED = "当面或者委托送达，以申请人签收之日计（国办公开办函〔2016〕235号第四点）"
_COUNTED = {
    "signed": "按采用的约定以落款日期计",
    "posted": "以寄出（发出）日期计",
    "delivered": "按采用的约定以送达日期计",
}
