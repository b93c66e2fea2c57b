"""For each way in which a person can speak: clock, findings, marks and report follow at once; and
back, when it is taken back. Each test looks before and after: where nothing followed, it fails."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from harness.campaign.clocks.case import case
from harness.campaign.clocks.due import due
from harness.campaign.marks.scores import marks
from harness.campaign.placing.file import file
from harness.campaign.queue import queue
from harness.campaign.ruling.rule import rule
from harness.campaign.undo import undo
from harness.campaign.workspace import Refused
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.errors import StoreError
from harness.store.said import Stale

pytestmark = pytest.mark.usefixtures("on_both")

CHINA = timezone(timedelta(hours=8))
AFTERNOON = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
NOTHING_BEFORE = "overdue"


def _state(desk, application: str) -> str:
    return next(each.state for each in due(desk.workspace) if each.application == application)


def _unit(desk, unit: str = "U001"):
    return next(each for each in marks(desk.workspace) if each.unit_id == unit)


def _lost(desk, application: str) -> Decimal:
    """The points that this application costs its unit."""
    taken = [each.points for each in _unit(desk).deductions if each.application == application]
    return sum(taken, Decimal(0))


def _verdict(desk, application: str, element: str) -> str | None:
    judged = case(desk.workspace, application).judgement
    return judged["elements"][element]["verdict"] if judged else None


@pytest.fixture
def unplaced(desk, letters):
    """A letter that says nothing by which it could be placed; both letters were signed for."""
    desk.delivered("U001-A", "U002-A")
    desk.paper("L1", letters("您好：\n现将有关情况函告如下。\n特此函告。"), sender="")
    return desk


@pytest.fixture
def answered(desk, answer):
    desk.delivered("U001-A", "U002-A")
    desk.paper("L1", answer)
    return desk


# --- file


def test_a_letter_that_a_person_files_as_the_answer_stops_the_clock(unplaced):
    assert (_state(unplaced, "U001-A"), _lost(unplaced, "U001-A") > 0) == (NOTHING_BEFORE, True)
    assert _told_of_silence(unplaced)
    before = unplaced.case("U001-A")
    done = file(
        unplaced.workspace,
        "L1",
        ["U001-A"],
        kind=ReplyKind.ANSWER,
        why="原件上有我方编号",
        write=True,
    )
    assert [each.application for each in done.changed] == ["U001-A"]
    assert _state(unplaced, "U001-A") == "answered_in_time"
    after = unplaced.case("U001-A")
    assert (before.judgement, after.judgement is None) == (None, False)
    assert after.clock.answered_on == date(2020, 10, 16)
    assert not _told_of_silence(unplaced)


def _told_of_silence(desk) -> str:
    """What the marks say of the unit's silence in round A."""
    return "".join(
        each.reason for each in _unit(desk).deductions
        if each.application == "U001-A" and "未收到答复" in each.reason
    )  # fmt: skip


def test_filed_without_writing_it_only_shows_what_would_follow(unplaced):
    shown = file(unplaced.workspace, "L1", ["U001-A"], kind=ReplyKind.ANSWER)
    (changed,) = shown.changed
    assert (changed.before.state, changed.after.state) == (NOTHING_BEFORE, "answered_in_time")
    assert _state(unplaced, "U001-A") == NOTHING_BEFORE


def test_refiled_from_answer_to_clarification_the_clock_waits_for_the_applicant(
    desk, letters, answer_text
):
    desk.delivered("U001-A")
    early = letters(answer_text.replace("2020年10月15日", "2020年9月27日"))
    desk.paper("L1", early, on="2020-09-29", posted="2020-09-28")
    assert _state(desk, "U001-A") == "answered_in_time"
    file(
        desk.workspace, "L1", ["U001-A"], kind=ReplyKind.CLARIFICATION_NOTICE, days=15, write=True
    )  # fmt: skip
    told = desk.case("U001-A", date(2020, 10, 10))
    assert (told.clock.state, told.clock.answered_on) == ("waiting_for_applicant", None)
    assert told.judgement is None
    (waiting,) = (each for each in due(desk.on(date(2020, 10, 10))) if each.application == "U001-A")
    assert waiting.waiting_for == "applicant"


def test_the_days_that_a_person_writes_move_the_deadline(desk, letters, answer_text):
    desk.delivered("U001-A")
    notice = answer_text.replace("答复书", "延期答复告知书").split("经查")[0] + "现决定延期答复。"
    desk.paper("L1", letters(notice))
    deadlines = []
    for days in (5, 20):
        file(
            desk.workspace, "L1", ["U001-A"], kind=ReplyKind.EXTENSION_NOTICE, days=days, write=True
        )  # fmt: skip
        deadlines.append(desk.case("U001-A").clock.due_on)
    assert deadlines[0] < deadlines[1]


