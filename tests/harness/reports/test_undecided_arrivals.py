"""What nobody has decided on is told as such, in every report, and accuses nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from harness.checker.finding import Verdict
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.arrivals import evidence_name, name_of, number_of
from harness.reports.bundle import write_all
from harness.reports.feedback.sheet import write_feedback
from harness.reports.material import gather
from harness.reports.sentences import answer_sentence, open_items, receipt_sentence
from harness.scoring.assessment import Arrival, Assessment, Case
from harness.scoring.figures import Measure
from harness.scoring.rubric_file.rubric import load

SHA = "ab" * 32


def letter(id_: str, on: date, kind: ReplyKind = ReplyKind.OTHER, doubt: str = "") -> Arrival:
    path = f"evidence/ab/{SHA}{id_}.pdf"
    return Arrival(id_, on, on, "post", "", "扫描件.pdf", SHA, path, kind, doubt=doubt, earliest=on)


def pick(assessment: Assessment, state: str) -> Case:
    return next(case for case in assessment.cases if str(case.clock.state) == state)


def only(assessment: Assessment, *cases: Case) -> Assessment:
    units = tuple(dict.fromkeys(case.application.unit for case in cases))
    return replace(assessment, units=units, cases=cases, calls=(), review=())


def material_of(assessment: Assessment):
    return gather(assessment, load("yanjiang_drill"))


def doubted(case: Case, on: date = date(2020, 10, 12)) -> Case:
    return replace(case, doubtful=(letter("LJ003", on, doubt="两件申请都可能"),))


def words(path: Path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def feedback(assessment: Assessment, folder: Path) -> str:
    path = folder / "反馈单.docx"
    write_feedback(material_of(assessment), assessment.units[0], path)
    return words(path)


def sheet(path: Path, name: str) -> list[dict[str, object]]:
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def silent(assessment) -> Assessment:
    """One unit from which nothing came that anybody has decided on."""
    return only(assessment, doubted(pick(assessment, "overdue")))


def test_no_report_says_that_nothing_came_while_something_is_undecided(silent, tmp_path):
    for path in write_all(silent, tmp_path).paths:
        if path.suffix == ".docx":
            text = words(path)
        elif path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(path)
            text = str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
        else:
            text = path.read_text(encoding="utf-8")
        for accusation in ("未收到答复", "没有收到答复", "没有答复", "1家区直单位未作出答复"):
            assert accusation not in text, path.name


def test_the_letter_says_how_many_arrivals_wait(silent, tmp_path):
    text = feedback(silent, tmp_path)
    assert "1件来件（2020年10月12日收到的文书）待人工认定" in text
    assert "1件来件待人工认定，各项要素尚未审读" in text
    assert "认定之前，本件申请不认定为未答复" in text
    assert "两件申请都可能" not in text  # grounds may name other units


def test_the_letter_of_a_silent_unit_still_says_so(assessment, tmp_path):
    text = feedback(only(assessment, pick(assessment, "overdue")), tmp_path)
    assert "未收到答复书" in text
    assert "待人工认定，" not in text


def test_what_came_after_a_late_answer_is_told_without_taking_the_verdict_back(
    assessment, tmp_path
):
    late = doubted(pick(assessment, "answered_late"), date(2020, 11, 2))
    text = feedback(only(assessment, late), tmp_path)
    assert "1件来件（2020年11月2日收到的文书）待人工认定" in text
    assert "不认定为" not in text
    assert "扣2分：逾期答复" in text


def test_the_clocks_accusations_are_left_out_while_they_are_in_dispute(assessment, tmp_path):
    late = pick(assessment, "answered_late")
    assert late.clock.findings
    assert "答复晚于法定期限4个工作日" in feedback(only(assessment, late), tmp_path)
    assert "答复晚于法定期限4个工作日" not in feedback(only(assessment, doubted(late)), tmp_path)


def test_the_sentence_beside_the_rate_says_what_is_open(silent):
    sentence = answer_sentence(material_of(silent))
    assert "另有1件是否按期答复待人工认定（涉及尚待人工认定的来件1件）、不计入答复率" in sentence
    assert "总体答复率尚不能计算" in sentence


def test_an_arrival_that_may_belong_to_two_applications_is_one_arrival(assessment, tmp_path):
    overdue = [case for case in assessment.cases if str(case.clock.state) == "overdue"]
    first, second = (doubted(case) for case in overdue[:2])
    both = only(assessment, first, second)
    assert "另有2件" in answer_sentence(material_of(both))
    assert "来件1件" in answer_sentence(material_of(both))
    write_all(both, tmp_path)
    rows = sheet(tmp_path / "台账.xlsx", "来件")
    numbers = f"待认定：{first.application.id}、{second.application.id}"
    assert [(row["来件编号"], row["申请编号"]) for row in rows] == [("LJ003", numbers)]
    assert rows[0]["待认定的原因"] == "两件申请都可能"


def test_what_is_undecided_is_no_settled_arrival_though_it_was_filed(assessment, tmp_path):
    case = doubted(pick(assessment, "overdue"))
    filed = replace(case, arrivals=case.doubtful)
    write_all(only(assessment, filed), tmp_path)
    assert len(sheet(tmp_path / "台账.xlsx", "来件")) == 1
    assert "收到其他" not in feedback(only(assessment, filed), tmp_path)


def test_the_list_of_open_items_leads_to_the_undecided_arrival(silent):
    items = [one for one in open_items(material_of(silent)) if one.what.endswith("答复时限")]
    assert len(items) == 1
    assert "1件来件（LJ003）待人工认定，认定之前不能认定未答复" in items[0].why
    assert items[0].path == silent.cases[0].doubtful[0].path


def test_each_unclear_element_is_listed_once(assessment):
    case = pick(assessment, "answered_in_time")
    assert case.judgement
    first, *others = case.judgement.findings
    unclear = replace(first, verdict=Verdict.UNCLEAR, reason="看不清", defects=())
    judged = replace(case, judgement=replace(case.judgement, findings=(unclear, *others)))
    one = replace(only(assessment, judged), review=assessment.review)
    whats = [item.what for item in open_items(material_of(one))]
    assert len(whats) == len(set(whats)) == 1 + len(assessment.review)


def test_later_answers_are_told_and_looked_at_by_a_person(assessment, tmp_path):
    case = pick(assessment, "answered_in_time")
    again = letter("邮件12", date(2020, 11, 2), ReplyKind.ANSWER)
    twice = only(assessment, replace(case, arrivals=(*case.arrivals, again)))
    text = feedback(twice, tmp_path)
    assert "又收到答复1份：2020年11月2日收到的文书" in text
    assert "以首份答复为准" in text
    items = [one for one in open_items(material_of(twice)) if one.what.endswith("后续答复")]
    assert [one.path for one in items] == [again.path]


def test_acknowledgements_and_doubtful_letters_are_no_later_answers(assessment, tmp_path):
    case = pick(assessment, "answered_in_time")
    receipt = letter("邮件12", date(2020, 9, 22), ReplyKind.ACKNOWLEDGEMENT)
    unsure = letter("LJ004", date(2020, 11, 2), ReplyKind.ANSWER, doubt="归属不明")
    one = replace(case, arrivals=(receipt, *case.arrivals, unsure), doubtful=(unsure,))
    assert "又收到答复" not in feedback(only(assessment, one), tmp_path)
    assert open_items(material_of(only(assessment, one))) == ()


def test_an_answer_whose_file_is_lost_was_an_answer_all_the_same(assessment, tmp_path):
    case = pick(assessment, "answered_in_time")
    lost = replace(case.answer, doubt="佐证文件无法使用")
    gone = replace(case, answer=None, judgement=None, doubtful=(lost,))
    text = feedback(only(assessment, gone), tmp_path)
    assert "未收到答复" not in text
    assert "按期答复" in text


def test_a_missing_record_of_receipt_is_one_open_item(assessment):
    case = pick(assessment, "overdue")
    waiting = case.clock._replace(state=type(case.clock.state)("awaiting_receipt"))
    one = only(assessment, replace(case, clock=waiting._replace(received_on=None)))
    material = material_of(one)
    assert material.figures.tally(Measure.RECEIVED).unclear == (case.application.id,)
    assert "另有1件没有收到申请的记录，待人工认定、不计入签收率" in receipt_sentence(material)
    assert [item.what for item in open_items(material)] == ["签收记录"]


def test_evidence_is_named_by_what_it_is_called_in_the_ledger(silent):
    arrival = silent.cases[0].doubtful[0]
    assert number_of(arrival) == "来件LJ003"
    assert name_of(arrival) == "扫描件.pdf（来件LJ003）"
    assert name_of(replace(arrival, name="LJ003_某局.pdf")) == "LJ003_某局.pdf"
    assert number_of(replace(arrival, id="邮件12")) == "邮件12"
    assert (
        evidence_name({"a/b.pdf": "答复书.pdf（来件LJ003）"}, "a/b.pdf")
        == "答复书.pdf（来件LJ003）"
    )


def test_evidence_of_no_application_shows_no_long_path():
    assert evidence_name({}, f"evidence/ab/{SHA}.eml") == f"SHA-256：{SHA[:12]}…"
    assert evidence_name({}, "incoming/纸质来件/某信.pdf") == "某信.pdf"
    assert evidence_name({}, "") == ""


def test_the_objection_period_is_the_campaigns_to_set(assessment, tmp_path):
    text = feedback(only(assessment, pick(assessment, "answered_in_time")), tmp_path)
    assert "对上述认定有异议的，请以书面形式" in text
