"""总览 has no row that says nothing: no nought of what is not due yet, nothing of calls that nobody made."""

from dataclasses import replace

from python_calamine import CalamineWorkbook

from harness.reports.material import gather
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.rubric_file.rubric import load


def front(assessment, folder):
    path = write_workbook(gather(assessment, load("yanjiang_drill")), folder / "a.xlsx", folder)
    book = CalamineWorkbook.from_path(path)
    return book.sheet_names, [row[0] for row in book.get_sheet_by_name("总览").to_python()]


def test_nothing_is_told_of_what_is_not_due_where_all_is(assessment, tmp_path):
    _, names = front(assessment, tmp_path)
    assert "未到期" not in names
    assert "逾期答复" in names and "电话接通" in names


def test_what_is_not_due_is_told_where_there_is_any(assessment, tmp_path):
    one = assessment.cases[0]
    running = one.clock._replace(state="running", answered_on=None, findings=())
    case = replace(one, clock=running, answer=None, arrivals=(), judgement=None)
    early = replace(
        assessment, cases=(case, *assessment.cases[1:]), as_of=running.due_on.replace(day=1)
    )
    assert "未到期" in front(early, tmp_path)[1]


def test_where_nobody_was_called_no_sheet_says_so_of_each(assessment, tmp_path):
    sheets, names = front(replace(assessment, calls=()), tmp_path)
    assert "电话结果" not in sheets
    assert not {"电话接通", "电话接通率（%）"} & set(names)
