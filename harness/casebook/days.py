"""On which days an arrival can have come: what is written of it -> `Days`. The one place that says so.

A day on which somebody found it only ends the time in which it can have come; a day that cannot be
(after it was taken in, before the application went out, a postmark after the arrival) is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from harness.store.log import NewArrival

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Days:
    """The days of an arrival: what the letter says, what the envelope shows, when it came; when it
    was found. `fault`: what is wrong with the days that were written down, in Chinese, or empty."""

    signed_on: date | None
    posted_on: date | None
    delivered_on: date | None
    noticed_on: date | None = None
    fault: str = ""
    carrier: str | None = None  # by what way it was served

    @property
    def on(self) -> date:
        """The day that a log shows it under; where no day is known, the last that it can be."""
        day = self.posted_on or self.delivered_on or self.noticed_on
        if day is None:
            raise ValueError("an arrival came on some day")
        return day

    @property
    def known(self) -> bool:
        """Whether it is on record when it was posted or came."""
        return self.posted_on is not None or self.delivered_on is not None

    @property
    def earliest(self) -> date | None:
        """Before this nobody can have sent it; None where nothing shows how early that was. Without
        a postmark the day on which it came shows nothing: it was on the way before."""
        days = [each for each in (self.posted_on, self.signed_on) if each is not None]
        return min(days, default=None)

    def come_by(self, day: date) -> bool:
        """Whether it certainly was sent, or had come, on `day`."""
        return self.on <= day or (self.delivered_on is not None and self.delivered_on <= day)

    def possible_by(self, day: date) -> bool:
        """Whether it may have been sent by `day`."""
        return self.earliest is None or self.earliest <= day or self.come_by(day)


def days_of(arrival: NewArrival, taken_in: date | None, sent: date | None) -> Days:
    """`taken_in`: the day on which it was written down that it is here; `sent`: the first day of
    any application that it may answer. None where nobody knows."""
    found = arrival.source == "file" and arrival.noticed_on is not None
    came = None if found else arrival.on
    fault = _fault(came, taken_in, sent)
    if fault:
        came = None
    posted = arrival.posted_on
    if posted is not None and (_fault(posted, came or taken_in, sent)):
        posted = None
    noticed = arrival.noticed_on or (None if came else taken_in or arrival.on)
    return Days(None, posted, came, noticed, fault, arrival.carrier)


def _fault(day: date | None, last: date | None, first: date | None) -> str:
    if day is not None and last is not None and day > last:
        return f"所载收到日期 {day} 晚于收进来件之日（{last}），不可能，何时收到无从认定"
    if day is not None and first is not None and day < first:
        return f"所载收到日期 {day} 早于申请寄出之日（{first}），不可能，何时收到无从认定"
    return ""


def day_of(at: str) -> date:
    """The day in China of a moment of the history (ISO 8601)."""
    return datetime.fromisoformat(at).astimezone(CHINA).date()
