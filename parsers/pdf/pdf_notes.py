"""Whether a PDF page carries text that is no part of its content: form fields and typed notes.

pdfium keeps both beside the page and tells nothing of them as text; flattened, they are read.
"""

from __future__ import annotations

import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.limits import MAX_NOTES
from parsers.parser import Unreadable

_FIELDS = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX)


def has_text(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> bool:
    count = raw.FPDFPage_GetAnnotCount(page)
    if count > MAX_NOTES:
        raise Unreadable("too_large", f"一页上的批注和表单至多读取{MAX_NOTES}个")
    return any(_is_text(pdf, page, number) for number in range(count))


def _is_text(pdf: pdfium.PdfDocument, page: pdfium.PdfPage, number: int) -> bool:
    note = raw.FPDFPage_GetAnnot(page, number)
    try:
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind == raw.FPDF_ANNOT_FREETEXT:
            return True
        is_field = kind == raw.FPDF_ANNOT_WIDGET and pdf.formenv is not None
        return is_field and raw.FPDFAnnot_GetFormFieldType(pdf.formenv, note) in _FIELDS
    finally:
        raw.FPDFPage_CloseAnnot(note)
