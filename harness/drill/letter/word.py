"""A `Paper` -> .docx bytes: a letter with its seal as a floating picture over signature and date."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from random import Random
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from harness.drill.letter import seal
from harness.drill.letter.paper import FOOTER, Paper
from harness.drill.letter.wording import day_text
from letters.writable import for_property, writable

_BODY, _HEAD = "仿宋", "方正小标宋简体"
_RED = RGBColor(0xCC, 0x10, 0x18)
_ALIGNMENTS = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_TEXT_WIDTH, _EDGE, _CHARACTER = 156, 8, 5.64  # millimetres, of 16 pt text
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx(paper: Paper) -> bytes:
    """The letter as Word keeps it; same letter, same bytes."""
    document = Document()
    _lay_out(document, paper)
    if paper.red_head:
        _red_head(document, paper)
    _line(document, paper.title, align="center", font=_HEAD, size=22)
    if paper.number and not paper.number_above:
        _line(document, paper.number, align="center")
    _line(document, "")
    _line(document, paper.salutation)
    for text in paper.paragraphs[:-1]:
        _line(document, text, indent=True)
    ending = [paper.paragraphs[-1], paper.closing, *([paper.contact] if paper.contact else [])]
    tail = [_line(document, text, indent=True) for text in ending]
    tail += [_line(document, ""), _line(document, "")]
    signature = _line(document, paper.signature, align="right", right=_EDGE)
    for paragraph in (*tail, signature):  # a seal never stands on a page without text
        paragraph.paragraph_format.keep_with_next = True
    middle = _EDGE + len(paper.signature) * _CHARACTER / 2  # from the right margin
    _line(document, day_text(paper.day), align="right", right=max(0, round(middle - 20)))
    if paper.sealed:
        _press_seal(signature, paper, _TEXT_WIDTH - middle)
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _lay_out(document: Any, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _BODY, Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _BODY)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = Pt(28)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(FOOTER).font.size = Pt(9)
    day = datetime(paper.day.year, paper.day.month, paper.day.day, 9)
    core = document.core_properties
    core.title = for_property(paper.title.replace("\n", ""))
    core.author = for_property(paper.signature)
    core.created = core.modified = day
    core.comments = FOOTER


def _red_head(document: Any, paper: Paper) -> None:
    size = min(30, 430 // len(paper.unit.name))  # the longest name still fits on one line
    head = _line(document, paper.unit.name, align="center", font=_HEAD, size=size, exact=False)
    head.runs[0].font.color.rgb = _RED
    rule = head
    if paper.number and paper.number_above:
        rule = _line(document, paper.number, align="center")
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="18" w:space="6" w:color="CC1018"/>'
        "</w:pBdr>"
    )
    rule.paragraph_format.element.get_or_add_pPr().append(border)
    _line(document, "")


def _line(
    document: Any,
    text: str,
    *,
    align: str = "",
    font: str = "",
    size: int = 0,
    indent: bool = False,
    right: int = 0,
    exact: bool = True,
) -> Any:
    paragraph = document.add_paragraph()
    run = paragraph.add_run()
    for place, part in enumerate(text.split("\n")):
        if place:
            run.add_break()
        run.add_text(writable(part))
    if font:
        run.font.name = font
        run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if size:
        run.font.size = Pt(size)
        paragraph.paragraph_format.line_spacing = Pt(round(size * 1.6))
    if not exact:
        paragraph.paragraph_format.line_spacing = 1.0
    if align:
        paragraph.alignment = _ALIGNMENTS[align]
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    if right:
        paragraph.paragraph_format.right_indent = Mm(right)
    return paragraph


def _press_seal(paragraph: Any, paper: Paper, middle: float) -> None:
    """python-docx can only place a picture in the line; Word's own anchor lets it lie over text."""
    random = Random(f"place {paper.unit.name} {paper.title} {paper.day}")
    run = paragraph.add_run()
    picture = run.add_picture(io.BytesIO(seal.draw(paper.signature)), width=Mm(42))
    inline = picture._inline
    across = Mm(middle - 21 + random.uniform(-5, 5))
    down = Mm(-14 + random.uniform(-2, 2))
    anchor = parse_xml(
        f"<wp:anchor {nsdecls('wp', 'a', 'pic', 'r')} distT='0' distB='0' distL='0' distR='0'"
        " simplePos='0' relativeHeight='2' behindDoc='0' locked='0' layoutInCell='1'"
        " allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        f"<wp:positionH relativeFrom='margin'><wp:posOffset>{int(across)}</wp:posOffset>"
        "</wp:positionH>"
        f"<wp:positionV relativeFrom='paragraph'><wp:posOffset>{int(down)}</wp:posOffset>"
        f"</wp:positionV><wp:extent cx='{int(Mm(42))}' cy='{int(Mm(42))}'/>"
        "<wp:effectExtent l='0' t='0' r='0' b='0'/><wp:wrapNone/></wp:anchor>"
    )
    for part in inline.findall(qn("wp:docPr")) + inline.findall(qn("a:graphic")):
        anchor.append(part)
    inline.getparent().replace(inline, anchor)


def _timeless(data: bytes) -> bytes:
    """The same archive without the minute at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
