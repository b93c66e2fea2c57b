"""The letters of the bench, every set, judged by their words alone: nobody is accused wrongly.

Rendered, recognised and stamped they are measured by tests/bench/verdicts; here they come as plain
text, a hundred in a second, so that no change of a rule takes back what a letter once taught.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "verdicts"
sys.path.append(str(BENCH))

import corpus  # noqa: E402
import render  # noqa: E402
import verdicts_bench as bench  # noqa: E402
import written  # noqa: E402

from harness.checker.check import judge  # noqa: E402
from harness.checker.dossier import Dossier  # noqa: E402
from harness.checker.finding import Element, Verdict  # noqa: E402
from parsers import read  # noqa: E402

# made to tempt: what is not right in them is left to a person, or not noticed
LEAST = {
    "9": 0.965,
    "10": 0.94,
    "12": 0.97,
    "13": 0.98,
    "14": 0.96,
    "15": 0.98,
    "16": 0.955,
    "17": 0.98,
}
_OF_PAPER = (Element.SEAL,)  # plain text has none
_BY_HEADERS = ("auto_reply", "bounce")  # a mail's own headers tell them


def _as_text(letter: corpus.Letter) -> str:
    head = letter.masthead or (letter.unit.name if letter.head else "")
    words = [render._as_text(key, text) for key, text in letter.parts]
    return "\n".join([head, *words] if head else words)


def _marks(name: str) -> list[tuple[str, str, str]]:
    """(element, how it came out, the letter and why) of every element of every letter."""
    marks = []
    for letter in (one for one in corpus.everything(name) if one.kind not in _BY_HEADERS):
        document = read(_as_text(letter).encode(), "答复.txt")
        judgement = judge(Dossier(document, letter.expected, letter.replied_on))
        marks += [
            (where, mark, f"{letter.id} {where}: {note}")
            for where, mark, note in bench._compared(letter, judgement)
            if where in list(Element) and where not in _OF_PAPER
        ]
    return marks


@pytest.mark.parametrize("name", ["1", "2", *written.SETS])
def test_nobody_is_accused_of_what_a_careful_lawyer_does_not_find(name: str) -> None:
    marks = _marks(name)
    assert len(marks) > 500
    assert [note for _, mark, note in marks if mark == "false accusation"] == []
    right = sum(mark in ("right", "remark") for _, mark, _ in marks)
    assert right >= LEAST.get(name, 0.985) * len(marks), [
        note for _, mark, note in marks if mark == "wrong"
    ]


@pytest.mark.parametrize("medium", ["ofd", "html"])
def test_a_letter_comes_in_this_medium_too(medium: str) -> None:
    letter = next(one for one in corpus.everything("8") if one.medium == "pdf" and one.seal)
    sealed = medium not in corpus.WORDS_ALONE
    name, data = render.Press().file(replace(letter, medium=medium))
    document = read(data, name)
    judgement = judge(Dossier(document, letter.expected, letter.replied_on))
    assert (document.error, document.unread) == (None, ())
    assert (judgement.finding(Element.SEAL).verdict is Verdict.PRESENT) is sealed
    assert judgement.kind == letter.kind
    assert frozenset(judgement.decisions) >= letter.decisions
