"""`mingcha rubric` from the outside: a form to begin with, faults with their lines, a trial."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from harness.cli.errors import UserError
from harness.cli.rubric import register
from harness.scoring.rubric_file.rubric import parse, shipped


def run(*arguments: object) -> tuple[int, str, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    done = CliRunner().invoke(app, ["rubric", *map(str, arguments)])
    if isinstance(done.exception, UserError):
        return 2, done.stdout, str(done.exception)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "本市.toml"
    assert run("new", path)[0] == 0
    text = path.read_text(encoding="utf-8").replace("某某市", "甲市")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_a_form_that_nobody_has_filled_in_is_told_to_be_one(tmp_path):
    run("new", tmp_path / "本市.toml")
    status, _, said = run("check", tmp_path / "本市.toml")
    assert status == 1 and "标题“某某市" in said and "出处“某某市" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "合格"', 'name = "优秀"', "“优秀”写了不止一次"),
        ('id = "on_request"', 'id = "on request"', "中间没有空格"),
    ],
)
def test_a_name_is_one_and_an_id_is_in_one_piece(own, old, new, said):
    text = own.read_text(encoding="utf-8").replace(old, new)
    own.write_text(text, encoding="utf-8")
    status, _, told = run("check", own)
    assert status != 0 and said in told


def test_a_full_mark_that_is_missing_is_told_once(own):
    lines = own.read_text(encoding="utf-8").splitlines(keepends=True)
    own.write_text("".join(x for x in lines if not x.startswith("full =")), encoding="utf-8")
    _, _, told = run("check", own)
    assert "缺少“full”" in told and "full为0" not in told


def test_the_form_to_fill_in_is_right_as_it_is(own):
    assert run("check", own)[0] == 0
    assert parse(own.read_text(encoding="utf-8"), own.name).full == 100


def test_what_the_form_holds_ready_is_right_too(own):
    """What stands behind # is taken away one paragraph at a time."""
    text = own.read_text(encoding="utf-8")
    before, after = text.split("去掉行首的 # 就起作用 ──")
    for paragraph in after.strip().split("\n\n"):
        lines = paragraph.splitlines()
        used = "\n".join(line.removeprefix("# ") for line in lines[1:])
        assert parse(f"{before}\n{used}\n", "本市.toml").title


def test_a_form_writes_over_nothing(own):
    before = own.read_bytes()
    status, _, told = run("new", own)
    assert status == 2 and "已经存在" in told
    assert own.read_bytes() == before


def test_a_shipped_one_is_copied_to_be_changed_and_says_what_to_fill_in(tmp_path):
    path = tmp_path / "本省.toml"
    assert run("new", path, "--from", "hubei_four")[0] == 0
    status, _, told = run("check", path)
    assert status == 2
    assert "本省.toml：第11行：指标“渠道畅通性”：“weight”待填写" in told
    path.write_text(path.read_text(encoding="utf-8").replace('"待填"', "1").replace("full = 1", "full = 4"), encoding="utf-8")  # fmt: skip
    assert run("check", path)[0] == 0


def test_a_trial_marks_the_units_of_a_table(own, tmp_path):
    table = tmp_path / "依据.csv"
    table.write_text(
        "单位名称,答复时限,答复形式和内容,被复议或被诉讼纠错,工作机制\n甲局,40,30,10,8\n乙局,20,30,5,待定\n",
        encoding="utf-8",
    )
    status, said, told = run("check", own, table)
    assert status == 1  # something is left open
    assert "1. 甲局  最终得分88.00/100" in said and "待复核：乙局：工作机制" in told


def test_what_may_not_be_meant_is_remarked(own):
    text = own.read_text(encoding="utf-8").replace("points = 20", "points = 50", 1)
    own.write_text(text, encoding="utf-8")
    status, _, told = run("check", own)
    assert status == 1 and "扣50分，多于指标“答复时限”的权重40，扣完为止" in told


def test_all_that_ship_are_listed_with_source_and_what_is_left_blank():
    assert all(name in run("list")[1] for name in shipped())
    listed = {one["id"]: one for one in json.loads(run("list", "--json")[1])}
    assert listed["hubei_four"]["full"] is None and listed["hubei_four"]["blanks"] == 17
    assert listed["jiangmen_2019"]["full"] == 100


@pytest.mark.parametrize("name", shipped())
def test_each_is_shown_in_words(name):
    status, said, _ = run("show", name)
    assert status == 0 and "出处：" in said
    assert "absent" not in said and "by_hand" not in said
