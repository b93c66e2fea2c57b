"""What came on an unknown or impossible day accuses nobody; what is silent or proven late is said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from harness.campaign.placing.file import file
from harness.campaign.queue import queue
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.timing import Timing, timing

FOUND, BEFORE = date(2020, 11, 18), date(2020, 11, 13)
AS_OF = date(2020, 11, 20)
FEW_WORDS = "演江自治区财政厅 的信"
NOTICE = """政府信息公开申请{title}告知书
演文清：
您申请公开“2019年度部门决算”。{words}
演江自治区财政厅
2020年10月9日"""
EXTENSION = NOTICE.format(title="延期答复", words="根据《条例》第三十三条，现延长20个工作日答复。")
CLARIFICATION = NOTICE.format(
    title="补正", words="内容不明确，请自收到本告知书之日起15个工作日内补正。"
)
NAMES = {"extension_after_deadline", "clarification_late"}


@pytest.fixture
def here(desk):
    """Both applications of round A delivered: due on 2020-10-28 at the latest."""
    desk.delivered("U001-A", "U002-A")
    return desk


def _find(desk, name, data, day=FOUND):
    desk.workspace = desk.on(day)
    desk.lay(name, data)
    desk.collect()


def _timing(desk, day=AS_OF, application="U001-A"):
    return timing(desk.case(application, day), day)


def _at(year, month, day):
    return datetime(year, month, day, 10, tzinfo=UTC)


def test_who_is_silent_with_nothing_in_the_way_is_said_to_be_silent(here):
    _find(here, "x.txt", FEW_WORDS.encode())
    assert _timing(here, AS_OF, "U002-A") is Timing.NONE
    assert _timing(here, BEFORE, "U002-A") is Timing.NONE


def test_what_was_found_after_the_day_of_the_report_may_have_come_before_it(here):
    _find(here, "x.txt", FEW_WORDS.encode())
    assert _timing(here, BEFORE) is Timing.UNCLEAR
    assert here.case("U001-A", BEFORE).doubtful


def test_an_answer_found_after_the_day_of_the_report_may_have_come_before_it(here, answer):
    _find(here, "a.docx", answer)
    assert _timing(here, BEFORE) is Timing.UNCLEAR
    assert here.case("U001-A", BEFORE).answer is None
    assert _timing(here) is Timing.IN_TIME


def test_an_answer_that_was_posted_after_the_day_of_the_report_was_not_there(
    here, letters, answer_text
):
    late = letters(answer_text.replace("10月15日", "11月16日"))
    here.paper("L1", late, on="2020-11-18", posted="2020-11-17")
    assert _timing(here, BEFORE) is Timing.NONE
    assert _timing(here) is Timing.LATE


def test_a_mail_under_way_over_midnight_is_the_answer_of_the_day_on_which_it_was_sent(
    here, make_mail, answer_text
):
    sent = datetime(2020, 10, 15, 15, 50, tzinfo=UTC)
    here.mail(make_mail(answer_text, sent), datetime(2020, 10, 15, 16, 10, tzinfo=UTC))
    case = here.case("U001-A", date(2020, 10, 15))
    assert case.clock.answered_on == date(2020, 10, 15)
    assert case.answer is not None and case.judgement is not None


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_mail_of_an_impossible_day_is_in_doubt_and_its_unit_not_silent(
    here, make_mail, answer_text, year
):
    number = here.mail(make_mail(answer_text, _at(2020, 10, 15)), _at(year, 10, 15))
    case = here.case("U001-A")
    assert [each.id for each in case.doubtful] == [number]
    assert str(year) in case.doubtful[0].doubt
    assert _timing(here) is Timing.UNCLEAR
    assert _timing(here, AS_OF, "U002-A") is Timing.NONE


@pytest.mark.parametrize("text", [EXTENSION, CLARIFICATION])
def test_a_notice_is_not_told_late_by_the_day_on_which_it_was_found(here, text):
    _find(here, "n.txt", text.encode())
    case = here.case("U001-A")
    assert _timing(here) is Timing.UNCLEAR
    assert not NAMES & {each.code for each in case.clock.findings}
    (number,) = (each.id for each in case.doubtful)
    (item,) = [each for each in queue(here.on(AS_OF)) if each.target == number]
    assert item.what == "date" and "登记" in item.why


@pytest.mark.parametrize("text", [EXTENSION, CLARIFICATION])
def test_a_notice_that_came_late_without_a_postmark_may_have_been_sent_in_time(here, letters, text):
    here.paper("L1", letters(text), on="2020-10-30", posted="")
    case = here.case("U001-A")
    assert _timing(here) is Timing.UNCLEAR
    assert not NAMES & {each.code for each in case.clock.findings}
    assert [each.id for each in case.doubtful] == ["L1"]


@pytest.mark.parametrize("text", [EXTENSION, CLARIFICATION])
def test_a_notice_posted_late_is_told_late(here, letters, text):
    here.paper("L1", letters(text), on="2020-11-03", posted="2020-11-02")
    assert _timing(here) is Timing.NONE
    assert NAMES & {each.code for each in here.case("U001-A").clock.findings}


def test_an_extension_that_came_in_time_counts_without_a_postmark(here, letters):
    here.paper("L1", letters(EXTENSION), on="2020-10-12", posted="")
    case = here.case("U001-A")
    assert not case.doubtful and case.clock.due_on > date(2020, 11, 20)
    assert _timing(here, date(2020, 12, 20)) is Timing.NONE


def test_an_extension_that_came_after_a_late_answer_may_have_been_sent_in_time(
    here, letters, answer_text
):
    late = letters(answer_text.replace("10月15日", "11月2日"))
    here.paper("L1", late, on="2020-11-04", posted="2020-11-03")
    assert _timing(here) is Timing.LATE
    here.paper("L2", letters(EXTENSION), on="2020-11-05", posted="")
    assert _timing(here) is Timing.UNCLEAR


def test_a_second_answer_of_no_known_day_may_have_come_before_the_late_one(
    here, letters, answer_text
):
    late = letters(answer_text.replace("10月15日", "11月2日"))
    here.paper("L1", late, on="2020-11-04", posted="2020-11-03")
    _find(here, "a.docx", letters(answer_text))
    assert _timing(here) is Timing.UNCLEAR
    assert any(each.what == "date" for each in queue(here.on(AS_OF)))


def test_a_second_answer_signed_late_does_not_excuse_the_late_one(here, letters, answer_text):
    here.paper(
        "L1",
        letters(answer_text.replace("10月15日", "11月2日")),
        on="2020-11-04",
        posted="2020-11-03",
    )
    _find(here, "a.docx", letters(answer_text.replace("10月15日", "11月4日")))
    assert _timing(here) is Timing.LATE


def test_a_bounce_found_on_some_day_is_no_proof_that_nothing_was_received(here):
    _find(here, "t.txt", FEW_WORDS.encode())
    (filed,) = here.arrivals()
    file(here.on(AS_OF), filed.arrival.id, ["U001-A"], kind=ReplyKind.BOUNCE, why="x", write=True)
    assert here.case("U001-A").doubtful
