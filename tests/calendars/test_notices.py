"""The notices that ship: well formed, complete, and equal to the facts collected for them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from calendars.notices import (
    BrokenNotice,
    Notice,
    add_notice,
    ordered,
    parse_notice,
    shipped,
    table,
    to_toml,
)

GOOD = 'year = 2031\nissued = 2030-11-01\n[off]\n"元旦" = [2031-01-01]\n'


def test_every_year_from_2004_to_2026_has_its_notice() -> None:
    assert [n.year for n in shipped() if not n.changes] == list(range(2004, 2027))


def test_three_notices_change_an_earlier_one_that_ships() -> None:
    numbers = {n.number for n in shipped()}
    changes = [n for n in shipped() if n.changes]
    assert [n.file for n in changes] == [
        "2015-victory-day.toml",
        "2019-labour-day.toml",
        "2020-spring-festival.toml",
    ]
    assert all(n.changes in numbers for n in changes)


def test_every_file_in_the_folder_is_read() -> None:
    folder = Path(__file__).parents[2] / "calendars" / "notices"
    assert {p.name for p in folder.iterdir()} == {n.file for n in shipped()}


def test_notices_together_are_the_collected_facts(shared: Path) -> None:
    facts = {
        date.fromisoformat(day): (name, kind == "off")
        for path in (shared / "calendar" / "facts").glob("*.json")
        for day, (name, kind) in json.loads(path.read_text(encoding="utf-8"))["days"].items()
    }
    assert {day: (d.name, d.off) for day, d in table(shipped()).items()} == facts


def test_no_day_is_off_and_worked_by_two_notices_of_different_years() -> None:
    seen: dict[date, Notice] = {}
    for notice in shipped():
        for day in notice.days:
            before = seen.setdefault(day, notice)
            assert before.year == notice.year, day


@pytest.mark.parametrize("notice", shipped(), ids=lambda n: n.file)
def test_a_notice_survives_being_written_and_read_again(notice: Notice) -> None:
    again = parse_notice(notice.file, to_toml(notice))
    assert (again.days, again.number, again.year) == (notice.days, notice.number, notice.year)


def test_of_two_notices_the_later_holds() -> None:
    later = parse_notice(
        "b",
        GOOD.replace("2030-11-01", "2030-12-01")
        .replace("off]", "work]")
        .replace("2031-01-01", "2031-01-04"),
    )
    first = parse_notice("a", GOOD.replace("2031-01-01", "2031-01-04"))
    assert table(ordered([later, first]))[date(2031, 1, 4)].off is False


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("year = ", "不是有效的 TOML"),
        (GOOD.replace("year = 2031", 'year = "2031"'), "year 应写成年份"),
        (GOOD.replace("issued = 2030-11-01\n", ""), "缺发文日期"),
        (GOOD.replace("issued", "isued"), "不认识的键 isued"),
        (GOOD.replace("2031-01-01", "2033-01-01"), "不属于 2031 年"),
        (GOOD.replace("[off]", "[work]"), "不是周六或周日"),
        (GOOD.replace("[2031-01-01]", "2031-01-01"), "应是日期的列表"),
        (GOOD.replace("[2031-01-01]", "[2031-01-01, 2031-01-01]"), "写了两次"),
        ("year = 2031\nissued = 2030-11-01\n", "没有任何日期"),
    ],
)
def test_a_broken_file_of_ours_says_what_to_write_instead(text: str, says: str) -> None:
    with pytest.raises(BrokenNotice, match=says) as wrong:
        parse_notice("2031.toml", text)
    assert str(wrong.value).startswith("2031.toml")


def test_a_new_notice_is_written_and_never_over_another(tmp_path: Path) -> None:
    notice = parse_notice("2031.toml", GOOD)
    path = add_notice(notice, tmp_path)
    assert parse_notice(path.name, path.read_text(encoding="utf-8")) == notice
    with pytest.raises(FileExistsError):
        add_notice(notice, tmp_path)
