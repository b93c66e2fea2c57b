"""`mingcha clock TABLE`: many applications from a table that people keep, and back into one."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from harness.cli import build
from harness.cli.errors import UserError
from harness.clock.applications_table import COLUMNS
from harness.clock.events import Kind

TABLE = """某测评登记表,,,,,,
申请编号,单位名称,申请渠道,寄出日期,签收日期,答复日期,经办人
A1,甲局,挂号信,2026/3/2,2026年3月5日,,张
A2,乙局,电子邮件,46083,,2026-03-20,
A3,丙局,EMS,2026-03-02,2026-03-04,2026-05-20,
,丁局,传真,,,无,
"""


def run(*arguments: object):
    return CliRunner().invoke(build(), ["clock", *map(str, arguments), "--as-of", "2026-06-01"])


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "申请.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def lines(*arguments: object) -> list[dict[str, object]]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.exception
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_row_is_the_clock_of_its_application(table):
    first, second, third, fourth = lines(table)
    assert (first["row"], first["application"], first["unit"]) == (3, "A1", "甲局")
    assert (first["state"], first["due_on"], first["received_on"]) == (
        "overdue", "2026-04-02", "2026-03-05",
    )  # fmt: skip
    assert second["state"] == "answered_in_time"
    assert [one["code"] for one in third["findings"]] == ["answer_late"]
    assert (fourth["state"], fourth["application"]) == ("not_sent", None)


def test_a_row_is_the_same_clock_as_its_options(table):
    told = CliRunner().invoke(
        build(),
        [
            "clock",
            "--channel",
            "挂号信",
            "--sent",
            "2026-03-02",
            "--delivered",
            "2026-03-05",
            "--as-of",
            "2026-06-01",
            "--json",
        ],
    )
    beside = ("row", "application", "unit")
    row = {key: value for key, value in lines(table)[0].items() if key not in beside}
    assert row == json.loads(told.stdout)


def test_on_standard_output_it_is_csv_and_what_was_passed_over_is_named(table):
    done = run(table)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert rows[0][:5] == ["编号", "单位", "渠道", "收到申请", "截止日"]
    assert rows[1][:5] == ["A1", "甲局", "挂号信", "2026-03-05", "2026-04-02"]
    assert rows[4][0] == "第6行"
    assert "不认识的列，没有采用：经办人" in done.stderr


def test_a_table_of_known_columns_alone_is_read_without_a_word(table):
    table.write_text(TABLE.replace(",经办人", ","), encoding="utf-8")
    assert run(table).stderr == ""


def test_the_result_is_a_workbook_or_a_csv_by_its_ending(table, tmp_path):
    book, text = tmp_path / "时限.xlsx", tmp_path / "时限.csv"
    assert run(table, "--xlsx", book).stdout == ""
    assert run(table, "--xlsx", text).exit_code == 0
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name("时限").to_python()
    assert rows[1][:3] == ["A1", "甲局", "挂号信"] and str(rows[1][4]) == "2026-04-02"
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(list(csv.reader(io.StringIO(text.read_text(encoding="utf-8-sig"))))) == 5


def test_a_workbook_and_gbk_are_read_alike(table, tmp_path):
    gbk, book = tmp_path / "gbk.csv", tmp_path / "申请.xlsx"
    gbk.write_bytes(TABLE.encode("gbk"))
    with xlsxwriter.Workbook(str(book)) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(csv.reader(io.StringIO(TABLE))):
            sheet.write_row(number, 0, row)
        sheet.write_datetime(2, 4, datetime(2026, 3, 5), day)
        sheet.write_number(3, 3, 46083)
    assert lines(table) == lines(gbk) == lines(book)


def test_several_days_in_a_cell_are_several_events(tmp_path):
    path = tmp_path / "t.csv"
    head = "编号,渠道,寄出日期,告知延期日期,延长天数\n"
    path.write_text(f"{head}A,电邮,2026-03-02,2026-03-09；2026-03-10,5；6\n", encoding="utf-8")
    (told,) = lines(path)
    assert "extension_repeated" in [one["code"] for one in told["findings"]]


def test_one_channel_may_hold_for_all(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("单位,寄出日期\n甲,2026-03-02\n乙,2026-03-03\n", encoding="utf-8")
    assert [one["state"] for one in lines(path, "--channel", "电子邮件")] == ["overdue", "overdue"]
    assert "缺少“渠道”列" in str(run(path).exception)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("46083", "三月二日", "申请.csv，第4行“寄出日期”列（D4）：“三月二日”不是能认出的日期"),
        ("A2", "A1", "第4行“申请编号”列（A4）：“A1”与第3行重复"),
        ("传真", "飞鸽", "第6行“申请渠道”列（C6）：不认识的渠道“飞鸽”"),
        ("传真", "", "第6行“申请渠道”列（C6）：缺少 渠道"),
        ("签收日期", "寄出", "“寄出日期”列和“寄出”列是同一内容"),
        ("2026-03-02,2026-03-04", "2006-03-02,2006-03-04", "申请.csv，第5行："),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_done(table, tmp_path, old, new, says):
    table.write_text(TABLE.replace(old, new), encoding="utf-8")
    place = tmp_path / "时限.xlsx"
    done = run(table, "--xlsx", place)
    assert isinstance(done.exception, UserError) and done.stdout == ""
    assert says in str(done.exception)
    assert not place.exists()


def test_every_fault_is_told_at_once(table):
    table.write_text(
        TABLE.replace("46083", "x").replace("传真", "y").replace("A3", "A1"), encoding="utf-8"
    )
    assert len(str(run(table).exception).splitlines()) == 3


@pytest.mark.parametrize("text", ["", "\n\n", "甲,乙\n1,2\n", "编号,渠道,寄出日期\n"])
def test_a_table_without_applications_is_one_line(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert len(str(run(path).exception).splitlines()) == 1


def test_the_template_holds_every_column_and_can_be_filled_in_and_read(tmp_path):
    path = tmp_path / "申请.xlsx"
    done = CliRunner().invoke(build(), ["clock", "--template", str(path)])
    assert done.exit_code == 0 and path.exists()
    head = CalamineWorkbook.from_path(path).get_sheet_by_name("申请").to_python()[0]
    assert head == [column.name for column in COLUMNS]
    assert "没有申请" in str(run(path).exception)
    again = CliRunner().invoke(build(), ["clock", "--template", str(path)])
    assert "已经存在" in str(again.exception)


def test_every_kind_of_event_has_its_column_and_no_name_means_two():
    assert {one.kind for one in COLUMNS if one.kind and not one.datum} == set(Kind)
    names = [name for column in COLUMNS for name in column.names]
    assert len(names) == len(set(names))


def test_a_text_that_excel_would_take_for_a_formula_is_kept_from_being_one(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("编号,单位,渠道,寄出日期\nA,=1+1,传真,2026-03-02\n", encoding="utf-8")
    assert "'=1+1" in run(path).stdout


@pytest.mark.parametrize("name", ["申请.xls", "申请.ods", "申请.xlsx"])
def test_a_table_of_another_kind_is_told_to_be_saved_as_xlsx(tmp_path, name):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("content.xml", "<x/>")
    done = run(path)
    assert isinstance(done.exception, UserError)
    assert "另存为 .xlsx" in str(done.exception) and "\n" not in str(done.exception)
