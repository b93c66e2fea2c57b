"""Questions to the lead, notes beside a letter, and one's own steps taken back: facts, as all that people say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.campaign.recording.note import note, note_of
from harness.campaign.ruling.question import answer, ask, open_questions, questions
from harness.campaign.ruling.rule import Wanted, rule_all
from harness.campaign.undo import MOST_STEPS, history, last_own, undo, undo_own
from harness.campaign.workspace import Refused
from harness.store.errors import StoreError
from harness.store.said import Stale

pytestmark = pytest.mark.usefixtures("on_both")


def by(desk, name):
    return replace(desk.workspace, store=replace(desk.store, by=name))


def test_a_question_is_open_until_it_is_answered(desk):
    ask(by(desk, "甲"), "U001-A", "盖的是内设机构的章？", write=True)
    assert open_questions(desk.workspace) == {"U001-A"}
    (one,) = questions(desk.workspace)
    assert (one.said.by, one.answer) == ("甲", None)
    answer(by(desk, "组长"), one.number, "算", write=True)
    (one,) = questions(desk.workspace)
    assert one.answer is not None and (one.answer.text, one.answer.said.by) == ("算", "组长")
    assert not open_questions(desk.workspace)


def test_nothing_is_asked_before_it_is_written_nor_twice(desk):
    ask(desk.workspace, "U001-A", "算不算？")
    assert questions(desk.workspace) == ()
    for _ in range(2):
        ask(desk.workspace, "U001-A", "算不算？", write=True)
    assert len(questions(desk.workspace)) == 1


def test_an_empty_question_and_one_of_no_application_are_refused(desk):
    for application, text in (("U001-A", "  "), ("U999-A", "算不算？")):
        with pytest.raises(Refused):
            ask(desk.workspace, application, text, write=True)


def test_a_question_does_not_go_from_beneath_its_answer(desk):
    ask(desk.workspace, "U001-A", "算不算？", write=True)
    asked = history(desk.workspace)[-1].op
    answer(desk.workspace, questions(desk.workspace)[0].number, "算", write=True)
    with pytest.raises(StoreError, match="已经有人答复"):
        undo(desk.workspace, asked, write=True)
    undo(desk.workspace, write=True)
    assert open_questions(desk.workspace) == {"U001-A"}
    undo(desk.workspace, asked, write=True)
    assert questions(desk.workspace) == ()


def test_a_note_that_another_changed_meanwhile_is_not_written_over(desk):
    assert note(desk.workspace, "U001-A", "看背面", seen="", write=True)
    with pytest.raises(Stale):
        note(desk.workspace, "U001-A", "看封底", seen="", write=True)
    assert note(desk.workspace, "U001-A", "看封底", seen="看背面", write=True)
    assert note_of(desk.workspace, "U001-A") == "看封底"


def test_a_note_that_stands_is_not_written_again(desk):
    note(desk.workspace, "U001-A", "看背面", seen="", write=True)
    before = len(history(desk.workspace))
    assert not note(desk.workspace, "U001-A", " 看背面 ", seen="看背面", write=True)
    assert len(history(desk.workspace)) == before


def test_of_several_rulings_one_fault_keeps_all_from_being_written(desk, answer):
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    before = len(history(desk.workspace))
    with pytest.raises(Refused) as wrong:
        rule_all(
            desk.workspace,
            [
                Wanted("U001-A/seal", "absent", (), "没有章"),
                Wanted("U001-A/remedy", "defective", (), "没写哪一种"),
                Wanted("U001-A/nothing", "absent", (), "没有这一项"),
            ],
            write=True,
        )
    assert len(wrong.value.faults) == 2
    assert len(history(desk.workspace)) == before


def test_ones_own_steps_are_taken_back_one_after_the_other(desk):
    one, other = by(desk, "甲"), by(desk, "乙")
    for text in ("一", "二"):
        note(one, "U001-A", text, seen=note_of(one, "U001-A"), write=True)
        note(other, "U002-A", text, seen=note_of(other, "U002-A"), write=True)
    for left in ("一", ""):
        last = last_own(one)
        assert last is not None and last.by == "甲"
        undo_own(one, last.op, write=True)
        assert note_of(one, "U001-A") == left
    assert last_own(one) is None
    assert note_of(one, "U002-A") == "二"


def test_a_step_is_taken_back_once_however_often_the_key_is_hit(desk):
    for text in ("一", "二"):
        note(desk.workspace, "U001-A", text, seen=note_of(desk.workspace, "U001-A"), write=True)
    op = last_own(desk.workspace).op
    undo_own(desk.workspace, op, write=True)
    with pytest.raises(Refused):
        undo_own(desk.workspace, op, write=True)
    assert note_of(desk.workspace, "U001-A") == "一"


def test_no_more_than_fifty_steps_are_taken_back(desk):
    for number in range(MOST_STEPS + 2):
        note(
            desk.workspace,
            "U001-A",
            str(number),
            seen=note_of(desk.workspace, "U001-A"),
            write=True,
        )
    steps = 0
    while (last := last_own(desk.workspace)) is not None:
        undo_own(desk.workspace, last.op, write=True)
        steps += 1
    assert steps == MOST_STEPS
