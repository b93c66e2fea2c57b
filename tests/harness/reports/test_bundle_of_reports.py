"""All reports of a whole province, written once and read back."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from harness.checker.finding import Element
from harness.clock.result import State
from harness.reports.bundle import write_all
from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.feedback.sheet import feedback_name, write_feedback
from harness.reports.material import gather
from harness.reports.page import write_page
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.figures import MEASURE_NAMES, Measure
from harness.scoring.rubric_file.rubric import load


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("测评")
    write_all(assessment, target)
    return target


def words(path: Path) -> str:
    """All of a .docx: its body, tables, header and footer."""
    document = Document(str(path))
    parts = [document.element.body, document.sections[0].header._element]
    parts.append(document.sections[0].footer._element)
    texts = (node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t"))
    return "".join(texts)


def sheet(path: Path, name: str) -> list[dict[str, object]]:
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_figures_are_those_of_the_published_report(material):
    def number(measure, round_id, group):
        return material.figures.tally(measure, round_id, group).number

    published = {
        Measure.IN_TIME: (35, 14, 32, 13),
        Measure.LATE: (1, 0, 0, 0),
        Measure.NONE: (7, 0, 11, 1),
        Measure.NO_DOC_NUMBER: (20, 4, 17, 4),
        Measure.NO_SEAL: (1, 0, 3, 1),
        Measure.NO_LEGAL_BASIS: (11, 6, 0, 0),
        Measure.NO_REMEDY: (16, 3, 0, 0),
        Measure.REMEDY_UNNAMED: (12, 8, 0, 0),
    }
    places = [(r, g) for r in ("A", "B") for g in ("区直单位", "设区市")]
    for measure, expected in published.items():
        assert tuple(number(measure, *place) for place in places) == expected, measure
    assert str(material.figures.answer_rate) == "82.46"
    assert str(material.figures.tally(Measure.CONNECTED).rate) == "68.42"
    assert str(material.figures.tally(Measure.RECEIVED).rate) == "100.00"


def test_every_file_is_written_and_every_step_reported(assessment, tmp_path):
    few = replace(
        assessment,
        units=assessment.units[:2],
        cases=tuple(c for c in assessment.cases if c.application.unit in assessment.units[:2]),
    )
    seen = []
    written = write_all(
        few, tmp_path, lambda done, total, name: seen.append((done, total, name))
    ).paths
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "总报告.docx",
        "工作底稿.docx",
        "台账.xlsx",
        "期限报告.xlsx",
        "截止日.ics",
        "测评结果.html",
        "反馈单/反馈单-U001-演江自治区发展和改革委员会.docx",
        "反馈单/反馈单-U002-演江自治区教育厅.docx",
    ]
    assert all(path.stat().st_size for path in written)
    assert [step[:2] for step in seen] == [(n, 8) for n in range(1, 9)]


def test_the_report_says_the_figures_in_sentences(folder):
    text = words(folder / "总报告.docx")
    assert (
        "有35家区直单位、14家设区市在法定期限内作出答复，1家区直单位逾期答复，7家区直单位未作出答复"
        in text
    )
    assert "82.46%" in text
    assert "31家区直单位、8家设区市电话能够顺利接通，总体接通率为68.42%" in text
    assert "有12家区直单位、8家设区市未列明受理法院或复议机关" in text


def test_the_report_holds_tables_and_at_least_three_charts(folder):
    with zipfile.ZipFile(folder / "总报告.docx") as package:
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
    assert len(pictures) >= 3
    assert len(Document(str(folder / "总报告.docx")).tables) >= 5


def test_the_report_names_the_notice_by_which_days_were_counted(folder):
    text = words(folder / "总报告.docx")
    assert "国办发明电〔2019〕16号" in text
    assert "2020年10月1日至2020年10月8日" in text


def test_the_report_says_whose_weights_these_are(folder):
    assert "演练自拟" in words(folder / "总报告.docx")


def test_each_unit_gets_a_letter_with_both_its_applications(folder, assessment):
    letters = sorted((folder / "反馈单").iterdir())
    assert len(letters) == 57
    text = words(folder / "反馈单" / "反馈单-U008-演江自治区司法厅.docx")
    assert "U008-A" in text
    assert "U008-B" in text
    assert "答复晚于法定期限4个工作日" in text
    assert "全文共1页，版头和标题下方均没有发文字号" in text
    assert "逾期答复" in text
    assert "扣2分" in text
    assert "异议" in text
    assert "U007" not in text


def test_a_letter_quotes_the_words_that_a_verdict_rests_on(folder, material):
    case = material.case(material.figures.tally(Measure.REMEDY_UNNAMED).hits[0])
    unit = case.application.unit
    text = words(folder / "反馈单" / f"反馈单-{unit.id}-{unit.name}.docx")
    assert "“可依法申请行政复议或者提起行政诉讼”" in text
    assert "未列明受理法院" in text


def test_every_document_of_a_drill_says_so(folder):
    for path in folder.rglob("*.docx"):
        assert "【演练】" in words(path), path.name
    for path in folder.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as package:
            pages = [n for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
            assert all("演练" in package.read(name).decode("utf-8") for name in pages), path.name
    assert "演练材料" in (folder / "测评结果.html").read_text(encoding="utf-8")
    assert "【演练】" in (folder / "截止日.ics").read_text(encoding="utf-8")


def test_a_real_campaign_is_not_called_a_drill(assessment, tmp_path):
    real = replace(
        assessment,
        campaign=replace(assessment.campaign, drill=False, rubric="jiangmen_2020_departments"),
        units=assessment.units[:1],
        cases=assessment.cases[:2],
    )
    for path in write_all(real, tmp_path).paths:
        if path.suffix == ".docx":
            assert "演练材料" not in words(path)
            assert "【演练】" not in words(path)
    assert "演练材料" not in (tmp_path / "测评结果.html").read_text(encoding="utf-8")


def test_the_ledger_holds_all_and_only_what_came(folder, assessment):
    book = folder / "台账.xlsx"
    assert CalamineWorkbook.from_path(book).sheet_names == [
        "总览", "申请", "来件", "要素认定", "电话", "电话结果", "得分", "扣分明细", "指标权重", "等次",
        "待复核", "指标出处",
    ]  # fmt: skip
    assert [row["申请编号"] for row in sheet(book, "申请")] == [
        case.application.id for case in assessment.cases
    ]
    assert len(sheet(book, "来件")) == sum(len(case.arrivals) for case in assessment.cases)
    answered = [case for case in assessment.cases if case.judgement]
    assert len(sheet(book, "要素认定")) == len(answered) * len(Element)
    assert len(sheet(book, "电话")) == len(assessment.calls)
    assert len(sheet(book, "得分")) == 57
    assert [row["事项"] for row in sheet(book, "待复核")] == ["来件 unknown.eml"]


def test_the_ledger_names_the_applications_behind_every_figure(folder, material):
    rows = sheet(folder / "台账.xlsx", "指标出处")
    assert [row["申请编号"] for row in rows] == [
        case.application.id for case in material.assessment.cases
    ]
    assert [row["申请编号"] for row in rows if row["逾期答复"] == "是"] == ["U008-A"]
    for measure in (Measure.IN_TIME, Measure.NO_SEAL, Measure.REMEDY_UNNAMED):
        tally = material.figures.tally(measure)
        for word, ids in (("是", tally.hits), ("待认定", tally.unclear)):
            found = [row["申请编号"] for row in rows if row[MEASURE_NAMES[measure]] == word]
            assert tuple(found) == ids, (measure, word)


def test_the_ledger_says_how_many_units_were_called_of_how_many(folder):
    rows = sheet(folder / "台账.xlsx", "电话结果")
    assert len(rows) == 57
    assert sum(row["结果"] == "接通" for row in rows) == 39
    assert {row["结果"] for row in rows} == {"接通", "未接通"}


def test_the_ledger_keeps_days_as_days_and_leads_to_the_evidence(folder):
    row = next(r for r in sheet(folder / "台账.xlsx", "申请") if r["申请编号"] == "U008-A")
    assert row["截止日"] == date(2020, 10, 23)
    assert row["结果"] == "逾期答复"
    with zipfile.ZipFile(folder / "台账.xlsx") as package:
        links = package.read("xl/worksheets/_rels/sheet2.xml.rels").decode("utf-8")
    # relative to the workbook, in the way that Excel writes it
    assert 'Target="incoming\\纸质来件\\答复书-U008-A.pdf"' in links


def test_what_an_agency_wrote_never_becomes_a_formula(assessment, tmp_path):
    trick = replace(assessment.calls[0], note="=HYPERLINK(1)")
    few = replace(
        assessment, units=assessment.units[:1], cases=assessment.cases[:2], calls=(trick,)
    )
    material = gather(few, load("yanjiang_drill"))
    write_workbook(material, tmp_path / "台账.xlsx", tmp_path)
    assert sheet(tmp_path / "台账.xlsx", "电话")[0]["通话内容"] == "=HYPERLINK(1)"
    with zipfile.ZipFile(tmp_path / "台账.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet5.xml")


def test_the_deadline_report_tells_days_used_who_is_overdue_and_the_working(folder, assessment):
    book = folder / "期限报告.xlsx"
    assert CalamineWorkbook.from_path(book).sheet_names == [
        "概况", "逐件期限", "逾期和未答复", "计算过程",
    ]  # fmt: skip
    days = [row["截止日"] for row in sheet(book, "逐件期限")]
    assert len(days) == 114
    assert days == sorted(days)
    late = sheet(book, "逾期和未答复")
    assert len(late) == 20
    (one,) = [row for row in late if row["申请编号"] == "U008-A"]
    assert (one["结果"], one["超过的\n工作日"]) == ("逾期答复", 4)
    assert len(sheet(book, "计算过程")) == sum(len(c.clock.trace) for c in assessment.cases)


def test_what_is_suspended_provisional_or_undecided_is_told_with_its_reason(assessment, tmp_path):
    first, second, *others = assessment.cases
    waiting = first.clock._replace(state=State.SUSPENDED, answered_on=None, findings=())
    vague = second.clock._replace(provisional=True)
    cases = (replace(first, clock=waiting), replace(second, clock=vague), *others)
    material = gather(replace(assessment, cases=cases), load("yanjiang_drill"))
    book = write_deadline_report(material, tmp_path / "期限报告.xlsx")
    rows = sheet(book, "中止暂定待认定")
    assert [(row["申请编号"], row["情形"]) for row in rows] == [
        (first.application.id, "期限中止"),
        (second.application.id, "截止日暂定"),
    ]
    assert all(row["原因"] for row in rows)


def test_the_calendar_has_an_entry_for_each_deadline(folder):
    calendar = Calendar.from_ical((folder / "截止日.ics").read_bytes())
    events = calendar.walk("VEVENT")
    assert len(events) == 114
    assert {event["DTSTART"].dt for event in events} == {date(2020, 10, 23)}
    assert len({str(event["UID"]) for event in events}) == 114
    assert "演江自治区财政厅答复截止" in "".join(str(event["SUMMARY"]) for event in events)


class Outside(HTMLParser):
    """Collects whatever a page would fetch from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            target = (value or "").strip()
            if name in ("src", "href", "action", "srcset", "data") and not target.startswith("#"):
                self.found.append(f"{tag} {name}={target}")
            if tag in ("link", "iframe", "object", "embed"):
                self.found.append(tag)


