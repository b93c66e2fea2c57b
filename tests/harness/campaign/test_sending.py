"""`send` for real: what the authorisation reaches and what not, what is forecast, what is held."""

from __future__ import annotations

import email
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import policy
from pathlib import Path

import pytest
from certificates import authority, server_context
from smtp_server import Manner, Talked, serving

from harness.campaign import further, holding
from harness.campaign.send import forecast, rehearse, send
from harness.campaign.workspace import Refused, Workspace
from harness.dispatch import passwords
from harness.engine import HERE
from harness.store import outbox, people, plan, sending
from harness.store.database import open_store
from harness.store.further import letters as further_letters
from letters.model import Applicant as Person
from letters.model import (
    Application,
    Authorisation,
    Campaign,
    Channel,
    MailAccount,
    Question,
    Round,
    Unit,
)

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)  # a Tuesday, ten in the morning in China
DAY = date(2026, 3, 10)
LI = Person("P1", "李演", "li@shenqing.example", "演练路1号", "000000", "0000-1")
ROUND = Round("B", "邮件申请", Channel.EMAIL, DAY, ("P1",), ("Q1",))
LEAVE = Authorisation(
    "样江市人民政府办公室", "样政办函〔2026〕12号", date(2026, 3, 1), date(2026, 3, 31), ("全部",),
    ("yangjiang.example",),
)  # fmt: skip
OK = b"250 OK\r\n"


def unit(number: int, domain: str = "yangjiang.example") -> Unit:
    return Unit(
        f"U{number:03d}", f"样江市第{number}局", "市直单位", "地市级", f"xxgk@u{number}.{domain}",
        "演练路2号", "000001", "0000-2",
    )  # fmt: skip


def asked(*units: Unit) -> list[Application]:
    question = Question("Q1", "2025年度部门决算", "请公开2025年度部门决算。")
    return [Application(f"{each.id}-B", each, LI, question, ROUND) for each in units]


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    return authority(tmp_path)


@pytest.fixture
def server(pem: Path) -> Iterator[Talked]:
    manner = Manner(
        extensions=("AUTH PLAIN", "PIPELINING"), tls=server_context(pem), user=("li", "x")
    )
    with serving(manner) as talked:
        yield talked


@pytest.fixture
def make(tmp_path: Path, pem: Path, server: Talked, monkeypatch):
    """A campaign that is planned and has an account at the server, and a clock."""
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    stores = []

    def made(
        *units: Unit, leave: Authorisation | None = LEAVE, now: datetime = NOW, **account: int
    ) -> Workspace:
        own = MailAccount(LI.email, "127.0.0.1", server.port, "implicit", "li", pem.name, **account)
        campaign = Campaign(
            "样江", "样江市测评", "", False, date(2026, 6, 30), (ROUND,), (LI,),
            authorisation=leave, accounts=(own,),
        )  # fmt: skip
        opened = open_store(tmp_path, by="林小姐", now=lambda: now)
        store = opened.__enter__()
        stores.append(opened)
        with store.writing(verb="plan", what="") as connection:
            plan.add_applications(connection, asked(*units))
        return Workspace(tmp_path, campaign, store, HERE, now.date())

    yield made
    for each in stores:
        each.__exit__(None, None, None)


def _at(workspace: Workspace, now: datetime) -> Workspace:
    return replace(workspace, store=replace(workspace.store, now=lambda: now))


def test_what_is_authorised_goes_encrypted_by_the_applicants_account(make, server):
    workspace = make(unit(1), unit(2))
    seen = forecast(workspace, DAY)
    assert seen.due == ("U001-B", "U002-B") and seen.barred == ()
    done = send(workspace, DAY, 2)
    assert done.sent == seen.due and not done.left and len(server.taken) == 2
    with workspace.store.reading() as connection:
        ((_, outcome, _),) = sending.attempts_of(connection, "U001-B")
    assert outcome == "taken" and any(each.startswith("AUTH") for each in server.commands)


def test_a_letter_that_really_leaves_bears_the_day_and_hour_at_which_it_does(make, server):
    send(make(unit(1)), DAY, 1)
    assert b"Date: Tue, 10 Mar 2026 10:00:00 +0800" in server.taken[0]


BARRED = [
    ({"first": date(2026, 3, 11)}, "不在授权的期限内"),
    ({"last": date(2026, 3, 9)}, "不在授权的期限内"),
    ({"units": ("U002",)}, "不在授权的单位之内"),
    ({"domains": ("gov.example",)}, "不在授权发往的域名之内"),
]


