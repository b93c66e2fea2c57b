"""Desk -> index: which units, applicants, questions and applications an arrival may point to, found by what
it says and not by asking each.

Built once for a desk. What it finds is asked by signs.py, which alone decides; a test holds the outcome
against asking everybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Generic, TypeVar

from harness.casebook.matching import domains, signs
from harness.casebook.matching.needles import Cut, Lengths, Needles, whole
from harness.casebook.matching.signs import Heard, Sign
from harness.casebook.matching.words import Envelope, Words, bare
from letters.model import Applicant, Application, Unit

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Desk:
    """What an arrival is held against: the units, the applications, and what stands for one application
    alone: the Message-IDs that we gave it and the letters that followed it, the post office's numbers,
    return addresses (each -> its id)."""

    units: Sequence[Unit]
    applications: Sequence[Application]
    message_ids: Mapping[str, str]
    postings: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def index(self) -> Index:
        return Index(self)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the clues weigh, each added up once."""

    units: Mapping[int, int]
    applicants: Mapping[int, int]
    titles: Mapping[int, int]
    others: int


@dataclass(frozen=True)
class Clues:
    """What points to whom: number of a unit, an applicant, a title, an application -> its signs. Of an
    applicant who is not here, `others` holds."""

    units: Mapping[int, Sequence[Sign]]
    applicants: Mapping[int, Sequence[Sign]]
    titles: Mapping[int, Sequence[Sign]]
    applications: Mapping[int, Sequence[Sign]]
    others: Sequence[Sign]
    boxes: frozenset[str]
    from_address: frozenset[int]  # the units from whose own address it came

    @cached_property
    def weights(self) -> Weights:
        told = (self.units, self.applicants, self.titles)
        units, people, titles = (
            {at: signs.weight_of(its) for at, its in each.items()} for each in told
        )
        return Weights(units, people, titles, signs.weight_of(self.others))


class _Numbered(Generic[T]):
    """Values without doubles, each with its number and the applications that have it, by their ids."""

    def __init__(self, values: Iterable[T], order: Sequence[int]) -> None:
        numbers: dict[T, int] = {}
        self.of = [numbers.setdefault(each, len(numbers)) for each in values]
        self.values = list(numbers)
        self.having: list[list[int]] = [[] for _ in numbers]
        for position in order:
            self.having[self.of[position]].append(position)


class Index:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.applications = desk.applications
        self.ids = [each.id for each in desk.applications]
        self.by_id = {id: at for at, id in enumerate(self.ids)}
        order = sorted(range(len(self.ids)), key=self.ids.__getitem__)
        self.units = _Numbered((each.unit for each in desk.applications), order)
        self.people = _Numbered((each.applicant for each in desk.applications), order)
        self.titles = _Numbered((each.question.title for each in desk.applications), order)
        self.pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at in order:
            self.pairs[self.people.of[at], self.titles.of[at]].append(at)
        self.sent_on = [each.round.send_on for each in desk.applications]
        self.first_sent = min(self.sent_on, default=date.max)
        self.last_sent = max(self.sent_on, default=date.min)
        self._keys = keys_of(desk)
        self._by_unit_words()
        self.mailboxes = frozenset(each.email for each in self.people.values if each.email)
        self._people_named = _Named(self.people.values, lambda each: [bare(each.name)])
        self._people_at = _by(self.people.values, lambda each: [each.email])
        self._titled = _Named(self.titles.values, lambda each: [bare(each)])
        self._ids = _Ids(self.by_id)

    def _by_unit_words(self) -> None:
        units = self._known = [signs.known(each) for each in self.units.values]
        self._named = _Named(units, lambda each: each.names)
        self._addressed = _Named(units, lambda each: [each.address])
        self._written = _by(units, lambda each: [each.email])
        self._phoned = _by(units, lambda each: [each.phone])
        self._phones = Lengths(self._phoned)
        own = _by(units, lambda each: [each.domain])
        self._domains = {name: found for name, found in own.items() if domains.is_somebodys(name)}
        self._below: dict[str, list[int]] = defaultdict(list)
        for name, found in self._domains.items():
            for higher in domains.above(name):
                self._below[higher] += found
        self.shared = shared_domains(self.units.values)

    def of_mailbox(self, mailbox: str) -> list[int]:
        """The applications of the applicant who has this mailbox, in the plan's order."""
        people = self._people_at.get(mailbox, ())
        return sorted(chain.from_iterable(self.people.having[person] for person in people))

    def out(self, those: Iterable[int], by: date | None) -> list[int]:
        """Of these applications, those that had gone out by a day; all where it is not asked."""
        if by is None or by >= self.last_sent:  # as of nearly every letter: none is looked at
            return list(those)
        return [at for at in those if self.sent_on[at] <= by]

    # --- clues ------------------------------------------------------------------------------------

    def clues(self, words: Words, envelope: Envelope) -> Clues:
        text = Cut(words.bare)
        alone = whole(self._named.words.found(text))
        said = bare(envelope.called or envelope.sender)
        called = whole(self._named.words.found(Cut(said)))
        boxes = boxes_of(envelope, self.mailboxes)
        heard = Heard(words, envelope, alone, called, self.shared)
        units = {
            at: found
            for at in self._likely_units(heard, text)
            if (found := signs.of_unit(self._known[at], heard))
        }
        people = {each for box in boxes for each in self._people_at.get(box, ())}
        people |= self._people_named.having(self._people_named.words.found(text))
        applicants = {
            at: signs.of_applicant(self.people.values[at], words, boxes) for at in sorted(people)
        }
        titles = {
            at: signs.of_title(self.titles.values[at], words)
            for at in sorted(self._titled.having(self._titled.words.found(text)))
        }
        applications = {
            at: found
            for at in sorted(self._likely_applications(words, envelope, boxes))
            if (found := self.of_application(at, words, envelope, boxes))
        }
        others = signs.of_applicant(NOBODY, words, boxes)
        from_address = frozenset(_having(self._written, heard.addresses))
        return Clues(units, applicants, titles, applications, others, boxes, from_address)

    def of_application(
        self, at: int, words: Words, envelope: Envelope, boxes: Collection[str]
    ) -> list[Sign]:
        application = self.applications[at]
        keys = self._keys.get(application.id, NO_KEYS)
        return signs.of_application(application, words, envelope, keys, boxes)

    def _likely_units(self, heard: Heard, text: Cut) -> list[int]:
        words = heard.words
        found = self._named.having({*heard.alone, *heard.called})
        found |= _having(self._written, heard.addresses)
        found |= _having(self._domains, (*heard.by_domain, *domains.above(heard.domain)))
        found.update(self._below.get(heard.domain, ()))
        # an envelope: what stands first on it
        found |= self._named.having(self._named.words.found(Cut(heard.on_envelope)))
        found |= self._addressed.having(self._addressed.words.found(text))
        found |= _having(self._written, words.addresses)
        found |= _having(self._phoned, self._phones.found(words.digits))
        return sorted(found)

    def _likely_applications(
        self, words: Words, envelope: Envelope, boxes: Collection[str]
    ) -> set[int]:
        desk = self.desk
        told = [desk.message_ids.get(each) for each in words.ids]
        told += [desk.addresses.get(each) for each in envelope.to]
        told += [desk.postings[each] for each in self._postings.found(words.plain)]
        found = {self.by_id[each] for each in told if each in self.by_id}
        found |= self._ids.found(words.plain)
        for unit in _having(self._written, words.failed) if boxes else ():
            found.update(self.units.having[unit])
        return found

    @cached_property
    def _postings(self) -> _Folded:
        return _Folded(self.desk.postings)


