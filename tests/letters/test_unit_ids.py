"""单位编号: given once, kept, written into the person's own workbook and nothing else touched."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from letters.faults import BadTable
from letters.model import Unit
from letters.unit_ids import write_back_ids
from letters.units import COLUMNS, read_unit_table, read_units, write_units

NAMED = [column.heading for column in COLUMNS if not column.optional]
REST = ["区直单位", "省级", "a@b.example", "路1号", "010001", "0990-5550101", "某府", "某法院"]


def a_table(path: Path, *rows: tuple[str, str]) -> Path:
    """A table of (单位编号, 单位名称)."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        sheet.write_row(0, 0, ["单位编号", *NAMED])
        for number, (id, name) in enumerate(rows, 1):
            sheet.write_row(number, 0, [id, name, *REST])
    return path


def a_rich_book(path: Path, headings: Sequence[str] = NAMED, first: int = 0) -> Path:
    """What people put into a workbook: all of it must be there afterwards."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("单位"), book.add_worksheet("字典")
        book.add_worksheet("旧").hide()
        bold = book.add_format({"bold": True, "bg_color": "#ffcc00"})
        sheet.merge_range("A1:D1", "被测单位清单", bold)
        sheet.write_row(1, first, headings, bold)
        for row in (2, 3, 4):
            sheet.write_row(row, first, [f"某{row}局", *REST])
        sheet.write_comment("A2", "全称", {"x_scale": 3})
        sheet.data_validation("C3:C99", {"validate": "list", "source": "=字典!$A$1:$A$3"})
        sheet.conditional_format("L3:L9", {"type": "data_bar", "data_bar_2010": True})
        sheet.insert_image("N3", "x.png", {"image_data": picture})
        sheet.insert_textbox("N9", "文本框")
        sheet.autofilter(1, first, 4, first + 8)
        sheet.add_sparkline("P3", {"range": "字典!A1:A3"})
        sheet.write_formula("L3", "=1+1")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=字典!$A$1:$A$3"})
        other.insert_chart("C1", chart)
        other.write_column(0, 0, ["省级", "县级", "乡级"])
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def fault(path: Path) -> str:
    with pytest.raises(BadTable) as refused:
        read_units(path)
    (only,) = refused.value.faults
    return only


def test_an_id_is_read_as_it_is_written_and_a_blank_one_gets_the_next(tmp_path: Path) -> None:
    path = a_table(
        tmp_path / "units.xlsx", ("U007", "甲局"), ("", "乙局"), ("CZ12", "丙局"), ("", "丁局")
    )
    table = read_unit_table(path)
    assert [unit.id for unit in table.units] == ["U007", "U008", "CZ12", "U009"]
    assert table.numbered == {3: "U008", 5: "U009"}


def test_an_id_that_was_ever_given_is_not_given_again(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("", "甲局"), ("U002", "乙局"))
    assert [unit.id for unit in read_units(path, taken=("u005",))] == ["U006", "U002"]


def test_a_unit_whose_id_was_wiped_gets_its_own_back(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("", "新局"), ("", "甲 局"), ("U002", "乙局"))
    taken = {"U001": "甲局", "U002": "乙局"}
    assert [unit.id for unit in read_units(path, taken)] == ["U003", "U001", "U002"]


def test_a_unit_that_got_another_number_is_told_its_own(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("U009", "甲局"), ("U002", "乙局"))
    with pytest.raises(BadTable) as told:
        read_units(path, {"U001": "甲局", "U002": "乙局"})
    assert told.value.faults[0].endswith("“甲局”原来的编号是 U001，现为 U009，请改回 U001")


def test_a_unit_may_take_another_name_even_one_that_was_anothers(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("U001", "乙局"), ("U003", "丙局"))
    units = read_units(path, {"U001": "甲局", "U002": "乙局"})
    assert [unit.id for unit in units] == ["U001", "U003"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["", "U001", "U3", "u010", "CZ5", "U99999999999"]), min_size=1, max_size=8
    ),
    st.sets(st.integers(1, 12).map(lambda n: f"U{n:03d}")),
)
def test_new_ids_are_new_well_formed_and_the_same_each_time(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str], taken: set[str]
) -> None:
    kept = [id for n, id in enumerate(ids) if not id or id not in ids[:n]]
    path = a_table(
        tmp_path_factory.mktemp("ids") / "units.xlsx",
        *((id, f"单位{n}") for n, id in enumerate(kept)),
    )
    table = read_unit_table(path, taken)
    folded = [unit.id.upper() for unit in table.units]
    assert len(set(folded)) == len(folded)
    assert not set(table.numbered.values()) & taken
    assert all(re.fullmatch(r"[A-Za-z]+[0-9]+", id) and len(id) <= 12 for id in folded)
    assert [unit.id for unit in table.units if unit.id in kept] == [id for id in kept if id]
    assert read_unit_table(path, taken) == table


@pytest.mark.parametrize("id", ["7", "U", "Ｕ００１", "U-1", "单位1", "U0000000000001", "1U"])
def test_an_ill_formed_id_is_named_with_its_cell(tmp_path: Path, id: str) -> None:
    found = fault(a_table(tmp_path / "units.xlsx", (id, "甲局")))
    assert found.startswith("units.xlsx，工作表“单位”，第2行“单位编号”列（A2）：")
    assert "应为字母加数字，如 U001" in found


def test_a_repeated_id_names_both_rows_whatever_its_case(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("U001", "甲局"), ("u001", "乙局"))
    assert "（A3）：“u001”与第2行重复，每个单位的编号应各不相同，新单位的编号请留空" in fault(path)


def test_ids_follow_their_units_when_rows_are_sorted_or_inserted(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("", "乙局"), ("", "甲局"))
    write_back_ids(path, read_unit_table(path).numbered)
    before = {unit.name: unit.id for unit in read_units(path)}
    rows = sorted((id, name) for name, id in before.items())
    after = read_units(a_table(path, rows[1], ("", "新局"), rows[0]))
    assert {unit.name: unit.id for unit in after} == {**before, "新局": "U003"}


def test_only_the_ids_are_written_and_every_other_part_stays_byte_for_byte(tmp_path: Path) -> None:
    path = a_rich_book(tmp_path / "units.xlsx")
    before, units = members(path), read_units(path)
    write_back_ids(path, read_unit_table(path).numbered)
    after = members(path)
    sheet = "xl/worksheets/sheet1.xml"
    assert {n: d for n, d in after.items() if n != sheet} == {
        n: d for n, d in before.items() if n != sheet
    }
    for kept in (b"dataValidation ", b"x14:dataBar", b"sparkline", b"<legacyDrawing", b"autoFilter",
                 b"<f>1+1</f>", b"mergeCell "):  # fmt: skip
        assert after[sheet].count(kept) == before[sheet].count(kept) > 0
    table = read_unit_table(path)
    assert (table.units, table.numbered) == (units, {})


def test_writing_ids_twice_changes_nothing_more(tmp_path: Path) -> None:
    path = a_rich_book(tmp_path / "units.xlsx")
    ids = read_unit_table(path).numbered
    write_back_ids(path, ids)
    once = members(path)
    write_back_ids(path, ids)
    assert members(path) == once
    write_back_ids(path, {})
    assert members(path) == once


def heading_at(path: Path) -> str:
    xml = members(path)["xl/worksheets/sheet1.xml"].decode()
    (cell,) = re.findall(r'<c r="([A-Z]+\d+)"[^>]*><is><t>单位编号</t></is>', xml)
    return str(cell)


def test_a_new_column_stands_right_of_everything_and_shifts_nothing(tmp_path: Path) -> None:
    path = a_rich_book(tmp_path / "units.xlsx")
    write_back_ids(path, read_unit_table(path).numbered)
    assert heading_at(path) == "M2"  # L holds a formula


def test_a_free_column_left_of_the_names_is_used(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        sheet.write_row(0, 1, NAMED)
        sheet.write_row(1, 1, ["甲局", *REST])
    write_back_ids(path, {2: "U001"})
    assert heading_at(path) == "A1"
    assert read_units(path)[0].id == "U001"


def test_rows_and_cells_that_do_not_say_where_they_stand_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        for number, row in enumerate((NAMED, ["甲局", *REST], ["乙局", *REST])):
            sheet.write_row(number, 0, row)
    parts = members(path)
    part = "xl/worksheets/sheet1.xml"
    parts[part] = re.sub(rb' r="[A-Z]*\d+"', b"", parts[part])
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    write_back_ids(path, {2: "U001", 3: "U002"})
    assert [(unit.id, unit.name) for unit in read_units(path)] == [
        ("U001", "甲局"),
        ("U002", "乙局"),
    ]


def test_remarks_in_the_xml_are_no_damage(tmp_path: Path) -> None:
    path = a_rich_book(tmp_path / "units.xlsx")
    parts = members(path)
    for name, before in (
        ("xl/worksheets/sheet1.xml", b"<sheetViews"),
        ("xl/worksheets/sheet1.xml", b"<row "),
        ("xl/_rels/workbook.xml.rels", b"<Relationship "),
    ):
        parts[name] = parts[name].replace(before, b"<!-- x -->" + before, 1)
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    write_back_ids(path, read_unit_table(path).numbered)
    assert read_unit_table(path).numbered == {}


def refused(path: Path, ids: dict[int, str]) -> str:
    before = path.read_bytes()
    with pytest.raises(BadTable) as told:
        write_back_ids(path, ids)
    assert path.read_bytes() == before
    (only,) = told.value.faults
    return only


@pytest.mark.parametrize("beside", ["~$units.xlsx", ".~lock.units.xlsx#", ".~units.xlsx"])
def test_a_workbook_that_is_open_somewhere_is_left_alone(tmp_path: Path, beside: str) -> None:
    path = a_table(tmp_path / "units.xlsx", ("", "甲局"))
    (tmp_path / beside).write_bytes(b"")
    found = refused(path, {2: "U001"})
    assert "请保存并关闭后再试" in found and beside in found


def test_a_file_that_cannot_be_replaced_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As Windows refuses while Excel holds the file."""
    path = a_table(tmp_path / "units.xlsx", ("", "甲局"))

    def held(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", held)
    assert "可能正在 Excel 或 WPS 中打开" in refused(path, {2: "U001"})
    assert [each.name for each in tmp_path.iterdir()] == ["units.xlsx"]


def test_a_row_that_got_another_id_since_is_left_alone(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("U009", "甲局"))
    assert "已填有编号“U009”" in refused(path, {2: "U001"})
    assert "没有这一行" in refused(path, {9: "U001"})


def test_macros_are_refused(tmp_path: Path) -> None:
    path = a_table(tmp_path / "units.xlsx", ("", "甲局"))
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    assert "含有宏" in refused(path, {2: "U001"})


def test_a_formula_in_the_place_of_an_id_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("单位")
        sheet.write_row(0, 0, ["单位编号", *NAMED])
        sheet.write_row(1, 1, ["甲局", *REST])
        sheet.write_formula(1, 0, '=""', None, "")
    assert "（A2）：是公式" in refused(path, {2: "U001"})


def test_what_is_no_workbook_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    for data in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600):
        path.write_bytes(data)
        assert refused(path, {2: "U001"}).startswith("units.xlsx：")


