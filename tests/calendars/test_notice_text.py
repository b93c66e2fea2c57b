"""The State Council's own words: every style read, every contradiction refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from calendars.notice_text import BadNotice, read_notice
from calendars.notices import UNDATED, Notice, shipped

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


ANNUAL = [n for n in shipped() if not n.changes]


def runs(days: list[date]) -> list[tuple[date, date]]:
    """Days in a row as first and last."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def worded(notice: Notice, week: str, dash: str) -> str:
    """The notice in the State Council's manner, from its days alone."""

    def day(d: date, *, label: bool = False) -> str:
        year = f"{d.year}年" if d.year != notice.year else ""
        name = f"（{week}{'一二三四五六日'[d.weekday()]}）" if label else ""
        return f"{year}{d.month}月{d.day}日{name}"

    paragraphs = []
    for name in dict.fromkeys(what.name for what in notice.days.values()):
        off = [d for d, what in notice.days.items() if what.off and what.name == name]
        work = [d for d, what in notice.days.items() if not what.off and what.name == name]
        (first, last), *more = runs(off)
        span = day(first) if first == last else f"{day(first)}{dash}{day(last)}"
        text = f"{name}：{span}放假调休，共{(last - first).days + 1}天。"
        text += "".join(f"{day(d, label=True)}补休。" for d, _ in more)
        text += "、".join(day(d, label=True) for d in work) + ("上班。" if work else "")
        paragraphs.append(text)
    title = f"国务院办公厅关于{notice.year}年部分节假日安排的通知\n"
    return title + "\n".join(f"{n}、{text}" for n, text in enumerate(paragraphs, 1))


@pytest.mark.parametrize("notice", ANNUAL, ids=lambda n: str(n.year))
@pytest.mark.parametrize(("week", "dash"), [("星期", "至"), ("周", "—"), ("周", "-")])
def test_every_year_in_the_usual_wording_reads_back(notice: Notice, week: str, dash: str) -> None:
    read = read_notice(worded(notice, week, dash))
    assert {d: (x.name, x.off) for d, x in read.days.items()} == {
        d: (x.name, x.off) for d, x in notice.days.items()
    }


@pytest.mark.parametrize("notice", ANNUAL, ids=lambda n: str(n.year))
def test_a_weekday_that_is_wrong_anywhere_is_refused(notice: Notice) -> None:
    text = worded(notice, "周", "至")
    labels = text.count("（周")
    for place in range(labels):
        parts = text.split("（周")
        wrong = (
            "（周".join(parts[: place + 1]) + "（周三" + "（周".join(["", *parts[place + 1 :]])[3:]
        )
        with pytest.raises(BadNotice):
            read_notice(wrong)


LIST_2026 = "9月20日（周日）、10月10日（周六）上班。"


@pytest.mark.parametrize(
    "word", ["补班", "正常工作", "调休上班", "均要上班", "都要照常上班", "请安排上班"]
)
def test_a_working_day_is_read_in_other_words_too(word: str) -> None:
    text = text_of("2026").replace(LIST_2026, LIST_2026.replace("上班", word))
    assert read_notice(text).days == read_notice(text_of("2026")).days


@pytest.mark.parametrize(
    "wrong",
    [
        "",  # the list deleted
        LIST_2026.replace("、", "、10月11日（周日）、"),  # one too many
        LIST_2026.replace("上班", "请安排好工作"),
    ],
)
def test_working_days_that_are_lost_or_too_many_are_refused(wrong: str) -> None:
    with pytest.raises(BadNotice):
        read_notice(text_of("2026").replace(LIST_2026, wrong))


@pytest.mark.parametrize("comma", ["，", ","])
def test_working_days_parted_by_a_comma_are_all_read(comma: str) -> None:
    text = text_of("2026").replace(LIST_2026, LIST_2026.replace("、", comma))
    assert read_notice(text).days == read_notice(text_of("2026")).days


def test_a_comma_within_brackets_parts_nothing() -> None:
    text = text_of("2026").replace("9月20日（周日）", "9月20日（周日，农历八月初十）")
    assert read_notice(text).days == read_notice(text_of("2026")).days


