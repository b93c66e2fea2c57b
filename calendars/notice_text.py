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

from calendars.notice_checks import check_complete, check_near
from calendars.notice_head import DIGITS, BadNotice, Head, read_head, small
from calendars.notices import SATURDAY, UNDATED, Day, Notice, misdated, shipped

__all__ = ["BadNotice", "read_notice"]

WEEKDAYS = "一二三四五六日"
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
ONE_LIST = re.compile(LIST)
OFF = re.compile(rf"({LIST})(?:调休放假|放假|补休|休息|休假)")
WORK = re.compile(
    rf"({LIST}(?:[,，]{LIST})*)(?:均|都|要|请|应|须|需|安排|照常|正常|调休)*(?:上班|补班|工作)"
)
EXTENDED = re.compile(rf"延长\d*年?(?:{_FESTIVAL})假期至({DATE})")
TOTAL = re.compile(r"(?:共|放假)(?:计)?(\d{1,2}|[一二三四五六七八九十]{1,3})天")
ONE = re.compile(
    rf"(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日(?:\(([^)]*)\)|({DAY_OF_WEEK}))?"
)
ONE_RANGE = re.compile(rf"({DATE})(?:(?:至|到|[-—–―~～]+)({DATE}))?")
WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
BRACKETED = re.compile(rf"\({DAY_OF_WEEK}\)")
SIGNATURE = re.compile(rf"国务院(?:办公厅)?(?:\d{{4}}|[{DIGITS}]{{4}})年")
ADDRESS = "各直属机构:"
# what a notice merely recommends is no holiday
ADVICE = re.compile(r"鼓励|倡导|建议")
_PLAIN = str.maketrans("０１２３４５６７８９（）：○Ｏ", "0123456789():〇〇")


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

    def days(self, begin: int, end: int) -> list[date]:
        """Every day of a list of days and ranges that stands there."""
        found: list[date] = []
        for span in ONE_RANGE.finditer(self.text, begin, end):
            first = self.on[span.start(1)]
            last = self.on[span.start(2)] if span[2] else first
            if not first <= last <= first + timedelta(days=31):
                raise self.refuse(f"起止日期颠倒或者过长（{first}至{last}）")
            found += [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return found


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    days: dict[date, Day] = field(default_factory=dict)
    said: dict[date, str] = field(default_factory=dict)  # the sentence that arranges the day

    def add(self, sentence: _Sentence, days: list[date], off: bool) -> None:
        for day in days:
            known = self.days.get(day)
            if known is not None and known.off != off:
                raise sentence.refuse(f"{day}既放假又上班")
            if not off and day.weekday() < SATURDAY:
                raise sentence.refuse(f"{day}是星期{WEEKDAYS[day.weekday()]}，本来就上班")
            self.days.setdefault(day, Day(sentence.name, off, ""))
            self.said.setdefault(day, sentence.text)


def read_notice(text: str, issued: date | None = None) -> Notice:
    """The notice that a text holds; `BadNotice` where it holds none or does not add up. `issued` is
    the day of issue of a copy that does not give it."""
    plain = re.sub(r"\s+", "", text.translate(_PLAIN))
    head = read_head(plain)
    reading = _Reading()
    sentences = list(_sentences(plain, head.year))
    for sentence in sentences:
        _read(sentence, reading)
    for sentence in sentences:
        _check_all_read(sentence, reading)
    check_near(reading.days, reading.said)
    if not reading.days:
        raise BadNotice("没有读到任何放假日期：请确认文件是国务院（办公厅）放假通知的全文")
    annual = head.annual
    if annual is None:  # no title: a notice that changes another speaks of one festival
        annual = len({d.name for d in reading.days.values()}) > 1
    if annual:
        check_complete(head.year, reading.days, reading.said)
    return _notice(head, annual, _issued(head, issued), reading)


def _issued(head: Head, given: date | None) -> date | None:
    if given and head.issued and given != head.issued:
        raise BadNotice(f"文中的成文日期是{head.issued}，与另行给出的{given}不一致")
    return head.issued or given


def _notice(head: Head, annual: bool, issued: date | None, reading: _Reading) -> Notice:
    year = head.year
    source = head.number or f"国务院办公厅关于{year}年部分节假日安排的通知"
    days = {day: Day(what.name, what.off, source) for day, what in sorted(reading.days.items())}
    wrong = issued and misdated(year, issued, days, annual=annual)
    if wrong:
        raise BadNotice(wrong)
    return Notice(
        file=f"{year}.toml" if annual else f"{year}-{issued or 'change'}.toml",
        year=year,
        number=head.number,
        issued=issued,
        known_from=issued or UNDATED,
        url="",
        changes="" if annual else _changed(year),
        days=MappingProxyType(days),
    )


def _sentences(plain: str, year: int) -> Iterator[_Sentence]:
    """The sentences that speak of days, each with the festival of its paragraph."""
    # what is only recommended is no holiday, and its dates open no paragraph
    plain = "".join(x for x in re.split(r"(?<=[。;；])", plain) if not ADVICE.search(x))
    headings = list(HEADING.finditer(plain))
    if not headings:
        # what stands above the address (a table, a news agency's line) arranges nothing
        body = plain.rpartition(ADDRESS)[2]
        yield from _split(_title_name(plain), body, year)
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
    off = [day for found in OFF.finditer(sentence.text) for day in sentence.days(*found.span(1))]
    total = TOTAL.search(sentence.text)
    if total and off and _number(total[1]) != len(set(off)):
        raise sentence.refuse(f"所列日期是{len(set(off))}天，与“{total[0]}”不符")
    reading.add(sentence, off, off=True)
    for found in WORK.finditer(sentence.text):
        reading.add(sentence, _worked(sentence, found, reading), off=False)


def _worked(sentence: _Sentence, found: re.Match[str], reading: _Reading) -> list[date]:
    """The days before 上班. A comma may part them, or what was said before from them: what stands
    before the comma is worked only where all of it is weekend days not spoken of before."""
    spans = [part.span() for part in ONE_LIST.finditer(sentence.text, *found.span(1))]
    days = sentence.days(*spans.pop())
    while spans:
        before = sentence.days(*spans.pop())
        if any(day.weekday() < SATURDAY or day in reading.days for day in before):
            break
        days += before
    return days


def _check_all_read(sentence: _Sentence, reading: _Reading) -> None:
    """A date that is neither off nor worked was written in a way that we cannot read."""
    if SIGNATURE.search(sentence.text) or EXTENDED.search(sentence.text):
        return
    for day in sentence.on.values():
        if day not in reading.days:
            raise sentence.refuse(f"没有读懂{day}是放假还是上班")
    dated = {written.end() for written in ONE.finditer(sentence.text)}
    for note in BRACKETED.finditer(sentence.text):
        if note.end() not in dated:
            raise sentence.refuse(f"“{note[0]}”之前没有读到日期")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else small(text)


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


def _changed(year: int) -> str:
    numbers = [n.title for n in shipped() if n.year == year and not n.changes]
    return numbers[0] if numbers else f"{year}年的放假通知"
