"""`mingcha clock`: the shape of contracts.md, and one clear line for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from harness.cli import clock as group
from harness.cli.errors import UserError
from harness.clock.events import COUNTS, DATES, Kind
from harness.clock.timeline_file import CHOICES
from letters.model import Channel

TIMELINE = {
    "channel": "registered_mail",
    "region": "广西壮族自治区",
    "convention": {"count_receipt_day": False, "no_confirmation": "sent", "answered_on": "posted"},
    "events": [
        {"kind": "sent", "on": "2020-09-18", "evidence": "挂号回执.jpg"},
        {"kind": "delivered", "on": "2020-09-21"},
        {
            "kind": "answered",
            "on": "2020-11-12",
            "signed_on": "2020-10-20",
            "posted_on": "2020-11-10",
        },
    ],
}
FIELDS = [
    "received_on", "received_by", "due_on", "earliest_due_on", "latest_due_on", "provisional",
    "state", "working_days_used", "working_days_left", "answered_on", "convention_matters",
    "findings", "trace",
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path):
    app = typer.Typer()
    group.register(app)
    app.command("other")(lambda: None)  # a single command would lose its name

    def call(content: object, *args: str) -> Result:
        file = tmp_path / "时间线.json"
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["clock", str(file), *args])

    return call


def test_the_result_has_the_fields_of_the_contract(run) -> None:
    result = json.loads(run(TIMELINE, "--as-of", "2020-11-20", "--json").stdout)
    assert list(result) == [*FIELDS, "handling"]
    assert result["due_on"] == "2020-10-23"
    assert (result["state"], result["working_days_left"]) == ("answered_late", -12)
    assert [f["code"] for f in result["findings"]] == ["answer_late", "signed_before_posted_late"]
    assert set(result["trace"][0]) == {"on", "step", "article", "because"}


def test_the_procedural_rules_stand_beside_the_contracts_fields(run) -> None:
    result = json.loads(run(TIMELINE, "--as-of", "2020-11-20", "--json").stdout)
    rules = {one["rule"]: (one["verdict"], one["defects"]) for one in result["handling"]}
    assert rules["in_time"] == ("defective", ["answer_late", "signed_before_posted_late"])
    assert rules["extension"] == ("not_required", [])


def test_the_working_can_be_pasted_into_a_letter(run) -> None:
    text = run(TIMELINE, "--as-of", "2020-11-20", "--explain").stdout
    assert "2020年9月21日（星期一），收到申请：邮寄提交，以行政机关签收之日为收到申请之日" in text
    assert "10月1日至10月8日国庆节、中秋节放假，不计入（国办发明电〔2019〕16号）" in text
    assert "9月27日国庆节、中秋节调休上班，计入" in text
    assert "第16至20个工作日：10月19日、10月20日、10月21日、10月22日、10月23日" in text
    assert "第三十三条第二款" in text and "国务院令第711号" in text
    text.encode("gbk")


def test_the_days_that_do_not_count_are_listed_with_why(run) -> None:
    log = {
        "2025-03-05": "delivered",
        "2025-03-10": "third_party_started",
        "2025-03-17": "third_party_ended",
        "2025-03-20": "fee_notified",
        "2025-03-25": "fee_paid",
    }
    events = [{"kind": kind, "on": day} for day, kind in log.items()]
    timeline = {"channel": "registered_mail", "events": events}
    text = run(timeline, "--as-of", "2025-04-01", "--explain").stdout
    assert (
        "3月11日至3月17日征求意见，其间5个工作日不计入：3月11日、3月12日、3月13日、3月14日、3月17日"
        in text
    )
    assert "3月21日至3月25日等待缴费，其间3个工作日不计入：3月21日、3月24日、3月25日" in text
    assert "第6至10个工作日：3月20日、3月26日" in text
    assert "截止日不能确定为一日" in text  # whether payment starts the period anew is not settled


def test_a_deadline_in_doubt_is_said_to_be(run) -> None:
    events = [{"kind": "sent", "on": "2026-12-11"}, {"kind": "confirmed", "on": "2026-12-14"}]
    text = run({"channel": "email", "events": events}, "--as-of", "2026-12-20", "--explain").stdout
    assert "截止日是暂定的" in text and "放假通知尚未公布" in text


def test_null_stands_for_what_is_not_known(run) -> None:
    result = json.loads(
        run({"channel": "email", "events": []}, "--as-of", "2026-03-01", "--json").stdout
    )
    assert result["state"] == "not_sent"
    assert result["received_on"] is None and result["working_days_left"] is None


def test_an_answer_before_the_application_is_a_finding(run) -> None:
    events = [{"kind": "answered", "on": "2026-03-01"}, {"kind": "sent", "on": "2026-03-02"}]
    result = json.loads(
        run({"channel": "email", "events": events}, "--as-of", "2026-03-05", "--json").stdout
    )
    assert [f["code"] for f in result["findings"]] == ["out_of_order"]


SENT = {"kind": "sent", "on": "2026-03-02"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "不是有效的 JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "应是一个 JSON 对象"),
        ({"events": []}, "缺少 channel"),
        ({"channel": "pigeon", "events": []}, "不认识的渠道“pigeon”"),
        ({"channel": "email"}, "缺少 events"),
        ({"channel": "email", "events": [3]}, "第1个事件应是一个对象"),
        ({"channel": "email", "events": [SENT, {"kind": "sent"}]}, "第2个事件：缺少 on"),
        ({"channel": "email", "events": [{"kind": "x", "on": "2026-03-02"}]}, "不认识的事件种类"),
        ({"channel": "email", "events": [{"kind": "sent", "on": "2026-02-30"}]}, "没有这一天"),
        ({"channel": "email", "events": [{"kind": "sent", "on": 202603021}]}, "应是日期的文字"),
        ({"channel": "email", "events": [{"kind": "sent", "on": "2007-03-02"}]}, "早于 2008-05-01"),
        ({"channel": "email", "events": [SENT | {"days": "x"}]}, "应是正整数"),
        ({"channel": "email", "events": [], "convention": {"answered_on": "x"}}, "应是其中之一"),
        ({"channel": "email", "events": [], "convention": {"count": 1}}, "不认识的键“count”"),
        (
            {"channel": "email", "events": [], "convention": {"count_receipt_day": 1}},
            "true 或者 false",
        ),
        ({"channel": "email", "events": [SENT | {"days": "9" * 5000}]}, "太大"),
        ('{"channel": "email", "events": [{"days": ' + "9" * 5000 + "}]}", "位数过多"),
        ({"channel": "email", "events": [], "region": 7}, "region 应是地区名称"),
    ],
)
def test_bad_input_is_one_clear_line(run, content: object, says: str) -> None:
    result = run(content, "--as-of", "2026-03-05", "--json")
    assert isinstance(result.exception, UserError)
    assert says in str(result.exception) and "\n" not in str(result.exception)
    assert result.stdout == ""


def test_the_day_of_reading_must_be_a_day(run) -> None:
    assert "--as-of" in str(run(TIMELINE, "--as-of", "明天").exception)


def test_a_file_that_is_not_there_is_named(run, tmp_path: Path) -> None:
    app = typer.Typer()
    group.register(app)
    result = CliRunner().invoke(app, [str(tmp_path / "无.json"), "--as-of", "2026-03-05"])
    assert "没有文件" in str(result.exception)


def test_a_day_of_reading_before_every_notice_is_one_clear_line(run) -> None:
    result = run(TIMELINE, "--as-of", "1998-01-01")
    assert isinstance(result.exception, UserError) and "年份应在" in str(result.exception)


def test_what_is_passed_over_is_named(run) -> None:
    odd = TIMELINE | {"Region": "x", "region": "广东省", "events": [SENT | {"posted": "x"}]}
    result = run(odd, "--as-of", "2026-03-05", "--json")
    assert "Region、posted" in result.stderr and len(result.stderr.splitlines()) == 1
    assert run(TIMELINE, "--as-of", "2026-03-05", "--json").stderr == ""


def test_a_timeline_in_gbk_is_read(tmp_path: Path) -> None:
    app = typer.Typer()
    group.register(app)
    file = tmp_path / "时间线.json"
    file.write_bytes(json.dumps(TIMELINE, ensure_ascii=False).encode("gbk"))
    result = CliRunner().invoke(app, [str(file), "--as-of", "2020-11-20", "--json"])
    assert json.loads(result.stdout)["state"] == "answered_late"


def test_an_answer_may_be_dated_by_its_own_days_alone(run) -> None:
    answer = {"kind": "answered", "signed_on": "2020-10-20", "posted_on": "2020-10-21"}
    timeline = {**TIMELINE, "events": [*TIMELINE["events"][:2], answer]}
    result = json.loads(run(timeline, "--as-of", "2020-11-20", "--json").stdout)
    assert (result["state"], result["answered_on"]) == ("answered_in_time", "2020-10-21")


def test_the_help_says_how_a_timeline_is_written() -> None:
    app = typer.Typer(rich_markup_mode=None)
    group.register(app)
    app.command("other")(lambda: None)
    text = CliRunner().invoke(app, ["clock", "--help"]).stdout
    names = [
        *Kind,
        *Channel,
        *COUNTS,
        *DATES,
        *(name for names in CHOICES.values() for name in names),
    ]
    assert [name for name in names if str(name) not in text] == []


def test_a_day_that_has_not_come_is_said_to_be_one(run) -> None:
    result = run({"channel": "email", "events": []}, "--as-of", "2098-01-05")
    assert "还没有到" in result.stderr


def test_a_city_has_the_holidays_of_its_region(run) -> None:
    log = {"2025-03-20": "delivered", "2025-04-21": "answered"}
    events = [{"kind": kind, "on": day} for day, kind in log.items()]
    for region in ("南宁市", "广西壮族自治区"):
        timeline = {"channel": "registered_mail", "region": region, "events": events}
        result = json.loads(run(timeline, "--as-of", "2025-08-01", "--json").stdout)
        assert (result["due_on"], result["state"]) == ("2025-04-22", "answered_in_time")


def test_a_place_that_is_nowhere_is_one_clear_line(run) -> None:
    result = run(TIMELINE | {"region": "火星"}, "--as-of", "2025-08-01")
    assert isinstance(result.exception, UserError) and "火星" in str(result.exception)
    assert result.stdout == ""


def test_the_reason_of_a_doubt_is_the_right_one(run) -> None:
    events = [{"kind": "delivered", "on": "2026-02-10"}]
    timeline = {"channel": "registered_mail", "region": "西藏", "events": events}
    text = run(timeline, "--as-of", "2026-04-20", "--explain").stdout
    assert "没有查到出处" in text and "2027年的放假通知" not in text