def test_a_weekday_whose_date_is_garbled_is_refused() -> None:
    text = text_of("2019-labour-day").replace("4月28日（星期日）", "4月28（星期日）")
    with pytest.raises(BadNotice, match="之前没有读到日期"):
        read_notice(text)


def test_a_working_day_in_the_wrong_month_is_refused() -> None:
    text = text_of("2014").replace("10月11日（星期六）上班", "1月11日（星期六）上班")
    with pytest.raises(BadNotice, match="国庆节的2014-01-11离放假的日子太远"):
        read_notice(text)


def test_a_text_without_title_that_lacks_festivals_is_cut_short() -> None:
    cut = text_of("2008").partition("三、清明节")[0]
    with pytest.raises(BadNotice, match="可能不完整"):
        read_notice(cut)


def test_what_a_comma_parts_from_the_working_days_is_not_worked() -> None:
    days = read_notice(text_of("2007")).days  # 调至2007年1月2日、3日，2006年12月30日、31日上班
    assert days[date(2007, 1, 2)].off and not days[date(2006, 12, 31)].off


def test_working_days_that_do_not_balance_name_the_festival_and_its_sentence() -> None:
    more = LIST_2026.replace("、", "、10月11日（周日）、")
    with pytest.raises(BadNotice) as refused:
        read_notice(text_of("2026").replace(LIST_2026, more))
    said = str(refused.value)
    assert said.startswith("国庆节按所列放假日应有2天调休上班，读到3天")
    assert "10月11日（周日）" in said.translate(str.maketrans("()", "（）"))
    assert "春节" not in said


CITING = "按照《国务院办公厅关于2019年部分节假日安排的通知》（国办发明电〔2018〕15号）要求，经国务院批准，"


@pytest.mark.parametrize(
    "citing", [CITING, CITING.replace("《", "").replace("》", ""), "对" + CITING[2:]]
)
def test_a_change_notice_that_cites_the_notice_it_changes_is_a_change_notice(citing: str) -> None:
    text = text_of("2019-labour-day").replace("经国务院批准，", citing)
    read, plain = read_notice(text), read_notice(text_of("2019-labour-day"))
    assert read == plain and read.changes == "国办发明电〔2018〕15号"
    unnumbered = read_notice(text.replace("国办发明电[2019]3号", ""))
    assert unnumbered.number == ""  # the number of the notice cited is not its own


def test_a_single_festival_arranged_by_its_own_notice_is_no_year() -> None:
    text = (
        "国务院办公厅关于2019年国庆节放假调休日期具体安排的通知\n国庆节：10月1日至7日放假调休，共7天。"
        "9月29日（星期日）、10月12日（星期六）上班。\n国务院办公厅\n2019年9月1日"
    )
    assert read_notice(text).changes


def test_a_notice_that_forwards_a_years_notice_is_the_years() -> None:
    text = text_of("2026").replace(
        "国务院办公厅关于2026年部分", "转发国务院办公厅关于2026年部分", 1
    )
    assert read_notice(text).changes == ""


@pytest.mark.parametrize(
    ("name", "right", "wrong", "says"),
    [
        ("2026", "2025年11月4日", "2027年11月4日", "应在所安排的第一天（2026-01-01）之前发出"),
        ("2026", "2025年11月4日", "2026年1月5日", "应在所安排的第一天"),
        ("2026", "2025年11月4日", "2023年11月4日", "不会早于2025年"),
        ("2019-labour-day", "2019年3月22日", "2019年5月22日", "已经过完"),
    ],
)
def test_a_day_of_issue_that_the_days_contradict_is_refused(
    name: str, right: str, wrong: str, says: str
) -> None:
    with pytest.raises(BadNotice, match="成文日期") as refused:
        read_notice(text_of(name).replace(right, wrong))
    assert says in str(refused.value)


