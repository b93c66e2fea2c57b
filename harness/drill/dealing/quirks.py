"""What real mail is like, dealt out: profiles without quirks -> the same with them.

How many there are of each says province.toml, what each is its profile's file. It is given only where it
can happen and harms no figure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from harness.drill.dealing.manner import laid_over
from harness.drill.dealing.mix import mix
from harness.drill.dealing.profile import Basis, DrillRound, Outcome, Profile, Quirk
from harness.drill.dealing.profile_file import shipped
from harness.drill.dealing.quotas import scaled
from harness.drill.letter.forms import Medium
from harness.drill.published import UNITS

# what comes first of these is nobody's answer, or nobody's that can be told: while it is unplaced,
# none of its unit's applications can be called unanswered or late
_STRAY = frozenset({Quirk.WRONG_PERSON, Quirk.DAMAGED_FIRST})


def with_quirks(
    made: Sequence[Profile], round_: DrillRound, calm: frozenset[str], seed: int
) -> list[Profile]:
    """Quirks in the report's proportion, each given only where it can happen and harms no figure.
    `calm`: units that answer all their applications in time."""
    given: dict[str, set[Quirk]] = {profile.unit.id: set() for profile in made}
    for quirk, full in ((Quirk(name), full) for name, full in mix(round_.manner).profiles.items()):
        able = [p.unit.id for p in made if _can(p, quirk) and not _clash(given[p.unit.id], quirk)]
        wanted = scaled(full, len(made), sum(UNITS.values()), at_least=1)
        name = f"{seed} {round_.name} {quirk}"
        chosen = Random(name).sample(able, min(len(able), wanted))
        if quirk in _STRAY and not calm >= set(chosen):
            able = [id_ for id_ in able if id_ in calm]
            chosen = Random(name).sample(able, min(len(able), wanted))
        for id_ in chosen:
            given[id_].add(quirk)
    return [_with(profile, given[profile.unit.id]) for profile in made]


def _with(profile: Profile, quirks: Collection[Quirk]) -> Profile:
    """What their files say, laid over it."""
    for quirk in quirks:
        profile = laid_over(profile, shipped()[quirk])
    return profile


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
