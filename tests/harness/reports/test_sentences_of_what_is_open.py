"""总报告 and 反馈单: of what is open the sentences say that it is open, in every number: none, one, all."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest
from docx import Document

from harness.checker.finding import Element, Finding, Verdict
from harness.clock.deadline import Step
from harness.reports.counting import counting
from harness.reports.feedback.first_page import _cure
from harness.reports.final.overview import write_overview
from harness.reports.material import gather
from harness.scoring.rubric_file.rubric import load

RUBRIC = replace(load("yanjiang_drill"), rank_at_least=Decimal(10))
SEAL = Element.SEAL


def words(path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def table(path, first: str) -> dict[str, list[str]]:
    """The table whose first head is `first`, by its rows' first cells."""
    for one in Document(str(path)).tables:
        rows = [[cell.text for cell in row.cells] for row in one.rows]
        if rows[0][0] == first:
            return {row[0]: row[1:] for row in rows}
    return {}


def fine(case):
    """The same letter with nothing wrong and nothing open."""
    found = tuple(
        one if one.verdict is Verdict.PRESENT else Finding(one.element, Verdict.PRESENT, "写明了")
        for one in case.judgement.findings
    )
    return replace(case, judgement=replace(case.judgement, findings=found))


def with_(case, finding):
    found = tuple(
        finding if one.element is finding.element else one for one in case.judgement.findings
    )
    return replace(case, judgement=replace(case.judgement, findings=found))


UNCLEAR = Finding(SEAL, Verdict.UNCLEAR, "印迹很浅，不能确定是否为印章")
NO_SEAL = Finding(SEAL, Verdict.ABSENT, "全文未见印章")


def written(assessment, folder, *findings):
    """The report of units that answered well but for these findings, one a unit."""
    timed = [c for c in assessment.cases if c.clock.state == "answered_in_time"]
    good = [c for c in timed if c.judgement and c.application.round.id == "A"]
    cases = [fine(case) for case in good[: len(findings)]]
    cases = [with_(c, f) if f else c for c, f in zip(cases, findings, strict=True)]
    units = tuple(case.application.unit for case in cases)
    calls = tuple(one for one in assessment.calls if one.unit in units)
    few = replace(assessment, units=units, cases=tuple(cases), calls=calls)
    return write_overview(gather(few, RUBRIC), folder / "a.docx")


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ((None, None, None), "审读的3件答复书中，没有认定问题的3件。"),
        ((UNCLEAR, None, None), "没有认定问题的3件（其中1件尚有要素待认定）。"),
        ((UNCLEAR, UNCLEAR), "没有认定问题的2件（都尚有要素待认定）。"),
        ((UNCLEAR,), "没有认定问题的1件（尚有要素待认定）。"),
        ((NO_SEAL, UNCLEAR, None), "没有认定问题的2件（其中1件尚有要素待认定）。"),
        ((NO_SEAL,), "审读的1件答复书中，没有一件完全没有问题。"),
    ],
)
def test_letters_without_fault_are_told_with_those_among_them_that_are_open(
    assessment, tmp_path, findings, said
):
    text = words(written(assessment, tmp_path, *findings))
    assert said in text and "另有1件尚有要素" not in text


def test_a_problem_that_is_nowhere_found_and_somewhere_open_has_its_row(assessment, tmp_path):
    path = written(assessment, tmp_path, UNCLEAR, UNCLEAR)
    assert table(path, "问题")["答复书未加盖公章"] == ["0（2）"]
    text = words(path)
    assert "有2件尚有要素待认定" in text and "括号内为要素尚待认定的件数" in text
    assert "答复格式不规范" not in text and "涉及0家" not in text


def test_nothing_open_needs_no_table(assessment, tmp_path):
    path = written(assessment, tmp_path, None, None)
    assert not table(path, "问题") and "括号内" not in words(path)


def test_the_first_place_of_marks_that_are_open_is_provisional(assessment, tmp_path):
    text = words(written(assessment, tmp_path, UNCLEAR, NO_SEAL, NO_SEAL))
    assert "暂列第一位，得分暂定为" in text and "待认定事项全部认定后在" in text


def test_two_first_of_whom_one_is_open_say_which(assessment, tmp_path):
    text = words(written(assessment, tmp_path, UNCLEAR, None, NO_SEAL))
    assert "暂并列第一位" in text and "（其中1家的得分暂定：" in text


def test_the_first_place_of_marks_that_stand_is_plain(assessment, tmp_path):
    text = words(written(assessment, tmp_path, None, NO_SEAL, NO_SEAL))
    assert "名列第一位，得分为" in text and "暂定" not in text.split("附　件")[0]


def test_no_sentence_points_to_a_table_that_may_not_stand_below_it(assessment):
    assert not any("见下表" in one for one in counting(assessment).sentences)


def test_the_annexes_say_which_term_was_extended(assessment, tmp_path):
    case = next(c for c in assessment.cases if c.judgement and c.clock.state == "answered_in_time")
    step = Step(case.clock.received_on, "告知延期", "第三十三条", "延长20个工作日")
    clock = case.clock._replace(trace=(*case.clock.trace, step), working_days_used=29)
    few = replace(
        assessment, units=(case.application.unit,), cases=(replace(case, clock=clock),), calls=()
    )
    path = write_overview(gather(few, RUBRIC), tmp_path / "a.docx")
    assert "在期限内告知延期的申请有1件" in words(path)
    assert table(path, "申请")[case.application.id][-1] == "按期答复\n（已延期）"


def remedy(*defects):
    return Finding(Element.REMEDY, Verdict.DEFECTIVE, "……", defects)


def test_reconsideration_first_has_advice_of_its_own():
    said = _cure(remedy("reconsideration_first_missing"))
    assert "先申请行政复议" in said and "全称" not in said
    both = _cure(remedy("no_court", "reconsideration_first_missing"))
    assert "全称" in both and "先申请行政复议" in both
    assert "不要求先申请复议" in _cure(remedy("reconsideration_first_wrong"))
    assert _cure(remedy("no_court")) == "写明复议机关、受理法院的全称和期限。"


def test_a_quotation_does_not_end_in_a_semicolon():
    from harness.reports.final.cases import passages

    span = SimpleNamespace(file="a", page=1, bbox=None, text="网址为http://x.example/a.html；")
    assert passages([span]) == ["“网址为http://x.example/a.html”"]