def test_the_example_row_is_never_read(tmp_path: Path) -> None:
    path = a_table(
        tmp_path / "units.xlsx", ("", "（示例）样本局"), ("", "甲局"), ("", "(示例)乙局")
    )
    assert [(u.id, u.name) for u in read_units(path)] == [("U001", "甲局")]
    assert read_unit_table(path).numbered == {3: "U001"}


def test_the_empty_table_explains_itself(tmp_path: Path) -> None:
    path = tmp_path / "units.xlsx"
    write_units(path)
    parts = {name: data.decode("utf-8", "ignore") for name, data in members(path).items()}
    assert "（示例）样本市财政局" in parts["xl/sharedStrings.xml"]
    assert parts["xl/comments1.xml"].count("<comment ") == len(COLUMNS)
    assert "是示例，不会读入" in parts["xl/comments1.xml"]
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert sheet.count("<dataValidation ") == 3 and 'state="frozen"' in sheet
    once = path.read_bytes()
    write_units(path)
    assert path.read_bytes() == once


def test_ids_are_written_with_the_units(tmp_path: Path) -> None:
    units = tuple(
        Unit(id, name, "类", "县级", "", "", "", "") for id, name in (("U009", "甲"), ("X1", "乙"))
    )
    write_units(tmp_path / "units.xlsx", units)
    assert read_units(tmp_path / "units.xlsx") == units
