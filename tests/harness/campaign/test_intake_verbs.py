"""Whose number, whom to dial, what lies under which name: the verbs that the intake pages show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from harness.campaign.placing.unplaced import after as following
from harness.campaign.placing.unplaced import opened, unplaced
from harness.campaign.receiving.held_evidence import safe_name
from harness.campaign.receiving.lay_in import Given, given_name, places
from harness.campaign.recording.call import record_call
from harness.campaign.recording.days_told import days_told
from harness.campaign.recording.dialling import dialling, office_hours
from harness.campaign.recording.tracked import tracked
from harness.scoring.telephone import Reach
from harness.store.log import Outcome


def test_a_number_is_nobodys_until_it_is_registered(desk):
    found = tracked(desk.workspace, " ra 1234 5678 5 cn ")
    assert (found.number, found.fault, found.checked) == ("RA123456785CN", "", True)
    assert found.letter is None
    desk.delivered("U001-A")
    found = tracked(desk.workspace, "g u001-a")
    assert found.letter.application == "U001-A"
    assert found.letter.delivered == date(2020, 9, 23) and not found.checked
    assert "U001-A" not in [each.application for each in found.open]


def test_a_slip_of_the_pen_in_a_number_is_named_and_not_mended(desk):
    found = tracked(desk.workspace, "RA123456784CN")
    assert "应是5，现为4" in found.fault and not found.checked and found.number == "RA123456784CN"


def test_second_tries_come_first_and_who_was_called_today_waits(desk):
    on = desk.on(date(2020, 10, 12))
    names = [each.unit for each in dialling(on).open]
    assert len(names) > 1 and all(each.reach is Reach.UNTESTED for each in dialling(on).open)
    last = names[-1]
    record_call(on, last, date(2020, 10, 12), time="9:30", outcome=Outcome.NO_ANSWER, write=True)
    today = dialling(on).open
    assert today[-1].unit == last and today[-1].today and dialling(on).after(names[0]) != last
    tomorrow = dialling(desk.on(date(2020, 10, 13))).open
    assert tomorrow[0].unit == last and tomorrow[0].again
    record_call(
        desk.on(date(2020, 10, 13)), last, date(2020, 10, 13), time="9:30", outcome=Outcome.CONNECTED, write=True,
    )  # fmt: skip
    assert last in [each.unit for each in dialling(desk.on(date(2020, 10, 13))).done]


def test_calls_outside_of_office_hours_are_said_to_show_nothing(desk):
    monday, holiday = date(2020, 10, 12), date(2020, 10, 5)
    assert office_hours(desk.on(monday), datetime(2020, 10, 12, 9, 30)) == ""
    assert "办公时间" in office_hours(desk.on(monday), datetime(2020, 10, 12, 12, 30))
    assert "不是工作日" in office_hours(desk.on(holiday), datetime(2020, 10, 5, 9, 30))


def test_days_are_told_with_what_is_odd_about_them(desk):
    told = "\n".join(days_told(desk.on(date(2020, 10, 12)), date(2020, 10, 13), date(2020, 10, 14)))
    assert "收到日期晚于今天" in told and "邮戳日期晚于收到日期" in told
    assert days_told(desk.workspace, None) == ()
    (beyond,) = days_told(desk.workspace, date(1990, 1, 1))
    assert "超出日历的范围" in beyond


def test_what_waits_comes_one_after_the_other(desk, letters):
    for name in ("甲", "乙"):
        desk.lay(f"{name}.docx", letters(f"{name}：无关的信"), folder="")
    desk.collect()
    waiting = unplaced(desk.workspace)
    first, second = (each.arrival for each in waiting)
    assert following(waiting, first) == second and following(waiting, second) == first
    assert following(waiting[:1], first) == ""
    assert opened(desk.workspace, first).seen != ""


@pytest.mark.parametrize(
    "given,name",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\答复.PDF", "答复.PDF"),
        ("CON", "_CON"),
        ("a\u202efdp.exe", "a_fdp.exe"),
        ("", "佐证"),
        ("...", "佐证"),
        ("长" * 300, "长" * 80),
    ],
)
def test_a_name_is_a_label_and_no_way(given, name):
    assert safe_name(given) == name


@pytest.mark.parametrize(
    "given", [".隐藏.pdf", "~$锁.docx", "台账.xlsx", "Thumbs.db", "desktop.ini"]
)
def test_what_was_handed_over_is_never_passed_over(given):
    assert given_name(given).startswith(("文件-", "隐藏", "锁"))


def test_two_of_one_name_both_stay(tmp_path):
    given = [Given("image.jpg", b"1"), Given("IMAGE.jpg", b"2"), Given("image.jpg", b"3")]
    names = [each.name.casefold() for each in places(tmp_path, given)]
    assert names == ["image.jpg", "image-2.jpg", "image-3.jpg"]


def test_who_works_is_who_is_named(desk):
    other = replace(desk.workspace, store=replace(desk.store, by="李四"))
    done = record_call(
        other, "U001", date(2020, 10, 12), time="9:30", outcome=Outcome.BUSY, write=True
    )
    assert done.written and desk.book().calls[0].fact.caller == "李四"
