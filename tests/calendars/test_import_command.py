"""`mingcha calendar import`: what goes among the data, on a copy of the data of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import calendars
from calendars.notices import parse_notice

NOTICES = Path(__file__).with_name("notices")
RUN = "import sys; from harness.cli import main; sys.exit(main())"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the calendar, which the command finds before the real one."""
    source = Path(calendars.__file__).parent
    ignore = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(source, tmp_path / "calendars", ignore=ignore)


def run(data: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # our own command
        [sys.executable, "-c", RUN, "calendar", "import", *args],
        cwd=data.parent,
        env={**os.environ, "PYTHONPATH": str(data.parent), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def written(folder: Path, name: str, right: str = "", wrong: str = "") -> str:
    """The text of a notice that ships, with one word changed; the path of the file."""
    text = (NOTICES / f"{name}.txt").read_text(encoding="utf-8")
    path = folder / "notice.txt"
    path.write_text(text.replace(right, wrong) if right else text, encoding="utf-8")
    return str(path)


def refused(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 2 and result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_a_notice_without_its_day_of_issue_is_not_written_before_it_is_given(
    data: Path, tmp_path: Path
) -> None:
    (data / "notices" / "2026.toml").unlink()
    before = sorted(p.name for p in (data / "notices").iterdir())
    text = written(tmp_path, "2026", "2025年11月4日", "")
    said = refused(run(data, text, "--write"))
    assert "成文日期" in said and "--issued" in said
    assert sorted(p.name for p in (data / "notices").iterdir()) == before
    assert run(data, text, "--write", "--issued", "2025-11-04").returncode == 0
    notice = parse_notice("x", (data / "notices" / "2026.toml").read_text(encoding="utf-8"))
    assert str(notice.known_from) == str(notice.issued) == "2025-11-04"


def test_the_same_notice_with_another_day_of_issue_asks_and_then_replaces(
    data: Path, tmp_path: Path
) -> None:
    text = written(tmp_path, "2026", "2025年11月4日", "2025年11月5日")
    said = refused(run(data, text, "--write"))
    assert "2025-11-04" in said and "2025-11-05" in said and "--replace" in said
    assert run(data, text, "--write", "--replace").returncode == 0
    notice = parse_notice("x", (data / "notices" / "2026.toml").read_text(encoding="utf-8"))
    assert (str(notice.issued), notice.number) == ("2025-11-05", "国办发明电〔2025〕7号")
    assert notice.url  # what the copy does not tell is kept


def test_a_year_with_other_days_asks_and_names_them(data: Path, tmp_path: Path) -> None:
    text = written(tmp_path, "2026", "10月10日（周六）", "10月11日（周日）")
    said = refused(run(data, text, "--write"))
    assert "2026-10-10" in said and "--replace" in said


def test_a_notice_that_is_there_is_not_written_twice(data: Path, tmp_path: Path) -> None:
    for text in (written(tmp_path, "2026"), written(tmp_path, "2026", "2025年11月4日", "")):
        result = run(data, text, "--write")
        assert result.returncode == 0 and "已有这份通知（2026.toml）" in result.stderr


def test_a_day_of_issue_that_cannot_be_is_refused(data: Path, tmp_path: Path) -> None:
    text = written(tmp_path, "2026", "2025年11月4日", "2027年11月4日")
    assert "成文日期2027-11-04不对" in refused(run(data, text, "--write"))
    dateless = written(tmp_path, "2026", "2025年11月4日", "")
    assert "成文日期2027-11-04不对" in refused(run(data, dateless, "--issued", "2027-11-04"))
    assert "--issued" in refused(run(data, dateless, "--issued", "x"))


def test_a_text_that_tells_no_day_of_issue_shows_none(data: Path, tmp_path: Path) -> None:
    result = run(data, written(tmp_path, "2026", "2025年11月4日", ""))
    assert result.returncode == 0
    assert "known_from" not in result.stdout and "--issued" in result.stdout
