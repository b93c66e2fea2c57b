"""What came earlier and is placed tells where a later letter belongs that names its number or answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.casebook.matching.known_numbers import Come, numbers_in, placed_by_numbers
from harness.casebook.matching.match import Envelope, match
from harness.casebook.placing import Placement
from harness.reading.arrived.reply_kind import ReplyKind
from parsers.document import Document, Headers, Line, Page, TextFrom
from tests.harness.casebook import test_match as match_case

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


def test_a_place_that_is_none_of_the_candidates_is_not_taken():
    other = replace(LATER, candidates=("U002-B",))
    assert _last(_come(RECEIPT), _come(other, 30)) == other


def test_what_is_no_letter_of_a_known_kind_gives_no_number():
    disclosed = replace(RECEIPT, kind=ReplyKind.OTHER)
    assert _last(_come(disclosed, 13, ("U001-B",)), _come(LATER, 30)).applications == ()


def test_a_place_that_is_barred_is_not_taken():
    barred = replace(LATER, barred=("U001-B",))
    assert _last(_come(RECEIPT), _come(barred, 30)) == barred


def test_what_else_it_may_belong_to_stays_known():
    found = _last(_come(RECEIPT), _come(LATER, 30))
    assert (found.candidates, found.touches) == (LATER.candidates, LATER.touches)


@pytest.mark.parametrize(
    ("text", "envelope"),
    [
        ("张三：\n演江自治区财政厅答复如下", Envelope("", "", (), match_case.DAY)),
        ("您好，答复如下", Envelope("", match_case.BEN.email, (), match_case.DAY)),
        ("演江自治区财政厅答复如下", Envelope("", "", (), date(1970, 1, 1))),
    ],
    ids=["to somebody else", "to another's mailbox", "before it went out"],
)
def test_somebody_elses_letter_and_one_of_before_are_barred(text: str, envelope: Envelope):
    sender = replace(envelope, sender="xxgk@cz.yj.example")
    found = match(_letter(text), sender, match_case.DESK)
    assert found.applications == ()
    assert "U001-A" in found.touches
    assert "U001-A" in found.barred


def test_a_letter_to_the_applicant_is_not_barred():
    sender = Envelope("xxgk@cz.yj.example", match_case.ANNA.email, (), match_case.DAY)
    found = match(_letter("演江自治区财政厅答复如下"), sender, match_case.DESK)
    assert "U001-A" not in found.barred


def test_an_answer_of_nobody_known_that_begins_with_somebody_elses_name_is_barred():
    sender = Envelope("x@else.example", match_case.ANNA.email, (), match_case.DAY)
    found = match(_letter("张三：\n现答复如下"), sender, match_case.DESK)
    assert (found.touches, found.barred) == ((), ("U001-A", "U002-B"))


def _letter(text: str, *parts: Document, more: str = "") -> Document:
    pages = tuple(
        Page(number, None, None, TextFrom.DIGITAL, tuple(map(Line, each.splitlines())))
        for number, each in enumerate((text, *([more] if more else [])), 1)
    )
    return Document("a.eml", "0" * 64, "eml", pages, parts, headers=Headers())


CITED = "演财办〔2020〕55号"


def test_a_number_that_is_only_cited_is_not_its_own():
    own, told = numbers_in(
        _letter("演财公开〔2026〕 12号\n受理编号：YSQ-2026-0413-81\n依照国办函〔2020〕109号收费")
    )
    assert own == ("演财公开|2026|12号", "ysq-2026-0413-81")
    assert "依照国办函|2020|109号" in told


def test_the_number_of_an_enclosed_document_is_not_the_letters_own():
    enclosed = _letter(f"{CITED}\n登记编号：ABC-2020-11111\n关于差旅费的通知")
    own, told = numbers_in(_letter("现将文件发给您，见附件", enclosed))
    assert own == ()
    assert "演财办|2020|55号" in told


@pytest.mark.parametrize(
    "letter",
    [
        _letter("演文清：\n现将文件全文公开如下\n" + CITED),
        _letter("现答复如下。", more=CITED),
        _letter("演财公开〔2026〕12号\n演文清：\n现公开如下\n" + CITED),
        _letter("您好，您要的文件全文是这样的。\n" + CITED),
        _letter("演财公开〔2026〕12号\n政府信息公开答复书\n" + CITED),
        _letter("您好\n" + CITED),
        _letter("现公开，全文\n" + CITED),
        replace(_letter("全文"), headers=Headers(CITED)),
    ],
    ids=[
        "below the salutation",
        "on a later page",
        "after its own",
        "below a sentence",
        "second",
        "below a greeting",
        "below half a sentence",
        "in the subject",
    ],
)
def test_the_number_of_a_document_copied_into_the_letter_is_not_the_letters_own(letter: Document):
    own, told = numbers_in(letter)
    assert "演财办|2020|55号" not in own
    assert "演财办|2020|55号" in told
