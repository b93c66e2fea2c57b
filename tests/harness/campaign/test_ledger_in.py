"""台账.xlsx handed out, changed in Excel and read in: what people wrote counts, and nothing else moves."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from harness.campaign import ledger
from harness.campaign.due import due
from harness.campaign.file import file
from harness.campaign.ledger import out, take
from harness.campaign.ledger_waiting import unread
from harness.campaign.marks import marks
from harness.campaign.queue import queue
from harness.campaign.record_paper import Paper, record_paper
from harness.campaign.report import report
from harness.campaign.rule import rule
from harness.campaign.undo import history, undo
from harness.campaign.workspace import Refused
from harness.checker.finding import Element
from harness.clock.events import Kind
from harness.reading.reply_kind import ReplyKind
from harness.store import connecting, said
from harness.store.audit import differences
from harness.store.database import open_store
from harness.store.errors import StoreError
from letters.faults import BadTable
from letters.labels import write_posting_list


def fill(path: Path, sheet: str, of: str, cells: Mapping[str, object]) -> None:
    """Write into the row of an exported ledger in which a cell says `of`; "" for a new row."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    rows = [row for row in range(2, page.max_row + 1) if _says(page, row, of)]
    for head, value in cells.items():
        page.cell(rows[0], heads[head]).value = value
    book.save(path)


def _says(page, row: int, of: str) -> bool:
    told = [cell.value for cell in page[row] if cell.value is not None]
    return of in told if of else not told


def new_row(path: Path, sheet: str, **cells: object) -> None:
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    heads = {cell.value: cell.column for cell in page[1]}
    last = max(row for row in range(1, page.max_row + 1) if not _says(page, row, ""))
    for head, value in cells.items():
        page.cell(last + 1, heads[head]).value = value
    book.save(path)


# --- which export it is -------------------------------------------------------------------------


def test_a_ledger_of_a_copied_campaign_is_not_merged_against_an_export_of_the_same_number(
    desk, tmp_path
):
    """Copied or restored from a backup, two folders count their exports on from one number."""
    other = tmp_path.with_name(f"{tmp_path.name}-copy")
    shutil.copytree(desk.folder, other)
    out(desk.workspace)
    with open_store(other, by="乙") as store:
        copy = replace(desk.workspace, folder=other, store=store)
        out(copy)
        shutil.copy(desk.workspace.ledger, copy.ledger)
        with pytest.raises(BadTable, match="另一个测评文件夹"):
            take(copy, write=True)
    assert take(desk.workspace, write=True).changes_nothing


def test_a_ledger_that_was_read_in_is_known_again_by_the_same_name(desk):
    path = out(desk.workspace)
    fill(path, "寄送", "U001-A", {"签收日期": "2020-09-23"})
    assert take(desk.workspace, write=True).changed
    again = take(desk.workspace, write=True)
    assert again.changes_nothing
    assert not again.faults


# --- somebody else writes meanwhile -------------------------------------------------------------


def _while_merging(monkeypatch, act) -> None:
    """`act` is done by another, after the ledger was merged and before it is written; once."""
    real, acts = ledger.merge, iter([act])

    def merged(*given):
        found = real(*given)
        for each in acts:
            each()
        return found

    monkeypatch.setattr(ledger, "merge", merged)


def test_a_filing_that_another_made_meanwhile_is_a_conflict_and_stands(desk, scan, monkeypatch):
    desk.lay("x.png", scan, folder=".")
    desk.collect()
    (came,) = desk.arrivals()
    fill(out(desk.workspace), "归卷", came.arrival.id, {"归入申请": "U001-A", "理由": "台账"})
    with open_store(desk.folder, by="乙") as store:
        other = replace(desk.workspace, store=store)
        says = partial(
            file,
            other,
            came.arrival.id,
            ["U002-A"],
            kind=ReplyKind.ANSWER,
            why="看过原件",
            write=True,
        )
        _while_merging(monkeypatch, says)
        merged = take(desk.workspace, write=True)
    assert [each.column for each in merged.conflicts] == ["归入申请", "理由"]
    assert desk.arrivals()[0].applications == ("U002-A",)


