"""Twice the text takes at most two and a half times the steps, whoever reads it.

Steps are counted, not seconds (tests/steps.py), so the answer is the same on every machine. Readers
and rules are taken from where they are listed, patterns from every module there is: what is added
is tested by itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import harness.checker
import harness.law
import harness.reading
import parsers
from harness.casebook import events, meaning
from harness.casebook.matching import match
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of
from harness.checker.example import letter as letter_with
from harness.checker.opened import Opened, open_dossier
from harness.checker.rules import RULES
from harness.law import statutes
from harness.reading import told, words
from harness.reading.account import account
from harness.reading.arrived import kinds
from harness.reading.asked import items
from harness.reading.asked.items import unanswered
from harness.reading.decision import reasons, reported_words, ways_to_obtain
from harness.reading.facts import Facts
from harness.reading.letter_parts import letter
from harness.reading.page import mending, prose, wrapping
from harness.reading.page.extent import MAX_CLAUSE
from harness.reading.page.prose import Prose
from harness.reading.perhaps.look import Claim
from harness.reading.remedy.remedies import read_routes
from harness.reading.wordings import book
from parsers.document import Document, Line, Page, TextFrom
from parsers.mail import quoted

sys.path.append(str(Path(__file__).parents[2]))  # what counts steps is for parsers too
from counted import Counted, CountedText, counting, patterns_of
from shapes import MANY, SHAPES, attacks, of_length, of_sentences
from steps import Steps

MOST = 2.5
NOTHING = 3_000  # so few steps are no burden, however they grow
LONG = 1_300  # longer than anything that a pattern passes over by a told number
IN_A_CLAUSE = MAX_CLAUSE // 2 - 50
IN_MANY = 3_000
ATTACKS = 5  # words a pattern

MODULES = [
    import_module(one.name)
    for room in (harness.law, harness.reading, harness.checker)
    for one in walk_packages(room.__path__, f"{room.__name__}.")
]
PARSERS = [import_module(one.name) for one in walk_packages(parsers.__path__, "parsers.")]
READERS = [*MODULES, *PARSERS, events, match, meaning]


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern, once, with the module that holds it."""
    known: set[re.Pattern[str]] = set()
    tables = [
        (book, book.compile_all()),  # they are compiled when first used
        (mending, mending._vocabulary().patterns),
        (statutes, statutes.kinds()),
        (prose, prose._cells()),
        (wrapping, wrapping.label_pattern()),
    ]
    held = [(module, value) for module in READERS for value in vars(module).values()]
    for module, value in [*held, *tables]:
        for pattern in patterns_of(value, of_bytes=True):
            if pattern not in known:
                known.add(pattern)
                yield module.__name__, pattern


PATTERNS = list(_patterns())


