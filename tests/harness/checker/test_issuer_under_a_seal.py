"""One character that a seal's strokes have put into a signature does not hide whose it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Verdict
from parsers.document import Document, Seal, TextFrom

UNIT = Expected(unit="演江市生态环境局")


def _scan(signature: str, seal: str | None, sure: float = 0.97) -> Document:
    """A scan with a red impression beside its signature."""
    document = document_of(letter(issuer=signature))
    page = document.pages[-1]
    seals = (Seal((300.0, 500.0, 400.0, 600.0), seal, name_confidence=sure),)
    page = replace(page, text_from=TextFrom.OCR, seals=seals)
    return replace(document, media="png", pages=(*document.pages[:-1], page))


def _issuer(document: Document):
    return judge(Dossier(document, UNIT)).finding(Element.ISSUER)


def test_with_the_seal_that_says_so_it_is_the_unit():
    found = _issuer(_scan("演江市生态环不境局", "演江市生态环境局"))
    assert found.verdict is Verdict.PRESENT
    assert "压出" in found.reason


@pytest.mark.parametrize(
    ("signature", "seal", "sure"),
    [
        ("演江市生态环不境局", None, 0.97),  # nothing else says whose it is
        ("演江市生态环不境局", "演江市生态环境局", 0.5),  # not read surely
        ("演江市生态环不境局", "演江市水利局", 0.97),  # another body's seal
        ("演江市生不态环不境局", "演江市生态环境局", 0.97),  # more than one character
        ("演江市水利局", "演江市生态环境局", 0.97),  # another body's name
    ],
)
def test_anything_less_is_left_to_a_person(signature, seal, sure):
    assert _issuer(_scan(signature, seal, sure)).verdict is Verdict.UNCLEAR