def test_where_others_write_all_the_time_nothing_is_taken_in_and_that_is_said(
    desk, scan, monkeypatch
):
    fill(out(desk.workspace), "寄送", "U001-A", {"签收日期": "2020-09-23"})
    real, days = ledger.merge, iter(range(1, 100))

    def merged(*given):
        found = real(*given)
        with desk.store.writing(verb="log", what="备注") as connection:
            said.add_remark(connection, "寄送/U002-A", str(next(days)))
        return found

    monkeypatch.setattr(ledger, "merge", merged)
    with pytest.raises(Refused, match="一直在登记"):
        take(desk.workspace, write=True)
    assert ("delivered", date(2020, 9, 23)) not in desk.events("U001-A")


# --- a row is taken over whole or not at all ----------------------------------------------------


def test_a_row_that_is_refused_changes_nothing_of_what_it_said_before(desk):
    fill(out(desk.workspace), "寄送", "U001-A", {"寄出日期": "2020-09-22", "签收人": "门卫"})
    before = desk.events("U001-A")
    merged = take(desk.workspace, write=True)
    assert "没有签收日期" in merged.faults[0]
    assert desk.events("U001-A") == before
    assert differences(desk.store) == ()


# --- one file is one letter, one number is one letter -------------------------------------------


def _paper(number: str, file: str, **more: str) -> dict[str, str]:
    return {
        "来件编号": number,
        "收件日期": "2020-10-19",
        "寄件单位": "演江自治区财政厅",
        "文件名": file,
        **more,
    }


def _in_ledger(desk, *rows: dict[str, str]):
    if not desk.workspace.ledger.exists():
        out(desk.workspace)
    for row in rows:
        new_row(desk.workspace.ledger, "纸质来件", **row)
    return take(desk.workspace, write=True)


def _shown(desk) -> list[str]:
    return [each.arrival.id for each in desk.arrivals()]


@pytest.mark.parametrize("collected", [True, False])
def test_two_rows_of_one_file_are_one_letter_and_the_second_is_refused(desk, answer, collected):
    desk.lay("L1.docx", answer)
    if collected:
        desk.collect()
    merged = _in_ledger(
        desk, _paper("L1", "L1.docx"), _paper("L2", "L1.docx", 收件日期="2020-11-02")
    )
    assert "就是来件 L1" in merged.faults[0]
    assert _shown(desk) == ["L1"]
    assert desk.arrivals()[0].arrival.on == date(2020, 10, 19)


def test_a_paper_that_was_registered_is_not_registered_again_under_another_number(desk, answer):
    desk.lay("L1.docx", answer)
    desk.lay("again.docx", answer)
    assert not _in_ledger(desk, _paper("L1", "L1.docx")).faults
    assert "就是来件 L1" in _in_ledger(desk, _paper("L9", "again.docx")).faults[0]
    assert _shown(desk) == ["L1"]


def test_a_page_of_one_letter_is_no_letter_of_its_own_and_no_page_of_another(desk, answer, scan):
    desk.lay("L1.docx", answer)
    desk.lay("2.png", scan)
    desk.lay("3.docx", b"3")
    assert not _in_ledger(desk, _paper("L1", "L1.docx；2.png")).faults
    merged = _in_ledger(desk, _paper("L2", "2.png"), _paper("L3", "3.docx；2.png"))
    assert [("就是来件 L1" in each) for each in merged.faults] == [True, True]
    assert _shown(desk) == ["L1"]


def test_two_letters_may_have_come_in_one_envelope(desk, answer, scan):
    desk.lay("L1.docx", answer)
    desk.lay("L2.docx", b"other")
    desk.lay("E.png", scan)
    merged = _in_ledger(
        desk, _paper("L1", "L1.docx", 信封文件="E.png"), _paper("L2", "L2.docx", 信封文件="E.png")
    )
    assert not merged.faults
    assert _shown(desk) == ["L1", "L2"]


