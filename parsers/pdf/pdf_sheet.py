"""A page of a PDF that is open, with all that is known of it: what both ways to read it share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

from parsers.document import ANYTHING, SEAL, Box, Line, Page, Seal, TextFrom, Unread
from parsers.page import glyphs
from parsers.page.glyphs import Flags, Glyphs
from parsers.page.picture import Picture
from parsers.pdf import pdf_lines, pdf_render, pdf_tables, pdf_text, pdf_unseen
from parsers.pdf.pdf_open import PDFIUM
from parsers.pdf.pdf_parts import Account
from parsers.pdf.pdf_seals import Look
from parsers.pdf.pdf_shown import Shown
from parsers.pdf.pdf_signatures import Signature

_SEARCH_DPI = 100.0  # 4 dots a millimetre: a seal's ring is 4 to 5 dots wide

Signed = tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A page, remarks for people, and what of it was not read."""

    page: Page
    remarks: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class Sheet:
    """A page that is open, what pdfium tells of it, and what is known of it otherwise."""

    leaf: pdfium.PdfPage
    number: int
    data: bytes
    characters: Glyphs
    shown: Shown
    ruled: bool  # enough strokes for a table
    account: Account
    signatures: Signed  # those that show on it
    whole: Picture | None = None

    def picture(self) -> Picture:
        """All of it as it is shown, drawn when it is first asked for."""
        if self.whole is None:
            with PDFIUM:
                self.whole = pdf_render.picture_of(self.leaf, _SEARCH_DPI)
        return self.whole

    def part(self, dpi: float, box: Box) -> tuple[Picture, tuple[float, float]]:
        with PDFIUM:
            return pdf_render.part_of(self.leaf, dpi, box)


def unread(number: int, code: str, said: str) -> Read:
    """A page of which nothing is known."""
    page = Page(number, None, None, TextFrom.NONE, seals_searched=False)
    return Read(page, (), (Unread(code, ANYTHING, said, number),))


def lines(sheet: Sheet, characters: Glyphs) -> tuple[Line, ...]:
    """The lines of the text layer, those of tables cell by cell."""
    if not sheet.ruled:
        return pdf_lines.all_lines(characters)
    with PDFIUM:
        place = pdf_text.placement(sheet.leaf)
        x, y, *_ = place.box(*sheet.leaf.get_mediabox())
    return pdf_lines.all_lines(characters, pdf_tables.tables(sheet.data, sheet.number - 1, (x, y)))


def noted(sheet: Sheet, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same with the words of notes that are not drawn."""
    notes = tuple(one for one in sheet.account.notes if one.page == sheet.number)
    if not notes:
        return lines
    with PDFIUM:
        place = pdf_text.placement(sheet.leaf)
    return pdf_unseen.with_notes(lines, notes, place)


def doubts(looks: tuple[Look, ...], seals: tuple[Seal, ...], number: int) -> tuple[Unread, ...]:
    if cut := next((look.cut for look in looks if look.cut), ""):
        return (Unread("seals", (SEAL,), f"第{number}页的印章没有查找完：{cut}", number),)
    if any(look.doubtful for look in looks) and not seals:
        said = f"第{number}页有红色图形，无法确定是不是印章"
        return (Unread("maybe_seal", (SEAL,), said, number),)
    return ()


# --- seals drawn with letters ---------------------------------------------------------------------


def in_ring(characters: Glyphs, seals: tuple[Seal, ...]) -> Flags:
    """Which characters belong to a seal drawn with text: red, and inside its box."""
    x, y = characters.boxes.reshape(-1, 2, 2).mean(axis=1).T
    inside = np.zeros(len(characters), bool)
    for x0, y0, x1, y1 in (found.bbox for found in seals if found.bbox):
        inside |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return characters.red & inside


def named(found: Seal, characters: Glyphs) -> Seal:
    """The seal with the name that stands in its ring, where that is text and not a drawing."""
    name = glyphs.around(found.bbox, characters) if found.bbox else ""
    if len(name) < 4:
        return found
    return Seal(found.bbox, name, found.form, found.colour, found.confidence)
