"""Of a mail of which nobody knows whether it went: what lies in the folder of sent mail of a real Dovecot,
and what came in, is shown; nothing is changed in the mailbox, and nothing is settled or sent by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from dovecot import PASSWORD

from harness.campaign.sending import looking
from harness.campaign.sending.looking import in_words, look
from harness.dispatch import passwords
from harness.intake import sent
from harness.intake.sent import look_for, sent_folders
from harness.store import facts, outbox, tables
from letters.mailboxes import MailboxPlace

CHINA = timezone(timedelta(hours=8))
AT = datetime(2020, 9, 22, 9, 31, tzinfo=CHINA)
NUMBER = "<U001-B@shenqing.example>"  # as the campaign of conftest.py has it
real = pytest.mark.needs("dovecot")


def _mail(number: str, *more: str) -> bytes:
    heads = [f"Message-ID: {number}", *more, "Subject: x", "", "x", ""]
    return "\r\n".join(heads).encode()


@pytest.fixture
def box(dovecot, request) -> str:
    return f"{abs(hash(request.node.name))}@shenqing.example"


@pytest.fixture
def unknown(desk, monkeypatch):
    """A campaign whose mail U001-B was being sent when the program ended; its applicant has a mailbox
    there."""
    for name in (passwords.VARIABLE, passwords.variable("yan@shenqing.example")):
        monkeypatch.delenv(name, raising=False)

    with desk.store.writing(verb="send", what="") as connection:
        here = tables.outbox.c.application_id == "U001-B"
        facts.update(connection, tables.outbox, {"state": "sending"}, here)

    def made(**place: object):
        said = {"host": "127.0.0.1", "security": "none", "user": "yan", **place}
        places = (MailboxPlace("yan@shenqing.example", **said),)
        return replace(desk.workspace, campaign=replace(desk.workspace.campaign, mailboxes=places))

    return made


@real
@pytest.mark.parametrize("folder", ["Sent", "已发送", "旧邮件/已发邮件"])
def test_a_copy_is_found_by_its_message_id_alone_and_the_mailbox_is_left_as_it_was(
    dovecot, box, folder
):
    with dovecot.client(box) as client:
        client.create_folder(folder)
        client.append(folder, _mail("<other@shenqing.example>", f"References: {NUMBER}"))
        client.append(folder, _mail(f"<x{NUMBER[1:]}"), msg_time=AT)  # SEARCH takes it for the same
        client.append(folder, _mail(NUMBER), msg_time=AT)
    found = look_for(dovecot.account(box), [NUMBER, "<none@shenqing.example>"])
    assert (found.folders, found.left) == ((folder,), ())
    ((number, where, at),) = [(each.message_id, each.folder, each.at) for each in found.copies]
    assert (number, where, at) == (NUMBER, folder, AT)
    with dovecot.client(box) as client:
        client.select_folder(folder, readonly=True)
        assert client.search(["UNSEEN"]) == client.search(["ALL"])


@real
def test_a_folder_that_is_named_is_looked_at_and_one_that_is_not_there_is_told(dovecot, box):
    with dovecot.client(box) as client:
        client.create_folder("存档")
        client.append("存档", _mail(NUMBER), msg_time=AT)
    assert look_for(dovecot.account(box), [NUMBER]).folders == ()
    assert len(look_for(dovecot.account(box), [NUMBER], "存档").copies) == 1
    missing = look_for(dovecot.account(box), [NUMBER], "没有")
    assert missing.copies == () and "文件夹“没有”查不了" in missing.left[0]


def test_what_the_server_says_goes_before_what_a_folder_is_called():
    listed = [
        ((), b"/", "INBOX"), ((b"\\Sent",), b"/", "Gesendet"), ((), b"/", "Sent"),
        ((b"\\Noselect",), b"/", "已发送"),
    ]  # fmt: skip
    assert sent_folders(listed) == ("Gesendet",)
    assert sent_folders([each for each in listed if each[2] != "Gesendet"]) == ("Sent",)


@real
def test_a_copy_is_shown_and_settles_nothing(dovecot, unknown, monkeypatch):
    monkeypatch.setenv(passwords.VARIABLE, PASSWORD)
    with dovecot.client("yan-copy") as client:
        client.create_folder("Sent")
        client.append("Sent", _mail(NUMBER), msg_time=AT)
    workspace = unknown(port=dovecot.port, user="yan-copy")
    (found,) = look(workspace, ["U001-B"])
    assert found.copies == ("文件夹“Sent”，2020-09-22 09:31 存入",) and not found.left
    assert any("程序不据此认定" in each and NUMBER in each for each in in_words(found))
    with workspace.store.reading() as connection:
        assert outbox.letters(connection)["U001-B"].state == "sending"


@real
def test_that_there_is_none_is_not_told_as_not_sent(dovecot, unknown, monkeypatch):
    monkeypatch.setenv(passwords.VARIABLE, PASSWORD)
    with dovecot.client("yan-none") as client:
        client.create_folder("Sent")
    (found,) = look(unknown(port=dovecot.port, user="yan-none"), ["U001-B"])
    assert found.searched == ("Sent",) and any("不等于没有发出" in each for each in in_words(found))


def test_a_mailbox_that_cannot_be_looked_into_is_told(unknown, monkeypatch):
    (found,) = look(unknown(), ["U001-B"])
    assert "没有邮箱 yan@shenqing.example 的密码" in found.left[0]
    monkeypatch.setenv(passwords.VARIABLE, "geheim")
    (found,) = look(unknown(port=1), ["U001-B"])
    assert "查不了" in found.left[0] and not any("不等于" in each for each in in_words(found))
    (found,) = look(unknown(protocol="pop3"), ["U001-B"])
    assert found.left == (looking.POP3,)
    monkeypatch.setattr(sent, "look_for", lambda *_: sent.Looked((), ()))
    (found,) = look(unknown(), ["U001-B"])
    assert found.left == (looking.NO_FOLDER,)


def test_what_came_in_that_answers_it_is_told_with_and_without_a_mailbox(unknown, desk, make_mail):
    workspace = unknown()
    alone = replace(workspace, campaign=replace(workspace.campaign, mailboxes=()))
    (found,) = look(alone, ["U001-B"])
    assert found.arrivals == () and (found.searched, found.left) == ((), ())
    assert any("mingcha collect" in each for each in in_words(found))
    raw = make_mail("您的邮件已收到。", AT, Subject="自动回复：申请", In_Reply_To=NUMBER,
                    Auto_Submitted="auto-replied")  # fmt: skip
    number = desk.mail(raw, AT)
    (found,) = look(alone, ["U001-B"])
    assert len(found.arrivals) == 1 and number in found.arrivals[0]
    (same,) = look(workspace, ["U001-B"])
    assert same.arrivals == found.arrivals and same.left
