"""How many, and who: right for none, one and all; short names only where nobody else could be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.reports.naming import Roster, some


@pytest.fixture
def roster(assessment) -> Roster:
    return Roster(assessment.units)


def test_units_are_counted_by_class_in_the_order_of_the_table(roster):
    assert roster.counted(["U045", "U002", "U001", "U002"]) == "2家区直单位、1家设区市"
    assert roster.counted([]) == ""


def test_few_are_named_and_many_are_not(roster):
    assert roster.told(["U045"]) == "1家设区市（柳川市人民政府）"
    assert roster.told([f"U{n:03}" for n in range(1, 10)]) == "9家区直单位"


def test_none_one_and_all_have_words_of_their_own(assessment, roster):
    assert roster.of([], "设区市") == "没有设区市"
    assert roster.of([f"U{n:03}" for n in range(44, 58)], "设区市") == "全部14家设区市"
    alone = Roster(assessment.units[:1])
    assert alone.of(["U001"], "区直单位") == "参评的1家区直单位"


def test_a_long_list_ends_with_how_many_there_are():
    assert some(["甲", "乙"]) == "甲、乙"
    assert some(list("甲乙丙"), most=2) == "甲、乙等3家"


def test_a_short_name_is_used_only_where_it_can_mean_one_unit(assessment):
    one, other, third = assessment.units[:3]
    units = (
        replace(one, aliases=("自治区发改委", "发改委")),
        replace(other, aliases=("教育厅",)),
        replace(third, name="某市教育厅", aliases=("教育厅", "科技局")),
    )
    short = Roster(units).short
    assert short["U001"] == "自治区发改委"
    assert short["U002"] == other.name  # two go by 教育厅
    assert short["U003"] == "某市教育厅"  # 科技局 does not stand in its name
