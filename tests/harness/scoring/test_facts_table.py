"""A table filled in by a person: read as it was meant, or refused with its place."""

from decimal import Decimal

import pytest

from harness.scoring.rubric_file.rubric import load
from harness.scoring.score import score
from harness.scoring.tables.facts_table import BadFacts, column_names, facts_from_rows, read_facts

RUBRIC = load("jiangmen_2020_departments")
HEAD = ["单位名称", "依申请公开答复", "闭环管理机制", "政府信息公开被复议或被诉讼"]
RULES = [rule.name for rule in RUBRIC.criteria[0].rules]


def scores(*rows, head=HEAD):
    return score(RUBRIC, facts_from_rows(RUBRIC, [head, *rows], "表.xlsx"))


def faults(*rows, head=HEAD):
    with pytest.raises(BadFacts) as wrong:
        facts_from_rows(RUBRIC, [head, *rows], "表.xlsx")
    return wrong.value.faults


def test_marks_given_by_hand_are_summed():
    one = scores(["财政局", "3", 4.0, 2.5])[0]
    assert one.actual == Decimal("9.5")
    assert one.rate == Decimal("67.86")
    assert one.grade == "合格"


def test_exempt_is_written_in_a_cell():
    one = scores(["民族宗教事务局", "折分", "4", "5"])[0]
    assert one.exempt == 5
    assert one.total == Decimal("14.00")


def test_deductions_are_counted_from_their_own_columns():
    head = ["单位名称", *RULES, *HEAD[2:]]
    cells = {"未在20个工作日内答复": "是", "缺少文号": 1, "缺少印章": "0"}
    one = scores(["财政局", *(cells.get(name, "") for name in RULES), 4, 5], head=head)[0]
    assert one.marks[0].points == 0
    assert [item.rule.name for item in one.marks[0].deductions] == list(cells)[:2]


def test_what_is_open_takes_nothing_and_is_provisional():
    head = ["单位名称", *RULES, *HEAD[2:]]
    row = ["财政局", *("待定" if name == "缺少印章" else "" for name in RULES), 4, ""]
    one = scores(row, head=head)[0]
    assert [(mark.points, mark.lowest) for mark in one.marks] == [(5, 3), (4, 4), (5, 0)]


def test_exempt_goes_before_the_columns_of_its_deductions():
    head = ["单位名称", "依申请公开答复", *RULES, *HEAD[2:]]
    one = scores(["财政局", "折分", *("" for _ in RULES), 4, 5], head=head)[0]
    assert one.exempt == 5


def test_empty_rows_and_remarks_are_left_out():
    found = scores(["甲局", 5, 4, 5, "好"], [None, "", "", "", ""], head=[*HEAD, "备注"])
    assert [one.name for one in found] == ["甲局"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["甲局", "6", 4, 5], "第2行第B列：依申请公开答复为“6”，应为0到5之间"),
        (["甲局", "-1", 4, 5], "应为0到5之间"),
        (["甲局", "nan", 4, 5], "应为0到5之间"),
        (["甲局", "较好", 4, 5], "应为0到5之间"),
        (["", 5, 4, 5], "第2行第A列：单位名称是空的"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(row, said):
    assert any(said in fault for fault in faults(row))


def test_a_unit_may_stand_in_one_row_only():
    assert "与第2行重复" in faults(["甲局", 5, 4, 5], ["甲局", 5, 4, 5])[0]


def test_a_wrong_count_is_named():
    head = ["单位名称", *RULES, *HEAD[2:]]
    row = ["甲局", *("一点五" if name == "缺少文号" else "" for name in RULES), 4, 5]
    assert "第2行第E列：缺少文号为“一点五”，应为次数" in faults(row, head=head)[0]


def test_marks_and_their_deductions_exclude_each_other():
    head = ["单位名称", "依申请公开答复", *RULES, *HEAD[2:]]
    row = ["甲局", "5", *("1" if name == "缺少文号" else "" for name in RULES), 4, 5]
    assert "两者只留其一" in faults(row, head=head)[0]


def test_counts_of_nought_are_counts_and_exclude_a_mark_too():
    head = ["单位名称", "依申请公开答复", *RULES, *HEAD[2:]]
    row = ["甲局", "2", *("0" for _ in RULES), 4, 5]
    assert "第2行第B列：已给分“2”，就不应再填它的扣分项" in faults(row, head=head)[0]


def test_no_unit_has_more_points_than_what_it_is_marked_on():
    head = [*HEAD, "折分权重"]
    told = faults(["甲局", 5, 4, 5, 0], ["乙局", 5, 4, 2, 10], head=head)
    assert len(told) == 1
    assert "第3行第E列：折分权重为“10”，实际得分11大于参评权重4" in told[0]
    blank = faults(["乙局", "", 4, 2, 5], head=head)[0]
    assert "实际得分11（未给分的暂按满分计）大于参评权重9" in blank
    assert "请在其指标栏写“折分”" in blank
    assert scores(["乙局", 2, 4, 3, 5], head=head)[0].total == Decimal("14.00")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD[1:], "缺少列“单位名称”"),
        (HEAD[:-1], "缺少列“政府信息公开被复议或被诉讼”"),
        ([*HEAD, "印象分"], "第1行第E列：细则中没有“印象分”"),
        ([*HEAD, "闭环管理机制"], "列“闭环管理机制”出现了不止一次"),
        (["单位名称", *RULES[:-1], *HEAD[2:]], "缺少列“缺少印章”"),
    ],
)
def test_a_wrong_header_is_named(head, said):
    assert any(said in fault for fault in faults(["甲局"], head=head))


def test_a_table_without_units_is_refused():
    assert "没有单位" in faults()[0]


