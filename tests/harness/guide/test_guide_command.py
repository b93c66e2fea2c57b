"""`mingcha guide`: its table, JSON, page and workbook, through the real command."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from harness.cli import guide as guide_command
from harness.cli import rules as rules_command
from tests.harness.guide.guides import COUNTY, ELSEWHERE, HALF_OLD, NO_GUIDE, OLD_TOWN, PROVINCE
from tests.harness.guide.written import bytes_of

GUIDES = (PROVINCE, COUNTY, OLD_TOWN, ELSEWHERE, HALF_OLD, NO_GUIDE)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, object, list[dict]]:
    """One call over a folder, with everything that it writes."""
    folder = tmp_path_factory.mktemp("指南")
    source = folder / "各单位"
    source.mkdir()
    for one in GUIDES:
        (source / one.name).write_bytes(bytes_of(one))
    (source / "坏.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = _call(source, "--json", "--xlsx", folder / "表.xlsx", "--html", "--out", folder / "页")
    return folder, result, [json.loads(line) for line in result.stdout.splitlines()]


def _call(*arguments: object):
    app = typer.Typer()
    guide_command.register(app)
    rules_command.register(app)  # an app of one command would take its name for a file
    return CliRunner().invoke(app, ["guide", *map(str, arguments)])


def test_every_file_is_one_line_of_json_in_order(done) -> None:
    _, result, lines = done
    assert [Path(one["source"]).name for one in lines] == sorted(
        [*(one.name for one in GUIDES), "坏.pdf"]
    )
    assert result.exit_code == 1  # one is no guide, one cannot be read
    broken = next(one for one in lines if one["source"].endswith("坏.pdf"))
    assert broken["error"]["message"]
    assert broken["items"] is None


def test_json_tells_verdict_values_and_words_with_their_page(done) -> None:
    told = next(one for one in done[2] if one["source"].endswith(HALF_OLD.name))
    fault = told["items"]["remedies"]
    assert (fault["verdict"], fault["defects"]) == ("defective", ["old_suit_period"])
    assert fault["evidence"][0]["page"] == 1
    assert fault["evidence"][0]["bbox"]
    assert told["items"]["email"]["values"] == ["csjtj@chunshan.example.cn"]
    assert told["channels"]["web"] | {"evidence": []} == {
        "open": None, "told": False, "reason": "指南没有提到网上申请", "evidence": []
    }  # fmt: skip


def test_the_table_has_a_row_a_unit_and_only_what_is_sure(done) -> None:
    sheet = openpyxl.load_workbook(done[0] / "表.xlsx")["渠道表"]
    head, *rows = sheet.iter_rows(values_only=True)
    by_unit = {row[0]: dict(zip(head, row, strict=True)) for row in rows if row[0]}
    county = by_unit["清溪县财政局"]
    assert county["申请邮箱"] == "qxczj@qingxi.example.cn"
    assert county["邮政编码"] == "545321"  # as text
    # it lists a mailbox, and says that it takes no applications there
    province = by_unit["云岭省人民政府办公厅"]
    assert province["申请邮箱"] is None
    assert "ysqgk@yunling.example.cn" in province["待核对"]
    assert province["渠道：电子邮件"] == "不受理"
    # all that it says lies in an annex that nobody has
    assert by_unit["清溪县人力资源和社会保障局"]["电话"] is None
    assert len(rows) == len(GUIDES) + 1


def test_the_columns_of_the_unit_table_bear_its_names() -> None:
    from harness.reports.workbooks.guide_sheets import _COLUMNS
    from letters.tables import COLUMNS

    names = {one.heading for one in COLUMNS}
    assert {"单位名称", "申请邮箱", "通信地址", "邮政编码", "电话"} <= names & {
        name for name, _ in _COLUMNS
    }


def test_each_guide_is_a_page_of_its_own_with_an_index(done) -> None:
    pages = sorted(path.name for path in (done[0] / "页").iterdir())
    assert len(pages) == len(GUIDES) + 1  # the broken one has none
    index = (done[0] / "页" / "index.html").read_text("utf-8")
    assert "公开指南核对" in index
    assert "答复书核对" not in index
    page = next((done[0] / "页").glob("*镇政府.html")).read_text("utf-8")
    assert "石桥镇人民政府" in page
    assert 'id="v-answer"' in page
    assert "<script" not in page
    assert "http" not in page.split("<body>")[0].replace("http-equiv", "")


def test_a_page_that_we_wrote_is_not_taken_for_a_guide(done) -> None:
    result = _call(done[0] / "页")
    assert result.exit_code != 0
    assert "没有可读的文件" in str(result.exception)


def test_a_reader_gets_a_table_and_a_summary(tmp_path: Path) -> None:
    for one in (OLD_TOWN, COUNTY):
        (tmp_path / one.name).write_bytes(bytes_of(one))
    result = _call(tmp_path)
    assert result.exit_code == 0
    assert "申请接收渠道" in result.stdout
    assert "共2份：核对2份，有缺失或者瑕疵的1份" in result.stdout


def test_a_missing_file_is_a_wrong_call() -> None:
    assert "没有文件" in str(_call("没有.html").exception)
