"""The lowest that a score may yet come to is one that can come to pass: of one letter not two things at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from harness.campaign.marks.scores import _marked
from harness.checker.finding import Element
from harness.scoring.assessed import may_come_to, span
from harness.scoring.rubric_file.rubric import load, parse
from harness.scoring.score import score_assessment


def rubric(*criteria: tuple[int, str, tuple[tuple[str, str], ...]]):
    """Criteria of so much weight, each with its deductions: points and signs."""
    full = sum(weight for weight, _, _ in criteria)
    told = f'title = "甲"\nsource = "甲"\nfull = {full}\n'
    for n, (weight, per, rules) in enumerate(criteria):
        told += f'[[criterion]]\nid = "c{n}"\nname = "第{n}项"\nweight = {weight}\nper = "{per}"\n'
        for m, (points, signs) in enumerate(rules):
            when = ", ".join(f'"{each}"' for each in signs.split())
            told += f'[[criterion.deduction]]\nid = "c{n}.{m}"\nname = "第{n}之{m}"\npoints = {points}\nwhen = [{when}]\n'
    return parse(told, "甲.toml")


def one(assessment, *criteria):
    return score_assessment(rubric(*criteria), assessment)[0]


def undecided(make):
    """Silent, but for an arrival that nobody has decided on: an answer, or none."""
    return make.doubted(make.silent(), date(2020, 10, 10))


BOTH = (10, "unit", (("4", "no_answer"), ("3", "absent:seal"), ("2", "absent:date")))


def test_a_letter_that_never_came_lacks_no_seal(make):
    mark = one(make.assess(undecided(make)), BOTH).marks[0]
    # it never came: 4; it came and has neither seal nor date: 5; not 9
    assert (mark.points, mark.lowest, mark.established) == (10, 5, 5)


def test_each_doubt_says_how_much_it_may_take_by_itself(make):
    mark = one(make.assess(undecided(make)), BOTH).marks[0]
    assert [doubt.points for doubt in mark.doubts] == [4, 3, 2]


def test_each_thing_that_is_open_is_told_with_what_it_may_take(make):
    found = _marked(one(make.assess(undecided(make)), BOTH))
    assert [each.points for each in found.pending] == [4, 3, 2]


def test_an_element_is_missing_or_faulty_not_both(make):
    case = make.answered(make.unclear(Element.REMEDY))
    rules = (
        ("3", "absent:remedy"),
        ("1", "defect:remedy/no_court"),
        ("1", "defect:remedy/no_organ"),
    )
    assert one(make.assess(case), (10, "unit", rules)).marks[0].lowest == 7
    rules = (
        ("3", "absent:remedy"),
        ("2", "defect:remedy/no_court"),
        ("2", "defect:remedy/no_organ"),
    )
    assert one(make.assess(case), (10, "unit", rules)).marks[0].lowest == 6


def test_one_rule_for_both_is_not_hit_less_often(make):
    case = make.answered(make.unclear(Element.REMEDY))
    rules = (("3", "absent:remedy defect:remedy"),)
    assert one(make.assess(case), (10, "unit", rules)).marks[0].lowest == 7


def test_two_letters_may_come_to_two_things(make):
    second = make.doubted(make.silent(make.second), date(2020, 10, 10))
    whole = make.assess(undecided(make), second)
    # one never came, the other is without seal and date
    assert one(whole, BOTH).marks[0].lowest == 1
    each = (20, "each", BOTH[2])
    assert one(whole, each).marks[0].lowest == 10


def test_what_is_supposed_of_a_letter_holds_for_all_criteria(make):
    time, form = (
        (5, "unit", (("5", "no_answer"),)),
        (5, "unit", (("4", "absent:seal"), ("1", "no_answer"))),
    )
    found = one(make.assess(undecided(make)), time, form)
    assert [mark.lowest for mark in found.marks] == [0, 1]
    # it never came: 5 and 1; it came without a seal: 4. Never 5 and 4.
    assert found.lowest_total == 4
    assert may_come_to(found) == (4, 10)


def test_the_span_of_a_unit_that_cannot_be_assessed_is_as_true(make):
    time, form = (
        (5, "unit", (("5", "no_answer"),)),
        (5, "unit", (("4", "absent:seal"), ("1", "no_answer"))),
    )
    found = one(make.assess(undecided(make)), time, form)
    assert found.unranked and span(found) == (4, 10)


def test_of_many_letters_the_lowest_is_found_as_quickly(make):
    unit = make.unit
    cases = []
    for n in range(400):
        case = undecided(make)
        cases.append(replace(case, application=replace(case.application, id=f"U001-{n}")))
    found = one(make.assess(*cases, units=(unit,)), BOTH, (4000, "each", BOTH[2]))
    assert found.marks[0].lowest == 1
    assert found.marks[1].lowest == 4000 - 400 * 5


@pytest.mark.parametrize(
    "name", ["general", "guangxi_2020", "jiangmen_2020_cities", "yanjiang_drill"]
)
def test_with_every_rubric_each_outcome_lies_within_the_range(make, name):
    """Whatever a person decides of the letter, the score is in what was said before."""
    before = score_assessment(load(name), make.assess(undecided(make)))[0]
    low, high = span(before)
    outcomes = [
        make.silent(),
        make.answered(),
        make.late(make.absent(Element.SEAL), make.absent(Element.REMEDY)),
        make.late(*(make.absent(each) for each in Element)),
        make.late(*(make.defective(each, "no_court") for each in Element)),
    ]
    for case in outcomes:
        after = score_assessment(load(name), make.assess(case))[0]
        found = span(after)
        assert found is not None and low <= found[0] <= found[1] <= high
    assert all(a <= b for a, b in pairwise((low, high)))
