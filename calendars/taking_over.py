"""A notice's own text -> what it would add to the data, and the data with it.

What is there already is not written twice; where it contradicts what is there, it is refused unless it
is to replace it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from calendars import notices, workdays
from calendars.notice_text import BadNotice, read_notice
from calendars.notices import Notice

SHOWN = 3  # so many days that differ are named
MOST_CHARACTERS = 20_000  # of a notice; the longest has 2,000
NO_DATE = "文中没有读到成文日期，日历需要它才知道通知从哪一天起为人所知"


class NotTaken(ValueError):
    """One Chinese line: why not."""


class Conflict(NotTaken):
    """Another notice of its year is there; it may be replaced."""


@dataclass(frozen=True, slots=True)
class Taking:
    """`notice`: as it would be written; `held`: the file in which the very same is already; `instead`:
    the file that it would replace."""

    notice: Notice
    held: str = ""
    instead: str = ""


def read(text: str, issued: date | None = None) -> Notice:
    if len(text) > MOST_CHARACTERS:
        raise NotTaken(f"有{len(text)}字，不像一份放假通知（一般一两千字），请只留通知原文")
    try:
        return read_notice(text, issued)
    except BadNotice as wrong:
        raise NotTaken(str(wrong)) from None


def taking(notice: Notice, *, overwrite: bool = False) -> Taking:
    """What writing it would do; NotTaken where it cannot be written."""
    held = [n for n in notices.shipped() if _same(n, notice)]
    if held and (notice.issued is None or notice.issued == held[0].issued):
        return Taking(notice, held=held[0].file)
    if notice.issued is None:
        raise NotTaken(NO_DATE)
    held = held or [n for n in notices.shipped() if n.file == notice.file]
    if held and not overwrite:
        raise Conflict(_conflict(held[0], notice))
    if held:
        return Taking(_merged(held[0], notice), instead=held[0].file)
    return Taking(notice)


def take(found: Taking) -> Path:
    """Put it among the data; whoever asks for a calendar from here on has it. OSError where that is
    not to be had."""
    path = notices.add_notice(found.notice, replace=bool(found.instead))
    workdays.load.cache_clear()
    workdays._load.cache_clear()
    return path


def _same(one: Notice, other: Notice) -> bool:
    """The same days for the same reason, whatever either knows of its number and issue."""
    return one.year == other.year and _days(one) == _days(other)


def _days(notice: Notice) -> dict[date, tuple[str, bool]]:
    return {day: (what.name, what.off) for day, what in notice.days.items()}


def _conflict(held: Notice, notice: Notice) -> str:
    differing = sorted(day for day, _ in set(_days(held).items()) ^ set(_days(notice).items()))
    if differing:
        listed = "、".join(str(day) for day in list(dict.fromkeys(differing))[:SHOWN])
        return f"日历中已有{held.year}年的通知（{held.file}），所列日期不同（如{listed}）"
    known = f"成文日期是{held.issued}" if held.issued else "没有成文日期"
    return f"日历中已有这份通知（{held.file}），{known}，这份文本的是{notice.issued}"


def _merged(held: Notice, notice: Notice) -> Notice:
    """The new one, in the file of the old; what a copy does not tell stays as it was."""
    return replace(
        notice,
        file=held.file,
        number=notice.number or held.number,
        url=notice.url or held.url,
        changes=notice.changes and (held.changes or notice.changes),
    )
