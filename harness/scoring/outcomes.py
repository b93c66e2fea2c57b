"""What may come of what is unclear: grounds -> what each criterion may lose, in every way that can come to pass.

An application was answered or it was not, an element is missing or faulty: of what excludes each other only
one thing can be ruled. Each outcome is one way in which all that is open may be decided; an outcome that loses
no more anywhere than another is left out. Where there are too many, they are taken together, as if what
excludes each other came to pass at once: then the lowest that is told is too low, never too high.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from harness.scoring.grounds import Ground, World
from harness.scoring.rubric_file.scheme import ZERO, Criterion, Rule

Loss = Mapping[str, Decimal]  # by criterion
_MOST = 64  # outcomes that are looked at one by one, and ways to decide one application

_State = tuple[Decimal, ...]
_Pack = tuple[int, ...]  # rules that hold together, by their number


class _Slot(NamedTuple):
    """Where the points go that a rule takes: to itself, where it takes them once or up to a cap, else to what
    its criterion loses by all such rules together."""

    place: int
    each: Decimal
    most: Decimal


class Graded(NamedTuple):
    """A criterion that is marked by grounds, by rule."""

    criterion: Criterion
    grounds: Mapping[str, Sequence[Ground]]

    @property
    def hangs(self) -> bool:
        """Whether anything of it excludes something else."""
        return any(ground.worlds for each in self.grounds.values() for ground in each)


def outcomes(graded: Sequence[Graded]) -> tuple[Loss, ...]:
    rules = [
        (each.criterion, rule, each.grounds[rule.id])
        for each in graded
        for rule in each.criterion.rules
        if each.grounds.get(rule.id)
    ]
    slots, owners = _slots([(criterion, rule) for criterion, rule, _ in rules])
    start = [ZERO] * len(owners)
    hanging: dict[str, list[tuple[int, tuple[World, ...]]]] = {}
    for number, (_, _, grounds) in enumerate(rules):
        for ground in grounds:
            if ground.worlds:
                hanging.setdefault(ground.application, []).append((number, ground.worlds))
            else:
                _take(start, slots[number])
    states = [tuple(start)]
    for found in hanging.values():
        states = _together(states, _packs(found), slots)
    return tuple(_by_criterion(state, owners) for state in states)


def left(criterion: Criterion, lost: Decimal) -> Decimal:
    """What is left of the criterion by its cap and its floor."""
    if criterion.cap is not None:
        lost = min(lost, criterion.cap)
    return max(criterion.weight - lost, criterion.floor)


def _slots(rules: Iterable[tuple[Criterion, Rule]]) -> tuple[list[_Slot], list[str]]:
    """One for each rule; and whose each place is."""
    slots: list[_Slot] = []
    owners: list[str] = []
    shared: dict[str, int] = {}
    for criterion, rule in rules:
        again = criterion.each_time if rule.each_time is None else rule.each_time
        own = not again or rule.cap is not None
        place = len(owners) if own else shared.get(criterion.id, len(owners))
        if place == len(owners):
            owners.append(criterion.id)
        if not own:
            shared[criterion.id] = place
        most = criterion.weight - criterion.floor
        if own:
            most = min(most, criterion.lost(rule, 1_000_000))
        slots.append(_Slot(place, criterion.each(rule), most))
    return slots, owners


def _take(state: list[Decimal], slot: _Slot) -> None:
    state[slot.place] = min(state[slot.place] + slot.each, slot.most)


def _together(states: list[_State], packs: Sequence[_Pack], slots: Sequence[_Slot]) -> list[_State]:
    found = []
    for state, pack in product(states, packs):
        new = list(state)
        for number in pack:
            _take(new, slots[number])
        found.append(tuple(new))
    if len(found) == 1:
        return found
    found = _undominated(dict.fromkeys(found))
    return found if len(found) <= _MOST else [tuple(map(max, *found))]


def _undominated(states: Iterable[_State]) -> list[_State]:
    kept: list[_State] = []
    for state in sorted(
        states, key=sum, reverse=True
    ):  # none is dominated by one that sums to less
        if not any(all(a <= b for a, b in zip(state, other, strict=True)) for other in kept):
            kept.append(state)
    return kept


def _packs(found: Sequence[tuple[int, tuple[World, ...]]]) -> tuple[_Pack, ...]:
    """The rules of one application that can hold at once, the most of them each time."""
    said: dict[str, set[str]] = {}
    for _, worlds in found:
        for thing, value in (pair for world in worlds for pair in world):
            said.setdefault(thing, set()).add(value)
    ways = 1
    for values in said.values():
        ways *= len(values)
    if ways > _MOST:
        return (tuple(number for number, _ in found),)
    packs = {
        frozenset(number for number, worlds in found if any(world <= way for world in worlds))
        for way in map(
            frozenset,
            product(*([(thing, value) for value in sorted(said[thing])] for thing in sorted(said))),
        )
    }
    most = [one for one in packs if not any(one < other for other in packs)]
    return tuple(sorted(tuple(sorted(one)) for one in most))


def _by_criterion(state: _State, owners: Sequence[str]) -> Loss:
    lost: dict[str, Decimal] = {}
    for owner, points in zip(owners, state, strict=True):
        lost[owner] = lost.get(owner, ZERO) + points
    return lost
