"""A table filled in by a person: read as it was meant, or refused with its place."""

from decimal import Decimal

import pytest

from harness.scoring.facts_table import BadFacts, column_names, facts_from_rows
from harness.scoring.rubric import load
from harness.scoring.score import score

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
