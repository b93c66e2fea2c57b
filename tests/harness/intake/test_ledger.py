"""The assessor's ledger: every readable row is taken, every other one is named."""

from __future__ import annotations

import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from harness.intake.ledger import Delivery, Ledger, Paper, Telephone, read_ledger

DELIVERIES = ("申请编号", "挂号号码", "寄出日期", "签收日期", "签收人", "备注")
PAPERS = ("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名", "备注")
CALLS = (
    "单位名称",
    "用途",
    "申请编号",
    "拨打日期",
    "拨打时间",
    "电话号码",
    "是否接通",
    "通话内容",
    "记录人",
)


@pytest.fixture
def write(tmp_path):
    def write(**sheets):
        sheets = {"挂号签收": [DELIVERIES], "纸质来件": [PAPERS], "电话记录": [CALLS], **sheets}
        path = tmp_path / "台账.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


def test_a_ledger_that_is_not_there_yet_is_empty(tmp_path):
    assert read_ledger(tmp_path / "台账.xlsx") == Ledger()


def test_dates_are_read_as_dates_and_as_text_in_the_usual_spellings(write):
    rows = [
        ("U001-A", "G1", "2020-09-21", datetime(2020, 9, 23), "门卫", ""),
        ("U002-A", "G2", "2020-09-21", "2020-09-24", "收发室", ""),
        ("U003-A", "G3", "2020-09-21", "2020/9/25", "收发室", ""),
        ("U004-A", "G4", "2020-09-21", "2020.9.25", "收发室", ""),
    ]
    ledger = read_ledger(write(挂号签收=[DELIVERIES, *rows]))
    assert [each.on.day for each in ledger.deliveries] == [23, 24, 25, 25]
    assert ledger.deliveries[0] == Delivery("U001-A", "G1", date(2020, 9, 23), "门卫")


def test_a_letter_not_signed_for_yet_is_neither_a_delivery_nor_a_doubt(write):
    ledger = read_ledger(write(挂号签收=[DELIVERIES, ("U001-A", "G1", "2020-09-21", "", "", "")]))
    assert ledger == Ledger()


def test_a_paper_without_postmark_is_taken_without_one(write):
    ledger = read_ledger(
        write(纸质来件=[PAPERS, ("Z001", "2020-10-15", "", "演江自治区财政厅", "Z001.pdf", "")])
    )
    assert ledger.papers == (
        Paper("Z001", date(2020, 10, 15), None, "演江自治区财政厅", "Z001.pdf"),
    )


def test_a_number_typed_where_text_belongs_is_read_as_it_looks(write):
    ledger = read_ledger(write(纸质来件=[PAPERS, (12, "2020-10-15", "", "某厅", "12.pdf", "")]))
    assert ledger.papers[0].key == "12"


def test_a_call_is_read_with_its_outcome(write):
    row = (
        "演江自治区财政厅",
        "咨询测试",
        "",
        "2020-10-12",
        "09:40",
        "0000-1",
        "否",
        "三次无人接听",
        "甲",
    )
    ledger = read_ledger(write(电话记录=[CALLS, row]))
    assert ledger.calls == (
        Telephone(
            "演江自治区财政厅",
            "咨询测试",
            "",
            date(2020, 10, 12),
            "09:40",
            "0000-1",
            False,
            "三次无人接听",
        ),
    )


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_taken(write):
    rows = [
        ("Z001", "去年", "", "某厅", "Z001.pdf", ""),
        ("", "", "", "", "", ""),
        ("", "2020-10-15", "", "某厅", "Z002.pdf", ""),
        ("Z003", "2020-10-16", "", "某厅", "Z003.pdf", ""),
    ]
    ledger = read_ledger(write(纸质来件=[PAPERS, *rows]))
    assert [each.key for each in ledger.papers] == ["Z003"]
    assert [each.what for each in ledger.doubts] == ["台账“纸质来件”第2行", "台账“纸质来件”第4行"]
    assert "去年" in ledger.doubts[0].why


def test_an_outcome_that_is_neither_yes_nor_no_is_a_doubt(write):
    row = ("某厅", "咨询测试", "", "2020-10-12", "09:40", "0000-1", "忙音", "", "甲")
    ledger = read_ledger(write(电话记录=[CALLS, row]))
    assert not ledger.calls
    assert "忙音" in ledger.doubts[0].why


