"""A sentence that the paper tore in two is read as one: across pages, and in the cells of a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.finding import Element, Verdict
from harness.reading.page.page_edges import repeated
from harness.reading.page.prose import join, rows_of
from parsers.document import Document, Line, Page, TextFrom

_HIGH, _WIDE, _SIZE = 842.0, 595.0, 16.0


def _line(text: str, x: float, y: float) -> Line:
    width = sum(1.0 if ord(char) > 0x2E7F else 0.5 for char in text) * _SIZE
    return Line(text, (x, y, x + width, y + _SIZE))


def _page(number: int, *lines: Line) -> Page:
    return Page(number, _WIDE, _HIGH, TextFrom.DIGITAL, lines, ())


def _document(*pages: Page) -> Document:
    return Document(name="答复书.pdf", sha256="0" * 64, media="pdf", pages=pages)


def _text(*pages: Page) -> str:
    document = _document(*pages)
    return join(rows_of(document, document.pages)).text


_FIRST = "如对本答复不服，应当先自收到之日起六十日内向演江市人民"
_SECOND = "政府申请行政复议。"


class TestWhatEveryPageHasAgain:
    @pytest.mark.parametrize(
        "words", ["演江市财政局", "演练样本，非真实公文", "第1页共2页，地址：演江路1号"]
    )
    def test_a_foot_between_two_pages_tears_no_sentence(self, words: str) -> None:
        foot = _line(words, 240, 800)
        other = _line(words.replace("第1页", "第2页"), 240, 801)
        told = _text(
            _page(1, _line(_FIRST, 80, 700), foot), _page(2, _line(_SECOND, 80, 100), other)
        )
        assert "演江市人民政府申请行政复议。" in told
        assert told.count("演") == 1 + words.count("演")  # read once, and not lost

    def test_a_head_is_read_on_the_first_page(self) -> None:
        head = _line("演江市财政局文件", 200, 40)
        told = _text(
            _page(1, head, _line(_FIRST, 80, 700)), _page(2, head, _line(_SECOND, 80, 100))
        )
        assert told.startswith("演江市财政局文件")
        assert "人民政府申请行政复议" in told

    def test_what_stands_in_the_body_stays_on_every_page(self) -> None:
        same = _line("特此告知。", 80, 400)
        assert repeated([_page(1, same), _page(2, same)]) == [frozenset(), frozenset()]

    def test_a_foot_that_stands_once_stays(self) -> None:
        foot = _line("联系电话：0773-0000000", 80, 800)
        assert repeated([_page(1, foot), _page(2, _line(_SECOND, 80, 100))]) == [
            frozenset(),
            frozenset(),
        ]

    def test_other_words_at_the_same_place_stay(self) -> None:
        pages = [_page(1, _line("甲", 80, 800)), _page(2, _line("乙", 80, 800))]
        assert repeated(pages) == [frozenset(), frozenset()]


class TestCellsBesideTheirLabels:
    def test_a_cell_goes_on_below_its_own_beginning(self) -> None:
        label = "有意见怎么办"
        cell = "60日内（自收到之日起算）向演江市人民政"
        at = 80 + len(label) * _SIZE + _SIZE
        first = Line(f"{label} {cell}", (80, 500, _line(cell, at, 500).bbox[2], 516))  # type: ignore[index]
        told = _text(_page(1, first, _line("府申请行政复议", at, 530), _line("特此告知", 80, 700)))
        assert "向演江市人民政府申请行政复议" in told

    def test_a_paragraph_that_is_only_set_in_does_not(self) -> None:
        told = _text(
            _page(1, _line("演江市财政局 二〇二五年三月", 80, 500), _line("另起一段的话", 112, 530))
        )
        assert "三月\n另起" in told


_BODY = (
    "政府信息公开答复书",
    "演财公开〔2025〕8号",
    "林晓雯：",
    "本机关于2025年7月18日收到你提交的申请，申请公开“部门决算”。根据《中华人民共和国政府信息公开条例》"
    "第三十六条第（二）项，现予公开，全文见附件。",
)


def test_remedies_that_begin_in_mid_sentence_accuse_nobody() -> None:
    """Whatever tore it (a stamp's words, a scanner's mark): what is missing may stand above."""
    torn = (
        "如对本答复不服，可以自收到之日起六十日内向演江市人民政",
        "扫描全能王创建于某处",
        "府申请行政复议，或者向法院起诉。",
    )
    whole = ("如对本答复不服，可以申请行政复议，或者向法院起诉。",)
    verdicts = []
    for remedies in (torn, whole):
        text = "\n".join((*_BODY, *remedies, "演江市财政局", "2025年8月6日"))
        lines = tuple(Line(each) for each in text.split("\n"))
        page = Page(1, None, None, TextFrom.DIGITAL, lines, ())
        document = replace(_document(page), name="答复.txt", media="txt")
        judgement = judge(Dossier(document, Expected(applicant="林晓雯"), date(2025, 8, 6)))
        verdicts.append(judgement.finding(Element.REMEDY).verdict)
    assert verdicts == [Verdict.UNCLEAR, Verdict.DEFECTIVE]
