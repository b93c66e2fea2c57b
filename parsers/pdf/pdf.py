"""PDF（数字文本、带红章、带签名域）

读取：文字层按版面位置排成行，坐标为点（自页面左上角起）；只有图像的页面、文字层是乱码的页面和扫描仪自带识别层的页面，改由文字识别（OCR）读出；页面渲染后查找红色印章；签名域记为数字签名，并说明签名后文件有无改动；附带的文件作为附件读取。
看不见：手写的文字（多半读不准），黑白扫描页上的印章，分栏的先后（按整行读），白色或者被遮盖的文字与可见的有什么不同；签名人的证书是否可信，国密等本程序不认识的签名是否有效。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import RLock

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers import effort, members
from parsers.document import Document, Page, Seal, TextFrom, fingerprint
from parsers.effort import Of
from parsers.limits import MAX_KEPT_PIXELS, MAX_KEPT_SIDE, MAX_PAGES, MAX_SCANS
from parsers.page import glyphs, recognised
from parsers.page.glyphs import Flags, Glyphs
from parsers.page.picture import Picture, jpeg_scans
from parsers.page.recognised import Reading
from parsers.parser import OpenPart, Unreadable
from parsers.pdf import (
    pdf_integrity,
    pdf_notes,
    pdf_render,
    pdf_signatures,
    pdf_tables,
    pdf_text,
)  # fmt: skip
from parsers.seals import ink, ring, seal

_SEARCH_DPI = 100.0  # 4 dots a millimetre: a seal's ring is 4 to 5 dots wide
_OCR_DPI = 200.0  # as offices scan; a finer picture reads no better
_LAYER_CONFIDENCE = 0.9  # a text layer that some OCR laid there, of unknown quality
_FEW_TURNED, _ASIDE = 4, 3.0  # characters, and degrees from a right angle
_FEW = 20  # characters: with fewer, a page's ink is compared with its text
_SMALL_IMAGES = 0.12  # of the page: seals and letterheads stay below
_UNREAD = 0.5  # of the dark ink outside all lines: the page is mostly a picture
# pdfium is not made for threads, and the web page reads in several
_PDFIUM = RLock()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What pdfium tells of a page; all else is done without it, so that others may use it."""

    characters: Glyphs
    picture: Picture
    drawn_share: float
    size: tuple[float, float]
    ruled: bool  # enough strokes for a table


def read(data: bytes, name: str, open_part: OpenPart, /) -> Document:
    with _shared(data) as pdf:
        with _PDFIUM:
            count = len(pdf)
            signatures = pdf_signatures.signatures(pdf)
            attached, left = _attachments(pdf)
        read_pages = list(_read_pages(pdf, data, count, signatures))
    pages = tuple(page for page, _ in read_pages)
    warnings = [*left, *(warning for _, said in read_pages for warning in said)]
    hidden = pdf_signatures.without_place(signatures)
    if hidden and pages:
        last = pages[-1]
        seals = last.seals + hidden
        pages = (*pages[:-1], _with_seals(last, seals))
        warnings.append("文件带有数字签名，但签名未显示在任何页面上")
    if signatures:
        warnings += pdf_integrity.remarks(data)
    parts = members.opened(attached, open_part)
    return Document(name, fingerprint(data), "pdf", pages, parts, tuple(warnings))


def _read_pages(
    pdf: pdfium.PdfDocument,
    data: bytes,
    count: int,
    signatures: tuple[pdf_signatures.Signature, ...],
) -> Iterator[tuple[Page, list[str]]]:
    """As far as limits go; where they end it, one more that stands for the rest."""
    own = _own_pages(data, count)
    for index in range(count):
        if index == MAX_PAGES:
            yield _unread(index + 1), [f"共{count}页，只读取了前{MAX_PAGES}页"]
            return
        if index == own:
            yield _unread(index + 1), [f"称有{count}页，其实是{own}页反复引用，只读取了前{own}页"]
            return
        if why := effort.page_refusal():
            yield _unread(index + 1), [f"共{count}页，第{index + 1}页起没有读取：{why}"]
            return
        yield _read_page(pdf, data, index, signatures)