def test_the_page_needs_nothing_but_itself(folder):
    text = (folder / "测评结果.html").read_text(encoding="utf-8")
    outside = Outside()
    outside.feed(text)
    assert outside.found == []
    assert not re.search(r"https?://|url\(|@import|fetch\(|XMLHttpRequest", text)


def test_the_page_shows_every_unit_and_can_be_read_aloud(folder, assessment):
    text = (folder / "测评结果.html").read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in text
    assert text.count("<tr data-group=") == 57
    assert all(unit.name in text for unit in assessment.units)
    assert 'aria-sort="ascending"' in text
    assert '<th scope="row"' in text


def test_the_page_shows_words_from_outside_as_words(assessment, tmp_path):
    unit = replace(assessment.units[0], name="<script>alert(1)</script>局")
    few = replace(
        assessment,
        units=(unit,),
        cases=tuple(
            replace(c, application=replace(c.application, unit=unit)) for c in assessment.cases[:2]
        ),
    )
    page = write_page(gather(few, load("yanjiang_drill")), tmp_path / "测评结果.html")
    assert "<script>alert" not in page.read_text(encoding="utf-8")
    assert feedback_name(unit) == "反馈单-U001-_script_alert(1)__script_局.docx"


def test_two_runs_over_the_same_evidence_agree(assessment, tmp_path):
    few = replace(assessment, units=assessment.units[:1], cases=assessment.cases[:2])
    first, second = write_all(few, tmp_path / "a").paths, write_all(few, tmp_path / "b").paths
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_a_campaign_of_which_nothing_is_known_yet_can_be_reported(assessment, tmp_path):
    units = assessment.units[:2]
    empty = replace(assessment, units=units, cases=(), calls=(), review=())
    assert len(write_all(empty, tmp_path).paths) == 6 + 2
    assert "没有可计分的单位" in words(tmp_path / "总报告.docx")


def test_57_letters_take_less_than_ten_seconds_of_one_core(material, tmp_path):
    spent = []
    for unit in material.assessment.units[:12]:
        start = time.process_time()
        write_feedback(material, unit, tmp_path / f"{unit.id}.docx")
        spent.append(time.process_time() - start)
    # the median: a shared machine makes single ones slow
    assert 57 * sorted(spent)[len(spent) // 2] < 10
