"""What every coarse look is made of: what it doubts, what it reads, how it tells what it saw.

A `Look` takes the `Facts` and a `Claim` that accuses; it gives the words that speak against the fault, or
nothing. See told.py for what becomes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from harness.reading.facts import Facts
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is about to say of an element: that it is absent, or has this fault. `about`: what
    the fault was read from (a period, a body's name); the rest is what the applicant's side knows."""

    element: str
    fault: str
    value: str | None = None
    about: Mapping[str, object] = field(default_factory=dict)
    applicant: str = ""
    units: tuple[str, ...] = ()  # the unit that was asked, and its other names
    items: int | None = None


Look = Callable[[Facts, Claim], str]


def found(words: re.Pattern[str], text: str) -> str:
    match = words.search(text)
    return match[0].strip() if match else ""


def body(facts: Facts) -> str:
    """The letter without its remedies, from the title on."""
    start = facts.letter.title.end if facts.letter.title else 0
    return facts.words.told[start:]


_ITS_NAMES = re.compile(r"《([^《》]{4,80})》|“([^“”]{4,80})”")
_MOST_NAMES = 60  # no application asks for more by name; each is looked for in the whole letter
_OF_LAW = re.compile(r"信息公开条例|中华人民共和国")


def said(facts: Facts) -> str:
    """What the agency itself says: without what was asked for and the names of it."""
    text = body(facts)
    told = "".join(match[0] for match in pattern("request_whole").finditer(text))
    names = dict.fromkeys(one for pair in _ITS_NAMES.findall(told) for one in pair if one)
    text = pattern("request_whole").sub(lambda match: " " * len(match[0]), text)
    for name in islice(names, _MOST_NAMES):
        if not _OF_LAW.search(name):
            text = text.replace(name, " " * len(name))
    return text
