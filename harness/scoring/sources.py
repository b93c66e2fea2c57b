"""得分依据从哪里看: what each source of evidence says about a criterion's rules, or why it says nothing.

Applications and what came of them, the telephone test, the 公开指南, and what people counted: each is asked
by itself, so that what one of them lacks is not covered up by what another knows (facts.py puts them together).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from harness.clock.result import STATE_NAMES, State
from harness.scoring.assessment import Assessment
from harness.scoring.grounds import Ground, Seen, grounds, guide_grounds
from harness.scoring.rubric_file.scheme import Condition, Criterion, Rule, Sign, Source
from harness.scoring.telephone import Reach, Reached
from harness.scoring.timing import Timing
from letters.model import Unit

_ON_PAPER = frozenset({Sign.ABSENT, Sign.DEFECT})
# conditions on what a unit answered: an application that never reached it says nothing about them
_ON_ANSWERS = _ON_PAPER | {Sign.LATE, Sign.NO_ANSWER}
# an application that need not have been answered by now says nothing about its unit either
_NOT_JUDGED = frozenset({Timing.OUTSIDE, Timing.PENDING})


@dataclass(frozen=True, slots=True)
class Plan:
    """What a criterion asks for, made out once for all units: its rules by what they rest on."""

    criterion: Criterion
    counted: tuple[Rule, ...]  # by people
    called: tuple[Rule, ...]  # by the telephone test
    guide: tuple[Rule, ...]
    machine: tuple[Rule, ...]  # by applications and what came of them
    signs: frozenset[Sign]  # of `machine`
    by_hand: bool
    papers: tuple[
        Rule, ...
    ]  # on elements alone, where nothing is said of an answer that never came


def plan(criterion: Criterion) -> Plan:
    counted, called, guide, machine = (
        tuple(rule for rule in criterion.rules if rule.source is source)
        for source in (Source.PEOPLE, Source.CALLS, Source.GUIDE, Source.APPLICATIONS)
    )
    signs = frozenset(sign for rule in machine for sign in _signs(rule))
    papers: tuple[Rule, ...] = ()
    if takes_silence_for_late(criterion):
        machine = tuple(map(_also_silent, machine))
        papers = tuple(rule for rule in machine if _signs(rule) <= _ON_PAPER)
        signs |= {Sign.NO_ANSWER}
    return Plan(criterion, counted, called, guide, machine, signs, criterion.by_hand, papers)


def takes_silence_for_late(criterion: Criterion) -> bool:
    """It looks at lateness, and does not say what an answer that never came costs: who was silent beyond the
    last day was not in time either, and loses at least what the late lose."""
    signs = criterion.signs
    return Sign.LATE in signs and Sign.NO_ANSWER not in signs


def _also_silent(rule: Rule) -> Rule:
    if Sign.LATE not in _signs(rule):
        return rule
    return replace(rule, when=(*rule.when, Condition(Sign.NO_ANSWER)))


def _signs(rule: Rule) -> frozenset[Sign]:
    return frozenset(each.sign for each in rule.when)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit, gathered once and looked at by every criterion."""

    unit: Unit
    assessment: Assessment
    cases: tuple[Seen, ...]
    reach: Reached | None  # None: no criterion asks for it

    def given(self, id: str) -> tuple[str, str] | None:
        return self.assessment.points.get(f"{self.unit.id}/{id}")


@dataclass(frozen=True, slots=True)
class Told:
    """What one source of evidence says about the rules that rest on it. `exempt`, `open`: why it says
    nothing. `counted`: by people."""

    rules: tuple[Rule, ...]
    grounds: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)
    exempt: str = ""
    open: str = ""
    counted: bool = False

    @property
    def gap(self) -> str:
        return self.open or self.exempt


_NOTHING = Told(())


def _of_people(plan: Plan, known: Known) -> Told:
    found = {rule.id: _counted(rule, known) for rule in plan.counted}
    return Told(plan.counted, found, counted=True)


def _counted(rule: Rule, known: Known) -> tuple[Ground, ...]:
    """How often a person found it; nobody has looked: a doubt."""
    given = known.given(rule.id)
    if given is None or not given[0].isdecimal():
        return (Ground(f"{rule.name}：由评估人员查填，尚未填写", certain=False),)
    return (Ground(f"{rule.name}：{given[1]}"),) * int(given[0])


