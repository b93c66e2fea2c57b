"""The scales of an arrival: of the applications that it may belong to, what points to each and how heavily.

Only what an arrival may point to is weighed (index.py); of all the rest the heaviest is enough to know.
What clues weigh is added up once an arrival, for one may mean hundreds of applications.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from harness.casebook.matching import signs
from harness.casebook.matching.index import Clues, Index
from harness.casebook.matching.signs import Sign, weight_of
from harness.casebook.matching.words import Envelope, Words

ENOUGH = 60
CLEARLY = 25  # ahead of the next application


@dataclass(frozen=True)
class Scales:
    """The applications that an arrival may belong to, by weight. `everyone`: weigh each, as a test does.
    `by`: only those are asked for that had gone out by that day, None: all."""

    index: Index
    clues: Clues
    words: Words
    envelope: Envelope
    everyone: bool = False
    _weights: dict[int, int] = field(default_factory=dict)

    def signs(self, at: int) -> list[Sign]:
        """All that points to one application."""
        index, clues = self.index, self.clues
        return [
            *clues.units.get(index.units.of[at], ()),
            *clues.applicants.get(index.people.of[at], clues.others),
            *clues.titles.get(index.titles.of[at], ()),
            *clues.applications.get(at, ()),
            *self._of_course(at),
        ]

    def weight(self, at: int) -> int:
        """That of all its signs, without listing them."""
        if at not in self._weights:
            index, weights = self.index, self.clues.weights
            self._weights[at] = (
                weights.units.get(index.units.of[at], 0)
                + weights.applicants.get(index.people.of[at], weights.others)
                + weights.titles.get(index.titles.of[at], 0)
                + weight_of(self.clues.applications.get(at, ()))
                + weight_of(self._of_course(at))
            )
        return self._weights[at]

    def _of_course(self, at: int) -> Sequence[Sign]:
        if not self.words.of_course:
            return ()
        index, clues = self.index, self.clues
        unit, title = index.units.of[at], index.titles.of[at]
        # a letter that names what was asked for is not about another question, however that was handed in
        told = not clues.titles or title in clues.titles
        if not told or clues.weights.units.get(unit, 0) <= 0:
            return ()
        application, address = index.applications[at], unit in clues.from_address
        return signs.of_course(application, self.words, self.envelope, clues.boxes, address)

    @cached_property
    def near(self) -> frozenset[int]:
        """Those that are weighed one by one."""
        having = self.index.units.having
        heavy = (having[unit] for unit, weight in self.clues.weights.units.items() if weight > 0)
        return frozenset(self.clues.applications).union(*heavy)

    def ranked(self, by: date | None) -> list[tuple[int, int]]:
        """(weight, position), heaviest first, as far down as it matters: all that may be chosen, and the
        heaviest of the rest."""
        index = self.index
        weighed = range(len(index.ids)) if self.everyone else self.near
        found = [(self.weight(at), at) for at in index.out(weighed, by)]
        if not self.everyone:
            found += self._far(by, max(found, default=(0, 0))[0])
        return sorted(found, key=lambda each: (-each[0], index.ids[each[1]]))

    def _far(self, by: date | None, heaviest: int) -> Iterator[tuple[int, int]]:
        """Of those to which only an applicant or a question points, the first of each kind by its number,
        for all of a kind weigh the same; all of a kind where a person may have to choose among them."""
        index, clues, weights = self.index, self.clues, self.clues.weights
        for person, weight in weights.applicants.items():
            for title, named in weights.titles.items():
                heavy = weight + named
                those = self._far_of(index.pairs.get((person, title), ()), by)
                several = heavy >= ENOUGH and heavy > heaviest - CLEARLY
                yield from ((heavy, at) for at in (those if several else _first(those)))
            alone = index.people.having[person]
            not_named = (at for at in alone if index.titles.of[at] not in clues.titles)
            yield from ((weight, at) for at in _first(self._far_of(not_named, by)))
        for title, named in weights.titles.items():
            alone = index.titles.having[title]
            strangers = (at for at in alone if index.people.of[at] not in clues.applicants)
            heavy = weights.others + named
            yield from ((heavy, at) for at in _first(self._far_of(strangers, by)))

    def _far_of(self, those: Iterable[int], by: date | None) -> Iterator[int]:
        """One by one: mostly the first is all that is asked for."""
        near, sent_on = self.near, self.index.sent_on
        return (at for at in those if at not in near and (by is None or sent_on[at] <= by))

    def touched(self, by: date | None) -> list[int]:
        """All to which anything points, in the order of the plan: to which mailbox a mail came says
        nothing of its sender."""
        index, clues = self.index, self.clues
        found = set(clues.applications)
        for having, told in (
            (index.units.having, clues.units),
            (index.people.having, clues.applicants),
            (index.titles.having, clues.titles),
        ):
            hinted = (key for key, its in told.items() if any(_hints(sign) for sign in its))
            found.update(*(having[key] for key in hinted))
        return index.out(sorted(found), by)


def _first(those: Iterator[int]) -> Iterator[int]:
    found = next(those, None)
    if found is not None:
        yield found


def _hints(sign: Sign) -> bool:
    return sign.weight >= 0 and sign.code != signs.BOX
