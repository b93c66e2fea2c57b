"""The letter's day is the one beside its signature; what was stamped on it elsewhere is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.reading.letter_parts.letter import letter_of
from parsers.document import Box, Document, Line, Seal, TextFrom

SIGNER, DAY = "演江市财政局", date(2020, 10, 16)
STAMPED = "2020年10月20日"


def scan(
    *stamp: tuple[str, float, float], seal: Box | None = (380.0, 600.0, 500.0, 720.0)
) -> Document:
    """A letter on paper, signed on the right at 640 and dated at 670; `stamp`: lines with their places."""
    document = document_of(letter(issuer=SIGNER))
    page = document.pages[-1]
    *body, signed, dated = page.lines
    lines = [
        replace(line, bbox=(80.0, 60.0 + 24 * at, 80.0 + 14 * len(line.text), 78.0 + 24 * at))
        for at, line in enumerate(body)
    ]
    lines.append(replace(signed, bbox=(400.0, 640.0, 490.0, 658.0)))
    lines.append(replace(dated, bbox=(390.0, 670.0, 500.0, 688.0)))
    lines += [Line(words, (x, y, x + 14 * len(words), y + 18)) for words, x, y in stamp]
    seals = (Seal(seal, SIGNER, name_confidence=0.99),) if seal else ()
    page = replace(page, text_from=TextFrom.OCR, lines=tuple(lines), seals=seals)
    return replace(document, media="jpg", pages=(*document.pages[:-1], page))


def finding(document: Document, element: Element = Element.DATE) -> Finding:
    return judge(Dossier(document, Expected(unit=SIGNER))).finding(element)


STAMPS = [
    [("签收", 120, 740), (STAMPED, 100, 765)],
    [("收文", 120, 740), (STAMPED, 100, 765), ("第0312号", 110, 790)],
    [("演江市信访局", 100, 740), (STAMPED, 100, 765), ("收件专用章", 105, 790)],
    [("接收", 120, 700), (STAMPED, 100, 725)],
    [("演江市政务服务中心收发室", 80, 740), (STAMPED, 100, 765)],
    [(f"签收:{STAMPED}", 80, 760)],
    [(f"收件人签收李四{STAMPED}", 80, 760)],
    [("2020/10/20", 480, 800)],
    [("2020/10/2015:32", 480, 800)],
    [(f"演江市财政局办公室{STAMPED}印发", 80, 790)],
]


@pytest.mark.parametrize("stamp", STAMPS, ids=lambda stamp: stamp[0][0])
@pytest.mark.parametrize("sealed", [True, False])
def test_a_day_that_was_stamped_on_a_letter_is_not_its_own(stamp, sealed):
    document = scan(*stamp, seal=(380.0, 600.0, 500.0, 720.0) if sealed else None)
    seen = letter_of(document)
    assert (seen.day, seen.rival_dates) == (DAY, ())
    assert seen.issuer is not None and seen.issuer.value == SIGNER


def test_of_two_signatures_the_sealed_one_is_the_letter_s():
    stamp = [("演江市信访局", 100.0, 740.0), (STAMPED, 100.0, 765.0)]
    assert letter_of(scan(*stamp)).day == DAY


def test_where_two_days_stand_there_alike_both_are_told_and_none_is_chosen():
    document = scan(("演江市信访局", 100.0, 740.0), (STAMPED, 100.0, 765.0), seal=None)
    found = finding(document)
    assert letter_of(document).day is None
    assert found.verdict is Verdict.UNCLEAR
    assert STAMPED in found.reason and "2020年10月16日" in found.reason
    assert judge(Dossier(document, Expected())).replied_on is None


def test_the_same_day_twice_is_no_rival():
    document = scan((SIGNER, 100.0, 740.0), ("2020年10月16日", 100.0, 765.0), seal=None)
    assert (letter_of(document).day, letter_of(document).rival_dates) == (DAY, ())


def test_a_letter_that_asks_to_sign_for_it_keeps_its_day():
    text = letter().replace("特此", "请予签收。\n特此")
    assert (
        judge(Dossier(document_of(text), Expected())).finding(Element.DATE).verdict
        is Verdict.PRESENT
    )
