"""What an assessor pastes into a letter: every sentence true, no accusation that the record lacks.

Unless a log says otherwise the letter was signed for on 2026-03-04, and the twentieth working day
is 2026-04-01.
"""

from __future__ import annotations

from datetime import date

import pytest

from harness.clock.deadline import read_clock
from harness.clock.events import parse_log
from harness.clock.explain import explained
from harness.clock.result import Clock
from harness.clock.timeline_file import Written
from letters.model import Channel, Convention

LETTER = "2026-03-02 sent 挂号收据.jpg\n2026-03-04 delivered 回执.jpg\n"


def told(log: str, as_of: str = "2026-11-22", **stage: object) -> tuple[Clock, str]:
    channel = stage.pop("channel", Channel.REGISTERED_MAIL)
    region = stage.pop("region", None)
    events, day, convention = parse_log(log), date.fromisoformat(as_of), Convention(**stage)
    clock = read_clock(events, channel=channel, as_of=day, convention=convention, region=region)
    return clock, explained(clock, Written(events, channel, region, convention), day)


def codes(clock: Clock) -> list[str]:
    return [finding.code for finding in clock.findings]


def test_the_record_comes_first_with_what_shows_it():
    _, text = told(
        LETTER + "2026-03-20 answered signed_on=2026-03-18 posted_on=2026-03-20 答复.pdf"
    )
    assert "一、在案的记录\n  2026年3月2日（星期一），寄出（凭据：挂号收据.jpg）。" in text
    assert "签收（凭据：回执.jpg）" in text
    assert "答复（落款日期2026年3月18日，寄出日期2026年3月20日，凭据：答复.pdf）" in text


def test_an_answer_that_came_late_and_bears_an_early_date_is_cleared_of_nothing():
    clock, text = told(LETTER + "2026-09-03 answered signed_on=2026-04-01")
    assert (clock.state, codes(clock)) == ("answered_in_time", ["posting_unknown"])
    assert "结论：现有记录不能认定逾期。" in text
    assert "没有寄出日期的记录，可能在期限内寄出，不能认定逾期" in text
    assert clock.working_days_left == 0  # as early as it can have been: the day it was signed


def test_what_the_applicant_sent_too_late_makes_no_silence():
    corrected = (
        "2026-03-10 clarification_requested period_days=5\n2026-04-15 clarification_submitted\n"
        "2026-04-16 delivered"
    )
    clock, text = told(LETTER + corrected)
    assert (clock.state, codes(clock)) == ("deemed_abandoned", ["clarification_overdue"])
    assert "视为放弃申请：补正期限至2026年3月17日，申请人没有在期限内补正（第三十条）" in text
    paid, text = told(LETTER + "2026-03-16 fee_notified\n2026-05-25 fee_paid")
    assert (paid.state, codes(paid)) == ("deemed_abandoned", ["fee_overdue"])
    assert "申请人没有在期限内缴费" in text


def test_an_answer_to_what_was_given_up_is_late_for_nothing():
    log = "2026-03-10 clarification_requested period_days=5\n2026-04-15 clarification_submitted\n"
    clock, _ = told(LETTER + log + "2026-08-20 answered posted_on=2026-08-20")
    assert clock.state == "answered_in_time"


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ("2026-02-20 answered", "在案的事件次序不合，须先核对日期"),
        ("2026-03-10 third_party_started", "最晚的截止日尚不能确定"),
        ("2026-03-10 clarification_requested\n2026-03-20 clarification_submitted", "补记签收"),
    ],
)
def test_a_case_that_cannot_be_closed_says_why(log, says):
    clock, text = told(LETTER + log)
    assert clock.state == "running"
    assert "暂不认定逾期" in text and "尚未届满" not in text
    assert says in text


@pytest.mark.parametrize(
    "log",
    [
        "2026-03-20 extension_notified days=10\n2026-04-10 extension_notified days=10\n"
        "2026-04-30 answered",
        "2026-03-10 third_party_started\n2026-08-10 answered",
        "2026-03-10 clarification_requested\n2026-03-20 clarification_submitted\n"
        "2026-03-25 clarification_requested\n2026-03-30 clarification_submitted\n2026-04-28 answered",
    ],
)
def test_what_is_in_time_is_never_late_by_some_days(log):
    clock, text = told(LETTER + log)
    assert clock.state == "answered_in_time"
    assert clock.working_days_left is None or clock.working_days_left >= 0
    assert "最晚的截止日" in text  # and why it is later than the day that is counted to


def test_a_second_request_moves_the_latest_day_alone():
    asked_twice = (
        "2026-03-10 clarification_requested\n2026-03-20 clarification_submitted\n2026-03-20 delivered\n"
        "2026-03-25 clarification_requested\n2026-03-30 clarification_submitted\n2026-03-30 delivered"
    )
    clock, text = told(LETTER + asked_twice, "2026-04-10")
    assert clock.due_on == clock.earliest_due_on == date(2026, 4, 20)
    assert clock.latest_due_on == date(2026, 4, 28)
    assert "再次要求补正，期限不停止：补正应当一次性告知（第三十条）" in text


