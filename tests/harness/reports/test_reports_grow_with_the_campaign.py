"""Twice the applications, twice the steps: what each report does is counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from harness.reports.arrivals import undecided
from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.material import Material, gather
from harness.reports.page import write_page
from harness.reports.sentences import answer_sentence, open_items
from harness.reports.workbooks.workbook import write_workbook
from harness.scoring.assessment import Assessment
from harness.scoring.rubric_file.rubric import load

FEW, MANY = 60, 240  # units


def _campaign(seed: Assessment, count: int) -> Assessment:
    """Units over and over; one answer in seven is undecided, one mail may be anybody's."""
    units, cases, calls = [], [], []
    for number in range(count):
        old = seed.units[number % len(seed.units)]
        new = replace(old, id=f"U{number:05}", name=f"{old.name}{number}")
        units.append(new)
        for case in seed.cases_of(old):
            id = f"{new.id}-{case.application.round.id}"
            came = tuple(replace(one, id=f"R{id}") for one in case.arrivals)
            doubtful = tuple(replace(one, id="M1" if number % 2 else f"M{id}") for one in came)
            cases.append(
                replace(
                    case,
                    application=replace(case.application, id=id, unit=new),
                    arrivals=came,
                    answer=came[0] if came else None,
                    doubtful=doubtful if number % 7 == 0 else (),
                )
            )
        calls += [replace(call, unit=new) for call in seed.calls_of(old)]
    return replace(seed, units=tuple(units), cases=tuple(cases), calls=tuple(calls))


def _steps(job: Callable[[], object]) -> int:
    """Calls, and each time that a generator goes on: a search through a list counts its length."""
    count = 0

    def seen(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        job()
    finally:
        sys.setprofile(None)
    return count


JOBS: dict[str, Callable[[Material, Path], object]] = {
    "gather": lambda m, _: gather(m.assessment, m.rubric),
    "what is asked of a material": lambda m, _: [
        (m.score_of(unit), [m.case(case.application.id) for case in m.assessment.cases_of(unit)])
        for unit in m.assessment.units
    ],
    "undecided": lambda m, _: undecided(m.assessment.cases),
    "sentences": lambda m, _: (answer_sentence(m), open_items(m)),
    "台账.xlsx": lambda m, folder: write_workbook(m, folder / "台账.xlsx", folder),
    "期限报告.xlsx": lambda m, folder: write_deadline_report(m, folder / "期限报告.xlsx"),
    "测评结果.html": lambda m, folder: write_page(m, folder / "测评结果.html"),
}


@pytest.fixture(scope="module")
def materials(assessment: Assessment) -> tuple[Material, Material]:
    rubric = load("yanjiang_drill")
    return gather(_campaign(assessment, FEW), rubric), gather(_campaign(assessment, MANY), rubric)


@pytest.mark.parametrize("name", list(JOBS))
def test_four_times_the_units_take_four_times_the_steps(materials, name, tmp_path):
    few, many = (_steps(lambda m=m: JOBS[name](m, tmp_path)) for m in materials)
    assert many < few * (MANY // FEW) * 1.15
