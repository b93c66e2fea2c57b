"""扣分 ground by ground: together what was lost, and no more; and what a writer of a rubric may not mean."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from harness.campaign.marks.scores import _marked
from harness.checker.finding import Element
from harness.scoring.rubric_file.rubric import load, parse
from harness.scoring.rubric_file.told import remarks
from harness.scoring.score import score_assessment


def counted(assessment, **times: str):
    return replace(assessment, points={f"U001/{id}": (n, "看过") for id, n in times.items()})


@pytest.mark.parametrize("corrected", ["0", "1", "9"])
def test_what_is_taken_by_grounds_adds_up_to_what_was_lost(make, corrected):
    whole = make.assess(make.silent(), make.silent(make.second))
    whole = counted(whole, corrected=corrected, refused="0", opinions="0")
    found = _marked(score_assessment(load("licheng_2020"), whole)[0])
    assert found.score == 0
    assert sum(one.points for one in found.deductions) == 6


def test_what_may_still_be_taken_adds_up_to_what_may_be_lost(make):
    case = make.case(make.clock(make.silent().clock.state, latest=make.as_of))
    whole = counted(make.assess(case), corrected="1")
    found = _marked(score_assessment(load("licheng_2020"), whole)[0])
    assert (found.score, found.highest, found.lowest) == (None, 3, 0)  # too little is established
    assert sum(one.points for one in found.pending) == 3


EACH = """title = "甲"
source = "甲"
full = 6
[[criterion]]
id = "a"
name = "甲项"
weight = 6
per = "each"
[[criterion.deduction]]
id = "a.form"
name = "缺要素"
points = 2
when = ["absent:seal", "absent:date"]
"""


def test_a_deduction_each_time_is_once_an_application_and_that_is_said(make):
    rubric = parse(EACH, "x.toml")
    case = make.answered(make.absent(Element.SEAL), make.absent(Element.DATE))
    assert score_assessment(rubric, make.assess(case))[0].marks[0].points == Decimal(4)
    assert "一件申请的答复缺几样也只算一次" in remarks(rubric)[1]
    assert remarks(parse(EACH.replace("each", "unit"), "x.toml")) == remarks(rubric)[:1]
