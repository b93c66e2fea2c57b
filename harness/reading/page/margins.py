"""Where the lines of a page begin and end, whichever way the page lay on the glass.

In: the `Row`s of a letter, with their boxes. Out: the same rows as if their pages lay upright, and for each the
margins of its block. Most lines of a block tell them, never one that reaches further: a footer, a
scanner's mark. Columns are blocks of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from harness.reading.page.row import Row
from parsers import lazy_re as re
from parsers.document import Box

_ADDRESS = re.compile(r"[《“]?[!-~]{16,}+")  # may stand out over the margin
_LONG = 0.5  # of the longest line: shorter ones tell no margin
_MOST = 0.3  # of a block's long lines, and two at least, end where its margin is
_TURNED = 0.8  # of the steps from line to line: so many go up on a page that lies upside down

_Page = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Margins:
    """One value a row, 0 for a row without a box."""

    left: Sequence[float]
    right: Sequence[float]


def margins(rows: Sequence[Row]) -> Margins:
    """Of rows that run level, from the left."""
    blocks = _blocks(rows)
    return Margins(_edges(rows, blocks, right=False), _edges(rows, blocks, right=True))


def upright(rows: Sequence[Row]) -> list[Row]:
    """Rows of a page that was scanned sideways or upside down, as if it lay straight: the order in
    which they are read tells how it lies."""
    pages: dict[_Page, list[int]] = {}
    for at, row in enumerate(rows):
        if row.bbox:
            pages.setdefault((row.file, row.page), []).append(at)
    turned = list(rows)
    for places in pages.values():
        turn = _turn([box for at in places if (box := rows[at].bbox)])
        for at in places if turn else ():
            turned[at] = replace(rows[at], bbox=_turned_by(turn, rows[at].bbox))
    return turned


def _turn(boxes: Sequence[Box]) -> int:
    """By how many quarters clockwise the page is to be turned."""
    on_end = sum(box[3] - box[1] > 1.5 * (box[2] - box[0]) for box in boxes)
    axis = 0 if on_end > len(boxes) / 2 else 1
    steps = [below[axis] - above[axis] for above, below in pairwise(boxes)]
    if len(steps) < 2:
        return 0
    back = sum(step < 0 for step in steps) >= _TURNED * len(steps)
    if axis == 1:
        return 2 if back else 0
    return 3 if back else 1


def _turned_by(quarters: int, box: Box | None) -> Box | None:
    for _ in range(quarters if box else 0):
        x0, y0, x1, y1 = box or (0.0, 0.0, 0.0, 0.0)
        box = (-y1, x0, -y0, x1)
    return box


def _blocks(rows: Sequence[Row]) -> list[list[int]]:
    """Rows of one page that stand below each other: where reading goes up again, a column begins."""
    found: list[list[int]] = []
    above: Row | None = None
    for at, row in enumerate(rows):
        if row.bbox is None:
            continue
        if above is None or (row.file, row.page) != (above.file, above.page) or _up(above, row):
            found.append([])
        found[-1].append(at)
        above = row
    return found


def _up(above: Row, row: Row) -> bool:
    if above.bbox is None or row.bbox is None:
        return False
    return row.bbox[3] < above.bbox[1] and row.bbox[0] > above.bbox[0]


def _edges(rows: Sequence[Row], blocks: Iterable[Sequence[int]], *, right: bool) -> list[float]:
    """The margin of each row's block: addresses tell it only where nothing else stands there."""
    edges = [0.0] * len(rows)
    for block in blocks:
        telling = [at for at in block if not is_address(rows[at])] or block
        boxes = [box for at in telling if (box := rows[at].bbox)]
        edge = _margin(boxes, right=right)
        for at in block:
            edges[at] = edge
    return edges


def _margin(boxes: Sequence[Box], *, right: bool) -> float:
    longest = max(box[2] - box[0] for box in boxes)
    size = median(box[3] - box[1] for box in boxes)
    sign = 1.0 if right else -1.0
    ends = sorted(
        (sign * box[2 if right else 0] for box in boxes if box[2] - box[0] >= _LONG * longest),
        reverse=True,
    )
    enough = max(2.0, _MOST * len(ends))
    for end in ends:
        if sum(end - 2 * size <= other <= end for other in ends) >= enough:
            return sign * end
    return sign * ends[0]


def is_address(row: Row) -> bool:
    return _ADDRESS.match(row.text) is not None
