"""Campaign, units and question bank -> the applications: who asks whom for what.

Every unit gets one application of each round. Applicants and questions are dealt like cards from
a shuffled deck, so that each comes up as often as the others; no unit is asked the same question
in two rounds, and it hears from different applicants where there are enough. The same seed and
the same tables always give the same plan, on every machine and Python version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def plan(
    campaign: Campaign, units: Sequence[Unit], questions: Mapping[str, Question]
) -> tuple[Application, ...]:
    """Round by round, in the units' order; BadTable where a unit cannot be reached or asked."""
    faults = (*_unreachable(campaign, units), *_too_few(campaign))
    if faults:
        raise BadTable(*faults)
    people = {applicant.id: applicant for applicant in campaign.applicants}
    asked = _deal(campaign, units, "questions", strict=True)
    asking = _deal(campaign, units, "applicants", strict=False)
    return tuple(
        Application(
            id=f"{unit.id}-{a_round.id}",
            unit=unit,
            applicant=people[asking[unit.id][a_round.id]],
            question=dated(questions[asked[unit.id][a_round.id]], a_round.send_on),
            round=a_round,
        )
        for a_round in campaign.rounds
        for unit in units
    )


def _deal(
    campaign: Campaign, units: Sequence[Unit], what: str, *, strict: bool
) -> dict[str, dict[str, str]]:
    """Unit id -> round id -> card. `strict`: never the same card twice for a unit."""
    decks = {a_round.id: _shuffled(campaign.seed, a_round, what) for a_round in campaign.rounds}
    order = sorted(unit.id for unit in units)
    Random(f"{campaign.seed} units").shuffle(order)
    dealt = {}
    for unit in order:
        hand = _distinct(decks)
        if not strict:
            hand = {round_id: hand.get(round_id, deck[0]) for round_id, deck in decks.items()}
        for round_id, card in hand.items():
            # a card that was dealt goes to the bottom, so that each comes up as often as others
            decks[round_id].remove(card)
            decks[round_id].append(card)
        dealt[unit] = hand
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


def _too_few(campaign: Campaign) -> tuple[str, ...]:
    hand = _distinct({a_round.id: sorted(a_round.questions) for a_round in campaign.rounds})
    return tuple(
        f"campaign.toml，[[rounds]] {a_round.id} 的 questions：问题不够，"
        "同一单位在各轮次中不得收到相同的问题，请为这一轮补充其他问题"
        for a_round in campaign.rounds
        if a_round.id not in hand
    )


def _unreachable(campaign: Campaign, units: Sequence[Unit]) -> tuple[str, ...]:
    """An application that could not be sent must be known before the first one leaves."""
    return tuple(
        f"units.xlsx，{unit.id}“{unit.name}”：轮次 {a_round.id}（{a_round.label}）走"
        f"{CHANNEL_NAMES[a_round.channel]}，请填写{missing}"
        for a_round in campaign.rounds
        for unit in units
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
