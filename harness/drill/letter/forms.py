"""How a letter comes: its medium, the form in which it reaches the assessor, and what that form hides.

Some letters have an uncommon form, in the numbers of province.toml; every other has the usual one of
its medium. Which have one is drawn in dealing.py, and never where the form would hide what they lack.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Medium(StrEnum):
    """How the answer comes."""

    POST_PDF = "post_pdf"  # a sealed letter by post, scanned into incoming/纸质来件
    MAIL_PDF = "mail_pdf"
    MAIL_DOCX = "mail_docx"
    MAIL_TEXT = "mail_text"  # nothing but the mail's own text: it has no page to be sealed


class Form(StrEnum):
    """The shape of its file; none of these changes a published figure."""

    TYPESET = "typeset"  # a PDF with its text
    SIGNED = "signed"  # a PDF sealed by a digital signature
    OFD = "ofd"
    DOCX = "docx"
    DOC = "doc"  # .docx where no LibreOffice is installed to make one
    TEXT = "text"  # the mail's own words
    SCAN = "scan"
    PHOTOGRAPH = "photograph"
    ARCHIVE = "archive"  # a .zip with the typeset PDF in it
    LINK = "link"  # a mail that says where the letter lies: the letter itself never comes


class Lack(StrEnum):
    """Of what kind the things are that a letter may lack."""

    SEAL = "seal"
    WORDS = "words"  # number, name, basis, reasons, remedy: whatever is written


# what a form lets nobody call missing. A signature is itself the seal; a photograph may have been
# taken without colour, or of half a sheet; an old Word letter is read through a conversion that
# may lose anything. An OFD's seals may lie where a reader does not look. A scan shows that a seal
# is missing where it shows colour, and for that it has a red head: see `must_have_red_head`
HIDDEN: Mapping[Form, frozenset[Lack]] = {
    Form.TYPESET: frozenset(),
    Form.SIGNED: frozenset({Lack.SEAL}),
    Form.OFD: frozenset({Lack.SEAL}),
    Form.DOCX: frozenset(),
    Form.DOC: frozenset({Lack.SEAL, Lack.WORDS}),
    Form.TEXT: frozenset(),
    Form.SCAN: frozenset(),
    Form.PHOTOGRAPH: frozenset({Lack.SEAL}),
    Form.ARCHIVE: frozenset(),
    Form.LINK: frozenset({Lack.SEAL, Lack.WORDS}),
}


def must_have_red_head(form: Form, *, sealed: bool) -> bool:
    """Black print alone gives a scan without any colour, in which a red seal could not be seen."""
    return form is Form.SCAN and not sealed


USUAL: Mapping[Medium, Form] = {
    Medium.POST_PDF: Form.SCAN,
    Medium.MAIL_PDF: Form.TYPESET,
    Medium.MAIL_DOCX: Form.DOCX,
    Medium.MAIL_TEXT: Form.TEXT,
}
# by which medium a form comes
MEDIA: Mapping[Form, Medium] = {
    Form.TYPESET: Medium.MAIL_PDF,
    Form.SIGNED: Medium.MAIL_PDF,
    Form.OFD: Medium.MAIL_PDF,
    Form.DOCX: Medium.MAIL_DOCX,
    Form.DOC: Medium.MAIL_DOCX,
    Form.TEXT: Medium.MAIL_TEXT,
    Form.SCAN: Medium.MAIL_PDF,
    Form.PHOTOGRAPH: Medium.MAIL_PDF,
    Form.ARCHIVE: Medium.MAIL_PDF,
    Form.LINK: Medium.MAIL_PDF,
}
ON_PAPER = (Form.SCAN, Form.PHOTOGRAPH)  # what becomes of a letter that comes by post
