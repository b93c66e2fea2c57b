"""notices/*.toml -> `Notice`: what the State Council announced, and from which day it was known.

One file is one notice. Its days are those that differ from a plain week: `off` (放假) and `work`
(调休上班). A notice that changes an earlier one is a file of its own and says so in `changes`;
of two notices that speak of the same day, the later one holds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

SATURDAY = 5
UNDATED = date.max  # `known_from` of a text that does not tell its day of issue: known on no day
KEYS = {"year", "number", "issued", "known_from", "url", "changes", "off", "work"}


class BrokenNotice(ValueError):
    """A file of ours is wrong: which, where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is not what its weekday says: a holiday, or a weekend day worked."""

    name: str  # 节日
    off: bool
    source: str  # 文号, or the notice's title where no number is known


@dataclass(frozen=True, slots=True)
class Notice:
    """放假通知. `known_from` is the day of issue, or where that is not on record a day that
    the file gives as its own assumption."""

    file: str
    year: int
    number: str
    issued: date | None
    known_from: date
    url: str
    changes: str  # 文号 of the notice that this one changes
    days: Mapping[date, Day]

    @property
    def title(self) -> str:
        return self.number or f"国务院办公厅关于{self.year}年部分节假日安排的通知"


def parse_notice(file: str, text: str) -> Notice:
    """One notice from the text of its file; `BrokenNotice` says what is wrong with it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BrokenNotice(f"{file}：不是有效的 TOML：{wrong}") from wrong
    return notice_of(file, table)


def notice_of(file: str, table: Mapping[str, object]) -> Notice:
    for key in table.keys() - KEYS:
        raise BrokenNotice(f"{file}：不认识的键 {key}；可用的键：{'、'.join(sorted(KEYS))}")
    year = table.get("year")
    if not isinstance(year, int):
        raise BrokenNotice(f"{file}：year 应写成年份，如 year = 2026")
    issued = _day(file, table, "issued")
    known_from = _day(file, table, "known_from") or issued
    if known_from is None:
        raise BrokenNotice(f"{file}：缺发文日期 issued；确实不详的，写推定的公布日 known_from")
    number = str(table.get("number", ""))
    source = number or f"国务院办公厅关于{year}年部分节假日安排的通知"
    days = _days(file, table, "off", source) | _days(file, table, "work", source)
    _check_days(file, year, days)
    wrong = issued and misdated(year, issued, days, annual=not table.get("changes"))
    if wrong:
        raise BrokenNotice(f"{file}：{wrong}")
    return Notice(
        file,
        year,
        number,
        issued,
        known_from,
        str(table.get("url", "")),
        str(table.get("changes", "")),
        MappingProxyType(dict(sorted(days.items()))),
    )


def _day(file: str, table: Mapping[str, object], key: str) -> date | None:
    value = table.get(key)
    if value is not None and not isinstance(value, date):
        raise BrokenNotice(f"{file}：{key} 应写成不带引号的日期，如 {key} = 2025-11-04")
    return value


def _days(file: str, table: Mapping[str, object], key: str, source: str) -> dict[date, Day]:
    groups = table.get(key, {})
    if not isinstance(groups, dict):
        raise BrokenNotice(f"{file}：[{key}] 应是一张表：节日名 = [日期, ...]")
    days: dict[date, Day] = {}
    for name, dates in groups.items():
        if not isinstance(dates, list) or not all(isinstance(d, date) for d in dates):
            raise BrokenNotice(f"{file}：[{key}] {name} 应是日期的列表，如 [2026-01-01]")
        for d in dates:
            if d in days:
                raise BrokenNotice(f"{file}：[{key}] 中 {d} 写了两次")
            days[d] = Day(name, key == "off", source)
    return days


def _check_days(file: str, year: int, days: Mapping[date, Day]) -> None:
    if not days:
        raise BrokenNotice(f"{file}：没有任何日期；放假日写在 [off]，调休上班日写在 [work]")
    for d, day in days.items():
        if d.year not in (year - 1, year):
            raise BrokenNotice(f"{file}：{d} 不属于 {year} 年的通知")
        if not day.off and d.weekday() < SATURDAY:
            raise BrokenNotice(f"{file}：[work] 中的 {d} 不是周六或周日，本来就上班")