@pytest.mark.parametrize("number", ["邮件1", "文件 3", "ｌ1", "l1"])
def test_a_number_in_use_or_of_the_programs_own_form_is_refused(desk, answer, number):
    desk.lay("L1.docx", answer)
    desk.lay("L2.docx", b"other")
    assert not _in_ledger(desk, _paper("L1", "L1.docx"), _paper("L2", "L2.docx")).faults
    desk.workspace.ledger.unlink()
    fill(out(desk.workspace), "纸质来件", "L2", {"来件编号": number})
    assert "来件编号" in take(desk.workspace, write=True).faults[0]
    assert _shown(desk) == ["L1", "L2"]


def test_a_number_that_a_letter_had_once_is_given_to_no_other(desk, answer):
    desk.lay("L1.docx", answer)
    desk.lay("L2.docx", b"other")
    assert not _in_ledger(desk, _paper("L1", "L1.docx")).faults
    desk.workspace.ledger.unlink()
    fill(out(desk.workspace), "纸质来件", "L1", {"来件编号": "L5"})
    assert not take(desk.workspace, write=True).faults
    assert "现编号 L5" in _in_ledger(desk, _paper("L1", "L2.docx")).faults[0]
    assert _shown(desk) == ["L5"]


def test_a_page_that_a_person_has_filed_does_not_become_part_of_another_letter(desk, answer, scan):
    desk.lay("p1.png", scan)
    desk.lay("p2.docx", answer)
    desk.collect()
    second = next(each.arrival.id for each in desk.arrivals() if each.arrival.name == "p2.docx")
    file(desk.workspace, second, ["U001-A"], kind=ReplyKind.ANSWER, why="看过原件", write=True)
    merged = _in_ledger(desk, _paper("L1", "p1.png；p2.docx"))
    assert f"来件 {second} 并由人归卷" in merged.faults[0]
    assert desk.case("U001-A").answer.id == second
    op = next(each.op for each in history(desk.workspace) if each.verb == "file")
    undo(desk.workspace, op, write=True)
    assert not take(desk.workspace, write=True).faults
    assert desk.case("U001-A").answer.id == "L1"


def test_pages_that_came_as_one_letter_are_not_torn_apart(desk, scan):
    desk.lay("信/1.png", scan)
    desk.lay("信/2.png", scan + b"\0")
    desk.lay("2.png", scan + b"\0")
    desk.collect()
    merged = _in_ledger(desk, _paper("L1", "2.png"))
    assert "写全" in merged.faults[0]


def test_log_paper_refuses_the_same_numbers_and_keeps_nothing_of_a_trial(desk, answer, scan):
    one, two = desk.lay("L1.docx", answer), desk.lay("L2.png", scan)
    paper = Paper((one,), (), date(2020, 10, 19), number="L1")
    record_paper(desk.workspace, paper, write=True)
    for number in ("ｌ1", "文件7", "邮件 1"):
        with pytest.raises(Refused, match="来件编号"):
            record_paper(desk.workspace, replace(paper, pages=(two,), number=number), write=True)
    assert _shown(desk) == ["L1"]


@pytest.mark.parametrize("carrier", ["courier", None])
def test_the_way_in_which_a_paper_came_goes_to_the_clock_and_the_ledger(desk, answer, carrier):
    page = desk.lay("L1.docx", answer)
    paper = Paper((page,), (), date(2020, 10, 19), date(2020, 10, 16), number="L1", carrier=carrier)
    record_paper(desk.workspace, paper, write=True)
    told = [
        each.data.get("carrier")
        for each in desk.book().events("U001-A")
        if each.kind is Kind.ANSWERED
    ]
    codes = {one.code for one in desk.case("U001-A").clock.findings}
    assert (told, "sent_by_courier" in codes) == ([carrier], carrier is not None)
    path = out(desk.workspace)
    fill(path, "纸质来件", "L1", {"寄递方式": "EMS"})
    take(desk.workspace, write=True)
    codes = {one.code for one in desk.case("U001-A").clock.findings}
    assert "sent_by_courier" not in codes


