"""`mingcha score` from the outside: what it prints, where, and with which exit status."""

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
import xlsxwriter
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from harness.cli.errors import UserError
from harness.cli.score import register
from harness.scoring.rubric_file.rubric import load, shipped
from harness.scoring.tables.facts_table import column_names

HEAD = "单位名称,依申请公开答复,闭环管理机制,政府信息公开被复议或被诉讼\n"


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: object) -> Done:
    """As main() runs it, in this process: a UserError is printed and ends with 2."""
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    result = CliRunner().invoke(app, ["score", *map(str, arguments)])
    if isinstance(result.exception, UserError):
        return Done(2, result.stdout, f"{result.stderr}{result.exception}")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "依据.csv"
    path.write_text(f"{HEAD}财政局,3,4,5\n民宗局,折分,4,5\n", encoding="utf-8")
    return path


def test_json_carries_marks_exemption_rate_grade_and_rank(facts):
    done = run("jiangmen_2020_departments", facts, "--json")
    assert done.returncode == 0, done.stderr
    finance, ethnic = json.loads(done.stdout)["units"]
    assert (finance["actual"], finance["total"], finance["rate"]) == (12, 12.00, 85.71)
    assert (finance["grade"], finance["rank"]) == ("良好", 2)
    assert (ethnic["exempt"], ethnic["total"], ethnic["rank"]) == (5, 14.00, 1)
    assert ethnic["marks"][0]["points"] is None


def test_the_plain_output_is_for_people(facts):
    done = run("jiangmen_2020_departments", facts)
    assert "2. 财政局  最终得分12.00/14（实际得分12）  得分率85.71%  良好" in done.stdout
    assert "依申请公开答复  折分" in done.stdout


def test_the_workbook_can_be_read_back(facts, tmp_path):
    path = tmp_path / "得分表.xlsx"
    assert run("jiangmen_2020_departments", facts, "--xlsx", path).returncode == 0
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("得分").to_python()
    assert rows[1][:3] == [1.0, "民宗局", ""]
    assert "折分" in rows[1]


def test_excel_and_gbk_files_are_read_alike(facts, tmp_path):
    gbk = tmp_path / "gbk.csv"
    gbk.write_bytes(facts.read_text(encoding="utf-8").encode("gbk"))
    book = tmp_path / "依据.xlsx"
    with xlsxwriter.Workbook(str(book)) as made:
        sheet = made.add_worksheet()
        for row, line in enumerate(facts.read_text(encoding="utf-8").splitlines()):
            sheet.write_row(row, 0, [float(c) if c.isdigit() else c for c in line.split(",")])
    outputs = {run("jiangmen_2020_departments", f, "--json").stdout for f in (facts, gbk, book)}
    assert len(outputs) == 1
    assert outputs != {""}


def test_a_rubric_of_ones_own_is_taken_by_its_path(facts, tmp_path):
    own = tmp_path / "自定.toml"
    own.write_text(
        'title="自定"\nsource="本单位"\nfull=4\n[[criterion]]\nid="a"\nname="闭环"\nweight=4\n',
        encoding="utf-8",
    )
    table = tmp_path / "t.csv"
    table.write_text("单位名称,闭环\n甲局,3.5\n", encoding="utf-8")
    done = run(own, table, "--json")
    assert json.loads(done.stdout)["units"][0]["rate"] == 87.5


def test_what_is_open_is_named_and_the_exit_status_tells(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text(f"{HEAD}财政局,5,,5\n", encoding="utf-8")
    done = run("jiangmen_2020_departments", table, "--json")
    assert done.returncode == 1
    assert "待复核：财政局：闭环管理机制" in done.stderr
    assert json.loads(done.stdout)["units"][0]["provisional"] is True


@pytest.mark.parametrize(
    ("rubric", "content", "said"),
    [
        ("no_such", HEAD, "没有名为“no_such”的评分细则"),
        ("missing.toml", HEAD, "没有文件“missing.toml”"),
        ("jiangmen_2020_departments", "单位名称\n甲局\n", "缺少列“依申请公开答复”"),
        ("jiangmen_2020_departments", "", "表是空的"),
        ("jiangmen_2020_departments", f"{HEAD}甲局,9,4,5\n", "第2行第B列"),
    ],
)
def test_bad_input_is_a_chinese_line_and_exit_status_2(tmp_path, rubric, content, said):
    table = tmp_path / "t.csv"
    table.write_text(content, encoding="utf-8")
    done = run(rubric, table)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["没有.csv", "没有.xlsx"])
def test_a_missing_table_is_named(tmp_path, name):
    done = run("jiangmen_2020_departments", tmp_path / name)
    assert done.returncode == 2
    assert name in done.stderr


