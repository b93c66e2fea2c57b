"""plan, letters, log and send, from the first day of a campaign on, as they are typed."""

from __future__ import annotations

import contextlib
import re

import pytest
from aiosmtpd.controller import Controller

PLAN = ("U001-A", "U002-A", "U001-B", "U002-B")
FIRST, SECOND = "2020-09-21", "2020-09-22"


class Post:
    """An SMTP server that takes what comes."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append(envelope)
        return "250 taken"


@pytest.fixture
def post(fresh):
    """Takes the campaign's mail."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    # aiosmtpd knocks on port 0 to see whether it is up; the real one is known only afterwards
    with contextlib.suppress(OSError):
        controller.start()
    try:
        port = controller.server.sockets[0].getsockname()[1]
        settings = fresh.folder / "campaign.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(
            text.replace("smtp_port = 0", f"smtp_port = {port}"), encoding="utf-8", newline=""
        )
        yield handler
    finally:
        controller.stop()


def test_a_plan_is_shown_then_written_once(fresh):
    shown = fresh("plan", "--json").told
    assert tuple(each["id"] for each in shown["applications"]) == PLAN and not shown["frozen"]
    keys = {"id", "unit", "applicant", "question", "channel", "send_on"}
    assert keys <= set(shown["applications"][0])
    assert fresh.past == []

    told = fresh("plan")
    assert told.status == 0 and told.next == "下一步：mingcha plan --write"
    assert fresh("plan", "--write", "--json").told["frozen"]
    assert fresh("plan", "--write").next == "下一步：mingcha letters"
    (done,) = fresh.past
    assert (done["op"], done["by"], done["verb"]) == (1, "李四", "plan")


def test_what_goes_on_paper_is_made_at_once_and_comes_out_the_same(fresh):
    fresh("plan", "--write")
    files = fresh("letters", "--on", "2020年9月21日", "--json").told["files"]
    assert any(name.startswith(f"outgoing/{FIRST}/交寄清单") for name in files)
    made = [name for name in files if not name.endswith(".xlsx")]  # says when it was made
    before = {name: (fresh.folder / name).read_bytes() for name in made}
    assert fresh("letters", "--on", FIRST, "--write", "--json").told["files"] == files
    assert {name: (fresh.folder / name).read_bytes() for name in made} == before


def test_a_letter_is_posted_once_and_the_clock_follows(fresh):
    fresh("plan", "--write")
    early = fresh("log", "posted", "U001-A", "--on", FIRST, "--write")
    assert "还没有制作" in early.refusal
    fresh("letters", "--on", FIRST)

    words = ("log", "posted", "u001-a", "--on", FIRST, "--number", "XA12345678945")
    shown = fresh(*words)
    assert shown.status == 0 and shown.next.endswith("--write")
    assert not fresh(*words, "--json").told["recorded"]
    assert fresh(*words, "--write", "--json").told["recorded"]
    past = fresh.past
    again = fresh(*words, "--write", "--json").told
    assert not again["recorded"] and not again["new"] and fresh.past == past
    rows = {each["application"]: each for each in fresh("due", "--as-of", FIRST, "--json").told}
    assert rows["U001-A"]["state"] == "awaiting_receipt" and rows["U002-A"]["state"] == "not_sent"
    assert rows["U001-A"]["waiting_for"] == "receipt"

    assert "挂号号码是“XA12345678945”" in fresh(*words[:-1], "XA999", "--write").refusal
    moved = fresh("log", "posted", "U001-A", "--on", SECOND, "--write")
    assert "--replace" in moved.refusal
    done = fresh("log", "posted", "U001-A", "--on", SECOND, "--replace", "--write", "--json").told
    assert done["recorded"] and done["replaces"] == [f"{FIRST} 交寄"]
    events = fresh("case", "U001-A", "--as-of", SECOND, "--json").told["events"]
    assert [(each["kind"], each["on"], each["by"]) for each in events] == [("sent", SECOND, "李四")]


