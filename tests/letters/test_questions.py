"""The question bank."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from letters.questions import LAST_YEAR, dated, load


def test_every_question_can_be_put_on_the_form() -> None:
    bank = load()
    assert len(bank) >= 12
    for id, question in bank.items():
        assert question.id == id
        assert 5 <= len(question.title) <= 40 and 20 <= len(question.text) <= 200
        assert question.items >= 1 and question.use


def test_no_title_is_part_of_another_so_that_an_answer_tells_which_it_means() -> None:
    titles = [question.title for question in load().values()]
    assert not [(a, b) for a, b in permutations(titles, 2) if a in b]


def test_a_dated_question_asks_for_the_year_before() -> None:
    asked = [dated(question, date(2020, 9, 21)) for question in load().values()]
    assert not any(LAST_YEAR in question.title + question.text for question in asked)
    assert asked[0].title.startswith("2019年度")


def test_shipped_words_can_be_printed_on_a_gbk_console() -> None:
    for question in load().values():
        assert (question.title + question.text + question.use).encode("gbk")