def test_a_table_that_is_no_table_is_named(tmp_path):
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"not a workbook")
    done = run("jiangmen_2020_departments", broken)
    assert done.returncode == 2
    assert "不是能读的表格" in done.stderr


def book(path: Path, rows: list[list[object]], formats: dict[int, str]) -> Path:
    """A workbook in which the numbers of some columns have a format of their own."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        kinds = {at: made.add_format({"num_format": code}) for at, code in formats.items()}
        for number, row in enumerate(rows):
            for at, value in enumerate(row):
                sheet.write(number, at, value, kinds.get(at) if number else None)
    return path


def points(done: Done) -> list[object]:
    return [mark["points"] for mark in json.loads(done.stdout)["units"][0]["marks"]]


@pytest.mark.parametrize("code", ["0%", "0.00%", "0.0%;[Red]-0.0%", "#,##0 %"])
def test_a_cell_that_excel_shows_in_per_cent_is_a_share(tmp_path, code):
    rows = [HEAD.strip().split(","), ["财政局", 1, 0.8, 5]]
    table = book(tmp_path / "依据.xlsx", rows, {1: code, 2: code})
    assert points(run("jiangmen_2020_departments", table, "--json")) == [5, 3.2, 5]


@pytest.mark.parametrize("code", ["0.00", "General", "@", '0"分"', "[Red]0.0;0"])
def test_a_cell_that_is_no_per_cent_is_the_number_that_it_is(tmp_path, code):
    rows = [HEAD.strip().split(","), ["财政局", 1, 0.8, 5]]
    table = book(tmp_path / "依据.xlsx", rows, {1: code, 2: code})
    assert points(run("jiangmen_2020_departments", table, "--json")) == [1, 0.8, 5]


@pytest.mark.parametrize("code", ['0"%"', "0\\%", '0"‰"', "0‰", "[<1]0%;0"])
def test_a_sign_that_reckons_nothing_is_refused_with_its_cell(tmp_path, code):
    rows = [HEAD.strip().split(","), ["财政局", 5, 1, 5]]
    done = run("jiangmen_2020_departments", book(tmp_path / "依据.xlsx", rows, {2: code}))
    assert done.returncode == 2 and "第2行第C列" in done.stderr


def formulas(path: Path, cells: dict[str, tuple[str, object]]) -> Path:
    """A workbook with formulas, and what Excel is said to have made of them."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, ["财政局", 5, 4, 5])
        for place, (formula, value) in cells.items():
            sheet.write_formula(place, formula, None, value)
    return path


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"])
def test_an_error_is_no_empty_cell(tmp_path, error):
    done = run(
        "jiangmen_2020_departments", formulas(tmp_path / "依据.xlsx", {"C2": ("=1/0", error)})
    )
    assert done.returncode == 2 and "第2行第C列" in done.stderr and error in done.stderr


def test_a_formula_that_nobody_worked_out_is_no_empty_cell(tmp_path):
    for place in ("C2", "D2"):
        book = formulas(tmp_path / f"{place}.xlsx", {place: ("=2+2", "")})
        without_value(book, place)
        done = run("jiangmen_2020_departments", book)
        assert done.returncode == 2 and f"第2行第{place[0]}列" in done.stderr


def without_value(path: Path, place: str) -> None:
    """Take the value away that the library writes beside a formula."""
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    bare = re.sub(
        rf'<c r="{place}"[^>]*><f>([^<]*)</f><v[^<]*(?:</v>|/>)?</c>',
        rf'<c r="{place}"><f>\1</f></c>',
        members[sheet].decode(),
    )
    members[sheet] = bare.encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)


def test_a_formula_with_a_value_is_its_value(tmp_path):
    table = formulas(tmp_path / "依据.xlsx", {"C2": ("=2+1", 3)})
    done = run("jiangmen_2020_departments", table, "--json")
    assert [mark["points"] for mark in json.loads(done.stdout)["units"][0]["marks"]][:2] == [5, 3]


def test_the_first_visible_sheet_is_read(tmp_path):
    path = tmp_path / "依据.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        made.add_worksheet("旧").hide()
        sheet = made.add_worksheet("新")
        sheet.activate()
        sheet.set_first_sheet()
        sheet.write_row(0, 0, HEAD.strip().split(","))
        sheet.write_row(1, 0, ["财政局", 5])
        sheet.write_row(1, 2, [0.5, 1], made.add_format({"num_format": "0%"}))
    assert points(run("jiangmen_2020_departments", path, "--json")) == [5, 2, 5]