@pytest.mark.parametrize(("change", "why"), BARRED)
def test_outside_of_the_authorisation_nothing_leaves(make, server, change, why):
    workspace = make(unit(1), leave=replace(LEAVE, **change))
    seen = forecast(workspace, DAY)
    assert seen.due == () and why in seen.barred[0][1]
    with pytest.raises(Refused, match="现在到期待发的是0封"):
        send(workspace, DAY, 1)
    assert send(workspace, DAY, 0).sent == () and server.connections == 0


def test_without_an_authorisation_an_account_sends_nothing(make, server):
    seen = forecast(make(unit(1), leave=None), DAY)
    assert "没有 [authorisation]" in seen.barred[0][1] and server.connections == 0


def test_leave_is_not_had_by_claiming_another_day(make, server):
    workspace = make(unit(1), now=datetime(2026, 4, 1, 2, tzinfo=UTC))
    assert forecast(replace(workspace, as_of=DAY), DAY).due == () and server.connections == 0


def test_nothing_that_really_leaves_is_sent_ahead_of_its_day(make):
    workspace = make(unit(1), now=NOW - timedelta(days=1))
    assert forecast(workspace, DAY).due == ()


@pytest.mark.parametrize("number", [0, 1, 3])
def test_without_the_number_that_was_forecast_nothing_leaves(make, server, number):
    with pytest.raises(Refused, match="现在到期待发的是2封"):
        send(make(unit(1), unit(2)), DAY, number)
    assert server.connections == 0


def test_without_accounts_and_leave_mails_go_only_to_names_that_nobody_has(make):
    workspace = make(unit(1), unit(2, "yangjiang.gov.cn"), leave=None)
    here = replace(workspace.campaign, accounts=(), smtp_host="127.0.0.1", smtp_port=25)
    seen = forecast(replace(workspace, campaign=here), DAY)
    assert seen.due == ("U001-B",) and "没有向外发信的授权" in seen.barred[0][1]


def test_out_of_hours_nothing_leaves_and_the_rest_is_told(make, server):
    workspace = make(unit(1), now=datetime(2026, 3, 7, 2, tzinfo=UTC))  # a Saturday
    workspace = replace(
        workspace, campaign=replace(workspace.campaign, rounds=(replace(ROUND, send_on=DAY),))
    )
    late = _at(workspace, datetime(2026, 3, 14, 2, tzinfo=UTC))
    done = send(late, DAY, 1)
    assert done.left == ("U001-B",) and server.connections == 0
    assert "2026-03-16 09:00" in done.stopped[0]
    (account,) = forecast(late, DAY).accounts
    assert account.begins == "2026-03-16T09:00+08:00"


def test_the_forecast_tells_by_which_account_to_whom_and_how_long(make):
    workspace = make(*(unit(n) for n in range(1, 31)), per_minute=2)
    (account,) = forecast(workspace, DAY).accounts
    assert account.account == LI.email and account.mails == 30
    assert ("u1.yangjiang.example", 1) in account.domains
    # 29 gaps of half a minute
    assert account.ends == "2026-03-10T10:14+08:00"


def test_what_an_account_may_send_in_a_day_is_kept_over_several_runs(make, server):
    workspace = make(*(unit(n) for n in range(1, 6)), per_day=3)
    done = send(workspace, DAY, 5)
    assert len(done.sent) == 3 and "2026-03-11 09:00" in done.stopped[0]
    again = send(workspace, DAY, 2)
    assert again.sent == () and len(server.taken) == 3
    done = send(_at(workspace, NOW + timedelta(days=1)), DAY, 2)
    assert len(done.sent) == 2 and len(server.taken) == 5


def test_a_pause_holds_until_it_is_lifted(make, server):
    workspace = make(unit(1))
    assert holding.pause(workspace, "等通知").changed
    assert not holding.pause(workspace, "又一次").changed
    assert forecast(workspace, DAY).paused == "又一次"
    with pytest.raises(Refused, match="又一次"):
        send(workspace, DAY, 1)
    assert holding.resume(workspace).changed and send(workspace, DAY, 1).sent == ("U001-B",)


def test_what_is_recalled_is_not_sent_until_it_is_put_back(make, server):
    workspace = make(unit(1), unit(2), unit(3))
    assert holding.recall(workspace, ["u002-b"], write=False).applications == ("U002-B",)
    assert len(forecast(workspace, DAY).due) == 3
    holding.recall(workspace, ["U002-B"], write=True)
    assert send(workspace, DAY, 2).sent == ("U001-B", "U003-B")
    with pytest.raises(Refused, match="邮件收不回来"):
        holding.recall(workspace, ["U001-B"], write=True)
    with pytest.raises(Refused, match="早先已经撤回"):
        holding.recall(workspace, ["U002-B"], write=True)
    holding.resend(workspace, "U002-B", "", write=True)
    assert send(workspace, DAY, 1).sent == ("U002-B",) and len(server.taken) == 3


