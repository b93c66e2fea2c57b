"""A score that rests on too little is nowhere told as points: said is that, and what may come of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from harness.cli.score_told import lines
from harness.reports.feedback.sheet import write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.material import gather
from harness.reports.page import write_page
from harness.reports.sentences import open_items
from harness.reports.workbooks.score_sheets import write_scores
from harness.scoring.assessed import is_assessed, span_text, unknown_classes
from harness.scoring.facts import Entry, UnitFacts
from harness.scoring.rubric_file.rubric import load, parse
from harness.scoring.score import score, score_assessment

RUBRIC = load("jiangmen_2019")  # knows none of the classes of the province


def words(path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


@pytest.fixture(scope="module")
def foreign(assessment):
    return gather(assessment, RUBRIC)


def test_a_class_that_the_rubric_does_not_know_is_no_full_marks(foreign):
    assert not any(is_assessed(one) for one in foreign.scores)
    assert {span_text(one) for one in foreign.scores} == {"0分至100分之间"}


def test_the_unit_is_told_that_it_could_not_be_assessed(foreign, tmp_path):
    told = words(write_feedback(foreign, foreign.assessment.units[15], tmp_path / "a.docx"))
    assert "未能评定" in told and "0分至100分之间" in told
    assert "100分（满分" not in told and "100.00%" not in told
    assert "没有扣分；" not in told and "没有认定你单位存在问题" not in told


def test_report_and_page_print_a_dash(foreign, tmp_path):
    told = words(write_overview(foreign, tmp_path / "a.docx"))
    assert "目前得分" not in told and "0—100" in told
    page = write_page(foreign, tmp_path / "a.html").read_text("utf-8")
    assert "100.00%" not in page and ">100</td>" not in page


def test_the_command_prints_no_points(assessment):
    said = "\n".join(lines(RUBRIC, score_assessment(RUBRIC, assessment)))
    assert "最终得分100" not in said and "得分率100" not in said
    assert "未能评定（可能得0分至100分之间）" in said


def test_the_workbook_has_no_total(foreign, tmp_path):
    from python_calamine import CalamineWorkbook

    write_scores(RUBRIC, foreign.scores, tmp_path / "a.xlsx")
    head, *rows = (
        CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("得分").to_python()
    )
    total, rate, said = head.index("最终得分"), head.index("得分率（%）"), head.index("说明")
    assert {(row[total], row[rate]) for row in rows} == {("未能评定", "")}
    assert all("可能得0分至100分之间" in row[said] for row in rows)


def test_which_units_class_the_rubric_does_not_know_is_open_once(foreign):
    items = [one for one in open_items(foreign) if "类别" in one.what]
    assert [one.what for one in items] == ["类别“区直单位”", "类别“设区市”"]
    assert "43家" in items[0].why and "演江自治区教育厅" in items[0].why
    assert not any(one.what == RUBRIC.criteria[0].name for one in open_items(foreign))


def test_of_a_rubric_without_classes_all_are_known(assessment):
    assert unknown_classes(load("yanjiang_drill"), assessment.units) == {}


def test_what_is_left_out_for_want_of_evidence_may_come_to_nothing(material):
    one = material.scores[0]
    first = replace(
        one.marks[0], exempt="没有证据", lacking=True, points=0 * one.full, lowest=0 * one.full
    )
    lost = first.criterion.weight
    changed = replace(one, marks=(first, *one.marks[1:]), exempt=lost)
    rest = sum(mark.points for mark in one.marks[1:])
    low, high = (rest, rest + lost)
    assert span_text(changed) == f"{low}分至{high}分之间"


def test_places_are_those_of_the_class_wherever_they_are_printed(material, tmp_path):
    page = write_page(material, tmp_path / "a.html").read_text("utf-8")
    assert page.count('data-label="类内排名"') == len(material.scores)
    said = lines(material.rubric, material.scores)
    assert "【区直单位】" in said and "【设区市】" in said
    first = said[said.index("【设区市】") + 1]
    best = min(
        (one for one in material.scores if one.category == "设区市"),
        key=lambda one: one.rank_in_category or 99,
    )
    assert first.startswith(f"1. {best.name}")
    second = next(one for one in material.scores if one.rank != one.rank_in_category)
    assert f"{second.rank_in_category}. {second.name}" in "\n".join(said)


def test_the_deadline_report_has_no_row_of_noughts(material, tmp_path):
    from python_calamine import CalamineWorkbook

    from harness.reports.deadlines.sheets import write_deadline_report

    path = write_deadline_report(material, tmp_path / "a.xlsx")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("概况").to_python()
    counted = [row[1:] for row in rows if len(row) > 2 and isinstance(row[1], int | float)]
    assert counted and all(any(each) for each in counted)
    assert not any("期限中止" in str(row[0]) or row[0] == "截止日暂定" for row in rows)


def test_no_cell_of_a_unit_that_cannot_be_assessed_has_full_marks_for_what_nobody_saw(tmp_path):
    rubric = parse(
        'title = "甲"\nsource = "甲"\nfull = 10\n'
        '[[criterion]]\nid = "a"\nname = "甲项"\nweight = 6\n'
        '[[criterion]]\nid = "b"\nname = "乙项"\nweight = 4\n',
        "甲.toml",
    )
    units = [
        UnitFacts("1", "甲局", "", {"a": Entry(open="尚未评定"), "b": Entry(given=Decimal(3))}),
        UnitFacts("2", "乙局", "", {"a": Entry(given=Decimal(5)), "b": Entry(given=Decimal(4))}),
    ]
    path = write_scores(rubric, score(rubric, units), tmp_path / "得分表.xlsx")
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("得分").to_python()
    first = next(row for row in rows if "甲局" in row)
    assert first[3] == "待评定" and float(first[4]) == 3


def test_a_unit_without_any_evidence_is_not_called_exempt():
    rubric = parse(
        'title = "甲"\nsource = "甲"\nfull = 6\n[[criterion]]\nid = "a"\nname = "甲项"\nweight = 6\n',
        "甲.toml",
    )
    lacking = Entry(exempt="未对该单位作电话测试", lacking=True)
    (unknown,) = score(rubric, [UnitFacts("1", "甲局", "", {"a": lacking})])
    assert any("没有可供评定的证据" in line for line in lines(rubric, [unknown]))
    (spared,) = score(rubric, [UnitFacts("1", "甲局", "", {"a": Entry(exempt="无此项职能")})])
    assert any("全部指标折分" in line for line in lines(rubric, [spared]))
