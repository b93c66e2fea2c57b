"""Why a stretch of days is not certain: said where it is not, silent where it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import load


def test_a_notice_that_is_not_out_is_named_with_the_days_it_may_change() -> None:
    calendar = load(as_of=date(2026, 11, 22))
    assert calendar.doubts(date(2026, 12, 1), date(2026, 12, 29)) == (
        "2027年的放假通知尚未公布，可能调整2026年12月26日以后的日子",
    )


def test_every_notice_that_is_missing_is_named() -> None:
    calendar = load(as_of=date(2026, 11, 22))
    assert calendar.doubts(date(2027, 12, 1), date(2028, 1, 5))[0].startswith(
        "2027年、2028年的放假通知尚未公布"
    )
    assert "2027年至2031年" in calendar.doubts(date(2026, 12, 1), date(2031, 5, 1))[0]


def test_days_that_are_settled_raise_no_doubt() -> None:
    assert load().doubts(date(2026, 3, 2), date(2026, 12, 25)) == ()
    assert load("广西").doubts(date(2024, 3, 20), date(2024, 4, 30)) == ()


def test_a_regions_holiday_without_source_is_named_with_its_days() -> None:
    assert load("广西").doubts(date(2020, 3, 10), date(2020, 4, 10)) == (
        "广西壮族自治区2020年壮族三月三的放假安排没有查到出处，"
        "可能调整2020年3月14日至2020年4月7日之间的日子",
    )


def test_a_region_whose_holidays_wander_names_the_year() -> None:
    assert load("西藏").doubts(date(2025, 3, 3), date(2025, 3, 31)) == (
        "西藏自治区2025年藏历新年、雪顿节的放假安排没有查全出处",
    )
    assert load("西藏").doubts(date(2024, 3, 4), date(2024, 3, 29)) == (
        "西藏自治区2024年藏历新年、雪顿节的放假安排没有查到出处",
    )


def test_both_reasons_are_said() -> None:
    said = load("西藏", date(2026, 11, 22)).doubts(date(2026, 12, 15), date(2027, 1, 15))
    assert [sentence[:2] for sentence in said] == ["20", "西藏"]


@pytest.mark.parametrize("region", ["", "广西", "宁夏", "新疆", "西藏"])
@given(
    start=st.dates(date(2004, 1, 1), date(2030, 12, 31)),
    length=st.integers(1, 400),
    known=st.sampled_from([None, date(2019, 6, 1), date(2024, 11, 1)]),
)
def test_a_reason_is_given_exactly_where_the_days_are_not_final(
    region: str, start: date, length: int, known: date | None
) -> None:
    calendar, end = load(region, known), start + timedelta(days=length)
    assert bool(calendar.doubts(start, end)) == (not calendar.is_final(end, start))