def test_all_that_waits_is_recalled_at_once(make, server):
    workspace = make(unit(1), unit(2))
    assert holding.recall(workspace, ["全部"], write=True).applications == ("U001-B", "U002-B")
    assert forecast(workspace, DAY).due == () and send(workspace, DAY, 0).sent == ()


def test_of_what_nobody_knows_is_told_what_to_look_for_and_only_a_person_sends_it_again(make, pem):
    manner = Manner(
        extensions=("AUTH PLAIN",), tls=server_context(pem), user=("li", "x"), text=lambda *_: None
    )
    workspace = make(unit(1))
    with serving(manner) as talked:
        account = replace(workspace.campaign.accounts[0], smtp_port=talked.port)
        workspace = replace(workspace, campaign=replace(workspace.campaign, accounts=(account,)))
        assert send(workspace, DAY, 1).unknown == ("U001-B",)
        assert forecast(workspace, DAY).due == ()
        with workspace.store.reading() as connection:
            letter = outbox.letters(connection)["U001-B"]
        told = holding.looking(letter)
        assert letter.message_id in told and "已发送" in told and "投递报告" in told
        with pytest.raises(Refused, match="用 --why 写明"):
            holding.resend(workspace, "U001-B", "", write=True)
        assert holding.resend(workspace, "U001-B", "服务商查过，没有投递", write=True).written
        manner.text = lambda *_: OK
        assert send(workspace, DAY, 1).sent == ("U001-B",)
    assert len(talked.taken) == 2  # the first was swallowed: that is why a person decides


def test_what_may_still_be_under_way_is_not_sent_again_on_anybodys_word(make):
    workspace = make(unit(1))
    from harness.dispatch.outgoing import put_out

    with workspace.store.reading() as connection:
        planned = plan.applications(connection)
    put_out(workspace.store, workspace.campaign, planned, NOW)
    with workspace.store.reading() as connection:
        mails = list(sending.waiting(connection).values())
    assert sending.take_down(workspace.store, mails, ()) == {"U001-B"}
    with pytest.raises(Refused, match="可能正在发送"):
        holding.resend(workspace, "U001-B", "看过", write=True)
    later = _at(workspace, NOW + timedelta(hours=1))
    assert holding.resend(later, "U001-B", "看过", write=True).written


def test_a_rehearsal_goes_to_ones_own_address_only(make, server):
    workspace = make(unit(1))
    with pytest.raises(Refused, match="只能寄到自己的邮箱"):
        rehearse(workspace, DAY, "somebody@else.example")
    assert rehearse(workspace, DAY, LI.email).sent == ("U001-B",)
    assert b"X-Mingcha-Rehearsal" in server.taken[0] and forecast(workspace, DAY).due


def test_a_rehearsal_shows_what_follows_applications_too_and_sends_none_of_it(make, server):
    workspace = make(unit(1))
    assert send(workspace, DAY, 1).sent == ("U001-B",)
    further.withdraw(workspace, ["U001-B"], DAY)
    assert rehearse(workspace, DAY, LI.email).sent == ("U001-B/撤回申请",)
    mail = email.message_from_bytes(server.taken[1], policy=policy.default)
    assert mail["To"] == LI.email and mail["X-Mingcha-Rehearsal"].endswith(f"<{unit(1).email}>")
    assert "撤回" in mail.get_content() and mail["Message-ID"].startswith("<rehearsal-")
    assert mail["In-Reply-To"] is mail["References"] is None
    assert forecast(workspace, DAY).due == ("U001-B/撤回申请",)


def test_without_accounts_a_rehearsal_leaves_for_no_address_that_somebody_may_have(make):
    workspace = make(unit(1), leave=None)
    with serving() as talked:
        campaign = replace(
            workspace.campaign, accounts=(), smtp_host="127.0.0.1", smtp_port=talked.port
        )
        here = replace(workspace, campaign=campaign)
        for strange in ("me@yangjiang.gov.cn", "me@yangjiang.gov.cn, me@my.example"):
            with pytest.raises(Refused, match="没有向外发信的授权"):
                rehearse(here, DAY, strange)
        assert talked.connections == 0
        assert rehearse(here, DAY, "me@my.example").sent == ("U001-B",)


