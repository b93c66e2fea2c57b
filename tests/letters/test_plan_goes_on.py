"""A plan that was frozen comes out as it was; what is new is dealt to fairly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.faults import BadTable
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit
from letters.plan import plan

IDS = [f"Q{n}" for n in range(7)]
BANK = {id: Question(id, f"信息{id}", "描述") for id in IDS}
PEOPLE = tuple(
    Applicant(f"P{n}", f"人{n}", f"p{n}@people.example", f"路{n}号", "990001", "1")
    for n in range(3)
)


def some_units(*numbers: int) -> tuple[Unit, ...]:
    return tuple(
        Unit(f"U{n:03d}", f"单位{n}", "类", "县级", "u@example.org", "路", "990001", "")
        for n in numbers
    )


def a_campaign(seed: int, *decks: list[str]) -> Campaign:
    rounds = tuple(
        Round("ABCDEF"[n], "轮", Channel.EMAIL, date(2020, 9, 21), ("P0", "P1", "P2"), tuple(deck))
        for n, deck in enumerate(decks)
    )
    return Campaign("c", "测评", "", True, date(2020, 11, 20), rounds, PEOPLE, seed=seed)


unhurried = settings(deadline=None, max_examples=80)
seeds = st.integers(0, 2**63)
groups = st.lists(st.integers(1, 60), min_size=1, max_size=25, unique=True)
decks = st.lists(st.lists(st.sampled_from(IDS), min_size=3, unique=True), min_size=1, max_size=3)


@unhurried
@given(seeds, decks, groups, groups)
def test_what_was_frozen_stays_and_only_what_is_missing_is_added(
    seed: int, hands: list[list[str]], first: list[int], second: list[int]
) -> None:
    campaign = a_campaign(seed, *hands)
    frozen = plan(campaign, some_units(*first), BANK)
    everybody = some_units(*dict.fromkeys(second + first))
    whole = plan(campaign, everybody, BANK, frozen)
    assert whole[: len(frozen)] == frozen
    assert all(a is b for a, b in zip(whole, frozen, strict=False))
    assert sorted(each.id for each in whole) == sorted(
        f"{unit.id}-{a_round.id}" for unit in everybody for a_round in campaign.rounds
    )
    asked = Counter((each.unit.id, each.question.id) for each in whole)
    assert set(asked.values()) == {1}
    assert plan(campaign, everybody, BANK, whole) == whole


@unhurried
@given(seeds, decks, groups)
def test_sorting_rewording_and_leaving_out_change_nothing_that_was_frozen(
    seed: int, hands: list[list[str]], numbers: list[int]
) -> None:
    campaign, units = a_campaign(seed, *hands), some_units(*numbers)
    frozen = plan(campaign, units, BANK)
    reworded = {id: replace(each, title="另一说法", text="另一描述") for id, each in BANK.items()}
    moved = [replace(unit, address="新址", email="") for unit in sorted(units, key=lambda u: u.id)]
    assert plan(campaign, moved, reworded, frozen) == frozen
    assert plan(campaign, (), reworded, frozen) == frozen
    assert plan(campaign, units, {}, frozen) == frozen


@unhurried
@given(seeds, st.lists(groups, min_size=2, max_size=5))
def test_however_often_units_are_added_each_card_comes_up_as_often(
    seed: int, batches: list[list[int]]
) -> None:
    campaign = a_campaign(seed, IDS)
    planned: tuple[Application, ...] = ()
    seen: list[int] = []
    for batch in batches:
        seen = list(dict.fromkeys(batch + seen))
        planned = plan(campaign, some_units(*seen), BANK, planned)
    for cards, used in (
        (IDS, Counter(a.question.id for a in planned)),
        ([person.id for person in PEOPLE], Counter(a.applicant.id for a in planned)),
    ):
        counts = [used[card] for card in cards]
        assert max(counts) - min(counts) <= 1


@unhurried
@given(seeds, groups)
def test_the_order_of_the_table_does_not_matter_to_who_is_asked_what(
    seed: int, numbers: list[int]
) -> None:
    campaign = a_campaign(seed, IDS, IDS)
    frozen = plan(campaign, some_units(99), BANK)

    def dealt(order: list[int]) -> set[tuple[str, str, str]]:
        whole = plan(campaign, some_units(*order), BANK, frozen)
        return {(a.id, a.question.id, a.applicant.id) for a in whole}

    assert dealt(numbers) == dealt(numbers[::-1])


@unhurried
@given(seeds)
def test_a_round_added_later_asks_each_unit_something_else_by_somebody_else(seed: int) -> None:
    units = some_units(*range(1, 21))
    frozen = plan(a_campaign(seed, IDS), units, BANK)
    whole = plan(a_campaign(seed, IDS, IDS), units, BANK, frozen)
    for first, second in zip(whole[:20], whole[20:], strict=True):
        assert first.unit == second.unit
        assert first.question.id != second.question.id
        assert first.applicant != second.applicant


def test_a_unit_that_was_asked_everything_is_named() -> None:
    units = some_units(1, 2)
    frozen = plan(a_campaign(1, ["Q1"]), units[:1], BANK)
    with pytest.raises(BadTable) as refused:
        plan(a_campaign(1, ["Q1", "Q2"], ["Q1"]), units[:1], BANK, frozen)
    assert refused.value.faults == (
        "campaign.toml，[[rounds]] B 的 questions：单位 U001 已收到过这一轮的全部问题，"
        "同一单位在各轮次中不得收到相同的问题，请为这一轮补充其他问题",
    )


def test_a_new_unit_that_cannot_be_reached_is_named_and_an_old_one_is_not() -> None:
    old, new = (replace(unit, email="") for unit in some_units(1, 2))
    frozen = plan(a_campaign(1, IDS), some_units(1), BANK)
    with pytest.raises(BadTable) as refused:
        plan(a_campaign(1, IDS), (old, new), BANK, frozen)
    assert [fault.split("“")[0] for fault in refused.value.faults] == ["units.xlsx，U002"]
