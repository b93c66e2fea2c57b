"""What is drawn to be marked a second time: all that is not clean, a share of the rest, by the seed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from harness.checker.finding import Element, Finding, Verdict
from harness.scoring.people import Ground, Sample
from harness.scoring.sampling import draw, sampled

from .conftest import AS_OF, CAMPAIGN, UNIT, Assessment, answered

VERDICTS = st.sampled_from([Verdict.PRESENT, Verdict.ABSENT, Verdict.UNCLEAR, Verdict.NOT_REQUIRED])
# of each unit: its class, and the verdicts that are not "present"
UNITS = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.dictionaries(st.sampled_from(list(Element)), VERDICTS)),
    min_size=1,
    max_size=6,
)


def judged(units, first=0) -> Assessment:
    """One answer a unit, of which the bytes are its own."""
    cases = []
    for number, (category, verdicts) in enumerate(units, first):
        unit = replace(UNIT, id=f"U{number:03}", category=category)
        faults = [Finding(element, verdict, "理由") for element, verdict in verdicts.items()]
        one = answered(*faults, unit=unit)
        answer = replace(one.answer, sha256=hashlib.sha256(unit.id.encode()).hexdigest())
        application = replace(one.application, id=f"{unit.id}-A", unit=unit)
        cases.append(replace(one, application=application, answer=answer))
    owners = tuple(each.application.unit for each in cases)
    return Assessment(CAMPAIGN, owners, tuple(cases), (), (), AS_OF)


def names(sample: Sample) -> set[str]:
    return {each.target for each in sample.drawn}


@settings(deadline=None)
@given(UNITS, st.integers(0, 100), st.integers(-5, 5))
def test_all_that_is_not_clean_is_drawn_and_of_the_rest_the_share_of_each_class(units, share, seed):
    assessment = judged(units)
    found = draw(assessment, seed, share)
    clean, drawn = defaultdict(int), defaultdict(int)
    chosen = {each.target: each.ground for each in found.drawn}
    for one in assessment.cases:
        for finding in one.judgement.findings:
            target = f"{one.application.id}/{finding.element.value}"
            if finding.verdict in (Verdict.ABSENT, Verdict.UNCLEAR):
                assert chosen[target] is not Ground.CLEAN
            else:
                clean[one.application.unit.category] += 1
                drawn[one.application.unit.category] += chosen.get(target) is Ground.CLEAN
    assert {name: drawn[name] for name in clean} == {
        name: ceil(many * share / 100) for name, many in clean.items()
    }
    assert found.among == sum(clean.values())


@settings(deadline=None)
@given(UNITS, st.integers(0, 100), st.randoms(use_true_random=False))
def test_the_order_of_the_units_makes_no_difference_and_the_seed_decides(units, share, chance):
    assessment = judged(units)
    mixed = list(assessment.cases)
    chance.shuffle(mixed)
    assert names(draw(assessment, 7, share)) == names(
        draw(replace(assessment, cases=tuple(mixed)), 7, share)
    )


@settings(deadline=None)
@given(UNITS, UNITS, st.integers(0, 100))
def test_what_comes_later_is_added_and_nothing_is_drawn_anew(units, later, share):
    first = judged(units)
    one = draw(first, 7, share)
    assert draw(first, 7, share, [one]).drawn == ()
    more = judged(later, first=len(units))
    whole = replace(first, cases=first.cases + more.cases, units=first.units + more.units)
    two = draw(whole, 7, share, [one])
    assert names(two) == names(draw(more, 7, share))
    listed = [f"{c.application.id}/{f.element.value}" for c, f in sampled([one, two], whole)]
    assert set(listed) == names(one) | names(two) and len(listed) == len(set(listed))


def test_another_seed_draws_others_and_a_known_seed_draws_these_everywhere():
    """Written down: whoever draws again, in years or with another program, must draw the same."""
    assessment = judged([("甲", {}), ("甲", {}), ("乙", {})])
    assert sorted(names(draw(assessment, 7, 10))) == EXPECTED
    assert names(draw(assessment, 8, 10)) != names(draw(assessment, 7, 10))


def _expected() -> list[str]:
    """By the rule as docs/review.md has it."""
    found = []
    for units in (("U000", "U001"), ("U002",)):
        targets = [f"{unit}-A/{each.value}" for unit in units for each in Element]
        targets.sort(key=lambda target: hashlib.sha256(f"7/{target}".encode()).hexdigest())
        found += targets[: ceil(len(targets) / 10)]
    return sorted(found)


EXPECTED = _expected()


def test_a_clean_one_that_becomes_a_fault_is_drawn_after_all():
    before = judged([("甲", {})])
    one = draw(before, 7, 0)
    assert one.drawn == ()
    after = judged([("甲", {Element.SEAL: Verdict.ABSENT})])
    assert names(draw(after, 7, 0, [one])) == {"U000-A/seal"}
