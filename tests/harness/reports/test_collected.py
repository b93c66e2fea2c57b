"""数据采集截至 is the day up to which was looked, not the day on which the report is written."""

from dataclasses import replace
from datetime import date, timedelta

from docx import Document
from openpyxl import load_workbook

from harness.reports.collected import collected_until
from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.feedback.sheet import write_feedback
from harness.reports.final.overview import write_overview
from harness.reports.material import gather
from harness.scoring.rubric_file.rubric import load

RUBRIC = load("yanjiang_drill")


def test_it_is_the_last_day_of_collecting_however_late_the_report(assessment):
    later = replace(assessment, as_of=date(2020, 11, 30))
    assert collected_until(later) == assessment.campaign.collect_until


def test_while_collecting_goes_on_it_is_the_day_of_the_report(assessment):
    early = replace(assessment, as_of=date(2020, 11, 2))
    assert collected_until(early) == date(2020, 11, 2)


def test_what_came_later_and_counts_was_looked_at_too(assessment):
    one = next(case for case in assessment.cases if case.arrivals)
    late = replace(one.arrivals[0], on=date(2020, 11, 25))
    cases = (replace(one, arrivals=(late,)), *assessment.cases[5:])
    later = replace(assessment, as_of=date(2020, 11, 30), cases=cases)
    assert collected_until(later) == date(2020, 11, 25)


def test_no_silence_is_held_against_a_unit_beyond_that_day(assessment):
    one = next(case for case in assessment.cases if case.clock.state == "overdue")
    due = assessment.campaign.collect_until + timedelta(days=2)
    clock = replace_clock(one.clock, due)
    later = replace(
        assessment, as_of=date(2020, 11, 30), cases=(replace(one, clock=clock),), calls=()
    )
    assert collected_until(later) == date(2020, 11, 30)


def replace_clock(clock, due):
    return clock._replace(due_on=due, earliest_due_on=due, latest_due_on=due)


def test_every_report_tells_the_same_day(assessment, tmp_path):
    few = replace(
        assessment,
        as_of=date(2020, 12, 30),
        units=assessment.units[:2],
        cases=assessment.cases[:4],
        calls=(),
    )
    material = gather(few, RUBRIC)
    body = Document(str(write_overview(material, tmp_path / "a.docx"))).element.body
    text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "数据采集截至2020年11月20日" in text
    assert "数据采集截至2020年12月30日" not in text and "数据截至2020年12月30日" not in text
    write_deadline_report(material, tmp_path / "b.xlsx")
    front = load_workbook(tmp_path / "b.xlsx").worksheets[0]
    told = " ".join(str(cell.value) for row in front.iter_rows(max_row=6) for cell in row)
    assert "数据采集截至2020年11月20日" in told


def test_no_reason_says_that_nothing_came_up_to_a_later_day(assessment, tmp_path):
    silent = next(case for case in assessment.cases if case.clock.state == "overdue")
    message = "至2020年12月30日没有答复，期限已于2020年10月23日届满"
    found = replace(silent.clock.findings[0], message=message)
    case = replace(silent, clock=silent.clock._replace(findings=(found,)))
    unit = case.application.unit
    late = replace(assessment, as_of=date(2020, 12, 30), units=(unit,), cases=(case,), calls=())
    body = Document(
        str(write_feedback(gather(late, RUBRIC), unit, tmp_path / "a.docx"))
    ).element.body
    text = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
    assert "2020年12月30日" not in text
    assert "至2020年11月20日未收到答复" in text and "至2020年11月20日没有答复" in text
