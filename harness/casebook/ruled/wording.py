"""A ruling's target and value -> what a person calls them: U001-A/remedy, defective, no_court ->
救济渠道, 有瑕疵（……）."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.checker.finding import ELEMENT_NAMES, VERDICT_NAMES, Element, Verdict
from harness.scoring.facts import EXEMPT
from harness.scoring.faults import DEFECT_NAMES

DATE_NAMES = {"received_on": "收到申请之日", "answered_on": "答复之日"}


def subject(target: str, *, points: bool = False) -> str:
    """What a ruling is about, without whose it is. `points`: a criterion may be named like an element."""
    tail = target.partition("/")[2]
    if tail in DATE_NAMES:
        return DATE_NAMES[tail]
    element = tail in {*Element} and not points
    return ELEMENT_NAMES[Element(tail)] if element else f"指标 {tail}"


def target_told(target: str, value: str | None) -> str:
    """The target and what it is, by what is said of it."""
    points = value is not None and value not in {*Verdict}
    return f"{target}（{subject(target, points=points)}）"


def object_told(target: str, criteria: Mapping[str, str], *, points: bool = False) -> str:
    """U001-A/doc_number -> U001-A 文号, for a list. `criteria`: id -> name, of the unit's rubric;
    `points`: it is a unit's, and no application's."""
    head, _, tail = target.partition("/")
    return f"{head} {criteria[tail] if points and tail in criteria else subject(target, points=points)}"


def value_told(target: str, value: str | None, defects: Sequence[str] = ()) -> str:
    tail = target.partition("/")[2]
    if value is None:
        return "无"
    if tail in DATE_NAMES:
        return value
    if tail not in {*Element} or value not in {*Verdict}:
        # of what is counted (disputes.lost) the number alone: it is times, and no points
        return f"{value}分" if value != EXEMPT and "." not in tail else value
    names = DEFECT_NAMES.get(Element(tail), {})
    found = "、".join(names.get(each, each) for each in defects)
    verdict = VERDICT_NAMES[Verdict(value)]
    return f"{verdict}（{found}）" if found else verdict
