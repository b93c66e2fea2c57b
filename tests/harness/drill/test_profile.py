"""Who does what: the report's totals for every seed, other units for another seed."""

from dataclasses import replace

import pytest

from harness.drill.dealing.dealt import profiles, reachable
from harness.drill.dealing.profile import (
    Basis,
    Outcome,
    Profile,
    Quirk,
    Remedy,
)
from harness.drill.dealing.quotas import outcomes
from harness.drill.letter.forms import Medium
from harness.drill.places import CATEGORIES
from harness.drill.province import province
from harness.drill.published import (
    DISAGREEMENT,
    NORMAL,
    OTHER,
    PUBLISHED,
    RATES,
    UNITS,
    Measure,
)
from letters.model import Unit

TESTS = {
    Measure.IN_TIME: lambda p: p.outcome is Outcome.IN_TIME,
    Measure.LATE: lambda p: p.outcome is Outcome.LATE,
    Measure.NONE: lambda p: p.outcome is Outcome.NONE,
    Measure.NO_NUMBER: lambda p: p.answers and not p.numbered,
    Measure.NO_SEAL: lambda p: p.answers and not p.sealed and p.medium is not Medium.MAIL_TEXT,
    Measure.NO_BASIS: lambda p: p.answers and p.basis is not Basis.ARTICLE,
    Measure.NO_REMEDY: lambda p: p.answers and p.remedy is Remedy.NONE,
    Measure.REMEDY_UNNAMED: lambda p: p.answers and p.remedy is Remedy.UNNAMED,
}


def units(count: int = 57, seed: int = 7) -> tuple[Unit, ...]:
    return tuple(replace(u, id=f"U{n:03d}") for n, u in enumerate(province(seed, count), 1))


def counted(made: tuple[Profile, ...], measure: Measure, round_: str, category: str) -> int:
    return sum(TESTS[measure](p) for p in made if p.round == round_ and p.unit.category == category)


@pytest.mark.parametrize("seed", [0, 1, 7, 8, 2020, 999983])
def test_every_seed_gives_the_published_totals(seed):
    everyone = units()
    made = profiles(everyone, seed)
    for figure in PUBLISHED:
        if figure.measure in TESTS:
            found = counted(made, figure.measure, figure.round, figure.category)
            assert found == figure.count, figure
    on = reachable(everyone, seed)
    assert sorted(sum(u.id in on for u in everyone if u.category == c) for c in CATEGORIES) == [
        8,
        31,
    ]


def test_another_seed_blames_other_units():
    def faulty(seed: int) -> set[str]:
        return {p.unit.name for p in profiles(units(), seed) if p.answers and not p.numbered}

    assert faulty(1) != faulty(2)
    assert faulty(1) == faulty(1)


@pytest.mark.parametrize("count", [2, 3, 5, 10, 20, 30, 56])
def test_a_smaller_province_adds_up_and_stays_near_the_proportion(count):
    everyone = units(count)
    made = profiles(everyone, 3)
    assert len(made) == 2 * count
    for category in CATEGORIES:
        here = sum(u.category == category for u in everyone)
        assert sum(outcomes(NORMAL, category, here).values()) == here
        for figure in PUBLISHED:
            if figure.category == category and figure.measure in TESTS:
                exact = figure.count * here / UNITS[category]
                found = counted(made, figure.measure, figure.round, category)
                assert abs(found - exact) <= 1, figure


@pytest.mark.parametrize("seed", range(5))
def test_quirks_are_given_only_where_they_can_happen(seed):
    made = profiles(units(), seed)
    given = [(p, quirk) for p in made for quirk in p.quirks]
    assert {quirk for _, quirk in given} == set(Quirk)
    for profile, quirk in given:
        if quirk is not Quirk.SATURDAY:
            assert profile.answers
        if quirk is Quirk.DAMAGED_FIRST:
            assert profile.medium is Medium.MAIL_PDF


@pytest.mark.parametrize("seed", range(5))
def test_a_bare_text_is_never_sealed_and_never_numbered(seed):
    bare = [p for p in profiles(units(), seed) if p.answers and p.medium is Medium.MAIL_TEXT]
    assert bare and all(p.round == OTHER and not p.sealed and not p.numbered for p in bare)


def test_the_published_rates_follow_from_the_published_counts():
    for rate in RATES:
        assert round(100 * rate.of / rate.out_of, 2) == rate.percent


def test_every_published_count_stands_in_its_sentence():
    for figure in PUBLISHED:
        if figure.measure is not Measure.DELIVERED and figure.count:
            assert f"{figure.count}家" in figure.sentence, figure


def test_the_reports_telephone_figures_do_not_add_up():
    connected = sum(f.count for f in PUBLISHED if f.measure is Measure.CONNECTED)
    said = sum(figure.count for figure in DISAGREEMENT.figures)
    assert connected + said == 53  # of 57
    assert all(figure.sentence in DISAGREEMENT.sentences for figure in DISAGREEMENT.figures)
