"""The day of a reply, and how certain it is.

In: what came, and the day of sending where other evidence shows it. Out: the best-supported day. One that
stands under a seal may be misread, and a mail's Date line that our own server's day contradicts is not
believed: such a day is told as likely, and chooses no law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from harness.reading.letter_parts.letter import Letter
from parsers.document import Document

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Replied:
    """`on`: the best-supported day, None where nothing tells it; no law is chosen by it unless `certain`."""

    on: date | None
    certain: bool


@dataclass(frozen=True, slots=True)
class Mailed:
    on: date
    certain: bool


def mailed_on(document: Document) -> Mailed | None:
    """The day a mail was sent; None for what is no mail, or tells no day."""
    headers = document.headers
    if headers is None or not headers.date:
        return None
    try:
        moment = datetime.fromisoformat(headers.date)
    except ValueError:
        return None
    return Mailed(
        (moment.astimezone(_CHINA) if moment.tzinfo else moment).date(),
        certain=headers.date_certain,
    )


def replied_of(
    document: Document, letter: Letter, sent: date | None, *, covered: bool, borne: bool
) -> Replied:
    """`covered`: a seal may hide what stands at the letter's foot; `borne`: the day that was read there
    fits what else is known of the application."""
    if sent:
        return Replied(sent, certain=True)
    mailed = mailed_on(document)
    if letter.day and not covered:
        return Replied(letter.day, certain=True)
    if mailed and mailed.certain:
        return Replied(mailed.on, certain=True)
    if letter.day and borne:
        return Replied(letter.day, certain=False)
    likely = mailed is not None and _fits_number(letter, mailed.on)
    return Replied(mailed.on if mailed and likely else None, certain=False)


def _fits_number(letter: Letter, day: date) -> bool:
    """A doubted day of another age than the letter's own number is no likely one."""
    year = letter.number.year if letter.number else None
    return year is None or year in (day.year, day.year - 1)
