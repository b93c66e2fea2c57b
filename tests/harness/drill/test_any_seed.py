"""Whatever the seed and however small the province: what is planted can be seen, and adds up.

Nothing is set in type here: a form shows what is missing, or it does not.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product

import pytest

from harness.checker.finding import Element, Verdict
from harness.drill.dealing.dealt import profiles
from harness.drill.dealing.profile import Profile
from harness.drill.dealing.quotas import quota
from harness.drill.letter import paper
from harness.drill.letter.forms import Form
from harness.drill.letter.paper import Answer, Asked
from harness.drill.places import CATEGORIES
from harness.drill.province import province
from harness.drill.published import NORMAL, OTHER, PUBLISHED, TELEPHONE, Measure
from harness.drill.truth import Planted, Truth, elements
from letters import questions
from letters.model import Unit

SEEDS = range(500)
FAULTY = (Verdict.ABSENT, Verdict.DEFECTIVE)
GOT, SIGNED = date(2020, 9, 23), date(2020, 10, 20)
TITLES = tuple(each.title.replace("{上年}", "2019") for each in questions.load().values())


@cache
def units(count: int) -> tuple[Unit, ...]:
    return tuple(replace(u, id=f"U{n:03d}") for n, u in enumerate(province(7, count), 1))


@dataclass(frozen=True)
class Province:
    """What one seed made of a province."""

    seed: int
    faults: int
    unseen: tuple[tuple[object, ...], ...]  # faults that their form does not show
    figures: dict[tuple[Measure, str, str], int]
    unreasoned: int


def made(count: int, seed: int) -> Province:
    planted = {}
    faults: list[tuple[Element, Profile, Answer]] = []
    for place, profile in enumerate(profiles(units(count), seed)):
        said = {}
        if profile.answers:
            # each is asked something else than its neighbours
            title = TITLES[(place + seed) % len(TITLES)]
            asked = Asked("U001-A", "闻予白", "w@ceping.example", title, date(2020, 9, 21))
            answer = paper.answer(profile, asked, got=GOT, signed=SIGNED)
            said = elements(profile, answer)
            faults += [(e, profile, answer) for e, plant in said.items() if plant.verdict in FAULTY]
        planted[f"{profile.unit.id} {profile.round}"] = Planted(
            application_id=f"{profile.unit.id} {profile.round}",
            unit_id=profile.unit.id,
            unit_name=profile.unit.name,
            category=profile.unit.category,
            round=profile.round,
            outcome=profile.outcome,
            received_on=GOT,
            answered_on=SIGNED if profile.answers else None,
            elements=said,
        )
    figures = Truth(planted, {}, {}).figures()
    return Province(
        seed,
        len(faults),
        tuple((e, p.unit.id, p.round, p.form) for e, p, a in faults if not can_be_seen(e, p, a)),
        {(f.measure, f.round, f.category): f.count for f in figures},
        sum(element is Element.REASONS for element, _, _ in faults),
    )


@cache
def provinces(count: int) -> tuple[Province, ...]:
    return tuple(made(count, seed) for seed in SEEDS)


def can_be_seen(fault: Element, profile: Profile, answer: Answer) -> bool:
    """Whether a reader of this form may say that the element is missing or faulty."""
    match fault, profile.form:
        case _, Form.DOC:  # a conversion may have lost it
            return False
        case Element.SEAL, Form.SCAN:  # black print alone would be a picture without colour
            return answer.paper.red_head
        case Element.SEAL, form:
            return form in (Form.TYPESET, Form.DOCX, Form.TEXT)
        case Element.TITLE, form:
            return form is Form.TEXT
    return True


@pytest.mark.parametrize("count", [2, 6, 12, 57])
def test_every_fault_that_is_planted_can_be_seen_in_its_form(count):
    unseen = {each.seed: each.unseen for each in provinces(count) if each.unseen}
    assert not unseen
    assert sum(each.faults for each in provinces(count)) > len(SEEDS)


def test_the_planted_faults_add_up_to_the_published_figures_for_every_seed():
    published = [figure for figure in PUBLISHED if figure.round != TELEPHONE]
    for each in provinces(57):
        for figure in published:
            found = each.figures[figure.measure, figure.round, figure.category]
            assert found == figure.count, (each.seed, figure)


@pytest.mark.parametrize("count", [2, 6, 12])
def test_the_faults_of_a_smaller_province_keep_the_proportion_for_every_seed(count):
    here = {c: sum(unit.category == c for unit in units(count)) for c in CATEGORIES}
    faults = (Measure.NO_NUMBER, Measure.NO_SEAL, Measure.NO_BASIS, Measure.NO_REMEDY)
    for each, measure, round_, category in product(
        provinces(count), faults, (NORMAL, OTHER), CATEGORIES
    ):
        expected = quota(measure, round_, category, here[category])
        found = each.figures[measure, round_, category]
        assert found == expected, (each.seed, measure, round_, category)


@pytest.mark.parametrize("count", [6, 12, 57])
def test_letters_without_reasons_occur_in_most_provinces_and_are_few(count):
    without = [each.unreasoned for each in provinces(count)]
    assert sum(number > 0 for number in without) > len(SEEDS) / 2
    assert max(without) <= 8
