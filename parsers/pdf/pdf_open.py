"""A PDF's bytes -> pdfium's document, and its pages, one user at a time.

pdfium is not made for threads, and the web page reads in several: whoever touches a document or a page holds `PDFIUM`.
What cannot be opened, or would take the machine for itself, is refused here with its reason.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers import formats
from parsers.limits import MAX_NOTES, MAX_PAGES, MAX_SCANS
from parsers.page.picture import jpeg_scans
from parsers.parser import Unreadable
from parsers.pdf import pdf_render

PDFIUM = RLock()
# what the library remarks on (a form that it cannot show) is English; ours stands in the document
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)


def from_its_start(data: bytes) -> bytes:
    """Without what stands before the mark of a PDF, which readers forgive: a download's headers, a blank."""
    return data[formats.pdf_begin(data) or 0 :]


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document, ready to render signature fields; one at a time. Raises `Unreadable`."""
    with PDFIUM, shared(data) as pdf:
        yield pdf


@contextmanager
def shared(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The same, where whoever touches it takes the lock himself: a long scan is read for minutes,
    and a page that somebody wants to see does not wait for that."""
    with PDFIUM:
        pdf = _open(from_its_start(data))
    try:
        yield pdf
    finally:
        with PDFIUM:
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


@contextmanager
def leaf(pdf: pdfium.PdfDocument, index: int, *, noted: bool) -> Iterator[pdfium.PdfPage]:
    """A page that stays open while others may use pdfium. `noted`: its notes and fields draw something, which
    is made part of it: what was typed into a form, stamped or hung beside is read like what was printed."""
    with PDFIUM:
        page = pdf[index]
        count = raw.FPDFPage_GetAnnotCount(page)
        if count > MAX_NOTES:
            page.close()
            raise Unreadable("too_large", f"一页上的批注和表单至多读取{MAX_NOTES}个")
        if noted and count:
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            page.close()
            page = pdf[index]
    try:
        yield page
    finally:
        with PDFIUM:
            page.close()
