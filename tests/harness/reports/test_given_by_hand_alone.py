"""A campaign of marks that people gave, without an application: 江门2019's 45 units, opened as a reader would."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from harness.reports.feedback.sheet import write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.material import Material, gather
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.assessment import Assessment
from harness.scoring.rubric_file.rubric import load
from letters.model import Campaign, Unit

TABLE = Path(__file__).parents[1] / "scoring" / "jiangmen_2019" / "依据表.csv"
DAY = date(2019, 11, 30)


def unit(number: int, row: dict[str, str]) -> Unit:
    return Unit(
        id=f"U{number:03}", name=row["单位名称"], category=row["类别"], level="", email="", address="",
        postcode="", phone="", reconsideration_organs=(), courts=(), region="广东省",
    )  # fmt: skip


@pytest.fixture(scope="module")
def given() -> Material:
    rubric = load("jiangmen_2019")
    with TABLE.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    units = [unit(n, row) for n, row in enumerate(rows, 1)]
    points = {
        f"{one.id}/{each.id}": (row[each.name] or "折分", "据公布得分登记")
        for one, row in zip(units, rows, strict=True)
        for each in rubric.of(one.category).criteria
        if each.weight
    }
    campaign = Campaign(
        id="jm", title="江门市2019年政务公开第三方评估", region="广东省江门市", drill=False,
        collect_until=DAY, rounds=(), applicants=(), rubric="jiangmen_2019",
    )  # fmt: skip
    return gather(Assessment(campaign, tuple(units), (), (), (), DAY, points), rubric)


def words(path: Path) -> str:
    body = Document(str(path)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def test_marks_for_one_reason_are_not_listed_point_by_point(given, tmp_path):
    text = words(write_overview(given, tmp_path / "总.docx"))
    assert text.count("因据公布得分登记扣") <= 12
    assert "未得满分的" in text and "得分率80%以上" in text


def test_what_was_not_done_is_not_spoken_of(given, tmp_path):
    whole = words(write_overview(given, tmp_path / "总.docx"))
    assert "涉及的单位、申请" not in whole and "计分的依据列于附件" in whole
    letter = words(write_feedback(given, given.assessment.units[0], tmp_path / "反.docx"))
    assert "申请编号" not in letter and "答复书原件" not in letter


def test_the_workbook_has_no_sheet_without_a_row(given, tmp_path):
    path = write_workbook(given, tmp_path / "台账.xlsx", tmp_path)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["总览", "得分", "扣分明细", "指标权重", "等次"]
    front = book.get_sheet_by_name("总览").to_python()
    assert ["市（区）政府", 7.0, 7.0, 78.36, 85.71] in [row[:5] for row in front]
