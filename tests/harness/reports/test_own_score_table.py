"""What the program prints itself is equal to what it reckons: 得分表 held against its own scores."""

from __future__ import annotations

from openpyxl import load_workbook

from harness.reports.workbooks.score_sheets import write_scores
from harness.scoring.rubric_file.rubric import load
from harness.scoring.score import score
from harness.scoring.tables.facts_table import column_names, facts_from_rows
from harness.scoring.tables.published import compare

RUBRIC = load("jiangmen_2019")


def _scores():
    names = [each.name for each in RUBRIC.of("市直部门").criteria]
    head = ["单位名称", "类别", *names]
    full = [str(each.weight) for each in RUBRIC.of("市直部门").criteria]
    exempt = [
        "折分" if name == "依申请公开答复" else one for name, one in zip(names, full, strict=True)
    ]
    rows = [head, ["甲局", "市直部门", *full], ["乙局", "市直部门", *exempt]]
    return score(RUBRIC, facts_from_rows(RUBRIC, rows, "依据.xlsx"))


def test_it_differs_from_itself_in_nothing_and_exempt_is_no_nought(tmp_path):
    assert "依申请公开答复" in column_names(RUBRIC)
    scores = _scores()
    path = write_scores(RUBRIC, scores, tmp_path / "得分表.xlsx")
    book = load_workbook(path, data_only=True)
    tables = [(sheet.title, [list(row) for row in sheet.values]) for sheet in book]
    found = compare(RUBRIC, scores, tables)
    assert found.agreeing > 10
    assert (found.differences, found.contradictions) == ((), ())


def test_a_nought_printed_for_what_is_exempt_is_named():
    head = ["单位", "依申请公开答复", "得分率（%）", "类内排名"]
    found = compare(RUBRIC, _scores(), [("公布", [head, ["乙局", "0", "100.00", "1"]])])
    assert found.left == ()
    assert found.agreeing == 2
    (told,) = found.differences
    assert "公布为0，按依据表为“折分”" in told
