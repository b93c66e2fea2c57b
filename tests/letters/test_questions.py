"""The question bank: every entry is whole, and its wordings are really different."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import pytest

from letters.asking import asked, wordings
from letters.faults import BadTable
from letters.kinds import called, kind_of, kinds, place_of
from letters.model import DIFFICULTIES, Question, Unit
from letters.questions import FIRST, GENERAL, bank, first_bank, load, read_bank

UNIT = Unit("U001", "样江市财政局", "市直单位", "地市级", "", "", "", "")
ON = date(2026, 3, 2)


def everything() -> list[tuple[str, str, str]]:
    """Title, text and use of every wording."""
    return [(w.title, w.text, w.use) for q in load().values() for w in wordings(q)]


def test_the_bank_is_as_large_as_a_province_needs() -> None:
    shipped = load().values()
    assert len(shipped) >= 60 and len(kinds()) >= 15
    assert all(2 <= len(wordings(each)) <= 3 for each in shipped)
    assert len(everything()) >= 180


def test_every_kind_has_a_question_of_each_difficulty() -> None:
    for kind in ("", *kinds()):
        there = {each.difficulty for each in load().values() if each.kind == kind}
        assert there == set(DIFFICULTIES), kind


def test_every_question_says_its_ground_and_what_a_good_answer_would_be() -> None:
    for each in load().values():
        assert each.law.startswith(("第二十条第（", "第二十一条"))
        assert len(each.good) >= 8 and each.items >= 1


def test_every_wording_can_be_put_on_the_form() -> None:
    for title, text, use in everything():
        assert 5 <= len(title) <= 40 and 20 <= len(text) <= 200 and 2 <= len(use) <= 20


def test_no_title_is_part_of_another_so_that_an_answer_tells_which_it_means() -> None:
    titles = [title for title, _, _ in everything()]
    assert not [(a, b) for a, b in permutations(titles, 2) if a in b]


def test_no_title_speaks_of_what_an_answer_is_judged_by() -> None:
    """An answer repeats what was asked for; a title with 复议 in it would look like a remedy."""
    judged = ("复议", "诉讼", "起诉", "法院", "不予公开", "不存在", "印章", "盖章", "补正", "延期")
    titles = [title for title, _, _ in everything()]
    assert not [title for title in titles if any(word in title for word in judged)]


def test_no_title_is_a_question_since_an_answer_says_that_it_was_published() -> None:
    """“批下来了没有已由我厅主动公开” would be read as a denial; what people ask stands in the text."""
    titles = [title for title, _, _ in everything()]
    assert not [title for title in titles if any(word in title for word in ("没有", "好不", "吗"))]


def test_no_two_wordings_look_like_each_other() -> None:
    """Three characters in a row, as a clerk would compare: less than a third in common."""

    def grams(text: str) -> set[str]:
        return {text[n : n + 3] for n in range(len(text) - 2)}

    seen = [(text, grams(text)) for _, text, _ in everything()]
    alike = [(a, b) for (a, x), (b, y) in combinations(seen, 2) if len(x & y) > 0.35 * len(x | y)]
    assert alike == []


def test_shipped_words_can_be_printed_on_a_gbk_console() -> None:
    for words in everything():
        assert "".join(words).encode("gbk")


def test_nothing_in_braces_is_left_when_a_question_is_asked() -> None:
    for question in load().values():
        for number in range(1, len(wordings(question)) + 1):
            said = asked(question, number, UNIT, ON, 7)
            assert "{" not in said.title + said.text + said.use
            assert said.wording == number and said.wordings == ()


def test_year_place_and_address_are_the_units_own() -> None:
    said = asked(load()["JT02"], 2, replace(UNIT, name="演河县交通运输局"), ON, 7)
    assert said.title == "演河县2025年修了哪些乡村公路"
    said = asked(load()["Q02"], 2, replace(UNIT, name="演河县演练镇人民政府"), ON, 7)
    assert said.title == "贵镇2025年的信息公开年报"


def test_a_programme_is_drawn_once_and_for_all() -> None:
    drawn = [
        asked(load()["FG03"], 1, replace(UNIT, id=f"U{n:03d}"), ON, 7).title for n in range(20)
    ]
    assert drawn == [
        asked(load()["FG03"], 1, replace(UNIT, id=f"U{n:03d}"), ON, 7).title for n in range(20)
    ]
    assert set(Counter(drawn)) == {
        "样江市居民用自来水现行价格文件和定价依据",
        "样江市居民用管道燃气现行价格文件和定价依据",
    }


@pytest.mark.parametrize(
    ("name", "kind", "place", "said"),
    [
        ("演江自治区发展和改革委员会", "发改", "演江自治区", "贵委"),
        ("样江市财政局", "财政", "样江市", "贵局"),
        ("演江自治区教育厅", "教育", "演江自治区", "贵厅"),
        ("国家税务总局样江市税务局", "税务", "样江市", "贵局"),
        ("样江市公安局样本分局", "公安", "样江市", "贵局"),
        ("样江市文化广电和旅游局（样江市文物局）", "文旅", "样江市", "贵局"),
        ("样江市样本区演练镇人民政府", "乡镇", "样江市样本区演练镇", "贵镇"),
        ("样本区演练街道办事处", "街道", "样本区演练街道", "贵街道"),
        ("样江市样本区人民政府", "政府", "样江市样本区", "贵单位"),
        ("样江市教育局招生考试院", "", "本地", "贵单位"),
        ("样江海关", "", "本地", "贵单位"),
    ],
)
def test_a_unit_is_told_by_its_name(name: str, kind: str, place: str, said: str) -> None:
    unit = replace(UNIT, name=name)
    assert (kind_of(unit), place_of(unit), called(unit)) == (kind, place, said)


def test_what_a_person_wrote_goes_before_the_name() -> None:
    assert kind_of(replace(UNIT, kind="医保")) == "医保"


def test_no_ending_tells_two_kinds() -> None:
    endings = Counter(ending for named in bank().names.values() for ending in named)
    assert endings.most_common(1)[0][1] == 1


def test_the_first_versions_bank_is_kept_as_it_was() -> None:
    own = {"Z01": Question("Z01", "标题", "描述")}
    first = first_bank({**load(), **own})
    assert sorted(first) == [*FIRST, "Z01"]
    assert first["Q11"] == Question(
        "Q11",
        "{上年}年度法治政府建设年度报告",
        "贵单位{上年}年度法治政府建设（推进依法行政工作）情况报告全文。",
        1,
        "了解依法行政工作情况",
    )


WHOLE = """
kind = "水文"
names = ["水文局"]

