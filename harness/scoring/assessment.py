"""What a campaign came to, as values: the one thing that marks and reports are computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from harness.checker.check import Judgement
from harness.clock.deadline import Clock
from harness.guide.finding import ItemFinding
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.agreement import Compared
from harness.scoring.layered import layered
from harness.scoring.people import Objection, Sample, Term
from letters.model import Application, Campaign, Unit

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrival:
    """来件: one thing that came, kept as evidence. `path` is relative to the campaign folder."""

    id: str  # the ledger's 来件编号, or 邮件 and a number
    on: date  # the day it reached the applicant
    posted_on: date | None  # postmark, or the day the mail was sent
    how: str  # email | post
    sender: str
    name: str
    sha256: str
    path: str
    kind: ReplyKind
    reasons: tuple[str, ...] = ()  # why it belongs to this application
    doubt: str = ""  # why a person must look at it, in Chinese; empty where none need
    pages: tuple[tuple[str, str, str], ...] = ()  # further pages: name, path, SHA-256
    # nobody can have sent it before; None where nothing shows how early it was
    earliest: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One application, judged. `judgement` is that of the first answer; None without one.

    `doubtful`: arrivals that a person has not decided on and that belong, or may belong, here.
    While there are any, nobody can say that the unit did not answer, or only answered late; nor while
    something is `unsettled`.

    `judgement` is the one that counts, with what people ruled in it; `machine` is then the program's
    own. `rulings`: target, value, and who ruled why.
    """

    application: Application
    clock: Clock
    arrivals: tuple[Arrival, ...]
    answer: Arrival | None
    judgement: Judgement | None
    doubtful: tuple[Arrival, ...] = ()
    # of a letter that followed it: 撤回申请是否已经发出不明, or that it came back
    unsettled: str = ""
    machine: Judgement | None = None
    rulings: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """电话测试: one attempt to reach a unit by telephone."""

    unit: Unit
    on: date
    time: str  # "09:40"
    number: str
    connected: bool
    note: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """待复核: something only a person can decide."""

    what: str
    why: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    campaign: Campaign
    units: tuple[Unit, ...]
    cases: tuple[Case, ...]
    calls: tuple[Call, ...]
    review: tuple[ReviewItem, ...]
    as_of: date
    points: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # by hand: points, why
    guides: Mapping[str, tuple[ItemFinding, ...]] = field(default_factory=dict)  # 公开指南, by unit
    guide_days: Mapping[str, date] = field(default_factory=dict)  # when each of these was taken
    samples: tuple[Sample, ...] = ()  # what was drawn to be marked a second time
    agreements: tuple[Compared, ...] = ()  # how far two marks agree
    second_marks: frozenset[tuple[str, str]] = (
        frozenset()
    )  # marked twice: element, SHA-256 of the answer
    objections: tuple[Objection, ...] = ()  # as units raised them
    terms: Mapping[str, Term] = field(default_factory=dict)  # unit -> until when it may object
    # by unit, made once: marks and reports ask for each unit again and again
    _cases: Mapping[str, tuple[Case, ...]] = field(init=False, repr=False, compare=False)
    _calls: Mapping[str, tuple[Call, ...]] = field(init=False, repr=False, compare=False)
    _by_number: Mapping[str, Case] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cases", _grouped(self.cases, lambda case: case.application.unit))
        object.__setattr__(self, "_by_number", {one.application.id: one for one in self.cases})
        object.__setattr__(self, "_calls", _grouped(self.calls, lambda call: call.unit))

    def case_of(self, application: str) -> Case | None:
        return self._by_number.get(application)

    def cases_of(self, unit: Unit) -> tuple[Case, ...]:
        return self._cases.get(unit.id, ())

    def calls_of(self, unit: Unit) -> tuple[Call, ...]:
        return self._calls.get(unit.id, ())


def with_cases(
    before: Assessment,
    cases: Mapping[int, Case],
    calls: tuple[Call, ...],
    units: Collection[str],
    **others: Any,
) -> Assessment:
    """Like another but for the cases at these places, the calls to these `units`, and `others`: in the
    time of those few, where `Assessment` looks at every case."""
    now = {each.application.id: each for each in cases.values()}
    by_unit: dict[str, dict[str, Case]] = defaultdict(dict)
    for id, each in now.items():
        by_unit[each.application.unit.id][id] = each
    groups = {
        unit: tuple(some.get(one.application.id, one) for one in before._cases[unit])
        for unit, some in by_unit.items()
    }
    called = {id: tuple(each for each in calls if each.unit.id == id) for id in units}
    whole = list(before.cases) if cases else before.cases
    for at, each in cases.items():
        whole[at] = each  # type: ignore[index]
    found = object.__new__(Assessment)
    told = {
        **{each.name: getattr(before, each.name) for each in fields(Assessment)},
        **others,
        "cases": tuple(whole),
        "calls": calls,
        "_cases": layered(before._cases).changed(groups),
        "_calls": layered(before._calls).changed(
            {id: each for id, each in called.items() if each},
            [id for id, each in called.items() if not each],
        ),
        "_by_number": layered(before._by_number).changed(now),
    }
    for name, value in told.items():
        object.__setattr__(found, name, value)
    return found


def _grouped(found: Iterable[T], unit_of: Callable[[T], Unit]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for each in found:
        groups[unit_of(each).id].append(each)
    return {id: tuple(group) for id, group in groups.items()}
