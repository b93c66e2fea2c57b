"""Who does what: a seed and the units -> one `Profile` for each application.

The totals are the report's (published.py), scaled for a smaller province; which unit shows which
fault is the seed's choice. Each choice has a random stream of its own, named after what it
chooses, so that one more choice never changes another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TypeVar

from harness.drill import forms
from harness.drill.forms import Form, Lack, Medium
from harness.drill.places import CATEGORIES, CITIES, DEPARTMENTS
from harness.drill.province import shares
from harness.drill.published import NORMAL, OTHER, PUBLISHED, TELEPHONE, UNITS, Measure
from letters.model import Unit

T = TypeVar("T")


class Outcome(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    NONE = "none"


class Basis(StrEnum):
    ARTICLE = "article"  # the law with article and item
    NAME_ONLY = "name_only"  # the law's name, no article
    NONE = "none"


class Remedy(StrEnum):
    NAMED = "named"  # organ and court by name
    UNNAMED = "unnamed"  # told of the right, organ or court left open
    NONE = "none"


class Confirmation(StrEnum):
    """How the agency confirms that an e-mail reached it."""

    AUTOMATIC = "automatic"
    MAIL = "mail"
    TELEPHONE = "telephone"


class Quirk(StrEnum):
    """What real mail is like; none of these changes a published figure."""

    RECEIPT_FIRST = "receipt_first"  # 登记回执 by post or mail before the answer
    EXTENDED = "extended"  # 延期答复告知书, and then in time
    DAMAGED_FIRST = "damaged_first"  # an attachment that cannot be opened, resent the next day
    OTHER_SENDER = "other_sender"  # answers from a mailbox that is not in units.xlsx
    QUOTED = "quoted"  # our own mail stands quoted below the answer
    WRONG_PERSON = "wrong_person"  # a mail meant for somebody else
    GENERIC_ADDRESSEE = "generic_addressee"  # 尊敬的申请人
    UNREASONED = "unreasoned"  # cites its article and gives no reasons, if it keeps something back
    LAST_DAY = "last_day"  # posted on the very last day
    SATURDAY = "saturday"  # the letter is signed for on a rest day
    SHORT_NAME = "short_name"  # the envelope carries the unit's short name


@dataclass(frozen=True, slots=True)
class Profile:
    """How one unit deals with one application."""

    unit: Unit
    round: str  # NORMAL | OTHER
    outcome: Outcome
    medium: Medium
    numbered: bool
    sealed: bool
    basis: Basis
    remedy: Remedy
    confirmation: Confirmation
    quirks: frozenset[Quirk]
    stream: str  # names the random stream of everything else about this application
    form: Form = Form.TYPESET

    @property
    def answers(self) -> bool:
        return self.outcome is not Outcome.NONE


# what the report does not say of e-mail answers is ours to choose
_CHOSEN = {
    (Measure.NO_BASIS, OTHER, DEPARTMENTS): 10,
    (Measure.NO_BASIS, OTHER, CITIES): 4,
    (Measure.NO_REMEDY, OTHER, DEPARTMENTS): 13,
    (Measure.NO_REMEDY, OTHER, CITIES): 3,
    (Measure.REMEDY_UNNAMED, OTHER, DEPARTMENTS): 9,
    (Measure.REMEDY_UNNAMED, OTHER, CITIES): 6,
}
_FULL = {(f.measure, f.round, f.category): f.count for f in PUBLISHED} | _CHOSEN

# (round, quirk): how many in the whole province, out of those it can happen to
_QUIRKS = {
    NORMAL: {
        Quirk.RECEIPT_FIRST: 5,
        Quirk.EXTENDED: 1,
        Quirk.LAST_DAY: 2,
        Quirk.SATURDAY: 2,
        Quirk.SHORT_NAME: 9,
        Quirk.UNREASONED: 4,
    },
    OTHER: {
        Quirk.RECEIPT_FIRST: 4,
        Quirk.DAMAGED_FIRST: 1,
        Quirk.OTHER_SENDER: 6,
        Quirk.QUOTED: 12,
        Quirk.WRONG_PERSON: 1,
        Quirk.GENERIC_ADDRESSEE: 3,
        Quirk.LAST_DAY: 2,
        Quirk.UNREASONED: 4,
    },
}


def profiles(units: Sequence[Unit], seed: int) -> tuple[Profile, ...]:
    """Both applications of every unit, in the units' order, round by round."""
    made: list[Profile] = []
    for round_ in (NORMAL, OTHER):
        drawn = {
            profile.unit.id: profile
            for category in CATEGORIES
            for profile in _of_category(
                [unit for unit in units if unit.category == category], round_, category, seed
            )
        }
        whole = _with_quirks([drawn[unit.id] for unit in units if unit.id in drawn], round_, seed)
        made += _with_forms(whole, round_, seed)
    return tuple(made)