_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def _own_pages(data: bytes, count: int) -> int:
    """How many of the pages are pages of their own: a tree may name one 20,000 times, which no program
    does. Told only where the file's objects lie open, and not of a few that do not say what they are."""
    if b"/ObjStm" in data:
        return count
    own = len(_PAGE.findall(data))
    return own if own and count > 2 * own + 5 else count


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document, ready to render signature fields; one at a time. Raises `Unreadable`."""
    with _PDFIUM, _shared(data) as pdf:
        yield pdf


@contextmanager
def _shared(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The same, where whoever touches it takes the lock himself: a long scan is read for minutes,
    and a page that somebody wants to see does not wait for that."""
    with _PDFIUM:
        pdf = _open(data)
    try:
        yield pdf
    finally:
        with _PDFIUM:
            pdf.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        if fault.err_code == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(
                "encrypted", "PDF 设有打开密码，无法读取；请向来件单位索取密码"
            ) from fault
        raise Unreadable("damaged", "PDF 已损坏或者不完整，无法打开") from fault
    sizes = (pdf.get_page_size(index) for index in range(min(len(pdf), MAX_PAGES)))
    if jpeg_scans(data) > MAX_SCANS:
        pdf.close()
        raise Unreadable("too_large", f"PDF 里的 JPEG 图像分了{MAX_SCANS}遍以上绘制，未打开")
    if b"/XStep" in data and pdf_render.dense_patterns(
        data, max((w * h for w, h in sizes), default=0)
    ):
        pdf.close()
        raise Unreadable("too_slow", "PDF 含有极密的填充图案，显示用时过长，未打开，请人工查看")
    # seals in signature fields are drawn only with the forms set up, before any page opens
    pdf.init_forms()
    if not len(pdf):
        pdf.close()
        raise Unreadable("empty", "PDF 没有任何页面")
    return pdf


def picture_of(page: pdfium.PdfPage, dpi: float) -> Picture:
    """The page as it is shown, forms and annotations included; smaller where it would be too big."""
    width, height = page.get_size()
    scale = min(
        dpi / 72,
        (MAX_KEPT_PIXELS / max(width * height, 1.0)) ** 0.5,
        MAX_KEPT_SIDE / max(width, height, 1.0),
    )
    return Picture(pdf_render.drawn(page, scale), scale * 72)


def _read_page(
    pdf: pdfium.PdfDocument,
    data: bytes,
    index: int,
    signatures: tuple[pdf_signatures.Signature, ...],
) -> tuple[Page, list[str]]:
    number = index + 1
    try:
        sheet = _sheet(pdf, index)
    except pdfium.PdfiumError:
        return _unread(number), [f"第{number}页已损坏，无法读取"]
    except Unreadable as fault:
        return _unread(number), [f"第{number}页没有读取：{fault.message}"]
    search = seal.search(sheet.picture)
    found = tuple(_named(each, sheet.characters) for each in search.seals)
    level = sheet.characters.where(~_in_ring(sheet.characters, found))
    read = _layer(number, level, sheet.picture, sheet.drawn_share)
    digital = read.text_from is TextFrom.DIGITAL
    if digital and sheet.ruled and (found_tables := pdf_tables.tables(data, index)):
        read = replace(read, lines=pdf_tables.arranged(level, found_tables))
    if not digital:
        read = _by_ocr(pdf, number, found, read)
    elif _turned(level) >= _FEW_TURNED:
        read = replace(read, warnings=(*read.warnings, f"第{number}页有横写或倒写的文字，没有读取"))
    warnings = list(read.warnings)
    # the name that a signature states is exact; only without one is the ring read
    seals = ring.named(
        sheet.picture, pdf_signatures.merged(found, pdf_signatures.on_page(signatures, number))
    )
    # a page that is a picture without colour would not show a red seal
    blind = not digital and not seals and ink.is_colourless(sheet.picture)
    if blind:
        warnings.append(f"第{number}页是黑白图像，无法判断有无印章")
    if search.cut:
        blind = True
        warnings.append(f"第{number}页的印章没有查找完：{search.cut}")
    elif search.doubtful and not seals:
        blind = True
        warnings.append(f"第{number}页有红色图形，无法确定是不是印章")
    page = Page(number, *sheet.size, read.text_from, read.lines, seals, seals_searched=not blind)
    return page, warnings


