"""`mingcha check --html`, and that verdicts come one by one: through the real program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import typer
from typer.testing import CliRunner

from harness.checker.example import letter
from harness.cli import check as check_command
from harness.cli import rules as rules_command
from harness.cli.errors import UserError


@pytest.fixture
def run(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    check_command.register(app)
    rules_command.register(app)  # an app of one command would take its name for a file

    def call(*arguments: object):
        return CliRunner().invoke(app, [str(one) for one in arguments])

    return call


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "答复书.txt"
    path.write_text(letter(), encoding="utf-8")
    return path


def test_one_letter_is_one_page_in_the_current_folder(run, answer, tmp_path):
    result = run("check", answer, "--html")
    assert result.exit_code == 0
    page = (tmp_path / "答复书-核对.html").read_text(encoding="utf-8")
    assert "<h1>答复书.txt</h1>" in page
    assert "已写出 答复书-核对.html" in result.stderr
    assert "标题" in result.stdout  # the verdicts are printed all the same


def test_json_is_not_disturbed_by_it(run, answer):
    result = run("check", answer, "--json", "--html", "--out", "页.html")
    assert json.loads(result.stdout)["kind"] == "answer"
    assert Path("页.html").exists()


def test_several_letters_are_a_page_each_and_an_index(run, answer, tmp_path):
    twin = tmp_path / "乙" / "答复书.txt"
    twin.parent.mkdir()
    twin.write_bytes(answer.read_bytes())
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    result = run("check", answer, twin, broken, "--html", "--out", "结果")
    assert result.exit_code == 1
    names = sorted(path.name for path in Path("结果").iterdir())
    assert names == ["001-答复书.html", "002-答复书.html", "index.html"]
    index = Path("结果/index.html").read_text(encoding="utf-8")
    assert "PDF 已损坏" in index and f'href="{quote("002-答复书.html")}"' in index


def test_a_name_that_an_address_cannot_hold_is_still_led_to(run, answer):
    odd = answer.with_name("a#1 %41.txt")
    odd.write_bytes(answer.read_bytes())
    run("check", odd, answer, "--html", "--out", "结果")
    assert 'href="001-a%231%20%2541.html"' in Path("结果/index.html").read_text(encoding="utf-8")


def test_a_second_letter_of_one_name_overwrites_no_page(run, answer, tmp_path):
    twin = tmp_path / "乙" / "答复书.txt"
    twin.parent.mkdir()
    twin.write_bytes(answer.read_bytes())
    run("check", answer, "--html")
    first = Path("答复书-核对.html").read_bytes()
    run("check", twin, "--html")
    assert Path("答复书-核对.html").read_bytes() == first
    assert Path("答复书-核对-2.html").exists()


@pytest.mark.parametrize(
    "text", ['{"items": 300000000}', '{"items": 1' + "0" * 5000 + "}", "[" * 9000]
)
def test_an_expectation_that_cannot_be_meant_is_one_line(run, answer, text):
    answer.with_name("应有.json").write_text(text, encoding="utf-8")
    result = run("check", answer, "--expect", answer.with_name("应有.json"))
    assert isinstance(result.exception, UserError) and "\n" not in str(result.exception)


def test_a_letter_that_cannot_be_read_leaves_no_page(run, tmp_path):
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 broken")
    assert run("check", broken, "--html").exit_code == 1
    assert not list(tmp_path.glob("*.html"))


def test_a_folder_given_for_one_letter_takes_the_page(run, answer, tmp_path):
    (tmp_path / "页").mkdir()
    run("check", answer, "--html", "--out", tmp_path / "页")
    assert [path.name for path in (tmp_path / "页").iterdir()] == ["答复书-核对.html"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "页.html"), "与 --html 一起用"),
        (("--html", "--out", "页.pdf"), ".html 结尾"),
        (("--html", "--out", "原件.html"), "会毁掉原件"),
    ],
)
def test_a_place_that_cannot_be_meant_is_refused_before_anything_is_written(
    run, tmp_path, arguments, said
):
    original = tmp_path / "原件.html"
    original.write_text("<html><p>答复", encoding="utf-8")
    result = run("check", original, *arguments)
    assert isinstance(result.exception, UserError) and said in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["原件.html"]


def test_a_letter_that_lies_in_the_folder_of_pages_is_not_overwritten(run, tmp_path):
    for name in ("001-甲.html", "甲.html"):
        (tmp_path / name).write_text(f"<html><p>{name}", encoding="utf-8")
    result = run(
        "check", tmp_path / "甲.html", tmp_path / "001-甲.html", "--html", "--out", tmp_path
    )
    assert isinstance(result.exception, UserError) and "原件" in str(result.exception)
    assert (tmp_path / "001-甲.html").read_text(encoding="utf-8") == "<html><p>001-甲.html"


def test_a_verdict_is_printed_before_the_next_files_are_read(answer):
    program = "from harness.cli import main; main()"
    many = 60
    command = [sys.executable, "-c", program, "check", *[str(answer)] * many, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as running:
        assert running.stdout is not None
        assert json.loads(running.stdout.readline())["source"] == str(answer)
        running.kill()
        rest = running.stdout.readlines()
    assert len(rest) < many - 1
