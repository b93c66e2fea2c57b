"""A unit and the report's reader get words, not the numbers that arrivals have in our ledger."""

from dataclasses import replace
from datetime import date

from docx import Document

from harness.casebook.ruled.findings import _disputed
from harness.casebook.ruled.staged import Dispute
from harness.checker.finding import Element
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.feedback.outward import Outward, outward_name
from harness.reports.feedback.sheet import write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.material import gather
from harness.scoring.assessment import Arrival
from harness.scoring.rubric_file.rubric import load
from harness.store.said import Ruling

RUBRIC = load("yanjiang_drill")


def mail(id: str, on: date) -> Arrival:
    return Arrival(
        id, on, on, "email", "a@b.example", "关于申请的答复", "ab" * 32, f"evidence/{id}.eml",
        ReplyKind.OTHER, doubt="两件申请都可能", earliest=on,
    )  # fmt: skip


def words(path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def of_one(assessment, case):
    return replace(assessment, units=(case.application.unit,), cases=(case,), calls=(), review=())


def letter_of(assessment, case, folder) -> str:
    material = gather(of_one(assessment, case), RUBRIC)
    return words(write_feedback(material, case.application.unit, folder / "a.docx"))


def test_what_is_undecided_is_told_by_day_and_way(assessment, tmp_path):
    silent = next(case for case in assessment.cases if case.clock.state == "overdue")
    doubted = replace(silent, doubtful=(mail("邮件51", date(2020, 10, 12)),))
    text = letter_of(assessment, doubted, tmp_path)
    assert "邮件51" not in text
    assert "1件来件（2020年10月12日发来的邮件）待人工认定" in text
    assert "关于申请的答复" not in text  # it may be another unit's


def test_numbers_that_begin_alike_are_not_mixed_up():
    case_less = Outward({"邮件5": "甲", "邮件51": "乙"})
    assert case_less.text("有2件来件（邮件51、邮件5）待人工认定") == "有2件来件（乙、甲）待人工认定"
    assert case_less.text("有1件来件（邮件9）待人工认定") == "有1件来件待人工认定"


def test_an_answer_is_called_by_its_day_and_its_title(assessment, tmp_path):
    case = next(case for case in assessment.cases if case.answer and case.answer.how == "email")
    answer = replace(case.answer, id="邮件51", name="关于申请的答复")
    later = replace(answer, id="邮件52", on=date(2020, 11, 2))
    text = letter_of(assessment, replace(case, answer=answer, arrivals=(answer, later)), tmp_path)
    assert outward_name(answer) in text and "又收到答复1份：2020年11月2日发来的邮件" in text
    assert "邮件51" not in text and "邮件52" not in text


def test_a_scan_is_not_called_by_the_name_that_we_gave_it(assessment, tmp_path):
    case = next(case for case in assessment.cases if case.answer and case.answer.how == "post")
    name = case.answer.name
    text = letter_of(assessment, case, tmp_path)
    assert name not in text
    assert "收到的文书" in text


def test_how_often_something_was_marked_is_nothing_for_the_unit(assessment, tmp_path):
    case = next(case for case in assessment.cases if case.judgement)
    found = case.judgement.finding(Element.TITLE)
    second = Ruling("x", "absent", (), "没有标题", stage=2)
    disputed = _disputed(found, Dispute(None, second))
    findings = tuple(
        disputed if one.element is Element.TITLE else one for one in case.judgement.findings
    )
    case = replace(case, judgement=replace(case.judgement, findings=findings))
    text = letter_of(assessment, case, tmp_path)
    assert "两次评定" not in text and "复评" not in text and "定评" not in text
    assert "尚待复核确定" in text


def test_the_report_to_hand_in_has_no_such_number_either(assessment, tmp_path):
    late = next(case for case in assessment.cases if case.clock.state == "answered_late")
    answer = replace(late.answer, id="邮件51", how="email")
    case = replace(late, answer=answer, arrivals=(answer,))
    before = replace(answer, id="邮件52", doubt="不明", earliest=None)
    for each in (case, replace(case, doubtful=(before,))):
        material = gather(of_one(assessment, each), RUBRIC)
        text = words(write_overview(material, tmp_path / "a.docx"))
        assert "邮件5" not in text
