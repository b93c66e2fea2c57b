"""What came earlier and is placed tells where a later letter belongs that names its number or answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from harness.casebook.known_numbers import Come, numbers_in, placed_by_numbers
from harness.casebook.placing import Placement
from harness.reading.reply_kind import ReplyKind
from parsers.document import Document, Headers, Line, Page, TextFrom

RECEIPT = Placement(
    ("U001-B",), ReplyKind.ACKNOWLEDGEMENT, ("直接回复",), own_numbers=("ysq-2026-0413-81",), message_ids=("<r1@a.example>",)
)  # fmt: skip
LATER = Placement(
    (), ReplyKind.ANSWER, ("没有足够的线索",), ("U001-B", "U002-B"), ("U001-B", "U002-B"), "无法自动归卷",
    told_numbers=("ysq-2026-0413-81",),
)  # fmt: skip
DAY = date(2026, 4, 13)


def _last(*come: Come) -> Placement:
    return list(placed_by_numbers(come))[-1]


def _come(placement: Placement, day: int = 13, said: tuple[str, ...] | None = None) -> Come:
    return Come(f"邮件{day}", date(2026, 4, day), placement, said)


def test_a_letter_that_names_the_number_of_a_placed_receipt_belongs_with_it():
    found = _last(_come(RECEIPT), _come(LATER, 30))
    assert (found.applications, found.doubt) == (("U001-B",), "")
    assert "邮件13 已归入 U001-B" in found.reasons[0]


def test_what_a_person_filed_teaches_as_much():
    unplaced = replace(RECEIPT, applications=())
    assert _last(_come(unplaced, 13, ("U002-B",)), _come(LATER, 30)).applications == ("U002-B",)
    assert _last(_come(RECEIPT, 13, ()), _come(LATER, 30)).applications == ()


def test_an_answer_to_the_units_own_earlier_mail_goes_on_where_that_one_is():
    later = replace(LATER, told_numbers=(), message_ids=("<r2@a.example>", "<r1@a.example>"))
    assert _last(_come(RECEIPT), _come(later, 30)).applications == ("U001-B",)


def test_a_number_that_two_applications_have_says_nothing():
    other = replace(RECEIPT, applications=("U002-B",))
    assert _last(_come(RECEIPT), _come(other, 14), _come(LATER, 30)).applications == ()


def test_a_number_alone_does_not_place_what_nothing_else_points_to():
    elsewhere = replace(LATER, touches=("U009-A",), candidates=())
    assert _last(_come(RECEIPT), _come(elsewhere, 30)).applications == ()


def test_what_came_later_teaches_nothing_about_what_came_before():
    first, _ = placed_by_numbers([_come(LATER, 10), _come(RECEIPT, 13)])
    assert first.applications == ()


def test_a_person_who_filed_it_is_not_overruled():
    assert _last(_come(RECEIPT), _come(LATER, 30, ("U002-B",))) == LATER


def test_a_number_that_is_only_cited_is_not_its_own():
    text = "受理编号：YSQ-2026-0413-81\n依照国办函〔2020〕109号收费\n演财公开〔2026〕 12号"
    lines = tuple(map(Line, text.splitlines()))
    page = Page(1, None, None, TextFrom.DIGITAL, lines)
    own, told = numbers_in(Document("a.eml", "0" * 64, "eml", (page,), headers=Headers()))
    assert own == ("演财公开|2026|12号", "ysq-2026-0413-81")
    assert "依照国办函|2020|109号" in told
