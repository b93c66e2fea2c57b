"""What a letter says, read once for all who ask: its remedies, its own findings, citations, decisions.

In: a `Letter` and the day by whose law it is read. Out: `Words`, all positions pointing into the
letter's prose. The title says what kind of paper it is and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from harness.law.statutes import ORDER_711
from harness.reading.decision.citations import Citation, citations
from harness.reading.decision.decisions import Decided, decide
from harness.reading.decision.reported_words import (
    blanked,
    operative,
    remedy_ranges,
    without_unticked,
)
from harness.reading.letter_parts.letter import Letter


@dataclass(frozen=True, slots=True)
class Words:
    remedies: tuple[tuple[int, int], ...]  # the sentences that tell of remedies
    told: str  # the letter's text without its remedies, same length
    operative: str  # what the letter itself finds and decides, same length
    citations: tuple[Citation, ...]
    decided: tuple[Decided, ...]


def words_of(letter: Letter, on: date | None) -> Words:
    """Read the letter's words."""
    text = letter.text
    begin = letter.title.end if letter.title else 0
    remedies = remedy_ranges(text)
    told = blanked(text, remedies)
    findings = " " * begin + operative(text, remedies)[begin:]
    cited = tuple(
        one for one in citations(without_unticked(told), letter.prose.raw) if one.start >= begin
    )
    # the articles of the 2008 text say nothing by their numbers
    telling = cited if on is None or on >= ORDER_711 else ()
    return Words(remedies, told, findings, cited, decide(findings, telling))
