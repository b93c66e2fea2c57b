"""如果: who moves under another weight or another rubric, and because of what."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from harness.scoring.facts import Entry, Ground, UnitFacts
from harness.scoring.rubric_file.rubric import parse
from harness.scoring.score import score
from harness.scoring.what_if import NoSuchWeight, carried, moves, reweighed

TEXT = """title = "甲"
source = "甲"
full = 10
[[criterion]]
id = "time"
name = "时限"
weight = 6
[[criterion.deduction]]
id = "late"
name = "逾期"
points = 3
when = ["late"]
[[criterion]]
id = "form"
name = "形式"
weight = 4
[[class]]
name = "县"
[[class]]
name = "乡"
weights = {time = 10, form = 0}
"""
RUBRIC = parse(TEXT, "甲.toml")


def unit(name: str, late: int, form: str, category: str = "县") -> UnitFacts:
    grounds = {"late": (Ground("迟"),)} if late else {}
    entries = {"time": Entry(grounds=grounds), "form": Entry(given=Decimal(form))}
    return UnitFacts("", name, category, entries)


UNITS = [unit("甲县", 1, "4"), unit("乙县", 0, "2"), unit("丙乡", 1, "0", "乡")]


def moved(rubric):
    return {
        each.unit: each
        for each in moves(score(RUBRIC, UNITS), score(rubric, carried(UNITS, RUBRIC, rubric)))
    }


def test_the_same_rubric_moves_nobody():
    assert [each.moved for each in moved(RUBRIC).values()] == [False] * 3


def test_another_weight_moves_places_and_says_because_of_what():
    # 7/10与8/10；形式16分时 19/22与14/22
    found = moved(reweighed(RUBRIC, {"form": Decimal(16)}))
    assert found["甲县"].rank == (2, 1) and found["乙县"].rank == (1, 2)
    assert found["甲县"].rate == (Decimal("70.00"), Decimal("86.36"))
    assert found["甲县"].because == ("“形式”由得4/4变为得16/16",)


def test_a_class_that_is_not_marked_by_it_stays_where_it_is():
    other = reweighed(RUBRIC, {"form": Decimal(16)})
    assert not moved(other)["丙乡"].moved
    assert other.of("县").full == 22 and other.of("乡").full == 10


def test_what_another_rubric_takes_off_is_named():
    other = parse(TEXT.replace("points = 3", 'points = "all"'), "甲.toml")
    assert moved(other)["甲县"].because == ("“时限”由得3/6变为得0/6（逾期扣6）",)


def test_the_weights_that_there_are_are_told():
    with pytest.raises(NoSuchWeight, match=r"没有编号为“tiem”的指标.*time（时限）"):
        reweighed(RUBRIC, {"tiem": Decimal(1)})


def test_a_weight_of_nought_is_a_criterion_no_more():
    found = moved(reweighed(RUBRIC, {"form": Decimal(0)}))
    assert found["乙县"].rate == (Decimal("80.00"), Decimal("100.00"))
    assert "“形式”由得2/4变为折分" in found["乙县"].because


def test_a_mark_that_would_become_doubtful_is_told():
    doubt = Ground("截止日存疑", certain=False)
    after = [UNITS[0], replace(UNITS[1], entries={**UNITS[1].entries, "time": Entry(grounds={"late": (doubt,)})})]  # fmt: skip
    found = {each.unit: each for each in moves(score(RUBRIC, UNITS[:2]), score(RUBRIC, after))}
    assert found["乙县"].moved and found["甲县"].rank == (2, 1)  # nobody stands above it now
    assert found["乙县"].because[0] == "“时限”由得6/6变为得6/6（待定，最低3）"


def test_nothing_of_more_is_the_cause_by_its_own_name():
    """0 of 4 becomes 0 of 16: the mark brings in nothing either way, and the rate falls by it."""
    units = [unit("甲县", 0, "0"), unit("乙县", 0, "4")]
    other = reweighed(RUBRIC, {"form": Decimal(16)})
    after = score(other, carried(units, RUBRIC, other))
    found = {each.unit: each for each in moves(score(RUBRIC, units), after)}
    assert found["甲县"].rate == (Decimal("60.00"), Decimal("27.27"))
    assert found["甲县"].because == ("“形式”由得0/4变为得0/16",)
