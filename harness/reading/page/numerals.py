"""Numbers and dates as official letters write them: 21, 二十一, 二〇二〇; 2020年9月18日, 二〇二〇年九月十八日.

In: canonical text (see prose.py). Out: ints and dates, or None where there is no such number or day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parsers import lazy_re as re

_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    "零": 0,
    "○": 0,
    "O": 0,
    "o": 0,
    "两": 2,
    "元": 1,
    "正": 1,
}
NUMBER = r"(?:\d{1,4}|[〇零○一二三四五六七八九十百千两]{1,7})"

_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇零○Oo0一二三四五六七八九]{3})"
_MONTH = r"(?:\d{1,2}|[元正一二三四五六七八九十]{1,3})"
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,4})"
DATE = rf"{_YEAR}年{_MONTH}月{_DAY}日"
_DATE = re.compile(rf"(?P<y>{_YEAR})[年.\-/](?P<m>{_MONTH})[月.\-/](?P<d>{_DAY})日?")


def to_int(text: str) -> int | None:
    """21, 二十一, 一千零六十二, 二〇二〇 -> the number; None for anything else."""
    if text.isdecimal():
        return int(text)
    if not text or any(char not in _DIGITS and char not in "十百千廿" for char in text):
        return None
    if not any(char in "十百千廿" for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char == "千":
            total, digit = total + (digit or 1) * 1000, 0
        elif char == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif char == "廿":
            total += 20
        else:
            digit = _DIGITS[char]
    return total + digit


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written: `day` is None where the calendar has no such day (2月30日)."""

    day: date | None
    start: int
    end: int


def dates(text: str) -> tuple[WrittenDate, ...]:
    """Every date in the text, in order."""
    return tuple(_read(match) for match in _DATE.finditer(text))


def _read(match: re.Match[str]) -> WrittenDate:
    parts = (
        to_int(match[name].replace("0", "〇") if not match[name].isdecimal() else match[name])
        for name in "ymd"
    )
    year, month, day = parts
    try:
        found = date(year or 0, month or 0, day or 0)
    except ValueError:
        found = None
    return WrittenDate(found, match.start(), match.end())
