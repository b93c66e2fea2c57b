"""待复核: all and only what a person still has to decide, alike in every report."""

from dataclasses import replace

from harness.checker.finding import Element, Finding, Verdict
from harness.reports.material import gather
from harness.reports.sentences import open_items
from harness.scoring.rubric_file.rubric import load


def named(assessment, rubric="yanjiang_drill") -> list[str]:
    return [item.what for item in open_items(gather(assessment, load(rubric)))]


def test_what_intake_could_not_place_is_open(assessment):
    assert named(assessment) == ["来件 unknown.eml"]


def test_an_unclear_element_is_open_even_if_no_mark_depends_on_it(assessment):
    case = next(case for case in assessment.cases if case.judgement)
    doubt = Finding(Element.REASONS, Verdict.UNCLEAR, "看不清")
    others = [one for one in case.judgement.findings if one.element is not Element.REASONS]
    judged = replace(case, judgement=replace(case.judgement, findings=(*others, doubt)))
    few = replace(assessment, cases=(judged,), review=())
    name = f"{case.application.unit.name} {case.application.id}"
    assert named(few) == [f"{name}：事实理由"]


def test_lateness_in_dispute_is_open(assessment):
    late = next(case for case in assessment.cases if str(case.clock.state) == "answered_late")
    disputed = replace(late, clock=late.clock._replace(convention_matters=True))
    few = replace(assessment, cases=(disputed,), review=())
    assert named(few)[0].endswith("：答复时限")


def test_an_answer_that_nobody_could_read_is_open(assessment):
    case = next(case for case in assessment.cases if case.answer)
    few = replace(assessment, cases=(replace(case, judgement=None),), review=())
    assert named(few) == [f"{case.application.unit.name} {case.application.id}：答复文件"]


def test_marks_to_be_given_by_hand_are_one_item_each_criterion(assessment):
    quiet = replace(assessment, review=())
    assert named(quiet, "jiangmen_2020_departments") == [
        "闭环管理机制",
        "政府信息公开被复议或被诉讼",
    ]


def test_a_settled_campaign_has_nothing_open(assessment):
    assert named(replace(assessment, review=())) == []
