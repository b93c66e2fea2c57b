"""Which of several rulings on one element counts: by a model in a few lines, and as sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.casebook.ruled.staged import Dispute, counting, other_part
from harness.checker.finding import Element, Finding, Verdict
from harness.scoring.people import Stage, mark_of
from harness.store.said import Ruling

VALUES = [("present", ()), ("absent", ()), ("defective", ("no_court",)), ("unclear", ())]
MARKS = st.sampled_from(VALUES)
STAGED = st.dictionaries(st.sampled_from(list(Stage)), MARKS)


def _ruling(stage: Stage, mark, judge: str = "") -> Ruling:
    return Ruling("U001-A/remedy", mark[0], mark[1], "理由", "a", "", stage, judge=judge)


def _machine(mark) -> Finding:
    return Finding(Element.REMEDY, Verdict(mark[0]), "程序的理由", mark[1])


@given(STAGED, MARKS)
def test_the_highest_counts_but_a_second_mark_only_where_it_agrees(marks, machine):
    staged = {stage: _ruling(stage, mark) for stage, mark in marks.items()}
    what = counting(staged, _machine(machine))
    if staged and max(staged) >= Stage.DECISION:
        assert what is staged[max(staged)]
    elif Stage.SECOND not in staged:
        assert what is staged.get(Stage.FIRST)
    else:
        first = marks.get(Stage.FIRST, machine)
        agree = first == marks[Stage.SECOND]
        if Stage.FIRST not in staged and machine[0] == "unclear":
            assert what is None
        elif agree:
            assert what is staged.get(Stage.FIRST)
        else:
            assert what == Dispute(staged.get(Stage.FIRST), staged[Stage.SECOND])


def test_marks_that_differ_in_a_remark_only_do_not_differ():
    assert mark_of("defective", ("style",)) == mark_of("present")
    assert mark_of("defective", ("year_mismatch", "style")) == mark_of(
        "defective", ("year_mismatch",)
    )
    assert mark_of("defective", ("no_court",)) != mark_of("defective", ("no_organ",))
    assert mark_of("present") != mark_of("not_required")


@pytest.mark.parametrize("stage", [Stage.SECOND, Stage.DECISION])
def test_nobody_has_two_parts_in_one_mark(stage):
    staged = {Stage.FIRST: _ruling(Stage.FIRST, VALUES[0], "李四")}
    assert other_part(staged, stage, " 李四") is Stage.FIRST
    assert other_part(staged, stage, "王五") is None
    assert other_part(staged, Stage.FIRST, "李四") is None
    assert other_part(staged, Stage.OBJECTION, "李四") is None