# --- what was sent ------------------------------------------------------------------------------


def _sent(desk, application: str) -> list[tuple[date, str]]:
    log = desk.book().log[application]
    return [(each.event.on, each.event.source) for each in log if each.event.kind is Kind.SENT]


def test_a_mail_that_a_server_took_keeps_its_day_whatever_the_ledger_says(desk):
    path = out(desk.workspace)
    fill(path, "寄送", "U001-B", {"寄出日期": "2020-09-02"})
    assert "程序发信时所记" in take(desk.workspace, write=True).faults[0]
    fill(path, "寄送", "U001-B", {"寄出日期": "2020-09-22", "作废原因": "没有发"})
    assert "程序发出" in take(desk.workspace, write=True).faults[0]
    assert _sent(desk, "U001-B") == [(date(2020, 9, 22), "dispatch")]


def test_a_posting_in_the_ledger_is_undone_and_the_letter_is_as_it_was(desk):
    before = desk.book().letters["U001-A"]
    fill(out(desk.workspace), "寄送", "U001-A", {"寄出日期": "2020-09-22", "挂号号码": "X9"})
    assert not take(desk.workspace, write=True).faults
    assert desk.book().letters["U001-A"].number == "X9"
    undo(desk.workspace, write=True)
    assert _sent(desk, "U001-A") == [(date(2020, 9, 21), "person")]
    assert desk.book().letters["U001-A"] == before
    assert differences(desk.store) == ()


def test_a_posting_undone_puts_the_letter_back_and_undone_again_it_is_posted(desk):
    done = history(desk.workspace)
    op = next(each.op for each in done if each.what == "寄出 U001-A")
    undo(desk.workspace, op, write=True)
    letter = desk.book().letters["U001-A"]
    assert (letter.state, letter.number, _sent(desk, "U001-A")) == ("queued", "", [])
    undo(desk.workspace, history(desk.workspace)[-1].op, write=True)
    assert desk.book().letters["U001-A"].state == "sent"
    assert desk.book().letters["U001-A"].number == "GU001-A"


def test_what_a_server_sent_is_never_undone(desk):
    ops = [each.op for each in history(desk.workspace) if each.verb == "send"]
    for op in ops:
        with pytest.raises(StoreError, match="不能撤销"):
            undo(desk.workspace, op, write=True)
    assert _sent(desk, "U001-B") == [(date(2020, 9, 22), "dispatch")]


def test_reading_in_a_ledger_that_says_nothing_new_is_not_what_undo_takes_back(desk):
    path = out(desk.workspace)
    fill(path, "寄送", "U001-A", {"签收日期": "2020-09-23"})
    take(desk.workspace, write=True)
    fill(path, "寄送", "U001-A", {"寄出日期": "2029-01-01"})
    take(desk.workspace, write=True)
    undo(desk.workspace, write=True)
    assert ("delivered", date(2020, 9, 23)) not in desk.events("U001-A")


def _posting_list(desk, number: str) -> None:
    (application,) = (each for each in desk.book().applications if each.id == "U001-A")
    path = desk.folder / "outgoing" / "2020-09-21" / "交寄清单.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_posting_list([application], path, date(2020, 9, 21), {"U001-A": number})


@pytest.mark.parametrize("by", ["undo", "ledger"])
def test_a_posting_that_was_taken_back_does_not_come_again_from_its_list(desk, by):
    op = next(each.op for each in history(desk.workspace) if each.what == "寄出 U001-A")
    if by == "undo":
        undo(desk.workspace, op, write=True)
    else:
        fill(out(desk.workspace), "寄送", "U001-A", {"作废原因": "没有交寄"})
        assert not take(desk.workspace, write=True).faults
    _posting_list(desk, "GU001-A")
    for _ in range(2):
        assert ["作废" in each.why for each in desk.collect()] == [True]
    assert _sent(desk, "U001-A") == []
    _posting_list(desk, "G-another")
    assert desk.collect() == ()
    assert _sent(desk, "U001-A") == [(date(2020, 9, 21), "posting_list")]