def _of_applications(plan: Plan, known: Known) -> Told:
    if not plan.machine:
        return _NOTHING
    signs, as_of = plan.signs, known.assessment.as_of
    cases = [one for one in known.cases if _in_round(plan.criterion, one)]
    sent = [one for one in cases if one.case.clock.state is not State.NOT_SENT]
    whole = [one for one in sent if _speaks(one, signs)]
    rest = [one for one in sent if not _speaks(one, signs)]
    found = {
        rule.id: _beside(rule, rest, as_of) + grounds(rule, whole, as_of) for rule in plan.machine
    }
    if whole:
        return Told(plan.machine, found | _paperless(plan, whole))
    why = _unmarkable(cases, signs)
    if not any(found.values()):
        return Told(plan.machine, exempt=why)
    # what the unit did beside answering is proven; of its answer nothing is known
    doubt = (Ground(why, certain=False),)
    answers = [rule for rule in plan.machine if _signs(rule) <= _ON_ANSWERS]
    return Told(plan.machine, found | {rule.id: doubt for rule in answers})


def _paperless(plan: Plan, cases: Sequence[Seen]) -> dict[str, tuple[Ground, ...]]:
    """Doubts on what is asked of an answer, where none of the applications has one."""
    if not plan.papers or any(map(_has_paper, cases)):
        return {}
    doubt = Ground(_no_paper(cases), certain=False)
    return {rule.id: (doubt,) for rule in plan.papers}


def _beside(rule: Rule, cases: Sequence[Seen], as_of: date) -> tuple[Ground, ...]:
    """What is proven by applications whose answers say nothing."""
    if not cases:
        return ()
    acts = replace(rule, when=tuple(one for one in rule.when if one.sign not in _ON_ANSWERS))
    return tuple(ground for ground in grounds(acts, cases, as_of) if ground.certain)


def _speaks(one: Seen, signs: frozenset[Sign]) -> bool:
    """Whether the application says something about all of these signs."""
    if signs & _ON_ANSWERS and one.timing in _NOT_JUDGED:
        return False
    if not signs & _ON_ANSWERS and Sign.NOT_RECEIVED not in signs:
        return one.case.clock.state not in _NEVER_THERE
    return not _of_paper_alone(signs) or _has_paper(one)


def _of_paper_alone(signs: frozenset[Sign]) -> bool:
    """Elements of an answer are looked at, and nothing is said of an answer that never came."""
    return bool(signs & _ON_PAPER) and Sign.NO_ANSWER not in signs


# of an application that never reached it, or of which nobody knows that, no unit can have done anything
_NEVER_THERE = frozenset({State.UNDELIVERABLE, State.AWAITING_RECEIPT})


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
    if _of_paper_alone(signs) and (silent := [one for one in cases if one.timing is Timing.NONE]):
        return _no_paper(silent)
    states = dict.fromkeys(one.case.clock.state for one in cases)
    told = "；".join(
        f"申请{_numbers([one for one in cases if one.case.clock.state is state])}{STATE_NAMES[state]}"
        for state in states
    )
    return f"没有可供评定的申请（{told}）"


def _no_paper(silent: Sequence[Seen]) -> str:
    return f"申请{_numbers(silent)}未答复，没有答复书可供审读，细则没有规定此项如何计"


def _numbers(cases: Sequence[Seen]) -> str:
    return "、".join(one.case.application.id for one in cases)


def _in_round(criterion: Criterion, one: Seen) -> bool:
    if not criterion.round:
        return True
    round_ = one.case.application.round
    return criterion.round in (round_.label, round_.id)


def _of_calls(plan: Plan, known: Known) -> Told:
    rules, found = plan.called, known.reach
    if not rules:
        return _NOTHING
    if found is None or found.reach is Reach.UNTESTED:
        return Told(rules, exempt="未对该单位作电话测试")
    if found.reach is Reach.REACHED:
        return Told(rules)
    ground = Ground(found.because, certain=found.reach is Reach.UNREACHED)
    return Told(rules, {rule.id: (ground,) for rule in rules})


def _of_guide(plan: Plan, known: Known) -> Told:
    rules, guide = plan.guide, known.assessment.guides.get(known.unit.id)
    if not rules:
        return _NOTHING
    if guide is None:
        return Told(rules, open="公开指南尚未核对")
    return Told(rules, {rule.id: guide_grounds(rule, guide) for rule in rules})


SOURCES = (_of_applications, _of_calls, _of_guide, _of_people)
