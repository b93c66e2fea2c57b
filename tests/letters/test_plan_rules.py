"""Questions fit the unit, are equally hard within a class, and are worded differently in a system."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.faults import BadTable
from letters.kinds import kind_of
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit
from letters.plan import plan
from letters.questions import load

BANK = load()
PEOPLE = tuple(
    Applicant(f"P{n}", f"人{n}", f"p{n}@people.example", f"路{n}号", "990001", "1")
    for n in range(4)
)
BUREAUS = ("财政局", "教育局", "水利局", "镇人民政府", "街道办事处", "档案馆")
unhurried = settings(deadline=None, max_examples=15)


def unit(number: int, name: str, category: str = "县（市、区）") -> Unit:
    return Unit(
        f"U{number:03d}", f"样江市第{number}{name}", category, "县级", "u@u.example", "路",
        "990001", "",
    )  # fmt: skip


def a_campaign(
    seed: int, days: list[date], questions: tuple[str, ...] = tuple(sorted(BANK)), people: int = 4
) -> Campaign:
    who = tuple(each.id for each in PEOPLE[:people])
    rounds = tuple(
        Round("ABCDEFGHIJKLMN"[n], "轮", Channel.EMAIL, day, who, questions)
        for n, day in enumerate(days)
    )
    return Campaign("c", "测评", "", True, date(2027, 1, 1), rounds, PEOPLE[:people], seed=seed)


MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)
towns = st.lists(st.sampled_from(BUREAUS), min_size=1, max_size=40)


def levels(planned: tuple[Application, ...]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in planned:
        found[each.unit.category, each.round.id].add(each.question.difficulty)
    return found


@unhurried
@given(st.integers(0, 2**32), towns, st.integers(0, 40))
def test_the_rules_hold_in_every_plan(seed: int, names: list[str], cut: int) -> None:
    units = [unit(n, name, "甲乙"[n % 2]) for n, name in enumerate(names)]
    campaign = a_campaign(seed, [MARCH, APRIL])
    first = plan(campaign, units[:cut], BANK)
    planned = plan(campaign, units, BANK, first)
    assert planned[: len(first)] == first
    assert all(each.question.kind in ("", kind_of(each.unit)) for each in planned)
    assert all(len(found) == 1 for found in levels(planned).values())
    had = Counter(
        (kind, each.question.id, each.question.wording)
        for each in planned
        if (kind := kind_of(each.unit))
    )
    assert not had or max(had.values()) == 1
    words = Counter((kind_of(each.unit), each.question.text) for each in planned)
    assert all(n == 1 for (kind, _), n in words.items() if kind)
    assert len({(each.unit.id, each.question.id) for each in planned}) == len(planned)
    assert planned == plan(campaign, list(reversed(units)), BANK, first) or cut < len(units)


def test_a_unit_is_asked_what_its_kind_holds_where_the_bank_has_it() -> None:
    planned = plan(a_campaign(1, [MARCH]), [unit(n, BUREAUS[n]) for n in range(5)], BANK)
    assert [each.question.kind for each in planned] == ["财政", "教育", "水利", "乡镇", "街道"]


def test_where_a_name_tells_nothing_any_units_question_is_asked() -> None:
    (planned,) = plan(a_campaign(1, [MARCH]), [unit(1, "档案馆")], BANK)
    assert planned.question.kind == ""


def test_an_office_that_the_name_does_not_tell_is_asked_by_the_column() -> None:
    (planned,) = plan(a_campaign(1, [MARCH]), [replace(unit(1, "档案馆"), kind="水利")], BANK)
    assert planned.question.kind == "水利"


def test_too_many_units_of_one_system_are_named_with_what_to_do() -> None:
    units = [unit(n, "教育局") for n in range(90)]
    with pytest.raises(BadTable) as refused:
        plan(a_campaign(1, [MARCH]), units, BANK)
    (fault,) = refused.value.faults
    assert "同属“教育”系统的有90家" in fault and "repeat_wordings = true" in fault
    planned = plan(replace(a_campaign(1, [MARCH]), repeat_wordings=True), units, BANK)
    had = Counter((each.question.id, each.question.wording) for each in planned)
    assert len(planned) == 90 and len(levels(planned)[units[0].category, "A"]) == 1
    assert len(had) > 2


def test_a_class_that_cannot_be_asked_equally_hard_things_is_named() -> None:
    units = [unit(1, "财政局"), unit(2, "教育局")]
    with pytest.raises(BadTable, match="没有一种难度让每家都有得问"):
        plan(a_campaign(1, [MARCH], ("CZ01", "JY02")), units, BANK)


def test_a_round_that_asks_nothing_of_a_units_kind_is_named() -> None:
    with pytest.raises(BadTable) as refused:
        plan(a_campaign(1, [MARCH], ("CZ01",)), [unit(1, "教育局"), unit(2, "档案馆")], BANK)
    first, second = refused.value.faults
    assert "没有可以问单位 U001“样江市第1教育局”（种类“教育”）的问题" in first
    assert "种类判断不出，可在 units.xlsx 的“单位种类”列选定" in second


def own(count: int, items: int = 1) -> dict[str, Question]:
    return {f"Z{n:02d}": Question(f"Z{n:02d}", f"事{n}", "描述", items) for n in range(count)}


def test_nobody_asks_one_unit_for_more_than_ten_things_in_a_calendar_month() -> None:
    bank = own(14)
    campaign = a_campaign(1, [MARCH] * 11, tuple(bank), people=1)
    with pytest.raises(BadTable) as refused:
        plan(campaign, [unit(1, "档案馆")], bank)
    (fault,) = refused.value.faults
    assert "每个申请人在2026年3月向 U001" in fault and "都已满10件" in fault
    assert (
        len(plan(a_campaign(1, [MARCH] * 10, tuple(bank), people=1), [unit(1, "档案馆")], bank))
        == 10
    )
    other_month = a_campaign(1, [MARCH] * 10 + [APRIL] * 2, tuple(bank), people=1)
    assert len(plan(other_month, [unit(1, "档案馆")], bank)) == 12


def test_each_thing_counts_since_a_unit_may_count_it_as_an_application() -> None:
    bank = own(4, items=3)
    rounds = [MARCH] * 4
    with pytest.raises(BadTable, match="都已满10件"):
        plan(a_campaign(1, rounds, tuple(bank), people=1), [unit(1, "档案馆")], bank)
    assert len(plan(a_campaign(1, rounds, tuple(bank), people=2), [unit(1, "档案馆")], bank)) == 4


def test_what_was_frozen_counts_in_its_month() -> None:
    bank = own(14)
    ten = a_campaign(1, [MARCH] * 10, tuple(bank), people=1)
    frozen = plan(ten, [unit(1, "档案馆")], bank)
    eleven = a_campaign(1, [MARCH] * 11, tuple(bank), people=2)
    assert plan(eleven, [unit(1, "档案馆")], bank, frozen)[-1].applicant.id == "P1"


def test_a_new_unit_is_asked_as_hard_a_question_as_its_class_was() -> None:
    for seed in range(6):
        campaign = a_campaign(seed, [MARCH])
        frozen = plan(campaign, [unit(1, "财政局")], BANK)
        whole = plan(
            campaign, [unit(1, "财政局"), unit(2, "水利局"), unit(3, "财政局")], BANK, frozen
        )
        assert len({each.question.difficulty for each in whole}) == 1


def test_another_version_of_the_bank_changes_nothing_that_was_frozen() -> None:
    campaign, units = a_campaign(3, [MARCH, APRIL]), [unit(n, BUREAUS[n]) for n in range(5)]
    frozen = plan(campaign, units, BANK)
    fewer = {id: replace(each, difficulty="难", wordings=()) for id, each in BANK.items()}
    assert plan(campaign, units, fewer, frozen) == frozen
