"""Whoever may still mark an element blind does not learn what was found of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.campaign.ruling.blind import hidden, may_see
from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.sample import sample
from harness.campaign.undo import undo
from harness.checker.finding import Element
from harness.scoring.people import Stage
from harness.scoring.sampling import sampled

NUMBER = "U001-A/doc_number"


@pytest.fixture
def answered(desk, letters, answer_text):
    desk.delivered("U001-A")
    desk.paper("L1", letters(answer_text.replace("演财公开〔2020〕12号\n", "")))
    return desk


def by(desk, name):
    return replace(desk.workspace, store=replace(desk.store, by=name))


def mark(desk, name, target, value="absent", stage=Stage.FIRST):
    rule(by(desk, name), target, value, why="看过原件", stage=stage, write=True)


def test_before_anything_was_drawn_all_may_see(answered):
    assert may_see(by(answered, "李四"), "U001-A")


def test_what_was_drawn_is_hidden_from_all_who_may_mark_it_blind(answered):
    sample(answered.workspace, write=True)
    book = answered.workspace.book()
    drawn = sampled(book.samples, answered.workspace.assess(book))
    assert hidden(by(answered, "李四"), "U001-A") == {found.element for _, found in drawn}
    assert Element.DOC_NUMBER in hidden(by(answered, "李四"), "U001-A")
    assert may_see(by(answered, "李四"), "U002-A")


def test_who_marked_it_first_sees_it_and_nobody_else_does(answered):
    mark(answered, "林小姐", NUMBER)
    sample(answered.workspace, write=True)
    assert Element.DOC_NUMBER not in hidden(by(answered, "林小姐"), "U001-A")
    assert Element.DOC_NUMBER in hidden(by(answered, "李四"), "U001-A")


def test_once_it_is_marked_blind_all_may_see_it_until_that_is_taken_back(answered):
    sample(answered.workspace, write=True)
    mark(answered, "李四", NUMBER, stage=Stage.SECOND)
    assert Element.DOC_NUMBER not in hidden(by(answered, "王五"), "U001-A")
    undo(answered.workspace, write=True)
    assert Element.DOC_NUMBER in hidden(by(answered, "王五"), "U001-A")


def test_what_was_drawn_of_another_answer_hides_nothing_of_this_one(answered, letters, answer_text):
    sample(answered.workspace, clean=0, write=True)
    assert not may_see(by(answered, "李四"), "U001-A")
    answered.paper(
        "L0",
        letters(answer_text.replace("12号", "13号").replace("10月15日", "10月12日")),
        on="2020-10-14",
        posted="2020-10-12",
    )
    assert answered.case("U001-A").answer.id == "L0"
    assert may_see(by(answered, "李四"), "U001-A")
