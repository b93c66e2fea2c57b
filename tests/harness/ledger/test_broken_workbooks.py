"""Whatever Excel and people do to a ledger: one line a fault, with its place and what to do."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter

from harness.ledger.columns import SHEETS, all_columns
from harness.ledger.merging import merge
from harness.ledger.reading import read
from letters.faults import BadTable

FILE = "台账.xlsx"
HEADS = [each.head for each in all_columns(SHEETS["电话记录"])]
FIRST = ["T001", "演江自治区财政厅", "咨询测试", "", "2026-03-10", "09:40", "0771-5550101", "无人接听",
         "", "甲"]  # fmt: skip


@pytest.fixture
def calls(ledger):
    return tuple(row for row in ledger if row.sheet == "电话记录")


@pytest.fixture
def broken(calls):
    """The sheet 电话记录 with its first row, then broken by hand; what becomes of it."""

    def read_broken(breaking, heads=HEADS):
        packed = BytesIO()
        with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
            sheet = book.add_worksheet("电话记录")
            sheet.write_row(0, 0, heads)
            sheet.write_row(1, 0, FIRST)
            breaking(book, sheet)
        return merge(calls, read(packed.getvalue(), FILE), calls)

    return read_broken


def at(head: str) -> int:
    return HEADS.index(head)


ROW = "台账.xlsx，工作表“电话记录”，第2行"


@pytest.mark.parametrize(
    ("head", "write", "fault"),
    [
        ("电话号码", lambda s, c: s.write_number(1, c, 1.23456789012346e18), "“电话号码”列（G2）：“1234567890123460096”超过15位"),
        ("电话号码", lambda s, c: s.write_string(1, c, "1.23457E+15"), "“电话号码”列（G2）：“1.23457E+15”超过15位"),
        ("通话内容", lambda s, c: s.write_formula(1, c, "=x", None, "#NAME?"), "“通话内容”列（I2）：没有值（#NAME?），是出错或者未算出的公式"),
        ("记录人", lambda s, c: s.write_formula(1, c, "=1/0", None, "#DIV/0!"), "“记录人”列（J2）：没有值（#DIV/0!）"),
        ("记录人", lambda s, c: s.write_formula(1, c, "=A1", None, ""), "“记录人”列（J2）：没有值（公式）"),
        ("拨打日期", lambda s, c: s.write_string(1, c, "3月10日"), "“拨打日期”列（E2）：“3月10日”不是能认出的日期"),
        ("拨打日期", lambda s, c: s.write_string(1, c, "10/3/2026"), "“拨打日期”列（E2）：“10/3/2026”不是能认出的日期"),
        ("拨打日期", lambda s, c: s.write_boolean(1, c, True), "“拨打日期”列（E2）：“是”不是能认出的日期"),
        ("拨打时间", lambda s, c: s.write_string(1, c, "早上"), "“拨打时间”列（F2）：“早上”不是能认出的时间，应写成 09:40"),
        ("拨打时间", lambda s, c: s.write_number(1, c, 940), "“拨打时间”列（F2）：“940”不是能认出的时间，应写成 09:40"),
        ("结果", lambda s, c: s.write_string(1, c, "打通了又断"), "“结果”列（H2）：“打通了又断”不在可选之列，应为接通、无人接听"),
        ("结果", lambda s, c: s.write_string(1, c, " "), "“结果”列：是空的，请补填"),
        ("申请编号", lambda s, c: s.write_datetime(1, c, datetime(2026, 3, 5)), "“申请编号”列（D2）：应为编号或号码，现被当成日期"),
        ("记录编号", lambda s, c: s.write_string(1, c, "T0O1"), "“记录编号”列：“T0O1”不是程序给出的编号"),
        ("记录编号", lambda s, c: s.write_boolean(1, c, True), "“记录编号”列（A2）：应为编号或号码"),
    ],
)  # fmt: skip
def test_a_broken_cell_is_one_line_with_its_place(broken, head, write, fault):
    def breaking(book, sheet):
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.set_column(at("申请编号"), at("申请编号"), None, dates)
        write(sheet, at(head))

    done = broken(breaking)
    assert [str(each)[: len(ROW + fault)] for each in done.faults] == [ROW + fault]
    assert done.changes_nothing and not done.conflicts


@pytest.mark.parametrize(
    ("head", "write"),
    [
        ("拨打日期", lambda s, c, f: s.write_datetime(1, c, datetime(2026, 3, 10), f)),
        ("拨打日期", lambda s, c, _: s.write_number(1, c, 46091)),
        ("拨打日期", lambda s, c, _: s.write_string(1, c, "２０２６年３月１０日 ")),
        ("拨打日期", lambda s, c, _: s.write_string(1, c, "2026-03-10 00:00:00")),
        ("拨打时间", lambda s, c, _: s.write_number(1, c, 0.402777777777778)),
        ("拨打时间", lambda s, c, _: s.write_string(1, c, "9：40")),
        ("结果", lambda s, c, _: s.write_string(1, c, "没人接")),
        ("单位名称", lambda s, c, _: s.write_string(1, c, " 演江自治区财政厅\n")),
        ("记录编号", lambda s, c, _: s.write_string(1, c, " Ｔ001 ")),
        ("电话号码", lambda s, c, _: s.write_string(1, c, "０７７１—５５５０１０１")),
        ("记录人", lambda s, c, _: s.write_formula(1, c, '="甲"', None, "甲")),
        ("通话内容", lambda s, c, _: s.write_string(1, c, "\u200b \u3000")),
        ("作废原因", lambda s, c, _: s.write_string(1, c, "  ")),
    ],
)
def test_what_programs_do_to_a_cell_says_nothing(broken, head, write):
    def breaking(book, sheet):
        write(sheet, at(head), book.add_format({"num_format": "m/d/yy"}))

    done = broken(breaking)
    assert done.unchanged == ("T001",)
    assert not done.faults and done.changes_nothing


def test_a_formula_that_gives_empty_text_is_an_empty_cell(calls, by_hand):
    whole = by_hand(电话记录=[HEADS, [*FIRST[:8], "空", "甲"]])
    with zipfile.ZipFile(BytesIO(whole)) as packed:
        members = {each: packed.read(each) for each in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cell = re.compile(rb'<c r="I2"[^>]*><v>\d+</v></c>')
    for instead, faults in (
        (b'<c r="I2" t="str"><f>""</f><v></v></c>', 0),
        (b'<c r="I2"><f>B2</f><v></v></c>', 1),
        (b'<c r="I2"><f>B2</f></c>', 1),
        (b'<c r="I2" t="e"><v>#REF!</v></c>', 1),
    ):
        changed, count = cell.subn(instead, members[name])
        assert count == 1
        book = BytesIO()
        with zipfile.ZipFile(book, "w") as packed:
            for each, data in members.items():
                packed.writestr(each, changed if each == name else data)
        done = merge(calls, read(book.getvalue(), FILE), calls)
        assert (len(done.faults), done.changes_nothing) == (faults, True), instead


def test_merged_cells_are_one_line_a_row_and_no_row_of_theirs_is_missing(broken):
    def breaking(book, sheet):
        sheet.write_row(2, 0, ["T002", *FIRST[1:]])
        sheet.merge_range(1, at("通话内容"), 2, at("通话内容"), "都没人接")

    done = broken(breaking)
    assert [str(each) for each in done.faults] == [
        f"台账.xlsx，工作表“电话记录”，第{line}行：有合并单元格，请取消合并后逐行填写"
        for line in (2, 3)
    ]
    assert done.changes_nothing and not done.missing


def test_a_head_that_is_gone_costs_its_sheet_and_is_named(broken):
    heads = ["号" if head == "拨打日期" else head for head in HEADS]
    done = broken(lambda *_: None, heads)
    assert [str(each) for each in done.faults] == [
        "台账.xlsx，工作表“电话记录”：第1行（表头）缺少“拨打日期”一栏，请补上，整张表未读入"
    ]
    assert not done.missing


def test_hidden_and_filtered_rows_columns_and_sheets_are_read(broken):
    def breaking(book, sheet):
        sheet.autofilter(0, 0, 1, len(HEADS) - 1)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(0, 3, None, None, {"hidden": True})
        book.add_worksheet("别的").activate()
        book.get_worksheet_by_name("别的").set_first_sheet()
        sheet.hide()

    assert broken(breaking).unchanged == ("T001",)


def test_a_chart_of_the_name_of_a_sheet_is_named(calls):
    packed = BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        book.add_worksheet("寄送").write_row(0, 0, ["申请编号", "签收日期"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=寄送!$A$1:$A$2"})
        book.add_chartsheet("电话记录").set_chart(chart)
    faults = merge(calls, read(packed.getvalue(), FILE), calls).faults
    assert [str(each) for each in faults] == [
        "台账.xlsx，工作表“电话记录”：不是普通工作表（可能是图表），整张表未读入"
    ]


def test_a_stray_cell_far_away_costs_its_sheet_and_nothing_more(broken):
    done = broken(lambda _, sheet: sheet.write_string(1_000_000, 3, "x"))
    assert "请删去远处的多余单元格" in str(done.faults[0]) and not done.missing


def test_a_damaged_part_costs_at_most_its_own_sheet(ledger, written):
    whole = written(ledger)
    with zipfile.ZipFile(BytesIO(whole)) as packed:
        members = {each: packed.read(each) for each in packed.namelist()}
    for name, data in members.items():
        for cut in {len(data) // 3, len(data) // 2, len(data) - 9}:
            damaged = BytesIO()
            with zipfile.ZipFile(damaged, "w") as packed:
                for each, kept in members.items():
                    packed.writestr(each, data[:cut] if each == name else kept)
            try:
                back = read(damaged.getvalue(), FILE)
            except BadTable as refused:
                assert refused.faults[0].startswith("台账.xlsx：")
                continue
            done = merge(ledger, back, ledger)
            assert not done.added and not done.voided and not done.missing, (name, cut)
            assert not done.changed or name == "xl/sharedStrings.xml", (name, cut)


@pytest.mark.parametrize("size", [0.1, 0.5, 0.9, 0.999])
def test_half_a_file_is_refused_as_a_whole(ledger, written, size):
    whole = written(ledger)
    with pytest.raises(BadTable, match=r"台账\.xlsx：不是 Excel 工作簿"):
        read(whole[: int(len(whole) * size)], FILE)
