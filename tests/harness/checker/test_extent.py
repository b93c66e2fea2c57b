"""A clause at the bound is read whole; of a longer one the beginning, and nothing is held against it."""

from __future__ import annotations

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.reading.page.extent import (
    MAX_CLAUSE,
    MAX_LETTER,
    Extent,
    Unread,
    left_unread,
    read_part,
)
from harness.reading.page.row import Row

_DECIDED = "根据《政府信息公开条例》第三十六条第（四）项，该信息不存在。"
_HELD_AGAINST = {Verdict.ABSENT, Verdict.DEFECTIVE}


def _row(text: str, page: int = 1) -> Row:
    return Row(text, text, "答复书.pdf", page, None)


def _text(extent: Extent) -> str:
    return "".join(row.text + glue for row, glue in extent.rows)


def _judged(length: int, **parts: str) -> Judgement:
    """A letter with one clause of this length before its decision."""
    clause = "甲" * length + "。"
    return judge(Dossier(document_of(letter(decision=clause + _DECIDED, **parts))))


def _of(judgement: Judgement, element: Element) -> Finding:
    return next(one for one in judgement.findings if one.element is element)


@pytest.mark.parametrize("mark", ["。", ";", "!", "?", ""])
def test_a_clause_at_the_bound_is_read_whole(mark: str) -> None:
    row = _row("甲" * MAX_CLAUSE + mark)
    assert read_part([(row, "\n")]) == Extent(((row, "\n"),))


@pytest.mark.parametrize("mark", ["。", ";", "!", "?", ""])
def test_of_a_longer_clause_the_beginning_is_read_and_the_next_one_whole(mark: str) -> None:
    extent = read_part([(_row("甲" * (MAX_CLAUSE + 1) + mark, 3), "\n"), (_row("乙。", 4), "")])
    assert _text(extent) == "甲" * MAX_CLAUSE + mark + "\n乙。"
    assert extent.unread == (Unread(3, MAX_CLAUSE + 1, MAX_CLAUSE),)


def test_a_clause_over_rows_that_run_on_is_one_and_stands_where_it_began() -> None:
    half = "甲" * (MAX_CLAUSE // 2)
    rows = [(_row("起。" + half, 2), ""), (_row(half, 3), ""), (_row("甲乙。完。", 3), "\n")]
    extent = read_part(rows)
    assert _text(extent) == "起。" + half + half + "。完。\n"
    assert extent.unread == (Unread(2, MAX_CLAUSE + 2, MAX_CLAUSE),)


def test_a_paragraphs_end_ends_a_clause() -> None:
    half = "甲" * (MAX_CLAUSE // 2 + 1)
    assert read_part([(_row(half), "\n"), (_row(half), "\n")]).unread == ()


@pytest.mark.parametrize("more", [0, 1])
def test_of_a_letter_over_its_bound_the_beginning_is_read(more: int) -> None:
    row = _row("甲" * 99)
    rows = [(row, "\n")] * (MAX_LETTER // 100) + [(_row("乙"), "")] * more
    extent = read_part(rows)
    assert len(_text(extent)) == MAX_LETTER
    letter_left = Unread(1, MAX_LETTER + 1, MAX_LETTER, is_letter=True)
    assert extent.unread == ((letter_left,) if more else ())


def test_what_was_left_is_told_with_its_page_its_length_and_how_far_it_was_read() -> None:
    assert left_unread(Unread(3, 2_500, 2_000)) == "第3页有一句长达2500字，只读到第2000字"
    assert left_unread(Unread(None, 2_500, 2_000)) == "文中有一句长达2500字，只读到第2000字"
    assert left_unread(Unread(9, 5, 4, is_letter=True)) == "全文长达5字，只读到第4字"


def test_a_letter_with_a_clause_at_the_bound_is_accused_as_any_other() -> None:
    whole = _judged(MAX_CLAUSE, remedy="")
    assert _of(whole, Element.REMEDY).verdict is Verdict.ABSENT
    short = _judged(MAX_CLAUSE, remedy="如不服，可在60日内向演江市人民政府申请行政复议。")
    assert _of(short, Element.REMEDY).verdict is Verdict.DEFECTIVE


@pytest.mark.parametrize("remedy", ["", "如不服，可在60日内向演江市人民政府申请行政复议。"])
def test_in_a_letter_with_a_longer_clause_nothing_is_called_absent_or_defective(remedy) -> None:
    judgement = _judged(MAX_CLAUSE + 1, remedy=remedy, number="", request="")
    assert not _HELD_AGAINST & {one.verdict for one in judgement.findings}
    assert not any(one.defects for one in judgement.findings)
    told = f"第1页有一句长达{MAX_CLAUSE + 1}字，只读到第{MAX_CLAUSE}字"
    finding = _of(judgement, Element.REMEDY)
    assert finding.verdict is Verdict.UNCLEAR
    assert told in finding.reason


def test_what_such_a_letter_does_say_is_still_found() -> None:
    judgement = _judged(MAX_CLAUSE + 1)
    assert judgement.decisions == _judged(MAX_CLAUSE).decisions == ("not_held",)
    assert _of(judgement, Element.REMEDY).verdict is Verdict.PRESENT
