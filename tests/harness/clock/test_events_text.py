"""One event, one line of text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.clock.events import BadEvent, Event, Kind, format_event, parse, parse_log


def test_a_line_holds_day_kind_data_and_evidence() -> None:
    event = parse("2026-03-10 clarification_requested period_days=15 补正 告知书.pdf")
    assert event == Event(
        Kind.CLARIFICATION_REQUESTED,
        date(2026, 3, 10),
        evidence="补正 告知书.pdf",
        data={"period_days": 15},
    )


def test_a_file_name_with_an_equals_sign_is_evidence() -> None:
    assert parse("2026-03-10 answered a=b.pdf").evidence == "a=b.pdf"


@given(
    st.sampled_from(list(Kind)),
    st.dates(date(2008, 1, 1), date(2090, 1, 1)),
    st.text(alphabet="答复书附件abc.()=1", max_size=12),
    st.dictionaries(
        st.sampled_from(["signed_on", "posted_on"]), st.dates(date(2008, 1, 1)), max_size=2
    ),
)
def test_every_event_survives_its_line(kind, on, evidence, data) -> None:
    event = Event(kind, on, evidence=evidence, data=data)
    assert parse(format_event(event)) == event


def test_empty_lines_and_remarks_are_passed_over() -> None:
    assert len(parse_log("\n# 正常渠道\n2026-03-02 sent\n\n2026-03-03 confirmed\n")) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-02-30 sent", "不是有效的日期"),
        ("20260302 sent", "不是有效的日期"),
        ("2026-03-02 send", "不认识的事件种类“send”"),
        ("sent", "应写成：日期 种类"),
        ("2026-03-02 extension_notified days=-1", "应是正整数"),
        ("2026-03-02 extension_notified days=９", "应是正整数"),
        ("2026-03-02 extension_notified days=99999999", "太大"),
        ("2026-03-02 answered signed_on=昨天", "signed_on“昨天”不是有效的日期"),
    ],
)
def test_a_line_that_is_no_event_is_refused_with_what_was_expected(line: str, says: str) -> None:
    with pytest.raises(BadEvent, match=says):
        parse(line)
