"""Campaign, units and question bank -> the applications: who asks whom for what.

Every unit gets one application of each round. Applicants and questions are dealt like cards from
a shuffled deck, so that each comes up as often as the others; no unit is asked the same question
in two rounds, and it hears from different applicants where there are enough. The same seed and
the same tables always give the same plan, on every machine and Python version.

What was planned once is given as `frozen` and comes out as it is, whatever the tables say now;
units and rounds that are new are dealt to from the cards that were used least until then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from random import Random

from letters.faults import BadTable
from letters.model import (
    CHANNEL_NAMES,
    Application,
    Campaign,
    Channel,
    Question,
    Round,
    Unit,
)
from letters.questions import dated

ON_PAPER = (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL, Channel.IN_PERSON)

Card = str  # an applicant's or a question's id
Hands = Mapping[str, Mapping[str, Card]]  # unit id -> round id -> card
Open = Sequence[tuple[Unit, Round]]  # what is to be planned


def plan(
    campaign: Campaign,
    units: Sequence[Unit],
    questions: Mapping[str, Question],
    frozen: Sequence[Application] = (),
) -> tuple[Application, ...]:
    """The frozen ones, then round by round, in the units' order, what is not planned yet.

    BadTable where a unit that is to be planned cannot be reached or asked.
    """
    planned = {(each.unit.id, each.round.id) for each in frozen}
    new = [(u, r) for r in campaign.rounds for u in units if (u.id, r.id) not in planned]
    were_asked = _hands((each, each.question.id) for each in frozen)
    had_asked = _hands((each, each.applicant.id) for each in frozen)
    faults = (*_unreachable(new), *_too_few(new, were_asked))
    if faults:
        raise BadTable(*faults)
    people = {applicant.id: applicant for applicant in campaign.applicants}
    asked = _deal(campaign.seed, new, "questions", were_asked, strict=True)
    asking = _deal(campaign.seed, new, "applicants", had_asked, strict=False)
    added = (
        Application(
            id=f"{unit.id}-{a_round.id}",
            unit=unit,
            applicant=people[asking[unit.id][a_round.id]],
            question=dated(questions[asked[unit.id][a_round.id]], a_round.send_on),
            round=a_round,
        )
        for unit, a_round in new
    )
    return (*frozen, *added)


def plan_faults(campaign: Campaign, units: Sequence[Unit]) -> tuple[str, ...]:
    """Why nothing can be planned yet, with nothing frozen."""
    new = [(unit, a_round) for a_round in campaign.rounds for unit in units]
    return (*_unreachable(new), *_too_few(new, {}))


def _hands(dealt: Iterable[tuple[Application, Card]]) -> Hands:
    hands: dict[str, dict[str, Card]] = defaultdict(dict)
    for application, card in dealt:
        hands[application.unit.id][application.round.id] = card
    return hands


def _deal(seed: int, new: Open, what: str, before: Hands, *, strict: bool) -> Hands:
    """A card for each of `new`. `strict`: never the same card twice for a unit."""
    decks = {a_round.id: _shuffled(seed, a_round, what) for _, a_round in new}
    used = {id: Counter(h[id] for h in before.values() if id in h) for id in decks}
    for id, deck in decks.items():
        deck.sort(key=used[id].__getitem__)  # stable: nothing moves where nothing was dealt
    wanting = defaultdict(list)
    for unit, a_round in new:
        wanting[unit.id].append(a_round.id)
    order = sorted(wanting)
    Random(f"{seed} units").shuffle(order)
    dealt = {}
    for unit_id in order:
        held = set(before.get(unit_id, {}).values())
        hand = _distinct({id: [c for c in decks[id] if c not in held] for id in wanting[unit_id]})
        if not strict:
            hand = {id: hand.get(id, decks[id][0]) for id in wanting[unit_id]}
        for id, card in hand.items():
            # a card that was dealt goes to the bottom, so that each comes up as often as others
            decks[id].remove(card)
            decks[id].append(card)
            used[id][card] += 1
            if before:
                decks[id].sort(key=used[id].__getitem__)
        dealt[unit_id] = hand
    return dealt


def _shuffled(seed: int, a_round: Round, what: str) -> list[str]:
    """A deck, its top first."""
    cards = sorted(getattr(a_round, what))
    # seeded by a text: that goes through SHA-512 and is the same everywhere
    Random(f"{seed} {a_round.id} {what}").shuffle(cards)
    return cards


def _distinct(wishes: Mapping[str, Sequence[str]]) -> dict[str, str]:
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


def _too_few(new: Open, asked: Hands) -> tuple[str, ...]:
    """Rounds that have no question left for a unit; once for all the units that are new."""
    wanting = defaultdict(list)
    for unit, a_round in new:
        wanting[unit].append(a_round)
    faults: dict[str, None] = {}
    judged: dict[object, list[Round]] = {}
    for unit, rounds in wanting.items():
        held = frozenset(asked.get(unit.id, {}).values())
        key = (held, tuple(a_round.id for a_round in rounds))
        if key not in judged:
            judged[key] = _without_question(rounds, held)
        for a_round in judged[key]:
            to = f"单位 {unit.id} 已收到过这一轮的全部问题，" if held else "问题不够，"
            faults[
                f"campaign.toml，[[rounds]] {a_round.id} 的 questions：{to}"
                "同一单位在各轮次中不得收到相同的问题，请为这一轮补充其他问题"
            ] = None
    return tuple(faults)


def _without_question(rounds: Sequence[Round], held: Collection[Card]) -> list[Round]:
    hand = _distinct({r.id: sorted(set(r.questions) - set(held)) for r in rounds})
    return [a_round for a_round in rounds if a_round.id not in hand]


def _unreachable(new: Open) -> tuple[str, ...]:
    """An application that could not be sent must be known before the first one leaves."""
    return tuple(
        f"units.xlsx，{unit.id}“{unit.name}”：轮次 {a_round.id}（{a_round.label}）走"
        f"{CHANNEL_NAMES[a_round.channel]}，请填写{missing}"
        for unit, a_round in new
        if (missing := _missing(a_round.channel, unit))
    )


def _missing(channel: Channel, unit: Unit) -> str:
    if channel is Channel.EMAIL and not unit.email:
        return "“申请邮箱”"
    if channel in ON_PAPER:
        lacking = [
            heading
            for heading, value in (("通信地址", unit.address), ("邮政编码", unit.postcode))
            if not value
        ]
        return "、".join(f"“{heading}”" for heading in lacking)
    return ""