@pytest.fixture(autouse=True)
def _deep() -> Iterator[None]:
    """The counter goes as deep as a clause is long."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    yield
    sys.setrecursionlimit(before)


def _steps_of(pattern: re.Pattern[str], text: str) -> int:
    steps = Steps()
    for _ in Counted(pattern, steps).finditer(text):
        pass
    return steps.taken


def _grows(pattern: re.Pattern[str], words: str) -> float:
    """How many times as many steps twice the clause takes."""
    once = _steps_of(pattern, of_length(words, LONG))
    twice = _steps_of(pattern, of_length(words, 2 * LONG))
    return twice / max(once, NOTHING)


@pytest.mark.parametrize(
    "pattern",
    [one for _, one in PATTERNS],
    ids=[f"{name}-{n}" for n, (name, _) in enumerate(PATTERNS)],
)
def test_a_pattern_takes_steps_by_the_length_of_the_clause(pattern: re.Pattern[str]) -> None:
    for said in (*SHAPES.values(), *attacks(pattern, ATTACKS)):
        assert _grows(pattern, said) <= MOST, said


# --- readers and rules ---------------------------------------------------------------------------


def _with_counted_text(prose: Prose, steps: Steps) -> Prose:
    return replace(prose, text=CountedText(prose.text, steps), raw=CountedText(prose.raw, steps))


def _opened(document: Document, steps: Steps) -> Opened:
    opened = open_dossier(
        Dossier(document, Expected(applicant="林晓雯", unit="演江市财政局", items=9))
    )
    told = CountedText(opened.words.told, steps)
    operative = CountedText(opened.words.operative, steps)
    facts = replace(opened.facts, words=replace(opened.words, told=told, operative=operative))
    return replace(opened, facts=facts)


def _scanned(text: str) -> Document:
    """The same as it was recognised on a picture."""
    lines = tuple(Line(line, None, 0.95) for line in text.splitlines())
    return Document("scan.jpg", "0" * 64, "jpg", (Page(1, 595.0, 842.0, TextFrom.OCR, lines),))


def _looks(facts: Facts) -> dict[str, Callable[[], object]]:
    about = {"review": (6, "日"), "cited": "引用了第一百条", "named": facts.text}
    units = ("演江市财政局",)
    return {
        f"look {element} {fault}": lambda see=see, element=element, fault=fault: see(
            facts, Claim(element, fault, facts.text, about, "林晓雯", units, 9)
        )
        for (element, fault), see in told.LOOKS.items()
    }


def _readings(text: str, steps: Steps) -> dict[str, int]:
    """The steps of every reader and every rule, by name."""
    document = document_of(letter_with(request=text, remedy=text), seal=None)
    found: dict[str, int] = {}

    def count(name: str, read: Callable[[], object]) -> object:
        before = steps.taken
        result = read()
        found[name] = steps.taken - before
        return result

    opened = count("opened", lambda: _opened(document, steps))
    assert isinstance(opened, Opened)
    counted = CountedText(text.replace("\n", "。"), steps)
    calls: dict[str, Callable[[], object]] = {
        "kind": lambda: kinds.kind_of(document),
        "scan": lambda: letter.letter_of(_scanned(letter_with(request=text))),
        "routes": lambda: read_routes(counted),
        "items": lambda: unanswered(counted, 9, 1),
        "quotation": lambda: quoted.split([quoted.Row(line) for line in text.splitlines()]),
        **{f"rule {rule.ELEMENT}": lambda rule=rule: rule.check(opened) for rule in RULES},
        **_looks(opened.facts),
        "account": lambda: account(opened.letter, opened.words),
    }
    for name, call in calls.items():
        count(name, call)
    return found


def _blanked(text: str, ranges: Iterable[tuple[int, int]], steps: Steps) -> str:
    return CountedText(reported_words.blanked(CountedText(text, steps), ranges), steps)


def _measured(patch: pytest.MonkeyPatch, text: str) -> dict[str, int]:
    steps, join = Steps(), letter.join
    with patch.context() as within:
        counting(within, READERS, steps)
        for module in (
            words,
            reasons,
            items,
            ways_to_obtain,
        ):  # what is joined anew would be counted no more
            within.setattr(module, "blanked", lambda text, ranges: _blanked(text, ranges, steps))
        within.setattr(letter, "join", lambda rows: _with_counted_text(join(rows), steps))
        return _readings(text, steps)


@pytest.mark.parametrize("shape", [*SHAPES, *MANY])
def test_readers_and_rules_take_steps_by_the_length_of_the_letter(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, length = (MANY[shape], IN_MANY) if shape in MANY else (SHAPES[shape], IN_A_CLAUSE)
    once, twice = (_measured(monkeypatch, text) for text in of_sentences(said, length))
    worse = {
        name: (steps, twice[name])
        for name, steps in once.items()
        if twice[name] > MOST * max(steps, NOTHING)
    }
    assert worse == {}


def test_the_counter_tells_a_cube() -> None:
    was = re.compile(
        r"(?:申请|要求)(?:公开|获取)(?:(?!,经|根据)[^。;\n])*"
        r"|[^。;\n,]*?(?:邮寄|提交)[^。;\n,]*申请[表书]?》?(?=[,。;\n])"
    )
    once, twice = (_steps_of(was, of_length("提交", length)) for length in (60, 120))
    assert twice > 6 * once
    assert _steps_of(book.pattern("request_whole"), of_length("提交", 120)) < once


def test_the_counter_tells_a_text_copied_whole_at_every_hit() -> None:
    def steps_of(text: str) -> int:
        steps = Steps()
        for start in range(0, len(text), 10):
            text = CountedText(text, steps)[:start] + " " * 10 + text[start + 10 :]
        return steps.taken

    once, twice = map(steps_of, of_sentences("你申请“甲乙”的信息。", IN_MANY))
    assert once > NOTHING
    assert twice > MOST * once
