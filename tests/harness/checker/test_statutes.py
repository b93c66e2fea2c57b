"""The law as dated data: the right row on each side of every switch, and citations against the text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from harness.checker.cited import exists
from harness.law.statutes import remedy_on, ruleset_on, rulesets, text_on
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.decision.citations import citations
from harness.reading.decision.decisions import ORDER
from harness.reading.page.numerals import dates, to_int


@pytest.mark.parametrize("row", rulesets(), ids=lambda row: str(row[0]))
def test_every_switch_takes_effect_on_its_day_and_names_its_source(
    row: tuple[date, str, str],
) -> None:
    since, what, source = row
    assert ruleset_on(since) == since.isoformat()
    assert ruleset_on(since - timedelta(days=1)) != since.isoformat() or since == rulesets()[0][0]
    assert what
    assert source


def test_the_time_to_sue_changed_on_the_first_of_may_2015() -> None:
    assert remedy_on(date(2015, 4, 30)).litigation_months == 3
    assert remedy_on(date(2015, 5, 1)).litigation_months == 6


def test_reconsideration_comes_first_for_refusals_from_2024_on() -> None:
    assert not remedy_on(date(2023, 12, 31)).first
    assert "refused_process" in remedy_on(date(2024, 1, 1)).first
    assert "not_held" in remedy_on(date(2025, 5, 31)).either
    assert "not_held" not in remedy_on(date(2025, 6, 1)).either


def test_the_text_of_the_regulation_changed_on_the_fifteenth_of_may_2019() -> None:
    assert text_on(date(2019, 5, 14)).order == 492
    assert text_on(date(2019, 5, 15)).order == 711
    assert text_on(None).order == 711


def test_every_decision_has_articles_that_support_it_in_both_texts() -> None:
    for day in (date(2018, 1, 1), date(2020, 1, 1)):
        assert set(text_on(day).fits) == set(ORDER) - {"unknown"}


def test_the_kinds_of_notices_in_the_table_are_kinds() -> None:
    assert set(text_on(None).kinds) <= {str(kind) for kind in ReplyKind}


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("第三十六条第（七）项", True), ("第三十六条第一款第（四）项", True), ("第三十六条第（八）项", False),
        ("第三十六条第二款", False), ("第十四条第一款", True), ("第十四条第二款", False), ("第十六条第二款", True),
        ("第十六条第三款", False), ("第三十三条第三款", True), ("第三十九条第二款", True), ("第五十六条", True),
        ("第五十七条", False), ("第二十条第（十五）项", True), ("第二十条第（十六）项", False), ("第十五条第（一）项", False),
        ("第十条第三款", True),
    ],
)  # fmt: skip
def test_an_article_exists_or_not_in_the_text_of_2019(words: str, there: bool) -> None:
    (found,) = citations(
        "《政府信息公开条例》".replace("《", "《") + words.replace("（", "(").replace("）", ")")
    )
    assert exists(found, text_on(date(2020, 1, 1))) is there


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("《中华人民共和国政府信息公开条例》第三十六条第(四)项", [(36, None, 4)]),
        ("《政府信息公开条例》第36条第4项", [(36, None, 4)]),
        ("政府信息公开条例第三十六条第一款第四项", [(36, 1, 4)]),
        ("《政府信息公开条例》第十四条、第十五条", [(14, None, None), (15, None, None)]),
        ("《政府信息公开条例》第十四、十五条", [(14, None, None), (15, None, None)]),
        ("《政府信息公开条例》第三十六条第(一)项、第(四)项", [(36, None, 1), (36, None, 4)]),
        ("《政府信息公开条例》第三十六条第(二)、(五)项", [(36, None, 2), (36, None, 5)]),
        ("《政府信息公开条例》(以下简称《条例》)的规定,依据《条例》第十条第一款", [(10, 1, None)]),
        ("信息公开条例二十一条第二款", [(21, 2, None)]),
        ("本条例第十六条第二款", [(16, 2, None)]),
        ("依据条例第三十八条", [(38, None, None)]),
        ("《政府信息公开条例》的有关规定", [(None, None, None)]),
    ],
)
def test_citations_are_read_in_every_manner_of_writing(
    words: str, places: list[tuple[int | None, ...]]
) -> None:
    found = [one for one in citations(words) if one.is_regulation]
    assert [(one.article, one.paragraph, one.item) for one in found] == places


@pytest.mark.parametrize(
    "words",
    [
        "《关于公开第三十六条有关问题的通知》",
        "国办发〔2010〕5号文件",
        "《演江市政府信息公开申请表》",
        "第3项、第4项",
    ],
)
def test_what_only_looks_like_a_citation_is_none(words: str) -> None:
    assert [one for one in citations(words) if one.is_regulation] == []


def test_a_law_in_a_list_of_documents_is_no_basis() -> None:
    assert citations("目录为:1.《信息公开工作规程》;2.《档案利用办法》(2019年3月)。") == ()
    assert citations("根据《档案利用办法》的规定,不予提供。")[0].law == "档案利用办法"


def test_another_law_keeps_its_own_articles() -> None:
    found = citations("《不动产登记暂行条例》第二十七条和《政府信息公开条例》第三十六条第(七)项")
    assert [(one.law, one.article) for one in found] == [
        ("不动产登记暂行条例", 27),
        ("政府信息公开条例", 36),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("21", 21),
        ("二十一", 21),
        ("十", 10),
        ("一百零五", 105),
        ("二〇二〇", 2020),
        ("三十", 30),
        ("廿一", 21),
        ("某", None),
    ],
)
def test_numbers_are_read_as_written(text: str, number: int | None) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020年9月18日", date(2020, 9, 18)), ("2020年09月08日", date(2020, 9, 8)), ("二〇二〇年九月十八日", date(2020, 9, 18)),
        ("二○二○年十月二十日", date(2020, 10, 20)), ("二零二零年元月一日", date(2020, 1, 1)), ("2020.9.18", date(2020, 9, 18)),
        ("2020-09-18", date(2020, 9, 18)), ("2020年2月30日", None),
    ],
)  # fmt: skip
def test_dates_are_read_as_written(text: str, day: date | None) -> None:
    (found,) = dates(text)
    assert found.day == day