def test_a_copy_without_its_day_of_issue_takes_the_one_given() -> None:
    text = text_of("2026").replace("2025年11月4日", "")
    assert read_notice(text).issued is None
    assert read_notice(text).known_from == UNDATED
    assert str(read_notice(text, date(2025, 11, 4)).known_from) == "2025-11-04"
    with pytest.raises(BadNotice, match="不一致"):
        read_notice(text_of("2026"), date(2025, 11, 5))


def test_the_day_of_issue_in_the_table_above_the_text_is_read() -> None:
    for name, day in (("2016", "2015年12月10日"), ("2022", "2021年10月25日")):
        text = text_of(name)
        below = text.replace(f"国务院办公厅\n{day}", "")
        assert below != text and read_notice(below).issued == BY_NAME[name].issued


@pytest.mark.parametrize("name", ["2015-victory-day", "2019-labour-day", "2020-spring-festival"])
@pytest.mark.parametrize(
    "above",
    [
        "索 引 号：000014349/2019-00022 成文日期：{} 发布日期：{}\n",
        "新华社北京3月22日电 国务院办公厅3月22日发出通知，全文如下：\n",
    ],
)
def test_what_stands_above_a_change_notice_arranges_nothing(name: str, above: str) -> None:
    plain = read_notice(text_of(name))
    issued = plain.issued
    assert issued is not None
    written = f"{issued.year}年{issued.month}月{issued.day}日"
    assert read_notice(above.format(written, written) + text_of(name)) == plain


def test_what_a_web_page_writes_below_the_text_is_not_its_day_of_issue() -> None:
    text = text_of("2022") + "\n2022年放假安排来了！2021年11月30日更新，怎样放假一图看懂"
    assert str(read_notice(text.replace("[成文日期] 2021-10-25", "")).issued) == "2021-10-25"


@pytest.mark.parametrize("name", sorted(p.stem for p in TEXTS.glob("*.txt")))
def test_the_day_of_issue_below_the_text_is_the_one_on_record(name: str) -> None:
    issued = read_notice(text_of(name)).issued
    assert issued in (None, BY_NAME[name].issued)


def test_every_year_from_2007_on_is_read_in_its_own_words() -> None:
    assert {p.stem[:4] for p in TEXTS.glob("*.txt")} == {str(y) for y in range(2007, 2027)}


def test_a_weekday_without_brackets_is_held_against_the_calendar() -> None:
    text = text_of("2026")
    right = text.replace("1月4日（周日）上班", "1月4日周日上班")
    assert read_notice(right).days == read_notice(text).days
    with pytest.raises(BadNotice, match="2026-01-04是星期日"):
        read_notice(text.replace("1月4日（周日）上班", "1月4日周六上班"))


def test_a_total_in_chinese_numerals_is_held_against_the_dates() -> None:
    with pytest.raises(BadNotice, match="共八天"):
        read_notice(text_of("2026").replace("共9天", "共八天"))
    assert read_notice(text_of("2026").replace("共9天", "共九天"))


def test_advice_before_a_paragraph_names_no_festival() -> None:
    text = text_of("2026")
    advised = text.replace("二、春节", "鼓励各单位结合带薪年休假安排2月14日。二、春节")
    assert read_notice(advised).days == read_notice(text).days


def test_a_day_of_issue_that_cannot_be_is_refused() -> None:
    text = text_of("2026").replace("2025年11月4日", "二〇二五年十一月三十四日")
    with pytest.raises(BadNotice, match="发文日期"):
        read_notice(text)


SLIPS = "0123456789月日至、，。放假上班（）年"


@pytest.mark.parametrize("name", sorted(p.stem for p in TEXTS.glob("*.txt")))
def test_a_slip_of_the_pen_is_refused_or_changes_no_day(name: str) -> None:
    """A character lost, replaced or put in, three times at most: never an error, never other days."""
    text, chance = text_of(name), Random(name)  # no secret
    right = {day: what.off for day, what in read_notice(text).days.items()}
    for _ in range(40):
        written = list(text)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(written))
            written[place : place + chance.randint(0, 1)] = chance.choice(
                ["", chance.choice(SLIPS)]
            )
        try:
            read = read_notice("".join(written))
        except BadNotice:
            continue
        assert {day: what.off for day, what in read.days.items()} == right
