"""总报告 and 工作底稿: what stands in them, what does not, and that it is right for none, one and all."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from harness.clock.result import State
from harness.reports.final.overview import write_overview
from harness.reports.material import Material, gather
from harness.reports.sentences import answer_sentence, phone_sentence, receipt_sentence
from harness.reports.working_paper import write_working_paper
from harness.scoring.agreement import Compared, agreement
from harness.scoring.assessment import Assessment
from harness.scoring.people import Decision, Ground, Objection, Outcome, Sample, Sampled
from harness.scoring.rubric_file.rubric import load
from harness.scoring.rubric_file.scheme import Grouping, Part, Side
from harness.scoring.telephone import Reach, reach_of
from letters.model import Earlier, EarlierResult, ReportRule
from letters.report_words import tries
from letters.templating import render

RUBRIC = load("yanjiang_drill")
SIGNED = ReportRule("演江智评咨询有限公司", "演江自治区人民政府办公厅", date(2020, 12, 8))


def words(path: Path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def told(assessment: Assessment, folder: Path) -> str:
    return words(write_overview(gather(assessment, RUBRIC), folder / "总报告.docx"))


def of(assessment: Assessment, *ids: str) -> Assessment:
    """Of a few units."""
    units = tuple(unit for unit in assessment.units if unit.id in ids)
    return replace(
        assessment,
        units=units,
        cases=tuple(case for case in assessment.cases if case.application.unit in units),
        calls=tuple(call for call in assessment.calls if call.unit in units),
    )


def signed(assessment: Assessment, rule: ReportRule = SIGNED, **more: object) -> Assessment:
    return replace(assessment, campaign=replace(assessment.campaign, report=rule, **more))


@pytest.fixture(scope="module")
def report(assessment, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("总报告")
    return write_overview(gather(signed(assessment), RUBRIC), folder / "总报告.docx")


@pytest.fixture(scope="module")
def text(report) -> str:
    return words(report)


# -- cover, contents, properties


def test_the_cover_says_who_had_it_made_who_made_it_and_when(text):
    assert "委托单位：演江自治区人民政府办公厅评估机构：演江智评咨询有限公司2020年12月8日" in text


def test_what_nobody_wrote_down_stands_on_no_cover_and_is_asked_for_in_the_working_paper(
    assessment, tmp_path
):
    few = of(assessment, "U001")
    report = told(few, tmp_path)
    assert "委托单位" not in report
    assert "评估机构" not in report
    paper = write_working_paper(gather(few, RUBRIC), tmp_path / "工作底稿.docx")
    assert "没有写评估机构" in words(paper)


def test_the_properties_name_author_and_day(report):
    core = Document(str(report)).core_properties
    assert core.author == core.last_modified_by == "演江智评咨询有限公司"
    assert core.created == core.modified == datetime(2020, 12, 8, tzinfo=UTC)
    assert core.language == "zh-CN"


def test_the_contents_are_a_field_that_is_filled_in_already(report):
    xml = zipfile.ZipFile(report).read("word/document.xml").decode()
    assert "TOC \\o" in xml
    marks = re.findall(r'w:name="(_Toc\d+)"', xml)
    pages = re.findall(r"PAGEREF (_Toc\d+) \\h.*?<w:t>(\d+)</w:t>", xml)
    assert [mark for mark, _ in pages] == marks
    numbers = [int(page) for _, page in pages]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1


def test_chapters_follow_the_published_reports(text):
    titles = re.findall(r"第.章　[^\d“]+?(?=\d)", text[: text.index("前　言")])
    assert titles == [
        "第一章　评估说明",
        "第二章　评估结果",
        "第三章　申请办理情况分析",
        "第四章　各项指标得分情况分析",
        "第五章　典型案例",
        "第六章　评估总结及改进建议",
    ]


def test_two_runs_give_the_same_bytes(assessment, tmp_path):
    material = gather(of(assessment, "U001", "U050"), RUBRIC)
    for write in (write_overview, write_working_paper):
        first, second = write(material, tmp_path / "a.docx"), write(material, tmp_path / "b.docx")
        assert first.read_bytes() == second.read_bytes()


# -- what is told, and to whom


def test_every_silent_late_and_unreached_unit_is_named(text, assessment):
    annexes = text[text.rindex("附件1　") :]
    for case in assessment.cases:
        if str(case.clock.state) in ("overdue", "answered_late"):
            assert case.application.id in annexes
    for unit in assessment.units:
        if reach_of(unit, assessment).reach is Reach.UNREACHED:
            assert unit.name in annexes


def test_what_is_for_testers_stands_in_the_working_paper_alone(text, assessment, tmp_path):
    paper = words(write_working_paper(gather(assessment, RUBRIC), tmp_path / "工作底稿.docx"))
    for inner in ("unknown.eml", "林演一", "p1@apply.example", "SHA-256"):
        assert inner not in text, inner
        assert inner in paper, inner


def test_a_criterion_is_analysed_in_the_manner_of_the_published_reports(text):
    assert "有20家区直单位、4家设区市答复书缺少文号（名单见附件4），每家扣0.5分。" in text
    assert "1家区直单位（演江自治区司法厅）逾期答复，扣2分。" in text


def test_a_case_quotes_the_words_of_the_letter(text):
    assert "“可依法申请行政复议或者提起行政诉讼”" in text


def test_advice_is_given_on_what_occurred_and_on_nothing_else(text, assessment, tmp_path):
    assert "完整告知救济渠道" in text
    assert "保持咨询电话畅通" in text
    assert "把决定落实到申请人能够用上" not in text  # no decision was at fault
    quiet = replace(of(assessment, "U012"), calls=())
    assert "保持咨询电话畅通" not in told(quiet, tmp_path)
    assert "电话咨询" not in told(quiet, tmp_path)


def test_no_table_has_a_column_or_row_of_nothing_but_zeros(report):
    for table in Document(str(report)).tables:
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        if "合计" in rows[0] or "按期答复" in rows[0]:
            for place, name in enumerate(rows[0][2:], 2):
                column = {row[place] for row in rows[1:]}
                assert column != {"0"} or name == "按期答复", name


# -- none, one, all


def test_one_unit_alone_is_neither_best_nor_worst(assessment, tmp_path):
    report = told(of(assessment, "U012"), tmp_path)
    assert "只有演江自治区生态环境厅1家" in report
    assert "最高分" not in report
    assert "平均得分率" not in report.split("附　件")[0]


def test_where_all_answered_in_time_it_says_so(assessment):
    timely = tuple(case for case in assessment.cases if str(case.clock.state) == "answered_in_time")
    sentence = answer_sentence(gather(replace(assessment, cases=timely), RUBRIC))
    assert "正常渠道申请方面，35家区直单位、14家设区市全部在法定期限内作出答复" in sentence


def test_where_nobody_did_it_says_so(assessment):
    silent = tuple(case for case in assessment.cases if str(case.clock.state) == "overdue")
    sentence = answer_sentence(gather(replace(assessment, cases=silent), RUBRIC))
    assert "没有单位在法定期限内作出答复，7家区直单位未作出答复" in sentence
    assert "为0.00%" in sentence


def test_where_nothing_was_sent_nothing_is_said_of_receipts(assessment):
    unsent = tuple(
        replace(
            case,
            clock=case.clock._replace(
                state=State.NOT_SENT, received_on=None, answered_on=None, findings=(), trace=()
            ),
            answer=None, arrivals=(), judgement=None,
        )
        for case in assessment.cases[:4]
    )  # fmt: skip
    material = gather(replace(assessment, cases=unsent), RUBRIC)
    assert receipt_sentence(material) == "至数据采集截止日，各件申请均未提交。"
    assert "申请尚未提交，不作认定" in answer_sentence(material)


def test_how_many_units_were_called_of_how_many_is_said(assessment):
    few = replace(assessment, calls=tuple(c for c in assessment.calls if c.unit.id < "U011"))
    assert "对57家单位中的10家拨打咨询电话" in phone_sentence(gather(few, RUBRIC))


def test_nothing_is_said_to_be_signed_for_that_was_only_sent(assessment):
    cases = tuple(
        replace(case, clock=case.clock._replace(received_by="sent"))
        if case.application.round.id == "B"
        else case
        for case in assessment.cases
    )
    sentence = receipt_sentence(gather(replace(assessment, cases=cases), RUBRIC))
    assert "有签收记录的57件" in sentence
    assert "已经发出、没有退回，按约定以发出之日为收到之日的57件" in sentence


# -- places


def unranked(material: Material, unit_id: str) -> Material:
    scores = tuple(
        replace(
            one, rank=None, rank_in_category=None, grade="", unranked="已核实的权重只占5%，不排名"
        )
        if one.unit_id == unit_id
        else one
        for one in material.scores
    )
    return replace(material, scores=scores)


def test_a_unit_without_place_stands_in_no_ranking_table_and_is_told_why(assessment, tmp_path):
    material = unranked(gather(assessment, RUBRIC), "U012")
    path = write_overview(material, tmp_path / "总报告.docx")
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in Document(str(path)).tables]
    ranking = next(rows for rows in tables if rows[0][:2] == ["排名", "单位"])
    assert "演江自治区生态环境厅" not in [row[1] for row in ranking]
    apart = next(rows for rows in tables if "不排名的原因" in rows[0])
    assert apart[1][:2] == ["演江自治区生态环境厅", "已核实的权重只占5%，不排名"]
    assert "另有1家区直单位不参加排名" in words(path)


def test_means_of_a_class_are_those_of_units_with_a_place(assessment, tmp_path):
    material = unranked(gather(of(assessment, "U012", "U013"), RUBRIC), "U012")
    assert (
        "平均得分率" not in words(write_overview(material, tmp_path / "a.docx")).split("附　件")[0]
    )


def test_a_unit_never_called_is_not_said_to_be_exempt_and_lowers_no_mean(assessment, tmp_path):
    guangxi = load("guangxi_2020")
    guides = {unit.id: () for unit in assessment.units}
    few = replace(of(assessment, "U012", "U013"), guides=guides)
    few = replace(few, calls=tuple(call for call in few.calls if call.unit.id == "U013"))
    assert reach_of(few.units[1], few).reach is Reach.REACHED
    path = write_overview(gather(few, guangxi), tmp_path / "总报告.docx")
    tables = [[[c.text for c in row.cells] for row in t.rows] for t in Document(str(path)).tables]
    cells = {
        row[int(rows[0][0] == "排名")]: row[rows[0].index("咨询电话畅通")]
        for rows in tables
        if "咨询电话畅通" in rows[0]
        for row in rows[1:]
    }
    assert [text for name, text in cells.items() if "生态环境厅" in name] == ["未能评定"]
    assert cells["平均得分率"] == "100.00%"
    text = words(path)
    assert "“未能评定”指缺少可供评定的证据" in text and "“折分”指" not in text
    # this rubric looks at guides, the other does not
    assert "已核对2家（共2家）" in text and "收集并核对全部2家参评单位公布的" in text
    assert "指南核对法" not in told(few, tmp_path)


# -- earlier results


def test_earlier_results_are_compared_unit_by_unit(assessment, tmp_path):
    few = of(assessment, "U012", "U013", "U014", "U015")
    names = [unit.name for unit in few.units]
    then = Earlier(
        "2018年", Decimal(16),
        (
            EarlierResult(names[0], Decimal("12.5"), ("演江自治区环境保护厅",)),
            EarlierResult(names[1], None, ("甲厅", "乙厅"), "机构合并"),
            EarlierResult(names[2], None, (), "新增部门"),
        ),
    )  # fmt: skip
    report = told(signed(few, earlier=(then,)), tmp_path)
    assert "与往次评估结果对比分析" in report
    assert "原演江自治区环境保护厅" in report
    assert "由甲厅、乙厅合并；机构合并" in report
    assert "新增部门" in report
    assert "往次得分表中没有该单位" in report


# -- words of one's own, speed


def test_a_campaign_may_put_its_own_words_in_their_place(assessment, tmp_path):
    own = (("report_preface.txt.j2", "本报告由{{ agency }}撰写。"),)
    assert "本报告由演江智评咨询有限公司撰写。" in told(
        signed(of(assessment, "U012"), templates=own), tmp_path
    )


def test_the_report_of_57_units_takes_less_than_ten_seconds(material, tmp_path):
    start = time.process_time()
    write_overview(material, tmp_path / "总报告.docx")
    assert time.process_time() - start < 10


def test_every_template_of_ours_begins_a_paragraph_where_it_begins_a_line():
    for name, filled in tries():
        for line in render(name, filled).splitlines():
            assert "- " not in line[2:], name


# -- parts, groups, people


def test_units_are_summed_up_where_the_rubric_says_so(assessment, tmp_path):
    half = Decimal(50)
    rubric = replace(RUBRIC, group=Grouping(Side(("区直单位",), half), Side(("设区市",), half)))
    few = of(assessment, "U020", "U021", "U050", "U051")
    wholes = {"U020": "甲县", "U050": "甲县", "U021": "乙县", "U051": "乙县"}
    units = {one.id: replace(one, group=wholes[one.id]) for one in few.units}
    cases = tuple(
        replace(c, application=replace(c.application, unit=units[c.application.unit.id]))
        for c in few.cases
    )
    summed = replace(few, units=tuple(units.values()), cases=cases)
    report = words(write_overview(gather(summed, rubric), tmp_path / "a.docx"))
    assert "区直单位占50%、设区市（平均）占50%" in report
    assert "甲县" in report and "乙县" in report


def test_the_parts_of_a_mark_have_a_table_of_their_own(assessment, tmp_path):
    leaves = [one.id for one in RUBRIC.criteria]
    parts = (
        Part("outer", "第三方", Decimal(70), tuple(leaves[:4]), tuple(leaves[:4])),
        Part("daily", "日常", Decimal(30), tuple(leaves[4:]), tuple(leaves[4:])),
    )
    material = gather(of(assessment, "U020", "U021"), replace(RUBRIC, parts=parts))
    report = words(write_overview(material, tmp_path / "a.docx"))
    assert "最终得分由第三方70%＋日常30%合成" in report


def test_what_people_did_is_told_where_they_did_it(assessment, tmp_path):
    drawn = (
        Sampled("U020-A/remedy", "0" * 64, Ground.FAULT),
        Sampled("U021-A/seal", "0" * 64, Ground.CLEAN),
    )
    more = (
        Sampled("U023-A/remedy", "0" * 64, Ground.FAULT),
        Sampled("U023-A/seal", "0" * 64, Ground.CLEAN),
    )
    marked = frozenset((one.target, one.about) for one in (*drawn, *more))
    sample = Sample(
        1,
        7,
        10,
        "",
        (*drawn, Sampled("U022-A/seal", "0" * 64, Ground.FAULT), *more),
        (("U022-A", "0" * 64),),
        9,
    )
    marks = agreement([("present", "present"), ("absent", "absent"), ("absent", "present")])
    compared = Compared("first_second", {"remedy": marks}, marks, 2)
    said = Decision(Outcome.UPHELD, "签收单显示已送达", "王五", "2020-12-01", ("U020-A/remedy",))
    objection = Objection(
        1, "U020", "U020-A/remedy", date(2020, 11, 30), "已告知救济渠道", decision=said
    )
    done = replace(
        of(assessment, "U020", "U021"),
        samples=(sample,), agreements=(compared,), objections=(objection,),
        second_marks=marked,
    )  # fmt: skip
    report = told(done, tmp_path)
    assert "抽取5项要素认定拟作第二次评定，其中有问题的3项、未见问题的2项" in report
    # what the program could not tell was marked, too, though there was nothing to compare
    assert "已作第二次评定4项，尚有1项没有完成" in report
    assert "初评与复评的一致性" in report
    assert "不足30项，置信区间仅供参考" in report
    assert "提出异议1项，异议成立的1项" in report
    assert "异议成立：签收单显示已送达" in report
    # nobody put anything else right
    assert "得分已重新计算；逐项列于" in report and "一并改正" not in report
    second = replace(
        objection, number=2,
        decision=replace(said, targets=("U020-A/remedy", "U021-A/remedy", "U022-A/remedy"), op=9),
    )  # fmt: skip
    report = told(replace(done, objections=(objection, second)), tmp_path)
    assert "同样的情形2项一并改正" in report and "异议成立（后由异议2改正）：" in report
    refused = replace(objection, decision=replace(said, outcome=Outcome.REJECTED, targets=()))
    assert "重新计算" not in told(replace(done, objections=(refused,)), tmp_path)
    assert "质量控制" not in told(of(assessment, "U020", "U021"), tmp_path)
