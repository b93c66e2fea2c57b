"""What came becomes facts, once, and the clock follows: papers, ledger rows, calls."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from harness.campaign.collect import collect
from harness.campaign.undo import undo
from harness.casebook.book import open_book
from harness.clock.events import Kind
from harness.drill import copies
from harness.drill.forms import Form
from harness.drill.paper import Paper
from harness.drill.pdf import Typesetter
from harness.engine import HERE, Closed, Lost, open_lanes
from harness.scoring.timing import Timing, timing

DELIVERED = ("U001-A", "GU001-A", "2020-09-21", "2020-09-23", "收发室", "")
PAPER = ("L1", "2020-10-19", "2020-10-16", "演江自治区财政厅", "L1.docx", "")
SENT_A, SENT_B = ("sent", date(2020, 9, 21)), ("sent", date(2020, 9, 22))


def _review(desk, day=date(2020, 11, 20)):
    doubts = desk.collect()
    return desk.on(day).assess(doubts=doubts).review


def test_what_was_received_is_kept_before_anybody_looks_into_it(desk, answer, monkeypatch):
    """Killed while it reads: what came is there, as it came, and is read another time."""

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    desk.lay("L1.docx", answer)
    desk.ledger("纸质来件", PAPER)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("harness.store.reading.read_bytes", dies)
        collect(desk.workspace, [])
    with desk.store.reading() as connection:
        query = text("select path from arrivals join evidence using (sha256)")
        (path,) = connection.execute(query).scalars()
    assert (desk.folder / path).read_bytes() == answer
    again = collect(desk.workspace, [])
    assert again.new == 0
    assert desk.events("U001-A") == [SENT_A, ("answered", date(2020, 10, 16))]


def test_paper_counts_by_its_postmark_and_is_taken_in_once(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    desk.collect()
    assert len(desk.arrivals()) == 1
    assert desk.events("U001-A") == [
        SENT_A,
        ("delivered", date(2020, 9, 23)),
        ("answered", date(2020, 10, 16)),
    ]
    clock = desk.case("U001-A").clock
    assert (clock.received_on, clock.answered_on) == (date(2020, 9, 23), date(2020, 10, 16))
    assert clock.state == "answered_in_time"


def _scanned(text: str, unit, day: date) -> bytes:
    """The answer on paper, stamped over its date, from under a scanner."""
    title, number, salutation, *paragraphs, closing, _, _ = text.splitlines()
    letter = Paper(
        unit, title, number, salutation, tuple(paragraphs), closing, "", day, sealed=True
    )
    with contextlib.closing(Typesetter()) as typesetter:
        return copies.copy(letter, Form.SCAN, typesetter, "intake").data


def test_the_date_under_a_seal_is_taken_where_the_postmark_bears_it_out(desk, answer_text):
    unit = desk.book().units[0]
    for number, on, posted, day in (
        ("L1", "2020-10-19", "2020-10-16", date(2020, 10, 15)),
        ("L2", "2021-11-19", "2021-11-16", date(2020, 10, 16)),
    ):
        scanned = _scanned(answer_text, unit, day)
        desk.paper(number, scanned, on=on, posted=posted, suffix="pdf")
    log = desk.book().events("U001-A")
    signed = {each.on: each.data.get("signed_on") for each in log if each.kind is Kind.ANSWERED}
    assert signed == {date(2020, 10, 16): date(2020, 10, 15), date(2021, 11, 16): None}


def test_a_ledger_row_whose_file_is_missing_is_shown_and_taken_in_when_it_comes(desk, answer):
    desk.ledger("纸质来件", PAPER)
    (item,) = _review(desk)
    assert "L1.docx" in item.why
    assert not desk.arrivals()
    desk.lay("L1.docx", answer)
    assert collect(desk.workspace, []).new == 1
    assert _review(desk) == ()


def test_calls_are_counted_once_and_a_call_can_confirm_a_receipt(desk):
    whole = "演江自治区财政厅"
    desk.ledger(
        "电话记录",
        ("财政厅", "咨询测试", "", "2020-10-12", "09:40", "0000-2", "否", "无人接听", "甲"),
        (whole, "咨询测试", "", "2020-10-13", "09:40", "0000-2", "是", "已答复", "甲"),
        (whole, "确认收件", "U001-B", "2020-09-23", "10:00", "0000-2", "是", "已收到", "甲"),
        ("某某厅", "咨询测试", "", "2020-10-12", "09:40", "0000-9", "否", "", "甲"),
    )
    for _ in range(2):
        desk.collect()
    assert [call.connected for call in desk.workspace.assess().calls] == [False, True]
    assert desk.events("U001-B") == [SENT_B, ("confirmed", date(2020, 9, 23))]
    assert ["某某厅" in item.why for item in _review(desk)] == [True]


def test_what_comes_after_the_day_of_judgement_is_not_looked_at(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    case = desk.case("U001-A", date(2020, 10, 12))
    assert (case.answer, case.clock.state) == (None, "running")


def test_a_thing_that_breaks_the_program_is_kept_and_shown(desk, answer, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("harness.casebook.meaning.open_dossier", broken)
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    assessment = desk.workspace.assess()
    assert "ZeroDivisionError" in assessment.review[0].why
    assert all(case.doubtful for case in assessment.cases)


def test_a_thing_that_broke_the_program_is_read_again_by_a_better_one(desk, answer, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    desk.delivered("U001-A")
    with monkeypatch.context() as patch:
        patch.setattr("harness.casebook.meaning.open_dossier", broken)
        desk.paper("L1", answer)
        assert desk.case("U001-A").clock.answered_on is None
    assert desk.case("U001-A").clock.answered_on == date(2020, 10, 16)


def test_a_ledger_row_that_was_mended_counts_and_undone_the_former_counts_again(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    assert desk.case("U001-A").clock.answered_on == date(2020, 10, 16)
    desk.rows["纸质来件"] = [(*PAPER[:2], "2020-10-17", *PAPER[3:])]
    desk.ledger("纸质来件")
    desk.collect()
    assert desk.case("U001-A").clock.answered_on == date(2020, 10, 17)
    undo(desk.workspace, write=True)
    assert desk.case("U001-A").clock.answered_on == date(2020, 10, 16)


def test_two_papers_under_one_number_are_shown(desk, answer, letters, answer_text):
    desk.lay("L1-2.docx", letters(answer_text + "二"))
    desk.paper("L1", answer)
    before = desk.arrivals()
    desk.ledger("纸质来件", (*PAPER[:4], "L1-2.docx", ""))
    (item,) = _ledgers(desk)
    assert "来件编号与第2行重复" in item.why
    assert [each.arrival.sha256 for each in desk.arrivals() if each.arrival.id == "L1"] == [
        before[0].arrival.sha256
    ]


def _ledgers(desk):
    return [each for each in _review(desk) if each.what.startswith("台账")]


def test_a_second_day_of_delivery_is_recorded_in_place_of_the_first_which_stays_on_record(desk):
    desk.delivered("U001-A")
    desk.rows["挂号签收"] = [(*DELIVERED[:3], "2020-09-24", "门卫", "")]
    desk.ledger("挂号签收")
    desk.collect()
    assert desk.events("U001-A") == [SENT_A, ("delivered", date(2020, 9, 24))]
    with desk.store.reading() as connection:
        query = text("select \"on\" from events where kind = 'delivered' order by id")
        assert [*connection.execute(query).scalars()] == ["2020-09-23", "2020-09-24"]


def test_a_confirmation_by_another_unit_confirms_nothing(desk):
    education = "演江自治区教育厅"
    desk.ledger(
        "电话记录",
        (education, "确认收件", "U001-B", "2020-09-23", "10:00", "0000-2", "是", "", "甲"),
    )
    (item,) = _review(desk)
    assert "不是向该单位提出的" in item.why
    assert desk.events("U001-B") == [SENT_B]


def test_a_call_by_a_name_that_two_units_bear_is_nobodys(open_desk, tmp_path, desk):
    (tmp_path / "两家").mkdir()
    namesake = [
        replace(each, unit=replace(each.unit, aliases=("财政厅",)))
        for each in desk.book().applications
    ]
    with open_desk(tmp_path / "两家", namesake) as both:
        both.ledger(
            "电话记录",
            ("财政厅", "咨询测试", "", "2020-09-23", "11:00", "0000-2", "是", "", "甲"),
        )
        (item,) = _review(both)
        assert "不止一家" in item.why
        assert both.workspace.assess().calls == ()


def test_an_answer_without_a_postmark_is_not_called_late_for_its_days_on_the_way(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer, on="2020-10-30", posted="")
    assert timing(desk.case("U001-A"), date(2020, 11, 20)) is not Timing.LATE


def test_an_answer_signed_and_posted_late_is_called_late(desk, letters, answer_text):
    desk.delivered("U001-A")
    late = letters(answer_text.replace("2020年10月15日", "2020年10月29日"))
    desk.paper("L1", late, on="2020-10-30", posted="2020-10-29")
    assert timing(desk.case("U001-A"), date(2020, 11, 20)) is Timing.LATE


def test_evidence_that_is_gone_is_shown_and_judged_by_nobody(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    (desk.folder / desk.case("U001-A").answer.path).unlink()
    assessment = desk.workspace.assess()
    assert assessment.cases[0].judgement is None
    assert any("佐证" in each.why for each in assessment.review)
    assert assessment.cases[0].doubtful


class _Losing:
    """An engine in which the named jobs are lost."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def submit(self, function, /, *arguments):
        if function.__name__ not in self.names:
            return HERE.submit(function, *arguments)
        future: Future = Future()
        future.set_result(Lost("too_slow", "处理此件超过8秒仍未完成，已中止，原文件没有改动"))
        return future


@pytest.mark.parametrize(
    ("lost", "concerned"),
    [("read_bytes", {"U001-A", "U001-B"}), ("meaning_of", {"U001-A"})],
)
def test_a_letter_too_much_for_its_lane_leaves_its_own_unit_undecided_and_no_other(
    desk, answer, lost, concerned
):
    desk.delivered("U001-A")
    desk.lay("L1.docx", answer)
    desk.ledger("纸质来件", PAPER)
    desk.workspace = replace(desk.workspace, engine=_Losing(lost))
    assert collect(desk.workspace, []).new == 1
    cases = desk.workspace.assess().cases
    assert {case.application.id for case in cases if case.doubtful} == concerned


def test_a_fault_of_the_machine_files_nothing_and_the_letter_is_read_another_time(desk, answer):
    desk.delivered("U001-A")
    desk.lay("L1.docx", answer)
    desk.ledger("纸质来件", PAPER)
    with open_lanes(1) as closed:
        pass
    desk.collect()
    with pytest.raises(Closed):
        open_book(desk.store, closed)
    assert desk.events("U001-A")[-1] == ("answered", date(2020, 10, 16))
