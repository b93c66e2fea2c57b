"""The State Council's own words: every style read, every contradiction refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from calendars.notice_text import BadNotice, read_notice
from calendars.notices import shipped

TEXTS = Path(__file__).with_name("notices")
BY_NAME = {n.file.removesuffix(".toml"): n for n in shipped()}


def text_of(name: str) -> str:
    return (TEXTS / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(p.stem for p in TEXTS.glob("*.txt")))
def test_the_text_of_a_notice_gives_the_days_that_ship(name: str) -> None:
    read, expected = read_notice(text_of(name)), BY_NAME[name]
    assert {d: (x.name, x.off) for d, x in read.days.items()} == {
        d: (x.name, x.off) for d, x in expected.days.items()
    }
    assert read.year == expected.year
    assert bool(read.changes) == bool(expected.changes)
    assert read.number in ("", expected.number)


@pytest.mark.parametrize("name", sorted(p.stem for p in TEXTS.glob("*.txt")))
def test_a_copy_without_line_breaks_reads_the_same(name: str) -> None:
    flat = text_of(name).replace("\n", "")
    assert read_notice(flat).days == read_notice(text_of(name)).days


def test_the_number_and_the_day_of_issue_are_read() -> None:
    notice = read_notice(text_of("2025"))
    assert (notice.number, str(notice.issued)) == ("国办发明电〔2024〕12号", "2024-11-12")


def test_a_day_of_issue_in_chinese_numerals_is_read() -> None:
    assert str(read_notice(text_of("2010")).issued) == "2009-12-07"


def test_a_copy_without_number_has_none() -> None:
    assert read_notice(text_of("2026")).number == ""


def test_an_eve_that_is_only_recommended_is_no_holiday() -> None:
    assert all(str(day) != "2024-02-09" for day in read_notice(text_of("2024")).days)


@pytest.mark.parametrize(
    ("name", "right", "wrong", "says"),
    [
        ("2026", "1月4日（周日）", "1月4日（周六）", "2026-01-04是星期日"),
        ("2026", "共9天", "共8天", "所列日期是9天，与“共8天”不符"),
        ("2014", "1月1日放假1天", "1月1日放假2天", "与“放假2天”不符"),
        ("2013", "2月9日至15日", "2月9日至30日", "没有2月30日"),
        ("2013", "4月29日至5月1日", "5月29日至5月1日", "起止日期颠倒"),
        ("2013", "1月5日（星期六）", "1月7日", "本来就上班"),
        ("2013", "2月16日（星期六）", "2月10日（星期日）", "既放假又上班"),
        ("2025", "七、", "", ""),
    ],
)
def test_what_does_not_add_up_is_refused_with_its_sentence(
    name: str, right: str, wrong: str, says: str
) -> None:
    text = text_of(name).replace(right, wrong)
    if not says:
        read_notice(text)  # a changed number of a paragraph says nothing about days
        return
    with pytest.raises(BadNotice, match=says) as refused:
        read_notice(text)
    assert "“" in str(refused.value)


def test_a_copy_cut_short_is_refused() -> None:
    cut = text_of("2013").partition("三、清明节")[0]
    with pytest.raises(BadNotice, match="可能不完整"):
        read_notice(cut)


@pytest.mark.parametrize("text", ["", "通知", "关于召开会议的通知，3月2日上午", "2026年部分节假日"])
def test_what_is_no_notice_is_refused(text: str) -> None:
    with pytest.raises(BadNotice):
        read_notice(text)
