"""One fault is told in one wording, whichever command meets it; and every one of them ends with 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli import build
from harness.cli.errors import UserError


def run(*arguments: str) -> tuple[int, str, str]:
    """As main() runs it, in this process."""
    done = CliRunner().invoke(build(), arguments)
    assert isinstance(done.exception, UserError), done.exception
    return 2, done.stdout, f"错误：{done.exception}\n"


# X is the file that is spoken of
CALLS = [
    "check X",
    "check a.txt --expect X",
    "parse X",
    "clock X --as-of 2026-03-02",
    "clock X.csv --as-of 2026-03-02",
    "calendar import X",
    "score yanjiang_drill X.csv",
    "score X.toml t.csv",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("答复", encoding="utf-8")
    (tmp_path / "t.csv").write_text("单位名称\n甲\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("call", CALLS)
def test_a_missing_file_is_told_alike(folder, call):
    words = call.split()
    name = next(word for word in words if word.startswith("X")).replace("X", "没有")
    status, out, err = run(*(word.replace("X", "没有") for word in words))
    assert (status, out, err) == (2, "", f"错误：没有文件“{name}”，请检查路径\n")


@pytest.mark.parametrize(
    "call", [one for one in CALLS if "check X" not in one and "parse" not in one]
)
def test_a_folder_where_one_file_is_meant_is_told_alike(folder, call):
    words = call.split()
    name = next(word for word in words if word.startswith("X")).replace("X", "夹")
    (folder / name).mkdir()
    status, out, err = run(*(word.replace("X", "夹") for word in words))
    assert (status, out, err) == (2, "", f"错误：“{name}”是文件夹，这里应给一个文件\n")


TEXTS = [
    "check a.txt --expect X.json",
    "clock X.json --as-of 2026-03-02",
    "clock X.csv --as-of 2026-03-02",
    "calendar import X.txt",
    "score yanjiang_drill X.csv",
    "score X.toml t.csv",
]


@pytest.mark.parametrize("call", TEXTS)
def test_what_is_no_text_is_told_alike(folder, call):
    words = [word.replace("X", "乱") for word in call.split()]
    name = next(word for word in words if word.startswith("乱"))
    (folder / name).write_bytes(b"\xff\xff\x00\x81")
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    told = f"“{name}”不是 UTF-8 或者 GBK 编码的文本，请另存为 UTF-8 编码"
    assert err == f"错误：{told}\n"


DAYS = [
    "check a.txt --replied-on 3月2日",
    "clock --channel email --sent 2026-03-02 --as-of 3月2日",
    "clock --channel email --as-of 2026-03-02 --sent 3月2日",
    "clock --channel email --as-of 2026-03-02 --extended 3月2日:5",
    "clock 时间线.json --as-of 2026-03-02",
    "clock 申请.csv --as-of 2026-03-02",
    "calendar due 3月2日",
    "calendar is-workday 3月2日",
    "calendar count 2026-03-01 3月2日",
    "calendar due 2026-03-02 --as-of 3月2日",
    "calendar import a.txt --issued 3月2日",
]


@pytest.mark.parametrize("call", DAYS)
def test_a_bad_day_is_told_alike(folder, call):
    (folder / "时间线.json").write_text(
        '{"channel": "email", "events": [{"kind": "sent", "on": "3月2日"}]}', encoding="utf-8"
    )
    (folder / "申请.csv").write_text("渠道,寄出日期\n传真,3月2日\n", encoding="utf-8")
    status, out, err = run(*call.split())
    assert (status, out) == (2, "")
    assert "不是能认出的日期，应写成 2026-03-05、2026/3/5、2026年3月5日、20260305 这样的形式" in err
    assert len(err.splitlines()) == 1
