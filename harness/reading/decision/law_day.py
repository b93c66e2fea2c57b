"""The day by whose law a letter is judged.

In: the letter, the day on which it was sent as far as evidence shows it, and the day of the
application where that is known. Out: a day, or None where any would be a guess. A date that stands
under a seal on a scan may be misread by years: it is believed only where the day of the application
bears it out. Where there is no date to believe, the day of the application will do, if the law did
not change for half a year after it.
"""

from __future__ import annotations

from datetime import date, timedelta

from harness.law import statutes
from harness.reading.letter_parts.days import Replied
from harness.reading.letter_parts.letter import Letter
from harness.reading.page import numerals
from parsers import lazy_re as re

_A_WHILE = timedelta(days=200)  # 40 working days and some: an answer seldom comes later
_HEAD = 260  # the application is told within so many characters
_ASKED = re.compile(r"收到|收悉|接到|提交|提出|递交|寄|申请|受理|签收")


def law_day(letter: Letter, replied: Replied, requested: date | None) -> date | None:
    if replied.certain:
        return replied.on
    asked = _asked(letter, requested)
    if asked is None or not _of_that_year(letter, asked):
        return None
    if letter.day and is_borne(letter, requested):
        return letter.day
    return asked if _same_law(asked, asked + _A_WHILE) else None


def is_borne(letter: Letter, requested: date | None) -> bool:
    """Whether the day that the letter bears fits the day of the application and the number's year."""
    asked = _asked(letter, requested)
    if asked is None or letter.day is None or not _of_that_year(letter, asked):
        return False
    return asked <= letter.day <= asked + _A_WHILE


def _asked(letter: Letter, requested: date | None) -> date | None:
    return max(filter(None, (requested, _asked_on(letter))), default=None)


def _asked_on(letter: Letter) -> date | None:
    """The last day that the letter's opening names for the application and its receipt."""
    begin, end = letter.body
    opening = letter.text[begin : min(end, begin + _HEAD)]
    days = [
        written.day
        for written in numerals.dates(opening)
        if written.day and _ASKED.search(opening, max(0, written.start - 12), written.end + 40)
    ]
    return max(days, default=None)


def _of_that_year(letter: Letter, asked: date) -> bool:
    """The number's year does not speak against it."""
    year = letter.number.year if letter.number else None
    return year is None or asked.year <= year <= (asked + _A_WHILE).year


def _same_law(first: date, last: date) -> bool:
    return (statutes.text_on(first), statutes.remedy_on(first)) == (
        statutes.text_on(last),
        statutes.remedy_on(last),
    )
