"""Each writer takes any text, and what it wrote opens again in another program's reader."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import html
from python_calamine import CalamineWorkbook

from harness.drill.play.ledger import CALLS
from harness.drill.play.ledger import Ledger as DrillLedger
from harness.ledger.reading import read
from harness.reports.bundle import write_all
from harness.reports.deadlines.calendar_file import write_deadline_calendar
from harness.reports.examined.explain import Entry, explain_index
from harness.reports.feedback.sheet import feedback_name
from harness.reports.material import gather
from harness.reports.paper import charts
from harness.reports.paper.grid import Cell
from harness.reports.paper.paper import Issue, Paper
from harness.reports.wording import safe_name
from harness.reports.workbooks.sheets import write_sheet
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.rubric_file.rubric import load
from letters.saving import save
from letters.writable import MOST_IN_A_CELL, for_cell, writable

ANY = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)
FFFE = "关于\ufffe答复"
NASTY = "\x00\x1b[2J\ud800\udfff\uffff\u202e]]><script>&amp;\r\n=1+1"
few = settings(max_examples=50)


@contextmanager
def place(name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / name


def everywhere(assessment: Assessment, text: str) -> Assessment:
    """The assessment of two units, `text` in every place that somebody else writes."""
    units = tuple(replace(one, name=f"{one.name}{text}") for one in assessment.units[:2])
    cases = []
    for case in (one for unit in assessment.units[:2] for one in assessment.cases_of(unit)):
        unit = next(one for one in units if one.id == case.application.unit.id)
        application = replace(case.application, unit=unit)
        arrivals = tuple(
            replace(one, sender=text, name=text, path=f"a/{text}", reasons=(text,))
            for one in case.arrivals
        )
        judgement = case.judgement
        if judgement is not None:
            found = tuple(replace(one, reason=text, value=text) for one in judgement.findings)
            judgement = replace(judgement, findings=found)
        answer = arrivals[0] if case.answer else None
        steps = tuple(replace(one, because=text) for one in case.clock.trace)
        clock = case.clock._replace(trace=steps)
        cases.append(replace(case, application=application, arrivals=arrivals, clock=clock))
        cases[-1] = replace(cases[-1], answer=answer, judgement=judgement)
    calls = tuple(
        replace(one, unit=next(each for each in units if each.id == one.unit.id), note=text)
        for one in assessment.calls
        if one.unit.id in {each.id for each in units}
    )
    campaign = replace(assessment.campaign, title=f"测评{text}", region=text)
    review = (ReviewItem(text, text, f"incoming/{text}"),)
    return replace(
        assessment, campaign=campaign, units=units, cases=tuple(cases), calls=calls, review=review
    )


@pytest.mark.parametrize(
    "text",
    [FFFE, NASTY, "长" * 40_000, "=HYPERLINK('x')", "$a_{$", "_x"],
    ids=["nonchar", "nasty", "long", "formula", "maths", "underline"],
)
def test_no_text_stops_a_report(assessment, tmp_path, text):
    strange = everywhere(assessment, text)
    written = write_all(strange, tmp_path)
    assert not written.failures
    assert len(written.paths) == 6 + 2
    for path in written.paths:
        opens(path)
    assert not [one for one in tmp_path.rglob("*") if one.suffix == ".tmp"]


def opens(path: Path) -> None:
    if path.suffix == ".docx":
        Document(str(path))
    elif path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
    elif path.suffix == ".ics":
        Calendar.from_ical(path.read_bytes())
    else:
        html.fromstring(path.read_bytes())


@few
@example(NASTY)
@given(ANY)
def test_a_paper_holds_any_text(text):
    with place("a.docx") as path:
        paper = Paper(text * 20, drill=True, issue=Issue(text, date(2020, 12, 1)))
        paper.title(text, text)
        paper.heading(text)
        paper.text(text, lead=text)
        paper.note(text)
        paper.table([text], [[Cell(text)], [text]], [1])
        paper.save(path)
        words = "".join(one.text for one in Document(str(path)).paragraphs)
    for char in writable(text):
        assert char in words or char in "\r\n"


@few
@example("=1+1", 3)
@example("http://a.example", 3)
@example("0012", 3)
@example("_x0041_", 3)
@example(NASTY, 7)
@given(ANY, st.integers(1, 9))
def test_a_cell_of_a_workbook_is_the_text_itself(text, times):
    with place("a.xlsx") as path:
        write_sheet(path, "一", [("甲", 9)], [[f"字{text * times}"], [text]], drill=False)
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        with zipfile.ZipFile(path) as packed:
            inside = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in inside and "hyperlink" not in inside
    assert isinstance(rows[1][0], str)
    assert same(rows[1][0], f"字{text * times}")


def same(read: str, written: str) -> bool:
    """XML makes one kind of line end of three."""
    one = writable(written).replace("\r\n", "\n").replace("\r", "\n")
    return read.replace("\r\n", "\n").replace("\r", "\n") == one


def test_a_cell_that_is_too_long_is_cut_and_says_so():
    for text in ("字" * 40_000, "\U00020000" * 20_000, "a\U00020000" * 16_384):
        cell = for_cell(text)
        assert len(cell.encode("utf-16-le")) // 2 <= MOST_IN_A_CELL
        assert cell.endswith(f"……（全文{len(text)}字，Excel单元格容纳不下，后面的已略去）")
    assert for_cell("字" * MOST_IN_A_CELL) == "字" * MOST_IN_A_CELL


def test_a_link_that_excel_would_refuse_is_written_as_text(tmp_path):
    links = [[("佐证", f"{number}.pdf")] for number in range(65_532)]
    write_sheet(tmp_path / "a.xlsx", "一", [("甲", 9)], links, drill=False)
    rows = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert rows[-1] == ["佐证"]


@few
@example(NASTY)
@given(ANY)
def test_the_ledger_of_the_drill_holds_any_text(text):
    with place("台账.xlsx") as path:
        ledger = DrillLedger(path)
        ledger.add(CALLS, 单位名称=f"甲{text}乙", 通话内容=text)
        ledger.save()
        (row,) = read(path.read_bytes(), path.name).rows
        assert str(row.cells["单位名称"]).startswith("甲")


@settings(few, max_examples=12)
@example("$x_{$")
@example(NASTY)
@example("_a")
@given(ANY)
def test_a_chart_draws_any_name(text):
    series = [charts.Series(text, (1, Decimal(2)), charts.BLUE)] * 2
    assert charts.shares([text, text], series, "件").startswith(b"\x89PNG")
    assert charts.grouped_bars([text, text], series, "件").startswith(b"\x89PNG")


@few
@example(NASTY)
@given(ANY)
def test_the_index_of_pages_holds_any_name(text):
    page = explain_index([Entry(text, None, safe_name(text), text)])
    html.fromstring(page.encode())
    assert "<script>&amp;" not in page


@few
@example("\ud800")
@example("a" * 300)
@given(ANY)
def test_a_file_can_be_named_after_anything(text):
    with place(f"反馈单-U001-{safe_name(text)}.docx") as path:
        path.write_bytes(b"")


def test_a_feedback_letter_of_an_endless_name_has_a_name_that_fits(assessment):
    unit = replace(assessment.units[0], name="\U00020000" * 300)
    assert len(feedback_name(unit).encode()) <= 255


@settings(few, max_examples=25)
@example("\rEND:VCALENDAR\u2028\x85\x0b")
@given(text=ANY)
def test_a_calendar_holds_any_text(assessment, text):
    strange = everywhere(assessment, text)
    with place("a.ics") as path:
        write_deadline_calendar(gather(strange, load("yanjiang_drill")), path)
        entries = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [one["summary"][:4] for one in entries] == ["【演练】"] * 4


def test_a_report_that_fails_is_named_and_the_others_are_written(assessment, tmp_path, monkeypatch):
    few = everywhere(assessment, "甲")
    write_all(few, tmp_path)
    before = (tmp_path / "总报告.docx").read_bytes()
    monkeypatch.setattr("harness.reports.bundle.write_overview", raising(KeyError("x")))
    monkeypatch.setattr("harness.reports.bundle.write_page", raising(PermissionError(13, "x")))
    monkeypatch.setattr("harness.reports.bundle.write_workbook", raising(OSError(28, "x")))
    written = write_all(few, tmp_path)
    assert [one.path.name for one in written.failures] == [
        "总报告.docx",
        "台账.xlsx",
        "测评结果.html",
    ]
    inside, full, busy = (one.why for one in written.failures)
    assert inside.startswith("总报告.docx 没有写成：程序内部出错（KeyError）")
    assert "磁盘" in full and "请关闭 Excel" in busy
    assert len(written.paths) == 3 + 2
    assert (tmp_path / "总报告.docx").read_bytes() == before


def raising(wrong: Exception):
    def write(*_args, **_named):
        raise wrong

    return write


def test_what_cannot_be_put_in_its_place_leaves_no_draft(tmp_path):
    (tmp_path / "台账.xlsx").mkdir()
    with pytest.raises(OSError):
        save(tmp_path / "台账.xlsx", b"x")
    with pytest.raises(OSError):
        save(tmp_path / "无" / "a", b"x")
    (tmp_path / "a").write_bytes(b"old")
    assert save(tmp_path / "a", b"new").read_bytes() == b"new"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "台账.xlsx"]
