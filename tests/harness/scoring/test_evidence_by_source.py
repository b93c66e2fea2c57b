"""A criterion whose deductions rest on several kinds of evidence: where one kind is missing, the mark
stays at its highest, less is established, and nobody is ranked by what nobody has seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.checker.finding import Element, Verdict
from harness.clock.result import ClockFinding, State
from harness.guide.finding import ItemFinding
from harness.guide.items import Item
from harness.scoring.figures import Measure, figures
from harness.scoring.rubric_file.rubric import BadRubric, load, parse, text_of
from harness.scoring.score import score_assessment


def rubric(*rules: tuple[str, ...]):
    """One criterion of 6; each rule takes 2 and rests on its signs."""
    told = "".join(
        f'[[criterion.deduction]]\nid = "a.{n}"\nname = "第{n}项"\npoints = 2\nwhen = [{signs}]\n'
        for n, rule in enumerate(rules)
        for signs in [", ".join(f'"{each}"' for each in rule)]
    )
    head = 'title = "甲"\nsource = "甲"\nfull = 6\n'
    return parse(f'{head}[[criterion]]\nid = "a"\nname = "甲项"\nweight = 6\n{told}', "甲.toml")


def one(assessment, *rules):
    return score_assessment(rubric(*rules), assessment)[0].marks[0]


def counted(assessment, times: str = "0", rule: str = "a.1"):
    return replace(assessment, points={f"U001/{rule}": (times, "看过台账")})


COUNTED = (("late", "no_answer"), ("by_hand",))


def test_a_unit_that_nothing_reached_is_not_first_for_its_counts_of_nought(make):
    other = replace(make.unit, id="U002", name="乙局")
    lost = make.case(make.clock(State.UNDELIVERABLE), unit=other)
    points = {
        f"{unit}/{rule}": ("0", "看过台账")
        for unit in ("U001", "U002")
        for rule in ("corrected", "refused", "opinions")
    }
    whole = replace(make.assess(make.late(), lost, units=(make.unit, other)), points=points)
    first, second = score_assessment(load("licheng_2020"), whole)
    assert (first.total, first.rank) == (0, 1)
    assert second.rank is None and second.established == 0
    assert "无法投递" in second.marks[0].exempt and second.marks[0].lacking


def test_a_unit_that_was_asked_nothing_is_not_marked_by_counts_of_nought(make):
    found = one(counted(make.assess()), *COUNTED)
    assert found.lacking and "没有向该单位提出这类申请" in found.exempt


def test_what_people_did_count_is_taken_and_the_rest_stays_open(make):
    lost = make.case(make.clock(State.UNDELIVERABLE))
    found = one(counted(make.assess(lost), "1"), *COUNTED)
    assert (found.points, found.lowest, found.established) == (4, 2, 4)
    assert "无法投递" in found.doubts[0].reason


@pytest.mark.parametrize(
    "state",
    [
        State.RUNNING,
        State.UNDELIVERABLE,
        State.WITHDRAWN,
        State.AWAITING_RECEIPT,
        State.DEEMED_ABANDONED,
    ],
)
def test_an_act_that_was_not_found_says_nothing_about_an_answer_that_is_not_due(make, state):
    found = one(
        make.assess(make.case(make.clock(state))), ("asked_to_withdraw",), ("no_answer",), ("late",)
    )
    assert found.lacking and found.established == 0


def test_an_act_that_was_found_costs_and_the_answer_stays_open(make):
    act = ClockFinding("asked_to_withdraw", date(2020, 10, 9), "第三十条", "请申请人撤回")
    case = make.case(make.clock(State.WITHDRAWN))
    case = replace(case, clock=case.clock._replace(findings=(act,)))
    found = one(make.assess(case), ("asked_to_withdraw",), ("no_answer",))
    assert (found.points, found.lowest, found.established) == (4, 2, 4)


def test_elements_of_an_application_that_was_withdrawn_cost_nothing(make):
    case = make.answered(make.absent(Element.SEAL))
    case = replace(case, clock=case.clock._replace(state=State.WITHDRAWN))
    found = one(make.assess(case), ("absent:seal", "asked_to_withdraw"), ("no_answer",))
    assert not found.deductions


def test_of_a_letter_that_came_back_no_act_can_be_said(make):
    lost = make.assess(make.case(make.clock(State.UNDELIVERABLE)))
    assert one(lost, ("clarification_late",)).lacking


def test_a_silent_unit_has_no_elements_whatever_else_the_criterion_looks_at(make):
    found = one(make.assess(make.silent()), ("absent:seal",), ("asked_to_withdraw",))
    assert found.lacking and "没有答复书可供审读" in found.exempt


CALLED = (("not_received",), ("phone_unreached",))


def test_a_unit_called_in_vain_loses_what_the_call_costs_beside_other_signs(make):
    found = one(make.assess(make.answered(), calls=make.unreached()), *CALLED)
    assert (found.points, found.lowest) == (4, 4)


def test_a_unit_never_called_keeps_its_points_and_less_of_them_is_established(make):
    found = one(make.assess(make.answered()), *CALLED)
    assert (found.points, found.lowest, found.established) == (6, 4, 4)
    assert "未对该单位作电话测试" in found.doubts[0].reason


def test_hubeis_channel_hears_the_telephone(make):
    text = text_of("hubei_four").replace('"待填"', "5").replace("full = 5", "full = 20")
    filled = parse(text, "湖北.toml")

    def channel(**calls):
        return score_assessment(filled, make.assess(make.answered(), **calls))[0].marks[0]

    assert (channel().points, channel().lowest) == (5, 0)
    assert channel(calls=make.unreached()).points == 0
    assert channel(calls=(make.call(True),)).lowest == 5


def test_a_guide_is_heard_beside_what_people_count(make):
    gone = ItemFinding(Item.TELEPHONE, Verdict.ABSENT, "没有写联系电话")
    rules = (("guide_absent:telephone",), ("by_hand",))
    known = replace(counted(make.assess(make.answered())), guides={"U001": (gone,)})
    assert one(known, *rules).points == 4
    assert "公开指南尚未核对" in one(counted(make.assess(make.answered())), *rules).open


def test_one_deduction_rests_on_one_kind_of_evidence():
    with pytest.raises(BadRubric, match="请分成几个扣分项"):
        rubric(("phone_unreached", "by_hand"))


@pytest.mark.parametrize("day", [date(2020, 10, 1), None])
def test_elements_cost_nothing_while_an_earlier_answer_may_lie_undecided(make, day):
    case = make.doubted(make.late(make.absent(Element.SEAL)), date(2020, 11, 1))
    case = replace(case, doubtful=tuple(replace(each, earliest=day) for each in case.doubtful))
    found = one(make.assess(case), ("absent:seal",), ("no_answer",))
    assert (found.points, found.lowest) == (6, 4)
    assert "LJ9" in found.doubts[0].reason and "首次答复" in found.doubts[0].reason
    counted_as = figures(make.assess(case)).tally(Measure.NO_SEAL)
    assert (counted_as.hits, counted_as.unclear) == ((), ("U001-A",))


def test_elements_cost_what_they_do_where_what_lies_undecided_came_later(make):
    case = make.doubted(make.late(make.absent(Element.SEAL)), date(2020, 11, 1))
    assert one(make.assess(case), ("absent:seal",), ("no_answer",)).lowest == 4
    assert one(make.assess(case), ("absent:seal",), ("no_answer",)).points == 4
    assert figures(make.assess(case)).tally(Measure.NO_SEAL).hits == ("U001-A",)
