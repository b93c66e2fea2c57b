"""`mingcha calendar`: the shapes of contracts.md, section 3, and one clear line for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from calendars import notices
from harness.cli import calendar as group
from harness.cli.errors import UserError

NOTICES = Path(__file__).with_name("notices")


def run(*args: str, stdin: str | None = None) -> Result:
    app = typer.Typer()
    group.register(app)
    app.command("other")(lambda: None)
    return CliRunner().invoke(app, ["calendar", *args], input=stdin)


def test_a_deadline_stands_alone_in_the_first_line() -> None:
    assert run("due", "2026-03-02").stdout.splitlines()[0] == "2026-03-30"


def test_a_deadline_says_its_weekday_and_the_holidays_on_the_way() -> None:
    said = run("due", "2026-02-13").stdout
    assert "2026年3月19日（星期四），2026年2月13日（星期五）之后的第20个工作日" in said
    assert "其间2月15日至2月23日春节放假，不计入（国办发明电〔2025〕7号）" in said
    assert "其间2月14日春节调休上班，计入" in said
    told = json.loads(run("due", "2026-02-13", "--json").stdout)
    assert told["weekday"] == "星期四"
    assert told["passed"][1] == {
        "first": "2026-02-15",
        "last": "2026-02-23",
        "name": "春节",
        "workday": False,
        "source": "国办发明电〔2025〕7号",
    }


def test_where_no_holiday_lies_on_the_way_none_is_named() -> None:
    assert "其间" not in run("due", "2026-03-02").stdout
    assert json.loads(run("due", "2026-03-02", "--json").stdout)["passed"] == []


@pytest.mark.parametrize(
    "day", ["2026/3/2", "2026年3月2日", "20260302", "２０２６－３－２", "2026.3.2"]
)
def test_a_day_may_be_written_in_every_usual_form(day: str) -> None:
    assert run("due", day).stdout == run("due", "2026-03-02").stdout
    assert run("due", "--stdin", stdin=f"{day}\n").stdout == "2026-03-30\n"
    assert run("is-workday", day, "--as-of", day).stdout == "工作日（星期一）\n"
    assert run("count", day, "2026-03-03").stdout == "1\n"


def test_a_bad_day_is_told_in_one_wording_everywhere() -> None:
    told = (
        "“3月2日”不是能认出的日期，应写成 2026-03-05、2026/3/5、2026年3月5日、20260305 这样的形式"
    )
    for args in (
        ("due",),
        ("is-workday",),
        ("count", "2026-03-02"),
        ("due", "2026-03-02", "--as-of"),
    ):
        assert told in str(run(*args, "3月2日").exception)
    assert told in run("due", "--stdin", stdin="3月2日\n").stderr


def test_a_deadline_with_its_days() -> None:
    result = json.loads(run("due", "2020-09-25", "--days", "5", "--json").stdout)
    assert (result["due_on"], result["provisional"]) == ("2020-10-09", False)
    assert result["days"][0] == "2020-09-27"


def test_a_provisional_deadline_says_so() -> None:
    result = run("due", "2026-12-31")
    assert "暂定" in result.stderr
    assert json.loads(run("due", "2026-12-31", "--json").stdout)["provisional"] is True


def test_dates_in_bulk_come_out_line_by_line() -> None:
    result = run("due", "--stdin", "--days", "7", stdin="2020-10-09\n2021-11-27\n")
    assert (result.stdout, result.exit_code) == ("2020-10-19\n2021-12-07\n", 0)


def test_a_bad_line_in_bulk_is_named_and_the_others_go_on() -> None:
    result = run("due", "--stdin", stdin="2026-03-02\n2026-02-30\n\n2026-03-03\n")
    assert result.stdout.split("\n") == ["2026-03-30", "", "", "2026-03-31", ""]
    assert "第2行" in result.stderr and "第3行" not in result.stderr
    assert result.exit_code == 1


def test_a_day_says_what_it_is_and_by_which_notice() -> None:
    assert json.loads(run("is-workday", "2026-10-01", "--json").stdout) == {
        "workday": False,
        "name": "国庆节",
        "source": "国办发明电〔2025〕7号",
        "provisional": False,
    }
    assert run("is-workday", "2026-10-10").stdout.startswith("工作日（国庆节调休上班")


def test_working_days_between_two_days() -> None:
    assert run("count", "2020-09-25", "2020-10-10").stdout == "6\n"


def test_the_calendar_of_an_earlier_day_can_be_asked_for() -> None:
    assert run("due", "2020-01-20", "--days", "7", "--as-of", "2020-01-25").stdout.startswith(
        "2020-02-04\n"
    )


def test_a_place_that_cannot_be_placed_is_one_clear_line() -> None:
    for command in (("due", "2024-04-01"), ("is-workday", "2024-04-01"), ("due", "--stdin")):
        result = run(*command, "--region", "火星", stdin="2024-04-01\n")
        assert isinstance(result.exception, UserError)
        assert "“火星”" in str(result.exception) and "“广东省”" in str(result.exception)
        assert result.stdout == "" and result.stderr == ""


def test_a_city_has_the_holidays_of_its_region_and_a_place_elsewhere_none_in_silence() -> None:
    national = run("due", "2024-04-01")
    for name in ("广西", "南宁市", "广西壮族自治区南宁市"):
        assert run("due", "2024-04-01", "--region", name).stdout != national.stdout
    for name in ("广东省", "广州市", "广东省广州市"):
        result = run("due", "2024-04-01", "--region", name)
        assert (result.stdout, result.stderr) == (national.stdout, "")


def test_a_provisional_deadline_admits_that_a_year_may_change_while_it_runs() -> None:
    result = run("due", "2026-12-31", "--as-of", "2026-11-22")
    assert "（未计年中临时调整）" in result.stderr
    assert "2027年的放假通知尚未公布，可能调整2026年12月26日以后的日子" in result.stderr


def test_a_provisional_date_in_bulk_is_marked_with_its_bounds() -> None:
    result = run("due", "--stdin", "--as-of", "2026-06-01", stdin="2026-03-02\n2026-12-31\n")
    final, open_ = result.stdout.splitlines()
    assert final == "2026-03-30"
    on, mark, earliest, latest = open_.split("\t")
    assert mark == "暂定" and earliest <= on <= latest and earliest < latest
    assert "有1个截止日是暂定的（未计年中临时调整）" in result.stderr


def test_bulk_as_json_is_an_object_a_line() -> None:
    lines = "2026-03-02\nx\n\n2026-12-31\n"
    result = run("due", "--stdin", "--json", "--as-of", "2026-06-01", stdin=lines)
    final, faulty, empty, still_open = map(json.loads, result.stdout.splitlines())
    single = json.loads(run("due", "2026-03-02", "--json", "--as-of", "2026-06-01").stdout)
    assert final == {"date": "2026-03-02", **single}
    assert faulty["due_on"] is None and faulty["error"]["code"] == "bad_date"
    assert empty == {"date": "", "due_on": None}
    assert still_open["provisional"] and len(still_open["doubts"]) == 1
    assert result.exit_code == 1


def test_a_notice_is_read_into_the_form_of_the_facts() -> None:
    result = json.loads(run("import", str(NOTICES / "2025.txt"), "--json").stdout)
    assert (result["year"], result["notice"], result["issued"]) == (
        2025,
        "国办发明电〔2024〕12号",
        "2024-11-12",
    )
    assert result["days"]["2025-01-26"] == ["春节", "work"]
    assert result["days"]["2025-10-06"] == ["国庆节、中秋节", "off"]


def test_a_notice_in_gbk_is_read_too(tmp_path: Path) -> None:
    text = (NOTICES / "2014.txt").read_text(encoding="utf-8")
    file = tmp_path / "通知.txt"
    file.write_bytes(text.encode("gb18030"))
    assert json.loads(run("import", str(file), "--json").stdout)["year"] == 2014


def test_a_notice_that_does_not_add_up_is_refused_with_its_sentence(tmp_path: Path) -> None:
    text = (NOTICES / "2025.txt").read_text(encoding="utf-8").replace("共8天", "共7天")
    file = tmp_path / "通知.txt"
    file.write_text(text, encoding="utf-8")
    result = run("import", str(file), "--json")
    assert isinstance(result.exception, UserError)
    assert "1月28日" in str(result.exception) and "共7天" in str(result.exception)


def test_a_notice_that_ships_already_is_not_written_twice() -> None:
    before = notices.shipped()
    result = run("import", str(NOTICES / "2025.txt"), "--write")
    assert "已有这份通知" in result.stderr
    assert notices.shipped() == before


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("due", "2026-02-29"), "没有这一天"),
        (("due", "1999-01-04"), "年份应在2000年至2099年之间"),
        (("due", "2026-03-02", "--days", "0"), "--days 应是1到1000"),
        (("due",), "--stdin"),
        (("count", "2026-03-02", "2026-03-01"), "早于起日"),
        (("is-workday", "x"), "不是能认出的日期"),
        (("is-workday", "2003-01-01"), "超出日历的范围"),
        (("count", "2003-01-01", "2026-03-01"), "超出日历的范围"),
        (("import", "没有.txt"), "没有文件"),
        (("import", "没有.txt", "--replace"), "--write"),
        (("due", "2026-03-02", "--as-of", "x"), "--as-of"),
        (("due", "2026-03-02", "--as-of", "1998-01-01"), "年份应在"),
    ],
)
def test_bad_input_is_one_clear_line(args: tuple[str, ...], says: str) -> None:
    result = run(*args)
    assert isinstance(result.exception, UserError)
    assert says in str(result.exception)
    assert "\n" not in str(result.exception)
    assert (result.stdout, result.stderr) == ("", "")  # the line is all that is said


def test_every_shipped_year_is_verified() -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert "逐日核对" in result.stdout


def test_a_count_over_an_unsourced_holiday_is_provisional() -> None:
    result = run("count", "2026-04-01", "2026-05-31", "--region", "宁夏", "--json")
    assert json.loads(result.stdout)["provisional"] is True


def test_dates_in_bulk_say_why_they_are_provisional() -> None:
    for day in ("2026-04-10", "2026-03-25"):
        result = run("due", "--stdin", "--region", "宁夏", stdin=f"{day}\n")
        assert "宁夏回族自治区2026年开斋节、古尔邦节的放假安排没有查到出处" in result.stderr
        assert "尚未公布" not in result.stderr


def test_every_bad_line_in_bulk_is_named() -> None:
    result = run("due", "--stdin", stdin="x\n2026-03-02\nx\n")
    assert "第1行" in result.stderr and "第3行" in result.stderr
