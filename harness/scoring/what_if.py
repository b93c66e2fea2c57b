"""如果：another weight, another rubric, another convention -> who moves, by how much, because of what.

In: the scores as they are, and as they would be. Out: `Move`s. Nothing is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.scoring.facts import UnitFacts
from harness.scoring.marking import Mark
from harness.scoring.rubric_file.scheme import ZERO, Branch, Rubric, UnitClass
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
    lowest: tuple[Decimal | None, Decimal | None] = (None, None)  # what the mark may yet come to

    @property
    def up(self) -> int:
        before, after = self.rank
        return 0 if before is None or after is None else before - after

    @property
    def moved(self) -> bool:
        """Its place, its grade or its mark is another, or has become doubtful."""
        figures = (self.total, self.rate, self.rank, self.grade, self.lowest)
        return any(a != b for a, b in figures)


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
        (before.lowest_total, after.lowest_total),
    )


def _because(before: Score, after: Score) -> Iterator[str]:
    """What weighs most first. A mark that is the same share of the whole moves nobody and is not told."""
    old = {mark.criterion.id: mark for mark in before.marks}
    new = {mark.criterion.id: mark for mark in after.marks}
    found = []
    for id in dict.fromkeys((*new, *old)):
        was, now = old.get(id), new.get(id)
        effect = max(
            abs(_share(now, after, low) - _share(was, before, low)) for low in (False, True)
        )
        if _told(was) != _told(now) and (effect or was is None or now is None):
            found.append((effect, _changed(was, now)))
    yield from (said for _, said in sorted(found, key=lambda each: -each[0]))
    if not found and before.rate != after.rate:
        yield from _by_weight(old, new)
    if before.unranked != after.unranked:
        yield after.unranked or f"可以排名了（原因“{before.unranked}”已不成立）"


def _by_weight(old: Mapping[str, Mark], new: Mapping[str, Mark]) -> Iterator[str]:
    """Where no mark brings in more or less of the whole, and the unit has another rate all the same: a
    mark that is worth nothing, before and after, weighs more or less."""
    for id, now in new.items():
        was = old.get(id)
        if was is not None and was.criterion.weight != now.criterion.weight:
            yield _changed(was, now)


def _changed(was: Mark | None, now: Mark | None) -> str:
    if now is None:
        return f"不再考核“{was.criterion.name}”，原{_told(was)}" if was else ""
    taken = _taken(now)
    if was is None:
        return f"新考核“{now.criterion.name}”，{_told(now)}{taken}"
    return f"“{now.criterion.name}”由{_told(was)}变为{_told(now)}{taken}"


def _share(mark: Mark | None, score: Score, low: bool) -> Decimal:
    """Per cent of the whole that the mark brings in, at most or at least."""
    reach = score.full - score.exempt
    if mark is None or mark.exempt or not reach:
        return ZERO
    return (mark.lowest if low else mark.points) * 100 / reach


def _told(mark: Mark | None) -> str:
    if mark is None:
        return ""
    if mark.exempt:
        return mark.exempt_as
    open_ = f"（待定，最低{plain(mark.lowest)}）" if mark.provisional else ""
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
