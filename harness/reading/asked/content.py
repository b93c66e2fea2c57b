"""申请事实: what a letter tells of the application: that it came, on which day, and what it asked for.

In: `Facts`. Out: `Request`, each of its parts with its place in the letter. Behind the salutation alone:
the applicant's name is no content. What was asked for is looked for in the words of a request first,
then in the opening, however it is put.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.reading.asked import asked_words
from harness.reading.asked.asked_span import as_told, trimmed
from harness.reading.facts import Facts
from harness.reading.letter_parts.letter import Letter
from harness.reading.page import numerals
from harness.reading.page.prose import Place, joined
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re


@dataclass(frozen=True, slots=True)
class Request:
    """The application as a letter tells it."""

    received: tuple[int, int] | None  # where it speaks of an application at all
    content: Place | None  # what was asked for
    has_day: bool  # it tells a day in its first sentences
    counted: bool = False  # or the numbers of applications, or how many they are


def request_told(facts: Facts) -> Request:
    letter = facts.letter
    begin = _begins(letter)
    text = facts.words.told[begin : letter.body[1]]
    received = pattern("application_told").search(text)
    if received is None:
        return Request(None, None, has_day=False)
    span = _asked_for(text, received.end())
    content = _as_place(facts, begin + span[0], begin + span[1]) if span else None
    where = (begin + received.start(), begin + received.end())
    return Request(where, content, _has_day(text), _COUNTED.search(text) is not None)


_COUNTED = re.compile(
    r"第[A-Za-z\d-]{3,24}号[^,。;\n]{0,10}申请|(?:申请|登记|受理|收件|流水|回执|查询)(?:表|书)?(?:编?号码?|序号)[^,。;\n]{0,4}[A-Za-z\d]|申请[^,。;\n]{0,8}\d{1,4}[件份]|\d{1,4}[件份][^,。;\n]{0,12}申请"
)


def _begins(letter: Letter) -> int:
    """Behind the salutation, and what else its line says of the applicant (身份证号:……)."""
    place = letter.addressee
    if place is None:
        return letter.body[0]
    row = letter.prose.row_at(place.start)
    return letter.prose.end_of(row) if letter.prose.rows[row].text.endswith(":") else place.end


def _asked_for(text: str, received: int) -> tuple[int, int] | None:
    """In the letter's opening first: a title cited further down is another paper's. At the end by what
    the letter gives."""
    opening = text[: _opening_ends(text, received)]
    return (
        asked_words.by_request(opening)
        or asked_words.by_wish(opening)
        or asked_words.by_request(text)
        or asked_words.by_the_rest(text, _opening_ends(text, 0))
        or asked_words.by_gift(text)
    )


def _opening_ends(text: str, received: int) -> int:
    """Where the agency begins to speak for itself, at the end of a paragraph at the latest."""
    begins = _ANSWER_BEGINS.search(text, received)
    return min(begins.start() if begins else len(text), _paragraph_end(text))


def opening_end(facts: Facts) -> int:
    """Where the letter has told the application and begins to speak of it."""
    begin = _begins(facts.letter)
    text = facts.words.told[begin : facts.letter.body[1]]
    received = pattern("application_told").search(text)
    return begin + _opening_ends(text, received.end() if received else 0)


def told_in_cover(facts: Facts) -> bool:
    """The mail that carries the letter says what was asked for."""
    cover = facts.letter.cover.text
    return bool(cover) and asked_words.by_request(cover) is not None


def _as_place(facts: Facts, start: int, end: int) -> Place:
    start, end = trimmed(facts.text, start, end)
    return Place(as_told(joined(facts.prose.raw[start:end])), start, end)


_ANSWER_BEGINS = re.compile(
    r"(?:答复|告知|回复|函复|意见|告知(?:你|您))(?:如下)|经(?:查|审查|检索|研究|核|审核|查询)|(?<=[,。;:\n])(?:根据|依据|按照|依照)"
)


def _paragraph_end(text: str) -> int:
    """The end of the paragraph that tells of the application; after a colon, of the next one too."""
    received = pattern("application_told").search(text)
    at = text.find("\n", received.end() if received else 0)
    if at > 0 and text[at - 1] == ":":
        at = text.find("\n", at + 1)
    return at if at >= 0 else min(len(text), 160)


def _has_day(text: str) -> bool:
    """A date in the first sentences, with or without its year."""
    head = text[:220]
    return bool(numerals.dates(head)) or bool(
        re.search(
            r"\d{1,2}月\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日", head
        )
    )