def test_a_workbook_that_does_not_tell_its_formats_is_refused(tmp_path):
    table = book(tmp_path / "依据.xlsx", [HEAD.strip().split(","), ["财政局", 1, 1, 5]], {})
    with zipfile.ZipFile(table) as whole, zipfile.ZipFile(tmp_path / "残.xlsx", "w") as less:
        for member in whole.namelist():
            text = whole.read(member)
            less.writestr(member, b"<styleSheet" if member == "xl/styles.xml" else text)
    done = run("jiangmen_2020_departments", tmp_path / "残.xlsx")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_row_that_is_no_unit_is_named_and_ranked_nowhere(facts):
    facts.write_text(facts.read_text(encoding="utf-8") + "平均分,4,4,5\n", encoding="utf-8")
    done = run("jiangmen_2020_departments", facts, "--json")
    assert done.returncode == 0
    assert "第4行“平均分”不是单位，没有计分" in done.stderr
    told = json.loads(done.stdout)
    assert [one["unit"] for one in told["units"]] == ["财政局", "民宗局"]
    assert told["left_out"] == [{"row": 4, "name": "平均分"}]


def test_where_all_rows_are_units_nothing_is_said(facts):
    done = run("jiangmen_2020_departments", facts, "--json")
    assert done.stderr == "" and json.loads(done.stdout)["left_out"] == []


def test_the_rubrics_are_listed_with_title_and_source():
    done = run("--list")
    assert (
        "jiangmen_2020_cities\n    江门市2020年各市（区）政府政务公开工作要点考核表" in done.stdout
    )
    assert "出处：江门市人民政府办公室关于印发" in done.stdout
    listed = json.loads(run("--list", "--json").stdout)
    assert [one["id"] for one in listed] == list(shipped())


def test_an_unknown_rubric_is_told_which_there_are(facts):
    assert all(name in run("jiangmen", facts).stderr for name in shipped())


@pytest.mark.parametrize("name", [name for name in shipped() if name != "hubei_four"])
def test_the_template_of_every_rubric_can_be_filled_in_and_scored(tmp_path, name):
    path = tmp_path / "依据.xlsx"
    assert run(name, "--template", path).returncode == 0
    head = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
    assert tuple(head) == column_names(load(name))
    filled = [head, ["甲局", *("" for _ in head[1:])], ["乙局", *("" for _ in head[1:])]]
    by_hand = [item.name for item in load(name).criteria if item.by_hand]
    for row in filled[1:]:
        row[1] = next((each.name for each in load(name).classes), "")
        for heading in by_hand:
            row[head.index(heading)] = "待定"
        for item in load(name).criteria:
            if not item.by_hand:
                row[head.index(item.name) + 1] = "否"  # its first 扣分项
    done = run(name, book(tmp_path / "填好.xlsx", filled, {}), "--json")
    assert done.returncode == int(bool(by_hand)), done.stderr
    assert [one["unit"] for one in json.loads(done.stdout)["units"]] == ["甲局", "乙局"]


def test_the_template_of_a_rubric_in_parts_has_no_column_that_is_refused(tmp_path):
    rubric = tmp_path / "综合.toml"
    one = '[[criterion]]\nid = "{0}"\nname = "{1}"\nweight = 100\n'
    part = '[[part]]\nid = "p{0}"\nname = "{1}板块"\nshare = 50\ncriteria = ["{0}"]\n'
    both = [("a", "甲"), ("b", "乙")]
    rubric.write_text(
        'title = "综合"\nsource = "甲"\nfull = 100\n'
        + "".join(one.format(*each) for each in both)
        + "".join(part.format(*each) for each in both),
        encoding="utf-8",
    )
    path = tmp_path / "依据.xlsx"
    assert run(rubric, "--template", path).returncode == 0
    head = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
    assert head == ["单位名称", "类别", "甲", "乙", "备注"]
    filled = [head, ["甲局", "", 80, 60, ""]]
    done = run(rubric, book(tmp_path / "填好.xlsx", filled, {}), "--json")
    assert json.loads(done.stdout)["units"][0]["rate"] == 70


def test_a_template_writes_over_nothing_and_an_empty_one_is_told(tmp_path):
    path = tmp_path / "依据.xlsx"
    run("yanjiang_drill", "--template", path)
    before = path.read_bytes()
    assert "已经存在" in run("yanjiang_drill", "--template", path).stderr
    assert path.read_bytes() == before
    done = run("yanjiang_drill", path)
    assert done.returncode == 2 and "没有单位" in done.stderr


def test_the_marks_are_never_written_over_the_table_that_they_come_from(tmp_path):
    table = book(tmp_path / "依据.xlsx", [HEAD.strip().split(","), ["财政局", 1, 1, 5]], {})
    before = table.read_bytes()
    done = run("jiangmen_2020_departments", table, "--xlsx", table)
    assert done.returncode == 2 and "是要读取的原件" in done.stderr
    assert table.read_bytes() == before
