"""contracts.md, section 7, as a table: a verb -> the keys that its JSON must have, and of what type.

`unlike(words, answer)` names what is otherwise, each with its place. Keys may be added; one that
stands here keeps its name and meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
NUMBER = (int, float)


def maybe(shape: Any) -> tuple[Any, ...]:
    return ("maybe", shape)


def one_of(*words: str) -> tuple[Any, ...]:
    return ("one of", *words)


STATE = one_of(
    "not_sent", "awaiting_receipt", "running", "waiting_for_applicant", "suspended", "overdue",
    "answered_in_time", "answered_late", "withdrawn", "deemed_abandoned", "undeliverable",
)  # fmt: skip
KIND = one_of(
    "answer", "acknowledgement", "clarification_notice", "extension_notice", "third_party_notice",
    "fee_notice", "reason_request", "forwarding", "withdrawal_request", "auto_reply", "bounce",
    "other",
)  # fmt: skip
VERDICT = one_of("present", "defective", "absent", "unclear", "not_required")
ELEMENTS = (
    "title", "doc_number", "applicant", "request", "legal_basis", "reasons", "decision", "remedy",
    "issuer", "date", "seal",
)  # fmt: skip
FINDING = {
    "verdict": VERDICT, "value": maybe(str), "defects": [str], "confidence": NUMBER, "reason": str,
    "evidence": [{"file": str, "page": maybe(int), "bbox": maybe([NUMBER]), "text": str}],
}  # fmt: skip
JUDGEMENT = {
    "source": str, "sha256": str, "media": str, "pages": int, "text_from": maybe(str),
    "kind": KIND, "decisions": [str], "replied_on": maybe(DAY),
    "elements": dict.fromkeys(ELEMENTS, FINDING), "rules": DAY,
}  # fmt: skip
CLOCK = {
    "received_on": maybe(DAY), "received_by": maybe(str), "due_on": maybe(DAY),
    "earliest_due_on": maybe(DAY), "latest_due_on": maybe(DAY), "provisional": bool,
    "state": STATE, "working_days_used": int, "working_days_left": maybe(int),
    "answered_on": maybe(DAY), "convention_matters": bool,
    "findings": [{"code": str, "on": DAY, "article": str, "message": str}],
    "trace": [{"on": DAY, "step": str, "article": str, "because": str}],
}  # fmt: skip
DONE = {
    "op": maybe(int), "at": maybe(MOMENT), "by": str, "verb": str, "what": str, "undoes": maybe(int),
}  # fmt: skip
STAND = {"value": maybe(str), "defects": [str]}

SHAPES: dict[str, Any] = {
    "new": {"folder": str, "files": [str]},
    "status": {"planned": int, "sent": int, "answered": int, "queue": int, "faults": [str],
               "next": str},
    "plan": {"applications": [{"id": str, "unit": str, "applicant": str, "question": str,
                               "channel": str, "send_on": DAY}],
             "leaks": [{"a": str, "b": str, "why": str}], "frozen": bool},
    "letters": {"files": [str]},
    "send": {"due": [str], "sent": [str], "refused": [{"application": str, "why": str}],
             "unknown": [str]},
    "log": {"recorded": bool},
    "collect": {"new": int, "filed": int, "queue": int,
                "arrivals": [{"id": str, "source": str, "on": DAY, "kind": KIND,
                              "application": maybe(str), "doubt": str}]},
    "ledger out": {"files": [str]},
    "ledger in": {"added": [str],
                  "changed": [{"number": str, "sheet": str, "column": str, "before": str,
                               "after": str}],
                  "conflicts": [{"number": str, "sheet": str, "column": str, "exported": str,
                                 "excel": str, "now": str}],
                  "missing": [str]},
    "queue": [{"id": str, "what": one_of("filing", "finding", "date", "ledger", "sending",
                                            "objection"),
               "target": str, "why": str,
               "candidates": [{"application": str, "reasons": [str]}]}],
    "file": {"changed": [{"application": str}]},
    "rule": {"before": STAND, "after": STAND},
    "case": {"application": {"id": str, "unit": str},
             "events": [{"kind": str, "on": DAY, "evidence": str, "source": str, "by": maybe(str),
                         "at": maybe(MOMENT)}],
             "clock": CLOCK,
             "arrivals": [{"id": str, "on": DAY, "kind": KIND, "application": maybe(str),
                           "doubt": str}],
             "judgement": maybe(JUDGEMENT),
             "rulings": [{"target": str, "value": str, "why": str, "by": maybe(str)}]},
    "due": [{"application": str, "unit": str, "state": STATE, "due_on": maybe(DAY),
             "earliest_due_on": maybe(DAY), "latest_due_on": maybe(DAY), "provisional": bool,
             "working_days_left": maybe(int),
             "waiting_for": maybe(one_of("unit", "applicant", "third_party", "receipt", "sending",
                                         "decision"))}],
    "marks": [{"unit": str, "category": str, "score": maybe(NUMBER), "full": NUMBER,
               "rate": maybe(NUMBER), "grade": str, "rank": maybe(int), "established": bool,
               "pending": [{"criterion": str, "points": NUMBER, "application": maybe(str),
                            "element": maybe(str), "reason": str}],
               "deductions": [{"criterion": str, "points": NUMBER, "application": maybe(str),
                               "element": maybe(str), "reason": str}]}],
    "report": {"files": [str]},
    "undo": [DONE],
    "history": [DONE],
    "verify": {"ok": bool, "differences": [str]},
    "bundle": {"file": str},
    "backup": {"file": str},
    "restore": {"folder": str},
}  # fmt: skip


def unlike(words: Sequence[str], answer: Any) -> list[str]:
    """What in the answer to a command is not as the contract has it."""
    verb = " ".join(words[:2]) if words[0] == "ledger" else words[0]
    return list(_unlike(SHAPES[verb], answer, verb))


def _unlike(shape: Any, value: Any, place: str) -> Iterator[str]:
    if isinstance(shape, dict):
        yield from _keys(shape, value, place)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            yield f"{place}: no list, {value!r}"
            return
        for number, each in enumerate(value):
            yield from _unlike(shape[0], each, f"{place}[{number}]")
    elif isinstance(shape, tuple) and shape[0] == "maybe":
        if value is not None:
            yield from _unlike(shape[1], value, place)
    elif not _is(shape, value):
        yield f"{place}: {value!r}"


def _keys(shape: dict[str, Any], value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: no object, {value!r}"
        return
    for key, inner in shape.items():
        if key in value:
            yield from _unlike(inner, value[key], f"{place}.{key}")
        else:
            yield f"{place}.{key}: missing"


def _is(shape: Any, value: Any) -> bool:
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(shape, tuple) and shape[0] == "one of":
        return value in shape[1:]
    if isinstance(value, bool):  # which Python takes for a whole number
        return shape is bool
    return isinstance(value, shape)