def test_a_number_whose_check_digit_fails_is_named_and_nothing_is_posted(desk):
    """RR473124829GB is the standard's own example."""
    op = next(each.op for each in history(desk.workspace) if each.what == "寄出 U001-A")
    undo(desk.workspace, op, write=True)
    _posting_list(desk, "RR473124828GB")
    (doubt,) = desk.collect()
    assert "RR473124828GB”的校验码不符" in doubt.why and "不登记寄出" in doubt.why
    assert _sent(desk, "U001-A") == []
    _posting_list(desk, "RR473124829GB")
    assert desk.collect() == () and _sent(desk, "U001-A") == [(date(2020, 9, 21), "posting_list")]


def test_the_ledger_takes_no_number_whose_check_digit_fails(desk):
    path = out(desk.workspace)
    fill(path, "寄送", "U001-A", {"寄出日期": "2020-09-20", "挂号号码": "RR473124828GB"})
    (fault,) = take(desk.workspace, write=True).faults
    assert "第2行" in fault and "校验码不符" in fault
    assert desk.book().letters["U001-A"].number == "GU001-A"


# --- to look is not to write --------------------------------------------------------------------


def _kept(desk) -> set[Path]:
    return {each for each in (desk.folder / "evidence").rglob("*") if each.is_file()}


def test_to_look_at_a_ledger_keeps_nothing_and_waits_for_nobody(desk, answer, scan, monkeypatch):
    """Also while another writes."""
    monkeypatch.setattr(connecting, "PATIENCE", 0.2)
    desk.lay("L1.docx", answer)
    desk.lay("E.png", scan)
    new_row(out(desk.workspace), "纸质来件", **_paper("L1", "L1.docx", 信封文件="E.png"))
    before = _kept(desk)
    with (
        open_store(desk.folder, by="乙") as other,
        other.writing(verb="log", what="x"),
        open_store(desk.folder, by="甲") as store,
    ):
        looked = take(replace(desk.workspace, store=store), write=False)
    assert (len(looked.added), looked.faults) == (1, ())
    assert _kept(desk) == before
    assert differences(desk.store) == ()
    assert _shown(desk) == []


def test_to_look_at_a_paper_keeps_nothing(desk, answer):
    paper = Paper((desk.lay("L1.docx", answer),), (), date(2020, 10, 19), number="L1")
    before = _kept(desk)
    assert record_paper(desk.workspace, paper).new
    assert _kept(desk) == before


# --- what lies in the ledger and was not read in ------------------------------------------------


def _states(desk) -> dict[str, str]:
    return {each.application: each.state for each in due(desk.workspace)}


def test_what_is_not_read_in_is_told_and_no_report_is_written_before_it_is(desk, answer):
    desk.lay("L1.docx", answer)
    new_row(out(desk.workspace), "纸质来件", **_paper("L1", "L1.docx"))
    assert any("有1处尚未读入" in each.why for each in queue(desk.workspace))
    with pytest.raises(Refused, match="collect"):
        report(desk.workspace)
    assert "有1处尚未读入" in unread(desk.workspace)
    desk.collect()
    assert unread(desk.workspace) == ""
    assert not any("尚未读入" in each.why for each in queue(desk.workspace))
    assert report(desk.workspace).paths


