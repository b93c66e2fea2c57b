"""What a parser makes of bytes: a `Document` of pages, lines with their boxes, and seals.

All values are frozen. Coordinates are points (1/72 inch) from the page's top left corner, as
`(x0, y0, x1, y1)`; a format without a layout of its own (a mail's text, .docx) has `None` there.
Nothing in here knows what a letter means.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]


class TextFrom(StrEnum):
    """Where the lines of a page come from; contracts.md, section 1, `text_from`."""

    DIGITAL = "digital"
    OCR = "ocr"
    MIXED = "mixed"
    NONE = "none"  # the page could not be read: nothing may be called absent from it


class SealForm(StrEnum):
    INK = "ink"
    DIGITAL_SIGNATURE = "digital_signature"
    OFD_SIGNATURE = "ofd_signature"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in reading order. `confidence` is 1.0 where the text is digital. `raw` is
    what an OCR gave, where its punctuation was set right in `text`. `begins`: a format without
    boxes shows that a paragraph begins here, by a blank line above or an indent."""

    text: str
    bbox: Box | None = None
    confidence: float = 1.0
    raw: str | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal seen. `name` is what its ring says, `None` where that could not be read."""

    bbox: Box | None
    name: str | None = None
    form: SealForm = SealForm.INK
    colour: str | None = "red"  # red | grey
    confidence: float = 1.0  # that it is a seal
    name_confidence: float = 1.0  # below 1.0 the name was read from ink: it may have slips
    gist_confidence: float | None = None  # likewise, the least sure character aside


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `seals_searched` is False where no search for seals was possible, so that an
    empty `seals` says nothing."""

    number: int  # from 1
    width: float | None
    height: float | None
    text_from: TextFrom
    lines: tuple[Line, ...] = ()
    seals: tuple[Seal, ...] = ()
    seals_searched: bool = True

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Report:
    """What a machine reports about an earlier mail. `actions`, lower case: of a delivery failed | delayed |
    delivered | relayed | expanded, of a disposition displayed | deleted ..."""

    kind: str  # delivery (RFC 3464) | disposition (RFC 8098)
    actions: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()  # lower case
    original_ids: tuple[str, ...] = ()  # Message-IDs of the mail that it is about


@dataclass(frozen=True, slots=True)
class Headers:
    """A mail's decoded headers; `None` where the mail has no such line."""

    subject: str | None = None
    sender: str | None = None  # `from` is a keyword; it is written as "from" in JSON
    to: str | None = None
    date: str | None = None  # ISO 8601 with zone: the best-supported moment of sending
    date_certain: bool = True  # nothing speaks against it; False also where there is none
    received: str | None = None  # likewise ISO: when the receiver's own server took it in
    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    report: Report | None = None
    # what tells a machine's answer from a person's, lower-case names: auto-submitted,
    # x-autoreply, precedence, return-path, content-type ...
    marks: tuple[tuple[str, str], ...] = ()


# what a part that was not read may hold: words of any kind, a seal
TEXT, SEAL = "text", "seal"
ANYTHING = (TEXT, SEAL)


@dataclass(frozen=True, slots=True)
class Unread:
    """A part of a file that was not read, as data: what judges asks whether it `touches` what it judges.

    `touches`: "text" (it may hold any words), "seal", or an element by its name in contracts.md ("date"
    where a stroke covers the date alone). `what` says to people, in Chinese, what it is and why."""

    code: str  # what kind of part, stable: page | seals | attachment | picture | field ...
    touches: tuple[str, ...]
    what: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file that came, and an account of every part of it: read, known to carry neither words nor a
    seal, or `unread`. `parts` are a mail's or archive's members, and files embedded in a file.

    `media` is decided by the bytes: pdf, docx, doc, wps, odt, ofd, jpg, png, tif, webp, jp2, heic, eml, msg, zip,
    rar, txt, html, or "unknown". `warnings` are remarks in Chinese for people; no code reads them.
    """

    name: str
    sha256: str
    media: str
    pages: tuple[Page, ...] = ()
    parts: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()
    headers: Headers | None = None
    error: Problem | None = None  # the file as a whole could not be read
    unread: tuple[Unread, ...] = ()  # what its reader named; see `left`

    @property
    def left(self) -> tuple[Unread, ...]:
        """Everything of this file that was not read, its parts aside: what the reader named, pages
        without words or without a search for seals, the whole file where it could not be opened."""
        if self.error:
            return (Unread(self.error.code, ANYTHING, self.error.message), *self.unread)
        return (*self.unread, *(one for page in self.pages for one in self._left_of(page)))

    def _left_of(self, page: Page) -> Iterator[Unread]:
        named = {touch for one in self.unread if one.page == page.number for touch in one.touches}
        if page.text_from is TextFrom.NONE and TEXT not in named:
            yield Unread("page", ANYTHING, f"第{page.number}页未能识别文字", page.number)
        elif not page.seals_searched and SEAL not in named:
            yield Unread("seals", (SEAL,), f"第{page.number}页未能查找印章", page.number)

    @property
    def said(self) -> tuple[str, ...]:
        """All that people are told of the reading: remarks, and what was not read."""
        return tuple(dict.fromkeys((*self.warnings, *(one.what for one in self.unread))))

    def walk(self) -> Iterator[Document]:
        """This document and every part below it, outermost first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file could not be read: a stable code, and a Chinese sentence with what to do."""

    # encrypted | damaged | empty | unknown_format | tool_missing | too_large | too_slow, and of a lane
    # died | hung
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Span:
    """Quoted words and where they stand: evidence for a finding."""

    file: str
    page: int | None
    bbox: Box | None
    text: str
    part: tuple[str, ...] = field(default=())  # names from the outermost file to this one


def fingerprint(data: bytes) -> str:
    """The SHA-256 by which bytes are known everywhere."""
    return hashlib.sha256(data).hexdigest()


def refused(data: bytes, name: str, media: str, code: str, message: str) -> Document:
    """A file that is kept but could not be read, and why."""
    return Document(name, fingerprint(data), media, error=Problem(code, message))
