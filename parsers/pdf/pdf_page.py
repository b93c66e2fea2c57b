"""One page of a PDF -> `Page`, what people are told of it, and what of it was not read.

A page whose text layer can be believed is read by that, and only where it draws more than words is it looked at:
for seals, for writing in pictures, for words that nobody sees. Any other page is read as a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium

from parsers.document import ANYTHING, SEAL, Box, Line, Page, Seal, TextFrom, Unread
from parsers.page import glyphs
from parsers.page.glyphs import Flags, Glyphs
from parsers.page.picture import Picture
from parsers.parser import Unreadable
from parsers.pdf import (
    pdf_lines,
    pdf_pictures,
    pdf_render,
    pdf_seals,
    pdf_shown,
    pdf_signatures,
    pdf_tables,
    pdf_text,
    pdf_unseen,
)
from parsers.pdf.pdf_open import PDFIUM, leaf
from parsers.pdf.pdf_parts import Account
from parsers.pdf.pdf_seals import Look
from parsers.pdf.pdf_shown import Shown
from parsers.pdf.pdf_signatures import Signature

_SEARCH_DPI = 100.0  # 4 dots a millimetre: a seal's ring is 4 to 5 dots wide
_OCR_DPI = 200.0  # as offices scan; a finer picture reads no better
_LAYER_CONFIDENCE = 0.9  # a text layer that some OCR laid there, of unknown quality
_FEW = 20  # characters: with fewer, a page's ink is compared with its text
_SMALL_IMAGES = 0.12  # of the page: seals and letterheads stay below
_UNREAD = 0.5  # of the dark ink outside all lines: the page is mostly a picture


class Layer(Enum):
    """What the text layer of a page is that must be read as a picture."""

    NONE = 0
    GARBLED = 1
    SCANNERS = 2  # some scanner's own reading
    PARTLY = 3  # a part of what is shown


if TYPE_CHECKING:  # what reads pictures takes long to load: it is, when a page is one
    from parsers.page.recognised import Reading

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


def read(
    pdf: pdfium.PdfDocument,
    data: bytes,
    index: int,
    account: Account,
    signatures: tuple[Signature, ...],
) -> Read:
    number = index + 1
    # without an account of the file any note may draw something
    noted = number in account.appearing or account.pictures is None
    signed = tuple(one for one in signatures if one.page == number)
    try:
        own = _characters(pdf, index) if noted and signed else None
        with leaf(pdf, index, noted=noted) as page:
            sheet = _sheet(page, number, data, account, signed)
            if own:
                sheet.characters = pdf_unseen.without_signing(sheet.characters, own, signed)
            return _read(sheet)
    except pdfium.PdfiumError:
        return unread(number, "page", f"第{number}页已损坏，无法读取")
    except Unreadable as fault:
        return unread(number, "page", f"第{number}页没有读取：{fault.message}")


def _characters(pdf: pdfium.PdfDocument, index: int) -> Glyphs:
    """Those of the page itself, without what is hung on it."""
    with leaf(pdf, index, noted=False) as page, PDFIUM:
        return pdf_text.glyphs(page)


def _sheet(
    page: pdfium.PdfPage, number: int, data: bytes, account: Account, signed: Signed
) -> Sheet:
    with PDFIUM:
        characters = pdf_text.glyphs(page)
        shown = pdf_shown.shown(page, account.pictures or {})
        shown.pieces += (pdf_shown.of_signature(one.box) for one in signed if one.box)
        ruled = pdf_tables.may_have_tables(page)
    return Sheet(page, number, data, characters, shown, ruled, account, signed)


def _read(sheet: Sheet) -> Read:
    if glyphs.is_garbled(sheet.characters):
        return _as_picture(sheet, Layer.GARBLED)
    characters = sheet.characters
    if characters.invisible.sum() > 0.5 * len(characters):
        return _as_picture(sheet, Layer.SCANNERS)
    if not characters.written.any():
        return _digital(sheet) if sheet.shown.is_empty else _as_picture(sheet, Layer.NONE)
    if len(characters) >= _FEW and sheet.shown.pictures < _SMALL_IMAGES:
        return _digital(sheet)
    if not sheet.shown.pieces:
        return _digital(sheet)
    from parsers.seals import ink

    boxes = [line.bbox for line in pdf_lines.all_lines(characters) if line.bbox]
    if ink.unread_share(sheet.picture(), boxes) > _UNREAD:
        return _as_picture(sheet, Layer.PARTLY)
    return _digital(sheet)


# --- a page of text -------------------------------------------------------------------------------


def _digital(sheet: Sheet) -> Read:
    number, shown = sheet.number, sheet.shown
    with PDFIUM:
        regions = shown.regions()
        looks = tuple(
            pdf_seals.look(sheet.leaf, shown, one, sheet.account, sheet.signatures)
            for one in regions
        )
    found = tuple(_named(one, sheet.characters) for look in looks for one in look.seals)
    level = sheet.characters.where(~_in_ring(sheet.characters, found))
    told, left = pdf_unseen.seen(level, sheet.picture, shown, sheet.account.hides, number)
    known = _noted(sheet, _lines(sheet, told))
    more = [_writing(sheet, look, known) for look in looks]
    recognised = tuple(line for one in more for line in one.lines)
    seals = pdf_signatures.merged(found, pdf_signatures.on_page(sheet.signatures, number))
    page = Page(
        number,
        *shown.size,
        TextFrom.MIXED if recognised else TextFrom.DIGITAL,
        _with(known, recognised) if recognised else known,
        seals,
        seals_searched=True,
    )
    left += tuple(one for each in more for one in each.unread)
    return Read(page, (), (*left, *_doubts(looks, seals, number)))


def _writing(sheet: Sheet, look: Look, known: tuple[Line, ...]) -> pdf_pictures.Written:
    if not look.written:
        return pdf_pictures.Written()
    signing = tuple(Line("", one.box) for one in sheet.signatures)
    return pdf_pictures.written(sheet.part, look.box, (*known, *signing), look.seals, sheet.number)


def _lines(sheet: Sheet, characters: Glyphs) -> tuple[Line, ...]:
    """The lines of the text layer, those of tables cell by cell."""
    level = None
    if sheet.ruled and (found := pdf_tables.tables(sheet.data, sheet.number - 1)):
        level = pdf_tables.arranged(characters, found)
    return pdf_lines.all_lines(characters, level)


def _noted(sheet: Sheet, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same with the words of notes that are not drawn."""
    notes = tuple(one for one in sheet.account.notes if one.page == sheet.number)
    if not notes:
        return lines
    with PDFIUM:
        place = pdf_text.placement(sheet.leaf)
    return pdf_unseen.with_notes(lines, notes, place)


