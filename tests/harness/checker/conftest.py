"""Letters for the checker's tests: built by hand from text, or made as real files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding
from parsers.document import Document, Headers, Line, Page, TextFrom


@pytest.fixture
def find() -> Callable[..., Finding]:
    """The finding on one element of a letter with the given parts."""

    def build(element: Element, expected: Expected | None = None, **parts: str) -> Finding:
        return judge(Dossier(document_of(letter(**parts)), expected or Expected())).finding(element)

    return build


@pytest.fixture
def judged() -> Callable[..., Judgement]:
    """A letter with the given parts, judged."""

    def build(**parts: str) -> Judgement:
        return judge(Dossier(document_of(letter(**parts))))

    return build


@pytest.fixture
def mail() -> Callable[..., Document]:
    """A mail: its text, its attachments, its header lines."""

    def build(text: str, *parts: Document, **headers: object) -> Document:
        marks = tuple(dict(headers.pop("marks", {})).items())  # type: ignore[call-overload]
        page = Page(1, None, None, TextFrom.DIGITAL, tuple(map(Line, text.splitlines())))
        written = replace(Headers(), marks=marks, **headers)  # type: ignore[arg-type]
        return Document("来信.eml", "0" * 64, "eml", (page,), tuple(parts), headers=written)

    return build
