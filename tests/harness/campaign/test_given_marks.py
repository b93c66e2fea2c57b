"""给分表: what only people can mark, out as a table and in as facts; and what if."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from harness.campaign.errors import Refused
from harness.campaign.given_marks import read_form, write_form
from harness.campaign.marks import marks
from harness.campaign.new import new
from harness.campaign.status import faults_of
from harness.campaign.what_if import what_if
from harness.campaign.workspace import rubric_of
from harness.scoring.rubric import parse
from harness.store import said
from letters.faults import BadTable

RUBRIC = """title = "甲"
source = "甲"
full = 10
[[criterion]]
id = "loop"
name = "闭环"
weight = 6
[[criterion]]
id = "disputes"
name = "纠错"
weight = 4
per = "each"
[[criterion.deduction]]
id = "disputes.lost"
name = "被撤销"
points = 3
when = ["by_hand"]
"""


@pytest.fixture
def marked(desk):
    """The campaign, marked by people alone."""
    workspace = desk.workspace
    (workspace.folder / "甲.toml").write_text(RUBRIC, encoding="utf-8")
    return replace(workspace, campaign=replace(workspace.campaign, rubric="甲.toml"))


def rows_of(path):
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def filled(path, rows):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("给分表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def form(marked, tmp_path, **values):
    """The table as `marks --form` writes it, with these cells (by id) of the first unit filled in."""
    blank = tmp_path / "空表.xlsx"
    write_form(marked, blank)
    rows = rows_of(blank)
    for row in rows[1:]:
        if row[0] == rows[1][0] and row[2] in values:
            row[5:8] = values[row[2]]
    return filled(tmp_path / "给分表.xlsx", rows)


FULL = {"loop": [4, "查阅台账", "台账.txt"], "disputes.lost": [1, "复议决定书", ""]}


def test_the_form_has_every_unit_and_what_people_have_to_say(marked, tmp_path):
    assert write_form(marked, tmp_path / "表.xlsx") == 3 * len(marked.book().units)
    ids = [row[2] for row in rows_of(tmp_path / "表.xlsx")[1:4]]
    assert ids == ["loop", "disputes", "disputes.lost"]


def test_what_is_filled_in_is_a_fact_with_reason_and_evidence(marked, tmp_path):
    (tmp_path / "台账.txt").write_text("闭环", encoding="utf-8")
    path = form(marked, tmp_path, **FULL)
    assert len(read_form(marked, path).changes) == 2
    before = marks(marked)[0]
    assert (
        before.rank is None and "已核实的权重只占0%" in before.unranked
    )  # nothing was written yet
    assert read_form(marked, path, write=True).written
    first = marks(marked)[0]
    assert (first.score, first.rank) == (Decimal("5.00"), 1)
    assert [taken.reason for taken in first.deductions][1] == "被撤销：复议决定书"
    with marked.store.reading() as connection:
        kept = said.rulings(connection)[f"{first.unit_id}/loop"]
    assert kept.why == "查阅台账（佐证：台账.txt）" and len(kept.about) == 64


def test_read_twice_it_changes_nothing(marked, tmp_path):
    (tmp_path / "台账.txt").write_text("闭环", encoding="utf-8")
    path = form(marked, tmp_path, **FULL)
    read_form(marked, path, write=True)
    again = read_form(marked, path, write=True)
    assert (again.changes, again.same) == ((), 2)
    write_form(marked, tmp_path / "再.xlsx")
    assert read_form(marked, tmp_path / "再.xlsx").same == 2


def test_a_criterion_that_is_none_of_the_units_is_exempt_and_no_zero(marked, tmp_path):
    read_form(marked, form(marked, tmp_path, loop=["折分", "没有这项职能", ""], **{"disputes.lost": [0, "无", ""]}), write=True)  # fmt: skip
    first = marks(marked)[0]
    assert (first.rate, first.rank) == (Decimal("100.00"), 1)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"loop": [9, "理由", ""]}, "第2行：“9”不是闭环的得分，应在0至6之间，或者“折分”"),
        ({"loop": [4, "", ""]}, "第2行：填了“4”，没有写理由"),
        ({"loop": [4, "理由", "无.pdf"]}, "打不开佐证文件“无.pdf”"),
        ({"disputes.lost": ["一", "理由", ""]}, "“一”不是次数"),
    ],
)
def test_one_fault_and_nothing_is_written(marked, tmp_path, cells, told):
    with pytest.raises(BadTable, match=told.replace("（", "[（]")):
        read_form(marked, form(marked, tmp_path, **cells), write=True)
    assert not marked.book().rulings


def test_what_if_writes_nothing_and_says_who_moves(marked, tmp_path):
    read_form(marked, form(marked, tmp_path, loop=[3, "台账", ""], **{"disputes.lost": [0, "无", ""]}), write=True)  # fmt: skip
    before = marks(marked)
    found = what_if(marked, weights={"disputes": Decimal(14)})
    first = found.moves[0]
    # 7/10；权重14时 17/20
    assert first.rate == (Decimal("70.00"), Decimal("85.00"))
    assert marks(marked) == before


def test_what_if_says_what_concerns_a_whole_class_and_looks_at_one_unit(marked, tmp_path):
    read_form(marked, form(marked, tmp_path, loop=[3, "台账", ""], **{"disputes.lost": [0, "无", ""]}), write=True)  # fmt: skip
    found = what_if(marked, weights={"disputes": Decimal(14)})
    assert any(note.endswith("的满分由10分变为20分。") for note in found.notes)
    first = found.moves[0]
    (only,) = what_if(marked, weights={"disputes": Decimal(14)}, unit=first.unit_id).moves
    assert only == first
    with pytest.raises(Refused, match="没有编号或名称为“丁局”的单位"):
        what_if(marked, weights={"disputes": Decimal(14)}, unit="丁局")


def test_what_if_tells_no_points_where_the_rubric_knows_no_class(marked):
    foreign = parse(RUBRIC + '[[class]]\nname = "乡镇"\n', "乙.toml")
    found = what_if(marked, rubric=foreign)
    assert "不在《甲》所列类别（乡镇）之中" in found.notes[0]
    assert all(each.total[1] is None and each.rate[1] is None for each in found.moves)


def test_a_convention_that_there_is_not_is_refused(marked):
    with pytest.raises(Refused, match="count_receipt_day、no_confirmation、answered_on"):
        what_if(marked, convention={"receipt": "true"})
    with pytest.raises(Refused, match="应是其中之一：signed、posted、delivered"):
        what_if(marked, convention={"answered_on": "sent"})


def test_a_unit_of_a_class_that_the_rubric_does_not_know_is_told_by_status(tmp_path):
    folder = tmp_path / "测评"
    new(folder, on=date(2026, 3, 2), example=True)
    (folder / "甲.toml").write_text(RUBRIC + '[[class]]\nname = "乡镇"\n', encoding="utf-8")
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^rubric = .*$", 'rubric = "甲.toml"', text), encoding="utf-8")
    told = faults_of(folder)
    assert sum("不在评分细则所列之中，不能评定，应为乡镇之一" in fault for fault in told) == 3


def test_a_campaign_with_a_scheme_that_waits_to_be_filled_in_says_how(tmp_path):
    with pytest.raises(BadTable, match="--from hubei_four"):
        rubric_of(tmp_path, "hubei_four")
