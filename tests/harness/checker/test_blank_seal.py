"""A seal that seals nothing: on a page that carries neither signature nor date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import UNIT, document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from parsers.document import Document, Line, Page, Seal, TextFrom

_SEAL = Seal((380.0, 300.0, 500.0, 420.0), UNIT)
_MARKS = ["（此页无正文）", "[本页无正文]", "此 页 无 正 文", "（以下无正文）", "（此页空白）", ""]


def _pages(
    first: str, second: list[str], form: TextFrom = TextFrom.DIGITAL, sealed: int = 2
) -> Document:
    """A letter of two pages, sealed on one of them, with boxes as a PDF has them."""

    def page(number: int, lines: list[str]) -> Page:
        boxed = tuple(
            Line(text, (72.0, 60.0 + 24 * n, 72.0 + 15 * len(text), 76.0 + 24 * n), 0.98)
            for n, text in enumerate(lines)
        )
        return Page(number, 595.0, 842.0, form, boxed, (_SEAL,) if number == sealed else ())

    whole = document_of(first, seal=None)
    return replace(whole, pages=(page(1, first.splitlines()), page(2, second)))


def _seal(document: Document) -> Finding:
    return judge(Dossier(document)).finding(Element.SEAL)


@pytest.mark.parametrize("mark", _MARKS)
@pytest.mark.parametrize("form", [TextFrom.DIGITAL, TextFrom.OCR])
def test_a_seal_on_a_page_without_text_is_blank_and_its_page_is_named(mark, form) -> None:
    found = _seal(_pages(letter(), [mark, "- 2 -"] if mark else [], form))
    if form is TextFrom.OCR and not mark:
        assert found.verdict is not Verdict.DEFECTIVE  # the lines may merely not have been read
        return
    assert found.defects == ("blank",), found.reason
    assert "第2页" in found.reason
    assert found.evidence[0].page == 2


def test_a_page_without_text_that_carries_signature_and_date_is_sealed_rightly() -> None:
    first = letter(issuer="", date="", closing="特此告知。")
    found = _seal(_pages(first, ["（此页无正文）", UNIT, "2020年10月16日"]))
    assert found.verdict is Verdict.PRESENT, found.reason


def test_a_seal_beside_signature_and_date_is_none_though_a_page_without_text_follows() -> None:
    found = _seal(_pages(letter(), ["（此页无正文）"], sealed=1))
    assert found.verdict is Verdict.PRESENT, found.reason


def test_a_seal_on_a_page_of_text_is_left_alone() -> None:
    assert _seal(_pages(letter(), ["附件：2019年度部门决算"])).verdict is Verdict.PRESENT


@pytest.mark.parametrize("mark", _MARKS[:4])
def test_where_a_format_has_no_pages_the_mark_behind_the_signature_says_the_same(mark) -> None:
    text = letter(date=f"2020年10月16日\n{mark}")
    document = document_of(text, name="答复书.docx", media="docx")
    page = replace(document.pages[0], width=None, height=None)
    found = _seal(replace(document, pages=(page,)))
    assert found.defects == ("blank",), found.reason
    assert "此页无正文" in found.reason


def test_there_the_mark_before_the_signature_is_in_order() -> None:
    text = letter(issuer=f"（此页无正文）\n{UNIT}")
    document = document_of(text, name="答复书.docx", media="docx")
    page = replace(document.pages[0], width=None, height=None)
    assert _seal(replace(document, pages=(page,))).verdict is Verdict.PRESENT