def test_a_sheet_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("挂号签收 ").write_row(0, 0, DELIVERIES)
        book.add_worksheet("电话记录").write_row(0, 0, CALLS)
    (doubt,) = read_ledger(path).doubts
    assert "“纸质来件”" in doubt.what


def test_a_heading_that_is_not_there_is_named(write):
    (doubt,) = read_ledger(
        write(挂号签收=[("申请编号", "签收时间"), ("U001-A", "2020-09-23")])
    ).doubts
    assert "“签收日期”" in doubt.why


def test_a_call_without_its_time_is_a_doubt(write):
    row = ("某厅", "咨询测试", "", "2020-10-12", "", "0000-1", "否", "", "甲")
    (doubt,) = read_ledger(write(电话记录=[CALLS, row])).doubts
    assert "拨打时间" in doubt.why


def test_a_ledger_that_cannot_be_opened_is_a_doubt_and_no_stop(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"PK\x03\x04 not a workbook")
    (doubt,) = read_ledger(path).doubts
    assert "另存为 .xlsx" in doubt.why


@pytest.mark.parametrize(
    "day",
    [
        *("#N/A", 44100.5, -5, 1e300, True, 0.25, 99999999, "0000-00-00", "10-1-1", ""),
        *("2020年", "2020-13-01", "1-2-3-4", "9" * 5000 + "-1-1", datetime(1900, 1, 5)),
    ],
)
def test_whatever_stands_for_a_day_is_a_doubt_and_no_stop(write, day):
    good = ("U002-A", "1", "", "2020-09-23", "门卫", "")
    ledger = read_ledger(write(纸质来件=[PAPERS, ("L1", day, "", "某厅", "a.pdf", "")],
                               挂号签收=[DELIVERIES, good]))  # fmt: skip
    assert len(ledger.deliveries) == 1
    (doubt,) = ledger.doubts
    assert "收件日期" in doubt.why and len(doubt.why) < 120


def test_a_merged_cell_is_a_doubt_for_each_of_its_rows(tmp_path):
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("挂号签收")
        for number, row in enumerate([DELIVERIES, ("A",), ("B",), ("C", "", "", "2020-09-23")]):
            sheet.write_row(number, 0, row)
        sheet.merge_range(1, 3, 2, 3, "2020-09-23")
        book.add_worksheet("纸质来件").write_row(0, 0, PAPERS)
        book.add_worksheet("电话记录").write_row(0, 0, CALLS)
    ledger = read_ledger(path)
    assert [one.application_id for one in ledger.deliveries] == ["C"]
    assert [one.what for one in ledger.doubts] == ["台账“挂号签收”第2行", "台账“挂号签收”第3行"]


def test_a_stray_cell_a_million_rows_down_is_a_doubt_and_costs_nothing(tmp_path):
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("挂号签收").write_row(0, 0, DELIVERIES)
        book.add_worksheet("纸质来件").write(1_048_575, 0, "x")
        book.add_chartsheet("电话记录").set_chart(_chart(book))
    far, chart = read_ledger(path).doubts
    assert "远处的多余单元格" in far.why and "不是普通工作表" in chart.why


def _chart(book):
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=挂号签收!$A$1:$A$2"})
    return chart


@pytest.mark.parametrize("name", ["sheet1", "sheet2", "sheet3"])
def test_a_sheet_that_is_broken_costs_only_itself(write, name):
    good = ("U002-A", "1", "", "2020-09-23", "门卫", "")
    path = write(挂号签收=[DELIVERIES, good])
    with zipfile.ZipFile(path) as packed:
        members = {each: packed.read(each) for each in packed.namelist()}
    broken = members[f"xl/worksheets/{name}.xml"]
    for cut in range(len(broken) // 3, len(broken) - 1, 97):
        members[f"xl/worksheets/{name}.xml"] = broken[:cut]
        with zipfile.ZipFile(path, "w") as packed:
            for each, data in members.items():
                packed.writestr(each, data)
        ledger = read_ledger(path)
        assert all("台账" in one.what for one in ledger.doubts)
        assert len(ledger.deliveries) == 1 or name == "sheet1"
