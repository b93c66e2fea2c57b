"""A ruling on a day stands above the record and the channel, and speaks of one answer only."""

from __future__ import annotations

from datetime import date

import pytest

from harness.campaign.errors import Refused
from harness.campaign.placing.file import file
from harness.campaign.ruling.rule import rule
from harness.casebook.ruled.days import Known, in_order, with_rulings
from harness.clock.deadline import read_clock
from harness.clock.events import Event, Kind, parse_log
from harness.clock.result import State
from harness.scoring.timing import Timing, timing
from harness.store.said import Ruling
from letters.model import Channel

LATE_DAY = ("10月15日", "11月2日")


def _ruled(log: str, channel: Channel, name: str, value: str):
    ruling = Ruling(f"X/{name}", value, (), "看过回执")
    found = with_rulings(
        "X", channel, [Known(each) for each in parse_log(log)], {ruling.target: ruling}
    )
    events = [each.event for each in found if each.counts]
    return read_clock(events, channel=channel.value, as_of=date(2020, 11, 20))


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize(
    "log",
    [
        "2020-09-21 sent",
        "2020-09-21 sent\n2020-09-22 delivered",
        "2020-09-21 sent\n2020-09-22 confirmed",
        "2020-09-21 sent\n2020-09-28 returned",
    ],
)
def test_the_ruled_day_is_that_of_the_receipt_whatever_the_channel(channel, log):
    clock = _ruled(log, channel, "received_on", "2020-09-24")
    assert clock.received_on == date(2020, 9, 24)
    assert clock.state is State.OVERDUE


def test_the_arrival_of_a_correction_stands_beside_a_ruling_on_the_receipt():
    log = (
        "2020-09-21 sent\n2020-09-22 delivered\n2020-09-25 clarification_requested\n"
        "2020-10-09 clarification_submitted\n2020-10-12 delivered"
    )
    ruled = _ruled(log, Channel.REGISTERED_MAIL, "received_on", "2020-09-23")
    plain = read_clock(parse_log(log), channel="registered_mail", as_of=date(2020, 11, 20))
    assert ruled.due_on == plain.due_on


@pytest.fixture
def late(desk, letters, answer_text):
    desk.delivered("U001-A")
    desk.paper("L1", letters(answer_text.replace(*LATE_DAY)), on="2020-11-04", posted="2020-11-03")
    return desk


def _rule(desk, value, target="U001-A/answered_on"):
    return rule(desk.workspace, target, value, why="看过邮戳", write=True)


def test_a_ruling_moves_the_answer_that_its_writer_saw(late):
    assert _rule(late, "2020-11-02").after.value == "2020-11-02"
    case = late.case("U001-A")
    assert case.clock.answered_on == date(2020, 11, 2)
    assert timing(case, date(2020, 11, 20)) is Timing.LATE
    told = [step.because for step in case.clock.trace if step.on == date(2020, 11, 2)]
    assert "人工认定：看过邮戳" in told


def test_where_another_answer_is_the_first_by_now_the_ruling_waits_and_is_told(late, answer):
    _rule(late, "2020-11-02")
    late.paper("L2", answer)
    case = late.case("U001-A")
    assert case.clock.answered_on == date(2020, 10, 16)
    assert timing(case, date(2020, 11, 20)) is Timing.IN_TIME
    assert not case.rulings
    (item,) = late.workspace.assess().review
    assert "不起作用" in item.why and "答复日期" in item.what


def test_where_there_is_no_answer_any_more_the_ruling_makes_none(late):
    _rule(late, "2020-11-02")
    file(late.workspace, "L1", ["none"], why="不是本件的", write=True)
    case = late.case("U001-A")
    assert case.clock.answered_on is None
    assert timing(case, date(2020, 11, 20)) is Timing.NONE


def test_a_ruling_where_nothing_was_on_record_makes_an_answer_until_an_earlier_one_is_found(
    desk, answer
):
    desk.delivered("U001-A")
    _rule(desk, "2020-11-02")
    assert timing(desk.case("U001-A"), date(2020, 11, 20)) is Timing.LATE
    desk.paper("L1", answer)
    assert desk.case("U001-A").clock.answered_on == date(2020, 10, 16)


def test_a_ruling_where_nothing_was_on_record_is_above_what_came_later(late, letters):
    file(late.workspace, "L1", ["none"], why="x", write=True)
    _rule(late, "2020-10-12")
    file(late.workspace, "L1", ["U001-A"], why="x", write=True)
    assert late.case("U001-A").clock.state is State.ANSWERED_IN_TIME


def test_the_ruled_answer_stays_the_first_of_two_and_the_other_keeps_it_from_being_late(
    late, letters, answer_text
):
    again = letters(answer_text.replace("10月15日", "10月19日"))
    late.paper("L2", again, on="2020-10-21", posted="2020-10-20")
    assert _rule(late, "2020-11-05").after.value == "2020-11-05"
    case = late.case("U001-A")
    assert (case.answer.id, case.clock.answered_on) == ("L2", date(2020, 11, 5))
    assert timing(case, date(2020, 11, 20)) is Timing.LATE


def test_the_ruled_answer_is_not_late_while_another_may_have_been_in_time(
    desk, answer, letters, answer_text
):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    desk.paper("L2", letters(answer_text + "二"), on="2020-10-21", posted="2020-10-20")
    assert _rule(desk, "2020-11-05").after.value == "2020-11-05"
    assert timing(desk.case("U001-A"), date(2020, 11, 20)) is Timing.UNCLEAR


@pytest.mark.parametrize(
    ("target", "value"),
    [("U001-B/received_on", "2020-09-01"), ("U001-A/received_on", "2020-09-01")],
)
def test_a_ruling_that_would_do_nothing_is_refused(desk, target, value):
    before = desk.book().rulings
    with pytest.raises(Refused, match="不起作用"):
        _rule(desk, value, target)
    assert desk.book().rulings == before


def test_a_ruling_on_the_receipt_counts_above_a_convention(desk):
    assert _rule(desk, "2020-09-25", "U001-B/received_on").after.value == "2020-09-25"
    assert desk.case("U001-B").clock.received_on == date(2020, 9, 25)


def test_a_correction_sent_on_the_day_of_the_request_follows_it_though_a_person_wrote_it_down() -> (
    None
):
    day = date(2026, 3, 16)
    done = Known(Event(Kind.CLARIFICATION_SUBMITTED, day), key=1)
    asked = Known(Event(Kind.CLARIFICATION_REQUESTED, day), arrival="邮件3")
    assert in_order([done, asked]) == [asked, done]