def test_filed_to_two_applications_both_follow(unplaced):
    before = {id: _state(unplaced, id) for id in ("U001-A", "U002-A")}
    assert set(before.values()) == {NOTHING_BEFORE}
    file(unplaced.workspace, "L1", ["U001-A", "U002-A"], kind=ReplyKind.ANSWER, write=True)
    assert {_state(unplaced, id) for id in before} == {"answered_in_time"}
    assert all(unplaced.case(id).judgement for id in before)


def test_moved_to_another_application_it_answers_that_one_and_no_longer_the_first(answered):
    file(answered.workspace, "L1", ["U002-A"], kind=ReplyKind.ANSWER, write=True)
    assert _state(answered, "U002-A") == "answered_in_time"
    assert _state(answered, "U001-A") == NOTHING_BEFORE


def test_what_a_person_calls_nobodys_leaves_the_queue_and_keeps_nobody_free(desk, scan):
    desk.delivered("U001-A", "U002-A")
    desk.paper("L1", scan, suffix="png")
    assert [each.target for each in queue(desk.workspace) if each.what == "filing"] == ["L1"]
    assert _state(desk, "U001-A") != NOTHING_BEFORE
    file(desk.workspace, "L1", ["none"], why="广告", write=True)
    assert [each for each in queue(desk.workspace) if each.what == "filing"] == []
    assert _state(desk, "U001-A") == NOTHING_BEFORE


def test_undone_the_programs_own_reading_counts_again(answered):
    before = answered.case("U001-A")
    file(answered.workspace, "L1", ["none"], write=True)
    assert _state(answered, "U001-A") == NOTHING_BEFORE
    undo(answered.workspace, write=True)
    assert answered.case("U001-A") == before


def test_undone_the_filing_before_counts_again(answered):
    file(answered.workspace, "L1", ["U002-A"], kind=ReplyKind.ANSWER, write=True)
    file(answered.workspace, "L1", ["none"], write=True)
    undo(answered.workspace, write=True)
    assert _state(answered, "U002-A") == "answered_in_time"
    assert _state(answered, "U001-A") == NOTHING_BEFORE


@pytest.mark.parametrize(
    ("arrival", "applications", "why"),
    [("L9", ["U001-A"], "L9"), ("L1", ["U009-A"], "U009-A"), ("L1", ["none", "U001-A"], "none")],
)
def test_what_cannot_be_filed_is_refused_and_changes_nothing(answered, arrival, applications, why):
    before = answered.case("U001-A")
    with pytest.raises(Refused, match=why):
        file(answered.workspace, arrival, applications, write=True)
    assert answered.case("U001-A") == before


# --- rule


def test_a_ruling_on_a_verdict_changes_finding_and_marks_and_undone_both_come_back(answered):
    assert _verdict(answered, "U001-A", "doc_number") == "present"
    lost = _lost(answered, "U001-A")
    done = rule(answered.workspace, "U001-A/doc_number", "absent", why="文号系他人添写", write=True)
    assert (done.before.value, done.after.value) == ("present", "absent")
    assert _verdict(answered, "U001-A", "doc_number") == "absent"
    assert _lost(answered, "U001-A") > lost
    ruled = answered.case("U001-A")
    assert ruled.machine is not None and "文号系他人添写" in str(ruled.rulings)
    undo(answered.workspace, write=True)
    assert _verdict(answered, "U001-A", "doc_number") == "present"
    assert _lost(answered, "U001-A") == lost


def test_a_ruling_takes_an_accusation_back(desk, letters, answer_text):
    desk.delivered("U001-A")
    desk.paper("L1", letters(answer_text.replace("演财公开〔2020〕12号\n", "")))
    assert _verdict(desk, "U001-A", "doc_number") == "absent"
    lost = _lost(desk, "U001-A")
    rule(desk.workspace, "U001-A/doc_number", "present", why="文号在信封背面", write=True)
    assert _verdict(desk, "U001-A", "doc_number") == "present"
    assert _lost(desk, "U001-A") < lost


def test_a_ruling_on_the_day_of_the_answer_moves_the_clock_and_the_marks(answered):
    assert _state(answered, "U001-A") == "answered_in_time"
    lost = _lost(answered, "U001-A")
    shown = rule(answered.workspace, "U001-A/answered_on", "2020年11月9日", why="快递单")
    told = {each.what: (each.before, each.after) for each in shown.effects}
    assert told["答复时限"] == ("按期答复", "逾期答复") and len(told) > 1  # before it is written
    rule(answered.workspace, "U001-A/answered_on", "2020年11月9日", why="快递单", write=True)
    assert _state(answered, "U001-A") == "answered_late"
    assert answered.case("U001-A").clock.answered_on == date(2020, 11, 9)
    assert _lost(answered, "U001-A") > lost


def test_a_ruling_on_the_day_of_receipt_moves_the_deadline(answered):
    before = answered.case("U001-A").clock
    rule(answered.workspace, "U001-A/received_on", "2020-09-28", why="物流记录有误", write=True)
    after = answered.case("U001-A").clock
    assert (before.received_on, after.received_on) == (date(2020, 9, 23), date(2020, 9, 28))
    assert after.due_on > before.due_on


