"""`mingcha score` from the outside: what it prints, where, and with which exit status."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
import xlsxwriter
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from harness.cli.errors import UserError
from harness.cli.score import register

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
        ("missing.toml", HEAD, "打不开这个文件"),
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