def _sheet(pdf: pdfium.PdfDocument, index: int) -> _Sheet:
    with _page(pdf, index) as page:
        characters = pdf_text.glyphs(page)
        picture = picture_of(page, _SEARCH_DPI)
        ruled = pdf_tables.may_have_tables(page)
        return _Sheet(characters, picture, _image_share(page), page.get_size(), ruled)


@contextmanager
def _page(pdf: pdfium.PdfDocument, index: int) -> Iterator[pdfium.PdfPage]:
    with _PDFIUM:
        page = pdf[index]
        if pdf_notes.has_text(pdf, page):
            # what was typed into a form is read like what was printed
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = pdf[index]
        try:
            yield page
        finally:
            page.close()


def _layer(number: int, characters: Glyphs, picture: Picture, drawn_share: float) -> Reading:
    """What the page's text layer says; not `DIGITAL` where it is not, or not all of, what is shown."""
    if glyphs.is_garbled(characters):
        said = f"第{number}页的文字层是乱码（字体没有注明所画何字），也没有认出文字"
        return Reading(TextFrom.NONE, (), (said,))
    if characters.invisible.sum() > 0.5 * len(characters):
        lines = glyphs.lines(characters, _LAYER_CONFIDENCE)
        said = f"第{number}页是扫描图像，文字取自文件自带的识别层，可能有错字"
        return Reading(TextFrom.OCR, lines, (said,))
    lines = glyphs.lines(characters)
    if not lines and not recognised.is_blank(picture):
        return Reading(TextFrom.NONE, ())
    if len(characters) >= _FEW and drawn_share < _SMALL_IMAGES:
        return Reading(TextFrom.DIGITAL, lines)
    if ink.unread_share(picture, [line.bbox for line in lines if line.bbox]) > _UNREAD:
        return Reading(TextFrom.NONE, lines)
    return Reading(TextFrom.DIGITAL, lines)


def _by_ocr(
    pdf: pdfium.PdfDocument, number: int, seals: tuple[Seal, ...], layer: Reading
) -> Reading:
    """The page read as a picture; what its text layer says stands where that is text."""
    with _page(pdf, number - 1) as page:
        picture = picture_of(page, _OCR_DPI)
    read = recognised.read_picture(picture, seals, number)
    if not read.lines and layer.warnings:  # a scanner's own reading is better than none
        return layer
    return recognised.joined(read, layer.lines) if layer.lines and not layer.warnings else read


def _image_share(page: pdfium.PdfPage) -> float:
    """The share of the page that pictures cover, counted at most once each."""
    width, height = page.get_size()
    area = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = image.get_bounds()
        area += max(0.0, right - left) * max(0.0, top - bottom)
    return float(area / max(width * height, 1.0))


def _turned(characters: Glyphs) -> int:
    """How many characters run up, down or backwards: no watermark, which runs aslant, and no ring."""
    across = np.abs(characters.angles)
    aside = (np.abs(across - 90) < _ASIDE) | (across > 180 - _ASIDE)
    return int((aside & characters.written & ~characters.red & ~characters.invisible).sum())


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


def _unread(number: int) -> Page:
    return Page(number, None, None, TextFrom.NONE, seals_searched=False)


def _with_seals(page: Page, seals: tuple[Seal, ...]) -> Page:
    return Page(page.number, page.width, page.height, page.text_from, page.lines, seals)


def _attachments(pdf: pdfium.PdfDocument) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The files attached, and what is said of those that were too many or too large."""
    found: list[tuple[str, bytes]] = []
    try:
        for index in range(pdf.count_attachments()):
            effort.go_on()
            attachment = pdf.get_attachment(index)
            try:
                content = bytes(attachment.get_data())
            except pdfium.PdfiumError:  # named in the file, but its bytes are not there
                content = b""
            effort.take(Of.BYTES, len(content))
            found.append((attachment.get_name(), content))
    except Unreadable as fault:
        return found, [f"附件没有读完：{fault.message}"]
    return found, []
