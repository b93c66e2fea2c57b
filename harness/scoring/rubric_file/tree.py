"""Criteria, each naming the one above it -> the tree, and its leaves in the tree's order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from harness.scoring.rubric_file.fields import Fields, Where
from harness.scoring.rubric_file.scheme import Branch, Criterion, leaf, total

DEEPEST = 6  # levels; published schemes have three


def grown(
    fields: Fields, listed: Sequence[Criterion]
) -> tuple[tuple[Branch, ...], tuple[Criterion, ...]]:
    places = {
        each.id: Where(("criterion", n), f"指标“{each.name}”") for n, each in enumerate(listed)
    }
    for each in listed:
        if each.parent and not _stands(fields, each, listed, places):
            return (), tuple(listed)
    below: dict[str, list[Criterion]] = {}
    for each in listed:
        below.setdefault(each.parent, []).append(each)
    tree = tuple(_branch(fields, each, below, places, 1) for each in below.get("", ()))
    known = {each.id: each for each in listed}
    return tree, tuple(known[id] for branch in tree for id in branch.leaves)


def _stands(
    fields: Fields, criterion: Criterion, listed: Sequence[Criterion], places: dict[str, Where]
) -> bool:
    """Whether what is above it is there, and ends."""
    above, at = {each.id: each.parent for each in listed}, criterion.parent
    where = places[criterion.id]
    if at not in above:
        known = "、".join(each.id for each in listed if each.id != criterion.id)
        fields.fault(
            where, f"parent为“{at[:40]}”，没有编号如此的指标，可用的有：{known[:200]}", key="parent"
        )
        return False
    for _ in range(DEEPEST):
        if not at:
            return True
        at = above.get(at, "")
    fields.fault(
        where, f"parent“{criterion.parent[:40]}”绕了回来，或者层级超过{DEEPEST}级", key="parent"
    )
    return False


def _branch(
    fields: Fields,
    criterion: Criterion,
    below: dict[str, list[Criterion]],
    places: dict[str, Where],
    level: int,
) -> Branch:
    # an id that was written twice is told already; it must not lead round and round
    under = below.get(criterion.id, []) if criterion.id and level < DEEPEST else []
    children = tuple(_branch(fields, each, below, places, level + 1) for each in under)
    if not children:
        return leaf(criterion, level)
    weight: Decimal = total([child.weight for child in children])
    if criterion.weight and criterion.weight != weight and not fields.blanks:
        what = f"weight为{criterion.weight}，下级指标权重合计却是{weight}，两者应相等"
        fields.fault(places[criterion.id], what, key="weight")
    leaves = tuple(id for child in children for id in child.leaves)
    return Branch(criterion.id, criterion.name, weight, leaves, level, children, criterion.note)
