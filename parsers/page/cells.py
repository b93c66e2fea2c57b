"""The ruled cells on a picture of a page: where a form keeps label and answer apart.

In: a page's `LevelCopy`. Out: `Cells`, which tell of a place in the picture in which cell it lies; None
where fewer lie there than a form has. Long level and long upright strokes are what rules are made of; what
paper they enclose is a cell. A bent page only bends the cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from parsers.page.level_copy import Floats, LevelCopy

_SPAN = (1.0, 0.6)  # heights of a line: the least width and height of a cell
_FILLED = 0.7  # of the box around it: what is no rectangle is no cell
_LEAST = 4  # cells: fewer are a frame, a stamp, a letterhead
_LARGEST = 0.6  # of the page
_STEPS = 6.0  # places a line's height at which a piece is asked for its cell
_SLIVER = 0.35  # of a line's height: less of a piece in a cell is its edge

Edges = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """`labels` has the number of the cell that a pixel of the copy lies in, 0 for none; `boxes` has for
    each number left, top, right, bottom there."""

    copy: LevelCopy
    labels: NDArray[np.int32]
    boxes: dict[int, Edges]

    def at(self, place: tuple[float, float]) -> int:
        """The cell at a place in the picture; 0 for none."""
        ((column, row),) = np.rint(self.copy.there(np.array([place], np.float32))).astype(int)
        height, width = self.labels.shape
        if not (0 <= row < height and 0 <= column < width):
            return 0
        found = int(self.labels[row, column])
        return found if found in self.boxes else 0

    def apart(self, quad: Floats) -> list[Floats]:
        """A piece of writing that runs through several cells, cut where they end."""
        left, right = (quad[0] + quad[3]) / 2, (quad[1] + quad[2]) / 2
        high = float(np.hypot(*(quad[3] - quad[0])))
        count = max(2, round(_STEPS * float(np.hypot(*(right - left))) / max(high, 1.0)))
        steps = np.linspace(0.0, 1.0, min(count, 500))
        runs: list[list[int]] = []  # cell, first step, last step
        for place, step in enumerate(steps):
            x, y = left + (right - left) * step
            home = self.at((float(x), float(y)))
            if home and runs and runs[-1][0] == home:
                runs[-1][2] = place
            elif home:
                runs.append([home, place, place])
        kept = [run for run in runs if run[2] - run[1] >= _SLIVER * _STEPS]
        if len({run[0] for run in kept}) < 2:
            return [quad]
        return [_part(quad, float(steps[first]), float(steps[last])) for _, first, last in kept]

    def table_rows(self) -> list[list[int]]:
        """The cells' numbers, those that begin at one height together, each row from the left."""
        found: list[list[int]] = []
        for number, (_, top, _, _) in sorted(self.boxes.items(), key=lambda one: one[1][1]):
            if found and top - self.boxes[found[-1][0]][1] < self.copy.line / 2:
                found[-1].append(number)
            else:
                found.append([number])
        return [sorted(row, key=lambda number: self.boxes[number][0]) for row in found]


def _part(quad: Floats, begin: float, end: float) -> Floats:
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = (
        quad[0] + top * begin, quad[0] + top * end, quad[3] + bottom * end, quad[3] + bottom * begin,
    )  # fmt: skip
    return np.asarray(corners, np.float32)


def cells(copy: LevelCopy) -> Cells | None:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (copy.rules == 0).astype(np.uint8), connectivity=4
    )
    height, width = copy.rules.shape
    boxes: dict[int, Edges] = {}
    for number, (left, top, wide, high, area) in enumerate(stats[1:count].tolist(), 1):
        inside = left > 0 and top > 0 and left + wide < width and top + high < height
        large = wide >= _SPAN[0] * copy.line and high >= _SPAN[1] * copy.line
        if inside and large and _FILLED * wide * high < area < _LARGEST * height * width:
            boxes[number] = (left, top, left + wide, top + high)
    return Cells(copy, np.asarray(labels, np.int32), boxes) if len(boxes) >= _LEAST else None
