"""期限条: one application's days on the official calendar, drawn as SVG for a page on the screen.

Each day is a cell: worked, off, a holiday, a worked weekend; those that count carry their number. Above
stand the events, numbered as in the list beside; below what stopped the clock and what is past the
deadline. Colours come from the page (classes alone, no style), so that it follows day and night, and
nothing is told by colour alone. What cannot be established is not drawn as late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import groupby

import calendars
from calendars import OutOfRange, Workdays
from harness.clock.deadline import counted_days
from harness.clock.events import Event
from harness.clock.reckoning import Counted
from harness.clock.remarks import KIND_NAMES
from harness.clock.result import Clock
from letters.model import Channel, Convention

DAY = timedelta(days=1)
MOST_DAYS = 240  # drawn; what lies beyond is told in the list
CELL, TOP, HIGH = 17, 66, 30  # a day's width, where the cells begin, how high they are
LEVEL = 22  # between events of one day
ROW, NAMED = 19, 13  # of spans, and of what the lines are called
WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn. `events` in the order of their numbers; `overdue`: whether days past the latest
    deadline may be shown as such."""

    events: tuple[Event, ...]
    channel: Channel
    region: str | None
    convention: Convention
    clock: Clock
    as_of: date
    overdue: bool


def strip(course: Course) -> str:
    """The picture; empty where nothing has happened yet, or no calendar of ours reaches that far."""
    if not course.events:
        return ""
    try:
        return _drawn(course, calendars.load(course.region, course.as_of))
    except OutOfRange:
        return ""


def _drawn(course: Course, calendar: Workdays) -> str:
    days = _days(course)
    counted = counted_days(
        course.events, channel=course.channel.value, as_of=course.as_of,
        convention=course.convention, region=course.region,
    )  # fmt: skip
    top = TOP + LEVEL * max(_most_at_once(course, days) - 2, 0)
    spans = [row for row in _spans(course, days, counted, calendar) if row]
    below = top + HIGH + 4
    under = below + ROW * len(spans)
    width, height = len(days) * CELL + 2, under + 3 * NAMED + 4
    parts = [
        *_months(days),
        *_cells(days, calendar, counted, top),
        *(
            piece
            for at, row in enumerate(spans)
            for span in row
            for piece in _span(days, span, below + ROW * at)
        ),
        *_lines(course, days, top, under),
        *_events(course, days, top),
    ]
    told = escape(_in_words(course))
    return (
        f'<svg class="strip" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{told}">{"".join(parts)}</svg>'
    )


def _days(course: Course) -> list[date]:
    clock = course.clock
    known = [each.on for each in course.events]
    known += [
        day
        for day in (clock.received_on, clock.due_on, clock.earliest_due_on, clock.latest_due_on)
        if day
    ]
    first, last = min(known) - DAY, max(known)
    if clock.answered_on is None and course.as_of > last:
        last = min(course.as_of, last + 45 * DAY)
    last += 2 * DAY
    many = min((last - first).days + 1, MOST_DAYS)
    return [first + number * DAY for number in range(many)]


def _most_at_once(course: Course, days: Sequence[date]) -> int:
    on = [each.on for each in course.events if each.on <= days[-1]]
    return max((on.count(day) for day in set(on)), default=0)


def _x(days: Sequence[date], day: date) -> int:
    return (day - days[0]).days * CELL + 1


def _months(days: Sequence[date]) -> Iterator[str]:
    for (year, month), group in groupby(days, lambda day: (day.year, day.month)):
        first = next(group)
        x = _x(days, first)
        yield f'<text class="month" x="{x + 3}" y="12">{year}年{month}月</text>'
        if first.day == 1:
            yield f'<line class="rule" x1="{x}" x2="{x}" y1="0" y2="18"/>'


def _cells(days: Sequence[date], calendar: Workdays, counted: Counted, top: int) -> Iterator[str]:
    number = {day: at for at, day in enumerate(counted.days, 1)}
    for day in days:
        x, what = _x(days, day), calendar.day(day)
        works = calendar.is_workday(day)
        kind = "made-up" if what and works else "holiday" if what else "work" if works else "rest"
        counts = " counts" if day in number else ""
        told = _day_told(day, kind, what.name if what else "", number.get(day))
        yield f'<g class="day {kind}{counts}"><title>{escape(told)}</title>'
        yield f'<rect x="{x}" y="{top}" width="{CELL - 1}" height="{HIGH}"/>'
        yield f'<text class="of-month" x="{x + CELL / 2 - 0.5}" y="{top + 11}">{day.day}</text>'
        below = (
            str(number[day]) if day in number else {"holiday": "假", "made-up": "班"}.get(kind, "")
        )
        if below:
            yield f'<text class="number" x="{x + CELL / 2 - 0.5}" y="{top + 25}">{below}</text>'
        yield "</g>"


