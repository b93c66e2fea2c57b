"""Who does what: a seed, the units and the rounds -> one `Profile` for each application.

How many of each fault there are says quotas.py; which unit shows which is the seed's choice. Each
choice has a random stream of its own, named after what it chooses, so that one more choice never
changes another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from harness.drill import forms
from harness.drill.forms import Medium
from harness.drill.profile import (
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
from harness.drill.province import shares
from harness.drill.published import NORMAL, OTHER, TELEPHONE, UNITS, Measure
from harness.drill.quirks import with_quirks
from harness.drill.quotas import EVERYONE, groups, lively, outcomes, quota, scaled
from letters.model import Application, Campaign, Channel, Unit

T = TypeVar("T")


def profiles(
    units: Sequence[Unit], seed: int, rounds: Sequence[DrillRound] = PROVINCE_ROUNDS
) -> tuple[Profile, ...]:
    """The applications of every unit, in the units' order, round by round."""
    drawn = [_of_round(units, each, place, seed) for place, each in enumerate(rounds)]
    calm = frozenset(unit.id for unit in units)
    if EVERYONE in groups(units):  # the province's letters stay what they always were
        calm -= {p.unit.id for made in drawn for p in made if p.outcome is not Outcome.IN_TIME}
    made: list[Profile] = []
    for each, plain in zip(rounds, drawn, strict=True):
        made += _with_forms(with_quirks(plain, each, calm, seed), each, seed)
    return tuple(made)


def dealt(applications: Sequence[Application], campaign: Campaign, seed: int) -> dict[str, Profile]:
    """An application's id -> who deals with it in which way, round by round."""
    units = tuple({each.unit.id: each.unit for each in applications}.values())
    planned = {each.id for each in applications}
    rounds = drill_rounds(campaign)
    ids = {each.name: id for id, each in rounds.items()}
    made = {
        f"{profile.unit.id}-{ids[profile.round]}": profile
        for profile in profiles(units, seed, tuple(rounds.values()))
    }
    return {id: profile for id, profile in made.items() if id in planned}


def reachable(units: Sequence[Unit], seed: int) -> frozenset[str]:
    """Ids of the units whose telephone is answered."""
    found: set[str] = set()
    for category, group in groups(units).items():
        ids = [unit.id for unit in group]
        count = quota(Measure.CONNECTED, TELEPHONE, category, len(ids))
        found |= set(_draw(ids, count, f"{seed} telephone {category}"))
    return frozenset(found)


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
        yield Profile(
            unit=unit,
            round=round_.name,
            outcome=outcome[unit.id],
            medium=medium,
            numbered=unit.id not in unnumbered,
            sealed=unit.id not in unsealed and medium is not Medium.MAIL_TEXT,
            basis=_basis(unit.id, unbased),
            remedy=_remedy(unit, untold, unnamed),
            confirmation=_confirmation(unit, round_.channel, name),
            quirks=frozenset(),
            stream=f"{name} {unit.name}",
            channel=round_.channel,
        )


def _basis(id_: str, unbased: Sequence[str]) -> Basis:
    if id_ not in unbased:
        return Basis.ARTICLE
    return (Basis.NAME_ONLY, Basis.NONE)[unbased.index(id_) % 2]


def _remedy(unit: Unit, untold: Collection[str], unnamed: Collection[str]) -> Remedy:
    if unit.id in untold:
        return Remedy.NONE
    # where the table does not say who they are, nobody can name them
    nameless = not unit.reconsideration_organs or not unit.courts
    return Remedy.UNNAMED if unit.id in unnamed or nameless else Remedy.NAMED


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
    plain = [p for p in made if p.answers and Quirk.DAMAGED_FIRST not in p.quirks]
    unusual = forms.UNUSUAL_BY_POST if round_.manner == NORMAL else forms.UNUSUAL_BY_MAIL
    for form, (medium, full) in unusual.items():
        able = [
            p.unit.id
            for p in plain
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
