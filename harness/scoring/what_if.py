"""如果：another weight, another rubric, another convention -> who moves, by how much, because of what.

In: the scores as they are, and as they would be. Out: `Move`s. Nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.scoring.facts import UnitFacts
from harness.scoring.marking import Mark
from harness.scoring.scheme import ZERO, Branch, Rubric, UnitClass
from harness.scoring.score import Score, plain


class NoSuchWeight(Exception):
    """One Chinese line."""


@dataclass(frozen=True, slots=True)
class Move:
    """One unit. Rates are per cent; `up` is by how many places it rises within its class."""

    unit_id: str
    unit: str
    category: str
    total: tuple[Decimal | None, Decimal | None]  # before, after
    rate: tuple[Decimal | None, Decimal | None]
    rank: tuple[int | None, int | None]  # in its class
    grade: tuple[str, str]
    because: tuple[str, ...]

    @property
    def up(self) -> int:
        before, after = self.rank
        return 0 if before is None or after is None else before - after

    @property
    def moved(self) -> bool:
        """Its place, its grade or its mark is another."""
        return any(a != b for a, b in (self.total, self.rate, self.rank, self.grade))


def moves(before: Sequence[Score], after: Sequence[Score]) -> tuple[Move, ...]:
    """Of every unit, those that move most first; then as they stand."""
    now = {_key(one): one for one in after}
    found = [_move(one, now[_key(one)]) for one in before if _key(one) in now]
    return tuple(sorted(found, key=lambda move: (-abs(move.up), not move.moved)))


def _key(score: Score) -> str:
    return score.unit_id or score.name


def _move(before: Score, after: Score) -> Move:
    return Move(
        before.unit_id,
        before.name,
        before.category,
        (before.total, after.total),
        (before.rate, after.rate),
        (before.rank_in_category, after.rank_in_category),
        (before.grade, after.grade),
        tuple(_because(before, after)),
    )


def _because(before: Score, after: Score) -> Iterator[str]:
    old = {mark.criterion.id: mark for mark in before.marks}
    new = {mark.criterion.id: mark for mark in after.marks}
    for id, mark in new.items():
        if id not in old:
            yield f"新考核“{mark.criterion.name}”，{_told(mark)}{_taken(mark)}"
        elif _told(old[id]) != _told(mark):
            yield f"“{mark.criterion.name}”由{_told(old[id])}变为{_told(mark)}{_taken(mark)}"
    for id, mark in old.items():
        if id not in new:
            yield f"不再考核“{mark.criterion.name}”，原{_told(mark)}"
    if before.unranked != after.unranked:
        yield after.unranked or f"可以排名了（原因“{before.unranked}”已不成立）"


def _told(mark: Mark) -> str:
    if mark.exempt:
        return "折分"
    open_ = "（待定）" if mark.provisional else ""
    return f"得{plain(mark.points)}/{plain(mark.criterion.weight)}{open_}"


def _taken(mark: Mark) -> str:
    names = "、".join(f"{one.rule.name}扣{plain(one.points)}" for one in mark.deductions)
    return f"（{names}）" if names else ""


def carried(units: Sequence[UnitFacts], before: Rubric, after: Rubric) -> tuple[UnitFacts, ...]:
    """The facts under other weights: 3 of 4 by hand is 12 of 16. What a deduction takes stays."""
    found = []
    for unit in units:
        old = {each.id: each.weight for each in before.of(unit.category).criteria}
        new = {each.id: each.weight for each in after.of(unit.category).criteria}
        entries = {
            id: replace(entry, given=entry.given * new.get(id, ZERO) / old[id])
            if entry.given is not None and old.get(id)
            else entry
            for id, entry in unit.entries.items()
        }
        found.append(replace(unit, entries=entries))
    return tuple(found)


def reweighed(rubric: Rubric, weights: Mapping[str, Decimal]) -> Rubric:
    """The rubric with these leaves' weights; the full mark follows. 0: not marked by it."""
    leaves = {each.id: each for each in rubric.criteria}
    for id in weights:
        if id not in leaves:
            known = "、".join(f"{each.id}（{each.name}）" for each in rubric.criteria)
            raise NoSuchWeight(
                f"细则没有编号为“{id}”的指标（上级指标的权重是下级之和），可用的有：{known}"
            )
    if not any(weights.get(id, each.weight) for id, each in leaves.items()):
        raise NoSuchWeight("各指标的权重不能都是0")
    criteria = tuple(
        replace(
            each,
            weight=(weight := weights.get(each.id, each.weight)),
            floor=min(each.floor, weight),
        )
        for each in rubric.criteria
    )
    before = {id: each.weight for id, each in leaves.items()}
    changed = {each.id: each.weight for each in criteria}
    grown = sum((changed[id] - before[id] for id in weights), ZERO)
    return replace(
        rubric,
        full=rubric.full if rubric.parts else rubric.full + grown,
        criteria=criteria,
        tree=tuple(_of(branch, changed) for branch in rubric.tree),
        classes=tuple(_class(each, before, weights, rubric) for each in rubric.classes),
    )


def _class(
    own: UnitClass, before: Mapping[str, Decimal], weights: Mapping[str, Decimal], rubric: Rubric
) -> UnitClass:
    """A weight said for all is that of a class too, but where the class is not marked by it."""
    spared = {id for id, weight in own.weights.items() if not weight}
    taken = {id: weight for id, weight in weights.items() if id not in spared}
    grown = sum((w - own.weights.get(id, before[id]) for id, w in taken.items()), ZERO)
    full = (rubric.full if own.full is None else own.full) + (ZERO if rubric.parts else grown)
    return replace(own, weights={**own.weights, **taken}, full=full)


def _of(branch: Branch, weights: Mapping[str, Decimal]) -> Branch:
    children = tuple(_of(child, weights) for child in branch.children)
    return replace(
        branch, weight=sum((weights[id] for id in branch.leaves), ZERO), children=children
    )
