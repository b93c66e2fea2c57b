"""The rules, one file an element, in the order of contracts.md. A rule is a module with

- a Chinese docstring (要求／依据／瑕疵), which `mingcha rules` prints,
- `ELEMENT`, the element that it judges,
- its examples PRESENT, DEFECTIVE, ABSENT and QUIET (what it must leave alone),
- `check(opened: Opened) -> Finding`.

The procedural rules beside them judge how an application was handled, not what a letter holds; their
list is in handling.py, so that who judges a letter waits for no calendar.

Rules do not import rules. A file that is in neither list, or the reverse, fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
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

    @property
    def ELEMENT(self) -> Element: ...  # noqa: N802
    @property
    def PRESENT(self) -> tuple[Example, ...]: ...  # noqa: N802
    @property
    def DEFECTIVE(self) -> tuple[Example, ...]: ...  # noqa: N802
    @property
    def ABSENT(self) -> tuple[Example, ...]: ...  # noqa: N802
    @property
    def QUIET(self) -> tuple[Example, ...]: ...  # noqa: N802

    @property
    def check(self) -> Callable[[Opened], Finding]: ...


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