def test_what_came_back_may_be_posted_again_with_another_number(fresh):
    fresh("plan", "--write")
    fresh("letters", "--on", FIRST)
    for kind, day, *more in (
        ("posted", FIRST, "--number", "XA1"),
        ("returned", "2020-09-25"),
        ("posted", "2020-09-28", "--number", "XA2"),
        ("delivered", "2020-09-30"),
    ):
        done = fresh("log", kind, "U001-A", "--on", day, *more, "--write", "--json").told
        assert done["recorded"] and done["replaces"] == [], kind
    clock = fresh("case", "U001-A", "--as-of", "2020-10-01", "--json").told["clock"]
    assert clock["received_on"] == "2020-09-30"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("posted", "U001-A", "--on", "2099-01-01"), "晚于今天"),
        (("posted", "U001-A", "--on", "2020-13-01"), "没有这一天"),
        (("posted", "U001-B", "--on", FIRST), "由 mingcha send 发送"),
        (("posted", "U001-A", "--on", FIRST, "--number", "EA473124828CN"), "校验码不符"),
        (("handed_in", "U001-A", "--on", FIRST), "请登记 posted"),
        (("posted", "U009-A", "--on", FIRST), "没有编号为“U009-A”的申请"),
        (("delivered", "U001-A", "--on", FIRST), "还没有寄出"),
        (("sneezed", "U001-A", "--on", FIRST), "没有“sneezed”这个命令"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(fresh, words, why):
    fresh("plan", "--write")
    past = fresh.past
    assert why in fresh("log", *words, "--write").refusal
    assert fresh.past == past


def test_mail_goes_only_in_the_number_that_was_forecast(fresh, post):
    fresh("plan", "--write")
    forecast = fresh("send", "--on", SECOND)
    assert forecast.next == f"下一步：mingcha send --on {SECOND} --send 2" and not post.mails
    assert fresh("send", "--on", SECOND, "--json").told["due"] == ["U001-B", "U002-B"]
    assert "现在到期待发的是2封" in fresh("send", "--on", SECOND, "--send", "3").refusal

    rehearsed = fresh("send", "--on", SECOND, "--rehearse", "me@my.example", "--json").told
    assert rehearsed["sent"] == ["U001-B", "U002-B"]
    assert [each.rcpt_tos for each in post.mails] == [["me@my.example"]] * 2
    assert [each["verb"] for each in fresh.past] == ["plan"]

    sent = fresh("send", "--on", SECOND, "--send", "2", "--json").told
    assert sent["sent"] == ["U001-B", "U002-B"] and not sent["refused"] and not sent["unknown"]
    assert fresh("send", "--on", SECOND, "--json").told["due"] == [] and len(post.mails) == 4


def test_a_server_that_is_not_there_is_one_line(fresh, post):
    fresh("plan", "--write")
    settings = fresh.folder / "campaign.toml"
    text = re.sub(r"smtp_port = \d+", "smtp_port = 1", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8", newline="")
    done = fresh("send", "--on", SECOND, "--send", "2")
    *stages, fault = done.err.splitlines()
    assert done.status == 2 and fault.startswith("错误：连不上发信服务器")
    assert all(each.endswith("……") for each in stages) and "Traceback" not in done.err


def test_every_fault_of_the_settings_is_a_line_of_its_own(fresh):
    settings = fresh.folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace('region = "演江自治区"', "region = 3")
    settings.write_text(text.replace("drill = true", 'drill = "是"'), encoding="utf-8", newline="")
    lines = fresh("plan").refusal.splitlines()
    assert len(lines) >= 2 and all(each.startswith("错误：") for each in lines)


def test_outside_of_a_campaign_it_says_where_to_go(tmp_path, fresh):
    fresh("plan", "--write")
    inside = type(fresh)(fresh.folder / "deep" / "er")
    inside.folder.mkdir(parents=True)
    assert inside("plan", "--json").told["frozen"]
    outside = type(fresh)(tmp_path)
    assert "campaign.toml" in outside("due").refusal
    told = outside("plan", "-C", "新测评", "--by", "王五")
    assert told.next == "下一步：mingcha letters -C 新测评 --by 王五"
    assert "没有文件夹" in outside("due", "-C", "没有").refusal
