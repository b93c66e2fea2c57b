"""`mingcha clock` with options in the place of a file: the same clock as from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli import build
from harness.cli.clock_options import EVENTS, OWN_DAYS
from harness.cli.errors import UserError
from harness.clock.events import COUNTS, DATES, Kind

AS_OF = ("--as-of", "2026-06-01", "--json")


def run(*arguments: str):
    return CliRunner().invoke(build(), ["clock", *arguments])


def clock(*arguments: str) -> dict[str, object]:
    done = run(*arguments, *AS_OF)
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def from_file(folder: Path, channel: str, *events: dict[str, object]) -> dict[str, object]:
    path = folder / "时间线.json"
    path.write_text(json.dumps({"channel": channel, "events": events}), encoding="utf-8")
    return clock(str(path))


def test_every_kind_of_event_and_day_of_an_answer_has_its_option():
    assert {kind for kind, _ in EVENTS.values()} == {kind.value for kind in Kind}
    assert {count for _, count in EVENTS.values() if count} == set(COUNTS)
    assert set(OWN_DAYS.values()) == set(DATES) - {"noticed_on"}


@pytest.mark.parametrize("option", sorted(set(EVENTS) - {"--answered"}))
def test_an_option_is_the_event_of_its_name(tmp_path, option):
    kind, count = EVENTS[option]
    sent = {"kind": "sent", "on": "2026-03-02"}
    event = {"kind": kind, "on": "2026-03-09", **({count: 10} if count else {})}
    written = f"2026-03-09{':10' if count else ''}"
    told = clock("--channel", "email", "--sent", "2026-03-02", option, written)
    assert told == from_file(tmp_path, "email", sent, event)


def test_an_answer_has_its_own_days(tmp_path):
    own = {"posted_on": "2026-03-19", "signed_on": "2026-03-18", "delivered_on": "2026-03-21"}
    answer = {"kind": "answered", "on": "2026-03-21", **own}
    told = clock(
        "--channel", "挂号信", "--delivered", "2026-03-02", "--answered", "2026-03-21",
        "--answer-posted", "2026-03-19", "--answer-signed", "2026-03-18", "--answer-delivered", "2026-03-21",
    )  # fmt: skip
    arrived = {"kind": "delivered", "on": "2026-03-02"}
    assert told == from_file(tmp_path, "registered_mail", arrived, answer)


def test_an_answer_may_be_dated_by_its_posting_alone():
    told = clock("--channel", "传真", "--sent", "2026-03-02", "--answer-posted", "2026-03-19")
    assert (told["state"], told["answered_on"]) == ("answered_in_time", "2026-03-19")


@pytest.mark.parametrize(
    "day", ["2026-03-09：10", "2026/3/9:10", "2026年3月9日:10日", "20260309:10个工作日"]
)
def test_days_may_follow_a_day_in_every_usual_form(day):
    base = ("--channel", "email", "--sent", "2026-03-02")
    assert clock(*base, "--extended", day) == clock(*base, "--extended", "2026-03-09:10")


def test_an_hour_behind_a_day_is_no_number_of_days():
    base = ("--channel", "email", "--sent", "2026-03-02")
    assert clock(*base, "--extended", "2026-03-09 10:30") == clock(
        *base, "--extended", "2026-03-09"
    )


def test_an_option_may_be_written_twice():
    told = clock(
        "--channel", "email", "--sent", "2026-03-02",
        "--extended", "2026-03-09:5", "--extended", "2026-03-10:5",
    )  # fmt: skip
    assert "extension_repeated" in [one["code"] for one in told["findings"]]


def test_a_convention_may_be_chosen():
    base = ("--channel", "email", "--sent", "2026-03-02")
    assert clock(*base, "--count-receipt-day")["due_on"] == "2026-03-27"
    assert clock(*base, "--no-confirmation", "never")["state"] == "awaiting_receipt"


def test_without_json_it_is_the_working(tmp_path):
    done = run("--channel", "email", "--sent", "2026-03-02", "--as-of", "2026-06-01")
    assert "三、逐日计算" in done.stdout and "2026年3月2日（星期一），寄出。" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("--sent 2026-03-02", "缺少 --channel"),
        ("--channel 飞鸽 --sent 2026-03-02", "不认识的渠道“飞鸽”"),
        ("--channel 邮寄 --sent 2026-03-02", "须写明是哪一种"),
        ("--channel email", "缺少文件，或者 --sent 等选项"),
        ("--channel email --sent 2026-03-02 --extended 2026-03-09:0", "--extended 的天数“0”"),
        ("--channel email --sent 2026-03-02 --extended 2026-03-09:9999", "太大"),
        ("--channel email --sent 2026-03-02:5", "--sent “2026-03-02:5”不是能认出的日期"),
        ("--channel email --sent 2026-03-02 --region 火星", "火星"),
        (
            "--channel email --sent 2026-03-02 --no-confirmation x",
            "--no-confirmation“x”应是其中之一",
        ),
        ("x.json --sent 2026-03-02", "二者择一"),
        ("x.json --channel email", "写在时间线文件里"),
        ("x.json --xlsx y.xlsx", "--xlsx 只用于"),
        (
            "--channel email --answered 2026-03-02 --answered 2026-03-03 --answer-posted 2026-03-01",
            "请改用时间线文件",
        ),
    ],
)
def test_a_wrong_call_is_one_clear_line(words, says):
    done = run(*words.split(), *AS_OF)
    assert isinstance(done.exception, UserError)
    assert says in str(done.exception) and "\n" not in str(done.exception)
    assert done.stdout == ""


def test_a_timeline_takes_days_and_channels_as_people_write_them(tmp_path):
    plain = from_file(tmp_path, "registered_mail", {"kind": "delivered", "on": "2026-03-02"})
    for on in ("2026/3/2", "2026年3月2日", "20260302", 20260302):
        assert from_file(tmp_path, "挂号信", {"kind": "delivered", "on": on}) == plain


def test_a_number_that_excel_keeps_for_a_day_is_none_in_a_timeline(tmp_path):
    path = tmp_path / "t.json"
    path.write_text('{"channel": "email", "events": [{"kind": "sent", "on": 46083}]}')
    done = run(str(path), *AS_OF)
    assert "不是能认出的日期" in str(done.exception)
