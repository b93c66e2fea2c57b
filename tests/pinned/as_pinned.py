"""The one place where the pins meet the program: a letter or a course -> what is pinned of it.

In: bytes with a name, or a `Document`, with what a right answer would hold. Out: plain values: kind,
decisions, day, rule set, and of each element the `FIELDS`: verdict, defects, value, the quoted words
with their pages, what contracts.md lists beside them (citations, organs ...), the form of a seal.
Reasons, confidences and boxes may change while things move; these may not. When a module moves, the
imports below follow, and nothing else of the pins.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from harness.checker import check
from harness.checker.check import Judgement, judge
from harness.checker.course import Course
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import Example, document_of
from harness.checker.finding import Finding
from harness.checker.handling import PROCEDURAL, handled
from harness.checker.rules import RULES
from parsers import read
from parsers.document import Document

Pin = dict[str, Any]
FIELDS = ("verdict", "defects", "value", "words", "beside", "form")


def of_bytes(
    data: bytes, name: str, expected: Expected | None = None, replied_on: date | None = None
) -> Pin:
    """As the command line reads and judges a file that came."""
    return of_document(read(data, name), expected, replied_on)


def of_document(
    document: Document, expected: Expected | None = None, replied_on: date | None = None
) -> Pin:
    if document.error is not None:
        return {"error": document.error.code}
    return of_judgement(judge(Dossier(document, expected or Expected(), replied_on)))


def of_judgement(judgement: Judgement) -> Pin:
    return {
        "kind": str(judgement.kind),
        "decisions": list(judgement.decisions),
        "replied_on": judgement.replied_on.isoformat() if judgement.replied_on else None,
        "rules": judgement.rules,
        "elements": {str(one.element): _of_finding(one) for one in judgement.findings},
    }


def listen(heard: Callable[[Dossier, Judgement], None]) -> None:
    """From now on whatever is judged by whoever imports `judge` later is told here too."""

    def judge_and_tell(dossier: Dossier) -> Judgement:
        judgement = judge(dossier)
        heard(dossier, judgement)
        return judgement

    check.judge = judge_and_tell


def of_example(example: Example) -> Pin:
    document = document_of(example.text, seal=example.seal, media=example.media)
    return of_document(document, example.expected, example.replied_on)


def of_course(course: Course) -> Pin:
    """What every procedural rule says of an application's course."""
    case = course.proceeding()
    return {
        "state": str(case.clock.state),
        "elements": {
            one.rule: _fields(one.verdict, one.defects, words=[*one.articles, *one.evidence])
            for one in handled(case.clock, case.events)
        },
    }


def examples() -> Mapping[str, Example]:
    """`seal/DEFECTIVE/1` -> the example, of every rule on an element."""
    return {
        f"{rule.ELEMENT}/{group}/{number}": example
        for rule in RULES
        for group in ("PRESENT", "DEFECTIVE", "ABSENT", "QUIET")
        for number, example in enumerate(getattr(rule, group), 1)
    }


def courses() -> Mapping[str, Course]:
    return {
        f"{rule.ID}/{group}/{number}": course
        for rule in PROCEDURAL
        for group in ("PRESENT", "DEFECTIVE", "ABSENT", "QUIET")
        for number, course in enumerate(getattr(rule, group), 1)
    }


def _of_finding(one: Finding) -> list[str]:
    return _fields(
        one.verdict,
        one.defects,
        one.value or "",
        [f"{span.page or ''} {span.text}" for span in one.evidence],
        {name: told for name, told in one.extra.items() if name != "form"},
        one.extra.get("form") or "",
    )


def _fields(
    verdict: str,
    defects: Sequence[str],
    value: str = "",
    words: Sequence[str] = (),
    beside: Mapping[str, object] | None = None,
    form: object = "",
) -> list[str]:
    """As `FIELDS` names them; what is empty at the end is left out."""
    said = json.dumps(beside, ensure_ascii=False, sort_keys=True, default=str) if beside else ""
    fields = [str(verdict), ",".join(defects), value, "\n".join(words), said, str(form)]
    while not fields[-1]:
        fields.pop()
    return fields