def _with(known: tuple[Line, ...], more: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines of pictures where they stand among those of the text, whose order stays."""
    lines = list(known)
    for line in more:
        top = line.bbox[1] if line.bbox else 0.0
        at = next((n for n, one in enumerate(lines) if one.bbox and one.bbox[1] > top), len(lines))
        lines.insert(at, line)
    return tuple(lines)


def _doubts(looks: tuple[Look, ...], seals: tuple[Seal, ...], number: int) -> tuple[Unread, ...]:
    if cut := next((look.cut for look in looks if look.cut), ""):
        return (Unread("seals", (SEAL,), f"第{number}页的印章没有查找完：{cut}", number),)
    if any(look.doubtful for look in looks) and not seals:
        said = f"第{number}页有红色图形，无法确定是不是印章"
        return (Unread("maybe_seal", (SEAL,), said, number),)
    return ()


# --- a page that is a picture ---------------------------------------------------------------------


def _as_picture(sheet: Sheet, layer: Layer) -> Read:
    from parsers.seals import ink, ring, seal

    number, picture = sheet.number, sheet.picture()
    search = seal.search(picture)
    found = tuple(_named(one, sheet.characters) for one in search.seals)
    level = sheet.characters.where(~_in_ring(sheet.characters, found))
    read, remarks, left = _recognised(sheet, found, level, layer)
    signed = pdf_signatures.on_page(sheet.signatures, number)
    # the name that a signature states is exact; only without one is the ring read
    seals = ring.named(picture, pdf_signatures.merged(found, signed))
    looks = (Look((0.0, 0.0, *sheet.shown.size), found, search.doubtful, search.cut),)
    doubts = _doubts(looks, seals, number)
    # a page that is a picture without colour would not show a red seal
    digital = read.text_from is TextFrom.DIGITAL
    if not (doubts or seals or digital) and ink.is_colourless(picture):
        said = f"第{number}页是黑白图像，无法判断有无印章"
        doubts = (Unread("grey_picture", (SEAL,), said, number),)
    lines = _noted(sheet, read.lines)
    page = Page(number, *sheet.shown.size, read.text_from, lines, seals, seals_searched=not doubts)
    return Read(page, remarks, (*left, *doubts))


def _recognised(
    sheet: Sheet, seals: tuple[Seal, ...], characters: Glyphs, layer: Layer
) -> tuple[Reading, tuple[str, ...], tuple[Unread, ...]]:
    """The page read as a picture; what its text layer says stands where that is text."""
    from parsers.page import recognised
    from parsers.page.recognised import Reading

    number = sheet.number
    if layer is Layer.NONE and recognised.is_blank(sheet.picture()):
        return Reading(TextFrom.DIGITAL, ()), (), ()
    with PDFIUM:
        picture = pdf_render.picture_of(sheet.leaf, _OCR_DPI)
    read = recognised.read_picture(picture, seals, number)
    if layer is Layer.PARTLY:
        read = recognised.joined(read, _lines(sheet, characters))
    elif layer is Layer.SCANNERS and not read.lines:  # better than none
        lines = glyphs.lines(characters, _LAYER_CONFIDENCE)
        said = f"第{number}页是扫描图像，文字取自文件自带的识别层，可能有错字"
        return Reading(TextFrom.OCR, lines), (said,), ()
    elif layer is Layer.GARBLED and not read.lines:
        said = f"第{number}页的文字层是乱码（字体没有注明所画何字），也没有认出文字"
        left = (Unread("garbled", ANYTHING, said, number),)
        return Reading(TextFrom.NONE, ()), (), left
    if read.text_from is not TextFrom.NONE:
        return read, read.warnings, ()
    said = "；".join(read.warnings) or f"第{number}页未能识别文字"
    return read, (), (Unread("page", ANYTHING, said, number),)


# --- seals drawn with letters ---------------------------------------------------------------------


def _in_ring(characters: Glyphs, seals: tuple[Seal, ...]) -> Flags:
    """Which characters belong to a seal drawn with text: red, and inside its box."""
    x, y = characters.boxes.reshape(-1, 2, 2).mean(axis=1).T
    inside = np.zeros(len(characters), bool)
    for x0, y0, x1, y1 in (found.bbox for found in seals if found.bbox):
        inside |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return characters.red & inside


def _named(found: Seal, characters: Glyphs) -> Seal:
    """The seal with the name that stands in its ring, where that is text and not a drawing."""
    name = glyphs.around(found.bbox, characters) if found.bbox else ""
    if len(name) < 4:
        return found
    return Seal(found.bbox, name, found.form, found.colour, found.confidence)
