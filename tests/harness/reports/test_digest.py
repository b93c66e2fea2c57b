"""每日简报 in words: right for none, one and many, on working days, weekends and holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from harness.reports.digest.digest import (
    Arrived,
    Digest,
    Failed,
    Missed,
    RunsOut,
    ToGo,
    Waits,
)
from harness.reports.digest.page import page
from harness.reports.digest.text import MOST, days_told, text

MONDAY = date(2026, 11, 30)
QUIET = Digest(MONDAY, "样江市测评", True, horizon=date(2026, 12, 3))
ANSWER = Arrived("邮件4", date(2026, 11, 28), "答复", "财政局 U001-A", "答复书")
STRAY = Arrived("邮件5", MONDAY, "其他来件", "", "关于来信", "归属不明")


def test_a_day_without_anything_says_so_in_every_part():
    told = text(QUIET)
    for sentence in (
        "今天没有要办的事。",
        "没有新来件。",
        "三个工作日内（到12月3日为止）没有期限届满。",
        "没有到期要寄、要发的。",
        "没有等人定的事。",
        "收件正常。",
    ):
        assert sentence in told.splitlines()
    assert "0件" not in told and "0项" not in told


def test_one_thing_is_told_as_one():
    told = text(replace(QUIET, came=(ANSWER,), waiting=(Waits("归卷", 1, ("甲",)),)))
    assert "新来件1件，1项等人定。" in told
    assert "·财政局 U001-A：答复（邮件4，11月28日收到）" in told
    assert "·归卷1项\n　－甲\n" in told and "另有" not in told


def test_what_a_person_must_look_at_is_told_first():
    lines = text(replace(QUIET, came=(ANSWER, STRAY))).splitlines()
    assert "新来件2件，其中1件要人看。" in lines
    first = lines.index("！归属不明“关于来信”：其他来件（邮件5，11月30日收到）")
    assert lines[first + 1] == "　－归属不明"
    assert first < lines.index("·财政局 U001-A：答复（邮件4，11月28日收到）")
    assert "新来件1件，要人看。" in text(replace(QUIET, came=(STRAY,)))


def test_of_very_many_the_first_are_told_and_the_others_counted():
    many = tuple(replace(ANSWER, id=f"邮件{n}") for n in range(500))
    told = text(replace(QUIET, came=many, waiting=(Waits("归卷", 40, ("甲", "乙", "丙")),)))
    assert f"·另有{500 - MOST}件没有逐一列出" in told and "　－另有37项" in told
    assert len(told.splitlines()) < 60


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([28], "11月28日"),
        ([28, 29], "11月28日、29日"),
        ([24, 25, 26, 29], "11月24日至26日、11月29日"),
        ([29, 30, 31], "11月29日至12月1日"),
    ],
)
def test_missed_days_are_told_in_runs(days, told):
    first = date(2026, 11, 1)
    assert days_told([first + timedelta(each - 1) for each in days], MONDAY) == told


def test_missed_days_are_named_with_why():
    missed = (
        Missed(date(2025, 12, 31), "没有出简报（程序没有运行）"),
        Missed(date(2026, 1, 1), "没有出简报（程序没有运行）"),
        Missed(date(2026, 1, 2), "的简报没有发出"),
    )
    told = text(replace(QUIET, on=date(2026, 1, 3), missed=missed))
    assert "2025年12月31日、1月1日没有出简报（程序没有运行），这里一并补上。" in told
    assert "1月2日的简报没有发出，这里一并补上。" in told


def test_rest_days_say_what_they_are_and_when_work_goes_on():
    holiday = replace(
        QUIET, on=date(2026, 10, 5), workday=False, off="国庆节放假", next_workday=date(2026, 10, 8)
    )
    assert "2026年10月5日，星期一，国庆节放假，10月8日上班" in text(holiday)
    sunday = replace(QUIET, on=date(2026, 11, 29), workday=False, next_workday=date(2026, 11, 30))
    assert "2026年11月29日，星期日，休息日，11月30日上班" in text(sunday)
    assert "星期六，调休上班" in text(replace(QUIET, on=date(2026, 10, 10)))


def test_a_period_whose_last_day_is_not_certain_says_how():
    day = date(2026, 12, 1)
    sure, provisional = RunsOut("甲 U001-A", MONDAY, 0), RunsOut("乙 U002-A", day, 1, True)
    wide = RunsOut("丙 U003-A", day, 1, True, day, date(2026, 12, 2))
    told = text(replace(QUIET, running_out=(sure, provisional, wide)))
    assert "！今天（11月30日） 甲 U001-A（最后一天）" in told
    assert "·明天（12月1日） 乙 U002-A（还有1个工作日，放假安排没有公布，暂计）" in told
    assert "丙 U003-A（还有1个工作日，最早12月1日、最晚12月2日）" in told


def test_nobody_is_called_silent_while_a_mailbox_cannot_be_read():
    over = replace(QUIET, ran_out=(RunsOut("甲 U001-A", date(2026, 11, 27), -1),))
    assert "甲 U001-A：11月27日期满，没有答复" in text(over)
    away = Failed("邮箱 a@b.example 没有收", "连不上", "11-29 08:00")
    deaf = text(replace(over, failed=(away,)))
    assert "没有见到答复；收件故障还没有恢复，不能断定" in deaf and "期满，没有答复" not in deaf
    back = text(replace(over, failed=(replace(away, until="11-30 07:00"),)))
    assert "期满，没有答复" in back and "其间有1处故障，已经恢复" in back


def test_what_is_to_be_posted_is_told_apart_from_what_only_waits_for_its_number():
    letters = (ToGo("甲 U001-A", "挂号信"), ToGo("乙 U002-A", "EMS", printed=True))
    mails = (ToGo("丙 U003-B", "电子邮件"),)
    told = text(replace(QUIET, to_go=letters, mails=mails, coming=((date(2026, 12, 1), 30),)))
    assert "1件要打印寄递，1件已经打印、没有登记寄出，1封邮件要发。" in told
    assert "！甲 U001-A：挂号信" in told and "·乙 U002-A：EMS（已打印）" in told
    assert "·明天（12月1日）要寄要发30件" in told


def test_a_digest_that_could_not_be_put_together_says_so_and_claims_nothing():
    told = text(replace(QUIET, broken="程序出错"))
    assert "今天的情况没有整理出来：程序出错。" in told
    assert "没有新来件" not in told and "没有期限届满" not in told


def test_what_strangers_write_stays_on_its_line_and_is_no_markup():
    evil = replace(STRAY, name="a\n二、期限\n<i>x</i>\x00", doubt="x" * 500)
    told, shown = text(replace(QUIET, came=(evil,))), page(replace(QUIET, came=(evil,)))
    assert told.splitlines().count("二、期限") == 1 and "\x00" not in told
    assert max(map(len, told.splitlines())) < 120
    assert "<i>" not in shown and "&lt;i&gt;" in shown


def test_text_and_page_say_the_same():
    whole = replace(
        QUIET, came=(ANSWER, STRAY), failed=(Failed("收件", "磁盘已满", "11-30 02:00"),)
    )
    shown = page(whole)
    for words in ("财政局 U001-A：答复", "归属不明", "磁盘已满", "新来件2件"):
        assert words in text(whole) and words in shown
    assert page(whole) == shown
