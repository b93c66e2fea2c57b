"""The slow way of matching, for comparison: every unit, applicant, question and application is asked, and
every application weighed. What it shares with the quick way is what a sign is, and how one is chosen."""

from __future__ import annotations

from harness.casebook.matching import signs
from harness.casebook.matching.index import (
    NO_KEYS,
    NOBODY,
    Clues,
    Desk,
    boxes_of,
    keys_of,
    shared_domains,
)
from harness.casebook.matching.match import Match, Scales, decided
from harness.casebook.matching.words import Envelope, Words, bare, words_of
from parsers.document import Document


def match_all(document: Document, envelope: Envelope, desk: Desk) -> Match:
    words = words_of(document, envelope, desk.message_ids)
    clues = _clues(desk, words, envelope)
    return decided(document, Scales(desk.index, clues, words, envelope, everyone=True))


def _clues(desk: Desk, words: Words, envelope: Envelope) -> Clues:
    index = desk.index
    units, people, titles = index.units.values, index.people.values, index.titles.values
    known = [signs.known(unit) for unit in units]
    names = {name for unit in known for name in unit.names}
    whole = _whole(names, words.bare)
    called = _whole(names, bare(envelope.called or envelope.sender))
    boxes = boxes_of(envelope, {each.email for each in people if each.email})
    shared, keys = shared_domains(units), keys_of(desk)
    heard = signs.Heard(words, envelope, whole, called, shared)
    addresses = {envelope.sender.casefold(), *words.senders} - {""}
    return Clues(
        _kept((at, signs.of_unit(unit, heard)) for at, unit in enumerate(known)),
        {at: signs.of_applicant(each, words, boxes) for at, each in enumerate(people)},
        _kept((at, signs.of_title(title, words)) for at, title in enumerate(titles)),
        _kept(
            (at, signs.of_application(each, words, envelope, keys.get(each.id, NO_KEYS), boxes))
            for at, each in enumerate(desk.applications)
        ),
        signs.of_applicant(NOBODY, words, boxes),
        boxes,
        frozenset(at for at, unit in enumerate(units) if unit.email.casefold() in addresses),
    )


def _whole(names: set[str], text: str) -> set[str]:
    named = {name for name in names if name in text}
    return {name for name in named if not any(name in other and name != other for other in named)}


def _kept(found):
    return {at: those for at, those in found if those}
