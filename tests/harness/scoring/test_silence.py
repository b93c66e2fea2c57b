"""A unit that never answered is not in time: what silence costs follows from the shape of a criterion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.scoring.rubric_file.rubric import load, parse, shipped, text_of
from harness.scoring.rubric_file.told import remarks
from harness.scoring.score import score_assessment


def rubric(*rules: str):
    told = 'title = "甲"\nsource = "甲"\nfull = 6\n[[criterion]]\nid = "a"\nname = "甲项"\nweight = 6\n'
    for n, signs in enumerate(rules):
        when = ", ".join(f'"{each}"' for each in signs.split())
        told += f'[[criterion.deduction]]\nid = "a.{n}"\nname = "第{n}项"\npoints = 2\nwhen = [{when}]\n'
    return parse(told, "甲.toml")


def mark(assessment, *rules: str):
    return score_assessment(rubric(*rules), assessment)[0].marks[0]


def test_a_criterion_of_lateness_alone_takes_silence_for_late(make):
    found = mark(make.assess(make.silent()), "late")
    assert (found.points, found.established) == (4, 6)
    assert "未收到答复" in found.deductions[0].reason
    assert mark(make.assess(make.late()), "late").points == 4
    assert mark(make.assess(make.answered()), "late").points == 6


def test_where_the_rubric_tells_of_silence_it_costs_that_and_no_more(make):
    assert [
        each.rule.id for each in mark(make.assess(make.silent()), "late", "no_answer").deductions
    ] == ["a.1"]


def test_while_silence_is_open_so_is_lateness(make):
    found = mark(make.assess(make.doubted(make.silent(), make.as_of)), "late")
    assert (found.points, found.lowest) == (6, 4)


def test_silence_beside_elements_is_late_and_leaves_them_open(make):
    found = mark(make.assess(make.silent()), "late", "absent:seal")
    assert (found.points, found.lowest, found.established) == (4, 2, 4)
    assert "细则没有规定此项如何计" in found.doubts[0].reason


def test_an_act_beside_lateness_says_nothing_for_the_silent(make):
    assert mark(make.assess(make.silent()), "late", "asked_to_withdraw").points == 4


def test_what_is_not_said_of_silence_is_said_by_the_check():
    assert any("未答复" in line and "按逾期" in line for line in remarks(rubric("late")))
    assert any("未能评定" in line for line in remarks(rubric("absent:seal")))
    both = remarks(rubric("late", "absent:seal"))
    assert any("按逾期" in line for line in both)
    assert not any("未答复" in line for line in remarks(rubric("late", "no_answer")))


@pytest.mark.parametrize("name", shipped())
def test_no_shipped_rubric_gives_the_silent_full_marks_for_what_only_an_answer_earns(make, name):
    text = text_of(name).replace('"待填"', "5").replace("full = 5", "full = 20")
    known = parse(text, f"{name}.toml") if "待填" in text_of(name) else load(name)
    assert not any("未答复" in line for line in remarks(known))
    silent = make.assess(make.silent(), make.silent(make.second))
    for own in [each.name for each in known.classes] or [make.unit.category]:
        for one in score_assessment(known, _of_class(silent, make.unit, own))[0].marks:
            signs = {each.sign.value for rule in one.criterion.rules for each in rule.when}
            if signs & {"late", "no_answer", "absent", "defect"} and one.criterion.weight:
                assert one.exempt or one.points < one.criterion.weight, one.criterion.name


def _of_class(assessment, unit, category):
    unit = replace(unit, category=category)
    cases = tuple(
        replace(case, application=replace(case.application, unit=unit)) for case in assessment.cases
    )
    return replace(assessment, units=(unit,), cases=cases)
