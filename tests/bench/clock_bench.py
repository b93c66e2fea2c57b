"""Deadlines and clocks, measured: `python tests/bench/clock_bench.py` prints the tables of README.md.

Every way of finding a 20-working-day deadline that a Python program has, on the same random days
of 2020 to 2025 in one run: its time for one deadline, and how many of them are wrong. Slow ways
are measured on fewer days. Times are processor time, the best of several runs.
"""

from __future__ import annotations

import random
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import metadata

import chinese_calendar
import holidays
import numpy as np
from workalendar.asia import China

from calendars import load
from calendars.bulk import Index
from calendars.official import OfficialChina
from harness.clock.campaign import Log, read_clocks
from harness.clock.deadline import read_clock
from harness.clock.events import Event, Kind
from letters.model import Convention

DAYS = 20
FIRST, SPAN = date(2020, 1, 1), 2160
MANY, CAMPAIGN, SOME, FEW = 1_000_000, 200_000, 20_000, 300
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    name: str
    seconds: float  # for one deadline
    wrong: float | None  # share of deadlines that differ from the official ones
    note: str = ""


def days(count: int) -> list[date]:
    chosen = random.Random(20)
    return [FIRST + timedelta(days=chosen.randrange(SPAN)) for _ in range(count)]


def timed(work: Callable[[], object], runs: int = 5) -> float:
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def share_wrong(found: Sequence[date], asked: Sequence[date]) -> float:
    calendar = load()
    wrong = sum(due != calendar.add(day, DAYS) for due, day in zip(found, asked, strict=True))
    return wrong / len(asked)


def array_rows() -> list[Row]:
    asked = days(MANY)
    array = np.array(asked, dtype="datetime64[D]")
    index, calendar = Index(load()), load()
    every = np.arange("2004-01-01", "2030-01-01", dtype="datetime64[D]")
    off = every[~index.is_workday(every)]
    fixed = [f"{year}-{day}" for year in range(2020, 2027) for day in ("01-01", "05-01", "10-01")]

    def seven_days() -> np.ndarray:
        return np.busday_offset(array, DAYS, roll="backward", weekmask="1111111", holidays=off)

    def weekends_and_fixed() -> np.ndarray:
        return np.busday_offset(array, DAYS, roll="backward", holidays=fixed)

    def one_by_one() -> None:
        add = calendar.add
        for day in asked:
            add(day, DAYS)

    index.due(array[:1], DAYS)
    rows = [
        (
            "mingcha calendars.bulk（NumPy）",
            lambda: index.due(array, DAYS),
            "周末调休、放假、当年通知",
        ),
        ("numpy.busday_offset，七天掩码", seven_days, "须自备每一个休息日"),
        ("numpy.busday_offset，周末加固定假日", weekends_and_fixed, "信息公开平台通行的算法"),
    ]
    measured = [
        Row(name, timed(work) / MANY, share_wrong(work()[:SOME].tolist(), asked[:SOME]), note)
        for name, work, note in rows
    ]
    plain = Row("mingcha Workdays.add（纯 Python）", timed(one_by_one, 3) / MANY, 0.0, "")
    return [measured[0], plain, *measured[1:]]


def library_rows() -> list[Row]:
    china = holidays.China(years=range(2019, 2027))
    official, stock = OfficialChina(), China()
    ways: list[tuple[str, Callable[[date], date], str]] = [
        ("mingcha OfficialChina（workalendar 接口）", lambda d: official.add_working_days(d, DAYS), ""),
        (f"holidays {metadata.version('holidays')} get_nth_working_day",
         lambda d: china.get_nth_working_day(d, DAYS), ""),
        (f"chinesecalendar {metadata.version('chinesecalendar')}，逐日", by_chinesecalendar, ""),
        (f"workalendar {metadata.version('workalendar')} China（原样）",
         lambda d: stock.add_working_days(d, DAYS), "2024年起报错，计为错"),
    ]  # fmt: skip
    return [measure(*way) for way in ways]


def by_chinesecalendar(day: date) -> date:
    left = DAYS
    while left:
        day += ONE_DAY
        left -= chinese_calendar.is_workday(day)
    return day


def measure(name: str, way: Callable[[date], date], note: str) -> Row:
    asked = days(FEW)

    def answer(day: date) -> date:
        try:
            return way(day)
        except Exception:  # noqa: BLE001  a library that refuses a day has no deadline for it
            return date.min

    found = [answer(day) for day in asked]
    return Row(
        name,
        timed(lambda: [answer(day) for day in asked], 3) / FEW,
        share_wrong(found, asked),
        note,
    )


def timelines(count: int, sendings: int = 1800) -> list[list[Event]]:
    """Most answered in time, some extended, corrected, late; sent on any of so many days."""
    chosen = random.Random(7)
    found = []
    for number in range(count):
        sent = FIRST + timedelta(days=chosen.randrange(sendings))
        log = [Event(Kind.SENT, sent), Event(Kind.CONFIRMED, sent + ONE_DAY)]
        if number % 10 == 0:
            log.append(Event(Kind.EXTENSION_NOTIFIED, sent + 10 * ONE_DAY, data={"days": 10}))
        elif number % 10 == 1:
            log.append(Event(Kind.CLARIFICATION_REQUESTED, sent + 4 * ONE_DAY))
            log.append(Event(Kind.CLARIFICATION_SUBMITTED, sent + 9 * ONE_DAY))
        if number % 8:
            after = chosen.choice((9, 12, 15, 18, 20, 21, 22, 25, 26, 40))
            log.append(Event(Kind.ANSWERED, sent + after * ONE_DAY))
        found.append(log)
    return found


def clock_rows() -> list[tuple[str, float]]:
    logs, as_of = timelines(SOME), date(2026, 1, 1)
    campaign = [Log(log, "email") for log in timelines(CAMPAIGN, sendings=60)]

    def run(working: bool) -> None:
        for log in logs:
            read_clock(log, channel="email", as_of=as_of, working=working)

    def whole() -> None:
        for _ in read_clocks(campaign, as_of=as_of, convention=Convention(), working=False):
            pass

    return [
        ("逐件，日期互不相关，不写计算过程", SOME / timed(lambda: run(False))),
        ("逐件，日期互不相关，写出计算过程", SOME / timed(lambda: run(True), 3)),
        (f"一次测评{CAMPAIGN:,}件，60天内寄出（read_clocks）", CAMPAIGN / timed(whole, 3)),
    ]


def table() -> str:
    lines = ["| 算法 | 每个截止日 | 2020–2025年算错 | 说明 |", "|---|---:|---:|---|"]
    for row in [*array_rows(), *library_rows()]:
        spent = (
            f"{row.seconds * 1e9:,.0f} ns" if row.seconds < 1e-6 else f"{row.seconds * 1e6:,.1f} µs"
        )
        lines.append(f"| {row.name} | {spent} | {row.wrong:.1%} | {row.note} |")
    lines += ["", "| 法定期限（read_clock） | 每秒每核 |", "|---|---:|"]
    lines += [f"| {name} | {rate:,.0f} 件 |" for name, rate in clock_rows()]
    return "\n".join(lines)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # stock workalendar warns at every call
    sys.stdout.write(table() + "\n")
