"""What a year without a notice can still become: bounds on its working days.

Goes in: the festivals of the years to come. Comes out: a plain estimate day by day (the holidays
that the law gives, those on a weekend made up for on the next weekday) and, for any stretch of
days, the fewest and the most working days that any likely notice leaves in it.

A notice makes one unbroken holiday of a festival. Weekdays in it beyond those that the law gives
are worked off on as many weekend days nearby. So a stretch that holds the whole neighbourhood of a
festival has the same number of working days under every notice; only inside it can they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from calendars.festivals import Festival

SATURDAY = 5
# how far from the holiday a weekend is worked instead; 20 September for 1 October (2026) is the
# farthest that has been seen
REACH = 11
ONE_DAY = timedelta(days=1)
# a festival's longest holiday and the weekends about it lie within so many days of its own
MARGIN = 2 * REACH


def weekdays(a: int, b: int) -> int:
    """Mondays to Fridays among the ordinals in (a, b]."""
    return _weekdays_through(b) - _weekdays_through(a)


def _weekdays_through(ordinal: int) -> int:
    # ordinal 1 (0001-01-01) was a Monday
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One way a notice may go: off from `first` to `last`, `swapped` weekend days worked instead.
    `spare` are the weekend days on which that may be."""

    first: int
    last: int
    swapped: int
    spare: tuple[int, ...]

    def change(self, a: int, b: int) -> tuple[int, int]:
        """By how many working days (a, b] differs from plain weeks: at least, at most."""
        off = weekdays(max(a, self.first - 1), min(b, self.last)) if b >= self.first else 0
        inside = sum(a < day <= b for day in self.spare)
        outside = len(self.spare) - inside
        return max(0, self.swapped - outside) - max(off, 0), min(self.swapped, inside) - max(off, 0)


def estimate(festival: Festival) -> tuple[date, ...]:
    """The days off that the law alone gives, each weekend day made up for on a weekday after."""
    off = set(festival.days)
    owed = sum(day.weekday() >= SATURDAY for day in off) + len(festival.days) - len(off)
    day = max(off)
    while owed:
        day += ONE_DAY
        if day.weekday() < SATURDAY and day not in off:
            off.add(day)
            owed -= 1
    return tuple(sorted(off))


@cache
def arrangements(festival: Festival, not_before: date) -> tuple[Arrangement, ...]:
    """The ways a notice may arrange a festival; none of them touches a day before `not_before`."""
    found = [_plain(festival)]
    first, last = min(festival.days), max(festival.days)
    for length in range(festival.shortest, festival.longest + 1):
        slack = length - ((last - first).days + 1)
        for shift in range(slack + 1):
            start = first - timedelta(days=shift)
            end = start + timedelta(days=length - 1)
            # a longer law (a festival with weekend days only) may leave nothing to swap
            found.extend(_block(festival, start, end, not_before))
    return tuple(dict.fromkeys(found))


def _plain(festival: Festival) -> Arrangement:
    off = estimate(festival)
    return Arrangement(off[0].toordinal(), off[-1].toordinal(), 0, ())


def _block(festival: Festival, start: date, end: date, not_before: date) -> Iterator[Arrangement]:
    a, b = start.toordinal(), end.toordinal()
    swapped = weekdays(a - 1, b) - len(festival.days)
    near = (*range(a - REACH, a), *range(b + 1, b + REACH + 1))
    spare = tuple(
        day
        for day in near
        if date.fromordinal(day).weekday() >= SATURDAY and day >= not_before.toordinal()
    )
    if start >= not_before and 0 <= swapped <= len(spare):
        yield Arrangement(a, b, swapped, spare)


@dataclass(frozen=True, slots=True)
class Outlook:
    """`known` counts the working days in (a, b] as far as announced and in plain weeks after;
    `festivals` are those still open, no day before `not_before` being touched by them."""

    known: Callable[[int, int], int]
    festivals: tuple[Festival, ...]
    not_before: date

    def opens_on(self) -> int:
        """The first day that a festival to come can touch."""
        ways = [way for festival in self.festivals[:2] for way in self._ways(festival)]
        return min(day for way in ways for day in (way.first, *way.spare))

    def counts(self, a: int, b: int) -> tuple[int, int]:
        """The fewest and the most working days in (a, b]."""
        low = high = self.known(a, b)
        for festival in self._near(a, b):
            changes = [way.change(a, b) for way in self._ways(festival)]
            low += min(change[0] for change in changes)
            high += max(change[1] for change in changes)
        return low, high

    def bounds(self, start: int, days: int) -> tuple[int, int]:
        """The earliest and the latest day that can be the `days`-th working day after `start`."""
        earliest = end = start
        low = high = 0
        while low < days:
            # every day counts one at most: nothing can be decided before that many have passed
            end += max(1, days - high if high < days else days - low)
            low, high = self.counts(start, end)
            if earliest == start and high >= days:
                earliest = end
        return earliest, end

    def _ways(self, festival: Festival) -> tuple[Arrangement, ...]:
        return arrangements(festival, self.not_before)

    def _near(self, a: int, b: int) -> Iterator[Festival]:
        for festival in self.festivals:
            if festival.days[0].toordinal() - MARGIN > b:
                return
            if festival.days[-1].toordinal() + MARGIN > a:
                yield festival
