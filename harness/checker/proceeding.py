"""How an application was handled: what the clock found, judged rule by rule.

In: the events of one application and the `Clock` read from them. Out: one `Handling` a procedural
rule (rules/in_time.py and its neighbours). What a letter holds is another matter: check.py. The
clock's findings are the ground, their sentences the reason; nothing is reckoned anew here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.checker.finding import Verdict
from harness.clock.events import Event, Kind
from harness.clock.result import Clock, ClockFinding


@dataclass(frozen=True, slots=True)
class Handling:
    """认定 of one procedural rule. `defects` are codes of the clock's findings (contracts.md,
    section 2), `articles` what they rest on, `evidence` what shows the events."""

    rule: str
    verdict: Verdict
    reason: str
    defects: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One application's course: the argument of every procedural rule."""

    clock: Clock
    events: tuple[Event, ...]

    def of(self, *kinds: Kind) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.kind in kinds)

    def findings(self, codes: Sequence[str]) -> tuple[ClockFinding, ...]:
        return tuple(one for one in self.clock.findings if one.code in codes)


def judged(
    rule: str, verdict: Verdict, reason: str, found: Sequence[ClockFinding], shown: Sequence[Event]
) -> Handling:
    """A handling with the codes and articles of what the clock found, and its events' evidence."""
    return Handling(
        rule,
        verdict,
        reason,
        defects=tuple(dict.fromkeys(one.code for one in found)),
        articles=tuple(dict.fromkeys(one.article for one in found if one.article)),
        evidence=tuple(dict.fromkeys(event.evidence for event in shown if event.evidence)),
    )


def of_notices(
    rule: str, case: Proceeding, kind: Kind, codes: Sequence[str], name: str
) -> Handling:
    """A rule on a kind of notice: none needs to be given; one that was given is right or not."""
    notices, found = case.of(kind), case.findings(codes)
    if found:
        why = "；".join(one.message for one in found)
        return judged(rule, Verdict.DEFECTIVE, why, found, notices)
    if not notices:
        return Handling(rule, Verdict.NOT_REQUIRED, f"没有{name}")
    days = "、".join(f"{event.on.year}年{event.on.month}月{event.on.day}日" for event in notices)
    return judged(rule, Verdict.PRESENT, f"{days}{name}，未见不当", (), notices)
