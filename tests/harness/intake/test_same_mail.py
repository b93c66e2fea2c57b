"""The same mail is one arrival, however it was kept and whichever copy came first; two mails that only
look alike are two."""

from __future__ import annotations

import itertools
import mailbox
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from harness.intake.account import Fetched
from harness.intake.mails import thing_of_mail
from harness.intake.receive import take_in
from harness.store.audit import differences
from harness.store.places import known_uids

CAME = datetime(2020, 10, 15, 16, 0, tzinfo=timezone(timedelta(hours=8)))
USER = "yan@shenqing.example"
MAIL = (
    "Received: from a by b; Thu, 15 Oct 2020 16:00:01 +0800\r\n"
    "From: 财政厅 <xxgk@cz.yanjiang.example>\r\nTo: yan@shenqing.example\r\n"
    "Date: Thu, 15 Oct 2020 16:00:00 +0800\r\nMessage-ID: <1@cz.yanjiang.example>\r\n"
    "Subject: x\r\n\r\n您好：\r\n\r\nFrom 2020 on.\r\n>From 2019 on.\r\n谢谢。\r\n"
).encode()


def _lay(desk, name: str, data: bytes) -> None:
    desk.lay(name, data, "邮件")


def _eml(desk, number: int) -> None:
    _lay(desk, f"{number}.eml", MAIL)


def _eml_with_line_feeds(desk, number: int) -> None:
    _lay(desk, f"行{number}.eml", MAIL.replace(b"\r\n", b"\n") + b"\n\n")


def _mbox(desk, number: int) -> None:
    path: Path = desk.lay(f"{number}.mbox", b"", "邮件")
    path.unlink()
    box = mailbox.mbox(path)
    box.add(mailbox.mboxMessage(MAIL))
    box.add(b"From: other@x.example\n\nother\n")
    box.close()


def _marked_by_its_program(desk, number: int) -> None:
    head = b"X-Mozilla-Status: 0001\r\nX-Mozilla-Keys: a\r\n b\r\nStatus: RO\r\n"
    _lay(desk, f"标{number}.eml", head + MAIL)


def _maildir(desk, number: int) -> None:
    for name in ("cur", "new", "tmp"):
        (desk.folder / "incoming" / f"邮箱{number}" / name).mkdir(parents=True)
    desk.lay(f"1.{number}:2,S".replace(":", "!"), MAIL.replace(b"\r\n", b"\n"), f"邮箱{number}/cur")


def _server(desk, number: int, uid: int = 1) -> None:
    take_in(desk.store, [thing_of_mail(Fetched(USER, number, uid, CAME, MAIL))])


WAYS = (_eml, _eml_with_line_feeds, _mbox, _marked_by_its_program, _maildir, _server)


def _copies(desk) -> int:
    desk.collect()
    return sum(each.stored.sender == "xxgk@cz.yanjiang.example" for each in desk.arrivals())


@pytest.mark.parametrize(
    ("first", "second"), [*itertools.permutations(WAYS, 2)], ids=lambda way: way.__name__
)
def test_a_mail_that_comes_in_two_ways_is_one_arrival(desk, first, second):
    first(desk, 1)
    assert _copies(desk) == 1
    second(desk, 2)
    assert _copies(desk) == 1
    assert differences(desk.store) == ()


def test_a_mail_kept_in_every_way_at_once_is_one_arrival(desk):
    for number, way in enumerate(WAYS):
        way(desk, number)
    assert _copies(desk) == 1


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace("谢谢。".encode(), "谢谢！".encode()),
        MAIL.replace(b"<1@", b"<2@"),
        MAIL.replace(b"16:00:00", b"16:00:01"),
        MAIL.replace("您好：".encode(), "您好： ".encode()),
        MAIL.replace(b"\r\n\r\n", b"\r\n\r\n\r\n", 1),
    ],
)
def test_two_mails_that_only_look_alike_are_two(desk, other):
    _eml(desk, 1)
    assert _copies(desk) == 1
    _lay(desk, "又.eml", other)
    assert _copies(desk) == 2


def test_two_equal_mails_on_a_server_are_two_also_where_one_lay_in_a_folder_before(desk):
    _eml(desk, 1)
    assert _copies(desk) == 1
    _server(desk, 7, uid=1)
    _server(desk, 7, uid=2)
    assert _copies(desk) == 2


def test_the_same_words_in_two_mailboxes_are_two_mails(desk):
    desk.mail(MAIL, CAME, USER)
    desk.mail(MAIL, CAME, "lian@shenqing.example")
    assert _copies(desk) == 2


def _known(desk, validity: int) -> frozenset[int]:
    with desk.store.reading() as connection:
        return known_uids(connection, USER, "", validity)


@pytest.mark.parametrize("before", [_server, _eml_with_line_feeds])
def test_where_a_known_mail_lies_now_is_put_down_so_that_it_is_fetched_once(desk, before):
    before(desk, 7)
    assert _copies(desk) == 1
    for validity, uid in ((8, 5), (9, 3)):
        _server(desk, validity, uid)
        assert _known(desk, validity) == {uid}
        assert _copies(desk) == 1
    assert (_known(desk, 8), _known(desk, 10)) == ({5}, frozenset())
    with desk.store.reading() as connection:
        rows = connection.exec_driver_sql("select count(*) from places").scalar_one()
        said = connection.exec_driver_sql("select what from history order by op desc").scalar()
    assert rows == 2
    assert "新位置" in said
    _server(desk, 9, 3)
    with desk.store.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from places").scalar_one() == 2
    assert differences(desk.store) == ()


def test_where_the_evidence_of_the_first_copy_is_altered_the_second_is_kept(desk, monkeypatch):
    monkeypatch.setattr("harness.intake.known._marks", {})
    _server(desk, 7)
    (filed,) = desk.arrivals()
    (desk.folder / filed.arrival.path).write_bytes(b"x")
    _eml_with_line_feeds(desk, 1)
    assert _copies(desk) == 2
