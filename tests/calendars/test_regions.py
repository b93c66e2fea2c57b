"""Regional holidays: where there is a source, doubt where there is none, quiet elsewhere."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from calendars import load
from calendars.festivals import solar
from calendars.regions import Region, known_regions, region_named, shipped

GUANGXI = "广西壮族自治区"


def test_guangxi_rests_on_the_third_of_the_third_month() -> None:
    calendar = load(GUANGXI)
    assert not calendar.is_workday(date(2024, 4, 11))
    assert load().is_workday(date(2024, 4, 11))


def test_guangxi_moved_a_worked_saturday_in_2017() -> None:
    calendar = load(GUANGXI)
    assert not calendar.is_workday(date(2017, 4, 1))
    assert calendar.is_workday(date(2017, 4, 8))


def test_guangxi_rested_on_a_sunday_that_the_country_worked_in_2023() -> None:
    assert load().is_workday(date(2023, 4, 23))
    assert not load(GUANGXI).is_workday(date(2023, 4, 23))
    assert load(GUANGXI).is_workday(date(2018, 4, 15))


def test_a_sourced_year_is_final() -> None:
    due = load(GUANGXI).due(date(2024, 3, 20), 20)
    assert not due.provisional
    assert due.on == date(2024, 4, 22)


def test_a_year_without_source_is_provisional_about_the_holiday() -> None:
    due = load("宁夏").due(date(2018, 6, 1), 20)
    assert due.provisional
    assert due.earliest <= due.on < due.latest


def test_a_year_without_source_is_final_far_from_the_holiday() -> None:
    assert not load(GUANGXI).due(date(2020, 9, 2), 20).provisional


@pytest.mark.parametrize("day", ["2017-04-01", "2022-04-02", "2023-04-23"])
def test_a_worked_weekend_of_the_country_may_be_off_in_guangxi(day: str) -> None:
    on = date.fromisoformat(day)
    assert load().is_workday(on) and not load(GUANGXI).is_workday(on)


@pytest.mark.parametrize(
    ("region", "day"),
    [
        (GUANGXI, "2017-04-08"), (GUANGXI, "2018-04-15"), (GUANGXI, "2021-04-18"),
        ("宁夏", "2016-09-10"), ("拉萨市", "2023-02-18"), ("拉萨市", "2023-02-19"),
    ],
)  # fmt: skip
def test_a_region_may_work_on_a_weekend_of_its_own(region: str, day: str) -> None:
    on = date.fromisoformat(day)
    assert load(region).is_workday(on) and not load().is_workday(on)


@pytest.mark.parametrize(
    ("region", "day"),
    [
        (GUANGXI, "2019-04-08"), (GUANGXI, "2026-04-20"), ("宁夏", "2022-07-12"),
        ("新疆", "2023-04-21"), ("新疆", "2022-07-13"), ("新疆", "2013-08-08"),
        ("昌都", "2019-02-13"), ("西藏自治区拉萨市", "2026-02-26"), ("日喀则市", "2025-03-04"),
    ],
)  # fmt: skip
def test_a_day_that_a_notice_gave_off_is_off_there_and_worked_elsewhere(
    region: str, day: str
) -> None:
    on = date.fromisoformat(day)
    assert not load(region).is_workday(on) and load().is_workday(on)


@pytest.mark.parametrize("place", ["西藏", "日喀则市", "昌都市", "广东省", ""])
def test_a_notice_of_one_prefecture_holds_for_no_other(place: str) -> None:
    assert load(place).is_workday(date(2023, 2, 24))


@pytest.mark.parametrize(
    ("region", "since", "final"),
    [
        ("新疆", date(2022, 6, 20), True), ("宁夏", date(2022, 6, 20), True),
        ("新疆", date(2023, 6, 5), True), (GUANGXI, date(2026, 4, 1), True),
        ("宁夏", date(2016, 9, 1), False), ("新疆", date(2013, 8, 1), False),
        ("拉萨", date(2023, 2, 10), False), ("新疆", date(2024, 6, 5), False),
        (GUANGXI, date(2020, 3, 10), False),
    ],
)  # fmt: skip
def test_a_year_is_final_only_where_every_festival_of_it_is_on_record(
    region: str, since: date, final: bool
) -> None:
    assert load(region).due(since, 20).provisional is not final


def test_every_notice_says_how_sure_it_is() -> None:
    assert {n.confidence for region in shipped() for n in region.notices} == {"V", "P"}


SHARED = Path(__file__).parents[3] / "shared" / "calendar" / "local_holidays.csv"
_DISPUTED = {("广西", 2020)}  # another source says that the days were worked


@pytest.mark.skipif(not SHARED.exists(), reason="没有 ../shared")
def test_every_row_that_was_collected_is_in_the_calendar() -> None:
    with SHARED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if (row["region"], int(row["year"])) in _DISPUTED:
                continue
            scope = re.match(r"拉萨|昌都", row["scope"])
            calendar = load(scope[0] if scope else row["region"])
            off = filter(None, row["off_days"].split(";"))
            worked = filter(None, row["extra_workdays"].split(";"))
            assert not any(calendar.is_workday(date.fromisoformat(day)) for day in off), row
            assert all(calendar.is_workday(date.fromisoformat(day)) for day in worked), row


def test_guangxi_worked_in_the_spring_of_2020_for_all_that_is_known() -> None:
    assert load(GUANGXI).is_workday(date(2020, 3, 26))
    assert load(GUANGXI).due(date(2020, 3, 10), 20).provisional  # nothing public shows it


def test_before_the_regions_rule_there_is_no_doubt() -> None:
    assert not load(GUANGXI).due(date(2012, 3, 20), 20).provisional


def test_a_region_is_known_by_its_short_name() -> None:
    assert load("广西").add(date(2024, 4, 1), 5) == load(GUANGXI).add(date(2024, 4, 1), 5)


@pytest.mark.parametrize("name", ["演江自治区", "广东省", ""])
def test_a_region_without_holidays_of_its_own_has_the_national_calendar(name: str) -> None:
    assert load(name).due(date(2024, 4, 1), 20) == load().due(date(2024, 4, 1), 20)


def test_a_regional_notice_is_not_known_before_it_is_out() -> None:
    before = load(GUANGXI, as_of=date(2024, 3, 1))
    assert before.due(date(2024, 3, 20), 20).provisional


@pytest.mark.parametrize("name", known_regions())
def test_every_notice_of_a_region_stays_within_what_it_may_do(name: str) -> None:
    region, national = region_named(name), load()
    assert region is not None and region.law
    for notice in region.notices:
        off = sum(d.off and national.is_workday(day) for day, d in notice.days.items())
        worked = sum(not d.off and not national.is_workday(day) for day, d in notice.days.items())
        assert off <= region.most_off and worked <= region.most_worked
        assert all(day.year == notice.year for day in notice.days)


def test_the_four_autonomous_regions_with_holidays_ship() -> None:
    assert {r.name[:2] for r in shipped()} == {"广西", "宁夏", "新疆", "西藏"}


def test_the_days_of_guangxi_lie_about_the_lunar_day() -> None:
    region = region_named(GUANGXI)
    assert region is not None
    for notice in region.notices:
        for day in notice.days:
            assert abs((day - solar(notice.year, "三月初三")).days) <= 12


def test_a_regional_day_cites_the_rule_first_and_then_where_its_date_was_read() -> None:
    day = load(GUANGXI).day(date(2025, 3, 31))
    assert day is not None
    assert day.source == (
        "《广西壮族自治区少数民族习惯节日放假办法》（广西壮族自治区人民政府令第98号），"
        "日期据转载的2025年“壮族三月三”放假安排"
    )


@pytest.mark.parametrize("region", shipped(), ids=lambda r: r.name)
def test_every_regional_day_cites_a_rule_by_its_title(region: Region) -> None:
    for notice in region.notices:
        assert all(day.source.startswith("《") for day in notice.days.values())