def reachable(units: Sequence[Unit], seed: int) -> frozenset[str]:
    """Ids of the units whose telephone is answered."""
    found: set[str] = set()
    for category in CATEGORIES:
        ids = [unit.id for unit in units if unit.category == category]
        count = quota(Measure.CONNECTED, TELEPHONE, category, len(ids))
        found |= set(_draw(ids, count, f"{seed} telephone {category}"))
    return frozenset(found)


def quota(measure: Measure, round_: str, category: str, units: int) -> int:
    """A published count for a category of `units` units instead of the report's."""
    return _scaled(_FULL[measure, round_, category], units, UNITS[category])


def outcomes(round_: str, category: str, units: int) -> dict[Outcome, int]:
    """How many of a category answer in time, late, never; they add up to `units`."""
    weights = {
        Outcome.IN_TIME: _FULL[Measure.IN_TIME, round_, category],
        Outcome.LATE: _FULL[Measure.LATE, round_, category],
        Outcome.NONE: _FULL[Measure.NONE, round_, category],
    }
    return shares(units, weights)


def _of_category(units: Sequence[Unit], round_: str, category: str, seed: int) -> Iterable[Profile]:
    name = f"{seed} {round_} {category}"
    ids = [unit.id for unit in units]
    if not ids:
        return
    outcome = _spread(ids, outcomes(round_, category, len(ids)), f"{name} outcome")
    answering = [id_ for id_ in ids if outcome[id_] is not Outcome.NONE]

    def some(measure: Measure, among: Sequence[str] = answering) -> list[str]:
        count = quota(measure, round_, category, len(ids))
        return _draw(among, min(count, len(among)), f"{name} {measure}")

    unnumbered = some(Measure.NO_NUMBER)
    unbased = some(Measure.NO_BASIS)
    untold = some(Measure.NO_REMEDY)
    unnamed = some(Measure.REMEDY_UNNAMED, [id_ for id_ in answering if id_ not in untold])
    # a text without number is what a mail without a letter looks like
    unsealed = some(Measure.NO_SEAL, unnumbered if round_ == OTHER else answering)
    media = _media(answering, unsealed, round_, name)
    for unit in units:
        yield Profile(
            unit=unit,
            round=round_,
            outcome=outcome[unit.id],
            medium=media.get(unit.id, Medium.POST_PDF),
            numbered=unit.id not in unnumbered,
            sealed=unit.id not in unsealed,
            basis=_basis(unit.id, unbased),
            remedy=_remedy(unit.id, untold, unnamed),
            confirmation=_confirmation(unit.id, name),
            quirks=frozenset(),
            stream=f"{name} {unit.name}",
        )


def _basis(id_: str, unbased: Sequence[str]) -> Basis:
    if id_ not in unbased:
        return Basis.ARTICLE
    return (Basis.NAME_ONLY, Basis.NONE)[unbased.index(id_) % 2]


def _remedy(id_: str, untold: Collection[str], unnamed: Collection[str]) -> Remedy:
    if id_ in untold:
        return Remedy.NONE
    return Remedy.UNNAMED if id_ in unnamed else Remedy.NAMED


def _confirmation(id_: str, name: str) -> Confirmation:
    return Random(f"{name} confirmation {id_}").choice(
        (Confirmation.AUTOMATIC, Confirmation.AUTOMATIC, Confirmation.MAIL, Confirmation.TELEPHONE)
    )


def _media(
    answering: Sequence[str], unsealed: Sequence[str], round_: str, name: str
) -> dict[str, Medium]:
    """By post mostly, where asked by post; else by mail, half of the unsealed as bare text."""
    if round_ == NORMAL:
        weights = {Medium.POST_PDF: 40, Medium.MAIL_PDF: 6, Medium.MAIL_DOCX: 4}
    else:
        weights = {Medium.MAIL_PDF: 28, Medium.MAIL_DOCX: 14}
    media = _spread(answering, shares(len(answering), weights), f"{name} medium")
    if round_ == OTHER:
        for place, id_ in enumerate(unsealed):
            media[id_] = Medium.MAIL_DOCX if place == 1 else Medium.MAIL_TEXT
    return media