@pytest.mark.parametrize(
    ("sender", "free"), [("演江自治区财政厅办公室", {"U002-A"}), ("", set()), ("某某局", set())]
)
def test_a_paper_whose_file_is_missing_keeps_its_sender_from_being_called_silent(
    desk, sender, free
):
    desk.delivered("U001-A", "U002-A")
    overdue = {id for id, state in _states(desk).items() if state == "overdue"}
    assert {"U001-A", "U002-A"} <= overdue
    desk.ledger("纸质来件", ("L1", "2020-10-19", "", sender, "gone.docx", ""))
    desk.collect()
    overdue = {id for id, state in _states(desk).items() if state == "overdue"}
    assert overdue & {"U001-A", "U002-A"} == free
    silent = {each.unit for each in marks(desk.workspace) for one in each.deductions
              if "未答复" in one.reason}  # fmt: skip
    assert "演江自治区财政厅" not in silent


def test_a_ledger_that_cannot_be_read_lets_nobody_be_called_silent(desk):
    desk.delivered("U001-A")
    desk.workspace.ledger.write_bytes(b"no workbook")
    assert "overdue" not in _states(desk).values()


# --- what was not taken over is told again ------------------------------------------------------


@pytest.fixture
def judged(desk, answer):
    """An answer on paper whose seal a person has to look at."""
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    desk.workspace.ledger.unlink(missing_ok=True)
    return desk


def _seal(desk) -> str:
    assessment = desk.workspace.assess()
    case = next(each for each in assessment.cases if each.application.id == "U001-A")
    return case.judgement.finding(Element.SEAL).verdict.value


def test_a_ruling_that_lacked_its_reason_is_heard_once_it_has_one(judged):
    path = out(judged.workspace)
    fill(path, "改判", "R-U001-A/seal", {"人工认定": "具备"})
    assert "理由" in take(judged.workspace, write=True).faults[0]
    fill(path, "寄送", "S-U001-A", {"备注": "好"})  # another row is read in between
    assert "理由" in take(judged.workspace, write=True).faults[0]
    fill(path, "改判", "R-U001-A/seal", {"理由": "原件上有章"})
    assert not take(judged.workspace, write=True).faults
    assert _seal(judged) == "present"


def test_a_second_copy_of_an_export_undoes_nothing_that_the_first_said(judged, tmp_path):
    path = out(judged.workspace)
    second = tmp_path / "乙.xlsx"
    second.write_bytes(path.read_bytes())
    fill(path, "寄送", "S-U001-A", {"备注": "甲说"})
    assert take(judged.workspace, write=True).changed
    fill(second, "改判", "R-U001-A/seal", {"人工认定": "具备", "理由": "原件上有章"})
    merged = take(judged.workspace, second, write=True)
    assert [(each.column, each.exported, each.now) for each in merged.conflicts] == [
        ("备注", "", "甲说")
    ]
    assert _seal(judged) == "present"
    assert said_remark(judged) == "甲说"
    # told again until somebody settles it, and nothing is undone meanwhile
    again = take(judged.workspace, second, write=True)
    assert again.conflicts and again.changes_nothing


def said_remark(desk) -> str:
    with desk.workspace.store.reading() as connection:
        return said.remarks(connection)["寄送/U001-A"]


def test_collect_says_what_it_read_from_the_ledger(judged):
    fill(out(judged.workspace), "寄送", "S-U001-A", {"备注": "好"})
    judged.workspace.news.clear()
    judged.collect()
    assert any("“备注”由“”改为“好”" in each for each in judged.workspace.news)


# --- what a ruled day and a typed letter show ---------------------------------------------------


def test_the_date_of_a_letter_is_held_against_the_day_that_was_ruled(judged):
    def date_of() -> tuple[str, ...]:
        cases = judged.workspace.assess().cases
        case = next(each for each in cases if each.application.id == "U001-A")
        return case.judgement.finding(Element.DATE).defects

    rule(judged.workspace, "U001-A/answered_on", "2020-10-10", why="邮戳看错了", write=True)
    assert "after_sending" in date_of()
    rule(judged.workspace, "U001-A/answered_on", "2020-10-16", why="重新看过", write=True)
    assert "after_sending" not in date_of()


def test_a_typed_letter_cannot_show_that_the_paper_had_no_seal(judged):
    assert _seal(judged) == "unclear"
