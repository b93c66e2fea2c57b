"""`send`, `pause`, `resume`, `recall`, `resend` as they are typed: what is said, and what comes next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from smtp_server import serving
from typer.testing import CliRunner

from harness.campaign.workspace import open_workspace
from harness.cli import build
from harness.store import plan
from letters.model import Applicant, Application, Channel, Question, Round, Unit
from letters.tables import read_campaign

SETTINGS = """
[campaign]
id = "样江"
title = "样江市测评（演练）"
region = ""
drill = true
collect_until = 2026-06-30
[mail]
smtp_host = "127.0.0.1"
smtp_port = {port}
imap_host = "127.0.0.1"
imap_port = 0
[[applicants]]
id = "P1"
name = "李演"
email = "li@shenqing.example"
address = "演练路1号"
postcode = "000000"
phone = "0000-1"
[[rounds]]
id = "B"
label = "邮件申请"
channel = "email"
send_on = 2026-03-10
"""


@pytest.fixture
def typed(tmp_path: Path):
    """A planned campaign of three mails with a server that takes them, and who types."""
    with serving() as talked:
        (tmp_path / "campaign.toml").write_text(SETTINGS.format(port=talked.port), encoding="utf-8")
        applicant = Applicant("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")
        round = Round("B", "邮件申请", Channel.EMAIL, _day(tmp_path), ("P1",), ("Q1",))
        question = Question("Q1", "决算", "请公开决算。")
        made = [
            Application(
                f"U00{n}-B",
                Unit(f"U00{n}", f"第{n}局", "市直", "地市级", f"a@u{n}.example", "路", "000001", "1"),
                applicant, question, round,
            )
            for n in (1, 2, 3)
        ]  # fmt: skip
        with (
            open_workspace(tmp_path, as_of=_day(tmp_path)) as workspace,
            workspace.store.writing(verb="plan", what="") as connection,
        ):
            plan.add_applications(connection, made)

        def run(*words: str, status: int = 0) -> str:
            done = CliRunner().invoke(build(words[0]), [*words, "-C", str(tmp_path)])
            assert done.exit_code == status, done.output
            return done.output

        yield run, talked


def _day(folder: Path):
    return read_campaign(folder).rounds[0].send_on


SEND = ("send", "--on", "2026-03-10")


def test_a_pause_and_its_end(typed):
    run, talked = typed
    assert "已暂停发送：等通知。" in run("pause", "--why", "等通知")
    assert "已经暂停发送：等通知。" in run(*SEND) and "mingcha resume" in run(*SEND)
    assert json.loads(run("resume", "--json")) == {"paused": None, "changed": True}
    assert "没有暂停" in run("resume")
    assert "发出3封" in run(*SEND, "--send", "3") and len(talked.taken) == 3


def test_what_is_recalled_is_shown_first_and_then_does_not_go(typed):
    run, talked = typed
    told = run("recall", "U002-B")
    assert "（还没有写入）" in told and "mingcha recall U002-B --write" in told
    assert "应发邮件3封" in run(*SEND)
    assert json.loads(run("recall", "U002-B", "--write", "--json")) == {
        "applications": ["U002-B"], "written": True,
    }  # fmt: skip
    assert "发出2封" in run(*SEND, "--send", "2") and len(talked.taken) == 2
    assert "重新排入发送：U002-B。" in run("resend", "U002-B", "--write")
    assert "发出1封" in run(*SEND, "--send", "1") and len(talked.taken) == 3


def test_json_of_a_forecast_names_what_may_not_go_and_why(typed):
    run, _ = typed
    told = json.loads(run(*SEND, "--json"))
    assert told["due"] == ["U001-B", "U002-B", "U003-B"] and told["barred"] == []
    assert told["accounts"] == [] and told["paused"] == ""