def test_rules_with_one_name_in_two_criteria_carry_their_criterion():
    names = column_names(load("yanjiang_drill"))
    assert len(set(names)) == len(names)
    assert "正常渠道答复规范·答复书缺少文号" in names


def test_a_column_that_is_wrong_throughout_is_one_fault():
    rows = [[f"{n}局", "好", "4", "6"] for n in range(57)]
    told = faults(*rows)
    assert len(told) == 2
    assert told[0].startswith("表.xlsx：第B列“依申请公开答复”有57格不对（第2行“好”、第3行“好”")
    assert "等），应为0到5之间的得分" in told[0]


def test_two_columns_with_one_wrong_cell_each_are_two_faults_with_their_places():
    told = faults(["甲局", "好", 4, 5], ["乙局", 5, "好", 5])
    assert [line.split("：")[1] for line in told] == ["第2行第B列", "第3行第C列"]


def test_unknown_columns_are_one_fault_and_the_known_ones_are_said_once():
    told = faults(["甲局"], head=[*HEAD, "印象分", "领导分"])
    assert sum("可用的列" in line for line in told) == 1
    assert "第1行第E、F列：细则中没有“印象分”“领导分”" in told[0]


@pytest.mark.parametrize(
    "label",
    [
        "平均分", "平均", "合计", "总计：", "最高分", "最低分", "设区市平均分", "全部单位合计", "合计（57家）", "57家单位平均",
        " 平 均 值 ", "满分", "权重", "Average", "中位数",
        "小计", "市直部门小计", "最低", "得分率", "平均得分率(%)", "优秀率", "合计数", "满分值", "备注", "排名",
    ],
)  # fmt: skip
def test_a_row_that_sums_up_others_is_no_unit_and_is_named(label):
    rows = [HEAD, ["甲局", 5, 4, 5], [label, 5, 4, 5]]
    found = read_facts(RUBRIC, rows, "表.xlsx")
    assert [one.name for one in found.units] == ["甲局"]
    assert found.left_out == ((3, label.strip()),)


def test_a_total_whose_label_stands_in_another_column_is_no_unit():
    rows = [["序号", *HEAD], [1, "甲局", 5, 4, 5], ["合计", "", 5, 4, 5]]
    found = read_facts(RUBRIC, rows, "表.xlsx")
    assert [one.name for one in found.units] == ["甲局"] and found.left_out == ((3, "合计"),)


@pytest.mark.parametrize(
    "name",
    [
        "市总工会",
        "某某市统计局",
        "平均乡人民政府",
        "高平市总商会",
        "合计镇人民政府",
        "最高人民法院",
        "某县满分街道办事处",
        "备注镇人民政府",
        "率水县财政局",
        "排名沟林场",
    ],
)
def test_a_unit_whose_name_holds_such_a_word_stays_a_unit(name):
    found = read_facts(RUBRIC, [HEAD, [name, 5, 4, 5]], "表.xlsx")
    assert [one.name for one in found.units] == [name] and found.left_out == ()


@pytest.mark.parametrize(
    "note",
    [
        "注：折分是指不计入分母",
        "填表人：张某",
        "审核人: 李某",
        "说明：满分14分",
        "注1 数据截至年底",
    ],
)
def test_a_note_below_the_table_is_no_unit(note):
    found = read_facts(RUBRIC, [HEAD, ["甲局", 5, 4, 5], [note, "", "", ""]], "表.xlsx")
    assert len(found.units) == 1 and found.left_out == ((3, note),)


def test_a_row_with_a_name_alone_is_a_unit_that_nobody_has_marked():
    found = read_facts(RUBRIC, [HEAD, ["甲局", "", "", ""]], "表.xlsx")
    assert [one.name for one in found.units] == ["甲局"]


def test_titles_may_stand_above_the_header_and_numbers_beside_it():
    rows = [
        ["某某市2025年评分表", "", ""],
        [],
        ["序号", *HEAD],
        [1, "甲局", 5, 4, 5],
        [2, "乙局", 9, 4, 5],
    ]
    with pytest.raises(BadFacts) as wrong:
        facts_from_rows(RUBRIC, rows, "表.xlsx")
    assert "第5行第C列" in wrong.value.faults[0]


@pytest.mark.parametrize(
    ("text", "points"),
    [("100%", "5"), ("80%", "4"), ("50％", "2.5"), ("0%", "0"), ("33.3 %", "1.665")],
)
def test_a_mark_in_per_cent_is_a_share_of_the_weight(text, points):
    assert scores(["甲局", text, 4, 5])[0].marks[0].points == Decimal(points)


@pytest.mark.parametrize("text", ["101%", "-1%", "%", "好%"])
def test_a_share_that_cannot_be_is_a_fault(text):
    assert "应为0到5之间" in faults(["甲局", text, 4, 5])[0]


def test_a_count_in_per_cent_is_a_fault():
    head = ["单位名称", *RULES, *HEAD[2:]]
    row = ["甲局", *("100%" if name == "缺少文号" else "" for name in RULES), 4, 5]
    assert "应为次数" in faults(row, head=head)[0]


def test_a_row_with_nothing_but_the_name_is_not_filled_in_yet():
    head = ["单位名称", *RULES, *HEAD[2:]]
    blank = scores(["甲局", *("" for _ in RULES), 4, 5], head=head)[0]
    assert blank.marks[0].open == "表中尚未填写" and blank.established < 100
    one_said = ["甲局", "否", *("" for _ in RULES[1:]), 4, 5]
    said = scores(one_said, head=head)[0]
    assert (said.marks[0].points, said.marks[0].open) == (5, "")
