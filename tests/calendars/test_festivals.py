"""The law's own holidays, and what may be made of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest

from calendars.festivals import LAST_YEAR, LUNAR, festivals, laws, solar
from calendars.notices import shipped
from calendars.outlook import estimate, weekdays


@pytest.mark.parametrize("notice", [n for n in shipped() if not n.changes], ids=lambda n: n.file)
def test_every_holiday_of_the_law_is_off_in_its_years_notice(notice) -> None:
    for festival in festivals(notice.year):
        assert all(notice.days[day].off for day in festival.days)


@pytest.mark.parametrize(
    ("year", "name", "day"),
    [
        (2026, "除夕", date(2026, 2, 16)),
        (2026, "正月初一", date(2026, 2, 17)),
        (2026, "五月初五", date(2026, 6, 19)),
        (2025, "八月十五", date(2025, 10, 6)),
        (2024, "清明", date(2024, 4, 4)),
        (2027, "清明", date(2027, 4, 5)),
        (2027, "10-01", date(2027, 10, 1)),
    ],
)
def test_a_named_day_is_found_in_the_year(year: int, name: str, day: date) -> None:
    assert solar(year, name) == day


@pytest.mark.parametrize(
    ("year", "new_year", "moon"),
    [
        (2033, date(2033, 1, 31), date(2033, 9, 8)),  # the year whose leap month tables got wrong
        (2057, date(2057, 2, 4), date(2057, 9, 13)),
        (2099, date(2099, 1, 21), date(2099, 9, 29)),
    ],
)
def test_far_years_are_as_the_national_standard_computes_them(year, new_year, moon) -> None:
    assert (solar(year, "正月初一"), solar(year, "八月十五")) == (new_year, moon)


def test_the_lunar_festivals_are_those_of_the_table_that_was_used_before() -> None:
    """lunardate comes with workalendar, for tests only; 1978 lies before the project's years, and there
    it follows Hong Kong's table (中秋 16, not 17 September)."""
    lunardate = pytest.importorskip("lunardate")
    differ = [
        (year, name)
        for year in range(1950, LAST_YEAR + 1)
        for name, (month, day) in LUNAR.items()
        if solar(year, name) != lunardate.LunarDate(year, month, day).to_solar_date()
    ]
    assert differ == [(1978, "八月十五")]


def test_no_module_of_ours_loads_what_is_under_the_gpl() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["False", "False"]


_LOADED = """
import sys
from datetime import date
from harness.cli import build
from calendars import load
from calendars.festivals import festivals
build(); load().due(date(2024, 3, 20), 20); festivals(2031)
print("lunardate" in sys.modules, "workalendar" in sys.modules)
"""


def test_the_moon_festival_joins_the_national_day_when_it_falls_into_it() -> None:
    assert [f.name for f in festivals(2028)][-1] == "国庆节、中秋节"
    assert [f.name for f in festivals(2027)][-1] == "国庆节"


def test_a_law_is_not_known_before_it_is_published() -> None:
    labour = {f.name: f for f in festivals(2025, date(2024, 11, 9))}["劳动节"]
    assert len(labour.days) == 1
    assert len({f.name: f for f in festivals(2025)}["劳动节"].days) == 2


def test_the_laws_stand_in_order_of_their_years() -> None:
    years = [law.from_year for law in laws()]
    assert years == sorted(years)


def test_a_holiday_on_a_weekend_is_made_up_for_on_a_weekday() -> None:
    new_year = festivals(2028)[0]  # a Saturday
    assert estimate(new_year) == (date(2028, 1, 1), date(2028, 1, 3))


def test_weekdays_are_counted_as_by_hand() -> None:
    start = date(2026, 3, 1).toordinal()
    for length in range(30):
        by_hand = sum(date.fromordinal(start + n).weekday() < 5 for n in range(1, length + 1))
        assert weekdays(start, start + length) == by_hand
    assert weekdays(start, start + timedelta(days=7).days) == 5