def test_where_the_account_takes_plus_addresses_answers_go_to_one_that_each_letter_has(
    make, server
):
    workspace = make(unit(1), plus=True)
    assert send(workspace, DAY, 1).sent == ("U001-B",)
    with workspace.store.reading() as connection:
        number = outbox.letters(connection)["U001-B"].message_id or ""
    own = f"li+{number[1:11]}@shenqing.example".encode()
    (line,) = [e for e in server.taken[0].splitlines() if e.startswith(b"Reply-To:")]
    assert own in line
    further.withdraw(workspace, ["U001-B"], DAY)
    assert send(workspace, DAY, 1).sent and own in server.taken[1]
    assert b"\r\nReply-To:" not in _without_plus(make, server)


def _without_plus(make, server) -> bytes:
    from harness.dispatch.outgoing import _bytes

    workspace = make()
    (application,) = asked(unit(2))
    return _bytes(workspace.campaign, application, "<a@b>", NOW)


# --- 撤回申请 and 补正说明


def test_a_withdrawal_goes_encrypted_at_home_as_far_as_the_authorisation_reaches(make, server):
    workspace = make(unit(1))
    assert send(workspace, DAY, 1).sent == ("U001-B",)
    (letter,) = further.withdraw(workspace, ["U001-B"], DAY).queued
    nobody = replace(workspace.campaign, authorisation=None)
    assert forecast(replace(workspace, campaign=nobody), DAY).barred[0][0] == letter
    early = replace(workspace.campaign, authorisation=replace(LEAVE, last=date(2026, 3, 9)))
    with pytest.raises(Refused, match="现在到期待发的是0封"):
        send(replace(workspace, campaign=early), DAY, 1)
    (account,) = forecast(workspace, DAY).accounts
    assert (account.account, account.mails) == (LI.email, 1)
    later = _at(workspace, NOW + timedelta(hours=1))
    assert send(later, DAY, 1).sent == (letter,) and len(server.taken) == 2
    assert b"Date: Tue, 10 Mar 2026 11:00:00 +0800" in server.taken[1]
    with workspace.store.reading() as connection:
        (kept,) = further_letters(connection).values()
    raw = workspace.store.load(kept.sha256)
    assert LI.email.encode() not in raw
    # over the wire each line ends as it is kept
    assert people.opened(letter, raw).rstrip() == server.taken[1].rstrip()


# --- the password


def test_the_password_comes_from_the_environment_or_is_asked_for_and_lies_in_no_file(
    make, server, monkeypatch, tmp_path
):
    monkeypatch.delenv(passwords.VARIABLE)
    workspace = make(unit(1))
    with pytest.raises(Refused, match=r"keyring set mingcha li@shenqing\.example"):
        send(workspace, DAY, 1)
    monkeypatch.setenv("MINGCHA_MAIL_PASSWORD_LI_SHENQING_EXAMPLE", "geheim-1")
    assert passwords.password(LI.email) == "geheim-1"
    monkeypatch.delenv("MINGCHA_MAIL_PASSWORD_LI_SHENQING_EXAMPLE")
    assert send(workspace, DAY, 1, ask=lambda _: "geheim-2").sent == ("U001-B",)
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"geheim" not in path.read_bytes(), path


def test_a_keyring_that_fails_is_no_fault(monkeypatch):
    monkeypatch.delenv(passwords.VARIABLE, raising=False)

    class Keyring:
        @staticmethod
        def get_password(service: str, address: str) -> str | None:
            if address == "broken":
                raise RuntimeError("no keyring on this system")
            return "from the ring" if service == "mingcha" else None

    monkeypatch.setitem(__import__("sys").modules, "keyring", Keyring)
    assert passwords.password("a@b.example") == "from the ring"
    monkeypatch.setenv(passwords.VARIABLE, "from outside")
    assert passwords.password("broken") == "from outside"


@pytest.mark.parametrize("typed", ["gehéim", "ｇｅｈｅｉｍ", "geheim\r"])
def test_a_password_that_no_server_takes_is_told_without_being_shown(make, monkeypatch, typed):
    monkeypatch.setenv(passwords.VARIABLE, typed)
    with pytest.raises(Refused, match=f"邮箱 {LI.email} 的密码.*英文输入法") as told:
        send(make(unit(1)), DAY, 1)
    assert not set("éｇ\r") & set(str(told.value))
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    with pytest.raises(passwords.NoPassword, match="的登录名"):
        passwords.password(LI.email, user="李示例")


def test_a_run_leaves_no_thread_behind(make):
    before = threading.active_count()
    send(make(unit(1)), DAY, 1)
    assert [
        each.name for each in threading.enumerate() if each.name.startswith(("smtp", "clerk"))
    ] == []
    assert threading.active_count() <= before + 2 and os.getpid()
