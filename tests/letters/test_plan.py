"""Who asks whom for what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.faults import BadTable
from letters.model import Applicant, Campaign, Channel, Question, Round, Unit
from letters.plan import plan

IDS = [f"Q{n}" for n in range(6)]
QUESTIONS = {id: Question(id, f"信息{id}", "描述") for id in IDS}
PEOPLE = [Applicant(f"P{n}", f"人{n}", "p@example.org", "路", "990001", "1") for n in range(3)]


def some_units(count: int) -> tuple[Unit, ...]:
    return tuple(
        Unit(f"U{n:03d}", f"单位{n}", "类", "县级", "u@example.org", "路", "990001", "")
        for n in range(1, count + 1)
    )


def a_campaign(seed: int, *decks: list[str], channel: Channel = Channel.EMAIL) -> Campaign:
    rounds = tuple(
        Round("ABCDEF"[n], "轮", channel, date(2020, 9, 21), ("P0", "P1", "P2"), tuple(deck))
        for n, deck in enumerate(decks)
    )
    return Campaign("c", "测评", "", True, date(2020, 11, 20), rounds, tuple(PEOPLE), seed=seed)


unhurried = settings(deadline=None, max_examples=60)  # the machine may be busy
seeds = st.integers(0, 2**63)
sizes = st.integers(1, 40)
decks = st.lists(st.lists(st.sampled_from(IDS), min_size=1, unique=True), min_size=1, max_size=4)


@unhurried
@given(seeds, sizes, decks)
def test_every_unit_gets_one_application_of_each_round(
    seed: int, size: int, hands: list[list[str]]
) -> None:
    try:
        planned = plan(a_campaign(seed, *hands), some_units(size), QUESTIONS)
    except BadTable:
        return  # too few questions, told below
    expected = [f"{unit.id}-{'ABCD'[n]}" for n in range(len(hands)) for unit in some_units(size)]
    assert [application.id for application in planned] == expected


@unhurried
@given(seeds, sizes, decks)
def test_no_unit_is_asked_the_same_twice_and_only_what_the_round_asks(
    seed: int, size: int, hands: list[list[str]]
) -> None:
    try:
        planned = plan(a_campaign(seed, *hands), some_units(size), QUESTIONS)
    except BadTable:
        return
    asked = Counter((each.unit.id, each.question.id) for each in planned)
    assert set(asked.values()) == {1}
    assert all(each.question.id in each.round.questions for each in planned)


@unhurried
@given(seeds, sizes, decks)
def test_the_same_seed_gives_the_same_plan_whatever_the_order_of_the_lists(
    seed: int, size: int, hands: list[list[str]]
) -> None:
    def planned(*given_hands: list[str]) -> object:
        try:
            return [
                (a.id, a.question.id, a.applicant.id)
                for a in plan(a_campaign(seed, *given_hands), some_units(size), QUESTIONS)
            ]
        except BadTable as refused:
            return len(refused.faults)

    assert planned(*hands) == planned(*[list(reversed(hand)) for hand in hands])


@unhurried
@given(seeds, sizes)
def test_questions_and_applicants_come_up_equally_often(seed: int, size: int) -> None:
    planned = plan(a_campaign(seed, IDS), some_units(size), QUESTIONS)
    for counted in (
        Counter(a.question.id for a in planned),
        Counter(a.applicant.id for a in planned),
    ):
        assert max(counted.values()) - min(counted.values()) <= 1


@unhurried
@given(seeds)
def test_two_rounds_reach_a_unit_from_different_applicants(seed: int) -> None:
    planned = plan(a_campaign(seed, IDS, IDS), some_units(20), QUESTIONS)
    first, second = planned[:20], planned[20:]
    assert all(a.applicant != b.applicant for a, b in zip(first, second, strict=True))


def test_another_seed_gives_another_plan() -> None:
    plans = {
        tuple(a.question.id for a in plan(a_campaign(seed, IDS), some_units(20), QUESTIONS))
        for seed in range(5)
    }
    assert len(plans) == 5


def test_a_plan_made_years_ago_comes_out_the_same_today() -> None:
    planned = plan(a_campaign(7, IDS, IDS), some_units(4), QUESTIONS)
    assert " ".join(f"{a.id}{a.question.id}{a.applicant.id}" for a in planned) == (
        "U001-AQ1P0 U002-AQ5P1 U003-AQ2P2 U004-AQ3P0 U001-BQ5P1 U002-BQ0P2 U003-BQ3P0 U004-BQ1P1"
    )


def test_rounds_that_can_only_be_served_by_giving_way_are_served() -> None:
    """A and B would both take Q1 first; C has nothing else than Q2."""
    for seed in range(10):
        planned = plan(
            a_campaign(seed, ["Q1", "Q2"], ["Q1", "Q3"], ["Q2"]), some_units(5), QUESTIONS
        )
        assert {a.question.id for a in planned if a.round.id == "C"} == {"Q2"}


def test_a_round_without_a_question_of_its_own_is_named() -> None:
    with pytest.raises(BadTable) as refused:
        plan(a_campaign(1, ["Q1"], ["Q1"]), some_units(2), QUESTIONS)
    assert len(refused.value.faults) == 1 and "问题不够" in refused.value.faults[0]


def test_a_unit_that_cannot_be_reached_is_named_before_anything_is_planned() -> None:
    units = (replace(some_units(1)[0], email=""),)
    with pytest.raises(BadTable) as refused:
        plan(a_campaign(1, IDS), units, QUESTIONS)
    assert refused.value.faults == (
        "units.xlsx，U001“单位1”：轮次 A（轮）走电子邮件，请填写“申请邮箱”",
    )


def test_a_letter_needs_an_address_but_no_mailbox() -> None:
    units = (replace(some_units(1)[0], email=""),)
    by_post = a_campaign(1, IDS, channel=Channel.REGISTERED_MAIL)
    assert len(plan(by_post, units, QUESTIONS)) == 1
    with pytest.raises(BadTable, match="“通信地址”、“邮政编码”"):
        plan(by_post, (replace(units[0], address="", postcode=""),), QUESTIONS)