NOBODY = Applicant("", "", "", "", "", "")
NO_KEYS: Mapping[str, Collection[str]] = {"message_ids": (), "addresses": (), "postings": ()}


def boxes_of(envelope: Envelope, known: Collection[str]) -> frozenset[str]:
    """The applicants' mailboxes that it came to: an account may take in the mail of all of them, and a
    return address may carry a mark behind a plus."""
    if envelope.mailbox in known:
        return frozenset({envelope.mailbox})
    plain = (re.sub(r"\+[^@]*@", "@", each) for each in (envelope.mailbox, *envelope.to))
    folded = {each.casefold(): each for each in known} if envelope.to or envelope.mailbox else {}
    return frozenset(folded[each.casefold()] for each in plain if each.casefold() in folded)


def shared_domains(units: Iterable[Unit]) -> frozenset[str]:
    """Domains that more than one unit has, or that stand above another unit's."""
    having: dict[str, set[str]] = defaultdict(set)
    for each in units:
        own = domains.domain_of(each.email)
        if domains.is_somebodys(own):
            for domain in (own, *domains.above(own)):
                having[domain].add(each.id)
    return frozenset(domain for domain, ids in having.items() if len(ids) > 1)


def keys_of(desk: Desk) -> dict[str, Mapping[str, Collection[str]]]:
    """Application -> what stands for it alone."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in NO_KEYS:
        for key, id in getattr(desk, name).items():
            if id not in found:
                found[id] = {each: [] for each in NO_KEYS}
            found[id][name].append(key)
    return dict(found)


def _by(values: Sequence[T], words: Callable[[T], Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        for word in words(value):
            if word:
                found[word].append(at)
    return found


class _Named(Generic[T]):
    """Values by the words that name them."""

    def __init__(self, values: Sequence[T], words: Callable[[T], Iterable[str]]) -> None:
        self._by = _by(values, words)
        self.words = Needles(self._by)

    def having(self, words: Iterable[str]) -> set[int]:
        return _having(self._by, words)


def _having(by: Mapping[str, Sequence[int]], words: Iterable[str]) -> set[int]:
    return {at for word in words for at in by.get(word, ())}


class _Folded:
    """Keys looked for without regard to case."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            self._keys[key.casefold()].append(key)
        self._needles = Lengths(self._keys)

    def found(self, text: str) -> Iterator[str]:
        for word in self._needles.found(text):
            yield from self._keys[word]


class _Ids:
    """The applications' numbers: looked up from wherever one may begin, in the lengths that they have."""

    def __init__(self, by_id: Mapping[str, int]) -> None:
        self._by: dict[str, list[int]] = defaultdict(list)
        for id, at in by_id.items():
            self._by[id.casefold()].append(at)
        self._lengths = sorted({len(each) for each in self._by})
        first = "".join(sorted({each[0] for each in self._by if each}))
        self._begins = re.compile(rf"(?<![0-9a-z-])[{re.escape(first)}]") if first else None

    def found(self, text: str) -> set[int]:
        if self._begins is None:
            return set()
        return {
            at
            for begin in self._begins.finditer(text)
            for length in self._lengths
            for at in self._by.get(text[begin.start() : begin.start() + length], ())
        }


__all__ = ["Clues", "Desk", "Index", "boxes_of", "keys_of", "shared_domains"]
