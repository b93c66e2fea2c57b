"""A table of a .docx as its own XML, written in one go.

python-docx builds a table cell by cell through its object model, which takes most of the time of
a feedback letter; 57 of them have to be there within seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from harness.reports.paper.paging import lines_of, row_lines
from letters.writable import writable

LATIN = "Times New Roman"
SONG, HEI = "宋体", "黑体"
INK, HEAD_FILL, LINE = "1F3A5F", "E9EEF4", "8C97A3"
SMALL = 110  # points: so high a table stays on one page
TORN = 150  # points: a row as high as that may be torn apart
_EMU = 12700  # in a point


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a cell, in points; `told` is what a screen reader says of it."""

    png: bytes
    width: float
    height: float
    told: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph of its own below a cell's text."""

    text: str
    bold: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not plain text: bold, coloured (RRGGBB), or with a background. `below`: further
    paragraphs and pictures under the text. `span`: over so many columns."""

    text: str
    bold: bool = False
    colour: str = ""
    fill: str = ""
    font: str = SONG
    below: tuple[Words | Picture, ...] = ()
    span: int = 1


Content = str | Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """`widths` in twentieths of a point. The head is repeated on every page and never
    alone at a page's foot, no row is torn apart save one that would leave half a page empty;
    columns in `centred` are centred. `embed` keeps a picture in the file and names it."""

    head: Sequence[Content]
    rows: Sequence[Sequence[Content]]
    widths: Sequence[int]
    centred: frozenset[int]
    size: float
    embed: Callable[[Picture], str]

    def xml(self) -> Any:
        """The `w:tbl` element."""
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        kept = self._kept()
        numbers = count(1)
        rows = self._head() + "".join(
            self._row(row, self.centred, kept=kept[place], numbers=numbers)
            for place, row in enumerate(self.rows)
        )
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        return parse_xml(
            writable(
                f"<w:tbl {nsdecls('w', 'r', 'wp', 'a', 'pic')}><w:tblPr>"
                f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
                f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
                '<w:tblCellMar><w:left w:w="54" w:type="dxa"/><w:right w:w="54" w:type="dxa"/></w:tblCellMar>'
                f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
            )
        )

    def heights(self) -> Iterator[tuple[float, float, bool]]:
        """Of each row, the head first: its height, that of the head repeated above it, and whether
        it stays with the row below."""
        top = self._height(self.head) if self.head else 0.0
        if self.head:
            yield top, 0, True
        for row, kept in zip(self.rows, self._kept(), strict=True):
            yield self._height(row), top, kept

    def _kept(self) -> list[bool]:
        """Rows that stay with the one below: all of a small table, else the first, without which
        LibreOffice loses a page of rows that may not be torn, and the last but one, so that no row
        stands alone on a page."""
        last = len(self.rows) - 1
        small = sum(map(self._height, self.rows)) <= SMALL
        pair = last - 1 if last > 2 and max(map(self._height, self.rows[-2:])) < SMALL else 0
        return [(small or place in (0, pair)) and place < last for place in range(len(self.rows))]

    def _height(self, row: Sequence[Content]) -> float:
        line = self._line() / 20
        if not any(isinstance(cell, Cell) and (cell.below or cell.span > 1) for cell in row):
            return row_lines([_text(c) for c in row], self.size, self._points()) * line + 3.5
        highest, place = 0.0, 0
        for cell in row:
            span = cell.span if isinstance(cell, Cell) else 1
            width = sum(self._points()[place : place + span]) - 5.5
            place += span
            height = lines_of(_text(cell), self.size, width) * line + 3 if _text(cell) else 0
            for one in cell.below if isinstance(cell, Cell) else ():
                if isinstance(one, Picture):
                    height += one.height + 4
                else:
                    height += lines_of(one.text, self.size, width) * line + 3
            highest = max(highest, height)
        return highest + 0.5

    def _points(self) -> list[float]:
        return [width / 20 for width in self.widths]

    def _line(self) -> int:
        return round(self.size * 29)  # one and a half lines, in twentieths of a point

    def _head(self) -> str:
        if not self.head:
            return ""
        cells = [Cell(_text(cell), colour=INK, fill=HEAD_FILL, font=HEI) for cell in self.head]
        return self._row(cells, frozenset(range(len(cells))), head=True, kept=True)

    def _row(
        self,
        cells: Sequence[Content],
        centred: frozenset[int],
        *,
        head: bool = False,
        kept: bool = False,
        numbers: Iterator[int] | None = None,
    ) -> str:
        """`kept`: on one page with the row below."""
        inside, place = "", 0
        for cell in cells:
            span = cell.span if isinstance(cell, Cell) else 1
            width = sum(self.widths[place : place + span])
            inside += self._cell(cell, width, place in centred, kept, numbers or count(1))
            place += span
        repeated = "<w:tblHeader/>" if head else ""
        whole = "<w:cantSplit/>" if self._height(cells) < TORN else ""
        return f"<w:tr><w:trPr>{whole}{repeated}</w:trPr>{inside}</w:tr>"

    def _cell(
        self, content: Content, width: int, centred: bool, kept: bool, numbers: Iterator[int]
    ) -> str:
        cell = content if isinstance(content, Cell) else Cell(content)
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        over = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        texts = [] if cell.below and not cell.text else [Words(cell.text, cell.bold, cell.colour)]
        inside = "".join(
            self._picture(one, kept, next(numbers))
            if isinstance(one, Picture)
            else self._paragraph(one, cell.font, centred, kept)
            for one in (*texts, *cell.below)
        )
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{over}{fill}<w:vAlign w:val="center"/></w:tcPr>'
            f"{inside}</w:tc>"
        )

    def _paragraph(self, one: Words, font: str, centred: bool, kept: bool) -> str:
        with_next = "<w:keepNext/>" if kept else ""
        return (
            f'<w:p><w:pPr>{with_next}<w:spacing w:before="30" w:after="30" w:line="{self._line()}" '
            f'w:lineRule="exact"/><w:jc w:val="{"center" if centred else "left"}"/></w:pPr>'
            f"{self._run(one, font)}</w:p>"
        )

    def _run(self, one: Words, font: str) -> str:
        bold = "<w:b/>" if one.bold else ""
        colour = f'<w:color w:val="{one.colour}"/>' if one.colour else ""
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in one.text.split("\n")
        )
        half_points = round(self.size * 2)
        return (
            f'<w:r><w:rPr><w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}" '
            f'w:hint="eastAsia"/>{bold}{colour}<w:sz w:val="{half_points}"/></w:rPr>{lines}</w:r>'
        )

    def _picture(self, one: Picture, kept: bool, number: int) -> str:
        wide, high = round(one.width * _EMU), round(one.height * _EMU)
        told, name = quoteattr(one.told), quoteattr(f"图{number}")
        with_next = "<w:keepNext/>" if kept else ""
        return (
            f'<w:p><w:pPr>{with_next}<w:spacing w:before="40" w:after="40" w:line="240" '
            'w:lineRule="auto"/></w:pPr><w:r><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="{1000 + number}" name={name} descr={told}/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{self.embed(one)}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="6350"><a:solidFill>'
            f'<a:srgbClr val="{LINE}"/></a:solidFill></a:ln></pic:spPr></pic:pic></a:graphicData>'
            "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )


def _text(content: Content) -> str:
    return content.text if isinstance(content, Cell) else content


def cells(texts: Iterable[str], *, bold: bool = False, fill: str = "") -> list[Content]:
    """A row of a total, a mean."""
    return [Cell(text, bold=bold, fill=fill) for text in texts]
