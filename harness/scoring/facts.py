"""得分依据: what is known of one unit, criterion by criterion, before any point is counted.

Two sources make the same `UnitFacts`: a campaign's `Assessment` (here) and a table that a person
filled in (facts_table.py). What cannot be marked says why, each reason in its own words: it is exempt
(折分) or open, and never a zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from harness.clock.result import STATE_NAMES, State
from harness.scoring.acyclic import acyclic
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.grounds import (
    Ground,
    Seen,
    day_text,
    grounds,
    guide_grounds,
    seen,
    waiting_text,
)
from harness.scoring.scheme import Criterion, Rubric, Rule, Sign
from harness.scoring.telephone import Reach, Reached, reach_of
from harness.scoring.timing import Timing
from letters.model import Unit

__all__ = [
    "EXEMPT", "Entry", "Ground", "UnitFacts", "day_text", "facts_of", "unfit_points", "waiting_text",
]  # fmt: skip

EXEMPT = "折分"  # given by hand in place of points: the criterion is none of this unit's
_ON_PAPER = frozenset({Sign.ABSENT, Sign.DEFECT})
# conditions on what a unit answered: an application that never reached it says nothing about them
_ON_ANSWERS = _ON_PAPER | {Sign.LATE, Sign.NO_ANSWER}
# an application that need not have been answered by now says nothing about its unit either
_NOT_JUDGED = frozenset({Timing.OUTSIDE, Timing.PENDING})


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known for one criterion. `exempt` says why its weight leaves the denominator,
    `open` why nobody has marked it yet; both empty where it can be marked."""

    grounds: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)
    given: Decimal | None = None
    exempt: str = ""
    open: str = ""
    because: str = ""  # why it was `given`
    lacking: bool = False  # exempt for want of evidence, not because it is none of the unit's


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """`unit_id` is empty where a table names the unit only. `exempt_weight`: 折分权重, all that is exempt,
    where a table gives the sum and does not say of which criteria."""

    unit_id: str
    name: str
    category: str
    entries: Mapping[str, Entry]
    group: str = ""
    exempt_weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a criterion asks for, made out once for all units."""

    criterion: Criterion
    counted: tuple[Rule, ...]  # by people
    signs: frozenset[Sign]
    by_hand: bool


def _plan(criterion: Criterion) -> _Plan:
    counted = tuple(rule for rule in criterion.rules if rule.by_hand)
    signs = {each.sign for rule in criterion.rules for each in rule.when}
    return _Plan(criterion, counted, frozenset(signs - {Sign.BY_HAND}), criterion.by_hand)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a unit, gathered once and looked at by every criterion."""

    unit: Unit
    assessment: Assessment
    cases: tuple[Seen, ...]
    reach: Reached | None  # None: no criterion asks for it

    def given(self, id: str) -> tuple[str, str] | None:
        return self.assessment.points.get(f"{self.unit.id}/{id}")


def facts_of(rubric: Rubric, assessment: Assessment) -> tuple[UnitFacts, ...]:
    plans = {
        category: tuple(map(_plan, rubric.of(category).criteria))
        for category in {unit.category for unit in assessment.units}
    }
    called = any(Sign.PHONE_UNREACHED in _plan(each).signs for each in rubric.criteria)
    with acyclic():
        return tuple(
            _unit_facts(plans[unit.category], unit, assessment, called) for unit in assessment.units
        )


def _unit_facts(
    plans: Sequence[_Plan], unit: Unit, assessment: Assessment, called: bool
) -> UnitFacts:
    cases = tuple(seen(case, assessment.as_of) for case in assessment.cases_of(unit))
    known = _Known(unit, assessment, cases, reach_of(unit, assessment) if called else None)
    entries = {plan.criterion.id: _entry(plan, known) for plan in plans}
    return UnitFacts(unit.id, unit.name, unit.category, entries, unit.group)


def _entry(plan: _Plan, known: _Known) -> Entry:
    criterion = plan.criterion
    given = known.given(criterion.id)
    if given is not None and _fits(criterion, given[0]):
        points, why = given
        if points == EXEMPT:
            return Entry(exempt=f"人工认定折分：{why}")
        return Entry(given=Decimal(points), because=f"人工给分：{why}")
    if plan.by_hand and not any(known.given(rule.id) for rule in plan.counted):
        return _NOT_MARKED
    machine = Entry() if plan.by_hand else _seen(plan, known)
    if not plan.counted:
        return machine
    by_hand = {rule.id: _counted(rule, known) for rule in plan.counted}
    found = {**machine.grounds, **{id: each for id, each in by_hand.items() if each}}
    return Entry(grounds=found)


_NOT_MARKED = Entry(open="由评估人员给分，尚未评定")


def _counted(rule: Rule, known: _Known) -> tuple[Ground, ...]:
    """How often a person found it; nobody has looked: a doubt."""
    given = known.given(rule.id)
    if given is None or not given[0].isdecimal():
        return (Ground(f"{rule.name}：由评估人员查填，尚未填写", certain=False),)
    return (Ground(f"{rule.name}：{given[1]}"),) * int(given[0])


