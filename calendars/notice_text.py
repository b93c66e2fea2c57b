"""The State Council's own notice text -> `Notice`: `read_notice(text)`.

Reads every wording from 2008 on: 周六 and 星期六, ranges over months and years, the lunar date in
brackets, 公休日调至, 补休, 与周末连休, 共N天, lists of 上班 days, copies without line breaks, and the
notices that change an earlier one. Nothing is taken on trust: every weekday and every 共N天 is held
against the calendar, every holiday that the law gives must be there, and what does not add up is a
`BadNotice` that quotes the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from calendars.festivals import LAST_YEAR, festivals
from calendars.notices import SATURDAY, Day, Notice, shipped

WEEKDAYS = "一二三四五六日"
DIGITS = "〇一二三四五六七八九"
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_FESTIVAL = "|".join(FESTIVALS)
# what the notices of 2007 and 2008 call 劳动节 and 国庆节
OTHER_NAMES = {"五一": "劳动节", "十一": "国庆节"}
_NAME = rf"“?(?:{_FESTIVAL}|五一|十一)”?(?:国际劳动节)?"
# a festival's name right before a date opens its paragraph, with or without its number or colon
HEADING = re.compile(rf"({_NAME}(?:[、和及]{_NAME})*)(?:假期)?:?(?=(?:\d{{4}}年)?\d{{1,2}}月)")
DAY_OF_WEEK = r"(?:星期|周)[一二三四五六日天]"
NOTE = rf"(?:\([^)]*\)|{DAY_OF_WEEK})?"
DATE = rf"(?:\d{{4}}年)?(?:\d{{1,2}}月)?\d{{1,2}}日{NOTE}"
RANGE = rf"{DATE}(?:(?:至|到|[-—–―~～]+){DATE})?"
LIST = rf"{RANGE}(?:[、和及]{RANGE})*"
OFF = re.compile(rf"({LIST})(?:调休放假|放假|补休|休息|休假)")
WORK = re.compile(rf"({LIST})(?:均|都|要|照常|正常|调休)*(?:上班|补班|工作)")
EXTENDED = re.compile(rf"延长\d*年?(?:{_FESTIVAL})假期至({DATE})")
TOTAL = re.compile(r"(?:共|放假)(?:计)?(\d{1,2}|[一二三四五六七八九十]{1,3})天")
ONE = re.compile(
    rf"(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日(?:\(([^)]*)\)|({DAY_OF_WEEK}))?"
)
ONE_RANGE = re.compile(rf"({DATE})(?:(?:至|到|[-—–―~～]+)({DATE}))?")
WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
NUMBER = re.compile(r"(国办发明电|国发明电|国办发|国发)[〔\[［(【](\d{4})[〕\]］)】]第?(\d+)号")
YEAR = re.compile(r"(\d{4})年(?:部分)?节假日|(?:调整|延长)(\d{4})年")
FULL_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
CHINESE_DATE = re.compile(
    rf"([{DIGITS}]{{4}})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日"
)
SIGNATURE = re.compile(rf"国务院(?:办公厅)?(?:\d{{4}}|[{DIGITS}]{{4}})年")
ANNUAL = re.compile(r"部分节假日安排的通知")
# what a notice merely recommends is no holiday
ADVICE = re.compile(r"鼓励|倡导|建议")
_PLAIN = str.maketrans("０１２３４５６７８９（）：○Ｏ", "0123456789():〇〇")


class BadNotice(ValueError):
    """A text that is no notice, or that contradicts itself: quotes the sentence."""


@dataclass(slots=True)
class _Sentence:
    """A sentence of the notice, the festival of its paragraph, and its days by where they stand."""

    name: str
    text: str
    year: int
    month: int | None  # the month last named; "21日" alone means the same one
    on: dict[int, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for written in ONE.finditer(self.text):
            self.on[written.start()] = self._day(written)

    def refuse(self, why: str) -> BadNotice:
        return BadNotice(f"{why}：“{self.text}”")

    def _day(self, written: re.Match[str]) -> date:
        """The day that is written, held against its weekday where one is given."""
        year, month, day, bracket, bare = written.groups()
        note = bracket or bare
        self.month = int(month) if month else self.month
        if self.month is None:
            raise self.refuse(f"“{written[0]}”没有月份")
        # the days before New Year's Day belong to the year before
        turn = self.name == "元旦" and self.month == 12
        try:
            this = date(int(year) if year else self.year - turn, self.month, int(day))
        except ValueError:
            raise self.refuse(f"没有{self.month}月{int(day)}日这一天") from None
        named = WEEKDAY.search(note or "")
        if named and WEEKDAYS.index(named[1].replace("天", "日")) != this.weekday():
            raise self.refuse(f"{this}是星期{WEEKDAYS[this.weekday()]}，与所写的“{named[0]}”不符")
        return this

    def days(self, listed: re.Match[str]) -> list[date]:
        """Every day of a list of days and ranges."""
        found: list[date] = []
        for span in ONE_RANGE.finditer(self.text, *listed.span(1)):
            start = self.on[span.start(1)]
            end = self.on[span.start(2)] if span[2] else start
            if not start <= end <= start + timedelta(days=31):
                raise self.refuse(f"起止日期颠倒或者过长（{start}至{end}）")
            found += [start + timedelta(days=n) for n in range((end - start).days + 1)]
        return found


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    days: dict[date, Day] = field(default_factory=dict)

    def add(self, sentence: _Sentence, days: list[date], off: bool) -> None:
        for day in days:
            known = self.days.get(day)
            if known is not None and known.off != off:
                raise sentence.refuse(f"{day}既放假又上班")
            if not off and day.weekday() < SATURDAY:
                raise sentence.refuse(f"{day}是星期{WEEKDAYS[day.weekday()]}，本来就上班")
            self.days.setdefault(day, Day(sentence.name, off, ""))


def read_notice(text: str) -> Notice:
    """The notice that a text holds; `BadNotice` where it holds none or does not add up."""
    plain = re.sub(r"\s+", "", text.translate(_PLAIN))
    year = _year(plain)
    reading = _Reading()
    sentences = list(_sentences(plain, year))
    for sentence in sentences:
        _read(sentence, reading)
    for sentence in sentences:
        _check_all_read(sentence, reading)
    if not reading.days:
        raise BadNotice("没有读到任何放假日期：请确认文件是国务院（办公厅）放假通知的全文")
    annual = ANNUAL.search(plain) is not None or len({d.name for d in reading.days.values()}) > 3
    if annual:
        _check_complete(year, reading.days)
    found = NUMBER.search(plain)
    number = f"{found[1]}〔{found[2]}〕{found[3]}号" if found else ""
    issued = _issued(plain)
    source = number or f"国务院办公厅关于{year}年部分节假日安排的通知"
    days = {day: Day(what.name, what.off, source) for day, what in sorted(reading.days.items())}
    return Notice(
        file=f"{year}.toml" if annual else f"{year}-{issued or 'change'}.toml",
        year=year,
        number=number,
        issued=issued,
        known_from=issued or date(year - 1, 12, 20),
        url="",
        changes="" if annual else _changed(year),
        days=MappingProxyType(days),
    )


def _year(plain: str) -> int:
    found = YEAR.search(plain) or re.search(r"现将(\d{4})年", plain) or NUMBER.search(plain)
    if found is None:
        raise BadNotice("没有读到年份：标题应有“关于某某年部分节假日安排的通知”的字样")
    year = int(next(group for group in found.groups() if group and group.isdigit()))
    if not 2000 <= year <= LAST_YEAR:
        raise BadNotice(f"年份{year}不对：只能读2000年至{LAST_YEAR}年的通知")
    return year


def _sentences(plain: str, year: int) -> Iterator[_Sentence]:
    """The sentences that speak of days, each with the festival of its paragraph."""
    # what is only recommended is no holiday, and its dates open no paragraph
    plain = "".join(x for x in re.split(r"(?<=[。;；])", plain) if not ADVICE.search(x))
    headings = list(HEADING.finditer(plain))
    if not headings:
        yield from _split(_title_name(plain), plain, year)
        return
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start() if following else len(plain)
        yield from _split(_festivals(heading[1]), plain[heading.end() : end], year)


def _festivals(heading: str) -> str:
    """国庆节、中秋节 for whatever way the heading writes them."""
    found = re.findall(rf"{_FESTIVAL}|五一|十一", heading)
    return "、".join(dict.fromkeys(OTHER_NAMES.get(name, name) for name in found))


def _split(name: str, paragraph: str, year: int) -> Iterator[_Sentence]:
    month: int | None = None
    for text in re.split(r"[。;；]", paragraph):
        sentence = _Sentence(name, text, year, month)
        yield sentence
        month = sentence.month


def _title_name(plain: str) -> str:
    """What a notice without paragraphs is about: the festival or the day of its title."""
    found = re.search(r"关于([^，。]{2,40}?纪念日)", plain) or re.search(rf"({_FESTIVAL})", plain)
    if found is None:
        raise BadNotice("没有读到节日名称：请确认文件是放假通知的全文")
    # the short name that calendars use
    name = found[1].replace("中国人民抗日战争暨世界反法西斯战争胜利", "抗战胜利")
    return name.removesuffix("纪念日")


def _read(sentence: _Sentence, reading: _Reading) -> None:
    extended = EXTENDED.search(sentence.text)
    if extended:
        reading.add(sentence, _extension(sentence, sentence.on[extended.start(1)]), off=True)
        return
    off = [day for found in OFF.finditer(sentence.text) for day in sentence.days(found)]
    total = TOTAL.search(sentence.text)
    if total and off and _number(total[1]) != len(set(off)):
        raise sentence.refuse(f"所列日期是{len(set(off))}天，与“{total[0]}”不符")
    reading.add(sentence, off, off=True)
    for found in WORK.finditer(sentence.text):
        reading.add(sentence, sentence.days(found), off=False)


def _check_all_read(sentence: _Sentence, reading: _Reading) -> None:
    """A date that is neither off nor worked was written in a way that we cannot read."""
    if SIGNATURE.search(sentence.text) or EXTENDED.search(sentence.text):
        return
    for day in sentence.on.values():
        if day not in reading.days:
            raise sentence.refuse(f"没有读懂{day}是放假还是上班")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _small(text)


def _extension(sentence: _Sentence, last: date) -> list[date]:
    """延长…假期至: from the day after the holiday as announced before, through the day named."""
    announced = [
        day
        for notice in shipped()
        if notice.year == sentence.year and not notice.changes
        for day, what in notice.days.items()
        if what.off and what.name == sentence.name
    ]
    if not announced or max(announced) >= last:
        raise sentence.refuse(f"日历中没有{sentence.year}年{sentence.name}的原安排可以延长")
    first = max(announced) + timedelta(days=1)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _check_complete(year: int, days: dict[date, Day]) -> None:
    """A year's notice that lacks a festival is a copy cut short, not a year without it."""
    for festival in festivals(year):
        for day in festival.days:
            if day not in days or not days[day].off:
                raise BadNotice(
                    f"{festival.name}（{day}）没有放假安排：通知全文可能不完整，或者日期有误"
                )
    # every weekday off beyond the law's own days is worked off on a weekend: so in all years so far
    off = sum(day.weekday() < SATURDAY for day, what in days.items() if what.off)
    owed = off - sum(len(festival.days) for festival in festivals(year))
    worked = sum(not what.off for what in days.values())
    if owed != worked:
        raise BadNotice(f"按所列放假日应有{owed}天调休上班，读到“上班”{worked}天：请核对通知全文")


def _issued(plain: str) -> date | None:
    """The date below the signature; else one that stands before the first paragraph."""
    end = max((m.end() for m in re.finditer(r"放假|上班|补休", plain)), default=0)
    dates = [(m.start(), m.groups()) for m in FULL_DATE.finditer(plain, end)]
    chinese = [(m.start(), m.groups()) for m in CHINESE_DATE.finditer(plain, end)]
    for _, (year, month, day) in sorted(dates):
        return _signed(f"{year}年{month}月{day}日", int(year), int(month), int(day))
    for _, (year, month, day) in sorted(chinese):
        number = int("".join(str(DIGITS.index(c)) for c in year))
        return _signed(f"{year}年{month}月{day}日", number, _small(month), _small(day))
    return None


def _signed(written: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadNotice(f"发文日期“{written}”不是有效的日期") from None


def _small(text: str) -> int:
    """十二 -> 12, 二十五 -> 25."""
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (
        DIGITS.index(ones) if ones else 0
    )


def _changed(year: int) -> str:
    numbers = [n.title for n in shipped() if n.year == year and not n.changes]
    return numbers[0] if numbers else f"{year}年的放假通知"
