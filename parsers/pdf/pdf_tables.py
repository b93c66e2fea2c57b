"""The ruled tables of a PDF page -> its characters as lines, each cell read by itself.

In: the file's bytes, a page, its `Glyphs` set upright. Out: `Line`s in reading order. Where a cell
holds several lines, the page's own lines run across all columns and no sentence is whole; so a table
is read row by row, and in a row cell by cell: a paragraph is one line, with the box of all its words.
A row of single lines stays one line, its cells apart; a label stays before what stands beside it.

Cells come from pdfplumber (MIT), which knows how rules cross, meet and are doubled. It is slow and
asked only of pages that draw as many rules as a table needs.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.document import Box, Line
from parsers.page.cell_text import row_lines
from parsers.page.glyphs import Flags, Glyphs, lines

_MOST_PATHS = 2000
_LONG = 10.0  # points
_RULES = 5  # so many strokes the smallest table of two rows has
_SAME = 1.0  # points: so near to one another begin the cells of a row
_LEAST = 4  # cells: fewer are a frame or a letterhead


@dataclass(frozen=True, slots=True)
class Table:
    """Its cells, row by row."""

    rows: tuple[tuple[Box, ...], ...]

    def upright(self, level: Callable[[Box], Box]) -> Table:
        """The same on the page as it is read, whichever way up that is shown."""
        cells = sorted((level(cell) for row in self.rows for cell in row), key=lambda one: one[1])
        rows: list[list[Box]] = []
        for above, cell in zip((None, *cells), cells, strict=False):
            if above is None or cell[1] - above[1] > _SAME:
                rows.append([])
            rows[-1].append(cell)
        return Table(tuple(tuple(sorted(row)) for row in rows))


def may_have_tables(page: pdfium.PdfPage) -> bool:
    """Whether the page draws enough rules for a table. A drawn seal is made of other strokes, and a page of
    thousands is a map or a chart."""
    paths = list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3))
    return len(paths) <= _MOST_PATHS and sum(map(_is_rule, paths)) >= _RULES


def _is_rule(path: pdfium.PdfObject) -> bool:
    """A straight stroke, or a frame of four."""
    left, bottom, right, top = path.get_bounds()
    return bool(max(right - left, top - bottom) > _LONG and raw.FPDFPath_CountSegments(path) <= 5)


def tables(data: bytes, index: int, corner: tuple[float, float]) -> tuple[Table, ...]:
    """The tables of a page as it is shown. None where their finder stumbles over the file. `corner`: of the
    whole sheet, of which a crop may show a part, where the finder begins to measure."""
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            page = document.pages[index]
            x, y = corner[0] - page.bbox[0], corner[1] - page.bbox[1]
            known = [
                _table([[cell and _moved(cell, x, y) for cell in row.cells] for row in one.rows])
                for one in page.find_tables()
            ]
    except (PDFException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return ()  # what pdfium shows, pdfminer need not understand: then lines run across
    return tuple(one for one in known if one)


def _moved(box: Box, x: float, y: float) -> Box:
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def _table(rows: Sequence[Sequence[Box | None]]) -> Table | None:
    kept = tuple(tuple(cell for cell in row if cell) for row in rows)
    return Table(kept) if sum(map(len, kept)) >= _LEAST else None


def arranged(characters: Glyphs, found: Sequence[Table]) -> tuple[Line, ...]:
    """All lines of the page, those of its tables where the tables begin. What lies between cells stays."""
    outside = np.ones(len(characters), bool)
    blocks: list[tuple[float, tuple[Line, ...]]] = []
    for table in found:
        cells = [cell for row in table.rows for cell in row]
        for cell in cells:
            outside &= ~_within(characters, cell)
        top = min(cell[1] for cell in cells)
        blocks.append((top, tuple(_of_table(characters, table))))
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
        yield from row_lines([cell for cell in cells if cell], " ")
