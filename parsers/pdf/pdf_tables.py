"""The ruled tables of a PDF page -> its characters as lines, each cell read by itself.

In: the file's bytes, a page that is not turned, its `Glyphs`. Out: `Line`s in reading order. Where a cell
holds several lines, the page's own lines run across all columns and no sentence is whole; so a table
is read row by row, and in a row cell by cell: a paragraph is one line, with the box of all its words.
A row of single lines stays one line, its cells apart; a label stays before what stands beside it.

Cells come from pdfplumber (MIT), which knows how rules cross, meet and are doubled. It is slow and
asked only of pages that draw as many rules as a table needs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.document import Box, Line
from parsers.page.glyphs import Flags, Glyphs, lines
from parsers.page.punctuation import unwrapped

_MOST_PATHS = 2000
_LONG = 10.0  # points
_RULES = 5  # so many strokes the smallest table of two rows has
_LEAST = 4  # cells: fewer are a frame or a letterhead
_LABEL = 12  # characters of a label at most
_SHORT = 1.5  # heights: so far from its cell's edges a line ends a paragraph, or begins one


@dataclass(frozen=True, slots=True)
class Table:
    box: Box
    rows: tuple[tuple[Box, ...], ...]


def may_have_tables(page: pdfium.PdfPage) -> bool:
    """Whether the page draws enough rules for a table, and stands upright. A drawn seal is made of
    other strokes, and a page of thousands is a map or a chart."""
    if page.get_rotation():
        return False
    paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3))
    return len(paths) <= _MOST_PATHS and sum(map(_is_rule, paths)) >= _RULES


def _is_rule(path: pdfium.PdfObject) -> bool:
    """A straight stroke, or a frame of four."""
    left, bottom, right, top = path.get_bounds()
    return bool(max(right - left, top - bottom) > _LONG and raw.FPDFPath_CountSegments(path) <= 5)


def tables(data: bytes, index: int) -> tuple[Table, ...]:
    """The tables of a page, top to bottom. None where their finder stumbles over the file."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            found = document.pages[index].find_tables()
            known = [_table(one.bbox, [row.cells for row in one.rows]) for one in found]
    except (PDFException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return ()  # what pdfium shows, pdfminer need not understand: then lines run across
    return tuple(sorted((one for one in known if one), key=lambda one: one.box[1]))


def _table(box: Box, rows: Sequence[Sequence[Box | None]]) -> Table | None:
    kept = tuple(tuple(cell for cell in row if cell) for row in rows)
    return Table(box, kept) if sum(map(len, kept)) >= _LEAST else None


def arranged(characters: Glyphs, found: Sequence[Table]) -> tuple[Line, ...]:
    """All lines of the page, those of its tables where the tables begin."""
    outside = np.ones(len(characters), bool)
    blocks: list[tuple[float, tuple[Line, ...]]] = []
    for table in found:
        outside &= ~_within(characters, table.box)
        blocks.append((table.box[1], tuple(_of_table(characters, table))))
    blocks += [(_top(line), (line,)) for line in lines(characters.where(outside))]
    return tuple(line for _, block in sorted(blocks, key=lambda one: one[0]) for line in block)


def _top(line: Line) -> float:
    return line.bbox[1] if line.bbox else 0.0


def _within(characters: Glyphs, box: Box) -> Flags:
    """Which characters have their middle in the box."""
    x, y = characters.boxes.reshape(-1, 2, 2).mean(axis=1).T
    inside: Flags = (box[0] <= x) & (x < box[2]) & (box[1] <= y) & (y < box[3])
    return inside


def _of_table(characters: Glyphs, table: Table) -> Iterator[Line]:
    for row in table.rows:
        cells = [lines(characters.where(_within(characters, cell))) for cell in row]
        yield from _of_row([cell for cell in cells if cell])


def _of_row(cells: Sequence[tuple[Line, ...]]) -> Iterator[Line]:
    """One line for a row of single lines; else each cell's paragraphs, a short label before the next."""
    if all(len(cell) == 1 for cell in cells):
        if cells:
            yield _joined([cell[0] for cell in cells], " ".join)
        return
    label: tuple[Line, ...] = ()
    for cell in cells:
        first, *others = _paragraphs(cell)
        if not label and not others and len(first.text) <= _LABEL:
            label = (first,)
            continue
        yield _joined((*label, first), " ".join)
        yield from others
        label = ()
    yield from label


def _paragraphs(cell: Sequence[Line]) -> list[Line]:
    """The lines of a cell, those that only wrap into the next one joined: they reach the right edge,
    and the next begins at the left one."""
    boxes = [line.bbox for line in cell if line.bbox]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    runs = [[cell[0]]]
    for (_, box), (line, next_box) in pairwise(zip(cell, boxes, strict=True)):
        room = _SHORT * (box[3] - box[1])
        if box[2] >= right - room and next_box[0] <= left + room:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_joined(run, unwrapped) for run in runs]


def _joined(pieces: Sequence[Line], join: Callable[[Iterable[str]], str]) -> Line:
    boxes = [piece.bbox for piece in pieces if piece.bbox]
    left, top, right, bottom = zip(*boxes, strict=True)
    box = (min(left), min(top), max(right), max(bottom))
    return Line(join(piece.text for piece in pieces), box, min(one.confidence for one in pieces))
