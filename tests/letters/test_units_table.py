"""units.xlsx: what is read, and how each fault is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.model import Unit
from letters.tables import COLUMNS, BadTable, read_units, write_units

HEADINGS = [column.heading for column in COLUMNS if not column.optional]
ROW = ["演江自治区财政厅", "区直单位", "省级", "cz@yanjiang.example", "演江路1号", "010001"]
ROW += ["0990-5550101", "演江自治区人民政府、财政部", "南明市中级人民法院；南明铁路运输法院"]

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def build(
        *rows: Sequence[object], above: int = 0, merge: str = "", headings: Sequence[str] = HEADINGS
    ) -> Path:
        path = tmp_path / "units.xlsx"
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            sheet = book.add_worksheet("单位")
            for number, row in enumerate([headings, *rows], above):
                for column, value in enumerate(row):
                    if isinstance(value, datetime):
                        sheet.write_datetime(number, column, value, day)
                    elif value is not None:
                        sheet.write(number, column, value)
            for number in range(above):
                sheet.write(number, 0, "演江自治区被测单位清单")
            if merge:
                sheet.merge_range(merge, "合并的格")
        return path

    return build


def having(**changes: object) -> list[object]:
    """The good row, with some cells changed by their heading."""
    return [changes.get(heading, value) for heading, value in zip(HEADINGS, ROW, strict=True)]


def faults(path: Path) -> tuple[str, ...]:
    with pytest.raises(BadTable) as refused:
        read_units(path)
    assert all("\n" not in fault for fault in refused.value.faults)
    return refused.value.faults


def fault(path: Path) -> str:
    (only,) = faults(path)
    return only


def test_a_good_row_becomes_a_unit(write: Write) -> None:
    (unit,) = read_units(write(ROW))
    assert unit == Unit(
        id="U001",
        name="演江自治区财政厅",
        category="区直单位",
        level="省级",
        email="cz@yanjiang.example",
        address="演江路1号",
        postcode="010001",
        phone="0990-5550101",
        reconsideration_organs=("演江自治区人民政府", "财政部"),
        courts=("南明市中级人民法院", "南明铁路运输法院"),
    )


def test_columns_may_stand_in_any_order_under_titles_and_beside_others(write: Write) -> None:
    path = write(
        ["备注甲", *reversed(ROW)], headings=["备注", *reversed(HEADINGS)], above=3, merge="A1:D1"
    )
    assert read_units(path)[0].email == "cz@yanjiang.example"


def test_a_heading_is_known_with_spaces_a_line_break_or_a_star(write: Write) -> None:
    headings = ["单位 名称*", "类别", "行政\n层级", *HEADINGS[3:]]
    assert read_units(write(ROW, headings=headings))[0].level == "省级"


def test_hidden_sheets_and_sheets_without_a_header_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("旧").hide()
        book.add_worksheet("说明").write(0, 0, "填表说明")
        real = book.add_worksheet("清单")
        real.activate()
        real.write_row(0, 0, HEADINGS)
        real.write_row(1, 0, ROW)
    assert len(read_units(path)) == 1


def test_a_formula_without_a_value_is_named_as_what_it_is(write: Write) -> None:
    path = write(ROW, having(单位名称="演江自治区教育厅"))
    with_formulas(path, "A2", "F3")
    place = "units.xlsx，工作表“单位”，第{}行“{}”列（{}）：是公式而没有算出的值"
    told = faults(path)
    assert [each.partition("，程序")[0] for each in told] == [
        place.format(2, "单位名称", "A2"),
        place.format(3, "邮政编码", "F3"),
    ]


def test_a_formula_with_its_value_is_read_as_the_value(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ROW)
        sheet.write_formula(1, 0, "=CONCATENATE(1)", None, "演江自治区审计厅")
    assert [each.name for each in read_units(path)] == ["演江自治区审计厅"]


def with_formulas(path: Path, *places: str) -> None:
    """As other programs than Excel write them: not worked out."""
    book = openpyxl.load_workbook(path)
    for place in places:
        book["单位"][place] = "=B1"
    book.save(path)


def test_empty_rows_at_the_end_are_no_fault(write: Write) -> None:
    assert len(read_units(write(ROW, [" "] * 3, [""]))) == 1


def test_a_unit_without_a_published_mailbox_is_read(write: Write) -> None:
    assert read_units(write(having(申请邮箱="")))[0].email == ""


def test_a_postcode_typed_as_a_number_is_read_where_no_digit_is_lost(write: Write) -> None:
    assert read_units(write(having(邮政编码=530000)))[0].postcode == "530000"


def test_a_mobile_number_typed_as_a_number_is_read(write: Write) -> None:
    assert read_units(write(having(电话=13800000000)))[0].phone == "13800000000"


def test_full_width_digits_are_read_as_digits(write: Write) -> None:
    unit = read_units(write(having(邮政编码="５３００００", 电话="０９９０－５５５０１０１")))[0]
    assert (unit.postcode, unit.phone) == ("530000", "0990-5550101")


def test_a_line_break_inside_a_name_falls_out(write: Write) -> None:
    assert read_units(write(having(单位名称="演江自治区\n财政厅")))[0].name == "演江自治区财政厅"


def test_spaces_within_chinese_fall_out_and_others_stay(write: Write) -> None:
    unit = read_units(
        write(having(单位名称=" 演江\u3000自治区 财政厅", 通信地址="演江路 1号  3号楼"))
    )[0]
    assert (unit.name, unit.address) == ("演江自治区财政厅", "演江路 1号 3号楼")


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    unit = Unit(
        id="U001",
        name="演江自治区财政厅",
        category="区直单位",
        level="省级",
        email="",
        address="",
        postcode="010001",
        phone="",
        aliases=("财厅", "演江财政"),
        courts=("甲法院",),
        region="演江自治区",
    )
    write_units(tmp_path / "units.xlsx", [unit])
    assert read_units(tmp_path / "units.xlsx") == (unit,)


NAMES = st.text("财政审计教育厅局委办（）", min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=20, unique=True))
def test_any_table_of_different_names_is_read_in_its_order(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    path = tmp_path_factory.mktemp("units") / "units.xlsx"
    write_units(path, [Unit("", name, "类", "县级", "", "", "", "") for name in names])
    read = read_units(path)
    assert [unit.name for unit in read] == names
    assert [unit.id for unit in read] == [f"U{n:03d}" for n in range(1, len(names) + 1)]


def test_a_missing_column_is_named_with_the_header_row(write: Write) -> None:
    path = write(ROW[:-1], headings=HEADINGS[:-1], above=2)
    assert fault(path) == (
        "units.xlsx，工作表“单位”，第3行（表头）：缺少“管辖法院”列，请补上这一列"
    )


def test_a_column_that_stands_twice_is_a_fault(write: Write) -> None:
    path = write([*ROW, "0990-1"], headings=[*HEADINGS, "电话"])
    assert "“电话”列出现了2次（G、J列）" in fault(path)


def test_a_duplicate_unit_names_both_rows(write: Write) -> None:
    path = write(ROW, having(单位名称="演江自治区审计厅"), having(单位名称="演江自治区 财政厅"))
    assert fault(path) == (
        "units.xlsx，工作表“单位”，第4行“单位名称”列（A4）：“演江自治区财政厅”与第2行重复，"
        "每个单位只能有一行"
    )


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("cz.yanjiang.example", "缺少 @"),
        ("cz＠yanjiang.example", "全角的＠"),
        ("a@b.example;c@d.example", "多个 @"),
        ("cz@yanjiang", "不是电子邮箱地址"),
        ("cz @yanjiang.example", "不是电子邮箱地址"),
        ("cz..x@yanjiang.example", "不是电子邮箱地址"),
        ("财政@yanjiang.example", "不是电子邮箱地址"),
    ],
)
def test_a_bad_address_is_named_with_its_cell(write: Write, address: str, why: str) -> None:
    found = fault(write(having(申请邮箱=address)))
    assert found.startswith("units.xlsx，工作表“单位”，第2行“申请邮箱”列（D2）：")
    assert why in found and "xxgk@example.org" in found


def test_an_empty_row_in_the_middle_is_a_fault(write: Write) -> None:
    path = write(ROW, [], having(单位名称="演江自治区审计厅"))
    assert fault(path) == "units.xlsx，工作表“单位”，第3行：整行为空而下面还有数据，请删去空行"


def test_a_run_of_empty_rows_is_one_fault(write: Write) -> None:
    path = write(ROW, [], [], [], having(单位名称="演江自治区审计厅"))
    assert "第3至5行" in fault(path)


def test_merged_cells_are_named_once_and_not_also_called_empty(write: Write) -> None:
    path = write(ROW, having(单位名称="演江自治区审计厅"), merge="B2:B3")
    assert fault(path) == (
        "units.xlsx，工作表“单位”，第2行：单元格 B2:B3 是合并的，请取消合并，逐格填写"
    )


def test_an_unknown_level_is_told_the_known_ones(write: Write) -> None:
    found = fault(write(having(行政层级="厅级")))
    assert "（C2）：“厅级”不是行政层级，应为国家级、省级、地市级、县级、乡级之一" in found


def test_a_postcode_that_lost_its_zero_is_not_guessed(write: Write) -> None:
    assert "开头的 0 可能已被 Excel 去掉" in fault(write(having(邮政编码=10001)))


def test_a_postcode_of_five_digits_is_a_fault(write: Write) -> None:
    assert "“53000”不是邮政编码，应为6位数字" in fault(write(having(邮政编码="53000")))


def test_a_telephone_number_that_lost_its_zero_is_not_guessed(write: Write) -> None:
    assert "丢了区号开头的 0" in fault(write(having(电话=9905550101)))


def test_a_number_where_text_belongs_is_a_fault(write: Write) -> None:
    assert "应为文字，现为数字 12" in fault(write(having(类别=12)))


def test_a_date_where_a_telephone_number_belongs_is_a_fault(write: Write) -> None:
    assert "现为日期或时间" in fault(write(having(电话=datetime(2020, 5, 1))))


def test_an_invisible_character_is_a_fault(write: Write) -> None:
    assert "看不见的字符（U+200B）" in fault(write(having(单位名称="财政\u200b厅")))


def test_all_faults_come_at_once_and_nothing_is_read(write: Write) -> None:
    path = write(having(申请邮箱="x", 邮政编码="1"), ROW, having(行政层级="?"))
    assert [line.split("列（")[1][:2] for line in faults(path)] == ["D2", "F2", "C4", "A3", "A4"]


def test_a_missing_column_does_not_hide_the_faults_of_the_others(write: Write) -> None:
    found = faults(write(having(申请邮箱="x")[:-1], headings=HEADINGS[:-1]))
    assert len(found) == 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "文件是空的"),
        ("单位名称,类别\n".encode("gbk"), "不是 Excel 工作簿"),
        (b"PK\x03\x04 not a zip", "不是 Excel 工作簿"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是 Excel 工作簿"),
    ],
)
def test_what_is_no_workbook_is_one_line(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "units.xlsx").write_bytes(data)
    assert why in fault(tmp_path / "units.xlsx")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert "找不到文件" in fault(tmp_path / "units.xlsx")


def test_a_sheet_without_a_header_is_told_the_columns(write: Write) -> None:
    assert "找不到表头，表头应有这些列：单位名称、" in fault(write(ROW, headings=["甲", "乙"]))


def test_an_empty_workbook_is_one_line(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "units.xlsx") as book:
        book.add_worksheet("空")
    assert "找不到表头" in fault(tmp_path / "units.xlsx")


def test_a_table_without_units_is_one_line(tmp_path: Path) -> None:
    write_units(tmp_path / "units.xlsx")
    assert "下面没有任何单位" in fault(tmp_path / "units.xlsx")


def test_a_stray_cell_in_the_sheets_far_corner_is_named_and_not_loaded(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "units.xlsx") as book:
        sheet = book.add_worksheet("单位")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write(5, 16_000, "x")
    assert "WQK6" in fault(tmp_path / "units.xlsx")


def test_a_kind_is_taken_as_it_is_written_and_another_word_is_told_the_known_ones(
    write: Write,
) -> None:
    headings = [*HEADINGS, "单位种类"]
    (unit,) = read_units(write([*ROW, "水利"], headings=headings))
    assert unit.kind == "水利"
    (unit,) = read_units(write([*ROW, ""], headings=headings))
    assert unit.kind == ""
    found = fault(write([*ROW, "水力"], headings=headings))
    assert "“水力”不是单位种类，应为" in found and "或者留空" in found
