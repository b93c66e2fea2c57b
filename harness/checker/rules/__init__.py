"""The rules, one file an element, in the order of contracts.md. A rule is a module with

- a Chinese docstring (要求／依据／瑕疵), which `mingcha rules` prints,
- `ELEMENT`, the element that it judges,
- its examples PRESENT, DEFECTIVE, ABSENT and QUIET (what it must leave alone),
- `check(opened: Opened) -> Finding`.

Rules do not import rules. A file that is not in this list, or the reverse, fails a test.
"""

from __future__ import annotations

from typing import Protocol

from harness.checker.example import Example
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.checker.rules import (
    applicant,
    date,
    decision,
    doc_number,
    issuer,
    legal_basis,
    reasons,
    remedy,
    request,
    seal,
    title,
)


class Rule(Protocol):
    """What a rule's module has."""

    ELEMENT: Element
    PRESENT: tuple[Example, ...]
    DEFECTIVE: tuple[Example, ...]
    ABSENT: tuple[Example, ...]
    QUIET: tuple[Example, ...]

    @staticmethod
    def check(opened: Opened) -> Finding: ...


RULES: tuple[Rule, ...] = (
    title,
    doc_number,
    applicant,
    request,
    legal_basis,
    reasons,
    decision,
    remedy,
    issuer,
    date,
    seal,
)
