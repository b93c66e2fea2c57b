"""A day is read in every form in which people write it, and in no form that leaves it open."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.days import NoDay, in_cell, written

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05", "2026-3-5", "2026/3/5", "2026/03/05", "2026.3.5", "2026年3月5日", "20260305",
        "2026年03月05日", "2026 年 3 月 5 日", "２０２６年３月５日", "２０２６－０３－０５", " 2026-03-05 ",
        "2026-03-05 00:00:00", "2026/3/5 9:30", "2026-03-05T08:00:00", "二〇二六年三月五日", "2026–03–05",
        "2026-03-05   9:30", "2026年3月5号", "二零二六年三月五日", "２０２６／３／５",
    ],
)  # fmt: skip
def test_a_usual_form_is_read(text):
    assert written(text) == DAY


def test_blanks_in_a_row_are_one_however_many():
    assert written("2026 年" + " " * 30_000 + "3月5日") == DAY


@pytest.mark.parametrize(
    "text",
    [
        "", "5/3/2026", "26-3-5", "3月5日", "2026-3", "2026年3月", "明天", "2026-02-30", "2026-13-01",
        "2026/3-5", "1926-03-05", "20261305", "2026030", "202603051", "二六年三月五日", "2026-03-05a",
        "第2026-03-05", "二〇二六年三十三月五日", "2026年3月5",
    ],
)  # fmt: skip
def test_what_names_no_day_is_refused_with_how_to_write_it(text):
    with pytest.raises(NoDay, match=r"应写成|没有这一天|年份应在"):
        written(text)


@pytest.mark.parametrize(
    "value",
    [DAY, datetime(2026, 3, 5, 9, 30), 46086, 46086.0, 46086.4, "46086", "2026/3/5", 20260305],
)
def test_a_cell_is_read_however_it_was_kept(value):
    assert in_cell(value) == DAY


@pytest.mark.parametrize(
    "value", [True, 12, 1e300, float("nan"), float("inf"), "12", "", date(1900, 1, 1), 5e9]
)
def test_a_cell_without_a_day_is_refused(value):
    with pytest.raises(NoDay):
        in_cell(value)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"]),
)
def test_every_day_comes_back(day, form):
    assert written(day.strftime(form)) == day


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    try:
        assert isinstance(written(text), date)
    except NoDay as why:
        assert "\n" not in str(why)


@pytest.mark.parametrize("text", ["2026-03-15:10", "2026-03-0510:30", "2026/3/15:10"])
def test_digits_that_run_on_are_no_hour_of_an_earlier_day(text):
    with pytest.raises(NoDay):
        written(text)


@pytest.mark.parametrize("text", ["2026年3月5日10:30", "2026年3月5日 9:30", "20260305 10:30"])
def test_an_hour_that_stands_apart_is_passed_over(text):
    assert written(text) == DAY
