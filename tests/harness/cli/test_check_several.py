"""`mingcha check` over many files, as a user runs it: folders, the summary, the workbook, non-replies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from harness.checker.example import letter

ROOT = Path(__file__).parents[3]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from harness.cli import main; main()", "check", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    top = tmp_path_factory.mktemp("来件")
    (top / "子").mkdir()
    (top / "a.txt").write_text(letter(), encoding="utf-8")
    bare = letter(remedy="", decision="经检索，信息不存在。")
    (top / "子" / "[2020]3号.txt").write_text(bare, encoding="utf-8")
    (top / "坏.pdf").write_bytes(b"%PDF-1.4 broken")
    auto = "From: a@b.example\nSubject: 自动回复\nAuto-Submitted: auto-replied\n\n来信已收到。\n"
    (top / "收.eml").write_text(auto, encoding="utf-8")
    (top / "Thumbs.db").write_bytes(b"x")
    return top


def test_a_folder_is_one_json_line_a_file_and_the_summary_stays_off_standard_output(folder):
    done = run(folder, ".", "--json")
    assert done.returncode == 1
    sources = [json.loads(line)["source"] for line in done.stdout.splitlines()]
    assert sources == ["a.txt", "坏.pdf", str(Path("子", "[2020]3号.txt")), "收.eml"]
    assert done.stderr.splitlines()[-2:] == [
        "共4件：核对3件（各项具备的0件，有缺失或者瑕疵的1件，有待人工认定的2件，不是答复、不要求要素的1件）",
        "未能核对1件：坏.pdf",
    ]


def test_the_workbook_has_a_row_a_file_with_verdicts_and_reasons(folder, tmp_path):
    place = tmp_path / "结果.xlsx"
    done = run(folder, ".", "--json", "--xlsx", str(place))
    assert "已写出" in done.stderr
    rows = CalamineWorkbook.from_path(place).get_sheet_by_name("核对结果").to_python()
    head, *lines = rows
    told = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert [line[0] for line in lines] == [
        "a.txt",
        "坏.pdf",
        str(Path("子", "[2020]3号.txt")),
        "收.eml",
    ]
    bare = told[str(Path("子", "[2020]3号.txt"))]
    assert (bare["救济渠道"], bare["文号"]) == ("缺失", "具备")
    assert "救济渠道：全文未告知" in bare["缺失、瑕疵和待认定的理由"]
    assert told["坏.pdf"]["结论"] == "未能核对" and "PDF 已损坏" in told["坏.pdf"]["未能读取"]
    assert told["收.eml"]["结论"] == "不是答复"
    assert len(set(head)) == len(head)


def test_the_workbook_in_the_folder_is_not_judged_with_it(folder):
    (folder / "旧.xlsx").unlink(missing_ok=True)
    for _ in range(2):
        done = run(folder, ".", "--json", "--xlsx", "旧.xlsx")
        assert len(done.stdout.splitlines()) == 4
    (folder / "旧.xlsx").unlink()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("a.txt", "应以 .xlsx 结尾"),
        ("没有/结果.xlsx", "没有文件夹“没有”"),
        ("子", "应以 .xlsx 结尾"),
    ],
)
def test_a_workbook_that_cannot_be_written_is_told_before_anything_is_judged(folder, place, says):
    done = run(folder, ".", "--json", "--xlsx", place)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr and len(done.stderr.splitlines()) == 1
    assert (folder / "a.txt").read_text(encoding="utf-8") == letter()


def test_one_file_gets_no_summary(folder):
    assert run(folder, "a.txt", "--json").stderr == ""
    assert "共1件" not in run(folder, "a.txt").stdout


def test_a_missing_file_among_others_is_a_wrong_call_and_nothing_is_judged(folder):
    done = run(folder, "a.txt", "没有.pdf", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "错误：没有文件“没有.pdf”，请检查路径\n"


def test_an_empty_folder_is_one_line(folder, tmp_path):
    done = run(folder, str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1 and "里没有可读的文件" in done.stderr


def test_what_is_no_reply_is_one_line(folder):
    done = run(folder, "收.eml")
    assert done.stdout == "收.eml  自动回复，不是答复，不要求各项要素\n"


def test_what_is_a_reply_keeps_its_eleven_lines(folder):
    said = run(folder, "a.txt").stdout
    assert all(name in said for name in ("标题", "文号", "救济渠道", "印章"))


def test_the_day_of_the_reply_may_be_written_in_every_usual_form(folder):
    told = {
        run(folder, "a.txt", "--json", "--replied-on", day).stdout
        for day in (
            "2020-10-19",
            "2020/10/19",
            "2020年10月19日",
            "20201019",
            "二〇二〇年十月十九日",
        )
    }
    assert len(told) == 1 and json.loads(told.pop())["replied_on"] == "2020-10-19"


def test_what_is_expected_may_be_written_as_a_chinese_windows_writes_it(folder, tmp_path):
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.json"
        path.write_text(
            '{"unit": "演江市水利局", "requested_on": "2020年9月1日"}', encoding=encoding
        )
        found = json.loads(run(folder, "a.txt", "--json", "--expect", str(path)).stdout)
        assert found["elements"]["issuer"]["defects"] == ["other_unit"]
