"""得分依据: what is known of one unit, criterion by criterion, before any point is counted.

Two sources make the same `UnitFacts`: a campaign's `Assessment` (here) and a table that a person
filled in (facts_table.py). Every ground for a deduction keeps the application and the finding that
it came from; one that rests on something unclear is not `certain` and must never cost a point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from harness.checker.finding import ELEMENT_NAMES, Finding, Verdict
from harness.clock.result import STATE_NAMES, State
from harness.scoring.assessment import Arrival, Assessment, Case, ReviewItem
from harness.scoring.faults import is_faulty
from harness.scoring.rubric import Condition, Criterion, Rubric, Rule, Sign
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import (
    Timing,
    in_the_way,
    timing,
    was_not_received,
    was_received,
)
from letters.model import Unit

# conditions on what a unit answered: an application that never reached it says nothing about them
_ON_ANSWERS = frozenset({Sign.LATE, Sign.NO_ANSWER, Sign.ABSENT, Sign.DEFECT})

# an application that need not have been answered by now says nothing about its unit either
_NOT_JUDGED = frozenset({Timing.OUTSIDE, Timing.PENDING})


@dataclass(frozen=True, slots=True)
class Ground:
    """Why points are taken off (or, not `certain`, might have to be)."""

    reason: str
    certain: bool = True
    application: str = ""
    finding: Finding | None = None


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


def facts_of(rubric: Rubric, assessment: Assessment) -> tuple[UnitFacts, ...]:
    return tuple(
        UnitFacts(
            unit.id,
            unit.name,
            unit.category,
            {criterion.id: _entry(criterion, unit, assessment) for criterion in rubric.criteria},
            unit.group,
        )
        for unit in assessment.units
    )


def _entry(criterion: Criterion, unit: Unit, assessment: Assessment) -> Entry:
    given = assessment.points.get(f"{unit.id}/{criterion.id}")
    if given is not None and _fits(criterion, given[0]):
        points, why = given
        return Entry(given=Decimal(points), because=f"人工给分：{why}")
    if criterion.by_hand:
        return Entry(open="由评估人员给分，尚未评定")
    signs = {condition.sign for rule in criterion.rules for condition in rule.when}
    if signs == {Sign.PHONE_UNREACHED}:
        return _phone_entry(criterion, unit, assessment)
    cases = [case for case in assessment.cases_of(unit) if _in_round(criterion, case)]
    if signs <= _ON_ANSWERS:
        waiting = [case for case in cases if _group(case, assessment) is Timing.PENDING]
        cases = [case for case in cases if _group(case, assessment) not in _NOT_JUDGED]
        if waiting and not cases:
            numbers = "、".join(case.application.id for case in waiting)
            return Entry(exempt=f"申请{numbers}的答复期限至评定时尚未届满")
    cases = [case for case in cases if case.clock.state is not State.NOT_SENT]
    if not cases:
        return Entry(exempt="没有可供评定的申请（未寄送、未送达或者申请人撤回）")
    grounds = {rule.id: tuple(_grounds(rule, cases, assessment.as_of)) for rule in criterion.rules}
    return Entry(grounds={rule_id: found for rule_id, found in grounds.items() if found})


def _fits(criterion: Criterion, points: str) -> bool:
    return 0 <= Decimal(points) <= criterion.weight


def unfit_points(rubric: Rubric, assessment: Assessment) -> tuple[ReviewItem, ...]:
    """Points that people gave under another rubric, or before this one was changed: they count
    nowhere until somebody gives them anew."""
    criteria = {each.id: each for each in rubric.criteria}
    return tuple(
        ReviewItem(
            f"人工给分 {target}",
            f"给了{points}分（{why}），但现用的细则没有这项指标，或者满分不足，这次给分暂不计入，请重新给分或者撤销",
        )
        for target, (points, why) in assessment.points.items()
        if (criterion := criteria.get(target.partition("/")[2])) is None
        or not _fits(criterion, points)
    )


def _group(case: Case, assessment: Assessment) -> Timing:
    return timing(case, assessment.as_of)


def _in_round(criterion: Criterion, case: Case) -> bool:
    round_ = case.application.round
    return criterion.round in ("", round_.label, round_.id)


def _phone_entry(criterion: Criterion, unit: Unit, assessment: Assessment) -> Entry:
    found = reach_of(unit, assessment)
    if found.reach is Reach.UNTESTED:
        return Entry(exempt="未对该单位作电话测试")
    if found.reach is Reach.REACHED:
        return Entry()
    ground = Ground(found.because, certain=found.reach is Reach.UNREACHED)
    return Entry(grounds={rule.id: (ground,) for rule in criterion.rules})


def _grounds(rule: Rule, cases: Iterable[Case], as_of: date) -> list[Ground]:
    """At most one ground for each application, the certain ones first."""
    found = [ground for case in cases if (ground := _ground(rule, case, as_of)) is not None]
    return sorted(found, key=lambda ground: not ground.certain)


def _ground(rule: Rule, case: Case, as_of: date) -> Ground | None:
    signs = (_sign(condition, case, as_of) for condition in rule.when)
    found = [ground for ground in signs if ground is not None]
    return next((ground for ground in found if ground.certain), found[0] if found else None)


def _sign(condition: Condition, case: Case, as_of: date) -> Ground | None:
    if condition.sign is Sign.NOT_RECEIVED:
        return _receipt_sign(case)
    group = timing(case, as_of)
    if condition.sign in (Sign.LATE, Sign.NO_ANSWER):
        return _time_sign(condition.sign, case, group, as_of)
    return _element_sign(condition, case)


def _receipt_sign(case: Case) -> Ground | None:
    number, state = case.application.id, case.clock.state
    if state is State.NOT_SENT or was_received(case.clock):
        return None
    reason = f"申请{number}{STATE_NAMES[state]}"
    if was_not_received(case):
        return Ground(reason, application=number)
    if state is not State.UNDELIVERABLE:
        reason = f"申请{number}没有收到申请的记录"
    waiting = f"，但有{waiting_text(case.doubtful)}" if case.doubtful else ""
    return Ground(f"{reason}{waiting}，是否送达待人工认定", certain=False, application=number)


def _time_sign(sign: Sign, case: Case, group: Timing, as_of: date) -> Ground | None:
    number, answered = case.application.id, case.clock.answered_on
    if (answered is None) != (sign is Sign.NO_ANSWER):
        return None
    if group not in (Timing.UNCLEAR, Timing.LATE, Timing.NONE):
        return None
    due = day_text(case.clock.latest_due_on or case.clock.due_on)
    blocking = in_the_way(case) if group is Timing.UNCLEAR else ()
    if blocking:
        what = "已答复" if answered is None else "在此之前作出过答复"
        reason = f"申请{number}应于{due}前答复，有{waiting_text(blocking)}，是否{what}尚不能认定"
        return Ground(reason, certain=False, application=number)
    if answered is None:
        reason = f"申请{number}应于{due}前答复，至{day_text(as_of)}未收到答复"
    else:
        reason = f"申请{number}应于{due}前答复，实际于{day_text(answered)}答复"
    if group is Timing.UNCLEAR:
        return Ground(f"{reason}，但是否逾期存疑", certain=False, application=number)
    return Ground(reason, application=number)


def _element_sign(condition: Condition, case: Case) -> Ground | None:
    number = case.application.id
    if case.judgement is None:
        if case.doubtful:
            reason = f"申请{number}有{waiting_text(case.doubtful)}，尚未审读"
        elif case.clock.answered_on is not None:
            reason = f"申请{number}的答复未能审读"
        else:
            return None
        return Ground(reason, certain=False, application=number)
    if condition.element is None:
        raise ValueError(f"{condition.sign} needs an element")
    finding = case.judgement.finding(condition.element)
    if finding.verdict is Verdict.UNCLEAR:
        name = ELEMENT_NAMES[finding.element]
        return Ground(f"申请{number}的{name}待人工认定：{finding.reason}", False, number, finding)
    if condition.sign is Sign.ABSENT:
        hit = finding.verdict is Verdict.ABSENT
    else:
        codes = frozenset({condition.defect}) if condition.defect else frozenset()
        hit = is_faulty(finding, codes)
    return Ground(f"申请{number}：{finding.reason}", True, number, finding) if hit else None


def waiting_text(arrivals: Sequence[Arrival]) -> str:
    """2件来件（LJ003、邮件12）待人工认定"""
    numbers = "、".join(one.id for one in arrivals)
    return f"{len(arrivals)}件来件（{numbers}）待人工认定"


def day_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "（日期不明）"
