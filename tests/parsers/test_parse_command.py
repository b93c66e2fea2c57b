"""`mingcha parse` prints what contracts.md, section 4, promises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from harness.cli import parse as command
from harness.cli.errors import UserError

runner = CliRunner()


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)  # with one command alone typer would leave out its name
    command.register(app)
    return app


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "来信.eml"
    path.write_bytes(
        "From: 某局 <a@example.org>\nTo: b@example.org\nSubject: 答复\n\n您好\n".encode()
    )
    return path


def test_a_mail_is_shown_with_its_headers_and_lines(app, mail):
    result = runner.invoke(app, ["parse", str(mail), "--json"])
    assert result.exit_code == 0
    shown = json.loads(result.stdout)
    assert (shown["media"], shown["warnings"], shown["parts"]) == ("eml", [], [])
    assert shown["headers"]["from"] == "某局 <a@example.org>"
    (page,) = shown["pages"]
    assert page["lines"] == [{"text": "您好", "bbox": None, "confidence": 1.0}]
    assert (page["number"], page["text_from"], page["seals"]) == (1, "digital", [])


def test_only_a_mail_has_headers(app, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("答复", encoding="utf-8")
    shown = json.loads(runner.invoke(app, ["parse", str(path), "--json"]).stdout)
    assert "headers" not in shown


def test_a_file_that_cannot_be_read_is_named_and_the_status_says_so(app, tmp_path):
    path = tmp_path / "答复书.pdf"
    path.write_bytes(b"%PDF-1.7 ...")
    result = runner.invoke(app, ["parse", str(path), "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["code"] == "damaged"
    assert "答复书.pdf" in result.stderr


def test_without_json_it_is_for_reading(app, mail):
    assert "您好" in runner.invoke(app, ["parse", str(mail)]).stdout


@pytest.mark.parametrize(
    ("name", "why"), [("没有.pdf", "没有文件"), (".", "里没有可读的文件"), ("*.pdf", "没有与")]
)
def test_a_wrong_path_is_one_clear_line(app, tmp_path, name, why):
    result = runner.invoke(app, ["parse", str(tmp_path / name)])
    assert isinstance(result.exception, UserError)
    assert why in str(result.exception)


def test_a_folder_is_every_file_in_it_one_line_each_in_order(app, mail, tmp_path):
    deeper = tmp_path / "子" / "b.txt"
    deeper.parent.mkdir()
    deeper.write_text("答复", encoding="utf-8")
    (tmp_path / "~$锁.docx").write_bytes(b"x")
    result = runner.invoke(app, ["parse", str(tmp_path), "--json"])
    assert result.exit_code == 0
    named = [json.loads(line)["source"] for line in result.stdout.splitlines()]
    assert named == [str(deeper), str(mail)]
    assert "共2件：读出2件" in result.stderr


def test_one_file_gets_no_summary(app, mail):
    assert runner.invoke(app, ["parse", str(mail)]).stderr == ""


def test_where_one_file_is_missing_none_is_read(app, mail, tmp_path):
    result = runner.invoke(app, ["parse", str(mail), str(tmp_path / "没有.pdf")])
    assert isinstance(result.exception, UserError) and "没有.pdf" in str(result.exception)
    assert result.stdout == ""