def test_a_withdrawal_leaves_the_record_standing():
    late, _ = told(LETTER + "2026-04-12 withdrawn")
    assert (late.state, codes(late)) == ("withdrawn", ["withdrawn_after_deadline"])
    early, text = told(LETTER + "2026-03-12 withdrawn\n2026-03-20 answered")
    assert (early.state, early.working_days_used) == ("withdrawn", 6)
    assert "撤回以后来文" in text and "第一次答复" not in text


def test_the_clock_that_stopped_has_stopped_counting():
    clock, _ = told(LETTER + "2026-03-10 clarification_requested\n2026-04-20 answered")
    assert (clock.state, clock.working_days_used) == ("answered_in_time", 4)


def test_a_new_law_reopens_no_period_that_is_over():
    over, _ = told("2019-04-20 delivered\n2019-05-16 answered", "2019-09-01")
    assert (over.state, over.latest_due_on) == ("answered_late", date(2019, 5, 13))
    running, text = told("2019-05-14 delivered", "2019-09-01")
    assert (running.state, running.latest_due_on) == ("overdue", date(2019, 6, 12))
    assert running.findings[0].article == "第三十三条第二款"
    assert "2019年5月15日以后的出自政府信息公开条例（2019年修订" in text


def test_what_began_after_the_time_was_up_is_said_to_be_that():
    log = (
        "2026-04-05 third_party_started\n2026-04-10 fee_notified\n2026-04-13 fee_paid\n"
        "2026-04-15 third_party_ended"
    )
    clock, text = told(LETTER + log)
    assert {"consultation_after_deadline", "fee_after_deadline"} <= set(codes(clock))
    assert "开始征求时期限已经届满" in text and "通知缴费时期限已经届满" in text
    assert "没有尚待" not in text


def test_the_days_left_out_are_no_days_counted():
    _, text = told(LETTER + "2026-03-17 fee_notified\n2026-04-10 fee_paid")
    assert "3月18日至4月10日等待缴费" in text
    assert "清明节" not in text  # within the pause, where nothing is counted anyway


def test_days_before_the_count_begins_are_not_passed_over():
    log = "2026-03-10 clarification_requested\n2026-04-15 clarification_submitted\n2026-04-15 delivered"
    _, text = told(LETTER + log)
    assert "清明节" not in text and "劳动节" in text


def test_overlapping_pauses_are_counted_once_and_told_so():
    log = (
        "2026-03-10 third_party_started\n2026-03-12 third_party_started\n"
        "2026-03-18 third_party_ended\n2026-03-25 third_party_ended"
    )
    _, text = told(LETTER + log)
    assert "3月11日至3月18日征求意见，其间6个工作日不计入" in text
    assert "3月19日至3月25日征求意见，其间5个工作日不计入" in text


def test_the_receipt_day_is_nobodys_article():
    _, text = told(LETTER + "2026-03-20 answered")
    assert "条例没有规定收到当日是否计入，按通行做法自次日起算" in text
    sunday = "2026-03-08 delivered\n2026-03-20 answered"
    assert "收到当日不是工作日" in told(sunday, count_receipt_day=True)[1]


def test_posted_late_is_late_whatever_day_was_signed_where_the_posting_counts():
    dated = LETTER + "2026-04-07 answered signed_on=2026-03-31 posted_on=2026-04-07"
    clock, text = told(dated)
    assert (clock.state, clock.convention_matters) == ("answered_late", False)
    assert "换一种约定" not in text
    assert told(dated, answered_on="signed")[0].convention_matters


def test_the_other_convention_is_named():
    clock, text = told(LETTER + "2026-04-01 answered")
    assert clock.convention_matters
    assert "换一种约定结论不同：收到当日计入的，为逾期答复" in text
    dated = LETTER + "2026-04-03 answered signed_on=2026-03-31 posted_on=2026-04-03"
    assert "以寄出日期为答复之日的，为逾期答复" in told(dated, answered_on="signed")[1]
    mail = told("2026-03-02 sent", channel=Channel.EMAIL)[1]
    assert "无人确认时期限不起算的，为待签收" in mail
    assert "扣分" not in mail


@pytest.mark.parametrize(
    ("log", "says"),
    [
        (LETTER + "2026-03-03 extension_notified days=5", "早于2026年3月4日签收的记录"),
        (LETTER + "2026-03-20 answered posted_on=2026-03-20 delivered_on=2026-03-18", "送达日期2026年3月18日早于寄出日期"),
        ("2026-03-02 sent\n2026-03-06 returned\n2026-03-20 answered", "没有再寄出或者签收的记录"),
    ],
)  # fmt: skip
def test_disorder_is_a_finding(log, says):
    clock, _ = told(log)
    assert "out_of_order" in codes(clock)
    assert any(says in finding.message for finding in clock.findings)


def test_four_dates_of_an_answer_stand_in_the_record():
    log = "2026-03-25 answered signed_on=2026-03-18 posted_on=2026-03-19 delivered_on=2026-03-23 noticed_on=2026-03-25"
    _, text = told(LETTER + log)
    assert "知悉日期2026年3月25日" in text


def test_a_letter_that_is_only_sent_shows_its_sending():
    _, text = told("2026-03-02 sent", "2026-03-20")
    assert "寄出申请" in text and "期限没有起算" in text