def _seen(plan: _Plan, known: _Known) -> Entry:
    criterion, signs = plan.criterion, plan.signs
    if signs == {Sign.PHONE_UNREACHED}:
        return _phone_entry(criterion, known)
    if criterion.by_guide:
        return _guide_entry(criterion, known)
    cases = [one for one in known.cases if _in_round(criterion, one)]
    judged = _judged(cases, signs)
    if not judged:
        return Entry(exempt=_unmarkable(cases, signs), lacking=True)
    if all(one.clean for one in judged):
        return _CLEAN
    found = {rule.id: grounds(rule, judged, known.assessment.as_of) for rule in criterion.rules}
    return Entry(grounds={rule_id: each for rule_id, each in found.items() if each})


_CLEAN = Entry()


def _judged(cases: Sequence[Seen], signs: frozenset[Sign]) -> list[Seen]:
    """The applications that say something about these signs."""
    of_answers, on_paper = signs <= _ON_ANSWERS, signs <= _ON_PAPER
    return [
        one
        for one in cases
        if one.case.clock.state is not State.NOT_SENT
        and not (of_answers and one.timing in _NOT_JUDGED)
        and not (on_paper and not _has_paper(one))
    ]


def _has_paper(one: Seen) -> bool:
    case = one.case
    answered = case.judgement is not None or case.clock.answered_on is not None
    return answered or bool(case.doubtful)


def _unmarkable(cases: Sequence[Seen], signs: frozenset[Sign]) -> str:
    """Why a criterion cannot be marked by any of these applications."""
    if not cases:
        return "没有向该单位提出这类申请，没有可供评定的材料"
    if waiting := [one for one in cases if one.timing is Timing.PENDING]:
        return f"申请{_numbers(waiting)}的答复期限至评定时尚未届满"
    if signs <= _ON_PAPER and (silent := [one for one in cases if one.timing is Timing.NONE]):
        return f"申请{_numbers(silent)}未答复，没有答复书可供审读，细则没有规定此项如何计"
    states = dict.fromkeys(one.case.clock.state for one in cases)
    told = "；".join(
        f"申请{_numbers([one for one in cases if one.case.clock.state is state])}{STATE_NAMES[state]}"
        for state in states
    )
    return f"没有可供评定的申请（{told}）"


def _numbers(cases: Sequence[Seen]) -> str:
    return "、".join(one.case.application.id for one in cases)


def _in_round(criterion: Criterion, one: Seen) -> bool:
    if not criterion.round:
        return True
    round_ = one.case.application.round
    return criterion.round in (round_.label, round_.id)


def _phone_entry(criterion: Criterion, known: _Known) -> Entry:
    found = known.reach
    if found is None or found.reach is Reach.UNTESTED:
        return Entry(exempt="未对该单位作电话测试", lacking=True)
    if found.reach is Reach.REACHED:
        return Entry()
    ground = Ground(found.because, certain=found.reach is Reach.UNREACHED)
    return Entry(grounds={rule.id: (ground,) for rule in criterion.rules})


def _guide_entry(criterion: Criterion, known: _Known) -> Entry:
    guide = known.assessment.guides.get(known.unit.id)
    if guide is None:
        return Entry(open="公开指南尚未核对，用 mingcha guide 核对后给分")
    found = {rule.id: guide_grounds(rule, guide) for rule in criterion.rules}
    return Entry(grounds={rule_id: each for rule_id, each in found.items() if each})


def _fits(criterion: Criterion, points: str) -> bool:
    return points == EXEMPT or 0 <= Decimal(points) <= criterion.weight


def unfit_points(rubric: Rubric, assessment: Assessment) -> tuple[ReviewItem, ...]:
    """Points that people gave under another rubric, or before this one was changed: they count
    nowhere until somebody gives them anew."""
    categories = {unit.id: unit.category for unit in assessment.units}
    forms = {category: _targets(rubric.of(category)) for category in set(categories.values())}
    plain = _targets(rubric)
    found = []
    for target, (points, why) in assessment.points.items():
        unit, _, id = target.partition("/")
        criteria, rules = forms.get(categories.get(unit, ""), plain)
        if id in criteria:  # noqa: SIM108
            fits = _fits(criteria[id], points)
        else:
            fits = id in rules and points.isdecimal()
        if not fits:
            said = points if points == EXEMPT else f"{points}分"
            found.append(
                ReviewItem(
                    f"人工给分 {target}",
                    f"给了{said}（{why}），但现用的细则没有这项指标，或者满分不足，这次给分暂不计入，请重新给分或者撤销",
                )
            )
    return tuple(found)


def _targets(rubric: Rubric) -> tuple[dict[str, Criterion], frozenset[str]]:
    criteria = {each.id: each for each in rubric.criteria}
    return criteria, frozenset(rule.id for each in rubric.criteria for rule in each.rules)