def _day_told(day: date, kind: str, name: str, number: int | None) -> str:
    what = {
        "work": "工作日",
        "rest": "休息日",
        "holiday": f"{name}放假",
        "made-up": f"{name}调休上班",
    }
    counts = f"，第{number}个工作日" if number else ""
    return f"{day.isoformat()} 周{WEEK[day.weekday()]}，{what[kind]}{counts}"


@dataclass(frozen=True, slots=True)
class _Span:
    first: date
    last: date
    kind: str
    name: str


def _spans(
    course: Course, days: Sequence[date], counted: Counted, calendar: Workdays
) -> tuple[list[_Span], ...]:
    """A line each below the cells: holidays by name, pauses, the days past the deadline."""
    off = [
        _Span(each.first, each.last, "off", each.name)
        for each in calendar.passed(days[0], days[-1])
        if each.off
    ]
    paused = [
        _Span(left.first, left.last, "paused", f"{left.why}，停止计算") for left in counted.paused
    ]
    late: list[_Span] = []
    latest = course.clock.latest_due_on
    if course.overdue and latest is not None:
        end = min(course.clock.answered_on or course.as_of, days[-1])
        late += [_Span(latest + DAY, end, "late", "逾期")] if end > latest else []
    return off, paused, late


def _span(days: Sequence[date], span: _Span, y: int) -> Iterator[str]:
    first, last = max(span.first, days[0]), min(span.last, days[-1])
    if first > last:
        return
    x, width = _x(days, first), ((last - first).days + 1) * CELL - 1
    told = f"{span.name}：{first.isoformat()} 至 {last.isoformat()}"
    yield f'<g class="span {span.kind}"><title>{escape(told)}</title>'
    yield f'<rect x="{x}" y="{y}" width="{width}" height="15" rx="2"/>'
    shown = span.name[: width // 11]
    yield f'<text x="{x + 3}" y="{y + 11.5}">{escape(shown)}</text></g>'


def _lines(course: Course, days: Sequence[date], top: int, under: int) -> Iterator[str]:
    """The deadline, the latest that it can be, today; each named on a line of its own."""
    clock = course.clock
    due = clock.due_on or clock.earliest_due_on
    latest = clock.latest_due_on if clock.latest_due_on != due else None
    marks = (
        (due, "due", "截止" if clock.due_on else "最早截止"),
        (latest, "latest", "最晚截止"),
        (course.as_of, "today", "今天"),
    )
    for at, (day, kind, name) in enumerate(marks, 1):
        if day is None or not days[0] <= day <= days[-1]:
            continue
        x, y = _x(days, day) + CELL - 1, under + NAMED * at
        end = ' text-anchor="end"' if day >= days[-6] else ""
        yield f'<line class="at {kind}" x1="{x}" x2="{x}" y1="{top - 6}" y2="{y}"/>'
        yield f'<text class="at {kind}" x="{x - 3 if end else x + 3}" y="{y - 1}"{end}>'
        yield f"{name} {day.month}-{day.day}</text>"


def _events(course: Course, days: Sequence[date], top: int) -> Iterator[str]:
    numbered = list(enumerate(course.events, 1))
    for day, group in groupby(sorted(numbered, key=lambda one: one[1].on), lambda one: one[1].on):
        if day > days[-1]:
            continue
        x = _x(days, day) + CELL / 2 - 0.5
        here = list(group)
        yield f'<line class="stem" x1="{x}" x2="{x}" y1="{top - LEVEL * len(here)}" y2="{top}"/>'
        for level, (number, event) in enumerate(here):
            y = top - 12 - LEVEL * level
            told = f"{number}. {day.isoformat()} {KIND_NAMES[event.kind]}"
            yield f'<g class="event {event.kind.value}"><title>{escape(told)}</title>'
            yield f'<circle cx="{x}" cy="{y}" r="8.5"/><text x="{x}" y="{y + 4}">{number}</text></g>'


def _in_words(course: Course) -> str:
    clock = course.clock
    told = [f"{each.on.isoformat()}{KIND_NAMES[each.kind]}" for each in course.events]
    if clock.due_on:
        told.append(f"截止日{clock.due_on.isoformat()}")
    return f"期限条：{'，'.join(told)}。逐日的计算见下文。"


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """As they are numbered."""
    return tuple(sorted(events, key=lambda each: each.on))