def misdated(year: int, issued: date, days: Mapping[date, Day], *, annual: bool) -> str:
    """Why a notice cannot have been issued that day; empty where it can.

    A year's notice comes out before the first day that it arranges, one that changes it at least
    before the last.
    """
    first, last = min(days), max(days)
    if annual and issued >= first:
        return f"成文日期{issued}不对：{year}年的放假通知应在所安排的第一天（{first}）之前发出"
    if issued > last:
        return f"成文日期{issued}不对：通知所安排的日子到{last}已经过完"
    if issued.year < year - 1:
        return f"成文日期{issued}不对：{year}年的放假通知不会早于{year - 1}年发出"
    return ""


@cache
def shipped() -> tuple[Notice, ...]:
    """Every notice that ships with the package, in the order in which they became known."""
    folder = resources.files("calendars") / "notices"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return ordered(parse_notice(f.name, f.read_text(encoding="utf-8")) for f in files)


def ordered(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    return tuple(sorted(notices, key=lambda n: (n.known_from, bool(n.changes), n.file)))


def known(notices: Iterable[Notice], as_of: date | None) -> tuple[Notice, ...]:
    """The notices that had been issued on `as_of` (all of them without one)."""
    return tuple(n for n in notices if as_of is None or n.known_from <= as_of)


def table(notices: Iterable[Notice]) -> dict[date, Day]:
    """Every day that differs from a plain week; the later notice holds."""
    days: dict[date, Day] = {}
    for notice in notices:
        days.update(notice.days)
    return days


def last_year(notices: Iterable[Notice], first: int) -> int:
    """The last year up to which, from `first` on, every year has its notice."""
    years = {n.year for n in notices if not n.changes}
    year = first - 1
    while year + 1 in years:
        year += 1
    return year


def final_through(last: int) -> date:
    """The last day that no notice to come will touch in the ordinary way.

    The notice for a year may turn the last days of December before it into holidays or working
    weekends (2006, 2007, 2011, 2018 and 2022 saw that; the earliest was 29 December). The
    weekend before New Year's Day can fall as early as the 26th.
    """
    return date(last, 12, 25) if last else date.min + timedelta(days=1)


def to_toml(notice: Notice) -> str:
    """The text of the notice's file; `parse_notice` reads it back."""
    title = f"# 国务院办公厅关于{notice.year}年部分节假日安排的通知\n"
    lines = [title if not notice.changes else f"# 调整{notice.year}年节假日安排的通知\n"]
    lines.append(f"year = {notice.year}\n")
    lines += [f'number = "{notice.number}"\n'] if notice.number else []
    if notice.issued:
        lines.append(f"issued = {notice.issued}\n")
        apart = notice.known_from != notice.issued
        lines += [f"known_from = {notice.known_from}\n"] if apart else []
    elif notice.known_from == UNDATED:
        lines.append("# issued：文中没有读到成文日期，写入时用 --issued 给出\n")
    else:
        lines.append(f"known_from = {notice.known_from}\n")
    lines += [f'url = "{notice.url}"\n'] if notice.url else []
    lines += [f'changes = "{notice.changes}"\n'] if notice.changes else []
    for key, off in (("off", True), ("work", False)):
        names = dict.fromkeys(what.name for what in notice.days.values() if what.off == off)
        lines += [f"\n[{key}]\n"] if names else []
        for name in names:
            days = [d for d, what in notice.days.items() if what.off == off and what.name == name]
            lines.append(f'"{name}" = [{", ".join(day.isoformat() for day in days)}]\n')
    return "".join(lines)


def add_notice(notice: Notice, folder: Path | None = None, *, replace: bool = False) -> Path:
    """Write a notice among those that ship; FileExistsError where its file is there already, unless
    it is to be replaced."""
    folder = folder or Path(str(resources.files("calendars") / "notices"))
    path = folder / notice.file
    text = to_toml(notice)
    if not replace:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    else:  # whole or not at all: a notice cut short would stop every command
        beside = path.with_suffix(".new")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    shipped.cache_clear()
    return path
