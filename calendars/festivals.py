"""The public holidays that the law itself gives, computed for a year: `festivals(year, as_of)`.

Goes in: a year. Comes out: each festival with its days and with the lengths of holiday that the
notices of past years made of it. This is what is known of a year before its notice is issued.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

LAST_YEAR = 2099  # the lunar tables end there
EVE = "除夕"
CLEAR_AND_BRIGHT = "清明"
LUNAR = {
    "正月初一": (1, 1),
    "正月初二": (1, 2),
    "正月初三": (1, 3),
    "三月初三": (3, 3),
    "三月初四": (3, 4),
    "五月初五": (5, 5),
    "八月十五": (8, 15),
}


FIRST_JOINED, LAST_JOINED = (9, 28), (10, 9)


@dataclass(frozen=True, slots=True)
class Festival:
    """`days` are those that the law gives, twice where two festivals fall on the same day;
    `shortest` and `longest` bound the holiday that a notice makes of them."""

    name: str
    days: tuple[date, ...]
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True)
class Law:
    """全国年节及纪念日放假办法 as revised: applied from a year's holidays on, known once published."""

    published: date
    from_year: int
    days: Mapping[str, list[str]]
    spans: Mapping[str, list[int]]


@cache
def laws() -> tuple[Law, ...]:
    text = (resources.files("calendars") / "festivals.toml").read_text(encoding="utf-8")
    return tuple(
        Law(law["published"], law["from_year"], law["days"], law["spans"])
        for law in tomllib.loads(text)["law"]
    )


def solar(year: int, name: str) -> date:
    """The day of `year` that a name stands for: `10-01`, `除夕`, `清明`, `八月十五`."""
    if name == EVE:
        return solar(year, "正月初一") - timedelta(days=1)
    if name == CLEAR_AND_BRIGHT:
        return date(year, 4, _qingming(year))
    if name in LUNAR:
        return _of_lunar(year, *LUNAR[name])
    month, day = name.split("-")
    return date(year, int(month), int(day))


@cache
def _of_lunar(year: int, month: int, day: int) -> date:
    """The solar day of a day of the lunar year."""
    from lunar_python import Lunar  # 60 ms, and most commands compute no festival

    found = Lunar.fromYmd(year, month, day).getSolar()
    return date(found.getYear(), found.getMonth(), found.getDay())


def _qingming(year: int) -> int:
    """The day in April of 清明 by the usual formula, right from 2000 to 2099."""
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4


@cache
def festivals(year: int, as_of: date | None = None) -> tuple[Festival, ...]:
    """The year's festivals under the law as it stood on `as_of`, in order of date."""
    law = max(
        (x for x in laws() if x.from_year <= year and (as_of is None or x.published <= as_of)),
        key=lambda x: x.from_year,
    )
    days = {name: tuple(solar(year, day) for day in given) for name, given in law.days.items()}
    found = (Festival(name, given, *law.spans[name]) for name, given in _joined(days).items())
    return tuple(sorted(found, key=lambda f: f.days[0]))


def _joined(days: dict[str, tuple[date, ...]]) -> dict[str, tuple[date, ...]]:
    """国庆 and 中秋 as one where the moon brings them together (2009, 2012, 2017, 2020 ...)."""
    moon, national = days.get("中秋节"), days.get("国庆节")
    if not moon or not national or not FIRST_JOINED <= (moon[0].month, moon[0].day) <= LAST_JOINED:
        return days
    apart = {name: given for name, given in days.items() if name not in ("中秋节", "国庆节")}
    return apart | {"国庆节、中秋节": tuple(sorted(national + moon))}
