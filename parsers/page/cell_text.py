"""The lines of a table's row, cell by cell -> lines in which no sentence is broken.

In: for each cell that holds words its lines, from a scan or from a page of text. Out: one line for a row of
single lines, its cells parted by what the caller says; else a line for each paragraph, and a label stays before
the first of what stands beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.document import Box, Line
from parsers.page.punctuation import unwrapped

_SHORT = 1.5  # heights: so far from its cell's edges a line ends a paragraph, or begins one
_LABEL = 12  # characters of a label at most


def row_lines(cells: Sequence[Sequence[Line]], between: str) -> Iterator[Line]:
    if not cells:
        return
    if all(len(cell) == 1 for cell in cells):
        yield _joined([cell[0] for cell in cells], between.join)
        return
    label: tuple[Line, ...] = ()
    for cell in cells:
        first, *others = _paragraphs(cell)
        if not label and not others and len(first.text) <= _LABEL:
            label = (first,)
            continue
        yield _joined((*label, first), between.join)
        yield from others
        label = ()
    yield from label


def _paragraphs(cell: Sequence[Line]) -> list[Line]:
    """The lines of a cell, those that only wrap into the next one joined: they reach the right edge,
    and the next begins at the left one."""
    left, right = min(_box(line)[0] for line in cell), max(_box(line)[2] for line in cell)
    runs = [[cell[0]]]
    for line, below in pairwise(cell):
        begins, top, _, bottom = _box(below)
        room = _SHORT * (bottom - top)
        if _box(line)[2] >= right - room and begins <= left + room:
            runs[-1].append(below)
        else:
            runs.append([below])
    return [_joined(run, unwrapped) for run in runs]


def _joined(pieces: Sequence[Line], join: Callable[[Iterable[str]], str]) -> Line:
    if len(pieces) == 1:
        return pieces[0]
    left, top, right, bottom = zip(*(_box(piece) for piece in pieces), strict=True)
    text, raw = (
        join(kind) for kind in zip(*((p.text, p.raw or p.text) for p in pieces), strict=True)
    )
    whole = Line(text, (min(left), min(top), max(right), max(bottom)))
    confidence = min(one.confidence for one in pieces)
    return replace(whole, confidence=confidence, raw=raw if raw != text else None)


def _box(line: Line) -> Box:
    return line.bbox or (0.0, 0.0, 0.0, 0.0)
