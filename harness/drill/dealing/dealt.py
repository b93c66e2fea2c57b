"""Who does what: a seed, the units and the rounds -> one `Profile` for each application.

How many of each fault there are says quotas.py, what each is its profile's file (profiles/); which unit
shows which is the seed's choice, unless the campaign has assigned it a profile. Each choice has a random stream of its own, named after what it chooses, so that one more choice never
changes another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from harness.drill.dealing.assigned import NOBODY, Assigned
from harness.drill.dealing.manner import is_cloud, laid_over, plain
from harness.drill.dealing.mix import mix
from harness.drill.dealing.profile import (
    BY_WIRE,
    PROVINCE_ROUNDS,
    Basis,
    Confirmation,
    DrillRound,
    Outcome,
    Profile,
    Quirk,
    Remedy,
    drill_rounds,
    lacks,
)
from harness.drill.dealing.profile_file import shipped
from harness.drill.dealing.quirks import with_quirks
from harness.drill.dealing.quotas import EVERYONE, groups, lively, outcomes, quota, scaled
from harness.drill.letter import forms
from harness.drill.letter.forms import Medium
from harness.drill.province import shares
from harness.drill.published import NORMAL, OTHER, TELEPHONE, UNITS, Measure
from letters.model import Application, Campaign, Channel, Unit

T = TypeVar("T")
# the report's outcomes -> the profiles by which they come about
_OUTCOMES = {Outcome.IN_TIME: "in_time", Outcome.LATE: "late", Outcome.NONE: "silent"}


def profiles(
    units: Sequence[Unit], seed: int, rounds: Sequence[DrillRound] = PROVINCE_ROUNDS
) -> tuple[Profile, ...]:
    """The applications of every unit, in the units' order, round by round."""
    drawn = [_of_round(units, each, place, seed) for place, each in enumerate(rounds)]
    calm = frozenset(unit.id for unit in units)
    if EVERYONE in groups(units):  # the province's letters stay what they always were
        calm -= {p.unit.id for made in drawn for p in made if p.outcome is not Outcome.IN_TIME}
    made: list[Profile] = []
    for each, made_so_far in zip(rounds, drawn, strict=True):
        made += _with_forms(with_quirks(made_so_far, each, calm, seed), each, seed)
    return tuple(made)


def dealt(
    applications: Sequence[Application],
    campaign: Campaign,
    seed: int,
    assigned: Assigned = NOBODY,
) -> dict[str, Profile]:
    """An application's id -> who deals with it in which way, round by round."""
    units = tuple({each.unit.id: each.unit for each in applications}.values())
    planned = {each.id for each in applications}
    rounds = drill_rounds(campaign)
    ids = {each.name: id for id, each in rounds.items()}
    made = {
        f"{profile.unit.id}-{ids[profile.round]}": profile
        for profile in profiles(units, seed, tuple(rounds.values()))
    }
    chosen = assigned.among(units, seed)
    found = {}
    for id, drawn in made.items():
        manner = assigned.applications.get(id) or chosen.get(drawn.unit.id)
        if id in planned:
            found[id] = drawn if manner is None else laid_over(plain(drawn), manner)
    clouded = {each.unit.id for each in found.values() if is_cloud(each)}
    return {
        id: replace(each, clouded=each.unit.id in clouded and bool(assigned))
        for id, each in found.items()
    }


def reachable(units: Sequence[Unit], seed: int, assigned: Assigned = NOBODY) -> frozenset[str]:
    """Ids of the units whose telephone is answered."""
    found: set[str] = set()
    for category, group in groups(units).items():
        ids = [unit.id for unit in group]
        count = quota(Measure.CONNECTED, TELEPHONE, category, len(ids))
        found |= set(_draw(ids, count, f"{seed} telephone {category}"))
    said = {id: each.telephone for id, each in assigned.among(units, seed).items()}
    found -= {id for id, told in said.items() if told == "silent"}
    return frozenset(found | {id for id, told in said.items() if told == "answers"})


def _of_round(
    units: Sequence[Unit], round_: DrillRound, place: int, seed: int
) -> tuple[Profile, ...]:
    """In the units' order, without quirks and with no form chosen."""
    drawn = {
        profile.unit.id: profile
        for category, group in groups(units).items()
        for profile in _of_group(group, round_, place, category, seed)
    }
    return tuple(drawn[unit.id] for unit in units)


