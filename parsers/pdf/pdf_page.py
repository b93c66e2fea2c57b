"""One page of a PDF -> `Page`, what people are told of it, and what of it was not read.

A page whose text layer can be believed is read by that, and only where it draws more than words is it looked at:
for seals, for writing in pictures, for words that nobody sees. Any other page is read as a picture.
"""

from __future__ import annotations

import pypdfium2 as pdfium

from parsers.document import Line, Page, TextFrom
from parsers.page import glyphs
from parsers.page.glyphs import Glyphs
from parsers.page.turning import among
from parsers.parser import Unreadable
from parsers.pdf import (
    pdf_lines,
    pdf_pictures,
    pdf_seals,
    pdf_shown,
    pdf_signatures,
    pdf_tables,
    pdf_text,
    pdf_unseen,
)
from parsers.pdf.pdf_open import PDFIUM, leaf
from parsers.pdf.pdf_parts import Account
from parsers.pdf.pdf_scanned import Layer, as_picture
from parsers.pdf.pdf_seals import Look
from parsers.pdf.pdf_sheet import Read, Sheet, Signed, doubts, in_ring, lines, named, noted, unread

_FEW = 20  # characters: with fewer, a page's ink is compared with its text
_SMALL_IMAGES = 0.12  # of the page: seals and letterheads stay below
_UNREAD = 0.5  # of the dark ink outside all lines: the page is mostly a picture


def read(
    pdf: pdfium.PdfDocument,
    data: bytes,
    index: int,
    account: Account,
    signatures: Signed,
) -> Read:
    number = index + 1
    # without an account of the file any note may draw something
    drawing = number in account.appearing or account.pictures is None
    signed = tuple(one for one in signatures if one.page == number)
    try:
        own = _characters(pdf, index) if drawing and signed else None
        with leaf(pdf, index, noted=drawing) as page:
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
        return as_picture(sheet, Layer.GARBLED)
    characters = sheet.characters
    if characters.invisible.sum() > 0.5 * len(characters):
        return as_picture(sheet, Layer.SCANNERS)
    if not characters.written.any():
        return _digital(sheet) if sheet.shown.is_empty else as_picture(sheet, Layer.NONE)
    if len(characters) >= _FEW and sheet.shown.pictures < _SMALL_IMAGES:
        return _digital(sheet)
    if not sheet.shown.pieces:
        return _digital(sheet)
    from parsers.seals import ink

    boxes = [line.bbox for line in pdf_lines.all_lines(characters) if line.bbox]
    if ink.unread_share(sheet.picture(), boxes) > _UNREAD:
        return as_picture(sheet, Layer.PARTLY)
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
    found = tuple(named(one, sheet.characters) for look in looks for one in look.seals)
    level = sheet.characters.where(~in_ring(sheet.characters, found))
    told, left = pdf_unseen.seen(level, sheet.picture, shown, sheet.account.hides, number)
    known = noted(sheet, lines(sheet, told))
    more = [_writing(sheet, look, known) for look in looks]
    recognised = tuple(line for one in more for line in one.lines)
    seals = pdf_signatures.merged(found, pdf_signatures.on_page(sheet.signatures, number))
    doubt = doubts(looks, seals, number)
    page = Page(
        number,
        *shown.size,
        TextFrom.MIXED if recognised else TextFrom.DIGITAL,
        among(known, recognised, pdf_lines.turns(sheet.characters)),
        seals,
        seals_searched=not doubt,
    )
    left += tuple(one for each in more for one in each.unread)
    return Read(page, (), (*left, *doubt))


def _writing(sheet: Sheet, look: Look, known: tuple[Line, ...]) -> pdf_pictures.Written:
    if not look.written:
        return pdf_pictures.Written()
    signing = tuple(Line("", one.box) for one in sheet.signatures)
    return pdf_pictures.written(sheet.part, look.box, (*known, *signing), look.seals, sheet.number)
