"""How our .docx papers are set: fonts, cells and borders, and bytes that are the same each time.

python-docx sets the font of Latin text only; Word takes the font of Chinese from the attribute
w:eastAsia beside it, which is set here. Lengths are millimetres, type sizes points.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from letters.writable import for_property, writable

SONG, HEI, KAI, FANGSONG = "宋体", "黑体", "楷体", "仿宋"
LATIN = "Times New Roman"
CENTRE, RIGHT, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.LEFT,
)
STYLES = (
    "Normal",
    "DefaultParagraphFont",
    "TableNormal",
    "NoList",
    "Header",
    "HeaderChar",
    "Footer",
    "FooterChar",
)
DRILL_RED = "B03A2E"


def a4(*, top: float, bottom: float, side: float) -> WordDocument:
    """An empty A4 document with these margins, Song type and Chinese as its language."""
    document = Document()
    _lighten(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin = section.right_margin = Mm(side)
    section.header_distance = section.footer_distance = Mm(min(top, bottom) / 2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(11)
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    return document


def _lighten(document: WordDocument) -> None:
    """Takes out of python-docx's template what our papers do not use: 150 table styles, their twin
    for Word 2010, somebody's thumbnail. A form is 10 KB then and not 40, and written ten times
    as fast."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in STYLES:
            styles.remove(style)
    for relations in (document.part.rels, document.part.package.rels):
        for key in [key for key, relation in relations.items() if _is_ballast(relation.reltype)]:
            relations.pop(key)


def _is_ballast(kind: str) -> bool:
    return kind.rpartition("/")[2] in ("stylesWithEffects", "thumbnail", "customXml")


def say(
    paragraph: Paragraph,
    text: str,
    *,
    font: str = SONG,
    size: float = 11,
    latin: str = LATIN,
    bold: bool = False,
    colour: str = "",
    spacing: float = 0,
) -> Run:
    """Adds a run. `spacing` is added between the characters, in points."""
    run = paragraph.add_run(writable(text))
    run.font.name, run.font.size, run.bold = latin, Pt(size), bold
    properties = run._element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    # quotation marks and squares are in both scripts; without a hint Word sets them as Latin
    fonts.set(qn("w:hint"), "eastAsia")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if spacing:
        element = OxmlElement("w:spacing")
        element.set(qn("w:val"), str(round(spacing * 20)))
        _insert(properties, element, before=("w:sz",))
    return run


def shade(cell: _Cell, colour: str) -> None:
    element = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        element.set(qn(f"w:{name}"), value)
    _insert(cell._element.get_or_add_tcPr(), element, before=("w:textDirection", "w:vAlign"))


def upright(cell: _Cell) -> None:
    """Chinese written from top to bottom, as in the margin of a form."""
    element = OxmlElement("w:textDirection")
    element.set(qn("w:val"), "tbRlV")
    _insert(cell._element.get_or_add_tcPr(), element, before=("w:vAlign",))


def borders(table: Table, **sides: tuple[str, float, str]) -> None:
    """Borders of a table: side -> (kind, width in points, colour)."""
    element = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if side in sides:
            kind, width, colour = sides[side]
            line = OxmlElement(f"w:{side}")
            line.set(qn("w:val"), kind)
            line.set(qn("w:sz"), str(round(width * 8)))
            line.set(qn("w:space"), "0")
            line.set(qn("w:color"), colour)
            element.append(line)
    _insert(table._tbl.tblPr, element, before=("w:tblLayout", "w:tblCellMar", "w:tblLook"))


def padding(table: Table, **sides: float) -> None:
    """Room between a table's lines and its text."""
    element = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), str(Mm(sides[side]).twips))
            margin.set(qn("w:type"), "dxa")
            element.append(margin)
    _insert(table._tbl.tblPr, element, before=("w:tblLook",))


def _insert(parent: BaseOxmlElement, element: BaseOxmlElement, *, before: tuple[str, ...]) -> None:
    """Word refuses a file whose elements stand in another order than the schema's."""
    later = next((child for child in parent if child.tag in {qn(name) for name in before}), None)
    if later is None:
        parent.append(element)
    else:
        later.addprevious(element)


def parts(document: WordDocument, *, title: str, author: str, on: date) -> dict[str, bytes]:
    """The files inside the .docx, with nothing in them that tells the program or the hour."""
    properties = document.core_properties
    properties.title, properties.author = for_property(title), for_property(author)
    properties.last_modified_by = properties.author
    properties.comments = ""
    properties.created = properties.modified = datetime(on.year, on.month, on.day, 9)
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def zipped(members: Mapping[str, bytes], on: date) -> bytes:
    """The .docx of its parts, each dated `on`: else no two files would be equal."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, data in members.items():
            member = zipfile.ZipInfo(name, (on.year, on.month, on.day, 9, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0  # the same on Windows and elsewhere
            packed.writestr(member, data)
    return written.getvalue()
