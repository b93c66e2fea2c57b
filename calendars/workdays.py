"""Working days of China: `load(region, as_of) -> Workdays`.

Goes in: the notices that were known on `as_of` and the region's own holidays. Comes out: whether a
day is worked, the n-th working day after a day, how many lie between two, and a `Due` that says
whether the answer is final. Days after the last notice are estimated from the law's own holidays
and given with the earliest and the latest day possible; they are never refused and never final.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache

from calendars import notices as _notices
from calendars.doubt import Doubt, announcement
from calendars.festivals import LAST_YEAR, Festival, festivals, laws
from calendars.notices import Day, Notice
from calendars.outlook import SATURDAY, Outlook, estimate, weekdays
from calendars.places import place
from calendars.regions import Region, region_named

FIRST_YEAR = 2004  # the first year whose arrangement ships
ORIGIN = date(FIRST_YEAR, 1, 1).toordinal()
ONE_DAY = timedelta(days=1)
END = date(LAST_YEAR, 12, 31).toordinal()
LAST_INDEX = END - ORIGIN


class OutOfRange(ValueError):
    """A day that no calendar of ours reaches; the message is a Chinese sentence."""


def _beyond(what: str) -> OutOfRange:
    return OutOfRange(
        f"{what}：超出日历的范围（{FIRST_YEAR}-01-01 至 {LAST_YEAR}-12-31），请检查日期是否写错"
    )


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period. `on` is the best estimate, equal to `earliest` and `latest` once
    every notice that touches it is out; `days` are the working days counted, the first one first."""

    on: date
    earliest: date
    latest: date
    provisional: bool
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that are off, or worked, for the same reason."""

    first: date
    last: date
    name: str
    off: bool
    source: str


@dataclass(frozen=True)
class Workdays:
    """A calendar as it was known on `as_of`. `final_through` is its last day that is certain."""

    region: str
    as_of: date | None
    notices: tuple[Notice, ...] = field(repr=False)
    final_through: date
    table: Mapping[date, Day] = field(repr=False)  # the days that are not what their weekday says
    to_come: tuple[Festival, ...] = field(repr=False)  # the festivals not yet announced
    doubt: Doubt = field(repr=False)  # what the region may have done besides
    rank: Sequence[int] = field(
        repr=False
    )  # working days from ORIGIN through the day with this index
    ordinals: Sequence[int] = field(repr=False)  # of every working day

    @cached_property
    def days(self) -> Sequence[date]:
        """Every working day there is; made once, so that a deadline is looked up, not built."""
        return [date.fromordinal(ordinal) for ordinal in self.ordinals]

    def is_workday(self, d: date) -> bool:
        index = self._index(d)
        return self.rank[index] != (self.rank[index - 1] if index else 0)

    def day(self, d: date) -> Day | None:
        """Why a day is not what its weekday says, and by which notice; None for a plain day."""
        return self.table.get(d)

    def passed(self, a: date, b: date) -> tuple[Stretch, ...]:
        """The holidays and worked weekends from `a` through `b`, days in a row taken together."""
        found: list[Stretch] = []
        for d in sorted(d for d in self.table if a <= d <= b):
            what, before = self.table[d], found[-1] if found else None
            key = (what.name, what.off, what.source)
            if (
                before
                and before.last + ONE_DAY == d
                and key == (before.name, before.off, before.source)
            ):
                found[-1] = replace(before, last=d)
            else:
                found.append(Stretch(d, d, *key))
        return tuple(found)

    def add(self, d: date, n: int) -> date:
        """The n-th working day after `d`; before it where n is negative; `d` itself for 0."""
        index = d.toordinal() - ORIGIN
        if n > 0 and index >= 0:  # the way of every deadline, kept short
            try:
                return self.days[self.rank[index] + n - 1]
            except IndexError:
                raise _beyond(f"{d} 加 {n} 个工作日") from None
        rank = self.rank[self._index(d)]
        if n == 0:
            return d
        position = rank + n - self.is_workday(d)
        if position < 0:
            raise _beyond(f"{d} 减 {-n} 个工作日")
        return self.days[position]

    def count(self, a: date, b: date) -> int:
        """Working days in (a, b]; negative where b is before a."""
        first, last = a.toordinal() - ORIGIN, b.toordinal() - ORIGIN
        if not (0 <= first <= LAST_INDEX and 0 <= last <= LAST_INDEX):
            raise _beyond(f"{a} 至 {b}")
        return self.rank[last] - self.rank[first]

    def natural(self, d: date, days: int) -> date:
        """The end of a period of `days` natural days after `d` (行政复议的60日): where its last day
        is a rest day, the next working day (民事诉讼法第八十五条)."""
        end = d + timedelta(days=days)
        return end if self.is_workday(end) else self.add(end, 1)

    def due(self, d: date, days: int) -> Due:
        """The `days`-th working day after `d`, with the days counted and how sure it is."""
        on = self.add(d, days)
        rank = self.rank[self._index(d)]
        counted = tuple(self.days[rank : rank + max(days, 0)])
        earliest, latest = self.bounds(d, days, on)
        return Due(on, earliest, latest, not self.is_final(latest, d), counted)

    def bounds(self, d: date, days: int, on: date) -> tuple[date, date]:
        """The earliest and the latest that `on`, the `days`-th working day after `d`, can be."""
        if days <= 0:
            return on, on
        settled = on.toordinal() < self.opens_on
        earliest, latest = (on, on) if settled else self._bounds(d, days)
        times = self.doubt.spans and self.doubt.touches(d, latest)
        if times:
            earliest = max(d + ONE_DAY, self.add(earliest, -times * self.doubt.worked))
            latest = self.add(latest, times * self.doubt.off)
        return earliest, latest

    def due_bounds(self, d: date, days: int) -> tuple[date, date]:
        """The earliest and the latest that the `days`-th working day after `d` can be."""
        return self.bounds(d, days, self.add(d, days))

    def is_final(self, d: date, since: date | None = None) -> bool:
        """No notice to come, or not on record, is expected to touch the days from `since` (that
        day alone) through `d`."""
        if d > self.final_through:
            return False
        return not self.doubt.spans or not self.doubt.touches(since or d - ONE_DAY, d)

    def doubts(self, a: date, b: date) -> tuple[str, ...]:
        """Why the working days in (a, b] are not certain, a Chinese sentence for each reason; empty
        exactly where `is_final(b, a)`."""
        missing = announcement(self.final_through, b)
        return ((missing,) if missing else ()) + self.doubt.sentences(a, b)

    @cached_property
    def opens_on(self) -> int:
        """The first day that a festival to come can touch."""
        return self.outlook.opens_on() if self.to_come else END + 1

    @cached_property
    def _bounds(self) -> Callable[[date, int], tuple[date, date]]:
        outlook = self.outlook

        @cache
        def found(d: date, days: int) -> tuple[date, date]:
            try:
                earliest, latest = outlook.bounds(d.toordinal(), days)
            except IndexError:
                raise _beyond(f"{d} 加 {days} 个工作日") from None
            return date.fromordinal(earliest), date.fromordinal(latest)

        return found

    @cached_property
    def outlook(self) -> Outlook:
        known, final = self.rank, self.final_through.toordinal()

        def plain(a: int, b: int) -> int:
            announced = known[min(b, final) - ORIGIN] - known[min(a, final) - ORIGIN]
            return announced + weekdays(max(a, final), max(b, final))

        return Outlook(plain, self.to_come, max(self.final_through, date(FIRST_YEAR, 1, 1)))

    def _index(self, d: date) -> int:
        index = d.toordinal() - ORIGIN
        if not 0 <= index <= LAST_INDEX:
            raise _beyond(str(d))
        return index


@lru_cache(maxsize=4096)
def load(region: str | None = None, as_of: date | None = None) -> Workdays:
    """The calendar of a region (None: the whole country) as it was known on `as_of` (None: with
    every notice that ships). Of a place that cannot be placed it is the national one: ask
    `places.place(region).known` where somebody typed it."""
    own = place(region).region
    prefecture = own.prefecture_in(region or "") if own else ""
    if as_of is not None:
        first = min(law.published for law in laws())
        if as_of < first:
            raise OutOfRange(f"{as_of} 太早：日历只知道{first}以后公布的放假办法，请检查日期")
        # a calendar changes only when a notice or a law comes out: share it in between
        published = [n.known_from for n in _notices.shipped()] + [law.published for law in laws()]
        published += [n.known_from for n in own.notices] if own else []
        as_of = max((day for day in published if day <= as_of), default=as_of)
    return _load(own.name if own else "", as_of, prefecture)


@cache
def _load(region: str, as_of: date | None, prefecture: str) -> Workdays:
    known = _notices.known(_notices.shipped(), as_of)
    return assemble(known, region_named(region), as_of, prefecture)


def assemble(
    known: tuple[Notice, ...],
    region: Region | None = None,
    as_of: date | None = None,
    prefecture: str = "",
) -> Workdays:
    """A calendar from these notices, and from a region's own, alone; of a prefecture, where some of
    those were given for it."""
    last = _notices.last_year(known, FIRST_YEAR)
    final = _notices.final_through(last)
    to_come = [f for year in range(last + 1, LAST_YEAR + 1) for f in festivals(year, as_of)]
    table = _estimated(to_come) | _notices.table(known)
    for regional in region.known(as_of, prefecture) if region else ():
        table |= regional.days
    rank, ordinals = _index(table)
    doubt = Doubt()
    if region is not None:
        names = "、".join(region.festivals)
        spans = region.open_spans(as_of, prefecture)
        partly = frozenset(n.year for n in region.known(as_of, prefecture) if n.url)
        doubt = Doubt(spans, region.most_off, region.most_worked, region.name, names, partly)
    name = f"{region.name}{prefecture}" if region else ""
    return Workdays(name, as_of, known, final, table, tuple(to_come), doubt, rank, ordinals)


def _estimated(to_come: Sequence[Festival]) -> dict[date, Day]:
    source = "尚无通知，按《全国年节及纪念日放假办法》推算"
    return {
        day: Day(festival.name, True, source) for festival in to_come for day in estimate(festival)
    }


def _index(table: Mapping[date, Day]) -> tuple[list[int], list[int]]:
    """The cumulative index: how many working days through each day, and which days they are."""
    off = bytearray((ordinal + 6) % 7 >= SATURDAY for ordinal in range(ORIGIN, END + 1))
    for day, what in table.items():
        if ORIGIN <= day.toordinal() <= END:
            off[day.toordinal() - ORIGIN] = what.off
    rank: list[int] = []
    ordinals: list[int] = []
    for index, resting in enumerate(off):
        if not resting:
            ordinals.append(ORIGIN + index)
        rank.append(len(ordinals))
    return rank, ordinals
