"""Which text layers are believed, and how characters become lines."""

from __future__ import annotations

import pytest

from parsers.document import Line
from parsers.page.glyphs import Glyph, Glyphs
from parsers.page.glyphs import is_garbled as garbled
from parsers.page.glyphs import lines as in_lines


def row(text: str, y: float = 100, x: float = 50, step: float = 16, **looks: object) -> list[Glyph]:
    """Characters of 16 points side by side on a baseline."""
    known = {"angle": 0.0, "red": False, "invisible": False, "unmapped": False, **looks}
    return [
        Glyph(char, (x + step * i, y - 14, x + step * i + 16, y + 2), y, **known)  # type: ignore[arg-type]
        for i, char in enumerate(text)
    ]


def is_garbled(characters: list[Glyph]) -> bool:
    return garbled(Glyphs.of(characters))


def lines(characters: list[Glyph]) -> tuple[Line, ...]:
    return in_lines(Glyphs.of(characters))


@pytest.mark.parametrize(
    "text",
    [
        "根据《中华人民共和国政府信息公开条例》第三十六条第四项的规定，现答复如下",
        "Reply to the application of 18 September 2020, No. 12",
        "2019 1,234.56 2020 2,345.67 2021 3,456.78",
        "第一章 总则........................................................1",
        "",
        "１２３４５６７８９０〔2020〕12号",
    ],
)
def test_honest_text_is_believed(text):
    assert not is_garbled(row(text))


@pytest.mark.parametrize(
    "text",
    [
        "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009\ue010",  # private use
        '!"#$%&\'()+;<>?@[]^`{|}~!"#$%',  # glyph numbers taken for characters
        "ÐÏàÀìõÇëµÄ´ð¸´Êé",  # GBK shown as Latin-1
        "囸囹囿圄圉圊圕圙圛圝圞圠圡圢圤圥圦圧圩圪圫圮圯圱圲",  # rare characters only
        "答复书\ufffd\ufffd\ufffd\ufffd信息公开",
    ],
)
def test_what_is_not_the_shown_text_is_garbled(text):
    assert is_garbled(row(text))


def test_characters_whose_font_names_nothing_are_garbled():
    assert is_garbled(row("信息公开答复", unmapped=True))


def test_lines_are_sorted_by_place_whatever_their_order():
    mixed = row("下", 200) + row("右", 100, x=200) + row("左", 100)
    assert [line.text for line in lines(mixed)] == ["左 右", "下"]


def test_a_bracket_whose_box_begins_before_the_sign_it_follows_stays_behind_it():
    point = row(".", x=66)[0]._replace(box=(66.0, 86.0, 71.2, 102.0))
    drawn = [*row("2"), point, *row("《档案》", x=63.2)]
    assert [line.text for line in lines(drawn)] == ["2.《档案》"]


def test_a_line_printed_twice_a_hair_apart_is_one_line():
    assert [line.text for line in lines(row("答复书") + row("答复书", x=49.7))] == ["答复书"]


def test_a_small_difference_of_baselines_is_one_line():
    assert [line.text for line in lines(row("甲", 100) + row("乙", 102, x=66))] == ["甲乙"]


def test_letters_printed_twice_to_look_bold_are_read_once():
    assert [line.text for line in lines(row("答复") + row("答复", x=50.4))] == ["答复"]


def test_a_word_that_repeats_a_letter_keeps_both():
    assert [line.text for line in lines(row("人人"))] == ["人人"]


def test_turned_characters_are_in_no_line():
    assert lines(row("演练局", angle=40.0)) == ()
