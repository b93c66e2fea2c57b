"""What a user means by a name: a file, a folder, a pattern; and what nobody means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.cli.errors import UserError
from harness.cli.inputs import files_meant


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("乙.pdf", "甲.PDF", "a.docx", "子/二.pdf", "子/深/一.eml"):
        path = tmp_path / "件" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def names(*given: str) -> list[str]:
    return [Path(name).as_posix() for name in files_meant(given)]


def test_a_folder_is_every_file_below_it_in_sorted_order(folder):
    assert names("件") == [
        "件/a.docx", "件/乙.pdf", "件/子/二.pdf", "件/子/深/一.eml", "件/甲.PDF",
    ]  # fmt: skip


def test_a_pattern_is_expanded_by_the_program_itself(folder):
    assert names("件/*.pdf") == ["件/乙.pdf"]
    assert names("件/**/*.pdf") == ["件/乙.pdf", "件/子/二.pdf"]
    assert names("件/*") == names("件")


BESIDE = [
    ".DS_Store", "._乙.pdf", ".hidden.pdf", "~$乙.docx", ".~lock.乙.docx#", "Thumbs.db", "THUMBS.DB", "desktop.ini",
    ".git/config", "__MACOSX/乙.pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_what_programs_lay_beside_documents_is_not_meant_by_a_folder(folder, name):
    before = names("件")
    path = folder / "件" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    assert names("件") == before
    assert names("件/*") == before


@pytest.mark.parametrize("name", ["~$乙.docx", "Thumbs.db", ".hidden.pdf"])
def test_a_file_that_is_named_is_taken_whatever_it_is_called(folder, name):
    (folder / name).write_bytes(b"x")
    assert files_meant([name]) == [name]


def test_a_page_that_the_program_wrote_is_no_letter_of_the_folder(folder):
    ours = folder / "件" / "乙-核对.html"
    ours.write_text('<!doctype html>\n<meta name="generator" content="mingcha check">')
    theirs = folder / "件" / "回信.html"
    theirs.write_text("<p>答复</p>", encoding="utf-8")
    assert "件/乙-核对.html" not in names("件") and "件/回信.html" in names("件")
    assert names("件/*.html") == ["件/回信.html"]


def test_brackets_in_a_name_are_meant_as_they_stand(folder):
    for name in ("[2020]3号.pdf", "[2020]4号.pdf", "2.pdf"):
        (folder / name).write_bytes(b"x")
    assert names("[2020]3号.pdf") == ["[2020]3号.pdf"]
    assert names("[2020]*.pdf") == ["[2020]3号.pdf", "[2020]4号.pdf"]
    assert names("[12].pdf") == ["2.pdf"]


def test_what_is_named_twice_is_taken_twice_and_what_is_swept_up_once(folder):
    assert names("件/乙.pdf", "件/乙.pdf") == ["件/乙.pdf"] * 2
    assert names("件/乙.pdf", "件").count("件/乙.pdf") == 1
    assert names("件/甲.PDF", "件/*.pdf") == ["件/甲.PDF", "件/乙.pdf"]


def test_every_name_that_leads_nowhere_is_told_at_once(folder):
    (folder / "空").mkdir()
    with pytest.raises(UserError) as wrong:
        files_meant(["没有.pdf", "件/乙.pdf", "*.ofd", "空"])
    assert str(wrong.value).splitlines() == [
        "没有文件“没有.pdf”，请检查路径",
        "没有与“*.ofd”相符的文件，请检查路径",
        "文件夹“空”里没有可读的文件，请检查路径",
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root and Windows open everything")
def test_a_file_that_is_closed_to_us_is_told_before_any_is_read(folder):
    (folder / "件" / "乙.pdf").chmod(0)
    with pytest.raises(UserError, match="没有权限"):
        files_meant(["件"])


def test_a_link_that_leads_in_a_circle_ends(folder):
    if os.name == "nt":
        pytest.skip("links need a right there")
    (folder / "件" / "圈").symlink_to(folder / "件", target_is_directory=True)
    (folder / "件" / "断.pdf").symlink_to(folder / "没有")
    assert len(names("件")) == 5


def test_a_link_to_nothing_is_told_when_it_is_named(folder):
    if os.name == "nt":
        pytest.skip("links need a right there")
    (folder / "断.pdf").symlink_to(folder / "没有")
    with pytest.raises(UserError, match=r"没有文件“断\.pdf”"):
        files_meant(["断.pdf"])


@given(st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=40))
def test_any_text_is_a_file_or_one_line(text):
    try:
        found = files_meant([text.replace("/", "_").replace("*", "_").replace("\\", "_")])
    except UserError as wrong:
        assert str(wrong)
    else:
        assert found
