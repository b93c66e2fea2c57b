"""`python tests/bench/verdicts/clauses_bench.py [--show]`: sentences that no reader knows, put into letters.

In: clauses.txt beside this file, and the faultless answers of every set, each cut down so that one element is
rightly said to be missing. Out, for each element: how often that accusation is withdrawn when a sentence is put
in that tells the element in unknown words (as it must be), and when one is put in that tells nothing (a right
verdict lost). The letters are judged by their words alone, a hundred in a second.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

import corpus
import render
import written
from corpus import HERE, SEED, Letter

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.finding import Element, Verdict
from parsers import read

ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)
MOST_CARRIERS = 10  # of each set and element
HARMLESS = "harmless"
ELEMENTS = {
    "decision": Element.DECISION,
    "way": Element.DECISION,
    "reason": Element.REASONS,
    "request": Element.REQUEST,
}
_BASIS = "根据《中华人民共和国政府信息公开条例》第三十六条第"
# what stands between the head and the remedies where the element is missing; the request is the letter's own
_BARE = {
    "decision": (),
    "way": (f"{_BASIS}（一）项，你申请的信息已经主动公开，请您自行查询。",),
    "reason": (f"{_BASIS}（四）项的规定，你申请公开的政府信息不存在。",),
    "request": (
        "你提交的政府信息公开申请收悉。",
        f"经检索档案，没有找到。{_BASIS}（四）项的规定，政府信息不存在。",
    ),
}
_ANSWER_FOLLOWS = ("现答复如下", "答复如下", "现告知如下", "现将有关情况告知如下")


@dataclass(frozen=True, slots=True)
class Sentence:
    tells: str
    words: str


def sentences() -> list[Sentence]:
    lines = (HERE / "clauses.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("|") for line in lines if line.strip() and not line.startswith("#"))
    return [Sentence(tells.strip(), words.strip()) for tells, words in rows]


def carriers(name: str, tells: str) -> list[Letter]:
    """Letters of the set in which the element is missing, and said to be."""
    letters = [one for one in corpus.everything(name) if one.kind == "answer" and not one.fault]
    Random(f"{SEED} {name} {tells}").shuffle(letters)
    found: list[Letter] = []
    for letter in letters:
        bare = without(letter, tells)
        if bare and accused(bare, ELEMENTS[tells]):
            found.append(bare)
        if len(found) == MOST_CARRIERS:
            break
    return found


def without(letter: Letter, tells: str) -> Letter | None:
    """The letter without the element: head, the request told again, what is left, remedies, foot."""
    body = [part for part in letter.parts if part[0] in "事理文决救表"]
    remedy = next((part for part in body if part[0] == "救" or "复议" in part[1]), None)
    if remedy is None or remedy == body[0]:
        return None
    head = letter.parts[: letter.parts.index(body[0])]
    asked = body[0][1]
    for words in _ANSWER_FOLLOWS if tells == "decision" else ():
        asked = asked.replace(f"{words}：", "。")
    told = [("文", words) for words in (() if tells == "request" else (asked,)) + _BARE[tells]]
    foot = tuple(part for part in letter.parts if part[0] in "署日")
    return replace(
        letter,
        parts=(*head, *told, remedy, *foot),
        expected=replace(letter.expected, items=None),
    )


def having(letter: Letter, words: str) -> Letter:
    """The sentence in a paragraph of its own, behind the first one of the body."""
    at = next(index for index, (key, _) in enumerate(letter.parts) if key == "文") + 1
    return replace(letter, parts=(*letter.parts[:at], ("文", words), *letter.parts[at:]))


def accused(letter: Letter, element: Element) -> bool:
    head = letter.masthead or (letter.unit.name if letter.head else "")
    rows = [head] * bool(head) + [render._as_text(key, text) for key, text in letter.parts]
    document = read("\n".join(rows).encode(), "答复.txt")
    judgement = judge(Dossier(document, letter.expected, letter.replied_on))
    return judgement.finding(element).verdict in ACCUSING


def tried() -> Iterator[tuple[str, Sentence, bool]]:
    """What is missing, the sentence put in, and whether the accusation still stands."""
    for name in ("1", "2", *written.SETS):
        for tells, element in ELEMENTS.items():
            bare = carriers(name, tells)
            fitting = (one for one in sentences() if one.tells in (tells, HARMLESS))
            for turn, sentence in enumerate(fitting if bare else ()):
                letter = having(bare[turn % len(bare)], sentence.words)
                yield tells, sentence, accused(letter, element)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--show", action="store_true", help="name the sentences that do not help")
    options = asked.parse_args()
    count: Counter[tuple[str, bool, bool]] = Counter()
    still: Counter[Sentence] = Counter()
    for tells, sentence, stands in tried():
        harmless = sentence.tells == HARMLESS
        count[tells, harmless, stands] += 1
        still[sentence] += stands and not harmless
    lines = ["| missing | told, accused no more | nothing told, verdict lost |", "|---|---|---|"]
    for tells in ELEMENTS:
        cells = []
        for harmless in (False, True):
            gone, stands = (count[tells, harmless, state] for state in (False, True))
            cells.append(f"{gone} of {gone + stands}")
        lines.append(f"| {tells} | {' | '.join(cells)} |")
    if options.show:
        lines += [f"{times} {one.tells} {one.words}" for one, times in still.items() if times]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
