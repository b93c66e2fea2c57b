"""What is not certain about a calendar, and the sentence that says why.

In: the last day that the notices settle, the stretches for which a region's notice is not on
record. Out: whether a period touches them, and each reason as a Chinese sentence without a full
stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SETTLED = (12, 25)  # a year's notice settles the days through this one: notices.final_through


@dataclass(frozen=True, slots=True)
class Doubt:
    """Stretches in which a region may have rested on up to `off` more working days, and worked on
    up to `worked` more weekend days, than is on record. Each lies within one year."""

    spans: tuple[tuple[date, date], ...] = ()
    off: int = 0
    worked: int = 0
    region: str = ""
    festivals: str = ""
    partly: frozenset[int] = frozenset()  # years of which some of the festivals are on record

    def touches(self, a: date, b: date) -> int:
        """How many of the stretches reach into (a, b]."""
        if not self.spans:
            return 0
        return sum(first <= b and last > a for first, last in self.spans)

    def sentences(self, a: date, b: date) -> tuple[str, ...]:
        """Why (a, b] is not certain."""
        touched = [span for span in self.spans if span[0] <= b and span[1] > a]
        if not touched:
            return ()
        years = _years([first.year for first, _ in touched])
        first, last = touched[0]
        whole = (first.month, first.day) == (1, 1) or len(touched) > 1
        when = "" if whole else f"，可能调整{said(first)}至{said(last)}之间的日子"
        found = "查全" if all(first.year in self.partly for first, _ in touched) else "查到"
        return (f"{self.region}{years}{self.festivals}的放假安排没有{found}出处{when}",)


def announcement(final_through: date, last: date) -> str:
    """Which notices a period that ends on `last` still waits for; empty where none."""
    if last <= final_through:
        return ""
    year = final_through.year + 1
    until = last.year + ((last.month, last.day) > SETTLED)
    years = _years(list(range(year, until + 1)))
    return f"{years}的放假通知尚未公布，可能调整{said(final_through + ONE_DAY)}以后的日子"


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _years(years: list[int]) -> str:
    """2027年, 2026年、2027年, 2027年至2031年."""
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}年至{years[-1]}年"
    return "、".join(f"{year}年" for year in years)
