"""Where a heading will stand: lines, pages, what is kept together; held against LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from harness.reports.final.overview import write_overview
from harness.reports.material import gather
from harness.reports.paper.paging import Paging, lines_of
from harness.reports.paper.paper import Issue, Paper
from harness.scoring.rubric_file.rubric import load


def test_a_line_holds_as_many_characters_as_fit():
    assert lines_of("字" * 27, 16, 442) == 1
    assert lines_of("字" * 28, 16, 442) == 2
    assert lines_of("字" * 26, 16, 442, indent=32) == 2
    assert lines_of("", 16, 442) == 1


def test_a_word_is_not_broken_and_a_stop_does_not_begin_a_line():
    assert lines_of("字" * 26 + "U003-A", 16, 442) == 2
    assert lines_of("字" * 27 + "。", 16, 442) == 1


def test_a_heading_goes_to_the_page_of_what_it_is_kept_with():
    pages = Paging(100)
    pages.add(8, 10)
    pages.add(1, 15, with_next=True, mark="heading")
    pages.add(3, 10)
    assert pages.pages() == {"heading": 2}


def test_pages_are_counted_from_where_the_text_begins():
    pages = Paging(100)
    pages.add(1, 10, mark="cover")
    pages.new_page(count=True)
    pages.add(10, 10, mark="first")
    pages.add(1, 10, mark="second")
    assert pages.pages() == {"first": 1, "second": 2}


def test_between_two_paragraphs_the_larger_distance_counts():
    pages = Paging(100)
    pages.add(8, 10, after=10)
    pages.add(1, 10, before=10, mark="fits")
    assert pages.pages() == {"fits": 1}


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice"
)
def test_the_contents_name_the_pages_that_libreoffice_finds(assessment, tmp_path):
    units = assessment.units[:9]
    few = replace(
        assessment,
        units=units,
        cases=tuple(case for case in assessment.cases if case.application.unit in units),
        calls=tuple(call for call in assessment.calls if call.unit in units),
    )
    report = write_overview(gather(few, load("yanjiang_drill")), tmp_path / "a.docx")
    xml = zipfile.ZipFile(report).read("word/document.xml").decode()
    entries = {
        plain(title): page
        for title, page in re.findall(
            r'<w:hyperlink w:anchor="_Toc.*?<w:t[^>]*>([^<]+)</w:t>.*?<w:t>(\d+)</w:t>', xml
        )
    }
    _tables_at_every_height(tmp_path / "b.docx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(report), str(tmp_path / "b.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    wrong = {title: page for title, page in entries.items() if page not in found(tmp_path, title)}
    assert len(entries) > 20
    assert wrong == {}
    shown = set(re.findall(r"R\d+x\d+", text_of(tmp_path / "b.pdf")))
    assert shown == {f"R{height}x{row}" for height in range(24) for row in range(30)}


def _tables_at_every_height(path: Path) -> None:
    """Once LibreOffice lost a page of rows, where a head and one row stood at a page's foot."""
    paper = Paper("表", drill=False, issue=Issue("", date(2020, 1, 1)))
    for height in range(24):
        paper.new_page()
        for _ in range(height + 1):
            paper.text("一行字")
        paper.caption("表")
        rows = [[f"R{height}x{row}", "长" * (60 if row % 7 == 3 else 6)] for row in range(30)]
        paper.table(["甲\n乙", "丙"], rows, (1, 1), size=9)
    paper.save(path)


def text_of(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def found(folder: Path, title: str) -> list[str]:
    """The numbers of the pages on which a line is the title alone."""
    pages = []
    for page in text_of(folder / "a.pdf").split("\f"):
        number = re.findall(r"^\s*-\s*(\d+)\s*-\s*$", page, re.MULTILINE)
        if number and any(plain(line) == title for line in page.splitlines()):
            pages.append(number[-1])
    return pages