def _with_quirks(made: Sequence[Profile], round_: str, seed: int) -> list[Profile]:
    """Quirks in the report's proportion, each given only where it can happen and harms no figure."""
    given: dict[str, set[Quirk]] = {profile.unit.id: set() for profile in made}
    for quirk, full in _QUIRKS[round_].items():
        able = [p.unit.id for p in made if _can(p, quirk) and not _clash(given[p.unit.id], quirk)]
        count = min(len(able), _scaled(full, len(made), sum(UNITS.values()), at_least=1))
        for id_ in _draw(able, count, f"{seed} {round_} {quirk}"):
            given[id_].add(quirk)
    return [replace(profile, quirks=frozenset(given[profile.unit.id])) for profile in made]


def _with_forms(made: Sequence[Profile], round_: str, seed: int) -> list[Profile]:
    """The usual form of each medium, and the unusual ones in their number.

    No letter lacks what its form cannot show to be missing (forms.HIDDEN). A damaged attachment
    stays a plain PDF.
    """
    chosen = {profile.unit.id: forms.USUAL[profile.medium] for profile in made}
    plain = [p for p in made if p.answers and Quirk.DAMAGED_FIRST not in p.quirks]
    unusual = forms.UNUSUAL_BY_POST if round_ == NORMAL else forms.UNUSUAL_BY_MAIL
    for form, (medium, full) in unusual.items():
        able = [
            p.unit.id
            for p in plain
            if p.medium is medium
            and chosen[p.unit.id] is forms.USUAL[medium]
            and not lacks(p) & forms.HIDDEN[form]
        ]
        count = min(len(able), _scaled(full, len(made), sum(UNITS.values()), at_least=1))
        for id_ in _draw(able, count, f"{seed} {round_} {form}"):
            chosen[id_] = form
    return [replace(profile, form=chosen[profile.unit.id]) for profile in made]


def lacks(profile: Profile) -> frozenset[Lack]:
    """Of what kinds the things are that a letter by this profile lacks."""
    whole = (
        profile.numbered
        and profile.basis is Basis.ARTICLE
        and profile.remedy is Remedy.NAMED
        and not profile.quirks & {Quirk.GENERIC_ADDRESSEE, Quirk.UNREASONED}
    )
    found = {Lack.SEAL: not profile.sealed, Lack.WORDS: not whole}
    return frozenset(lack for lack, there in found.items() if there)


def _can(profile: Profile, quirk: Quirk) -> bool:
    match quirk:
        case Quirk.SATURDAY:
            return True
        case Quirk.WRONG_PERSON | Quirk.OTHER_SENDER | Quirk.QUOTED:
            return profile.outcome is Outcome.IN_TIME
        case Quirk.DAMAGED_FIRST:
            return profile.outcome is Outcome.IN_TIME and profile.medium is Medium.MAIL_PDF
        case Quirk.SHORT_NAME:
            return profile.answers and profile.medium is Medium.POST_PDF
        case Quirk.UNREASONED:  # without an article nobody could tell what was decided
            return profile.answers and profile.basis is Basis.ARTICLE
        case Quirk.EXTENDED:
            return profile.outcome is Outcome.IN_TIME and profile.medium is Medium.POST_PDF
        case _:
            return profile.outcome is Outcome.IN_TIME


_ONE_OF = frozenset({Quirk.EXTENDED, Quirk.LAST_DAY, Quirk.DAMAGED_FIRST, Quirk.SATURDAY})


def _clash(given: Collection[Quirk], quirk: Quirk) -> bool:
    """Two quirks that both move dates would blur each other."""
    return quirk in _ONE_OF and any(other in _ONE_OF for other in given)


def _scaled(count: int, units: int, full: int, *, at_least: int = 0) -> int:
    """`count` of `full` for `units`, rounded half up."""
    return max(at_least, (2 * count * units + full) // (2 * full))


def _draw(ids: Sequence[str], count: int, stream: str) -> list[str]:
    return Random(stream).sample(list(ids), count)


def _spread(ids: Sequence[str], counts: Mapping[T, int], stream: str) -> dict[str, T]:
    """Each id gets one value; every value as often as `counts` says."""
    values = [value for value, count in counts.items() for _ in range(count)]
    Random(stream).shuffle(values)
    return dict(zip(ids, values, strict=True))