def _of_group(
    units: Sequence[Unit], round_: DrillRound, place: int, category: str, seed: int
) -> Iterable[Profile]:
    name = f"{seed} {round_.name} {category}"
    ids = [unit.id for unit in units]
    if not ids:
        return
    counts = outcomes(round_.manner, category, len(ids))
    if category == EVERYONE:
        counts = lively(counts, place)
    outcome = _spread(ids, counts, f"{name} outcome")
    answering = [id_ for id_ in ids if outcome[id_] is not Outcome.NONE]

    def some(measure: Measure, among: Sequence[str] = answering) -> list[str]:
        count = quota(measure, round_.manner, category, len(ids))
        return _draw(among, min(count, len(among)), f"{name} {measure}")

    unnumbered = some(Measure.NO_NUMBER)
    unbased = some(Measure.NO_BASIS)
    untold = some(Measure.NO_REMEDY)
    unnamed = some(Measure.REMEDY_UNNAMED, [id_ for id_ in answering if id_ not in untold])
    unsealed = some(Measure.NO_SEAL, unnumbered if round_.manner == OTHER else answering)
    # a text without number is what a mail without a letter looks like
    bare = [id_ for id_ in unnumbered if id_ not in unsealed] if round_.manner == OTHER else []
    media = _media(answering, unsealed, bare, round_.manner, name)
    for unit in units:
        # who has no mailbox answers by post
        medium = media.get(unit.id, Medium.POST_PDF) if unit.email else Medium.POST_PDF
        faults = (
            *(["no_number"] if unit.id in unnumbered else []),
            *(["no_seal"] if unit.id in unsealed else []),
            *([_basis(unit.id, unbased)] if unit.id in unbased else []),
            *(["no_remedy"] if unit.id in untold else []),
            *(["remedy_unnamed"] if unit.id in unnamed else []),
        )
        orderly = replace(_orderly(unit, round_, name), medium=medium)
        yield _by_files(orderly, (_OUTCOMES[outcome[unit.id]], *faults))


def _orderly(unit: Unit, round_: DrillRound, name: str) -> Profile:
    """In time and in order; `name` is that of the group's random streams."""
    return plain(
        Profile(
            unit=unit,
            round=round_.name,
            outcome=Outcome.IN_TIME,
            medium=Medium.POST_PDF,
            numbered=True,
            sealed=True,
            basis=Basis.ARTICLE,
            remedy=Remedy.NAMED,
            confirmation=_confirmation(unit, round_.channel, name),
            quirks=frozenset(),
            stream=f"{name} {unit.name}",
            channel=round_.channel,
        )
    )


def _by_files(profile: Profile, names: Iterable[str]) -> Profile:
    for name in names:
        profile = laid_over(profile, shipped()[name])
    return profile


def _basis(id_: str, unbased: Sequence[str]) -> str:
    return ("no_article", "no_basis")[unbased.index(id_) % 2]


def _confirmation(unit: Unit, channel: Channel, name: str) -> Confirmation:
    """A machine confirms what came over the net alone; who has no mailbox telephones."""
    chosen = Random(f"{name} confirmation {unit.id}").choice(
        (
            Confirmation.AUTOMATIC,
            Confirmation.AUTOMATIC,
            Confirmation.MAIL,
            Confirmation.TELEPHONE,
        )
    )
    if not unit.email:
        return Confirmation.TELEPHONE
    return (
        Confirmation.MAIL if chosen is Confirmation.AUTOMATIC and channel not in BY_WIRE else chosen
    )


def _media(
    answering: Sequence[str], unsealed: Sequence[str], bare: Sequence[str], manner: str, name: str
) -> dict[str, Medium]:
    """By post mostly, where asked by post; else by mail, half as many bare texts as letters without
    a seal. A bare text has no page that lacks a seal: none of them is one of the published count."""
    if manner == NORMAL:
        weights = {Medium.POST_PDF: 40, Medium.MAIL_PDF: 6, Medium.MAIL_DOCX: 4}
    else:
        weights = {Medium.MAIL_PDF: 28, Medium.MAIL_DOCX: 14}
    media = _spread(answering, shares(len(answering), weights), f"{name} medium")
    if manner == OTHER:
        media |= dict.fromkeys(unsealed, Medium.MAIL_DOCX)
        media |= dict.fromkeys(bare[: (len(unsealed) + 1) // 2], Medium.MAIL_TEXT)
    return media


def _with_forms(made: Sequence[Profile], round_: DrillRound, seed: int) -> list[Profile]:
    """The usual form of each medium, and the unusual ones in their number.

    No letter lacks what its form cannot show to be missing (forms.HIDDEN). A damaged attachment
    stays a plain PDF.
    """
    chosen = {profile.unit.id: forms.USUAL[profile.medium] for profile in made}
    plain_ones = [p for p in made if p.answers and Quirk.DAMAGED_FIRST not in p.quirks]
    for form, full in mix(round_.manner).forms.items():
        by_post = shipped()[form].by == "post"
        medium = Medium.POST_PDF if by_post else forms.MEDIA[form]
        able = [
            p.unit.id
            for p in plain_ones
            if p.medium is medium
            and chosen[p.unit.id] is forms.USUAL[medium]
            and not lacks(p) & forms.HIDDEN[form]
        ]
        count = min(len(able), scaled(full, len(made), sum(UNITS.values()), at_least=1))
        for id_ in _draw(able, count, f"{seed} {round_.name} {form}"):
            chosen[id_] = form
    return [replace(profile, form=chosen[profile.unit.id]) for profile in made]


def _draw(ids: Sequence[str], count: int, stream: str) -> list[str]:
    return Random(stream).sample(list(ids), count)


def _spread(ids: Sequence[str], counts: Mapping[T, int], stream: str) -> dict[str, T]:
    """Each id gets one value; every value as often as `counts` says."""
    values = [value for value, count in counts.items() for _ in range(count)]
    Random(stream).shuffle(values)
    return dict(zip(ids, values, strict=True))
