"""文号、登记编号 seen before: what came earlier and is placed tells where a later letter belongs that names its
number, or answers it.

In: every arrival with what the program makes of it, and what people said. Out: the same, those placed that
nothing else placed. A number counts only where it was given by the sender of an arrival that is placed with
one application, by no other one's, and where something else points to that application too and nothing against
it; 国办函〔2020〕109号 is cited by many and is nobody's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from harness.casebook.matching.words import is_quotation
from harness.reading.arrived.reply_kind import ReplyKind
from parsers.document import Document

if TYPE_CHECKING:
    from harness.casebook.placing import Placement

_BLANKS = re.compile(r"[ \t　]+")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[（(]20\d{2}[〕\]）)]第?\d{1,6}号")
# a number that somebody was given, and to ask after it: 受理编号：YSQ-2026-0413-81
_GIVEN = re.compile(
    r"(?:登记|受理|查询|信件|工单|办理|申请|回执|业务)(?:编号|单号|号码?|码)\s*(?:为|是)?[:：]?\s*([A-Za-z0-9][A-Za-z0-9-]{5,30}|[\u4e00-\u9fff]{1,14}[〔\[（(]20\d{2}[〕\]）)]第?\d{1,6}号)"
)
# the letter begins: what stands below may be a document that is copied into it
_BEGINS = re.compile(r"[：:]$|[。；，,！!？?]|[您你]|如下")
_CODE = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z0-9][A-Za-z0-9-]{5,30}(?![A-Za-z0-9-])")
_HAS_DIGITS = re.compile(r"(?:[^0-9]*[0-9]){5}")
_MOST = 40  # codes of one letter: a table of numbers is no reference


@dataclass(frozen=True, slots=True)
class Come:
    """An arrival: what people call it, when it came, what is made of it, where it stands."""

    called: str
    on: date
    placement: Placement
    said: tuple[str, ...] | None  # where a person filed it


def numbers_in(document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(the numbers that it gives, all that it names). Of an attachment nobody can tell whether it is the
    letter or a document that is disclosed, whose number is cited by others: it gives none."""
    texts = [each.text for each in document.walk() if not is_quotation(each)]
    subject = document.headers.subject if document.headers else None
    text = _BLANKS.sub("", "\n".join([subject or "", *texts]))
    first = document.pages[0].text if document.pages else ""
    letter = _BLANKS.sub("", first)
    given = _GIVEN.findall(f"{_BLANKS.sub('', subject or '')}\n{letter}")
    own = dict.fromkeys(map(_plain, (*_of_head(letter), *given)))
    codes = [each for each in _CODE.findall(text) if _HAS_DIGITS.match(each)][:_MOST]
    told = dict.fromkeys([*own, *map(_plain, _NUMBER.findall(text)), *map(_plain, codes)])
    return tuple(own), tuple(told)


def _of_head(letter: str) -> list[str]:
    """The letter's own 文号: the first that stands alone above its text."""
    head = takewhile(lambda line: not _BEGINS.search(line), letter.splitlines())
    return [line for line in head if _NUMBER.fullmatch(line)][:1]


def _plain(number: str) -> str:
    return re.sub(r"[〔〕\[\]（）()第]", "|", number).replace("||", "|").casefold()


def placed_by_numbers(come: Sequence[Come]) -> Iterator[Placement]:
    """What is made of each, in order."""
    known = known_numbers(come)
    for each in come:
        yield placed_by(each, known)


def gives(one: Come) -> tuple[str, ...]:
    """The numbers and Message-IDs by which others may be placed where it is; whatever else changes,
    what is made of no other arrival hangs on it."""
    placement = one.placement
    if placement.kind is ReplyKind.BOUNCE:
        return ()
    # of what is no letter of a known kind the number may be a disclosed document's
    numbers = placement.own_numbers if placement.kind is not ReplyKind.OTHER else ()
    return tuple(dict.fromkeys((*numbers, *placement.message_ids[:1])))


def asks(one: Come) -> tuple[str, ...]:
    """The numbers and Message-IDs by which it may be placed: none where it is."""
    placement = one.placement
    if one.said is not None or placement.applications:
        return ()
    return tuple(dict.fromkeys((*placement.told_numbers, *placement.message_ids[1:])))


Known = Mapping[str, Mapping[str, Come]]  # a number or Message-ID -> application -> who gave it


def known_numbers(come: Sequence[Come]) -> Known:
    """`come`: in the order in which they did. Of a number all is known where all who give it are here."""
    found: dict[str, dict[str, Come]] = defaultdict(dict)
    for each in sorted(come, key=lambda one: one.on):
        places = each.placement.applications if each.said is None else each.said
        for key in gives(each):
            for place in places:
                found[key].setdefault(place, each)
    return found


def placed_by(one: Come, known: Known) -> Placement:
    """What is made of it by what was known of the numbers that it asks after."""
    placement = one.placement
    near = {*(placement.candidates or placement.touches)} - {*placement.barred}
    found: dict[str, str] = {}
    for key in asks(one):
        places = known.get(key, {})
        place, giver = next(iter(places.items()), ("", None))
        if len(places) == 1 and place in near and giver and giver.on <= one.on and giver is not one:
            what = "是对它的回复" if key in placement.message_ids else "写有它的编号"
            found[place] = f"此前的来件 {giver.called} 已归入 {place}，此件{what}"
    if len(found) != 1:
        return placement
    place, why = next(iter(found.items()))
    return replace(
        placement,
        applications=(place,),
        reasons=(why, *placement.reasons[1:]),
        doubt=placement.kind_doubt,
    )
