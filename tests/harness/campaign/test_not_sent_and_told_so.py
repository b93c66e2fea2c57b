"""What did not go is told as it is, with a way on: refused, not logged in, to an address that was mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import docx
import pytest
from certificates import authority, server_context
from smtp_server import Manner, Talked, serving

from harness.campaign.clocks.due import due
from harness.campaign.planning.new import new
from harness.campaign.queue import queue
from harness.campaign.recording.event import record
from harness.campaign.sending import further, holding
from harness.campaign.sending.send import forecast, send
from harness.campaign.status import status
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch import passwords
from harness.dispatch.outgoing import put_out
from harness.engine import HERE
from harness.store import outbox, plan, sending
from harness.store.database import open_store
from harness.store.sending import Attempt, Outcome
from letters.model import (
    Applicant,
    Application,
    Authorisation,
    Campaign,
    Channel,
    MailAccount,
    Question,
    Round,
    Unit,
)
from letters.units import write_units

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
DAY = date(2026, 3, 10)
LI = Applicant("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")
ROUND = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ("Q1",))
ASKED = Question("Q1", "2025年度部门决算", "请公开2025年度部门决算。")
UNITS = tuple(
    Unit(
        f"U{n:03d}", f"样江市第{n}局", "市直单位", "地市级", f"xxgk@u{n}.yangjiang.example",
        "演练路2号", "000001", "0000-2",
    )
    for n in range(1, 7)
)  # fmt: skip
LEAVE = Authorisation(
    "样江市", "1号", date(2026, 3, 1), date(2026, 3, 31), ("全部",), ("yangjiang.example",)
)


@pytest.fixture
def manner(tmp_path: Path) -> Manner:
    pem = authority(tmp_path)
    return Manner(extensions=("AUTH PLAIN",), tls=server_context(pem), user=("li", "x"))


@pytest.fixture
def server(manner) -> Iterator[Talked]:
    with serving(manner) as talked:
        yield talked


@pytest.fixture
def workspace(tmp_path: Path, server: Talked, monkeypatch) -> Iterator[Workspace]:
    monkeypatch.setenv(passwords.VARIABLE, "x")
    pem = next(tmp_path.glob("*.pem"))
    own = MailAccount(LI.email, "127.0.0.1", server.port, "implicit", "li", pem.name, connections=4)
    campaign = Campaign(
        "样江", "样江市测评", "", False, date(2026, 6, 30), (ROUND,), (LI,),
        authorisation=LEAVE, accounts=(own,),
    )  # fmt: skip
    with open_store(tmp_path, by="林小姐", now=lambda: NOW) as store:
        with store.writing(verb="plan", what="") as connection:
            plan.add_units(connection, UNITS)
            plan.add_applications(
                connection, [Application(f"{u.id}-B", u, LI, ASKED, ROUND) for u in UNITS]
            )
        yield Workspace(tmp_path, campaign, store, HERE, DAY)


def test_a_wrong_password_is_tried_once_and_told_for_what_it_is(workspace, server, manner):
    manner.user = None
    with pytest.raises(Refused) as told:
        send(workspace, DAY, 6)
    assert sum(each.startswith("AUTH") for each in server.commands) == 1
    assert "不接受 li 的登录名或者密码" in str(told.value) and "服务器已启动" not in str(told.value)
    assert len(forecast(workspace, DAY).due) == 6


def test_a_mail_that_was_refused_is_told_at_every_look_with_a_way_that_can_be_gone(
    workspace, manner
):
    manner.rcpt = lambda to, _: b"550 no such user\r\n" if "@u1." in to else b"250 OK\r\n"
    send(workspace, DAY, 6)
    seen = forecast(workspace, DAY)
    assert seen.due == () and [id for id, _ in seen.before] == ["U001-B"]
    assert send(workspace, DAY, 0).before == seen.before
    (item,) = [each for each in queue(workspace) if each.what == "sending"]
    assert item.state == "refused" and "服务器拒收：服务器拒收" not in item.why
    assert "对方服务器拒收：550 no such user" in item.why and "units.xlsx" in item.why
    assert holding.resend(workspace, "U001-B", "", write=True).written


def test_an_address_that_was_mended_in_the_table_alone_is_not_written_to(workspace, manner):
    mended = replace(UNITS[0], email="right@yangjiang.example")
    write_units(workspace.folder / "units.xlsx", [mended, *UNITS[1:]])
    ((id, why),) = forecast(workspace, DAY).barred
    assert id == "U001-B" and mended.email in why and "mingcha plan --write" in why
    assert len(send(workspace, DAY, 5).sent) == 5
    with workspace.store.writing(verb="plan", what="") as connection:
        plan.add_units(connection, [mended])
    assert forecast(workspace, DAY).due == ("U001-B",)


def test_a_refused_mail_is_not_put_back_to_the_old_address(workspace, manner):
    manner.rcpt = lambda to, _: b"550 no such user\r\n" if "@u1." in to else b"250 OK\r\n"
    send(workspace, DAY, 6)
    mended = replace(UNITS[0], email="right@yangjiang.example")
    write_units(workspace.folder / "units.xlsx", [mended, *UNITS[1:]])
    with pytest.raises(Refused, match="请先 mingcha plan --write"):
        holding.resend(workspace, "U001-B", "", write=True)
    with workspace.store.writing(verb="plan", what="") as connection:
        plan.add_units(connection, [mended])
    assert holding.resend(workspace, "U001-B", "", write=True).written


def test_of_unknown_outcome_is_not_told_as_not_sent(workspace):
    outbox.enqueue(workspace.store, "U001-B", "<1@x>", data=b"mail", name="1.eml", on=DAY)
    outbox.mark_sending(workspace.store, "U001-B")
    first, second, *_ = due(workspace)
    assert (first.unknown, first.waiting_for) == (True, "decision")
    assert (second.unknown, second.waiting_for) == (False, "sending")


@pytest.fixture
def broken(workspace) -> Workspace:
    outbox.enqueue(workspace.store, "U001-B", "<1@x>", data=b"mail", name="1.eml", on=DAY)
    outbox.mark_sending(workspace.store, "U001-B")
    outbox.enqueue(workspace.store, "U002-B", "<2@x>", data=b"mail", name="2.eml", on=DAY)
    outbox.mark_sending(workspace.store, "U002-B")
    outbox.mark_sent(workspace.store, "U002-B", "250", DAY)
    (workspace.folder / "campaign.toml").write_text("[campaign\n", "utf-8")
    return workspace


def test_a_broken_campaign_file_does_not_make_a_plan_disappear(broken):
    found = status(broken.folder, as_of=DAY)
    assert (found.planned, found.sent, found.unknown, found.whole) == (6, 1, 1, False)
    assert found.faults and found.why.startswith("先改好")


def _text(raw: bytes) -> str:
    mail = message_from_bytes(raw, policy=policy.default)
    form = next(part for part in mail.iter_attachments()).get_payload(decode=True)
    paragraphs = docx.Document(BytesIO(form))
    cells = [c.text for t in paragraphs.tables for row in t.rows for c in row.cells]
    words = "\n".join([*cells, *(p.text for p in paragraphs.paragraphs)])
    return f"{mail['Date']}\n{mail.get_body().get_content()}\n{words}"


def _later(workspace: Workspace, now: datetime) -> Workspace:
    return replace(workspace, store=replace(workspace.store, now=lambda: now), as_of=now.date())


def test_a_letter_bears_the_day_on_which_it_goes_and_not_that_of_the_plan(workspace, server):
    now = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
    send(_later(workspace, now), date(2026, 3, 12), 6)
    for raw in server.taken:
        text = _text(raw)
        assert "Thu, 12 Mar 2026 10:00:00 +0800" in text and "3月12日" in text
        assert "3月10日" not in text


def test_what_was_composed_and_never_tried_is_composed_anew_on_another_day(workspace, server):
    put_out(workspace.store, workspace.campaign, _planned(workspace), NOW)
    with workspace.store.reading() as connection:
        before = {id: each.message_id for id, each in outbox.letters(connection).items()}
    now = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
    send(_later(workspace, now), date(2026, 3, 12), 6)
    assert len(server.taken) == 6
    for raw in server.taken:
        assert "3月10日" not in _text(raw) and "Thu, 12 Mar 2026" in _text(raw)
        assert message_from_bytes(raw)["Message-ID"] in before.values()


def test_what_was_tried_once_is_never_another_mail(workspace):
    put_out(workspace.store, workspace.campaign, _planned(workspace), NOW)
    with workspace.store.reading() as connection:
        before = {id: each.sha256 for id, each in outbox.letters(connection).items()}
        waits = list(sending.waiting(connection).values())
    sending.take_down(workspace.store, waits, [])
    tried = [
        Attempt(e.application_id, NOW, LI.email, "s", e.sha256, Outcome.LATER, "451", DAY)
        for e in waits
    ]
    sending.take_down(workspace.store, [], tried)
    now = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
    send(_later(workspace, now), date(2026, 3, 12), 6)
    with workspace.store.reading() as connection:
        assert {id: e.sha256 for id, e in outbox.letters(connection).items()} == before


def _planned(workspace: Workspace) -> list[Application]:
    with workspace.store.reading() as connection:
        return list(plan.applications(connection))


def test_of_what_a_person_put_down_as_done_no_letter_is_left_to_wait(desk):
    campaign = replace(desk.workspace.campaign, smtp_host="127.0.0.1", smtp_port=1)
    day = date(2020, 10, 9)
    there = replace(desk.workspace, campaign=campaign, as_of=day)
    record(there, "clarification_submitted", "U001-B", day, write=True)
    with pytest.raises(Refused, match="再写的信不会发出"):
        further.supplement(there, "U001-B", "指2019年度的。", day)


def test_two_campaigns_of_one_day_have_different_message_ids(tmp_path):
    seeds = set()
    for name in ("甲", "乙"):
        new(tmp_path / name, DAY)
        seeds.add((tmp_path / name / "campaign.toml").read_text("utf-8").split("seed = ")[1][:12])
    assert len(seeds) == 2


def test_ahead_of_its_day_nothing_goes_and_the_forecast_says_by_which_day_it_looks(workspace):
    early = _later(workspace, datetime(2026, 3, 9, 2, 0, tzinfo=UTC))
    seen = forecast(early, DAY)
    assert (seen.due, seen.until) == ((), date(2026, 3, 9))
    assert forecast(workspace, DAY).until == DAY


def test_a_reason_that_is_given_later_is_kept(workspace):
    assert holding.pause(workspace, "").paused == "没有写明原因"
    told = holding.pause(workspace, "节假日")
    assert (told.paused, told.changed) == ("节假日", False)
    assert holding.pause(workspace, " ").paused == "节假日"
