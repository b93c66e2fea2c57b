"""The strip shows the calendar as it is, and accuses nobody by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from harness.clock.deadline import read_clock
from harness.clock.events import parse_log
from harness.reports.deadlines.strip import Course, strip
from letters.model import Channel, Convention

PAUSED = """2020-09-21 sent
2020-09-23 delivered
2020-10-12 third_party_started
2020-10-20 third_party_ended"""


def course(log: str, as_of: date, *, overdue: bool = False) -> Course:
    events = parse_log(log)
    clock = read_clock(events, channel="registered_mail", as_of=as_of)
    return Course(events, Channel.REGISTERED_MAIL, None, Convention(), clock, as_of, overdue)


def test_days_off_worked_and_counted_are_told_apart():
    drawn = strip(course("2020-09-21 sent\n2020-09-23 delivered", date(2020, 10, 15)))
    assert ElementTree.fromstring(drawn).attrib["role"] == "img"
    assert "2020-10-01 周四，国庆节、中秋节放假" in drawn
    assert "2020-09-27 周日，国庆节、中秋节调休上班，第3个工作日" in drawn
    assert drawn.count('class="number"') >= 20
    assert "style=" not in drawn and "<script" not in drawn


def test_a_pause_stands_below_and_its_days_do_not_count():
    drawn = strip(course(PAUSED, date(2020, 11, 10)))
    assert 'class="span paused"' in drawn and "停止计算" in drawn
    assert re.search(r"2020-10-14 周三，工作日<", drawn)


def test_what_is_late_is_drawn_only_where_it_is_established():
    silent = course("2020-09-21 sent\n2020-09-23 delivered", date(2020, 11, 23))
    assert 'class="span late"' not in strip(silent)
    assert 'class="span late"' in strip(replace(silent, overdue=True))


def test_words_of_strangers_are_no_markup():
    drawn = strip(course("2020-09-21 sent\n2020-09-23 delivered <b>x</b>", date(2020, 10, 15)))
    assert "<b>" not in drawn


def test_a_long_silence_is_drawn_as_far_as_it_says_something():
    assert len(strip(course("2020-09-21 sent\n2020-09-23 delivered", date(2026, 1, 1)))) < 60_000
    assert strip(course("2020-09-21 sent", date(2020, 9, 21))).startswith("<svg")
