"""Cards dealt fairly: which question in which words goes to which unit, and from whom.

Decks are shuffled by the campaign's seed; a card that was dealt goes to its deck's bottom, so that
each comes up as often as the others. Nothing here knows a plan: plan.py asks, and says what to do
where nothing fits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from letters.model import Round, Unit

Card = str  # an applicant's or a question's id
Hands = Mapping[str, Mapping[str, Card]]  # unit id -> round id -> card
Open = Sequence[tuple[Unit, Round]]  # what is to be planned


@dataclass(slots=True)
class Decks:
    """A deck a round, its top first. `again`: something was dealt before, so that what was used
    least comes first, and not what lies on top."""

    cards: dict[str, list[Card]]
    used: dict[str, Counter[Card]]
    again: bool

    @classmethod
    def shuffled(cls, seed: int, new: Open, what: str, before: Hands) -> Decks:
        cards = {a_round.id: _shuffled(seed, a_round, what) for _, a_round in new}
        used = {id: Counter(h[id] for h in before.values() if id in h) for id in cards}
        for id, deck in cards.items():
            deck.sort(key=used[id].__getitem__)  # stable: nothing moves where nothing was dealt
        return cls(cards, used, bool(before))

    def deal(self, round_id: str, card: Card) -> None:
        deck, used = self.cards[round_id], self.used[round_id]
        deck.remove(card)
        deck.append(card)
        used[card] += 1
        if self.again:
            deck.sort(key=used.__getitem__)


@dataclass(slots=True)
class Spent:
    """Which wordings the units of a system, and all units, have had: (question id, number)."""

    of_system: dict[str, Counter[tuple[Card, int]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    of_all: Counter[tuple[Card, int]] = field(default_factory=Counter)

    def add(self, system: str, id: Card, number: int) -> None:
        self.of_all[id, number] += 1
        if system:
            self.of_system[system][id, number] += 1

    def times(self, system: str, id: Card, number: int) -> int:
        return self.of_system[system][id, number] if system else 0


def wanting(new: Open) -> dict[Unit, list[Round]]:
    """Unit -> the rounds that it has no application of yet."""
    found: dict[Unit, list[Round]] = defaultdict(list)
    for unit, a_round in new:
        found[unit].append(a_round)
    return found


def in_turn(seed: int, units: Iterable[Unit]) -> list[Unit]:
    """In an order that no table tells."""
    by_id = {unit.id: unit for unit in units}
    order = sorted(by_id)
    Random(f"{seed} units").shuffle(order)
    return [by_id[id] for id in order]


def distinct(wishes: Mapping[str, Sequence[Card]]) -> dict[str, Card]:
    """A different card for each round, the first wishes where possible; as many rounds as can be.

    Augmenting paths (Kuhn): a round whose cards are all taken asks their holders to take another.
    """
    holder: dict[str, str] = {}

    def place(round_id: str, tried: set[str]) -> bool:
        for card in wishes[round_id]:
            if card in tried:
                continue
            tried.add(card)
            if card not in holder or place(holder[card], tried):
                holder[card] = round_id
                return True
        return False

    for round_id in wishes:
        place(round_id, set())
    return {round_id: card for card, round_id in holder.items()}


def least_used(seed: int, id: Card, numbers: Sequence[int], spent: Spent, system: str) -> int:
    """The wording that was used least; among equals as the seed has it."""
    shuffled = sorted(numbers)
    Random(f"{seed} {id} wordings").shuffle(shuffled)
    return min(shuffled, key=lambda n: (spent.times(system, id, n), spent.of_all[id, n]))


def _shuffled(seed: int, a_round: Round, what: str) -> list[Card]:
    cards = sorted(getattr(a_round, what))
    # seeded by a text: that goes through SHA-512 and is the same everywhere
    Random(f"{seed} {a_round.id} {what}").shuffle(cards)
    return cards
