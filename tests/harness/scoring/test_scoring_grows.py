"""Marks and ranks grow with the units, not with their square: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from random import Random

from harness.checker.finding import Element
from harness.scoring.ranking import places
from harness.scoring.rubric_file.rubric import load
from harness.scoring.score import score_assessment

RUBRIC = load("general")


def calls(make, units: int) -> int:
    several = [
        replace(make.unit, id=f"U{n:05d}", name=f"{n}局", category=f"{n % 3}") for n in range(units)
    ]
    cases = [
        make.answered(make.absent(list(Element)[n % 11]), unit=unit)
        for n, unit in enumerate(several)
    ]
    assessment = make.assess(*cases, units=tuple(several))
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        score_assessment(RUBRIC, assessment)
    finally:
        sys.setprofile(None)
    return count


def test_ten_times_the_units_take_ten_times_the_steps(make):
    assert calls(make, 600) < 11 * calls(make, 60)


def test_places_are_those_that_counting_anew_would_give():
    drawn = Random(14)
    for _ in range(200):
        rates = [Decimal(drawn.randint(0, 12)) for _ in range(drawn.randint(1, 30))]
        found = places(rates)
        assert [found[rate] for rate in rates] == [
            1 + sum(o > rate for o in rates) for rate in rates
        ]
