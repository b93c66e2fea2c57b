"""How many of a group of units answer late, leave something out, take up the telephone.

In: one of the report's figures and how many units there are. Out: that figure for so many units. The
report's categories have its figures; of units of any other category all are one group, and have
the proportions of the whole report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.drill.dealing.profile import Outcome
from harness.drill.places import CATEGORIES, CITIES, DEPARTMENTS
from harness.drill.province import shares
from harness.drill.published import OTHER, PUBLISHED, UNITS, Measure
from letters.model import Unit

EVERYONE = ""  # a group in place of a category
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


def groups(units: Sequence[Unit]) -> dict[str, list[Unit]]:
    """Those among whom the faults are dealt out: the report's categories or, where there is any
    other, all units together, for many small groups would have no fault at all."""
    if all(unit.category in CATEGORIES for unit in units):
        return {
            category: [unit for unit in units if unit.category == category]
            for category in CATEGORIES
        }
    return {EVERYONE: list(units)}


def quota(measure: Measure, manner: str, category: str, units: int) -> int:
    """A published count for a group of `units` units instead of the report's."""
    return scaled(_published(measure, manner, category), units, _whole(category))


def outcomes(manner: str, category: str, units: int) -> dict[Outcome, int]:
    """How many of a group answer in time, late, never; they add up to `units`."""
    weights = {
        Outcome.IN_TIME: _published(Measure.IN_TIME, manner, category),
        Outcome.LATE: _published(Measure.LATE, manner, category),
        Outcome.NONE: _published(Measure.NONE, manner, category),
    }
    return shares(units, weights)


def _published(measure: Measure, manner: str, category: str) -> int:
    chosen = CATEGORIES if category == EVERYONE else (category,)
    return sum(_FULL[measure, manner, each] for each in chosen)


def _whole(category: str) -> int:
    return sum(UNITS.values()) if category == EVERYONE else UNITS[category]


def lively(counts: Mapping[Outcome, int], place: int) -> dict[Outcome, int]:
    """Of three units nobody would be late or silent by the report's proportion, and nobody would
    see what that looks like: one is, in the first round silent, in the next one late."""
    made = dict(counts)
    wanted = (Outcome.NONE, Outcome.LATE) if place % 2 == 0 else (Outcome.LATE, Outcome.NONE)
    for each, units in zip(wanted, (3, 5), strict=True):
        if sum(made.values()) >= units and not made[each]:
            made[Outcome.IN_TIME] -= 1
            made[each] += 1
    return made


def scaled(count: int, units: int, full: int, *, at_least: int = 0) -> int:
    """`count` of `full` for `units`, rounded half up."""
    return max(at_least, (2 * count * units + full) // (2 * full))
