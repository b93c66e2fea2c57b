"""What the signs of a rubric see, and what cannot be marked: each reason in its own words, never a zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from harness.checker.finding import Element, Verdict
from harness.clock.result import ClockFinding, State
from harness.guide.finding import ItemFinding
from harness.guide.items import Item
from harness.scoring.rubric_file.rubric import load, parse
from harness.scoring.score import score_assessment


def rubric(*when: str, points: str = "2"):
    listed = ", ".join(f'"{each}"' for each in when)
    return parse(
        f'title = "甲"\nsource = "甲"\nfull = 6\n[[criterion]]\nid = "a"\nname = "甲项"\nweight = 6\n'
        f'[[criterion.deduction]]\nid = "a.one"\nname = "某事"\npoints = {points}\nwhen = [{listed}]\n',
        "甲.toml",
    )


def mark(assessment, *when: str):
    return score_assessment(rubric(*when), assessment)[0].marks[0]


def acted(make, code: str, **changed):
    case = make.answered()
    found = ClockFinding(code, date(2020, 10, 9), "第三十条", "某日做了某事")
    return replace(case, clock=case.clock._replace(findings=(found,), **changed))


@pytest.mark.parametrize(
    ("sign", "code"),
    [
        ("asked_to_withdraw", "asked_to_withdraw"),
        ("clarification_late", "clarification_late"),
        ("clarification_repeated", "clarification_repeated"),
        ("extension_late", "extension_after_deadline"),
        ("extension_too_long", "extension_too_long"),
        ("extension_repeated", "extension_repeated"),
    ],
)
def test_what_a_unit_did_beside_answering_costs_what_the_rubric_says(make, sign, code):
    assert mark(make.assess(acted(make, code)), sign).points == 4
    assert mark(make.assess(make.answered()), sign).points == 6


def test_whether_it_was_late_stays_open_while_the_receipt_is(make):
    found = mark(
        make.assess(acted(make, "clarification_late", provisional=True)), "clarification_late"
    )
    assert (found.points, found.lowest) == (6, 4)


def test_asking_to_withdraw_costs_jiangmens_unit_the_whole_criterion(make):
    unit = replace(make.unit, category="市直部门")
    one = score_assessment(
        load("jiangmen_2019"), make.assess(acted(make, "asked_to_withdraw"), units=(unit,))
    )[0]
    assert {each.criterion.id: each.points for each in one.marks}["answer"] == 0


def guided(make, *found: ItemFinding):
    return replace(make.assess(make.answered()), guides={make.unit.id: found})


def test_what_a_guide_lacks_or_tells_wrongly_costs(make):
    gone = ItemFinding(Item.TELEPHONE, Verdict.ABSENT, "没有写联系电话")
    old = ItemFinding(Item.ANSWER, Verdict.DEFECTIVE, "仍写15个工作日", (), ("old_period",))
    whole = guided(make, gone, old)
    assert mark(whole, "guide_absent:telephone").points == 4
    assert mark(whole, "guide_defect:answer/old_period").points == 4
    assert mark(whole, "guide_defect:answer/too_long").points == 6
    unsure = guided(make, replace(gone, verdict=Verdict.UNCLEAR))
    found = mark(unsure, "guide_absent:telephone")
    assert (found.points, found.lowest) == (6, 4)


def test_a_guide_that_nobody_read_is_open(make):
    assert "公开指南尚未核对" in mark(make.assess(make.answered()), "guide_absent:telephone").open


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (State.UNDELIVERABLE, "申请U001-A无法投递"),
        (State.WITHDRAWN, "申请U001-A申请人撤回"),
        (State.NOT_SENT, "申请U001-A未寄出"),
        (State.DEEMED_ABANDONED, "申请U001-A视为放弃申请"),
        (State.RUNNING, "答复期限至评定时尚未届满"),
    ],
)
def test_what_cannot_be_marked_is_no_zero_and_says_why(make, state, told):
    found = mark(make.assess(make.case(make.clock(state))), "late", "no_answer")
    assert told in found.exempt and found.lacking


def test_a_unit_that_was_asked_nothing_is_not_marked(make):
    assert "没有向该单位提出这类申请" in mark(make.assess(), "late").exempt


def test_an_answer_that_never_came_has_no_elements_to_judge(make):
    found = mark(make.assess(make.silent()), "absent:seal")
    assert "未答复，没有答复书可供审读" in found.exempt
    assert mark(make.assess(make.silent()), "absent:seal", "no_answer").points == 4


def test_a_provisional_deadline_takes_nothing_and_says_so(make):
    clock = make.clock(State.OVERDUE, latest=date(2020, 12, 31))
    found = mark(make.assess(make.case(clock)), "no_answer")
    assert (found.points, found.lowest) == (6, 4)
    assert "截止日是暂定的" in found.doubts[0].reason


def test_what_people_count_is_a_doubt_until_they_have(make):
    text = (
        'title = "甲"\nsource = "甲"\nfull = 6\n[[criterion]]\nid = "a"\nname = "甲项"\nweight = 6\nper = "each"\n'
        '[[criterion.deduction]]\nid = "a.late"\nname = "超期"\npoints = 6\nwhen = ["late"]\n'
        '[[criterion.deduction]]\nid = "a.lost"\nname = "被纠错"\npoints = 2\nwhen = ["by_hand"]\n'
    )
    mixed = parse(text, "甲.toml")
    unknown = score_assessment(mixed, make.assess(make.answered()))[0].marks[0]
    assert (unknown.points, unknown.lowest) == (6, 4)
    told = replace(make.assess(make.answered()), points={"U001/a.lost": ("2", "两件复议决定书")})
    known = score_assessment(mixed, told)[0].marks[0]
    assert (known.points, known.lowest) == (2, 2)
    assert known.deductions[0].reason == "被纠错：两件复议决定书（2次）"


def test_given_as_exempt_by_a_person_it_is_none_of_the_units(make):
    told = replace(make.assess(make.silent()), points={"U001/a": ("折分", "没有申请渠道")})
    found = mark(told, "no_answer")
    assert found.exempt == "人工认定折分：没有申请渠道" and not found.lacking
    assert score_assessment(rubric("absent:seal"), told)[0].rate is None


def test_points_are_never_below_the_lowest_nor_above_the_weight(make):
    for case in (make.late(), make.silent(), make.answered(make.unclear(Element.SEAL))):
        one = score_assessment(load("general"), make.assess(case))[0]
        assert all(0 <= each.lowest <= each.points <= each.criterion.weight for each in one.marks)
        assert one.actual == sum((each.points for each in one.marks if not each.exempt), Decimal(0))
