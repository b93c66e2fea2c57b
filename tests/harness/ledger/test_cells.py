"""A cell says the same however a program kept it; what it does not promise is complained of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.ledger.columns import (
    CALLS,
    FILINGS,
    OUTCOMES,
    PAPERS,
    PURPOSES,
    RULINGS,
    SENT,
    SHEETS,
    Column,
    all_columns,
)
from harness.ledger.values import known, normal
from harness.reading.arrived.reply_kind import KIND_NAMES
from letters.cells import Complaint
from letters.writable import for_cell

COLUMNS = [column for sheet in SHEETS.values() for column in all_columns(sheet)]


def column(sheet, head: str) -> Column:
    found = sheet.column(head)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("sheet", "head", "value", "said"),
    [
        (SENT, "寄出日期", datetime(2026, 3, 5, 9, 30), date(2026, 3, 5)),
        (SENT, "寄出日期", "2026年3月5日", date(2026, 3, 5)),
        (SENT, "寄出日期", "２０２６／３／５ 00:00:00", date(2026, 3, 5)),
        (SENT, "寄出日期", 46086.0, date(2026, 3, 5)),
        (SENT, "寄出日期", "46086", date(2026, 3, 5)),
        (SENT, "寄出日期", "  ", ""),
        (SENT, "挂号号码", 1234567890123.0, "1234567890123"),
        (SENT, "挂号号码", " ＸＡ 1234 5678 9\u200b", "XA123456789"),
        (SENT, "备注", 12.0, "12"),
        (SENT, "备注", 12.5, "12.5"),
        (SENT, "备注", True, "是"),
        (SENT, "备注", datetime(2026, 3, 5), "2026-03-05"),
        (SENT, "备注", "第一行\r\n第二行 \n", "第一行\n第二行"),
        (SENT, "备注", "５号楼（全角括号不动）", "5号楼（全角括号不动）"),
        (SENT, "签收人", None, ""),
        (PAPERS, "来件编号", 12.0, "12"),
        (PAPERS, "来件编号", "12.0", "12"),
        (PAPERS, "文件名", "a-1.jpg;a-2.jpg\nb.pdf", "a-1.jpg；a-2.jpg；b.pdf"),
        (PAPERS, "文件名", "a-1.jpg、a-2.jpg", "a-1.jpg；a-2.jpg"),
        (PAPERS, "文件名", "答复、附件.pdf", "答复、附件.pdf"),
        (PAPERS, "文件名", "第1页、第2页", "第1页；第2页"),
        (CALLS, "拨打时间", time(9, 40), "09:40"),
        (CALLS, "拨打时间", 0.402777777777778, "09:40"),
        (CALLS, "拨打时间", datetime(1899, 12, 31, 9, 40), "09:40"),
        (CALLS, "拨打时间", timedelta(hours=9, minutes=40), "09:40"),
        (CALLS, "拨打时间", "9：40", "09:40"),
        (CALLS, "拨打时间", "09:40:00", "09:40"),
        (CALLS, "拨打时间", "上午9点40分", "09:40"),
        (CALLS, "拨打时间", "下午2点半", "14:30"),
        (CALLS, "拨打时间", "2:30 PM", "14:30"),
        (CALLS, "拨打时间", "9时", "09:00"),
        (CALLS, "拨打时间", "2026-03-10 14:05:00", "14:05"),
        (CALLS, "结果", "√", "接通"),
        (CALLS, "结果", True, "接通"),
        (CALLS, "结果", False, "未接通"),
        (CALLS, "结果", "否", "未接通"),
        (CALLS, "结果", " 无人 接听 ", "无人接听"),
        (CALLS, "结果", "空号", "号码有误"),
        (CALLS, "用途", "确认", "确认收件"),
        (CALLS, "电话号码", "０７７１－５５５０１０１", "0771-5550101"),
        (CALLS, "电话号码", 7715550101.0, "7715550101"),
        (FILINGS, "归入申请", "U001-A，U002-A", "U001-A、U002-A"),
        (FILINGS, "归入申请", "U001-A U002-A\nU001-A", "U001-A、U002-A"),
        (FILINGS, "归入申请", "不属于", "无"),
        (FILINGS, "天数", 7.0, "7"),
        (FILINGS, "天数", "7个工作日", "7"),
        (FILINGS, "种类", "补正告知", "补正告知"),
        (RULINGS, "人工认定", "有瑕疵", "有瑕疵"),
        (RULINGS, "人工认定", "2026/3/5", date(2026, 3, 5)),
        (RULINGS, "人工认定", 46086.0, date(2026, 3, 5)),
        (RULINGS, "瑕疵", "未列明复议机关，未列明受理法院", "未列明复议机关、未列明受理法院"),
    ],
)  # fmt: skip
def test_a_cell_says_one_thing(sheet, head, value, said):
    assert normal(column(sheet, head), value) == said


@pytest.mark.parametrize(
    ("sheet", "head", "value", "why"),
    [
        (SENT, "寄出日期", "5/3/2026", "应写成"),
        (SENT, "寄出日期", "2026-02-30", "没有这一天"),
        (SENT, "寄出日期", 12.0, "应写成"),
        (SENT, "寄出日期", True, "应写成"),
        (SENT, "寄出日期", time(9, 40), "应写成"),
        (SENT, "挂号号码", 1.23456789012346e18, "末尾的数字已被 Excel 舍去"),
        (SENT, "挂号号码", 1e15, "末尾的数字已被 Excel 舍去"),
        (SENT, "挂号号码", "1.23457E+15", "末尾的数字已被 Excel 舍去"),
        (SENT, "挂号号码", " 1.23457e+18 ", "末尾的数字已被 Excel 舍去"),
        (SENT, "备注", "1.23457E+15", "末尾的数字已被 Excel 舍去"),
        (SENT, "备注", 123456789012345678.0, "末尾的数字已被 Excel 舍去"),
        (SENT, "备注", float("nan"), "末尾的数字已被 Excel 舍去"),
        (SENT, "挂号号码", date(2026, 3, 5), "设为“文本”"),
        (CALLS, "拨打时间", "940", "应写成 09:40"),
        (CALLS, "拨打时间", 9.4, "应写成 09:40"),
        (CALLS, "拨打时间", "25:00", "应写成 09:40"),
        (CALLS, "拨打时间", "上午", "应写成 09:40"),
        (CALLS, "结果", "也许", "应为接通、无人接听、占线、号码有误、转接之一"),
        (CALLS, "用途", "闲聊", "应为咨询测试、确认收件之一"),
        (FILINGS, "归入申请", "无、U001-A", "只留其一"),
        (FILINGS, "天数", "0", "1至999"),
        (FILINGS, "天数", "几天", "1至999"),
        (FILINGS, "种类", "其它种类", "应为答复"),
        (RULINGS, "人工认定", "不知道", "应为具备、有瑕疵、缺失、不要求之一"),
        (RULINGS, "人工认定", "3月5日", "应写成"),
        (RULINGS, "瑕疵", "印章歪了", "不在可选之列"),
    ],
)
def test_what_its_column_does_not_promise_is_complained_of_with_what_to_write(
    sheet, head, value, why
):
    with pytest.raises(Complaint, match=why):
        normal(column(sheet, head), value)


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=60),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["1.23457E+15", "是", "无", "2026-03-05", "下午2点", "a.pdf、b.pdf", "\ud800"]),
)


@given(st.sampled_from(COLUMNS), ANYTHING)
def test_any_value_is_known_and_what_is_known_stays_as_it_is(column, value):
    said = known(column, value)
    assert known(column, said) == said
    if isinstance(said, str):
        assert known(column, for_cell(said)) == said


def test_every_outcome_purpose_and_kind_can_be_chosen():
    assert set(column(CALLS, "结果").choices) == set(OUTCOMES)
    assert set(column(CALLS, "用途").choices) == set(PURPOSES)
    assert set(column(FILINGS, "种类").choices) == set(KIND_NAMES.values())


def test_no_word_means_two_things():
    for each in COLUMNS:
        words = [word for name, others in each.choices.items() for word in (name, *others)]
        assert len(words) == len(set(words)), each.head


def test_no_head_of_a_sheet_is_another_ones_other_name():
    for sheet in SHEETS.values():
        heads = [head for each in all_columns(sheet) for head in (each.head, *each.aliases)]
        assert len(heads) == len(set(heads)), sheet.name
