"""The styles and fonts of an official document (.docx), and its package without the moment of its making."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Pt, RGBColor

from harness.reports.paper import parts
from harness.reports.paper.grid import HEI, SONG
from harness.reports.paper.parts import FANG, KAI

CENTRE = WD_ALIGN_PARAGRAPH.CENTER
_SAME_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip knows


def name_fonts(document: Any) -> None:
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = parts.font_table()
    parts.speak_chinese(document.styles)


def write_styles(document: Any, size: float, spacing: float) -> None:
    styles = document.styles
    normal = styles["Normal"]
    normal.font.size = Pt(size)
    parts.name_font(normal.element.get_or_add_rPr(), FANG)
    form = normal.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    form.widow_control = True
    for level in (1, 2, 3):
        style = styles[f"Heading {level}"]
        style.font.bold, style.font.italic = False, False
        style.font.color.rgb, style.font.size = RGBColor(0, 0, 0), Pt(size)
        parts.name_font(style.element.get_or_add_rPr(), KAI if level == 3 else HEI)
        form = style.paragraph_format
        form.keep_with_next = True
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(36 if level == 1 and size >= 14 else spacing)
        form.space_before = Pt((24, 8, 2)[level - 1] * size / 16)
        form.space_after = Pt(12 if level == 1 and size >= 14 else 0)
        if level == 1 and size >= 14:
            form.alignment = CENTRE
    for level in (1, 2):
        style = styles.add_style(f"TOC {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(12)
        style.paragraph_format.line_spacing = Pt(20)
        style.paragraph_format.left_indent = Pt(24 * (level - 1))
        parts.name_font(style.element.get_or_add_rPr(), HEI if level == 1 else SONG)


def dateless(packed: bytes) -> bytes:
    """The same package without the moment at which it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            entry = zipfile.ZipInfo(one.filename, _SAME_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(one))
    return out.getvalue()
