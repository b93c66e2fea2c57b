"""Reports as PDF: the same bytes twice, type that can be read, and one that fails costs only itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.paper import pdf
from harness.reports.paper.pdf import write_pdfs
from harness.reports.workbooks.score_sheets import write_scores

DAY = date(2020, 11, 20)


@pytest.fixture(scope="module")
def made(material, tmp_path_factory) -> Path:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice on this machine")
    folder = tmp_path_factory.mktemp("报告")
    reports = [
        write_scores(material.rubric, material.scores, folder / "得分表.xlsx"),
        write_deadline_report(material, folder / "期限报告.xlsx"),
    ]
    done = write_pdfs([*reports, folder / "截止日.ics"], DAY)
    assert done.failures == ()
    assert [path.name for path in done.paths] == ["得分表.pdf", "期限报告.pdf"]
    return folder


@pytest.mark.parametrize("name", ["得分表.pdf", "期限报告.pdf"])
def test_no_type_on_paper_is_smaller_than_nine_points(made, name):
    with pdfplumber.open(made / name) as paper:
        sizes = [char["size"] for page in paper.pages for char in page.chars]
        text = paper.pages[0].extract_text()
    assert round(min(sizes), 1) >= 9
    assert "区直单位" in text


def test_the_same_report_gives_the_same_pdf(made, tmp_path):
    again = Path(shutil.copy(made / "得分表.xlsx", tmp_path))
    write_pdfs([again], DAY)
    assert again.with_suffix(".pdf").read_bytes() == (made / "得分表.pdf").read_bytes()
    assert b"(D:20201120000000" in (made / "得分表.pdf").read_bytes()


def test_without_libreoffice_each_is_told_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf.programs, "office", lambda: None)
    (tmp_path / "坏.docx").write_bytes(b"x")
    done = write_pdfs([tmp_path / "台账.xlsx", tmp_path / "坏.docx"], DAY)
    assert done.paths == ()
    table, broken = (each.why for each in done.failures)
    assert "台账.xlsx 没有转成 PDF：表格由 LibreOffice 转换，这台机器没有安装；装好后重试" in table
    assert "坏.docx 没有转成 PDF" in broken


@pytest.mark.skipif(os.name == "nt", reason="a script in the place of LibreOffice")
def test_one_that_cannot_be_converted_costs_only_itself(tmp_path, monkeypatch):
    """In the place of LibreOffice a script that writes what it likes."""
    office = tmp_path / "soffice"
    office.write_text(
        '#!/bin/sh\nfor each; do case "$each" in --*) ;; */0.docx) ;;\n'
        '*.xlsx) echo "%PDF" > "${each%.xlsx}.pdf" ;; esac; done\n',
        encoding="utf-8",
    )
    office.chmod(0o755)
    monkeypatch.setattr(pdf.programs, "office", lambda: office)
    for name in ("坏.docx", "好.xlsx"):
        (tmp_path / name).write_bytes(b"x")
    done = write_pdfs([tmp_path / "坏.docx", tmp_path / "好.xlsx"], DAY)
    assert [path.name for path in done.paths] == ["好.pdf"]
    assert [failure.path.name for failure in done.failures] == ["坏.docx"]


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="needs fontconfig")
@pytest.mark.parametrize("name", ["宋体", "仿宋", "楷体", "黑体"])
def test_where_a_font_is_not_installed_one_of_its_kind_takes_its_place(tmp_path, monkeypatch, name):
    monkeypatch.delenv("FONTCONFIG_FILE", raising=False)
    environment = pdf._with_fonts(tmp_path)
    assert environment is not None
    told = subprocess.run(
        ["fc-match", "-s", "-f", "%{family}\n", name], env=environment, capture_output=True,
        encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    installed = subprocess.run(
        ["fc-list", "-f", "%{family}\n"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    if name in installed or not any(one in installed for one in pdf._INSTEAD[name]):
        pytest.skip("the font is here, or none of its kind")
    assert any(one in told.splitlines()[0] for one in pdf._INSTEAD[name])
