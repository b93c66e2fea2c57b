"""A letter and the form it has -> the file that is sent or scanned: its ending, its kind, its bytes.

Notices that came by post are scanned in grey, as a busy assessor's machine does it; answers in
colour, for of a grey seal nobody can say that it is one.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from harness.drill.letter import layout, ofd, old_word, scanner, seal, signing, word
from harness.drill.letter.forms import Form
from harness.drill.letter.paper import Paper
from harness.drill.letter.pdf import Typesetter
from harness.drill.letter.scanner import Stamp

PDF = ("application", "pdf")
_OFD = ("application", "ofd")
_DOC = ("application", "msword")
_DOCX = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_JPEG = ("image", "jpeg")
_ZIP = ("application", "zip")
_PACKED_AT = (2020, 11, 20, 9, 0, 0)  # the same letter, the same bytes


@dataclass(frozen=True, slots=True)
class Copy:
    ending: str
    kind: tuple[str, str]
    data: bytes


def copy(paper: Paper, form: Form, typesetter: Typesetter, stream: str) -> Copy:
    """The letter in its form; `stream` names the random stream of a scanner's or camera's ways."""
    return _MAKERS[form](paper, typesetter, f"{stream} {paper.title} {paper.day}")


def notice(paper: Paper, typesetter: Typesetter, stream: str) -> Copy:
    """A receipt or a notice that came by post."""
    name = f"{stream} {paper.title} {paper.day}"
    bare, stamp = _printed(paper, typesetter)
    return Copy("pdf", PDF, scanner.scan(bare, name, stamp, grey=True))


def _typeset(paper: Paper, typesetter: Typesetter, _: str) -> Copy:
    return Copy("pdf", PDF, typesetter.pdf(paper))


def _signed(paper: Paper, typesetter: Typesetter, _: str) -> Copy:
    return Copy("pdf", PDF, signing.signed(typesetter.pdf(replace(paper, sealed=False)), paper))


def _ofd(paper: Paper, typesetter: Typesetter, _: str) -> Copy:
    return Copy("ofd", _OFD, ofd.ofd(typesetter.pdf(replace(paper, sealed=False)), paper))


def _docx(paper: Paper, _: Typesetter, __: str) -> Copy:
    return Copy("docx", _DOCX, word.docx(paper))


def _doc(paper: Paper, _: Typesetter, __: str) -> Copy:
    made = word.docx(paper)
    old = old_word.doc(made)
    return Copy("docx", _DOCX, made) if old is None else Copy("doc", _DOC, old)


def _archive(paper: Paper, typesetter: Typesetter, _: str) -> Copy:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("答复书.pdf", _PACKED_AT), typesetter.pdf(paper))
    return Copy("zip", _ZIP, packed.getvalue())


def _scan(paper: Paper, typesetter: Typesetter, stream: str) -> Copy:
    bare, stamp = _printed(paper, typesetter)
    return Copy("pdf", PDF, scanner.scan(bare, stream, stamp))


def _photograph(paper: Paper, typesetter: Typesetter, stream: str) -> Copy:
    bare, stamp = _printed(paper, typesetter)
    return Copy("jpg", _JPEG, scanner.photograph(bare, stream, stamp))


def _printed(paper: Paper, typesetter: Typesetter) -> tuple[bytes, Stamp | None]:
    """The letter on paper, and the stamp that will be pressed on it by hand."""
    bare = typesetter.pdf(replace(paper, sealed=False))
    if not paper.sealed:
        return bare, None
    spot = layout.seal_spot(layout.sheets(bare), paper)
    return bare, Stamp(seal.draw(paper.signature), spot)


_MAKERS: dict[Form, Callable[[Paper, Typesetter, str], Copy]] = {
    Form.TYPESET: _typeset,
    Form.SIGNED: _signed,
    Form.OFD: _ofd,
    Form.DOCX: _docx,
    Form.DOC: _doc,
    Form.SCAN: _scan,
    Form.PHOTOGRAPH: _photograph,
    Form.ARCHIVE: _archive,
}
