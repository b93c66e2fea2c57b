"""The day of a mail: what its Date line says, and whether the servers that passed it on bear it out.

In: the text of a Date line in any of the forms that people and Chinese programs write, and of the
Received lines. Out: `Judged`. CST is China's time (the programs of offices write it so), and so is a
time without zone. A Date after the arrival, or more than a month before it, or from before there were
disclosure regulations (1970, 2000: a clock that was never set), is doubted, and the arrival counts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

from parsers import lazy_re as re

CHINA = timezone(timedelta(hours=8))
_SLOW = timedelta(hours=1)  # clocks differ by minutes
_LONG_AGO = timedelta(days=30)
_FIRST_YEAR = 2008  # the regulations are in force since 2008-05-01: no answer is older
# a clock without battery begins on a 1st of January
_NEW_YEARS_OF_CLOCKS = range(2008, 2019)

_NUMBERS = re.compile(
    r"(\d{4})\s{0,3}[-/.年]\s{0,3}(\d{1,2})\s{0,3}[-/.月]\s{0,3}(\d{1,2})(?!\d)\s{0,3}日?"
    r"[^\d+-]{0,24}?(?:T|\s)?\s{0,3}(?:(上午|下午|中午|晚上|凌晨|AM|PM)\s{0,3})?"
    r"(?:(\d{1,2})\s{0,2}[::时点]\s{0,2}(\d{1,2})(?:\s{0,2}[::分]\s{0,2}(\d{1,2}))?)?"
)
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})T?(?:(\d{2})(\d{2})(\d{2}))?(?!\d)")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_CHINESE_MONTH = re.compile(r"(?:(\d{1,2})|(十[一二]?|[一二三四五六七八九]))月")
_DIGITS = {
    word: n
    for n, word in enumerate(
        ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1
    )
}
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天],?")
_COMMENT = re.compile(r"\([^()]{0,80}\)")
_OFFSET = re.compile(
    r"(?:GMT|UTC|UT)?\s{0,2}([+-])(\d{1,2}):?(\d{2})?(?!\d)\s{0,3}$", re.IGNORECASE
)
_IS_UTC = re.compile(r"(?:\b(?:GMT|UTC|UT)|Z)\s{0,3}$")
_IN_CHINA = re.compile(
    r"\b(?:CST|HKT|SGT|Asia/\w{2,20}|China(?:\sStandard)?\sTime)\b|中国标准时间|北京时间",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of time as written; `open_zone` where its zone is a habit and not said."""

    at: datetime  # with zone
    open_zone: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    date: str | None
    certain: bool
    received: str | None


def moment(text: str) -> Moment | None:
    """What a Date line says; None where that is no date."""
    text = unicodedata.normalize("NFKC", text[:200]).strip()
    bare = _WEEKDAY.sub(" ", _COMMENT.sub(" ", text)).strip()
    naive = _by_numbers(bare) or _by_names(bare)
    if naive is None:
        return None
    try:
        return _with_zone(naive, text, bare)
    except (ValueError, OverflowError):
        return None


def _by_numbers(text: str) -> datetime | None:
    """2026年3月16日 下午3:20, 2026-03-16T10:00:00, 20260316"""
    if found := _NUMBERS.search(text):
        year, month, day = (int(found[n]) for n in (1, 2, 3))
        hour, minute, second = (int(found[n] or 0) for n in (5, 6, 7))
        late = (found[4] or "").upper() in ("下午", "晚上", "PM") and hour < 12
        return _made(year, month, day, hour + 12 * late, minute, second)
    if found := _COMPACT.search(text):
        return _made(*(int(found[n] or 0) for n in range(1, 7)))
    return None


def _made(*numbers: int) -> datetime | None:
    try:
        return datetime(*numbers)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        return None


def _by_names(text: str) -> datetime | None:
    """Mon, 16 Mar 2026 15:20:00, as the standard has it; with Chinese names as well."""
    text = _CHINESE_MONTH.sub(_month, text).replace("日", " ").replace("年", " ")
    try:
        found = parsedate_tz(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _made(*found[:6]) if found else None


def _month(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else _DIGITS[found[2]]
    return f" {_MONTHS[number - 1]} " if 1 <= number <= 12 else found[0]


def _with_zone(naive: datetime, text: str, bare: str) -> Moment:
    if found := _OFFSET.search(bare):
        minutes = 60 * int(found[2]) + int(found[3] or 0)
        # a day at the end of a date looks like an offset: 16-03-2026
        if minutes <= 14 * 60:
            zone = timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes))
            return Moment(naive.replace(tzinfo=zone))
    if _IS_UTC.search(bare):
        return Moment(naive.replace(tzinfo=UTC))
    if not _IN_CHINA.search(text) and (other := _named_zone(bare)) is not None:
        return Moment(naive.replace(tzinfo=timezone(timedelta(seconds=other))))
    return Moment(naive.replace(tzinfo=CHINA), open_zone=True)


def _named_zone(bare: str) -> int | None:
    """Seconds of a zone by one of the standard's names (EST); None where there is none."""
    if not re.search(r"\b[A-Z]{3}$", bare):
        return None
    try:
        found = parsedate_tz(bare)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found[9] if found else None


def _first(times: Iterable[str]) -> Moment | None:
    """Of the times that servers tell, the first that can be one."""
    return next((one for one in map(moment, times) if one and one.at.year >= _FIRST_YEAR), None)


def judged(written: Moment | None, arrivals: Iterable[str]) -> Judged:
    return weighed(written, _first(arrivals))


def weighed(written: Moment | None, arrived: Moment | None) -> Judged:
    """The best-supported moment of sending."""
    received = arrived.at.isoformat() if arrived else None
    if written is None:
        return Judged(received, arrived is not None, received)
    if arrived is None:
        return Judged(written.at.isoformat(), not _of_no_clock(written.at), None)
    if _borne_out(written, arrived):
        return Judged(written.at.isoformat(), True, received)
    return Judged(received, False, received)


def _borne_out(written: Moment, arrived: Moment) -> bool:
    before = arrived.at - written.at
    same_day = written.at.astimezone(CHINA).date() == arrived.at.astimezone(CHINA).date()
    if before < timedelta(0):
        return before >= -_SLOW and same_day
    return before <= _LONG_AGO and (same_day or not written.open_zone)


def _of_no_clock(at: datetime) -> bool:
    """A time that only a clock tells which was never set."""
    at = at.astimezone(CHINA) if at.year > 1 else at
    if at.year < _FIRST_YEAR:
        return True
    return (at.month, at.day) == (1, 1) and at.year in _NEW_YEARS_OF_CLOCKS
