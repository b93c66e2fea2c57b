"""What a file is, by its bytes alone: the one place that knows every format's marks.

In: bytes. Out: whether they are of a format, or which of its kinds. Quick and without a heavy
library: a reader, with all that it reads with, is only loaded for a file that was recognised here.
No recogniser raises, and no two claim the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from parsers import lazy_re as re
from parsers.charset import is_text
from parsers.packed import compound
from parsers.packed.zipped import is_zip, names_in
from parsers.parser import Parser


@dataclass(frozen=True, slots=True)
class Format:
    """A line of `parsers.PARSERS`."""

    module: str  # the file of this folder that reads it
    name: str  # as messages call it
    media: tuple[str, ...]  # every `Document.media` that it may give
    claims: Callable[[bytes], bool]

    @property
    def parser(self) -> Parser:
        """The reader, loaded when it is first asked for."""
        return cast(Parser, import_module(f"parsers.{self.module}"))


# --- one kind of bytes ----------------------------------------------------------------------------

_PDF = re.compile(rb"\A[\s\x00\xef\xbb\xbf]{0,1024}%PDF-")
# readers forgive so much before the mark; what only tells of a PDF has neither of these
_FORGIVEN, _PDF_WITHIN = 1024, re.compile(rb"%PDF-[12]\.\d\s")
_OBJECTS = (b"endobj", b"startxref")
_TAR = slice(257, 262)
_HEIC = re.compile(rb"\A....ftyp(?:hei[cxsm]|hev[cx]|mif[12]|msf1|avi[fs])", re.DOTALL)
_TNEF = b'x\x9f>"'


def is_pdf(data: bytes) -> bool:
    return pdf_begin(data) is not None


def pdf_begin(data: bytes) -> int | None:
    """Where a PDF begins in these bytes; None where they are none. A mail or an archive that holds one
    near its beginning is no PDF."""
    if found := _PDF.match(data):
        return found.end() - len(b"%PDF-")
    within = _PDF_WITHIN.search(data, 0, _FORGIVEN + 9)
    if not within or not all(mark in data for mark in _OBJECTS) or data[_TAR] == b"ustar":
        return None
    others = (is_mail, is_picture, is_heic, is_tnef, is_archive, is_docx, is_ofd, is_other_office)
    if is_zip(data) or any(claims(data) for claims in (*others, is_msg, is_old_text)):
        return None
    return within.start()


def is_heic(data: bytes) -> bool:
    return _HEIC.match(data) is not None


def is_tnef(data: bytes) -> bool:
    return data.startswith(_TNEF)


# --- pictures -------------------------------------------------------------------------------------

_PICTURES = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"II+\x00", "tif"),
    (b"MM\x00+", "tif"),
    # the same to whoever reads: a picture without loss
    (b"GIF87a", "png"),
    (b"GIF89a", "png"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jp2"),
    (b"\xff\x4f\xff\x51\x00", "jp2"),  # the bare codestream of .j2k
)


def is_picture(data: bytes) -> bool:
    return picture_media(data) is not None


def picture_media(data: bytes) -> str | None:
    if data.startswith(b"BM") and data[6:10] == b"\x00\x00\x00\x00" and len(data) > 54:
        return "png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    return next((media for magic, media in _PICTURES if data.startswith(magic)), None)


# --- text and mails -------------------------------------------------------------------------------

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):")
_HEADERS = frozenset(
    b"subject from to cc date received return-path message-id mime-version content-type reply-to"
    b" delivered-to sender x-mailer content-transfer-encoding in-reply-to references".split()
)


def is_mail(data: bytes) -> bool:
    """Bytes that begin with header lines, at least two of them a mail's."""
    if data.startswith(b"From ") and b"\n" in data[:1000]:  # one mail out of an mbox
        data = data[data.index(b"\n") + 1 :]
    known = set()
    # some programs end lines that were ended already
    for line in data[:65536].lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\r\n", b"\n").splitlines():
        if line[:1] in (b" ", b"\t"):
            continue
        found = _HEADER.match(line)
        if not found:
            break
        known.add(found[1].lower())
    return len(known & _HEADERS) >= 2


def is_plain(data: bytes) -> bool:
    if not is_text(data) or is_mail(data) or is_pdf(data):
        return False
    return not _is_markup(data)


# --- one XML file ---------------------------------------------------------------------------------

_ROOT = re.compile(
    rb"\A\s*+(?:<\?[^>]{0,400}>\s*+|<!--(?:[^-]|-(?!->)){0,4000}-->\s*+|<!DOCTYPE[^>\[]{0,400}>\s*+){0,20}"
    rb"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z_][\w.-]{0,60})"
)
_HEAD = 8192  # bytes in which the first element of an XML file begins
_WORD_ROOTS = frozenset((b"wordDocument", b"package"))
_OF_WORD = (b"Word.Document", b"wordprocessingml")
_OF_PAGES = frozenset(b"html head body div p table span meta br ul ol h1 h2 h3 center font".split())
_FLAT_ODF = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def _is_markup(data: bytes) -> bool:
    """XML that is no web page: its tags are no words."""
    root = xml_root(data)
    return root is not None and root.lower() not in _OF_PAGES


