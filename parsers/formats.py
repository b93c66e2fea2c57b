"""What a file is, by its bytes alone: the one place that knows every format's marks.

In: bytes. Out: whether they are of a format, or which of its kinds. Quick and without a heavy
library: a reader, with all that it reads with, is only loaded for a file that was recognised here.
No recogniser raises, and no two claim the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

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
_HEIC = re.compile(rb"\A....ftyp(?:hei[cxsm]|hev[cx]|mif[12]|msf1|avi[fs])", re.DOTALL)
_TNEF = b'x\x9f>"'


def is_pdf(data: bytes) -> bool:
    return _PDF.match(data) is not None


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
    for line in data[:65536].lstrip(b"\xef\xbb\xbf\r\n").splitlines():
        if line[:1] in (b" ", b"\t"):
            continue
        found = _HEADER.match(line)
        if not found:
            break
        known.add(found[1].lower())
    return len(known & _HEADERS) >= 2


def is_plain(data: bytes) -> bool:
    return is_text(data) and not is_mail(data)


# --- what lies in a zip ---------------------------------------------------------------------------

_TYPES, _OFD, _MANIFEST = "[Content_Types].xml", "OFD.xml", "META-INF/manifest.xml"
# members that make a zip a document of some office program
_NOT_ARCHIVES = frozenset((_TYPES, _OFD, _MANIFEST))
_ARCHIVES = ((b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"))
# the first member of an OpenDocument is its type, stored as it is
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"


def is_docx(data: bytes) -> bool:
    names = names_in(data)
    return _TYPES in names and any(name.startswith("word/") for name in names)


def is_ofd(data: bytes) -> bool:
    return _OFD in names_in(data)


def is_archive(data: bytes) -> bool:
    return archive_media(data) is not None


def archive_media(data: bytes) -> str | None:
    if is_zip(data):
        return None if names_in(data) & _NOT_ARCHIVES else "zip"
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
    return ".odt" if data[30:].startswith(_ODT) and _MANIFEST in names_in(data) else None


# --- known, and not read --------------------------------------------------------------------------


def is_other_office(data: bytes) -> bool:
    return other_office(data) is not None


def other_office(data: bytes) -> str | None:
    """sheets | slides | locked | office: files of office programs that nobody here reads."""
    if data.startswith(compound.MAGIC):
        return _other_compound(data)
    names = names_in(data)
    if _MANIFEST in names and not names & {_TYPES, _OFD}:
        return None if data[30:].startswith(_ODT) else "office"
    if _TYPES in names and not any(name.startswith("word/") for name in names):
        if any(name.startswith("xl/") for name in names):
            return "sheets"
        return "slides" if any(name.startswith("ppt/") for name in names) else "office"
    return None


def _other_compound(data: bytes) -> str | None:
    names = compound.names_in(data)
    if names & {compound.WORD, compound.MESSAGE}:
        return None
    if compound.LOCKED in names:
        return "locked"
    if names & set(compound.SHEETS):
        return "sheets"
    return "slides" if compound.SLIDES in names else None
