"""Who asks which unit: every person as often as the others, a unit from different people.

Nobody asks one unit for more than ten things in a calendar month: from the eleventh on a fee may be
asked (条例 art. 42; 国办函〔2020〕109号, art. 4). A unit may count each thing that is asked for as an
application of its own, so things are counted and not letters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from letters.dealing import Decks, Open, distinct, in_turn, wanting
from letters.faults import BadTable
from letters.model import Application, Campaign, Round, Unit

FREE_A_MONTH = 10
Month = tuple[int, int]


class _Load:
    """What people ask of a unit in a month."""

    def __init__(self) -> None:
        self._things: Counter[tuple[str, str, Month]] = Counter()

    def has_room(self, unit: Unit, who: str, a_round: Round, things: int) -> bool:
        return self._things[unit.id, who, _month(a_round)] + things <= FREE_A_MONTH

    def add(self, unit: Unit, who: str, a_round: Round, things: int) -> None:
        self._things[unit.id, who, _month(a_round)] += things


def _month(a_round: Round) -> Month:
    return a_round.send_on.year, a_round.send_on.month


def applicants(
    campaign: Campaign,
    new: Open,
    frozen: Sequence[Application],
    items: Mapping[tuple[str, str], int],
) -> dict[tuple[str, str], str]:
    """Unit id, round id -> applicant's id. `items`: how many things are asked for there."""
    had: dict[str, dict[str, str]] = defaultdict(dict)
    load = _Load()
    for each in frozen:
        had[each.unit.id][each.round.id] = each.applicant.id
        load.add(each.unit, each.applicant.id, each.round, each.question.items)
    decks = Decks.shuffled(campaign.seed, new, "applicants", had)
    rounds = wanting(new)
    found: dict[tuple[str, str], str] = {}
    faults: list[str] = []
    for unit in in_turn(campaign.seed, rounds):
        hand = _strangers(
            unit, rounds[unit], decks, load, set(had.get(unit.id, {}).values()), items
        )
        for a_round in rounds[unit]:
            things = items[unit.id, a_round.id]
            who = hand.get(a_round.id) or _anybody(unit, a_round, decks, load, things)
            if who is None:
                faults.append(_nobody(unit, a_round))
                continue
            decks.deal(a_round.id, who)
            load.add(unit, who, a_round, things)
            found[unit.id, a_round.id] = who
    if faults:
        raise BadTable(*faults)
    return found


def _strangers(
    unit: Unit,
    rounds: Sequence[Round],
    decks: Decks,
    load: _Load,
    known: set[str],
    items: Mapping[tuple[str, str], int],
) -> dict[str, str]:
    """People of whom the unit has not heard, one a round."""
    wishes = {
        a_round.id: [
            who
            for who in decks.cards[a_round.id]
            if who not in known and load.has_room(unit, who, a_round, items[unit.id, a_round.id])
        ]
        for a_round in rounds
    }
    return distinct(wishes)


def _anybody(unit: Unit, a_round: Round, decks: Decks, load: _Load, things: int) -> str | None:
    cards = decks.cards[a_round.id]
    return next((who for who in cards if load.has_room(unit, who, a_round, things)), None)


def _nobody(unit: Unit, a_round: Round) -> str:
    month = f"{a_round.send_on.year}年{a_round.send_on.month}月"
    return (
        f"campaign.toml，[[rounds]] {a_round.id} 的 applicants：每个申请人在{month}向 {unit.id}"
        f"“{unit.name}”申请的事项都已满{FREE_A_MONTH}件，再申请可能被收取信息处理费（条例第四十二条）；"
        "请增加申请人，或者把部分轮次改到别的月份"
    )
