"""Which mailboxes are fetched, and who says their passwords: campaign.toml, the environment, the keyring,
a person; one whose password nobody says costs no other."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.campaign.receiving.accounts import campaign_accounts
from harness.dispatch.passwords import VARIABLE as PASSWORD
from harness.dispatch.passwords import password, variable
from letters.mailboxes import MailboxPlace

YAN, LIAN = "yan@shenqing.example", "lian@shenqing.example"


@pytest.fixture(autouse=True)
def _nobody_knows(monkeypatch):
    for name in (PASSWORD, variable(YAN), variable(LIAN)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", None)


@pytest.fixture
def two(desk):
    """A real campaign with two mailboxes."""
    places = (
        MailboxPlace(YAN, "imap.sample.example", folders=("INBOX", "答复")),
        MailboxPlace(LIAN, "pop.sample.example", "pop3", "starttls", user="lian", remove=True),
    )
    campaign = replace(desk.workspace.campaign, drill=False, mailboxes=places)
    return replace(desk.workspace, campaign=campaign)


def test_every_mailbox_is_fetched_as_it_was_written_down(two, monkeypatch):
    monkeypatch.setenv(PASSWORD, "a")
    monkeypatch.setenv("MINGCHA_MAIL_PASSWORD_LIAN_SHENQING_EXAMPLE", "b")
    (imap, pop), wrong = campaign_accounts(two)
    assert wrong == ()
    assert (imap.host, imap.port, imap.user, imap.password, imap.tls, imap.folders, imap.mark) == (
        "imap.sample.example", 993, YAN, "a", True, ("INBOX", "答复"), True,
    )  # fmt: skip
    assert (pop.host, pop.port, pop.user, pop.mailbox, pop.password) == (
        "pop.sample.example", 110, "lian", LIAN, "b",
    )  # fmt: skip
    assert (pop.pop3, pop.starttls, pop.tls, pop.remove) == (True, True, False, True)


def test_a_password_that_nobody_says_costs_no_other_mailbox_and_is_told_how_to_give(
    two, monkeypatch
):
    monkeypatch.setenv(variable(YAN), "geheim")
    (one,), (wrong,) = campaign_accounts(two)
    assert one.mailbox == YAN
    assert (wrong.what, variable(LIAN) in wrong.why) == (f"邮箱 {LIAN} 没有收", True)
    assert f"keyring set mingcha {LIAN}" in wrong.why


def test_who_sits_there_is_asked_only_for_what_is_known_nowhere(two, monkeypatch):
    kept = {("mingcha", f"{YAN}@imap.sample.example"): "from the keyring"}
    keyring = SimpleNamespace(get_password=lambda *place: kept.get(place))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    asked: list[str] = []
    accounts, wrong = campaign_accounts(two, lambda name: asked.append(name) or "typed")
    assert ([each.password for each in accounts], asked, wrong) == (
        ["from the keyring", "typed"], [LIAN], (),
    )  # fmt: skip


def test_a_keyring_that_fails_is_none(two, monkeypatch):
    def locked(*_: object) -> None:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    accounts, wrong = campaign_accounts(two)
    assert (accounts, len(wrong)) == ((), 2)


def test_no_drill_opens_a_mailbox_outside_of_this_machine(two, monkeypatch):
    monkeypatch.setenv(PASSWORD, "a")
    drill = replace(two, campaign=replace(two.campaign, drill=True))
    accounts, wrong = campaign_accounts(drill)
    assert accounts == ()
    assert all("演练" in each.why for each in wrong)


def test_a_password_is_in_no_way_shown(two, monkeypatch):
    monkeypatch.setenv(PASSWORD, "geheim")
    accounts, _ = campaign_accounts(two)
    assert "geheim" not in repr(accounts)


@pytest.mark.parametrize("typed", ["gehéim", "ｇｅｈｅｉｍ", "geheim\r"])
def test_a_password_that_no_server_takes_is_told_without_being_shown(two, monkeypatch, typed):
    monkeypatch.setenv(variable(YAN), typed)
    monkeypatch.setenv(variable(LIAN), "geheim")
    (one,), (wrong,) = campaign_accounts(two)
    assert one.mailbox == LIAN
    assert f"邮箱 {YAN} 的密码" in wrong.why and "英文输入法" in wrong.why
    assert typed not in wrong.why and not set("éｇ\r") & set(wrong.why)


def test_a_name_to_log_in_with_that_no_server_takes_is_told(two, monkeypatch):
    monkeypatch.setenv(PASSWORD, "geheim")
    places = tuple(replace(each, user="李示例") for each in two.campaign.mailboxes)
    named = replace(two, campaign=replace(two.campaign, mailboxes=places))
    accounts, wrong = campaign_accounts(named)
    assert accounts == () and all("的登录名" in each.why for each in wrong)


# --- sending and receiving look in the same places, in the same order


@pytest.mark.parametrize("host", ["smtp.sample.example", "imap.sample.example"])
def test_the_environment_comes_first_then_the_keyring_then_who_sits_there(monkeypatch, host):
    kept = {
        ("mingcha", YAN): "ring",
        ("mingcha", "yan@imap.sample.example"): "ring, of that server",
    }
    keyring = SimpleNamespace(get_password=lambda *place: kept.get(place))
    found = {}
    for name in (variable(YAN), PASSWORD):
        monkeypatch.setenv(name, name)
    for gone in (variable(YAN), PASSWORD, None):
        monkeypatch.setitem(sys.modules, "keyring", keyring)
        found[gone] = password(YAN, user="yan", host=host)
        if gone:
            monkeypatch.delenv(gone)
    of_server = "ring, of that server" if host.startswith("imap") else "ring"
    assert list(found.values()) == [variable(YAN), PASSWORD, of_server]
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert password(YAN, lambda _: "typed", user="yan", host=host) == "typed"


def test_the_names_under_which_sending_and_receiving_had_them_before_still_hold(monkeypatch):
    odd = "li-.xxgk@shenqing.example"
    monkeypatch.setenv("MINGCHA_MAIL_PASSWORD_LI_XXGK_SHENQING_EXAMPLE", "of sending")
    assert password(odd) == "of sending"
    monkeypatch.setenv("MINGCHA_MAIL_PASSWORD_LI__XXGK_SHENQING_EXAMPLE", "of receiving")
    assert password(odd) == "of receiving"


def test_the_certificate_of_a_mailbox_lies_beside_campaign_toml(two, monkeypatch):
    monkeypatch.setenv(PASSWORD, "a")
    first = replace(two.campaign.mailboxes[0], ca_file="root.pem")
    workspace = replace(two, campaign=replace(two.campaign, mailboxes=(first,)))
    (), (wrong,) = campaign_accounts(workspace)
    assert "找不到文件 root.pem" in wrong.why
    (workspace.folder / "root.pem").write_text("", "ascii")
    (one,), () = campaign_accounts(workspace)
    assert one.ca_file == workspace.folder / "root.pem"


def test_whom_the_mail_server_is_asked_for_is_not_to_be_deleted_where_it_is_not_written(desk):
    campaign = replace(
        desk.workspace.campaign, drill=False, imap_host="imap.sample.example", imap_port=993
    )
    _, (wrong, *_) = campaign_accounts(replace(desk.workspace, campaign=campaign))
    assert "请删去" not in wrong.why and "[[mailboxes]]" in wrong.why
