"""得分依据: what is known of one unit, criterion by criterion, before any point is counted.

Two sources make the same `UnitFacts`: a campaign's `Assessment` (here) and a table that a person
filled in (facts_table.py). What cannot be marked says why, each reason in its own words: it is exempt
(折分) or open, and never a zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from harness.scoring.acyclic import acyclic
from harness.scoring.assessment import Assessment, ReviewItem
from harness.scoring.grounds import Ground, day_text, seen, waiting_text
from harness.scoring.rubric_file.scheme import Criterion, Rubric
from harness.scoring.sources import SOURCES, Known, Plan, Told, plan
from harness.scoring.telephone import reach_of
from letters.model import Unit

__all__ = [
    "EXEMPT", "Entry", "Ground", "UnitFacts", "day_text", "facts_of", "unfit_points", "waiting_text",
]  # fmt: skip

EXEMPT = "折分"  # given by hand in place of points: the criterion is none of this unit's


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


def facts_of(
    rubric: Rubric, assessment: Assessment, units: Sequence[Unit] | None = None
) -> tuple[UnitFacts, ...]:
    """Of these units, or of all."""
    units = assessment.units if units is None else units
    plans = {
        category: tuple(map(plan, rubric.of(category).criteria))
        for category in {unit.category for unit in units}
    }
    called = any(plan(each).called for each in rubric.criteria)
    with acyclic():
        return tuple(_unit_facts(plans[unit.category], unit, assessment, called) for unit in units)


def _unit_facts(
    plans: Sequence[Plan], unit: Unit, assessment: Assessment, called: bool
) -> UnitFacts:
    cases = tuple(seen(case, assessment.as_of) for case in assessment.cases_of(unit))
    known = Known(unit, assessment, cases, reach_of(unit, assessment) if called else None)
    entries = {plan.criterion.id: _entry(plan, known) for plan in plans}
    return UnitFacts(unit.id, unit.name, unit.category, entries, unit.group)


def _entry(plan: Plan, known: Known) -> Entry:
    criterion = plan.criterion
    given = known.given(criterion.id)
    if given is not None and _fits(criterion, given[0]):
        points, why = given
        if points == EXEMPT:
            return Entry(exempt=f"人工认定折分：{why}")
        return Entry(given=Decimal(points), because=f"人工给分：{why}")
    if plan.by_hand and not any(known.given(rule.id) for rule in plan.counted):
        return _NOT_MARKED
    told = tuple(source(plan, known) for source in SOURCES)
    return _merged(tuple(each for each in told if each.rules))


_NOT_MARKED = Entry(open="由评估人员给分，尚未评定")
_CLEAN = Entry()


def _merged(told: Sequence[Told]) -> Entry:
    """A source that says nothing leaves a doubt on each of its rules. Where nothing but people's counts
    is known, and those found nothing either, the criterion cannot be marked."""
    found = {id: each for one in told for id, each in one.grounds.items() if each}
    gaps = [one for one in told if one.gap]
    if not gaps:
        return Entry(grounds=found) if found else _CLEAN
    proven = any(ground.certain for each in found.values() for ground in each)
    if not proven and all(one.gap or one.counted for one in told):
        first = next((one for one in gaps if one.open), gaps[0])
        if first.open:
            return Entry(open=first.open)
        return Entry(exempt="；".join(dict.fromkeys(one.exempt for one in gaps)), lacking=True)
    for one in gaps:
        found |= {rule.id: (Ground(one.gap, certain=False),) for rule in one.rules}
    return Entry(grounds=found)


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
