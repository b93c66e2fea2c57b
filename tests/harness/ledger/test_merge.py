"""台账.xlsx back again: what people did to it in Excel, from the workbook's bytes to what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.ledger.columns import SHEETS, all_columns
from harness.ledger.merging import Void, merge
from harness.ledger.reading import read
from harness.ledger.rows import Read, Row, content_key

FILE = "台账.xlsx"
CALL = {
    "单位名称": "某县财政局", "用途": "咨询测试", "拨打日期": date(2026, 3, 11), "拨打时间": "10:00",
    "结果": "接通",
}  # fmt: skip


def put(rows, number, void="", **cells):
    """The rows, of which one was changed."""
    return tuple(
        replace(row, void=void or row.void, cells={**row.cells, **cells})
        if row.number == number
        else row
        for row in rows
    )


@pytest.fixture
def back(written):
    """Rows as they come back from a workbook in which they were written."""
    return lambda rows: read(written(rows), FILE)


def test_a_cell_changed_in_excel_is_a_change_with_before_and_after(ledger, back):
    done = merge(ledger, back(put(ledger, "S003", 签收日期=date(2026, 3, 6))), ledger)
    (change,) = done.changed
    assert (change.sheet, change.number) == ("寄送", "S003")
    assert change.cells == {"签收日期": ("", date(2026, 3, 6))}
    assert change.after.cells["申请编号"] == "U003-A"
    assert change.place == "台账.xlsx，工作表“寄送”，第4行"


def test_a_cell_emptied_in_excel_is_a_change(ledger, back):
    done = merge(ledger, back(put(ledger, "S001", 签收人="")), ledger)
    assert done.changed[0].cells == {"签收人": ("收发室", "")}


def test_different_cells_of_one_row_changed_here_and_there_are_both_kept(ledger, back):
    theirs, ours = put(ledger, "T001", 结果="占线"), put(ledger, "T001", 通话内容="一直响")
    done = merge(ledger, back(theirs), ours)
    assert done.changed[0].cells == {"结果": ("无人接听", "占线")}
    assert done.changed[0].after.cells["通话内容"] == "一直响"
    assert not done.conflicts


def test_one_cell_changed_here_and_there_is_a_conflict_with_three_values(ledger, back):
    theirs, ours = put(ledger, "T001", 结果="占线"), put(ledger, "T001", 结果="转接")
    done = merge(ledger, back(theirs), ours)
    (conflict,) = done.conflicts
    assert (conflict.base, conflict.theirs, conflict.ours) == ("无人接听", "占线", "转接")
    assert conflict.head == "结果" and not conflict.gone and not done.changed


def test_the_same_change_here_and_there_is_agreed(ledger, back):
    both = put(ledger, "T001", 结果="占线")
    assert merge(ledger, back(both), both).unchanged == tuple(row.number for row in ledger)


def test_a_row_that_is_done_with_here_and_changed_in_excel_is_a_conflict(ledger, back):
    theirs = put(ledger, "T001", 结果="占线")
    for ours in (put(ledger, "T001", void="重复"), [r for r in ledger if r.number != "T001"]):
        (conflict,) = merge(ledger, back(theirs), tuple(ours)).conflicts
        assert conflict.gone and conflict.theirs == "占线"


def test_a_missing_row_is_listed_and_nothing_else(ledger, back):
    left = tuple(row for row in ledger if row.number not in ("T001", "P002"))
    done = merge(ledger, back(left), ledger)
    assert [row.number for row in done.missing] == ["P002", "T001"]
    assert done.changes_nothing and not done.faults


def test_a_row_that_was_emptied_is_missing(ledger, back):
    empty = tuple(replace(row, cells={}) if row.number == "T001" else row for row in ledger)
    done = merge(ledger, back(empty), ledger)
    assert [row.number for row in done.missing] == ["T001"] and not done.faults


def test_a_reason_for_voiding_voids_a_row_whatever_else_it_says(ledger, back):
    theirs = put(ledger, "T002", void="记了两次", 拨打时间="不知道", 结果="也许")
    done = merge(ledger, back(theirs), ledger)
    assert done.voided == (
        Void("电话记录", "T002", "记了两次", "台账.xlsx，工作表“电话记录”，第3行"),
    )
    assert not done.changed and not done.faults


def test_a_row_emptied_but_for_its_reason_for_voiding_is_voided(ledger, back):
    theirs = tuple(
        replace(row, cells={}, void="登记错了") if row.number == "P002" else row for row in ledger
    )
    done = merge(ledger, back(theirs), ledger)
    assert [each.number for each in done.voided] == ["P002"] and not done.faults


def test_emptying_a_reason_for_voiding_brings_nothing_back_and_says_so(ledger, back):
    void = put(ledger, "T002", void="记了两次")
    done = merge(void, back(ledger), void)
    assert done.changes_nothing
    assert [str(each) for each in done.faults] == [
        "台账.xlsx，工作表“电话记录”，第3行“作废原因”列：已被清空，但作废仍然有效；"
        "要恢复这条登记，请撤销（undo）当时的那次操作"
    ]


def test_a_copied_number_is_a_fault_and_neither_row_is_taken_in(ledger, back):
    copy = Row("电话记录", "T002", {**CALL})
    done = merge(ledger, back((*ledger, copy)), ledger)
    assert done.changes_nothing and not done.missing
    assert [str(each) for each in done.faults] == [
        "台账.xlsx，工作表“电话记录”，第4行“记录编号”列：“T002”与第3行重复（复制了整行？），"
        "这几行均未读入；新增的一行请清空此格"
    ]


@pytest.mark.parametrize(("number", "why"), [("T099", "不是程序给出的编号"), ("S001", "与")])
def test_a_number_that_nobody_gave_is_a_fault(ledger, back, number, why):
    done = merge(ledger, back((*ledger, Row("电话记录", number, {**CALL}))), ledger)
    assert done.changes_nothing and why in str(done.faults[0])


def test_a_number_of_another_sheet_is_a_fault(ledger, back):
    theirs = [row for row in ledger if row.number != "P002"]
    done = merge(ledger, back((*theirs, Row("电话记录", "P002", {**CALL}))), ledger)
    assert "“P002”是“纸质来件”表的编号" in str(done.faults[0]) and done.changes_nothing


def test_a_row_without_number_is_new_once(ledger, back):
    book = back((*ledger, Row("电话记录", "", {**CALL})))
    (new,) = merge(ledger, book, ledger).added
    assert new.cells["结果"] == "接通" and new.key == content_key(new)
    stored = replace(new, number="T003")
    assert merge(ledger, book, (*ledger, stored)).changes_nothing
    changed_here = replace(stored, cells={**stored.cells, "结果": "转接"})
    done = merge(ledger, book, (*ledger, changed_here))
    assert done.changes_nothing and not done.conflicts
    voided_here = replace(stored, void="记错")
    assert merge(ledger, book, (*ledger, voided_here)).changes_nothing


def test_a_new_row_can_be_voided_where_it_stands(ledger, back):
    new = Row("电话记录", "", {**CALL})
    (taken,) = merge(ledger, back((*ledger, new)), ledger).added
    done = merge(
        ledger, back((*ledger, replace(new, void="记错"))), (*ledger, replace(taken, number="T003"))
    )
    assert [(each.number, each.reason) for each in done.voided] == [("T003", "记错")]


def test_two_new_rows_that_say_the_same_are_one_and_it_is_said(ledger, back):
    done = merge(ledger, back((*ledger, *[Row("电话记录", "", {**CALL})] * 2)), ledger)
    assert len(done.added) == 1
    assert "与第4行完全相同，只计一次" in str(done.faults[0])


def test_a_new_row_about_a_thing_that_has_its_row_is_a_fault(ledger, back):
    new = Row("寄送", "", {"申请编号": "u001-a", "签收日期": date(2026, 3, 9)})
    done = merge(ledger, back((*ledger, new)), ledger)
    assert done.changes_nothing
    assert "申请编号与第2行重复，本行未读入；请合并为一行" in str(done.faults[0])


def test_only_some_columns_sorted_is_a_fault_for_each_row_that_it_tore(ledger, back):
    first, second = ledger[0], ledger[1]
    torn = (replace(first, cells=second.cells), replace(second, cells=first.cells), *ledger[2:])
    done = merge(ledger, back(torn), ledger)
    assert done.changes_nothing and not done.missing
    assert "记录编号“S001”的申请编号原为“U001-A”，现为“U002-A”，本行未读入" in str(done.faults[0])
    assert len(done.faults) == 2


def test_calls_that_changed_their_numbers_are_faults_as_well(ledger, back):
    one, two = (row for row in ledger if row.sheet == "电话记录")
    rest = [row for row in ledger if row.sheet != "电话记录"]
    torn = (*rest, replace(one, cells=two.cells), replace(two, cells=one.cells))
    done = merge(ledger, back(torn), ledger)
    assert done.changes_nothing and len(done.faults) == 2
    assert "与“T002”原来所填完全相同" in str(done.faults[0])


def test_what_was_changed_in_the_programs_columns_is_not_read_and_it_is_said(ledger, back):
    done = merge(ledger, back(put(ledger, "S001", 单位名称="别的单位", 签收人="门卫")), ledger)
    assert done.changed[0].cells == {"签收人": ("收发室", "门卫")}
    assert [str(each) for each in done.faults] == [
        "台账.xlsx，工作表“寄送”，第2行“单位名称”列：由程序填写，改动不读入"
        "（原为“演江自治区财政厅”，现为“别的单位”）"
    ]


def test_a_wrong_cell_keeps_its_row_out_and_no_other(ledger, back):
    theirs = put(put(ledger, "S001", 签收日期="明天", 签收人="门卫"), "S002", 备注="好")
    done = merge(ledger, back(theirs), ledger)
    assert [each.number for each in done.changed] == ["S002"]
    assert [str(each) for each in done.faults] == [
        "台账.xlsx，工作表“寄送”，第2行“签收日期”列（G2）：“明天”不是能认出的日期，"
        "应写成 2026-03-05、2026/3/5、2026年3月5日、20260305 这样的形式"
    ]


def test_what_is_stored_strangely_and_was_not_touched_accuses_nobody(ledger, back):
    strange = put(ledger, "T001", 用途="其他咨询", 拨打时间="上午", 结果="", 单位名称="")
    assert merge(strange, back(strange), strange).unchanged == tuple(r.number for r in ledger)
    touched = put(strange, "T001", 记录人="丙")
    assert merge(strange, back(touched), strange).changed[0].cells == {"记录人": ("甲", "丙")}


def test_a_long_text_that_a_cell_cannot_hold_stays_whole_here(ledger, back):
    long = put(ledger, "T001", 通话内容="问" * 40_000)
    touched = merge(long, back(put(long, "T001", 记录人="丙")), long)
    assert touched.changed[0].after.cells["通话内容"] == "问" * 40_000


@pytest.mark.parametrize(
    ("number", "cells", "why"),
    [
        ("T001", {"单位名称": ""}, "“单位名称”列：是空的，请补填"),
        ("P001", {"文件名": " "}, "“文件名”列：是空的，请补填"),
        ("R001", {"人工认定": "缺失"}, "“理由”列：是空的；填写人工认定的，必须写明理由"),
        ("R001", {"理由": "看原件"}, "“人工认定”列：是空的，而瑕疵或者理由已填"),
        ("R001", {"人工认定": "有瑕疵", "理由": "看原件"}, "应写明：印文与答复主体不符、空白页盖章"),
        ("R001", {"人工认定": "有瑕疵", "瑕疵": "未列明受理法院", "理由": "看"}, "不是“印章”的瑕疵，应为"),
        ("R002", {"人工认定": "具备"}, "“瑕疵”列：已填，而人工认定不是“有瑕疵”"),
        ("R001", {"人工认定": date(2026, 3, 5), "理由": "看"}, "只有“答复日期”“收到日期”可以填写日期"),
        ("R003", {"人工认定": "具备"}, "“收到日期”应填写日期"),
        ("F001", {"种类": "答复"}, "“归入申请”列：是空的，而种类或者天数已填"),
    ],
)  # fmt: skip
def test_a_row_that_would_not_hold_together_is_a_fault(ledger, back, number, cells, why):
    done = merge(ledger, back(put(ledger, number, **cells)), ledger)
    assert done.changes_nothing
    assert why in str(done.faults[0])


def test_a_ruling_and_a_filing_are_taken_in(ledger, back):
    theirs = put(ledger, "R001", 人工认定="具备", 理由="原件有红章", 认定人="乙")
    theirs = put(theirs, "F001", 归入申请="无", 理由="与测评无关")
    done = merge(ledger, back(theirs), ledger)
    assert not done.faults
    assert [each.after.cells["理由"] for each in done.changed] == ["与测评无关", "原件有红章"]


def test_an_element_not_listed_can_be_ruled_in_a_new_row(ledger, back):
    new = Row("改判", "", {
        "申请编号": "U002-A", "要素": "答复日期", "人工认定": date(2026, 3, 20), "理由": "邮戳",
    })  # fmt: skip
    done = merge(ledger, back((*ledger, new)), ledger)
    assert done.added[0].cells["人工认定"] == date(2026, 3, 20)
    strange = replace(new, cells={**new.cells, "要素": "字体"})
    assert "不在可选之列" in str(merge(ledger, back((*ledger, strange)), ledger).faults[0])


def test_moved_columns_rows_and_blank_lines_say_nothing(ledger, by_hand, lines):
    sheets = {}
    for name, sheet in SHEETS.items():
        rows = [row for row in ledger if row.sheet == name]
        heads = [each.head for each in all_columns(sheet)][::-1]
        table = lines(heads, rows[::-1])
        for line in table[1:]:
            line.insert(0, "自己的备注")
        table[0].insert(0, "核对人")
        blank = [[""] * 4, [None], ["  ", " "]]
        sheets[name] = [
            ["演江自治区台账"],
            ["2026年", "单位名称"],
            table[0],
            *blank,
            *table[1:],
            *blank,
        ]
    done = merge(ledger, read(by_hand(**sheets), FILE), ledger)
    assert not done.faults and not done.missing and done.changes_nothing
    assert sorted(done.unchanged) == sorted(row.number for row in ledger)


def test_a_sheet_that_is_gone_or_broken_makes_no_row_missing(ledger, by_hand, lines):
    heads = [each.head for each in all_columns(SHEETS["电话记录"])]
    calls = [row for row in ledger if row.sheet == "电话记录"]
    book = by_hand(电话记录=lines(heads, calls[:1]), 寄送=[["没有", "表头"], ["1", "2"]])
    done = merge(ledger, read(book, FILE), ledger)
    assert [row.number for row in done.missing] == ["T002"]
    assert any("找不到表头" in str(each) for each in done.faults)


def test_a_column_that_is_gone_empties_nothing(ledger, written, by_hand, lines):
    heads = ["记录编号", "单位名称", "用途", "拨打日期", "拨打时间", "结果"]
    calls = [row for row in ledger if row.sheet == "电话记录"]
    done = merge(ledger, read(by_hand(电话记录=lines(heads, calls)), FILE), ledger)
    assert done.changes_nothing and done.unchanged == ("T001", "T002")


def test_merging_is_total_without_any_rows():
    assert merge((), Read(), ()).changes_nothing
