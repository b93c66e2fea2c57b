"""An empty official document (.docx) and what is written on it: headings, text, tables, pictures.

The measures follow the layout of Chinese official letters (GB/T 9704): A4, text 仿宋 三号 with a first
line of two characters, headings 黑体 and 楷体. A drill says so in every header and footer. Nothing of
the day on which it is written goes into the file: the same words give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Emu, Mm, Pt, RGBColor

from harness.reports.material import DRILL_NOTE
from harness.reports.paper import parts
from harness.reports.paper.grid import HEI, SONG, Content, Grid, Picture
from harness.reports.paper.paging import Paging, lines_of
from harness.reports.paper.parts import FANG, KAI
from harness.reports.paper.styles import dateless, name_fonts, write_styles
from letters.saving import save
from letters.writable import for_property, writable

GREY, RED = "666666", "A62B2B"
TEXT_WIDTH = Mm(210 - 28 - 26)
LEFT, CENTRE, RIGHT = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
)


@dataclass(frozen=True, slots=True)
class Issue:
    """Who signs a paper, and of which day it is: what its properties say."""

    author: str
    on: date


class Paper:
    """Writes downwards; `save` ends it. `size` is the text's, in points."""

    def __init__(self, title: str, *, drill: bool, issue: Issue, size: float = 16) -> None:
        self.size, self.drill = size, drill
        self.document = Document()
        core = self.document.core_properties
        author = for_property(issue.author)
        core.title, core.author, core.language = for_property(title), author, "zh-CN"
        core.last_modified_by, core.comments, core.revision = author, "", 1
        core.created = core.modified = datetime(issue.on.year, issue.on.month, issue.on.day)
        name_fonts(self.document)
        self._page(title)
        write_styles(self.document, size, self.spacing)
        self.width = TEXT_WIDTH.pt
        self.paging = Paging(self._height())
        self._entries: list[parts.Entry] = []
        self._contents: Any = None

    # -- what can be written

    def title(self, text: str, below: str = "") -> None:
        *upper, last = text.split("\n")
        for line in upper:
            self.line(line, SONG, 22, align=CENTRE, bold=True, spacing=36)
        self.line(last, SONG, 22, align=CENTRE, bold=True, spacing=36, after=6 if below else 12)
        if below:
            self.line(below, KAI, self.size, align=CENTRE, spacing=28, after=12)

    def heading(self, text: str, level: int = 2) -> None:
        """第一章 centred, 一、 in 黑体, （一） in 楷体; kept with what follows."""
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        size = 18 if level == 1 and self.size >= 14 else self.size
        self._run(paragraph, text, KAI if level == 3 else HEI, size)
        indent = self.size * 2 if self.size >= 14 and level > 1 else 0
        paragraph.paragraph_format.first_line_indent = Pt(indent)
        mark = ""
        if level <= 2:
            mark = f"_Toc{len(self._entries) + 1:06}"
            self._entries.append(parts.Entry(level, text, mark))
            parts.bookmarked(paragraph, mark, len(self._entries))
        form: Any = self.document.styles[f"Heading {level}"].paragraph_format
        self.paging.add(
            lines_of(text, size, self.width, indent=indent), form.line_spacing.pt,
            before=form.space_before.pt, after=form.space_after.pt, with_next=True, mark=mark,
        )  # fmt: skip

    def foreword(self, text: str) -> None:
        """The head of a preface: it stands before the contents' first chapter and not in them."""
        self.line(text, HEI, 18, align=CENTRE, spacing=36, before=24, after=12, keep=True)

    def text(self, text: str, *, lead: str = "", indent: bool = True, keep: bool = False) -> None:
        """A paragraph; `lead` are bold words in front of it. `keep`: with what follows."""
        paragraph = self.document.add_paragraph()
        first = self.size * 2 if indent else 0
        paragraph.paragraph_format.first_line_indent = Pt(first)
        paragraph.paragraph_format.keep_with_next = keep or None
        if lead:
            self._run(paragraph, lead, FANG, self.size, bold=True)
        self._run(paragraph, text, FANG, self.size)
        lines = lines_of(lead + text, self.size, self.width, indent=first)
        self.paging.add(lines, self.spacing, with_next=keep)

    @property
    def spacing(self) -> float:
        return round(self.size * 1.75)

    def note(self, text: str) -> None:
        """Small print below a table or a picture."""
        self.line(text, SONG, 9, colour=GREY, spacing=14, after=8)

    def caption(self, text: str, *, above: bool = True) -> None:
        """A table's caption stands above it and stays with it, a picture's below."""
        before, after = (8, 4) if above else (2, 10)
        self.line(text, HEI, 10.5, align=CENTRE, spacing=18, before=before, after=after, keep=above)

    def picture(self, png: bytes, caption: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.alignment = CENTRE
        form = paragraph.paragraph_format
        form.line_spacing_rule = WD_LINE_SPACING.SINGLE
        form.first_line_indent = Pt(0)
        form.space_before, form.keep_with_next = Pt(8), True
        # a hair narrower than the text: a picture as wide as the line is pushed out by some Words
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Emu(TEXT_WIDTH - Mm(2)))
        # what a screen reader says of the picture
        paragraph._p.xpath(".//wp:docPr")[0].set("descr", writable(caption))
        self.paging.add(1, shape.height.pt + 1, before=8, with_next=True, whole=True)
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
        grid = Grid(head, rows, measures, frozenset(centred), size, self._embedded)
        # the section's own properties have to stay the last thing in the body
        self.document.element.body.sectPr.addprevious(grid.xml())
        for height, top, kept in grid.heights():
            self.paging.add(1, height, whole=True, with_next=kept, head=top)
        self.gap()

    def gap(self) -> None:
        """A little air, above or below a table."""
        self.line("", SONG, 4, spacing=6)

    def line(
        self,
        text: str,
        font: str = FANG,
        size: float = 0,
        *,
        align: Any = LEFT,
        bold: bool = False,
        colour: str = "",
        spacing: float = 28,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> None:
        """A paragraph in a manner of its own, without a first line of two characters."""
        size = size or self.size
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
        form.space_before, form.space_after = Pt(before), Pt(after)
        form.keep_with_next = keep or None
        self._run(paragraph, text, font, size, bold=bold, colour=colour)
        lines = lines_of(text, size, self.width)
        self.paging.add(lines, spacing, before=before, after=after, with_next=keep)

    def new_page(self) -> None:
        """What follows stands on a new page."""
        self._break_next = True

    def contents(self) -> None:
        """The table of contents stands here; it is filled in at the end."""
        self.line("目　录", HEI, 18, align=CENTRE, spacing=36, after=12)
        self._contents = self.document.add_paragraph()

    def begin(self) -> None:
        """Ends cover and contents: here the pages are counted from 1."""
        first = self.document.sections[0]
        first.different_first_page_header_footer = True
        if self.drill:
            self._drill_line(first.first_page_footer.paragraphs[0])
        parts.numbered(first, "lowerRoman", 0)
        body = self.document.add_section(WD_SECTION.NEW_PAGE)
        body.different_first_page_header_footer = False
        for old in body._sectPr.xpath("./w:pgNumType"):
            body._sectPr.remove(old)
        parts.numbered(body, "decimal", 1)
        self.paging.new_page(count=True)

    def save(self, path: Path) -> Path:
        if self._contents is not None:
            width = TEXT_WIDTH.twips
            for one in parts.contents(self._entries, self.paging.pages(), width):
                self._contents._p.addprevious(one)
            self._contents._p.getparent().remove(self._contents._p)
        packed = io.BytesIO()
        self.document.save(packed)
        return save(path, dateless(packed.getvalue()))

    # -- how it is laid out

    _break_next = False

    def _embedded(self, picture: Picture) -> str:
        """The picture kept in the file: by which id a table's cell shows it."""
        return self.document.part.get_or_add_image(io.BytesIO(picture.png))[0]

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
        if self._break_next:
            paragraph.paragraph_format.page_break_before = True
            self.paging.new_page()
            self._break_next = False
        run = paragraph.add_run(writable(text))
        run.font.size, run.font.bold = Pt(size), bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        parts.name_font(run._r.get_or_add_rPr(), font)

    def _height(self) -> float:
        section: Any = self.document.sections[0]
        return float(Emu(section.page_height - section.top_margin - section.bottom_margin).pt)

    def _page(self, title: str) -> None:
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(30), Mm(28)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(16), Mm(14)
        header = section.header.paragraphs[0]
        header.alignment = CENTRE
        if self.drill:
            self._run(header, "【演练】", HEI, 10.5, colour=RED)
        self._run(header, title, SONG, 9, colour=GREY)
        parts.underline(header)
        footer = section.footer.paragraphs[0]
        footer.alignment = CENTRE
        self._run(footer, "- ", SONG, 10.5)
        parts.field(footer, "PAGE", Pt(10.5))
        self._run(footer, " -", SONG, 10.5)
        if self.drill:
            self._drill_line(section.footer.add_paragraph())
        for paragraph in (header, *section.footer.paragraphs):
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE

    def _drill_line(self, paragraph: Any) -> None:
        paragraph.alignment = CENTRE
        self._run(paragraph, DRILL_NOTE, SONG, 9, colour=RED)
