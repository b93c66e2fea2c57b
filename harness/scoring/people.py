"""People at work on the marks, as values: the stages of a ruling, the sample that is marked twice,
objections. Reports print them; casebook/ makes them from the facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from harness.checker.finding import REMARKS, Verdict


class Stage(IntEnum):
    """Of a ruling. Of one stage the latest counts, of several the highest; but where a second mark
    differs from the first and nobody has decided, neither does (casebook/staged.py)."""

    FIRST = 1  # 初评
    SECOND = 2  # 复评, blind
    DECISION = 3  # 定评, by a third person
    OBJECTION = 4  # 异议决定


STAGE_NAMES = {
    Stage.FIRST: "初评", Stage.SECOND: "复评", Stage.DECISION: "定评", Stage.OBJECTION: "异议决定",
}  # fmt: skip


class Ground(StrEnum):
    """Why something is in the sample."""

    FAULT = "fault"
    UNCLEAR = "unclear"
    CLEAN = "clean"


GROUND_NAMES = {Ground.FAULT: "有问题", Ground.UNCLEAR: "待认定", Ground.CLEAN: "未见问题"}


class Outcome(StrEnum):
    UPHELD = "upheld"
    REJECTED = "rejected"
    PARTLY = "partly"


OUTCOME_NAMES = {
    Outcome.UPHELD: "异议成立", Outcome.REJECTED: "异议不成立", Outcome.PARTLY: "异议部分成立",
}  # fmt: skip

Mark = tuple[str, frozenset[str]]  # a verdict and its faults


def mark_of(verdict: Verdict | str, defects: Collection[str] = ()) -> Mark:
    """What two marks are compared by: a remark is no fault, and alone makes nothing defective."""
    verdict, faults = Verdict(verdict), frozenset(defects) - REMARKS
    if verdict is Verdict.DEFECTIVE and defects and not faults:
        return Verdict.PRESENT.value, frozenset()
    return verdict.value, faults if verdict is Verdict.DEFECTIVE else frozenset()


def ground_of(verdict: Verdict, defects: Collection[str] = ()) -> Ground:
    told, _ = mark_of(verdict, defects)
    if told == Verdict.UNCLEAR:
        return Ground.UNCLEAR
    return Ground.FAULT if told in (Verdict.ABSENT, Verdict.DEFECTIVE) else Ground.CLEAN


@dataclass(frozen=True, slots=True)
class Sampled:
    """One element of one answer that was drawn."""

    target: str  # U001-A/remedy
    about: str  # SHA-256 of the answer
    ground: Ground


@dataclass(frozen=True, slots=True)
class Sample:
    """抽样: one drawing. `answers`: those that were looked at (application, SHA-256); `among`: how many
    clean ones there were to draw from."""

    id: int
    seed: int
    clean: int  # per cent
    method: str
    drawn: tuple[Sampled, ...]
    answers: tuple[tuple[str, str], ...]
    among: int
    by: str = ""
    at: str = ""  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Term:
    """异议期限 of a unit. `last` is None where no term is set or no 反馈单 was handed over; while it is
    `provisional` (that year's calendar is not announced yet), the latest day that it can be."""

    handed_on: date | None
    last: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    why: str
    by: str
    at: str
    targets: tuple[str, ...]  # on which it was ruled: the one objected to, and like cases
    op: int = 0  # of the history: tells which of two was later


@dataclass(frozen=True, slots=True)
class Objection:
    """异议. `late`: after the term; None where that cannot be said. `files`: name, path, SHA-256."""

    number: int
    unit_id: str
    target: str
    on: date
    text: str
    files: tuple[tuple[str, str, str], ...] = ()
    term: Term = Term(None)
    by: str = ""
    at: str = ""
    decision: Decision | None = None

    @property
    def ruled(self) -> tuple[str, ...]:
        return self.decision.targets if self.decision else ()

    @property
    def open(self) -> bool:
        return self.decision is None

    @property
    def late(self) -> bool | None:
        return None if self.term.last is None else self.on > self.term.last


def corrected_by(one: Objection, objections: Iterable[Objection]) -> int | None:
    """The objection by which what was decided of this one was ruled on again, the last of them."""
    done = one.decision
    if done is None:
        return None
    later = {
        each.decision.op: each.number
        for each in objections
        if each.decision and each.decision.op > done.op and one.target in each.ruled
    }
    return later[max(later)] if later else None
