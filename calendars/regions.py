"""regions/*.toml -> `Region`: holidays that a region has by the custom of its peoples.

全国年节及纪念日放假办法第四条 leaves them to the local governments, which announce them year by
year. A year is there only with its source; for the others `open_years` and `most_off`/`most_worked`
bound what the region may have done.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from calendars.festivals import LAST_YEAR, solar
from calendars.notices import BrokenNotice, Day

NEAR = timedelta(days=12)


@dataclass(frozen=True, slots=True)
class RegionalNotice:
    year: int
    known_from: date
    title: str
    url: str
    days: Mapping[date, Day]
    confidence: str  # V: the notice itself was read; P: a copy, an excerpt, an inference
    told: frozenset[str]  # the festivals whose days of this year it gives
    within: tuple[str, ...] = ()  # the prefectures for which it was given; none: for all of them


@dataclass(frozen=True, slots=True)
class Region:
    """`around` names the day of the lunar year near which the holiday falls; empty where it
    wanders through the year."""

    name: str
    aliases: tuple[str, ...]
    law: str
    from_year: int
    most_off: int
    most_worked: int
    around: str
    notices: tuple[RegionalNotice, ...]
    festivals: tuple[str, ...]
    prefectures: tuple[str, ...]  # with `counties` what tells a place in the region
    counties: tuple[str, ...]

    def known(self, as_of: date | None, prefecture: str = "") -> tuple[RegionalNotice, ...]:
        return tuple(
            notice
            for notice in self.notices
            if (as_of is None or notice.known_from <= as_of)
            and (not notice.within or prefecture in notice.within)
        )

    def prefecture_in(self, name: str) -> str:
        """The prefecture named, where some notice was given for that one alone; else empty."""
        own = dict.fromkeys(each for notice in self.notices for each in notice.within)
        return next((each for each in own if each.removesuffix("市") in name), "")

    def open_spans(self, as_of: date | None, prefecture: str = "") -> tuple[tuple[date, date], ...]:
        """The stretches in which the region may have holidays that are not on record: those of the
        years without a notice, with one that nothing public shows, or that tells of one festival only."""
        told: dict[int, set[str]] = {}
        for notice in self.known(as_of, prefecture):
            if notice.url:
                told.setdefault(notice.year, set()).update(notice.told)
        sourced = {year for year, names in told.items() if names >= set(self.festivals)}
        years = (y for y in range(self.from_year, LAST_YEAR + 1) if y not in sourced)
        return tuple(self._span(year) for year in years)

    def _span(self, year: int) -> tuple[date, date]:
        if self.around:
            day = solar(year, self.around)
            return day - NEAR, day + NEAR
        return date(year, 1, 1), date(year, 12, 31)


@cache
def shipped() -> tuple[Region, ...]:
    folder = resources.files("calendars") / "regions"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(_region(f.name, tomllib.loads(f.read_text(encoding="utf-8"))) for f in files)


def known_regions() -> tuple[str, ...]:
    return tuple(region.name for region in shipped())


def region_named(name: str) -> Region | None:
    """The region that a name begins with, long or short (广西壮族自治区南宁市, 广西省); None for a
    place without holidays of its own."""
    return next((r for r in shipped() if name.startswith((r.name, *r.aliases))), None)


def _region(file: str, table: Mapping[str, Any]) -> Region:
    try:
        return Region(
            table["name"],
            tuple(table["aliases"]),
            table["law"],
            table["from_year"],
            table["most_off"],
            table["most_worked"],
            table.get("around", ""),
            tuple(_notice(file, entry, table["law"]) for entry in table.get("notices", ())),
            tuple(table["festivals"]),
            tuple(table["prefectures"]),
            tuple(table["counties"]),
        )
    except KeyError as missing:
        raise BrokenNotice(f"regions/{file}：缺少 {missing.args[0]}") from missing


def _notice(file: str, table: Mapping[str, Any], law: str) -> RegionalNotice:
    known_from = table.get("issued") or table.get("known_from")
    if known_from is None:
        raise BrokenNotice(f"regions/{file}：{table['year']} 年缺 issued；不详的写 known_from")
    # the rule that gives the holiday, then where its days of this year were read
    source = f"{law}，日期据{table.get('number') or table['title']}"
    days: dict[date, Day] = {}
    for key in ("off", "work"):
        for name, dates in table.get(key, {}).items():
            days |= {day: Day(name, key == "off", source) for day in dates}
    confidence = table.get("confidence")
    if confidence not in ("V", "P"):
        raise BrokenNotice(
            f"regions/{file}：{table['year']} 年的 confidence 应是 V（读到全文）或者 P，现为 {confidence}"
        )
    told = frozenset((*table.get("off", {}), *table.get("as_national", ())))
    return RegionalNotice(
        table["year"], known_from, table["title"], table["url"], days, confidence, told,
        tuple(table.get("within", ())),
    )  # fmt: skip