def xml_root(data: bytes) -> bytes | None:
    """The local name of the first element of an XML file; None for what does not say it is one."""
    head = _head(data)
    found = _ROOT.match(head)
    if not found:
        return None
    says_so = head.lstrip().startswith(b"<?xml")
    return found[1] if says_so or found[1] in _WORD_ROOTS else None


def _head(data: bytes) -> bytes:
    """The beginning of a text in UTF-8."""
    head = data[:_HEAD]
    charset = next((charset for mark, charset in _MARKS if head.startswith(mark)), None)
    return head.decode(charset, "ignore").lstrip("\ufeff").encode() if charset else head


def word_xml(data: bytes) -> bool:
    """Word 2003 XML or flat OPC of a Word document; other programs save theirs so too."""
    root = xml_root(data)
    if root == b"package":
        head = _head(data)
        return any(mark in head for mark in _OF_WORD)
    return root == b"wordDocument"


# --- what lies in a zip ---------------------------------------------------------------------------

_TYPES, _OFD, _MANIFEST = "[Content_Types].xml", "OFD.xml", "META-INF/manifest.xml"
# members that make a zip a document of some office program
_NOT_ARCHIVES = frozenset((_TYPES, _OFD, _MANIFEST))
_ARCHIVES = ((b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"))
# the first member of an OpenDocument is its type, stored as it is
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def is_docx(data: bytes) -> bool:
    """A Word document packed, or in one XML file."""
    return _office_of(data) == "word" or word_xml(data)


def is_sheets(data: bytes) -> bool:
    return sheets_media(data) is not None


def sheets_media(data: bytes) -> str | None:
    """xlsx (also .xlsb) | xls (also .et) | ods; None for what is no workbook."""
    if data.startswith(compound.MAGIC):
        names = compound.names_in(data)
        others = {compound.WORD, compound.MESSAGE, compound.LOCKED}
        return "xls" if names & set(compound.SHEETS) and not names & others else None
    if data[30:].startswith(_ODS) and _MANIFEST in names_in(data):
        return "ods"
    return "xlsx" if _office_of(data) == "sheets" else None


def is_slides(data: bytes) -> bool:
    return _office_of(data) == "slides"


_FOLDERS = (("word", "word/"), ("sheets", "xl/"), ("slides", "ppt/"))


def _office_of(data: bytes) -> str | None:
    """word | sheets | slides | other: a package of Office, by the folder of its main part."""
    names = {name.replace("\\", "/").lstrip("/").lower() for name in names_in(data)}
    if _TYPES.lower() not in names:
        return None
    kinds = (kind for kind, folder in _FOLDERS if any(name.startswith(folder) for name in names))
    return next(kinds, "other")


def is_ofd(data: bytes) -> bool:
    return _OFD in names_in(data)


def is_archive(data: bytes) -> bool:
    return archive_media(data) is not None


def archive_media(data: bytes) -> str | None:
    if is_zip(data):
        office = names_in(data) & _NOT_ARCHIVES or _office_of(data)
        return None if office else "zip"
    return next((media for magic, media in _ARCHIVES if data.startswith(magic)), None)


# --- what lies in the old Office container ------------------------------------------------------


def is_msg(data: bytes) -> bool:
    return compound.is_message(data)


def is_old_text(data: bytes) -> bool:
    return old_text_suffix(data) is not None


def old_text_suffix(data: bytes) -> str | None:
    """What LibreOffice must be told that it is; None for what is not such a text."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if compound.is_word(data):
        return ".doc"
    if xml_root(data) == b"document" and _FLAT_ODF in data[:_HEAD]:
        return ".fodt"
    return ".odt" if data[30:].startswith(_ODT) and _MANIFEST in names_in(data) else None


# --- known, and not read --------------------------------------------------------------------------


def is_other_office(data: bytes) -> bool:
    return other_office(data) is not None


def other_office(data: bytes) -> str | None:
    """slides | locked | office | xml: files of office programs, and XML of whatever program, that
    nobody here reads."""
    if data.startswith(compound.MAGIC):
        return _other_compound(data)
    if _is_markup(data) and is_text(data):
        return None if word_xml(data) or old_text_suffix(data) else "xml"
    names = names_in(data)
    if _MANIFEST in names and not names & {_TYPES, _OFD}:
        return None if data[30:].startswith((_ODT, _ODS)) else "office"
    return "office" if _office_of(data) == "other" and _OFD not in names else None


def _other_compound(data: bytes) -> str | None:
    names = compound.names_in(data)
    if names & {compound.WORD, compound.MESSAGE}:
        return None
    if compound.LOCKED in names:
        return "locked"
    if names & set(compound.SHEETS):
        return None
    return "slides" if compound.SLIDES in names else None
