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
from harness.campaign.marks.given_marks import read_form, write_form
from harness.campaign.marks.moved import moved
from harness.campaign.marks.scores import marks
from harness.campaign.marks.what_if import what_if
from harness.campaign.objecting.decide import decide
from harness.campaign.objecting.objection import objection
from harness.campaign.planning.new import new
from harness.campaign.ruling.rule import rule
from harness.campaign.status import faults_of
from harness.campaign.undo import history
from harness.campaign.workspace import rubric_of
from harness.scoring.people import Outcome, Stage
from harness.scoring.rubric_file.rubric import parse
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


def by(workspace, name):
    return replace(workspace, store=replace(workspace.store, by=name))


def test_a_mark_that_names_a_file_is_a_part_too_and_nobody_decides_his_own(marked, tmp_path):
    (tmp_path / "台账.txt").write_text("闭环", encoding="utf-8")
    read_form(marked, form(marked, tmp_path, **FULL), write=True)
    with pytest.raises(Refused, match="作过初评，不能再作定评"):
        rule(marked, "U001/loop", "6", why="再看", stage=Stage.DECISION, write=True)
    rule(by(marked, "王五"), "U001/loop", "6", why="再看", stage=Stage.DECISION, write=True)


def test_beneath_a_decision_no_mark_is_written_that_would_not_count(marked, tmp_path):
    path = form(marked, tmp_path, loop=[4, "查阅台账", ""])
    rule(by(marked, "王五"), "U001/loop", "6", why="合议", stage=Stage.DECISION, write=True)
    with pytest.raises(BadTable, match=r"第2行：U001/loop（.*）已有定评，初评不再起作用"):
        read_form(marked, path, write=True)
    write_form(marked, tmp_path / "再.xlsx")  # shows what was decided, and may be read back
    assert read_form(marked, tmp_path / "再.xlsx", write=True).same == 1
    assert marked.book().rulings["U001/loop"].value == "6"


GUIDE = (
    RUBRIC.replace("full = 10", "full = 15")
    + """
[[criterion]]
id = "guide"
name = "指南"
weight = 5
[[criterion.deduction]]
id = "guide.none"
name = "没有联系电话"
points = 5
when = ["guide_absent:telephone"]
"""
)


def test_what_the_rubric_asks_of_a_guide_is_marked_in_the_form_too(marked, tmp_path):
    (marked.folder / "甲.toml").write_text(GUIDE, encoding="utf-8")
    path = form(marked, tmp_path, guide=[3, "指南核对报告", ""])
    assert "guide" in [row[2] for row in rows_of(path)]
    read_form(marked, path, write=True)
    assert marked.book().rulings["U001/guide"].value == "3"
    assert [each.criterion for each in marks(marked)[0].pending] == ["loop", "disputes"]


CLASSES = (
    RUBRIC.replace('id = "loop"', 'id = "seal"')
    + """
[[class]]
name = "区直单位"
weights = { seal = 8, disputes = 2 }
[[class]]
name = "县"
weights = { seal = 10, disputes = 0 }
"""
)


def ruled(workspace, target, value):
    return rule(workspace, target, value, why="合议", stage=Stage.DECISION, write=True).after


def test_points_are_ruled_by_the_weights_of_the_units_class(marked):
    """Also of a criterion that is named like an element."""
    (marked.folder / "甲.toml").write_text(CLASSES, encoding="utf-8")
    assert ruled(marked, "U001/seal", "7").value == "7"
    assert history(marked)[-1].what == "U001/seal（指标 seal）定评：8分→7分"
    for wrong, told in (("U001/seal", "应在0至8之间"), ("U001/disputes", "应在0至2之间")):
        with pytest.raises(Refused, match=told):
            ruled(marked, wrong, "9")


def test_exemption_and_counts_are_ruled_and_decided_like_points(marked):
    assert ruled(marked, "U001/loop", "折分").value == "折分"
    assert ruled(marked, "U001/disputes.lost", "1").value == "1"
    first = marks(marked)[0]
    assert (first.score, first.rank) == (Decimal("2.50"), 1)  # 1 of 4, on a scale of 10
    with pytest.raises(Refused, match="不是次数"):
        ruled(marked, "U001/被撤销", "一")
    objection(
        marked, "U001", "U001/disputes.lost", date(2020, 11, 4), text="未被撤销", write=True
    )  # fmt: skip
    done = decide(marked, 1, Outcome.UPHELD, value="0", why="经查", write=True)
    assert (done.before.value, done.after.value) == ("1", "0")
    assert marks(marked)[0].rate == Decimal("100.00")
    with pytest.raises(Refused, match="已有异议决定"):
        ruled(marked, "U001/disputes.lost", "2")


def test_a_count_says_nothing_where_the_criterion_has_its_points(marked):
    ruled(marked, "U001/disputes", "4")
    with pytest.raises(Refused, match="不起作用"):
        ruled(marked, "U001/disputes.lost", "1")


GROUPS = """title = "甲"
source = "甲"
full = 10
[[criterion]]
id = "loop"
name = "闭环"
weight = 10
[[class]]
name = "区直单位"
[[class]]
name = "县"
[group]
own = { classes = ["县"], share = 50 }
members = { classes = ["区直单位"], share = 50 }
"""


