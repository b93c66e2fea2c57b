"""What a notice's text says about itself: `read_head(plain) -> Head`.

In: the text without white space, full-width digits and brackets made plain. Out: its year, whether
it arranges a whole year or changes an earlier notice (told from its title, never from a notice that
it cites), its 文号 and its day of issue, as far as they are there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from calendars.festivals import LAST_YEAR

DIGITS = "〇一二三四五六七八九"
FIRST_READ = 2000


class BadNotice(ValueError):
    """A text that is no notice, or that contradicts itself: quotes the sentence."""


@dataclass(frozen=True, slots=True)
class Head:
    """`annual` is None where the title does not tell; `number` is empty, `issued` None where the
    text has none."""

    year: int
    annual: bool | None
    number: str
    issued: date | None


NUMBER = re.compile(r"(国办发明电|国发明电|国办发|国发)[〔\[［(【](\d{4})[〕\]］)】]第?(\d+)号")
# a notice that this one goes by or changes: neither its title nor its number is this one's
_BY = r"(?:按照|根据|依据|依照|遵照|执行|将|对|按|依|原)"
CITED = re.compile(
    rf"{_BY}(?:国务院(?:办公厅)?)?(?:此前|原)?(?:印发|发布|下发)?的?《[^》]*》(?:\([^)]*\))?"
    rf"|(?:按照|根据|依据|依照|遵照)[^。;；《》]{{0,60}}?{NUMBER.pattern}"
)
TITLE = re.compile(r"关于([^。《》]{2,60}?)(?:的通知|安排通知)")
CHANGE = re.compile(r"调整|延长|变更|补充|取消|调休放假")
ANNUAL = re.compile(r"部分节假日")
YEAR = re.compile(r"(\d{4})年(?:部分)?节假日|(?:调整|延长)(\d{4})年")
LOOSE_YEAR = re.compile(r"(?:现将|关于)(\d{4})年")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_DATE = rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日|[{DIGITS}]{{4}}年{_NUMERAL}月{_NUMERAL}日"
DATE = re.compile(_DATE)
SIGNED = re.compile(rf"国务院(?:办公厅)?({_DATE})")
TABLED = re.compile(rf"成文日期[\]:]*({_DATE}|\d{{4}}-\d{{1,2}}-\d{{1,2}})")


def read_head(plain: str) -> Head:
    own = CITED.sub("", plain)
    found = NUMBER.search(own)
    number = f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""
    return Head(_year(own), _annual(own), number, _issued(plain))


def _annual(own: str) -> bool | None:
    title = TITLE.search(own)
    if title is None:
        return None
    if CHANGE.search(title[1]):
        return False
    return True if ANNUAL.search(title[1]) else None


def _year(own: str) -> int:
    found = YEAR.search(own) or LOOSE_YEAR.search(own) or NUMBER.search(own)
    if found is None:
        raise BadNotice("没有读到年份：标题应有“关于某某年部分节假日安排的通知”的字样")
    year = int(next(group for group in found.groups() if group and group.isdigit()))
    if not FIRST_READ <= year <= LAST_YEAR:
        raise BadNotice(f"年份{year}不对：只能读{FIRST_READ}年至{LAST_YEAR}年的通知")
    return year


def _issued(plain: str) -> date | None:
    """The date below the signature, that in the table above a text of gov.cn, or the first one after
    the last day off or worked."""
    arranged = re.search(r"放假|上班", plain)
    signed = SIGNED.search(plain, arranged.end() if arranged else 0) or TABLED.search(plain)
    if signed:
        return _read_date(signed[1])
    end = max((m.end() for m in re.finditer(r"放假|上班|补休", plain)), default=0)
    found = DATE.search(plain, end)
    return _read_date(found[0]) if found else None


def _read_date(written: str) -> date:
    year, month, day = re.split(r"[年月日-]", written)[:3]
    try:
        if year.isascii():
            return date(int(year), int(month), int(day))
        return date(int("".join(str(DIGITS.index(c)) for c in year)), small(month), small(day))
    except ValueError:
        raise BadNotice(f"发文日期“{written}”不是有效的日期") from None


def small(text: str) -> int:
    """十二 -> 12, 二十五 -> 25."""
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (
        DIGITS.index(ones) if ones else 0
    )
