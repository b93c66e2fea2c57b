"""What the drill's letters are planted with is what the checker finds in their words.

No letter is set in type: a page with these lines and this seal stands for it, so that hundreds of
letters are judged in a few seconds. What pictures do to words, the demo shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of
from harness.checker.finding import REMARKS, Element
from harness.drill.dealing.dealt import profiles
from harness.drill.dealing.manner import Manner, laid_over, plain
from harness.drill.dealing.profile import Profile
from harness.drill.dealing.profile_file import FIELDS
from harness.drill.letter import mails, paper
from harness.drill.letter.forms import Medium
from harness.drill.letter.paper import Answer, Asked, Paper
from harness.drill.letter.wording import day_text
from harness.drill.province import make_campaign, province
from harness.drill.published import NORMAL, OTHER
from harness.drill.truth import elements
from letters import questions
from letters.model import Channel
from letters.plan import plan
from letters.tables import read_campaign, read_units

GOT, SIGNED = date(2020, 9, 23), date(2020, 10, 20)
ROUNDS = {Channel.REGISTERED_MAIL: NORMAL, Channel.EMAIL: OTHER}


def letters(
    folder, seed: int, got: date = GOT, signed: date = SIGNED
) -> Iterator[tuple[Profile, Answer, Judgement]]:
    """Every answer of a province, judged."""
    make_campaign(folder, seed=seed, units=57)
    units = read_units(folder / "units.xlsx")
    by = {(p.unit.id, p.round): p for p in profiles(units, seed)}
    for each in plan(read_campaign(folder), units, questions.load()):
        profile = by[each.unit.id, ROUNDS[each.channel]]
        if not profile.answers:
            continue
        person = each.applicant
        asked = Asked(each.id, person.name, person.email, each.question.title, each.round.send_on)
        answer = paper.answer(profile, asked, got=got, signed=signed)
        yield profile, answer, judged(profile, asked, answer)


def judged(profile: Profile, asked: Asked, answer: Answer) -> Judgement:
    """As its own day has the law."""
    unit = profile.unit
    if profile.medium is Medium.MAIL_TEXT:
        document = document_of(mails.plain(answer.paper), seal=None, media="eml", name="答复.eml")
    else:
        seal = unit.name if answer.paper.sealed else None
        document = document_of(words(answer.paper), seal=seal)
    expected = Expected(
        applicant=asked.person,
        unit=unit.name,
        unit_aliases=unit.aliases,
        reconsideration_organs=unit.reconsideration_organs,
        courts=unit.courts,
    )
    return judge(Dossier(document, expected, answer.paper.day))


def words(sheet: Paper) -> str:
    """The letter's lines, from head to date."""
    head = (sheet.unit.name if sheet.red_head else "", sheet.number if sheet.number_above else "")
    number = "" if sheet.number_above else sheet.number
    foot = (sheet.closing, sheet.contact, sheet.signature, day_text(sheet.day))
    lines = (*head, sheet.title, number, sheet.salutation, *sheet.paragraphs, *foot)
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize("seed", [1, 3, 7, 11, 4711])
def test_every_element_is_judged_as_it_was_planted(tmp_path, seed):
    count = 0
    for profile, answer, judgement in letters(tmp_path, seed):
        assert answer.decision in judgement.decisions, words(answer.paper)
        for element, plant in elements(profile, answer).items():
            finding = judgement.finding(element)
            assert finding.verdict in plant.right, (element, words(answer.paper))
            assert frozenset(finding.defects) - REMARKS == frozenset(plant.defects) - REMARKS
            count += 1
    assert count == 95 * 11


LACKS = ("", *FIELDS["lacks"].allowed)
TITLES = tuple(each.title.replace("{上年}", "2025") for each in questions.load().values())


@pytest.mark.parametrize("decision", list(FIELDS["decision"].allowed))
def test_whatever_a_profiles_file_decides_and_leaves_out_is_judged_so(decision):
    units = tuple(replace(u, id=f"U{n:03d}") for n, u in enumerate(province(7), 1))
    everybody = profiles(units, 7)
    for place, lack in enumerate(LACKS):
        if (decision, lack) == ("granted", "remedy"):
            continue  # refused in a file: such a letter needs none
        signed = LAWS[place % len(LAWS)]
        lacks = (lack,) if lack else ()
        manner = Manner("某局", decision=decision, by="mail", lacks=lacks)
        profile = laid_over(plain(everybody[place * 11]), manner)
        title = TITLES[place * 7 % len(TITLES)]
        asked = Asked("U001-A", "闻予白", "w@ceping.example", title, signed.replace(day=1))
        answer = paper.answer(profile, asked, got=signed.replace(day=1), signed=signed)
        judgement = judged(profile, asked, answer)
        assert answer.decision == decision and decision in judgement.decisions
        for element, plant in elements(profile, answer).items():
            finding = judgement.finding(element)
            assert finding.verdict in plant.right, (lack, element, finding.reason)
            assert frozenset(finding.defects) - REMARKS == frozenset(plant.defects) - REMARKS


LAWS = [
    date(2023, 9, 20),
    date(2024, 5, 20),
    date(2025, 8, 20),
    date(2026, 6, 22),
    date(2027, 3, 1),
]


@pytest.mark.parametrize("signed", LAWS)
def test_every_remedy_is_judged_as_it_was_planted_under_the_law_of_each_day(tmp_path, signed):
    """From 2024 on review comes first after a refusal; from June 2025 on of some no court need be
    told."""
    got, wrong, first = signed - timedelta(days=20), [], 0
    for profile, answer, judgement in letters(tmp_path, 3, got, signed):
        plant, finding = (
            elements(profile, answer)[Element.REMEDY],
            judgement.finding(Element.REMEDY),
        )
        first += "应当" in answer.paper.paragraphs[-1]
        if finding.verdict not in plant.right or (
            frozenset(finding.defects) - REMARKS != frozenset(plant.defects)
        ):
            wrong.append((answer.decision, plant, finding.reason, answer.paper.paragraphs[-1]))
        number = judgement.finding(Element.DOC_NUMBER)
        assert "year_mismatch" not in number.defects
    assert not wrong
    assert bool(first) is (signed.year >= 2024)
