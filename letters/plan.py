"""Campaign, units and question bank -> the applications: who asks whom for what.

Every unit gets one application of each round. Applicants and questions are dealt like cards from
a shuffled deck, so that each comes up as often as the others; no unit is asked the same question
in two rounds, and it hears from different applicants where there are enough. The same seed and
the same tables always give the same plan, on every machine and Python version.

What was planned once is given as `frozen` and comes out as it is, whatever the tables say now;
units and rounds that are new are dealt to from the cards that were used least until then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from letters.asking import asked
from letters.dealing import Open, distinct, wanting
from letters.faults import BadTable
from letters.kinds import kind_of
from letters.model import (
    CHANNEL_NAMES,
    Application,
    Campaign,
    Channel,
    Question,
    Round,
    Unit,
)
from letters.plan_applicants import applicants
from letters.plan_questions import choose, fits

ON_PAPER = (Channel.REGISTERED_MAIL, Channel.ORDINARY_MAIL, Channel.IN_PERSON)


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
    faults = (*_unreachable(new), *_too_few(new, questions, frozen))
    if faults:
        raise BadTable(*faults)
    chosen = choose(campaign, new, questions, frozen)
    asking = applicants(
        campaign, new, frozen, {key: questions[id].items for key, (id, _) in chosen.items()}
    )
    people = {applicant.id: applicant for applicant in campaign.applicants}
    added = []
    for unit, a_round in new:
        id, wording = chosen[unit.id, a_round.id]
        question = asked(questions[id], wording, unit, a_round.send_on, campaign.seed)
        who = people[asking[unit.id, a_round.id]]
        added.append(Application(f"{unit.id}-{a_round.id}", unit, who, question, a_round))
    return (*frozen, *added)


def plan_faults(
    campaign: Campaign, units: Sequence[Unit], questions: Mapping[str, Question]
) -> tuple[str, ...]:
    """Why nothing can be planned yet, with nothing frozen."""
    new = [(unit, a_round) for a_round in campaign.rounds for unit in units]
    return (*_unreachable(new), *_too_few(new, questions, ()))


def _too_few(
    new: Open, questions: Mapping[str, Question], frozen: Sequence[Application]
) -> tuple[str, ...]:
    """Rounds that have no question left for a unit; once for all the units that are new."""
    had: dict[str, set[str]] = defaultdict(set)
    for each in frozen:
        had[each.unit.id].add(each.question.id)
    faults: dict[str, None] = {}
    judged: dict[object, list[Round]] = {}
    for unit, rounds in wanting(new).items():
        held, kind = frozenset(had[unit.id]), kind_of(unit)
        key = (held, kind, tuple(a_round.id for a_round in rounds))
        if key not in judged:
            judged[key] = _without_question(rounds, held, kind, questions)
        for a_round in judged[key]:
            faults[_none_left(unit, a_round, questions, held)] = None
    return tuple(faults)


def _none_left(
    unit: Unit, a_round: Round, questions: Mapping[str, Question], held: Collection[str]
) -> str:
    place = f"campaign.toml，[[rounds]] {a_round.id} 的 questions："
    if not any(fits(questions[id], unit) for id in a_round.questions):
        kind = kind_of(unit)
        what = f"种类“{kind}”" if kind else "种类判断不出，可在 units.xlsx 的“单位种类”列选定"
        return f"{place}没有可以问单位 {unit.id}“{unit.name}”（{what}）的问题，请补充"
    to = f"单位 {unit.id} 已收到过这一轮的全部问题，" if held else "问题不够，"
    return f"{place}{to}同一单位在各轮次中不得收到相同的问题，请为这一轮补充其他问题"


def _without_question(
    rounds: Sequence[Round], held: Collection[str], kind: str, questions: Mapping[str, Question]
) -> list[Round]:
    hand = distinct(
        {
            r.id: [
                id
                for id in sorted(set(r.questions) - set(held))
                if questions[id].kind in ("", kind)
            ]
            for r in rounds
        }
    )
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
