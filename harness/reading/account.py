"""An account of every sentence: which reader claims it, and which nobody claims.

In: a `Letter` and its `Words`. Out: the letter's clauses, each with what it was read as: head, request,
law, search, reason, decision, way, remedy, courtesy, contact, attachment, signature, matter. A clause
that nobody claims is *unexplained*: it may say in words of its own what some rule is about to call
missing (这份合同早就登在《青禾日报》第4版了). So nothing is called absent beside it; it is shown, for
people to read and for readers to learn from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.reading.decision.reported_words import application_spans, quotation_spans
from harness.reading.letter_parts.letter import Letter
from harness.reading.wordings.book import pattern
from harness.reading.words import Words
from parsers import lazy_re as re

HEAD, REQUEST, LAW, REMEDY, DECISION, FOOT = "head", "request", "law", "remedy", "decision", "foot"
QUOTED = "quoted"
_CLAUSE = re.compile(r"[^,。;:!?\n]++")
_SOMETHING = 5  # characters of its own: fewer are 现答复如下, 经查, a name

# what a clause is read as; coarse, for it only tells that somebody knows what the clause is about
_CLAIMS = {
    REQUEST: "clause_of_request",
    LAW: "clause_of_law",
    "search": "clause_of_search",
    "reason": "clause_of_reason",
    DECISION: "clause_of_decision",
    "way": "clause_of_way",
    REMEDY: "clause_of_remedy",
    "courtesy": "clause_of_courtesy",
    "contact": "clause_of_contact",
    "attachment": "clause_of_attachment",
    "lead": "clause_of_lead",
    "promise": "clause_of_promise",
    "heading": "clause_of_heading",
    "day": "clause_of_day",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a clause stands in the letter's prose, and what it was read as; nothing: unexplained."""

    start: int
    end: int
    claims: frozenset[str]


def account(letter: Letter, words: Words) -> tuple[Clause, ...]:
    """Every clause of the letter with its claims."""
    text = letter.text
    places = [match.span() for match in _CLAUSE.finditer(text)]
    claimed = _claimed(places, _spans(letter, words))
    patterns = [(claim, pattern(says)) for claim, says in _CLAIMS.items()]
    clauses, listing = [], False
    for (start, end), close in zip(places, claimed, strict=True):
        said = text[start:end]
        claims = close | {claim for claim, told in patterns if told.search(said)}
        if listing and not claims and text[start - 1] in ":;\n":
            claims.add(REQUEST)
        listing = _goes_on_listing(text, start, end, listing, asked=REQUEST in claims)
        clauses.append(Clause(start, end, frozenset(claims)))
    return tuple(clauses)


def _claimed(
    places: list[tuple[int, int]], spans: Iterable[tuple[str, int, int]]
) -> list[set[str]]:
    """Of each clause what the close readers say of a part of it."""
    ends = [end for _, end in places]
    claimed: list[set[str]] = [set() for _ in places]
    for claim, start, end in spans:
        for index in range(bisect_right(ends, start), bisect_left(ends, end) + 1):
            if index < len(places) and places[index][0] < end:
                begin, close = places[index]
                shared = min(close, end) - max(begin, start)
                # a clause that only holds a name in quotation marks is nobody else's words
                if claim != QUOTED or 2 * shared >= close - begin:
                    claimed[index].add(claim)
    return claimed


_LIST_BEGINS = re.compile(r"(?:如下|以下[^,]{0,8}|内容|信息|事项|项|为|是|包括)$")


def _goes_on_listing(text: str, start: int, end: int, listing: bool, *, asked: bool) -> bool:
    """Whether the next clause is one more of the things asked for: 申请公开以下两项:1.……;2.……"""
    mark = text[end : end + 1]
    if mark == ":" and asked:
        return _LIST_BEGINS.search(text, start, end) is not None
    return listing and mark in (":", ";", "\n") and mark != ""


def unexplained(clauses: tuple[Clause, ...], text: str) -> tuple[Clause, ...]:
    """The clauses that nobody claims and that say something."""
    return tuple(
        one
        for one in clauses
        if not one.claims and _characters(text[one.start : one.end]) >= _SOMETHING
    )


def _characters(said: str) -> int:
    return sum("\u4e00" <= char <= "\u9fff" for char in said)


def _spans(letter: Letter, words: Words) -> Iterator[tuple[str, int, int]]:
    """What the close readers claim: the structure, the request retold, citations, decisions, remedies."""
    begin = letter.body[0]
    for place in (letter.masthead, letter.title, letter.addressee, letter.number):
        if place:
            yield HEAD, place.start, place.end
    for place in (letter.issuer, letter.dated):
        if place:
            yield FOOT, place.start, place.end
    yield from ((REQUEST, a, b) for a, b in application_spans(letter.text) if b > begin)
    yield from ((QUOTED, a, b) for a, b in quotation_spans(letter.text))
    yield from ((LAW, one.start, one.end) for one in words.citations)
    yield from ((DECISION, one.start, one.end) for one in words.decided)
    yield from ((REMEDY, a, b) for a, b in words.remedies)
