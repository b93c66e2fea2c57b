"""Which unit is asked which question, in which of its wordings.

A question fits the unit: it is of the unit's kind, or of any. Within a 类别 and a round all questions
are equally hard, else the units' answers could not be compared. No unit is asked the same question
twice; no wording goes twice to units of one system, which compare notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from random import Random

from letters.asking import wordings
from letters.columns import same
from letters.dealing import Decks, Hands, Open, Spent, distinct, in_turn, least_used, wanting
from letters.faults import BadTable
from letters.kinds import kind_of
from letters.model import DIFFICULTIES, Application, Campaign, Question, Round, Unit

Levels = Mapping[str, str]  # round id -> how hard its questions are
Chosen = dict[tuple[str, str], tuple[str, int]]  # unit id, round id -> question id, wording
MOST_TRIES = 81  # of a 类别: three difficulties in four rounds


@dataclass(frozen=True, slots=True)
class _Stuck(Exception):
    unit: Unit
    rounds: tuple[Round, ...]


def fits(question: Question, unit: Unit) -> bool:
    return not question.kind or question.kind == kind_of(unit)


def choose(
    campaign: Campaign, new: Open, questions: Mapping[str, Question], frozen: Sequence[Application]
) -> Chosen:
    """BadTable where no choice keeps all the rules."""
    tries = _tries(campaign, new, questions, frozen)
    levels = {category: next(each) for category, each in tries.items()}
    while True:
        table = _Table.laid(campaign, new, questions, frozen)
        try:
            return _dealt(table, campaign, new, levels)
        except _Stuck as stuck:
            category = same(stuck.unit.category)
            other = next(tries[category], None)
            if other is None:
                raise BadTable(_why(campaign, new, questions, frozen, stuck)) from None
            levels[category] = other


def _tries(
    campaign: Campaign, new: Open, questions: Mapping[str, Question], frozen: Sequence[Application]
) -> dict[str, Iterator[Levels]]:
    """类别 -> how hard its rounds may be, the first choice first. Rounds differ where they can, so
    that a unit is not asked its few easy questions one after the other."""
    rounds: dict[str, dict[str, Round]] = defaultdict(dict)
    for unit, a_round in new:
        rounds[same(unit.category)][a_round.id] = a_round
    before = _asked_before(questions, frozen)
    found = {}
    for category, its in rounds.items():
        start = Random(f"{campaign.seed} {category} levels").randrange(len(DIFFICULTIES))
        options = []
        for place, a_round in enumerate(its.values(), start):
            there = {questions[id].difficulty for id in a_round.questions}
            fixed = before.get((category, a_round.id), set()) & there
            turn = [DIFFICULTIES[(place + n) % len(DIFFICULTIES)] for n in range(len(DIFFICULTIES))]
            options.append([each for each in turn if each in (fixed or there)])
        found[category] = _each(tuple(its), options)
    return found


def _each(rounds: Sequence[str], options: Sequence[Sequence[str]]) -> Iterator[Levels]:
    for each in islice(product(*options), MOST_TRIES):
        yield dict(zip(rounds, each, strict=True))


def _asked_before(
    questions: Mapping[str, Question], frozen: Sequence[Application]
) -> dict[tuple[str, str], set[str]]:
    """类别 and round -> how hard its units were asked; left out where that differed."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in frozen:
        was = each.question  # of an earlier version's plan the bank knows it
        known = was if was.law else questions.get(was.id, was)
        found[same(each.unit.category), each.round.id].add(known.difficulty)
    return {key: levels for key, levels in found.items() if len(levels) == 1}


@dataclass(slots=True)
class _Table:
    """What lies on it while questions are dealt."""

    campaign: Campaign
    questions: Mapping[str, Question]
    had: Hands
    decks: Decks
    spent: Spent

    @classmethod
    def laid(
        cls,
        campaign: Campaign,
        new: Open,
        questions: Mapping[str, Question],
        frozen: Sequence[Application],
    ) -> _Table:
        had: dict[str, dict[str, str]] = defaultdict(dict)
        spent = Spent()
        for each in frozen:
            had[each.unit.id][each.round.id] = each.question.id
            spent.add(kind_of(each.unit), each.question.id, each.question.wording)
        decks = Decks.shuffled(campaign.seed, new, "questions", had)
        return cls(campaign, questions, had, decks, spent)

    def wishes(self, unit: Unit, a_round: Round, level: str) -> list[str]:
        """What the unit may be asked in a round, its own kind's questions first."""
        kind, held = kind_of(unit), set(self.had.get(unit.id, {}).values())
        asked = [
            id
            for id in self.decks.cards[a_round.id]
            if id not in held
            and self.questions[id].kind in ("", kind)
            and self.questions[id].difficulty == level
            and self._free(id, kind)
        ]
        return sorted(asked, key=lambda id: not self.questions[id].kind)

    def give(self, unit: Unit, round_id: str, id: str) -> int:
        """Deal a question; answers in which wording."""
        kind = kind_of(unit)
        self.decks.deal(round_id, id)
        number = least_used(self.campaign.seed, id, self._free(id, kind), self.spent, kind)
        self.spent.add(kind, id, number)
        return number

    def _free(self, id: str, system: str) -> list[int]:
        """The wordings that no unit of the system has had."""
        numbers = range(1, len(wordings(self.questions[id])) + 1)
        repeat = self.campaign.repeat_wordings
        return [n for n in numbers if repeat or not self.spent.times(system, id, n)]


def _dealt(table: _Table, campaign: Campaign, new: Open, levels: Mapping[str, Levels]) -> Chosen:
    rounds = wanting(new)
    chosen: Chosen = {}
    for unit in in_turn(campaign.seed, rounds):
        level = levels[same(unit.category)]
        hand = distinct({r.id: table.wishes(unit, r, level[r.id]) for r in rounds[unit]})
        left = tuple(r for r in rounds[unit] if r.id not in hand)
        if left:
            raise _Stuck(unit, left)
        for round_id, id in hand.items():
            chosen[unit.id, round_id] = (id, table.give(unit, round_id, id))
    return chosen


def _why(
    campaign: Campaign,
    new: Open,
    questions: Mapping[str, Question],
    frozen: Sequence[Application],
    stuck: _Stuck,
) -> str:
    unit, kind = stuck.unit, kind_of(stuck.unit)
    where = "、".join(a_round.id for a_round in stuck.rounds)
    head = f"units.xlsx，{unit.id}“{unit.name}”：轮次 {where} 没有合适的问题可问"
    if campaign.repeat_wordings:
        return (
            f"{head}：类别“{unit.category}”的单位在同一轮中只能问同一难度的问题，"
            "没有一种难度让每家都有得问；请在 questions.xlsx 或者这一轮的 questions 中补充"
        )
    choose(replace(campaign, repeat_wordings=True), new, questions, frozen)  # no help: it says why
    several = len({each.id for each, _ in new if kind_of(each) == kind})
    return (
        f"{head}：同属“{kind}”系统的有{several}家，同一措辞在一个系统内只用一次，题库的措辞不够分；"
        f"请在 questions.xlsx 补充“{kind}”的问题，或在 campaign.toml 的 [campaign] 写 "
        "repeat_wordings = true（允许重复，plan 会逐对列出）"
    )