def test_an_answer_by_word_of_mouth_can_be_ruled_where_nothing_came(desk):
    desk.delivered("U001-A")
    assert _state(desk, "U001-A") == NOTHING_BEFORE
    rule(desk.workspace, "U001-A/answered_on", "2020-10-12", why="当面答复，有录音", write=True)
    assert _state(desk, "U001-A") == "answered_in_time"


def test_a_ruling_on_points_stands_in_the_marks_with_its_reason(answered):
    criterion = answered.workspace.rubric().criteria[0]
    before = _unit(answered).highest
    rule(answered.workspace, f"U001/{criterion.id}", "0.5", why="评审会议定", write=True)
    after = _unit(answered)
    assert before != after.highest
    assert any("评审会议定" in each.reason for each in after.deductions)
    undo(answered.workspace, write=True)
    assert _unit(answered).highest == before


def test_a_ruling_about_another_answer_than_the_one_that_counts_is_told_and_changes_nothing(
    answered, letters, answer_text
):
    rule(answered.workspace, "U001-A/doc_number", "absent", why="文号系他人添写", write=True)
    earlier = letters(answer_text.replace("12号", "9号"))
    answered.paper("L0", earlier, on="2020-10-13", posted="2020-10-12")
    assert answered.case("U001-A").answer.id == "L0"
    assert _verdict(answered, "U001-A", "doc_number") == "present"
    (item,) = [each for each in queue(answered.workspace) if "另一份答复" in each.why]
    assert "U001-A" in item.why and "请重新认定或者撤销" in item.why
    file(answered.workspace, "L0", ["none"], write=True)
    assert _verdict(answered, "U001-A", "doc_number") == "absent"
    assert not [each for each in queue(answered.workspace) if "另一份答复" in each.why]


def test_a_later_ruling_stands_above_the_earlier_one_which_stays_on_record(answered):
    for value in ("absent", "unclear"):
        rule(answered.workspace, "U001-A/doc_number", value, why=f"认为{value}", write=True)
    assert _verdict(answered, "U001-A", "doc_number") == "unclear"
    undo(answered.workspace, write=True)
    assert _verdict(answered, "U001-A", "doc_number") == "absent"


def test_a_ruling_that_is_only_shown_changes_nothing(answered):
    before = answered.case("U001-A")
    shown = rule(answered.workspace, "U001-A/doc_number", "absent", why="试试")
    assert shown.after.value == "absent" and not shown.written
    assert answered.case("U001-A") == before


# --- stale views


def test_what_changed_since_it_was_shown_is_refused_with_both_versions(answered):
    shown = rule(answered.workspace, "U001-A/doc_number", "absent", why="甲看过")
    rule(answered.workspace, "U001-A/doc_number", "unclear", why="乙先说", write=True)
    with pytest.raises(Stale) as stale:
        rule(
            answered.workspace, "U001-A/doc_number", "absent", why="甲看过", seen=shown.seen, write=True
        )  # fmt: skip
    assert shown.seen in str(stale.value) and "待人工认定" in str(stale.value)
    assert _verdict(answered, "U001-A", "doc_number") == "unclear"


def test_an_arrival_refiled_since_it_was_shown_is_refused_with_both_versions(answered):
    shown = file(answered.workspace, "L1", ["U002-A"])
    file(answered.workspace, "L1", ["none"], write=True)
    with pytest.raises(Stale) as stale:
        file(answered.workspace, "L1", ["U002-A"], seen=shown.seen, write=True)
    assert shown.seen in str(stale.value) and "不属于任何申请" in str(stale.value)
    assert _state(answered, "U002-A") == NOTHING_BEFORE


def test_what_still_stands_as_it_was_shown_is_written(answered):
    shown = file(answered.workspace, "L1", ["U002-A"])
    assert file(answered.workspace, "L1", ["U002-A"], seen=shown.seen, write=True).written


# --- undo


def test_undoing_twice_is_refused_and_undoing_the_undoing_speaks_again(answered):
    file(answered.workspace, "L1", ["none"], write=True)
    taken = undo(answered.workspace, write=True)
    with pytest.raises(StoreError, match="不再有效"):
        undo(answered.workspace, taken.op, write=True)
    last = taken.op + 1
    undo(answered.workspace, last, write=True)
    assert _state(answered, "U001-A") == NOTHING_BEFORE


def test_what_came_and_what_was_sent_is_never_undone(answered):
    with answered.store.reading() as connection:
        rows = connection.exec_driver_sql("select op, verb from history").all()
    for op, verb in rows:
        if verb in ("plan", "send", "collect"):
            with pytest.raises(StoreError, match="不能撤销"):
                undo(answered.workspace, op, write=True)
    assert _state(answered, "U001-A") == "answered_in_time"
