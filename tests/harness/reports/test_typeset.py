"""Without LibreOffice a report is set by typst: every word of it, and a contents that is right."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from harness.reports.feedback.sheet import write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.paper import pdf
from harness.reports.paper.pdf import write_pdfs

DAY = date(2020, 11, 20)


def letters_of(text: str) -> str:
    return re.sub(r"[\s.]", "", text)


def paragraphs(path: Path) -> list[str]:
    body = Document(str(path)).element.body
    texts = (
        "".join(node.text or "" for node in part.iter() if node.tag.endswith("}t"))
        for part in body.iter()
        if part.tag.endswith("}p") and not part.findall(".//{*}hyperlink")
    )
    return [text for text in map(letters_of, texts) if text]


@pytest.fixture(scope="module")
def made(material, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("报告")
    unit = material.assessment.units[7]
    reports = [
        write_overview(material, folder / "总报告.docx"),
        write_feedback(material, unit, folder / "反馈单.docx"),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf.programs, "office", lambda: None)
        done = write_pdfs(reports, DAY)
    assert done.failures == () and len(done.paths) == 2
    return folder


def test_every_word_of_the_letter_is_there(made):
    with pdfplumber.open(made / "反馈单.pdf") as paper:
        inside = "".join(letters_of(page.extract_text()) for page in paper.pages)
        sizes = {round(char["size"], 1) for page in paper.pages for char in page.chars}
    signs = set(inside)
    for text in paragraphs(made / "反馈单.docx"):
        assert set(text) <= signs, text
    assert letters_of("依申请公开测评结果反馈单") in inside and "异议的提出和办理" in inside
    assert min(sizes) >= 8.9


def test_the_contents_name_the_pages_as_they_are(made):
    with pdfplumber.open(made / "总报告.pdf") as paper:
        pages = [page.extract_text() for page in paper.pages]
    contents = re.findall(r"^(第.章\s*\S+?)\.+(\d+)$", "\n".join(pages[1:3]), re.MULTILINE)
    assert len(contents) >= 5
    first = next(n for n, text in enumerate(pages) if "- 1 -" in text)
    for title, number in contents:
        assert letters_of(title) in letters_of(pages[first + int(number) - 1]), title


def test_the_same_report_gives_the_same_bytes(made, tmp_path):
    from harness.reports.paper.typeset import typeset

    assert typeset(made / "反馈单.docx", DAY) == (made / "反馈单.pdf").read_bytes()
