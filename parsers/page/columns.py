"""Writing that stands side by side -> the parts of a page, each to be read from top to bottom.

In: level pieces. Out: blocks in reading order. Two columns of running text, or two pages on one sheet, are
two blocks, the left one first; a form without rules is a block for each label and what stands beside it.
All else is one block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from parsers.page.rows import Level, rows

_LINES = 4  # so many on each side make a column
_WIDE = 7.0  # heights: lines of running text are as long
_GUTTER = 0.8  # heights of paper between two columns
_STEPS = 40  # places across the page where it is looked for
_MARGIN = 1.0  # heights: so near to its column's edge a line ends that wraps
_FULL, _SHARE = 3, 0.35  # so many lines, and so large a share of all, are long and end there
_LABEL = 10.0  # heights: longer is no label of a form
_LEVEL = 0.7  # heights: so far from the lines beside it may a label stand
_SHARED = 0.5  # of the lower column's height: so far do columns stand beside each other
_APART = 1.25  # of the least distance of lines: where a cell of a form ends


@dataclass(frozen=True, slots=True)
class Block:
    """Pieces that are read together; of a form's cell `label` is what stands before it."""

    pieces: tuple[Level, ...]
    label: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class _Split:
    above: list[Level]
    left: list[Level]
    right: list[Level]
    below: list[Level]

    @property
    def worth(self) -> float:
        gap = min(one.left for one in self.right) - max(one.right for one in self.left)
        return gap * min(len(self.left), len(self.right))


def blocks(pieces: Sequence[Level]) -> list[Block]:
    if len(pieces) < 2 * _LINES:
        return [Block(tuple(pieces))] if pieces else []
    height = median(one.height for one in pieces)
    splits = list(_splits(pieces, height))
    columns = [one for one in splits if _are_columns(one, height)]
    if columns:
        best = max(columns, key=lambda one: one.worth)
        return [
            *_one(best.above), *blocks(best.left), *blocks(best.right), *blocks(best.below),
        ]  # fmt: skip
    for split in sorted(splits, key=lambda one: (-min(len(one.left), len(one.right)), -one.worth)):
        if form := _form(split, height):
            return [*_one(split.above), *form, *blocks(split.below)]
    return _one(pieces)


def side_by_side(pieces: Sequence[Level]) -> list[list[Level]]:
    """Only columns of running text that wraps from line to line, and what stands above and below them."""
    if len(pieces) < 2 * _LINES:
        return [list(pieces)] if pieces else []
    height = median(one.height for one in pieces)
    columns = [
        one
        for one in _splits(pieces, height)
        if _are_columns(one, height) and _wraps(one.left, height) and _wraps(one.right, height)
    ]
    if not columns:
        return [list(pieces)]
    best = max(columns, key=lambda one: one.worth)
    parts = [
        [best.above],
        side_by_side(best.left),
        side_by_side(best.right),
        side_by_side(best.below),
    ]
    return [part for of_side in parts for part in of_side if part]


def _wraps(side: Sequence[Level], height: float) -> bool:
    """Whether as many lines end where the column does as text has that wraps, and labels have not."""
    ends = sorted((row[-1].right for row in rows(side)), reverse=True)
    margin = ends[len(ends) // 6]  # a mark may hang over it
    full = sum(abs(end - margin) < _MARGIN * height for end in ends)
    return full >= _enough(ends)


def _enough(lines: Sequence[object]) -> float:
    """So many of them as are no signature, no heading."""
    return max(_FULL, _SHARE * len(lines))


def _one(pieces: Sequence[Level]) -> list[Block]:
    return [Block(tuple(pieces))] if pieces else []


def _splits(pieces: Sequence[Level], height: float) -> list[_Split]:
    """Every way to part some of the page, of which no line crosses the middle, into left and right."""
    first, last = min(one.left for one in pieces), max(one.right for one in pieces)
    found = []
    for step in range(1, _STEPS):
        x = first + (last - first) * step / _STEPS
        band: list[Level] = []
        ordered = sorted(pieces, key=lambda one: one.middle)
        for at, one in enumerate([*ordered, None]):
            if one is not None and not one.left < x - height / 3 < one.right - 2 * height / 3:
                band.append(one)
                continue
            if band and (split := _parted(ordered, band, at, x, height)):
                found.append(split)
            band = []
    return found


def _parted(
    ordered: Sequence[Level], band: Sequence[Level], end: int, x: float, height: float
) -> _Split | None:
    left = [one for one in band if (one.left + one.right) / 2 < x]
    right = [one for one in band if (one.left + one.right) / 2 >= x]
    if min(len(left), len(right)) < _LINES:
        return None
    # what stands on one side alone, a heading above or a signature below, is not beside the other
    top = max(min(one.top for one in side) for side in (left, right))
    bottom = min(max(one.bottom for one in side) for side in (left, right))
    high = min(max(o.bottom for o in side) - min(o.top for o in side) for side in (left, right))
    gap = min(one.left for one in right) - max(one.right for one in left)
    if gap < _GUTTER * height or bottom - top < _SHARED * high:
        return None
    begin = end - len(band)
    return _Split(list(ordered[:begin]), left, right, list(ordered[end:]))


def _are_columns(split: _Split, height: float) -> bool:
    """Both sides are lines of running text."""
    return all(
        len(rows(side)) >= _LINES
        and sum(one.right - one.left > _WIDE * height for one in side) >= _enough(side)
        for side in (split.left, split.right)
    )


def _form(split: _Split, height: float) -> list[Block]:
    """Each label with the lines beside it; nothing where they do not answer each other."""
    if any(one.right - one.left > _LABEL * height for one in split.left):
        return []
    labels = rows(split.left)
    cells = _cells([*rows(split.right)])
    if any(len(label) > 1 for label in labels):
        return []
    taken: dict[int, Level] = {}
    for (label,) in labels:
        near = [
            at
            for at, cell in enumerate(cells)
            if cell[0].top - _LEVEL * height < label.middle < cell[-1].bottom + _LEVEL * height
            and at not in taken
        ]
        if not near:
            return []
        best = min(near, key=lambda at: abs(_middle(cells[at]) - label.middle))
        taken[best] = label
    return [
        Block(tuple(cell), (taken[at],) if at in taken else ()) for at, cell in enumerate(cells)
    ]


def _middle(cell: Sequence[Level]) -> float:
    return (cell[0].middle + cell[-1].middle) / 2


def _cells(lines: Sequence[Sequence[Level]]) -> list[list[Level]]:
    """The lines of a form's right side, parted where they stand further apart."""
    steps = [lower[0].middle - upper[0].middle for upper, lower in pairwise(lines)]
    least = min((step for step in steps if step > 0), default=0.0)
    found: list[list[Level]] = [list(lines[0])]
    for step, line in zip(steps, lines[1:], strict=True):
        if step > _APART * least:
            found.append([])
        found[-1] += line
    return found
