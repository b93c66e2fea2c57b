"""Rows that are written out as XML come back as what they were; and no row is lost."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from harness.reports.workbooks import sheets
from harness.reports.workbooks.cells import Formula, height
from harness.reports.workbooks.sheets import Book, write_sheet
from letters import printing

NASTY = [
    "a<b>&\"'c", "_x0041_", "_x004", "回车\r换行\n", " 前后 ", "=1+1", "+1", "@x", "\x0b\ufffe", "]]>",
    "𠮷野家", "0012", "1e5", "TRUE", "é", "\u202e", "很长" * 20_000,
]  # fmt: skip


def rows_of(path: Path, name: str) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_any_text_comes_back_as_it_was(tmp_path):
    path = write_sheet(
        tmp_path / "甲.xlsx", "甲", [("文字", 20)], [[t] for t in NASTY], drill=False
    )
    found = [row[0] for row in rows_of(path, "甲")[1:]]
    theirs = [row[0].value for row in openpyxl.load_workbook(path)["甲"].iter_rows(min_row=2)]
    for told, one, other in zip(NASTY, found, theirs, strict=True):
        wanted = told.replace("\x0b\ufffe", "\ufffd\ufffd")
        if len(told) > 32_767:
            assert one[:1000] == wanted[:1000]
            assert "略去" in one
            continue
        assert one.replace("_x000D_", "\r") == wanted
        assert unescape(other) == wanted


def test_numbers_days_and_links_are_what_they_are(tmp_path):
    row = [
        3,
        Decimal("94.29"),
        date(2026, 2, 28),
        date(1899, 1, 1),
        ("原件", "evidence/a b#1.pdf"),
        None,
    ]
    columns = [(str(n), 12) for n in range(len(row))]
    path = write_sheet(tmp_path / "甲.xlsx", "甲", columns, [row], drill=False)
    assert rows_of(path, "甲")[1] == [3, 94.29, date(2026, 2, 28), "1899-01-01", "原件", ""]
    cell = openpyxl.load_workbook(path)["甲"]["E2"]
    assert "a%20b" in cell.hyperlink.target
    assert (cell.hyperlink.target + "#" + (cell.hyperlink.location or "")).count("1.pdf") == 1


def test_what_one_sheet_cannot_hold_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 10)
    rows = [[number] for number in range(25)]
    path = write_sheet(tmp_path / "甲.xlsx", "甲", [("数", 8)], rows, drill=False)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["甲", "甲（续2）", "甲（续3）"]
    found = [row[0] for name in book.sheet_names for row in rows_of(path, name)[1:]]
    assert found == list(range(25))


def test_more_links_than_excel_holds_stand_as_words(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_LINKS", 2)
    rows = [[(f"件{n}", f"{n}.pdf")] for n in range(4)]
    path = write_sheet(tmp_path / "甲.xlsx", "甲", [("原件", 8)], rows, drill=False)
    assert [row[0] for row in rows_of(path, "甲")[1:]] == ["件0", "件1", "件2", "件3"]
    links = [row[0].hyperlink for row in openpyxl.load_workbook(path)["甲"].iter_rows(min_row=2)]
    assert [link is not None for link in links] == [True, True, False, False]


def test_nothing_of_a_book_that_failed_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken():
        yield ["好"]
        raise ValueError("坏")

    with pytest.raises(ValueError, match="坏"), Book(tmp_path / "甲.xlsx", False, tmp_path) as book:
        book.sheet("甲", [("文字", 8)], broken())
    assert list(tmp_path.iterdir()) == []


def test_a_formula_keeps_the_figure_that_the_program_came_to(tmp_path):
    row = [Formula('=IF(1<2,"甲&乙","")', "甲&乙"), Formula("=1/3", Decimal("0.33"))]
    path = write_sheet(tmp_path / "甲.xlsx", "甲", [("一", 8), ("二", 8)], [row], drill=False)
    assert rows_of(path, "甲")[1] == ["甲&乙", 0.33]
    assert openpyxl.load_workbook(path)["甲"]["A2"].value == '=IF(1<2,"甲&乙","")'


def test_a_wide_sheet_is_cut_on_paper_and_never_shrunk_to_dust():
    widths = [12, 30, *[14] * 30]
    scale, cuts = printing.layout(widths, keys=2)
    assert scale >= 90  # 9 points
    edges = [2, *cuts, len(widths)]
    blocks = [widths[:2] + widths[a:b] for a, b in pairwise(edges)]
    across = [sum(map(printing.points, block)) * scale / 100 for block in blocks]
    assert max(across) <= printing.ROOM
    assert min(across) > max(across) / 2  # blocks of like width
    assert printing.layout([10, 20, 30], keys=1) == (100, [])


def test_a_row_is_as_high_as_its_longest_cell_asks_for():
    assert height(["短", 1, None], [10, 5, 5]) == 20.5
    assert height(["一" * 12, "x"], [13, 5]) == 6 + 2 * 14.5
    assert height(["a\nb\nc"], [10]) == 6 + 3 * 14.5
    assert height([("字" * 12, "x.pdf")], [13]) == 6 + 2 * 14.5


def test_the_print_set_up_stands_in_the_file(tmp_path):
    columns = [(f"列{n}", 20) for n in range(30)]
    path = write_sheet(tmp_path / "甲.xlsx", "甲", columns, [["x"] * 30], drill=False)
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode("utf-8")
        book = package.read("xl/workbook.xml").decode("utf-8")
    assert "fitToWidth" not in sheet
    assert "<colBreaks" in sheet
    assert "Print_Titles" in book