[SW91]
difficulty = "易"
law = "第二十条第（五）项"
items = 1
good = "提供全文。"

[[SW91.wordings]]
title = "甲"
text = "乙"
use = "丙"

[[SW91.wordings]]
title = "丁"
text = "戊"
use = "己"
"""


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(BadTable) as refused:
        read_bank([("hydrology.toml", text)])
    return refused.value.faults


def test_a_whole_entry_is_taken() -> None:
    read = read_bank([("hydrology.toml", WHOLE)])
    assert read.questions["SW91"].kind == "水文" and read.names == {"水文": ("水文局",)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('difficulty = "易"\n', "", "题库 hydrology.toml，[SW91]：缺少 difficulty（难度，"),
        ('difficulty = "易"', 'difficulty = "很难"', "difficulty 是“很难”，应为难度"),
        ('law = "第二十条第（五）项"\n', "", "[SW91]：缺少 law（条例依据"),
        ("第二十条第（五）项", "第二十条第（十六）项", "law 是“第二十条第（十六）项”"),
        ("items = 1\n", "", "[SW91]：缺少 items（事项数"),
        ("items = 1", "items = 99", "items 是“99”"),
        ('good = "提供全文。"\n', "", "[SW91]：缺少 good（怎样算答得好"),
        ('use = "己"\n', "", "[SW91]：第2种措辞缺少 use（用途）"),
        ('title = "甲"', 'title = "{去年}甲"', "第1种措辞中的 {去年} 不知道换成什么"),
        ('title = "甲"', 'title = "{项目}甲"', "请补上 programmes"),
        ('[[SW91.wordings]]\ntitle = "丁"', '[[SW91.more]]\ntitle = "丁"', "未知的项 more"),
        ('kind = "水文"\n', "", "题库 hydrology.toml：缺少 kind"),
        ('names = ["水文局"]\n', "", "题库 hydrology.toml：缺少 names"),
        ("items = 1", "items = ", "题库 hydrology.toml：第8行不合 TOML 写法"),
    ],
)
def test_an_entry_that_lacks_something_is_refused_with_what_is_missing(
    old: str, new: str, told: str
) -> None:
    assert old in WHOLE
    found = faults(WHOLE.replace(old, new, 1))
    assert any(told in fault for fault in found), found


def test_one_wording_alone_is_too_few() -> None:
    text = WHOLE[: WHOLE.rindex("[[SW91")]
    assert faults(text) == (
        "题库 hydrology.toml，[SW91]：wordings 应有至少2种措辞，每种一段 [[编号.wordings]]",
    )


def test_one_id_or_one_kind_twice_is_refused() -> None:
    with pytest.raises(BadTable) as refused:
        read_bank([("a.toml", WHOLE), ("b.toml", WHOLE)])
    told = "\n".join(refused.value.faults)
    assert "题库 b.toml：单位种类“水文”已有一个文件" in told
    assert "题库 b.toml，[SW91]：这个编号已经用过" in told


def test_what_is_general_is_of_no_kind() -> None:
    assert GENERAL not in kinds() and load()["Q01"].kind == ""