def test_the_list_of_changes_has_the_ranks_of_the_reports_the_reasons_and_the_groups(marked):
    """U001 is of another class than U002: first in its own, as the reports have it."""
    (marked.folder / "甲.toml").write_text(GROUPS, encoding="utf-8")
    before = marked.assess()
    classes = {"U001": "县", "U002": "区直单位"}
    units = tuple(replace(each, category=classes[each.id], group="县里") for each in before.units)
    one, two, three = (
        replace(before, units=units, points=points)
        for points in (
            {"U002/loop": ("8", "查")},
            {"U001/loop": ("7", "查"), "U002/loop": ("8", "查")},
            {"U001/loop": ("9", "查"), "U002/loop": ("8", "查")},
        )
    )
    told = {
        (each.unit_id, each.what): (each.before, each.after) for each in moved(marked, one, two)
    }
    assert told["U001", "类内排名"] == ("—", "1")
    assert told["U001", "最低可能"] == ("0", "—") and told["", "得分"][1] == "7.5"
    assert told["U001", "不排名的理由"][0].startswith("已核实的权重只占0%")
    again = {(each.unit_id, each.what) for each in moved(marked, two, three)}
    assert ("U001", "类内排名") not in again
    assert ("", "得分") in again and not any(what == "排名" for _, what in again)


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
        ({"loop": ["90%", "理由", ""]}, "第2行：“90%”应只写数，是闭环的得分（0至6）"),
        ({"loop": ["4分", "理由", ""]}, "第2行：“4分”应只写数"),
        ({"disputes.lost": ["2次", "理由", ""]}, "第4行：“2次”应只写数，是被撤销的次数"),
        (
            {"disputes": [1, "理由", ""], "disputes.lost": [1, "理由", ""]},
            "第4行：“纠错”已填了得分，又填这一扣分项的次数，只能填一种",
        ),
    ],
)
def test_one_fault_and_nothing_is_written(marked, tmp_path, cells, told):
    with pytest.raises(BadTable, match=told.replace("（", "[（]")):
        read_form(marked, form(marked, tmp_path, **cells), write=True)
    assert not marked.book().rulings


def test_a_row_of_another_units_name_is_refused(marked, tmp_path):
    path = form(marked, tmp_path, loop=[4, "台账", ""])
    rows = rows_of(path)
    rows[1][1] = marked.book().units[1].name
    with pytest.raises(
        BadTable, match=r"第2行：单位编号U001是演江自治区财政厅，单位名称一栏却写“演江自治区教育厅”"
    ):
        read_form(marked, filled(path, rows), write=True)
    rows[1][1] = ""
    assert read_form(marked, filled(path, rows)).changes


def test_a_row_that_is_there_twice_is_named_by_its_own_number(marked, tmp_path):
    rows = rows_of(form(marked, tmp_path, loop=[4, "台账", ""]))
    rows.append([*rows[1][:5], 5, "又一次", ""])
    with pytest.raises(BadTable, match=rf"第{len(rows)}行：U001/loop 上面已有一行填了“4”"):
        read_form(marked, filled(tmp_path / "两行.xlsx", rows), write=True)
    assert not marked.book().rulings


def test_a_count_beside_points_that_stand_is_refused_and_reading_back_is_not(marked, tmp_path):
    read_form(marked, form(marked, tmp_path, **{"disputes.lost": [1, "决定书", ""]}), write=True)
    rule(marked, "U001/disputes", "4", why="决定书后被撤销", write=True)
    write_form(marked, tmp_path / "再.xlsx")
    assert read_form(marked, tmp_path / "再.xlsx", write=True).changes == ()
    rows = [row for row in rows_of(tmp_path / "再.xlsx") if row[2] != "disputes"]
    rows[2][5] = 2
    with pytest.raises(BadTable, match="“纠错”已直接给4分，次数不起作用"):
        read_form(marked, filled(tmp_path / "又.xlsx", rows), write=True)


def test_a_mark_shown_as_per_cent_is_no_fraction_of_a_point(marked, tmp_path):
    rows = rows_of(form(marked, tmp_path, loop=[0.9, "台账", ""]))
    path = tmp_path / "百分.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("给分表")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_number(1, 5, 0.9, book.add_format({"num_format": "0%"}))
    with pytest.raises(BadTable, match=r"第2行“得分或次数”列（F2）：显示为百分数"):
        read_form(marked, path, write=True)


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


@pytest.mark.parametrize(("round_", "faults"), [("正常渠导", 1), ("", 0)])
def test_a_criterion_of_a_round_that_there_is_not_is_told_by_status(tmp_path, round_, faults):
    folder = tmp_path / "测评"
    new(folder, on=date(2026, 3, 2), example=True)
    only = f'round = "{round_}"\n' if round_ else ""
    rubric = RUBRIC.replace("[[criterion.deduction]]", f"{only}[[criterion.deduction]]", 1)
    (folder / "甲.toml").write_text(rubric, encoding="utf-8")
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^rubric = .*$", 'rubric = "甲.toml"', text), encoding="utf-8")
    told = [fault for fault in faults_of(folder) if "没有这一轮次" in fault]
    assert len(told) == faults


def test_a_campaign_with_a_scheme_that_waits_to_be_filled_in_says_how(tmp_path):
    with pytest.raises(BadTable, match="--from hubei_four"):
        rubric_of(tmp_path, "hubei_four")
