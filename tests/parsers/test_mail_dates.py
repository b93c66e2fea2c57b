"""The day of a mail, as programs write it and servers bear it out."""

from __future__ import annotations

import pytest

from parsers import read
from parsers.document import Headers

RECEIVED = "Received: from mx.hexi.example by mail.example with ESMTP; {}"


def headers(*lines: str) -> Headers:
    head = "\r\n".join(["From: a@hexi.example", "To: b@mail.example", *lines])
    found = read(f"{head}\r\n\r\n答复\r\n".encode(), "a.eml").headers
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 16 Mar 2026 15:20:00 CST", "2026-03-16T15:20:00+08:00"),
        ("Mon, 16 Mar 2026 23:30:00", "2026-03-16T23:30:00+08:00"),
        ("Mon, 16 Mar 2026 15:20:00 +0800 (CST)", "2026-03-16T15:20:00+08:00"),
        ("Mon, 16 Mar 2026 15:20:00 GMT+8", "2026-03-16T15:20:00+08:00"),
        ("Mon, 16 Mar 2026 07:20:00 GMT", "2026-03-16T07:20:00+00:00"),
        ("Mon, 16 Mar 2026 07:20:00 -0000", "2026-03-16T07:20:00+00:00"),
        ("Mon, 16 Mar 2026 15:20:00 EST", "2026-03-16T15:20:00-05:00"),
        ("Mon, 16 Mar 26 15:20:00 +0800", "2026-03-16T15:20:00+08:00"),
        ("2026年3月16日", "2026-03-16T00:00:00+08:00"),
        ("2026年3月16日 下午3:20", "2026-03-16T15:20:00+08:00"),
        ("2026年3月16日星期一 15:20:05", "2026-03-16T15:20:05+08:00"),
        ("2026-03-16 10:00", "2026-03-16T10:00:00+08:00"),
        ("2026/3/16 10:00:07", "2026-03-16T10:00:07+08:00"),
        ("2026-03-16T02:00:00Z", "2026-03-16T02:00:00+00:00"),
        ("２０２６－０３－１６ １０：００", "2026-03-16T10:00:00+08:00"),
        ("20260316", "2026-03-16T00:00:00+08:00"),
        ("星期一, 16 三月 2026 15:20:00 +0800", "2026-03-16T15:20:00+08:00"),
        ("周一, 16 3月 2026 15:20", "2026-03-16T15:20:00+08:00"),
        ("Mon, 16 Mar 2026 15:20:00 中国标准时间", "2026-03-16T15:20:00+08:00"),
    ],
)
def test_a_date_is_read_as_its_program_means_it(written, meant):
    found = headers(f"Date: {written}")
    assert (found.date, found.date_certain, found.received) == (meant, True, None)


@pytest.mark.parametrize("written", ["", "昨天", "2026-02-30", "16-03-2026", "Mon, 99 Foo 2020"])
def test_what_is_no_date_is_none_and_certain_of_nothing(written):
    found = headers(f"Date: {written}")
    assert (found.date, found.date_certain) == (None, False)


@pytest.mark.parametrize(
    "written",
    [
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "Sat, 01 Jan 2000 00:05:12 +0800",
        "Fri, 01 Jan 2010 08:00:00 +0800",
        "Thu, 31 Dec 2009 16:00:00 +0000",
        "Mon, 05 Mar 2007 09:00:00 +0800",
    ],
)
def test_the_time_of_a_clock_that_was_never_set_is_doubted(written):
    assert headers(f"Date: {written}").date_certain is False
    arrived = headers(RECEIVED.format("Mon, 16 Mar 2026 15:21:00 +0800"), f"Date: {written}")
    assert (arrived.date, arrived.date_certain) == ("2026-03-16T15:21:00+08:00", False)


def test_a_new_years_mail_of_our_days_is_not_doubted():
    assert headers("Date: Thu, 01 Jan 2026 09:00:00 +0800").date_certain


@pytest.mark.parametrize(
    ("written", "arrived", "date", "certain"),
    [
        ("16 Mar 2026 15:20:00 +0800", "16 Mar 2026 15:21:00 +0800", "2026-03-16T15:20:00+08:00", True),
        ("16 Mar 2026 15:20:00 +0800", "16 Mar 2026 15:11:00 +0800", "2026-03-16T15:20:00+08:00", True),
        ("16 Mar 2026 15:20:00 +0800", "19 Mar 2026 15:20:00 +0800", "2026-03-16T15:20:00+08:00", True),
        ("17 Mar 2026 00:05:00 +0800", "16 Mar 2026 23:58:00 +0800", "2026-03-16T23:58:00+08:00", False),
        ("18 Mar 2026 09:00:00 +0800", "16 Mar 2026 15:20:00 +0800", "2026-03-16T15:20:00+08:00", False),
        ("10 Feb 2026 09:00:00 +0800", "16 Mar 2026 15:20:00 +0800", "2026-03-16T15:20:00+08:00", False),
        ("16 Mar 2026 23:30:00", "17 Mar 2026 07:31:00 +0800", "2026-03-17T07:31:00+08:00", False),
        ("16 Mar 2026 15:20:00 CST", "16 Mar 2026 07:20:30 +0000", "2026-03-16T15:20:00+08:00", True),
    ],
)  # fmt: skip
def test_our_servers_day_bounds_what_is_believed(written, arrived, date, certain):
    found = headers(RECEIVED.format(f"Mon, {arrived}"), f"Date: Mon, {written}")
    assert (found.date, found.date_certain) == (date, certain)


def test_without_a_date_the_arrival_counts():
    found = headers(RECEIVED.format("Mon, 16 Mar 2026 15:21:00 +0800"))
    assert found.date == found.received == "2026-03-16T15:21:00+08:00"
    assert found.date_certain


def test_the_topmost_server_is_ours_and_one_that_tells_no_time_is_passed_over():
    found = headers(
        RECEIVED.format("(no time)"),
        RECEIVED.format("Thu, 1 Jan 1970 00:00:00 +0000"),
        RECEIVED.format("Mon, 16 Mar 2026 15:21:00 +0800 (CST)"),
        RECEIVED.format("Mon, 16 Mar 2026 15:20:00 +0800"),
    )
    assert found.received == "2026-03-16T15:21:00+08:00"


def test_an_mbox_tells_the_arrival_where_no_server_does():
    data = b"From a@hexi.example Mon Mar 16 15:21:00 2026\nFrom: a@hexi.example\nTo: b@mail.example\n\nx"
    found = read(data, "a.eml").headers
    assert found is not None and found.received == "2026-03-16T15:21:00+08:00"
