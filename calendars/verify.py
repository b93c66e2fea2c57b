"""Every shipped year day by day against the independent libraries installed: `verify_all()`.

Comes out: a `Report` of each day on which a library says otherwise. Differences that were looked
into stand in known_differences.toml with who is right; any other one makes the report unclean.
"""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import metadata, resources
from typing import Any

from calendars.workdays import FIRST_YEAR, Workdays, load

LIBRARIES = {"holidays": "holidays", "chinesecalendar": "chinese_calendar"}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Difference:
    """On `day` we say `ours` and the library says otherwise; `verdict` is empty where nobody has
    looked into it."""

    library: str
    day: date
    ours: bool
    verdict: str

    def sentence(self) -> str:
        says = "工作日" if self.ours else "非工作日"
        other = "非工作日" if self.ours else "工作日"
        verdict = self.verdict or "未核实"
        return f"{self.day}：本日历为{says}，{self.library}为{other}。{verdict}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One library, or why it could not be compared."""

    library: str
    version: str
    first: date | None
    last: date | None
    differences: tuple[Difference, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    comparisons: tuple[Comparison, ...]

    @property
    def clean(self) -> bool:
        """Something was compared, and every difference is one that was looked into."""
        compared = [c for c in self.comparisons if not c.missing]
        return bool(compared) and all(d.verdict for c in compared for d in c.differences)

    def text(self) -> str:
        return "\n".join(line for c in self.comparisons for line in _lines(c))

    def as_dict(self) -> dict[str, object]:
        return {"clean": self.clean, "libraries": [_as_dict(c) for c in self.comparisons]}


def verify_all() -> Report:
    calendar = load()
    return Report(tuple(_compare(name, module, calendar) for name, module in LIBRARIES.items()))


def _compare(name: str, module: str, calendar: Workdays) -> Comparison:
    try:
        library = importlib.import_module(module)
    except ImportError:
        return Comparison(name, "", None, None, (), f"没有安装，未核对（pip install {name}）")
    is_workday = _asking(name, library, calendar.final_through.year)
    days = list(_days(calendar, is_workday))
    verdicts = _verdicts()
    found = tuple(
        Difference(name, day, ours, verdicts.get((name, day), ""))
        for day, ours, theirs in days
        if ours != theirs
    )
    return Comparison(name, metadata.version(name), days[0][0], days[-1][0], found)


def _asking(name: str, library: Any, last: int) -> Callable[[date], bool]:
    if name == "holidays":
        china = library.China(years=range(FIRST_YEAR - 1, last + 1))
        return lambda day: bool(china.is_working_day(day))
    return lambda day: bool(library.is_workday(day))


def _days(
    calendar: Workdays, is_workday: Callable[[date], bool]
) -> Iterator[tuple[date, bool, bool]]:
    day = date(FIRST_YEAR, 1, 1)
    while day <= calendar.final_through:
        try:
            theirs = is_workday(day)
        except NotImplementedError:
            return  # chinesecalendar knows no later year
        yield day, calendar.is_workday(day), theirs
        day += ONE_DAY


@cache
def _verdicts() -> dict[tuple[str, date], str]:
    text = (resources.files("calendars") / "known_differences.toml").read_text(encoding="utf-8")
    return {
        (entry["library"], day): entry["verdict"]
        for entry in tomllib.loads(text)["difference"]
        for day in entry["days"]
    }


def _lines(comparison: Comparison) -> Iterator[str]:
    if comparison.missing:
        yield f"{comparison.library}：{comparison.missing}"
        return
    count = len(comparison.differences)
    yield (
        f"{comparison.library} {comparison.version}：{comparison.first} 至 {comparison.last} "
        f"逐日核对，{f'{count}处不同' if count else '全部一致'}"
    )
    for difference in comparison.differences:
        yield f"  {difference.sentence()}"


def _as_dict(comparison: Comparison) -> dict[str, object]:
    return {
        "library": comparison.library,
        "version": comparison.version or None,
        "first": comparison.first.isoformat() if comparison.first else None,
        "last": comparison.last.isoformat() if comparison.last else None,
        "missing": comparison.missing or None,
        "differences": [
            {
                "day": d.day.isoformat(),
                "workday": d.ours,
                "verdict": d.verdict or None,
            }
            for d in comparison.differences
        ],
    }
