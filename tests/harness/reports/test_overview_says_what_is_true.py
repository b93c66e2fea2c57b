"""总报告: nobody is a model who is at fault, a machine's word is not two people's, one unit is not some."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from docx import Document

from harness.checker.finding import Verdict
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.final.cases import _until
from harness.reports.final.overview import write_overview
from harness.reports.final.people import _cells
from harness.reports.material import gather
from harness.reports.sentences import receipt_sentence
from harness.reports.wording import in_quotes
from harness.scoring.agreement import agreement
from harness.scoring.rubric_file.rubric import load

RUBRIC = load("yanjiang_drill")


def words(path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def of(assessment, *ids):
    units = tuple(one for one in assessment.units if one.id in ids)
    return replace(
        assessment,
        units=units,
        cases=tuple(one for one in assessment.cases if one.application.unit.id in ids),
        calls=tuple(one for one in assessment.calls if one.unit.id in ids),
    )


def told(assessment, folder, rubric=RUBRIC) -> str:
    return words(write_overview(gather(assessment, rubric), folder / "a.docx"))


def test_nobody_is_a_model_who_has_a_fault_that_the_rubric_does_not_look_at(assessment, tmp_path):
    faulty = next(
        case
        for case in assessment.cases
        if case.judgement and any(one.verdict is Verdict.ABSENT for one in case.judgement.findings)
    )
    text = told(of(assessment, faulty.application.unit.id), tmp_path)
    assert "好的做法" not in text and "按期、规范答复的单位" not in text


def test_of_one_unit_it_is_not_said_that_some_are_at_fault(assessment, tmp_path):
    text = told(of(assessment, "U012"), tmp_path)
    assert "部分单位" not in text and "个别单位" in text
    assert "每家扣" not in text


def test_the_annex_of_faulty_letters_has_the_applications(assessment, tmp_path):
    text = told(of(assessment, "U020", "U012"), tmp_path)
    assert "答复书存在问题的申请" in text and "U020-A" in text.split("附　件")[-1]
    assert "答复书存在问题的单位" not in text


def test_an_automatic_reply_is_no_confirmation_by_both(assessment):
    case = next(one for one in assessment.cases if one.arrivals)
    machine = replace(case.arrivals[0], kind=ReplyKind.AUTO_REPLY, on=date(2020, 9, 18))
    clock = case.clock._replace(received_by="confirmed", received_on=date(2020, 9, 18))
    few = replace(
        assessment,
        cases=(replace(case, clock=clock, arrivals=(machine, *case.arrivals)),),
    )
    said = receipt_sentence(gather(few, RUBRIC))
    assert "双方确认" not in said and "自动回复" in said
    logged = replace(few, cases=(replace(case, clock=clock, arrivals=case.arrivals),))
    assert "经双方确认收到的1件" in receipt_sentence(gather(logged, RUBRIC))


def test_a_term_of_several_days_is_no_day_before_which(assessment):
    case = assessment.cases[0]
    assert _until(case) == "应于2020年10月23日前答复"
    clock = case.clock._replace(
        due_on=None, earliest_due_on=date(2026, 4, 14), latest_due_on=date(2026, 5, 9),
        provisional=True,
    )  # fmt: skip
    said = _until(SimpleNamespace(clock=clock))
    assert said == "答复截止日在2026年4月14日至2026年5月9日之间（暂定）"


def test_quotation_marks_do_not_stand_within_their_like():
    assert in_quotes("申请公开“合同目录”。") == "“申请公开‘合同目录’。”"


def test_kappa_stands_wherever_it_is_defined():
    every = agreement([("present", "present"), ("absent", "absent")])
    assert _cells(every)[3:] == ["1.00", "—"]
    assert _cells(agreement([("present", "present")]))[3:] == ["—", "—"]
