"""A page of a PDF that must be read as a picture: a scan, a text layer that cannot be believed."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from parsers.document import ANYTHING, SEAL, Page, Seal, TextFrom, Unread
from parsers.page import glyphs
from parsers.page.glyphs import Glyphs
from parsers.pdf import pdf_render, pdf_signatures, pdf_unseen
from parsers.pdf.pdf_open import PDFIUM
from parsers.pdf.pdf_seals import Look
from parsers.pdf.pdf_sheet import Read, Sheet, doubts, in_ring, lines, named, noted

if TYPE_CHECKING:  # what reads pictures takes long to load: it is, when a page is one
    from parsers.page.recognised import Reading

_OCR_DPI = 200.0  # as offices scan; a finer picture reads no better
_LAYER_CONFIDENCE = 0.9  # a text layer that some OCR laid there, of unknown quality


class Layer(Enum):
    """What the text layer of a page is that must be read as a picture."""

    NONE = 0
    GARBLED = 1
    SCANNERS = 2  # some scanner's own reading
    PARTLY = 3  # a part of what is shown


def as_picture(sheet: Sheet, layer: Layer) -> Read:
    from parsers.seals import ink, seal

    number, picture = sheet.number, sheet.picture()
    search = seal.search(picture)
    found = tuple(named(one, sheet.characters) for one in search.seals)
    level = sheet.characters.where(~in_ring(sheet.characters, found))
    # the name that a signature states is exact; only without one is the ring read
    signed = pdf_signatures.merged(found, pdf_signatures.on_page(sheet.signatures, number))
    read, remarks, left = _recognised(sheet, signed[: len(found)], level, layer)
    seals = (*read.seals, *signed[len(found) :])
    looks = (Look((0.0, 0.0, *sheet.shown.size), found, search.doubtful, search.cut),)
    doubt = doubts(looks, seals, number)
    # a page that is a picture without colour would not show a red seal
    digital = read.text_from is TextFrom.DIGITAL
    if not (doubt or seals or digital) and ink.is_colourless(picture):
        said = f"第{number}页是黑白图像，无法判断有无印章"
        doubt = (Unread("grey_picture", (SEAL,), said, number),)
    known = noted(sheet, read.lines)
    page = Page(number, *sheet.shown.size, read.text_from, known, seals, seals_searched=not doubt)
    return Read(page, remarks, (*left, *doubt))


def _recognised(
    sheet: Sheet, seals: tuple[Seal, ...], characters: Glyphs, layer: Layer
) -> tuple[Reading, tuple[str, ...], tuple[Unread, ...]]:
    """The page read as a picture; what its text layer says stands where that is text."""
    from parsers.page import recognised
    from parsers.page.recognised import Reading

    number = sheet.number
    if layer is Layer.NONE and recognised.is_blank(sheet.picture()):
        return Reading(TextFrom.DIGITAL, (), seals=seals), (), ()
    with PDFIUM:
        picture = pdf_render.picture_of(sheet.leaf, _OCR_DPI)
    read = recognised.read_picture(picture, seals, number)
    left: tuple[Unread, ...] = ()
    if layer is Layer.PARTLY:
        hides = sheet.account.hides
        told, left = pdf_unseen.seen(characters, sheet.picture, sheet.shown, hides, number)
        read = recognised.joined(read, lines(sheet, told))
    elif layer is Layer.SCANNERS and not read.lines:  # better than none
        laid = glyphs.lines(characters, _LAYER_CONFIDENCE)
        said = f"第{number}页是扫描图像，文字取自文件自带的识别层，可能有错字"
        return replace(read, text_from=TextFrom.OCR, lines=laid), (said,), ()
    elif layer is Layer.GARBLED and not read.lines:
        said = f"第{number}页的文字层是乱码（字体没有注明所画何字），也没有认出文字"
        left = (Unread("garbled", ANYTHING, said, number),)
        return replace(read, text_from=TextFrom.NONE), (), left
    if read.text_from is not TextFrom.NONE:
        return read, (), (*left, *read.unread)
    unknown = Unread("page", ANYTHING, f"第{number}页未能识别文字", number)
    return read, (), (*left, *(read.unread or (unknown,)))
