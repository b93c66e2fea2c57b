"""A table of a .docx as its own XML, written in one go.

python-docx builds a table cell by cell through its object model, which takes most of the time of
a feedback letter; 57 of them have to be there within seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from letters.writable import writable

LATIN = "Times New Roman"
SONG, HEI = "宋体", "黑体"
INK, HEAD_FILL, LINE = "1F3A5F", "E9EEF4", "8C97A3"
SMALL = 8  # so many rows stay together on one page


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not plain text: bold, coloured (RRGGBB), or with a background."""

    text: str
    bold: bool = False
    colour: str = ""
    fill: str = ""
    font: str = SONG


Content = str | Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """`widths` in twentieths of a point. The head is repeated on every page and never
    alone at a page's foot, no row is torn apart; columns in `centred` are centred."""

    head: Sequence[Content]
    rows: Sequence[Sequence[Content]]
    widths: Sequence[int]
    centred: frozenset[int]
    size: float

    def xml(self) -> Any:
        """The `w:tbl` element."""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        small = len(self.rows) <= SMALL
        rows = self._head() + "".join(
            self._row(row, self.centred, kept=small and place < len(self.rows))
            for place, row in enumerate(self.rows, 1)
        )
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        return parse_xml(
            writable(
                f"<w:tbl {nsdecls('w')}><w:tblPr>"
                f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
                f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
                '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
                f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
            )
        )

    def _head(self) -> str:
        if not self.head:
            return ""
        cells = [Cell(_text(cell), colour=INK, fill=HEAD_FILL, font=HEI) for cell in self.head]
        return self._row(cells, frozenset(range(len(cells))), head=True, kept=True)

    def _row(
        self,
        cells: Iterable[Content],
        centred: frozenset[int],
        *,
        head: bool = False,
        kept: bool = False,
    ) -> str:
        """`kept`: on one page with the row below."""
        inside = "".join(
            self._cell(cell, width, place in centred, kept)
            for place, (cell, width) in enumerate(zip(cells, self.widths, strict=True))
        )
        repeated = "<w:tblHeader/>" if head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{inside}</w:tr>"

    def _cell(self, content: Content, width: int, centred: bool, kept: bool) -> str:
        cell = content if isinstance(content, Cell) else Cell(content)
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        line = round(self.size * 29)  # one and a half lines, in twentieths of a point
        with_next = "<w:keepNext/>" if kept else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr>{with_next}<w:spacing w:before="30" w:after="30" w:line="{line}" w:lineRule="exact"/>'
            f'<w:jc w:val="{"center" if centred else "left"}"/></w:pPr>{self._run(cell)}</w:p></w:tc>'
        )

    def _run(self, cell: Cell) -> str:
        bold = "<w:b/>" if cell.bold else ""
        colour = f'<w:color w:val="{cell.colour}"/>' if cell.colour else ""
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in cell.text.split("\n")
        )
        half_points = round(self.size * 2)
        return (
            f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{cell.font}" '
            f'w:hint="eastAsia"/>{bold}{colour}<w:sz w:val="{half_points}"/></w:rPr>{lines}</w:r>'
        )


def _text(content: Content) -> str:
    return content.text if isinstance(content, Cell) else content
