"""A 台账.xlsx that nobody exported: today's sheets and heads, no 记录编号, read again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from harness.ledger.merging import merge
from harness.ledger.reading import read
from harness.ledger.rows import Row
from letters.faults import BadTable

FILE = "台账.xlsx"
DELIVERIES = ("申请编号", "挂号号码", "寄出日期", "签收日期", "签收人", "备注")
PAPERS = ("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名", "备注")
CALLS = (
    "单位名称", "用途", "申请编号", "拨打日期", "拨打时间", "电话号码", "是否接通", "通话内容", "记录人",
)  # fmt: skip
DELIVERY = ("U001-A", "XA00000000145", "2020-09-21", datetime(2020, 9, 23), "门卫", "")
PAPER = (12, "2020/10/15", "", "某厅", "12.pdf", "")
CALL = ("某厅", "咨询测试", "", "2020-10-12", "09:40", "0000-1", "否", "三次无人接听", "甲")


@pytest.fixture
def kept(by_hand):
    """The workbook of three sheets, as it has been kept so far."""

    def make(deliveries=(DELIVERY,), papers=(PAPER,), calls=(CALL,)) -> bytes:
        return by_hand(
            挂号签收=[DELIVERIES, *deliveries],
            纸质来件=[PAPERS, *papers],
            电话记录=[CALLS, *calls],
        )

    return make


def stored(rows) -> tuple[Row, ...]:
    return tuple(replace(row, number=f"N{at}") for at, row in enumerate(rows))


def test_its_rows_are_all_new_and_in_one_form(kept):
    done = merge((), read(kept(), FILE), ())
    assert not done.faults
    sent, paper, call = done.added
    assert sent.sheet == "寄送"
    assert sent.cells["签收日期"] == date(2020, 9, 23)
    assert sent.cells["寄出日期"] == date(2020, 9, 21)
    assert (paper.cells["来件编号"], paper.cells["邮戳日期"]) == ("12", "")
    assert (call.cells["结果"], call.cells["拨打时间"]) == ("未接通", "09:40")


def test_read_again_it_says_nothing_new(kept):
    book = read(kept(), FILE)
    rows = stored(merge((), book, ()).added)
    assert merge((), book, rows).changes_nothing
    assert not merge((), book, rows).faults


def test_a_row_filled_in_later_is_a_change_of_what_it_is_about(kept):
    rows = stored(merge((), read(kept([("U001-A", "", "2020-09-21", "", "", "")]), FILE), ()).added)
    done = merge((), read(kept(), FILE), rows)
    (change,) = done.changed
    assert change.number == "N0"
    assert change.cells["签收日期"] == ("", date(2020, 9, 23))


def test_what_is_planned_here_is_filled_in_by_the_ledger(kept):
    planned = Row("寄送", "S1", {"申请编号": "U001-A", "单位名称": "某厅", "渠道": "挂号信"})
    done = merge((), read(kept(papers=(), calls=()), FILE), (planned,))
    assert done.changed[0].number == "S1" and not done.added


def test_a_correction_is_a_change_again_and_again_as_long_as_nothing_was_changed_here(kept):
    rows = stored(merge((), read(kept(), FILE), ()).added)
    for day in (24, 25):
        later = read(kept([(*DELIVERY[:3], f"2020-09-{day}", *DELIVERY[4:])]), FILE)
        (change,) = merge((), later, rows).changed
        assert change.cells == {"签收日期": (date(2020, 9, day - 1), date(2020, 9, day))}
        rows = tuple(change.after if row.number == change.number else row for row in rows)
        assert merge((), later, rows).changes_nothing


def test_a_correction_of_what_was_changed_here_is_a_conflict(kept):
    rows = stored(merge((), read(kept(), FILE), ()).added)
    here = replace(rows[0], cells={**rows[0].cells, "签收日期": date(2020, 9, 28)})
    later = read(kept([(*DELIVERY[:3], "2020-09-24", *DELIVERY[4:])]), FILE)
    done = merge((), later, (here, *rows[1:]))
    assert [(each.head, each.ours) for each in done.conflicts] == [("签收日期", date(2020, 9, 28))]
    assert done.changes_nothing


def test_a_call_put_right_is_no_second_call(kept):
    rows = stored(merge((), read(kept(), FILE), ()).added)
    right = read(kept(calls=[(*CALL[:6], "是", "接通后转信息公开办", "甲")]), FILE)
    done = merge((), right, rows)
    assert not done.added
    assert {*done.changed[0].cells} == {"结果", "通话内容"}


def test_two_calls_of_one_minute_are_two(kept):
    first = stored(merge((), read(kept(), FILE), ()).added)
    both = read(kept(calls=[CALL, (*CALL[:6], "是", "再拨接通", "甲")]), FILE)
    done = merge((), both, first)
    assert [row.cells["结果"] for row in done.added] == ["接通"] and not done.changed


def test_a_row_that_cannot_be_read_stops_no_other(kept):
    other = ("U002-A", "G2", "2020-09-21", "已签收", "", "")
    done = merge((), read(kept([other, DELIVERY]), FILE), ())
    assert [row.cells.get("申请编号") for row in done.added if row.sheet == "寄送"] == ["U001-A"]
    assert [str(each) for each in done.faults] == [
        "台账.xlsx，工作表“挂号签收”，第2行“签收日期”列（D2）：“已签收”不是能认出的日期，"
        "应写成 2026-03-05、2026/3/5、2026年3月5日、20260305 这样的形式"
    ]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({4: ""}, "“拨打时间”列：是空的，请补填"),
        ({6: ""}, "“结果”列：是空的，请补填"),
        ({6: "也许"}, "“结果”列（G2）：“也许”不在可选之列"),
        ({1: "聊天"}, "“用途”列（B2）：“聊天”不在可选之列"),
        ({3: "去年"}, "“拨打日期”列（D2）：“去年”不是能认出的日期"),
    ],
)
def test_what_a_call_lacks_is_named_with_its_place(kept, changed, why):
    call = tuple(changed.get(at, value) for at, value in enumerate(CALL))
    done = merge((), read(kept(calls=(call,)), FILE), ())
    assert len(done.added) == 2
    assert [why in str(each) for each in done.faults] == [True]


def test_both_columns_of_an_outcome_may_stand_there_but_not_contradict(by_hand):
    heads = (*CALLS, "结果")
    agreed, open_, against = (*CALL[:6], "是", "", "", "接通"), (*CALL, "占线"), (*CALL, "")
    rows = [agreed, (*open_[:4], "09:41", *open_[5:]), (*against[:4], "09:42", *against[5:])]
    done = merge((), read(by_hand(电话记录=[heads, *rows]), FILE), ())
    assert [row.cells["结果"] for row in done.added] == ["接通", "未接通"]
    assert "有几栏，所填不一（“未接通”“占线”）" in str(done.faults[0])


def test_one_sheet_is_enough_and_others_of_ones_own_are_left_alone(by_hand):
    own = [("单位名称", "联系人"), ("某厅", "张某")]
    assert not read(by_hand(纸质来件=[PAPERS, PAPER], 通讯录=own), FILE).faults


@pytest.mark.parametrize(
    ("name", "like"),
    [("电话", "电话记录"), ("纸质来件 (2)", "纸质来件"), ("电话记录1", "电话记录")],
)
def test_a_sheet_that_looks_like_one_of_ours_and_is_not_read_is_pointed_out(by_hand, name, like):
    book = by_hand(纸质来件=[PAPERS, PAPER], **{name: [CALLS, CALL]})
    assert [str(each) for each in read(book, FILE).faults] == [
        f"台账.xlsx，工作表“{name}”：未读入；如果它就是“{like}”，请改用这个名称，"
        f"或者把其中的登记移到“{like}”表"
    ]


def test_old_sheet_and_new_sheet_may_stand_beside_each_other(by_hand):
    book = by_hand(
        挂号签收=[DELIVERIES, DELIVERY],
        寄送=[("申请编号", "寄出日期"), ("U002-A", "2020-09-21"), ("U001-A", "2020-09-22")],
    )
    done = merge((), read(book, FILE), ())
    assert len(done.added) == 2
    assert "申请编号与台账.xlsx，工作表“挂号签收”，第2行重复" in str(done.faults[0])


@pytest.mark.parametrize("name", ["申请", "Sheet1"])
def test_a_workbook_that_is_no_ledger_is_refused_as_a_whole(by_hand, name):
    with pytest.raises(BadTable, match="没有“寄送”“纸质来件”“电话记录”“归卷”“改判”中的任何一张"):
        read(by_hand(**{name: [DELIVERIES, DELIVERY]}), FILE)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", "不是工作簿".encode(), b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused_as_a_whole(data):
    with pytest.raises(BadTable, match=r"台账\.xlsx：.*(空的|不是 Excel 工作簿)"):
        read(data, FILE)


def test_of_two_calls_that_might_each_be_the_one_put_right_neither_is_guessed(kept):
    rows = stored(merge((), read(kept(), FILE), ()).added)
    calls = [(*CALL[:6], said, "改写", "甲") for said in ("占线", "接通")]
    done = merge((), read(kept(calls=calls), FILE), rows)
    assert not done.changed and len(done.added) == 2
