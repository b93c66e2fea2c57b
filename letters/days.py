"""A day as people write it, in a cell, an option or a file -> a `date`.

Read are 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 二〇二六年三月五日 and 20260305, with a time of
day behind it or without, in digits of any width; of a cell also what Excel holds for a day, its
serial number too. What leaves open which day is meant (5/3/2026, 26-3-5, 3月5日) is a `NoDay`.
"""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, timedelta

YEARS = range(2000, 2100)  # the 条例 is of 2007; another year is a slip of the pen
USUAL = "2026-03-05、2026/3/5、2026年3月5日、20260305"
_NUMERALS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_WRITTEN = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<dash>[-/.])(?P<month>[0-9]{1,2})(?P=dash)(?P<day>[0-9]{1,2})"
    r"|年(?P<month2>[0-9]{1,2})月(?P<day2>[0-9]{1,2})[日号]"
    r"|(?P<month3>[0-9]{2})(?P<day3>[0-9]{2}))"
    # an hour stands apart: 2026-03-15:10 is not the first at ten past five
    r"(?:(?:[T ]|(?<=[日号]))[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)
_CHINESE = re.compile(
    r"(?P<year>[〇零○一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十廿卅]{1,3})[日号]"
)
_DASHES = str.maketrans("‐‑–—−", "-----")  # NFKC leaves these as they are
_EPOCH = date(1899, 12, 30)  # Excel's day 0, right for every day from 1900-03-01 on
_SERIALS = range((date(2000, 1, 1) - _EPOCH).days, (date(2100, 1, 1) - _EPOCH).days)
_LONGEST = 40  # characters of what was written that are shown again


class NoDay(ValueError):
    """What was written is no day: the end of a Chinese sentence, with how to write it."""


def written(text: str) -> date:
    """The day that `text` names; NoDay where it names none, or leaves open which."""
    # blanks in a row are one: a pattern that looks for their end tries it from each of them
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).translate(_DASHES)
    chinese = _CHINESE.fullmatch("".join(plain.split()))
    found = _WRITTEN.fullmatch(re.sub(r"(?<=[年月日号./-])\s+|\s+(?=[年月日号./-])", "", plain))
    if chinese:
        year = int(chinese["year"].translate(_NUMERALS))
        parts = (year, _number(chinese["month"]), _number(chinese["day"]))
    elif found:
        month = found["month"] or found["month2"] or found["month3"]
        parts = (
            int(found["year"]),
            int(month),
            int(found["day"] or found["day2"] or found["day3"]),
        )
    else:
        raise NoDay(f"“{_short(text)}”不是能认出的日期，应写成 {USUAL} 这样的形式")
    try:
        day = date(*parts)
    except ValueError:
        raise NoDay(f"“{_short(text)}”：没有这一天，请核对年月日") from None
    if day.year not in YEARS:
        raise NoDay(f"“{_short(text)}”：年份应在{YEARS.start}年至{YEARS.stop - 1}年之间，请核对")
    return day


def in_cell(value: object) -> date:
    """The day that a cell of a workbook holds, as Excel, WPS or LibreOffice may have kept it."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return written(value.isoformat())
    number = _serial(value)
    if number is not None:
        return _EPOCH + timedelta(days=number)
    return written(str(value))


def _serial(value: object) -> int | None:
    """Excel's number of a day, also where it has become text; a day written as 20260305 is none."""
    if isinstance(value, bool):
        return None
    text = value.strip() if isinstance(value, str) else value
    try:
        number = float(text) if isinstance(text, int | float | str) else None
    except ValueError:
        return None
    if number is None or not math.isfinite(number) or int(number) not in _SERIALS:
        return None
    return int(number)


def _number(text: str) -> int:
    """一 to 三十一, also 廿三, 卅."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_NUMERALS)) if len(text) == 1 else 99
    if len(tens) > 1 or len(ones) > 1:
        return 99
    return 10 * int((tens or "一").translate(_NUMERALS)) + int((ones or "〇").translate(_NUMERALS))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
