"""A PDF's signature fields -> seals of the form `digital_signature`.

pdfium is asked rather than a signature library, because those leave out, without a word, fields
whose SubFilter they do not know, as Chinese sealing programs write them. Whether a signature is
valid is not checked here.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.document import Box, Seal, SealForm
from parsers.ofd.ses import name_in_ses
from parsers.pdf.pdf_text import placement


@dataclass(frozen=True, slots=True)
class Signature:
    """A signed field; `page` and `box` are None where it shows on no page."""

    page: int | None
    box: Box | None
    name: str | None = None  # of the electronic seal it was made with, where its data says so


def signatures(pdf: pdfium.PdfDocument) -> tuple[Signature, ...]:
    """Every signed field. An empty field, made for a signature that never came, is none."""
    fields = int(raw.FPDF_GetSignatureCount(pdf))
    signed = sum(_is_signed(pdf, index) for index in range(fields))
    if not signed:
        return ()
    places = [place for index in range(len(pdf)) for place in _fields(pdf, index)]
    if signed < fields:  # some field is still empty
        places = [place for place in places if place[2]]
    # pdfium does not say which signature fills which field: a name is used where there is no doubt
    names = {_seal_name(pdf, index) for index in range(fields)} - {""}
    name = names.pop() if len(names) == 1 and signed == 1 else None
    shown = tuple(Signature(number, box, name) for number, box, _ in places)
    hidden = [Signature(None, None, name)] * (signed - len(shown))
    return (*shown, *hidden)


def _is_signed(pdf: pdfium.PdfDocument, index: int) -> bool:
    """pdfium counts empty fields too; a signature has contents, or at least a format."""
    signature = raw.FPDF_GetSignatureObject(pdf, index)
    sizes = (
        raw.FPDFSignatureObj_GetContents(signature, None, 0),
        raw.FPDFSignatureObj_GetSubFilter(signature, None, 0),
        raw.FPDFSignatureObj_GetByteRange(signature, None, 0),
    )
    return any(size > 0 for size in sizes)


def _seal_name(pdf: pdfium.PdfDocument, index: int) -> str:
    signature = raw.FPDF_GetSignatureObject(pdf, index)
    size = int(raw.FPDFSignatureObj_GetContents(signature, None, 0))
    if size <= 0:
        return ""
    contents = ctypes.create_string_buffer(size)
    raw.FPDFSignatureObj_GetContents(signature, contents, size)
    return name_in_ses(contents.raw) or ""


def _fields(pdf: pdfium.PdfDocument, index: int) -> list[tuple[int, Box, bool]]:
    """(page number, box, has a value) of each visible signature field on a page."""
    try:
        page = pdf[index]
    except pdfium.PdfiumError:  # the page is named as damaged when its text is read
        return []
    found: list[tuple[int, Box, bool]] = []
    try:
        place = placement(page)
        for number in range(raw.FPDFPage_GetAnnotCount(page)):
            annotation = raw.FPDFPage_GetAnnot(page, number)
            try:
                field = _field(pdf, annotation)
            finally:
                raw.FPDFPage_CloseAnnot(annotation)
            if field:
                (x0, y0, x1, y1), has_value = field
                found.append((index + 1, place.box(x0, y0, x1, y1), has_value))
    finally:
        page.close()
    return found


def _field(pdf: pdfium.PdfDocument, annotation: object) -> tuple[Box, bool] | None:
    if raw.FPDFAnnot_GetSubtype(annotation) != raw.FPDF_ANNOT_WIDGET or pdf.formenv is None:
        return None
    kind = raw.FPDFAnnot_GetFormFieldType(pdf.formenv, annotation)
    rect = raw.FS_RECTF()
    if kind != raw.FPDF_FORMFIELD_SIGNATURE or not raw.FPDFAnnot_GetRect(
        annotation, ctypes.byref(rect)
    ):
        return None
    if abs(rect.right - rect.left) < 1 or abs(rect.top - rect.bottom) < 1:
        return None
    box = (rect.left, rect.bottom, rect.right, rect.top)
    return box, bool(raw.FPDFAnnot_HasKey(annotation, b"V"))


def on_page(found: tuple[Signature, ...], number: int) -> tuple[Seal, ...]:
    """The signatures that show on a page, as seals."""
    form = SealForm.DIGITAL_SIGNATURE
    return tuple(
        Seal(signature.box, signature.name, form, colour=None)
        for signature in found
        if signature.page == number
    )


def without_place(found: tuple[Signature, ...]) -> tuple[Seal, ...]:
    form = SealForm.DIGITAL_SIGNATURE
    return tuple(
        Seal(None, signature.name, form, colour=None) for signature in found if not signature.page
    )


def merged(seen: tuple[Seal, ...], signed: tuple[Seal, ...]) -> tuple[Seal, ...]:
    """One seal where a signature field draws the seal that was seen; both kept otherwise."""
    left = list(signed)
    result: list[Seal] = []
    for seal in seen:
        match = next((other for other in left if _covers(other.bbox, seal.bbox)), None)
        if match:
            left.remove(match)
        result.append(
            replace(seal, name=match.name or seal.name, form=match.form, confidence=1.0)
            if match
            else seal
        )
    return (*result, *left)


def _covers(field: Box | None, seal: Box | None) -> bool:
    if not field or not seal:
        return False
    x, y = (seal[0] + seal[2]) / 2, (seal[1] + seal[3]) / 2
    return field[0] <= x <= field[2] and field[1] <= y <= field[3]
