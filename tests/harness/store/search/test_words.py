"""Whatever stands in a text is found in it, two characters as well as twenty."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harness.store.search.words import plain, question, words

ALPHABET = "财政厅公开第号年一〔〕2019 xxgkＡ，。"


def holds(text: str, asked: str) -> bool:
    database = sqlite3.connect(":memory:")
    database.execute(
        "create virtual table t using fts5 (body, tokenize = 'unicode61 remove_diacritics 0')"
    )
    database.execute("insert into t values (?)", (words(text),))
    return bool(database.execute("select 1 from t where t match ?", (question(asked),)).fetchone())


@pytest.mark.parametrize(
    "asked",
    [
        "财政",
        "财政厅",
        "厅",
        "演财公开〔2020〕12号",
        "2020",
        "12号",
        "第12",
        "公开第12号",
        "XXGK",
        "ｘｘｇｋ",
        "答复 财政",
    ],
)
def test_what_stands_there_is_found(asked):
    text = "演江自治区财政厅演财公开〔2020〕12号，公开第12号 答复，xxgk@cz.example"
    assert holds(text, asked)


@pytest.mark.parametrize("asked", ["政财", "财厅", "2021", "教育", "20 教育", "1号"])
def test_what_does_not_stand_there_is_not(asked):
    assert not holds("演江自治区财政厅〔2020〕12号", asked)


def test_nothing_can_be_looked_for_in_signs_alone():
    assert question("〔〕，。 ") == ""


@given(st.text(ALPHABET, min_size=2, max_size=40), st.data())
def test_any_run_of_chinese_is_found(text, data):
    start = data.draw(st.integers(0, len(text) - 2))
    asked = text[start : data.draw(st.integers(start + 2, len(text)))]
    # a number or a Latin word is found from its beginning on, not from its middle
    assume(question(asked) and not _cuts(text, start))
    assert holds(text, asked), (text, asked)


def _cuts(text: str, start: int) -> bool:
    before, first = plain(text[start - 1 : start]), plain(text[start])
    return (
        bool(before)
        and before.isascii()
        and before.isalnum()
        and first.isascii()
        and first.isalnum()
    )
