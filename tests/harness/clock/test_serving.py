"""How an answer was served: what counts as its day, and what is only remarked (235号)."""

from __future__ import annotations

import json
from datetime import date

import pytest

from harness.checker.course import Course
from harness.checker.finding import Verdict
from harness.checker.rules import in_time
from harness.clock.applications_table import BadTable, read_applications
from harness.clock.carriers import Carrier, carrier_named
from harness.clock.deadline import read_clock
from harness.clock.events import BadEvent, format_event, parse, parse_log
from harness.clock.result import Clock, State
from harness.clock.timeline_file import read_timeline
from letters.model import Convention

HERE = "2026-03-02 sent\n2026-03-04 delivered\n"  # the twentieth working day is 2026-04-01
LATE = "2026-04-03 answered signed_on=2026-03-30 posted_on=2026-03-31 delivered_on=2026-04-03"


def clock(log: str) -> Clock:
    return read_clock(parse_log(HERE + log), channel="registered_mail", as_of=date(2026, 6, 1))


@pytest.mark.parametrize("carrier", ["post", "courier", "collect", "electronic"])
def test_what_is_sent_counts_by_the_day_of_posting(carrier: str) -> None:
    found = clock(f"{LATE} carrier={carrier}")
    assert (found.state, found.answered_on) == (State.ANSWERED_IN_TIME, date(2026, 3, 31))


@pytest.mark.parametrize("carrier", ["hand", "entrusted"])
def test_what_is_handed_over_counts_by_the_day_on_which_the_applicant_signs(carrier: str) -> None:
    found = clock(f"{LATE} carrier={carrier}")
    assert (found.state, found.answered_on) == (State.ANSWERED_LATE, date(2026, 4, 3))
    assert "answer_late" in {one.code for one in found.findings}


def test_handed_over_in_time_is_in_time() -> None:
    found = clock("2026-04-01 answered signed_on=2026-03-30 delivered_on=2026-04-01 carrier=hand")
    assert found.state is State.ANSWERED_IN_TIME and not found.findings


def test_handed_over_without_a_day_of_signing_counts_by_the_day_of_receipt() -> None:
    assert clock("2026-04-03 answered carrier=hand").state is State.ANSWERED_LATE
    assert clock("2026-04-03 answered").state is State.ANSWERED_LATE
    # without carrier, and with a date of its own, the posting may have been in time
    assert clock("2026-04-03 answered signed_on=2026-03-30").state is State.ANSWERED_IN_TIME


@pytest.mark.parametrize(
    ("carrier", "code"), [("courier", "sent_by_courier"), ("collect", "postage_collect")]
)
def test_another_courier_or_postage_collect_is_a_remark_and_no_fault(
    carrier: str, code: str
) -> None:
    log = f"2026-03-30 answered posted_on=2026-03-27 carrier={carrier}"
    assert [one.code for one in clock(log).findings] == [code]
    judged = in_time.check(Course(HERE + log, "2026-06-01").proceeding())
    assert judged.verdict is Verdict.PRESENT and "仅作提示" in judged.reason and not judged.defects


@pytest.mark.parametrize("carrier", ["post", "hand", "entrusted", "electronic"])
def test_any_other_way_is_not_remarked_on(carrier: str) -> None:
    assert not clock(f"2026-03-30 answered carrier={carrier}").findings


def test_a_courier_before_the_letter_of_2016_is_let_pass() -> None:
    log = "2016-11-01 sent\n2016-11-02 delivered\n2016-11-10 answered posted_on=2016-11-09 carrier=courier"
    assert not read_clock(
        parse_log(log), channel="registered_mail", as_of=date(2017, 3, 1)
    ).findings


@pytest.mark.parametrize(
    ("written", "carrier"),
    [
        ("邮政", Carrier.POST), ("EMS", Carrier.POST), ("其他快递", Carrier.COURIER),
        ("顺丰", Carrier.COURIER), ("到付", Carrier.COLLECT), ("当面", Carrier.HAND),
        ("委托送达", Carrier.ENTRUSTED), ("电子邮件", Carrier.ELECTRONIC),
    ],
)  # fmt: skip
def test_a_carrier_is_known_as_people_write_it(written: str, carrier: Carrier) -> None:
    assert carrier_named(written) is carrier
    events = [{"kind": "answered", "on": "2026-03-30", "carrier": written}]
    given = read_timeline(json.dumps({"channel": "email", "events": events}))
    assert given.events[0].data["carrier"] == carrier.value and not given.unknown


def test_an_unknown_carrier_is_refused_with_what_may_be_written() -> None:
    with pytest.raises(ValueError, match="其他快递"):
        carrier_named("信鸽")
    with pytest.raises(BadEvent, match="寄递方式"):
        parse("2026-03-30 answered carrier=信鸽")


def test_a_line_with_a_carrier_reads_back() -> None:
    line = "2026-03-30 answered posted_on=2026-03-27 carrier=courier 答复书.pdf"
    assert format_event(parse(line)) == line


def test_a_table_tells_the_carrier_in_a_column_of_its_own() -> None:
    head = ["寄出日期", "签收日期", "答复日期", "答复送达日期", "答复寄递方式"]
    rows = [head, ["2026-03-02", "2026-03-04", "2026-04-03", "2026-04-03", "当面送达"]]
    rows += [["2026-03-02", "2026-03-04", "2026-04-03", "", ""]]
    found = read_applications(rows, "表", Convention(), channel="挂号信").rows
    assert [row.written.events[-1].data.get("carrier") for row in found] == ["hand", None]
    with pytest.raises(BadTable, match="答复寄递方式"):
        read_applications([head, [*rows[1][:4], "信鸽"]], "表", Convention(), channel="挂号信")
