"""The procedural rules, and how an application was handled by all of them.

In: the clock of one application and its events. Out: a `Handling` a rule. Their evidence is the
events, their codes those of the clock's findings (contracts.md, section 2). A rule is a module with
a Chinese docstring (要求／依据／瑕疵), `ID`, `CODES`, its examples PRESENT, DEFECTIVE, ABSENT and
QUIET written as logs, and `check(proceeding: Proceeding) -> Handling`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from harness.checker.course import Course
from harness.checker.proceeding import Handling, Proceeding
from harness.checker.rules import clarification, extension, in_time, withdrawal
from harness.clock.events import Event
from harness.clock.result import Clock


class ProceduralRule(Protocol):
    """What a procedural rule's module has."""

    @property
    def ID(self) -> str: ...  # noqa: N802
    @property
    def CODES(self) -> tuple[str, ...]: ...  # noqa: N802
    @property
    def PRESENT(self) -> tuple[Course, ...]: ...  # noqa: N802
    @property
    def DEFECTIVE(self) -> tuple[Course, ...]: ...  # noqa: N802
    @property
    def ABSENT(self) -> tuple[Course, ...]: ...  # noqa: N802
    @property
    def QUIET(self) -> tuple[Course, ...]: ...  # noqa: N802

    @property
    def check(self) -> Callable[[Proceeding], Handling]: ...


PROCEDURAL: tuple[ProceduralRule, ...] = (in_time, clarification, extension, withdrawal)


def handled(clock: Clock, events: Sequence[Event]) -> tuple[Handling, ...]:
    """How an application was handled: one finding a procedural rule."""
    case = Proceeding(clock, tuple(events))
    return tuple(rule.check(case) for rule in PROCEDURAL)
