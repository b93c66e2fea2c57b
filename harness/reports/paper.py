"""An empty official document (.docx) and what is written on it: headings, text, tables, pictures.

The measures follow the layout of Chinese official letters (GB/T 9704): A4, margins 37/35/28/26 mm,
text 仿宋 三号 with a first line of two characters, headings 黑体 and 楷体. Fonts are named for the
reader's Word (`w:eastAsia`); nothing is embedded. A drill says so in every header and footer.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from harness.reports.grid import HEI, LATIN, SONG, Content, Grid
from harness.reports.material import DRILL_NOTE
from letters.saving import save
from letters.writable import for_property, writable

KAI, FANG = "楷体", "仿宋"
GREY, RED = "666666", "A62B2B"

TEXT_WIDTH = Mm(210 - 28 - 26)
LEFT, CENTRE, RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


class Paper:
    """Writes downwards; `save` ends it. `size` is the text's, in points."""

    def __init__(self, title: str, *, drill: bool, size: float = 16) -> None:
        self.size = size
        self.document = Document()
        core = self.document.core_properties
        core.title, core.author, core.language = for_property(title), "明察", "zh-CN"
        # a file's own date would make two runs over the same evidence differ
        core.created = core.modified = datetime(2000, 1, 1)
        self._page(title, drill)
        self._styles()

    # -- what can be written

    def title(self, text: str, below: str = "") -> None:
        *upper, last = text.split("\n")
        for line in upper:
            self._line(line, SONG, 22, align=CENTRE, bold=True, spacing=36)
        self._line(last, SONG, 22, align=CENTRE, bold=True, spacing=36, after=6 if below else 18)
        if below:
            self._line(below, KAI, self.size, align=CENTRE, spacing=28, after=18)

    def heading(self, text: str, level: int = 1) -> None:
        """一、 in 黑体, （一） in 楷体; kept with what follows."""
        font = HEI if level == 1 else KAI
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        self._run(paragraph, text, font, self.size)
        if self.size >= 14:
            paragraph.paragraph_format.first_line_indent = Pt(self.size * 2)

    def text(self, text: str, *, lead: str = "", indent: bool = True) -> None:
        """A paragraph; `lead` are bold words in front of it."""
        paragraph = self.document.add_paragraph()
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(self.size * 2)
        if lead:
            self._run(paragraph, lead, FANG, self.size, bold=True)
        self._run(paragraph, text, FANG, self.size)

    def note(self, text: str) -> None:
        """Small print below a table or a picture."""
        self._line(text, SONG, 9, colour=GREY, spacing=14, after=8)

    def caption(self, text: str, *, above: bool = True) -> None:
        """A table's caption stands above it and stays with it, a picture's below."""
        before, after = (8, 4) if above else (2, 10)
        paragraph = self._line(text, HEI, 10.5, align=CENTRE, spacing=18, after=after)
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.keep_with_next = above

    def picture(self, png: bytes, caption: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = CENTRE
        spacing = paragraph.paragraph_format
        spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
        spacing.space_before, spacing.keep_with_next = Pt(8), True
        paragraph.add_run().add_picture(io.BytesIO(png), width=TEXT_WIDTH)
        # what a screen reader says of the picture
        paragraph._p.xpath(".//wp:docPr")[0].set("descr", writable(caption))
        self.caption(caption, above=False)

    def table(
        self,
        head: Sequence[Content],
        rows: Sequence[Sequence[Content]],
        widths: Sequence[float],
        *,
        centred: Sequence[int] = (),
        size: float = 10.5,
    ) -> None:
        """`widths` in parts of the text's width; `centred` names columns."""
        total = sum(widths)
        measures = [round(TEXT_WIDTH.twips * part / total) for part in widths]
        grid = Grid(head, rows, measures, frozenset(centred), size)
        # the section's own properties have to stay the last thing in the body
        self.document.element.body.sectPr.addprevious(grid.xml())
        self.gap()

    def gap(self) -> None:
        """A little air, above or below a table."""
        self._line("", SONG, 4, spacing=6)

    def save(self, path: Path) -> Path:
        packed = io.BytesIO()
        self.document.save(packed)
        return save(path, packed.getvalue())

    # -- how it is laid out

    def _line(
        self,
        text: str,
        font: str,
        size: float,
        *,
        align: Any = LEFT,
        bold: bool = False,
        colour: str = "",
        spacing: float = 28,
        after: float = 0,
    ) -> Any:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
        form.space_after = Pt(after)
        self._run(paragraph, text, font, size, bold=bold, colour=colour)
        return paragraph

    def _run(
        self,
        paragraph: Any,
        text: str,
        font: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = "",
    ) -> None:
        run = paragraph.add_run(writable(text))
        run.font.size, run.font.bold = Pt(size), bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        _name_font(run._r.get_or_add_rPr(), font)

    def _styles(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(self.size)
        _name_font(normal.element.get_or_add_rPr(), FANG)
        form = normal.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(self.size * 1.8)
        for level in (1, 2):
            style = self.document.styles[f"Heading {level}"]
            style.font.bold, style.font.color.rgb = False, RGBColor(0, 0, 0)
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.space_before = Pt(self.size * 0.5 if level == 1 else 2)

    def _page(self, title: str, drill: bool) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        # a form of many small tables gets more of the page than a report
        roomy = self.size >= 14
        section.top_margin, section.bottom_margin = Mm(37 if roomy else 30), Mm(35 if roomy else 30)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(18), Mm(18)
        header = section.header.paragraphs[0]
        header.alignment = CENTRE
        if drill:
            self._run(header, "【演练】", HEI, 10.5, colour=RED)
        self._run(header, title, SONG, 9, colour=GREY)
        _underline(header)
        footer = section.footer.paragraphs[0]
        footer.alignment = CENTRE
        self._run(footer, "- ", SONG, 10.5)
        _page_number(footer)
        self._run(footer, " -", SONG, 10.5)
        if drill:
            below = section.footer.add_paragraph()
            below.alignment = CENTRE
            self._run(below, DRILL_NOTE, SONG, 9, colour=RED)


def _name_font(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    for key, value in (("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", font)):
        fonts.set(qn(key), value)
    fonts.set(qn("w:hint"), "eastAsia")


def _underline(paragraph: Any) -> None:
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for key, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "4"), ("w:color", "999999")):
        line.set(qn(key), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def _page_number(paragraph: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(10.5)
        if kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        else:
            field = OxmlElement("w:instrText")
            field.text = text
        run._r.append(field)
