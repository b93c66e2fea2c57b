"""HTML -> lines of text in the order of the page.

Block elements and <br> end a line, cells of a row stay on it. Scripts, styles and what is hidden
by an attribute are left out. Of a page without end somewhat more than MAX_LINES lines are given.
Cannot see: pictures, and text that only a script would write.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.limits import MAX_LINES

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    )
)
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript", "object"))
_CHUNK = 1 << 16
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
_META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
# how mail programs mark what they quote
_QUOTE_CLASS = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite|OutlookMessageHeader|divRplyFwdMsg", re.I
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line, and whether the page marks it as quoted from an earlier mail."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Hypertext:
    rows: tuple[Row, ...]
    outer_pictures: bool  # it shows pictures that are not in the file


@dataclass
class _Walk:
    """What lxml tells of a page, gathered to rows; `_open` remembers what each open element hides
    or quotes. Every element that starts ends, be it closed in the page or not."""

    rows: list[Row] = field(default_factory=list)
    outer_pictures: bool = False
    _open: list[tuple[bool, bool]] = field(default_factory=list)
    _unseen: int = 0  # of the open elements; asked at every piece of text
    _quoting: int = 0
    _piece: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _BLOCKS:
            self._end_line()
        elif tag in ("td", "th"):
            self._piece.append(" ")
        if tag == "img" and attributes.get("src", "").lower().startswith(("http:", "https:")):
            self.outer_pictures = True
        style = attributes.get("style", "")
        unseen = tag in _UNSEEN or "hidden" in attributes or bool(_HIDDEN.search(style))
        marks = attributes.get("class", "") + " " + attributes.get("id", "")
        quoted = tag == "blockquote" or bool(_QUOTE_CLASS.search(marks))
        self._open.append((unseen, quoted))
        self._unseen += unseen
        self._quoting += quoted

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        unseen, quoted = self._open.pop()
        self._unseen -= unseen
        self._quoting -= quoted

    def data(self, text: str) -> None:
        if not self._unseen:
            self._piece.append(text)

    def close(self) -> None:
        self._end_line()

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._piece)).strip()
        self._piece.clear()
        if text:
            self.rows.append(Row(text, self._quoting > 0))


def charset_in(data: bytes) -> str | None:
    """The charset that an HTML file names for itself."""
    found = _META.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def read_html(source: str) -> Hypertext:
    from lxml import etree  # only here, so that who reads no pages does not wait for it

    walk = _Walk()
    # libxml2, for Python's own parser takes hours over a hostile page of a megabyte
    parser = etree.HTMLParser(target=walk, encoding="utf-8", huge_tree=True)
    page = source.replace("\0", "\ufffd").encode("utf-8", "replace")
    with contextlib.suppress(etree.XMLSyntaxError):  # a page without anything on it
        for start in range(0, len(page), _CHUNK):
            parser.feed(page[start : start + _CHUNK])
            if len(walk.rows) > MAX_LINES:
                break
        parser.close()
    return Hypertext(tuple(walk.rows), walk.outer_pictures)


def looks_like_html(data: bytes) -> bool:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head.startswith(b"<"):
        return False
    return bool(re.search(rb"<(!doctype html|html|head|body|div|p|table|meta|br|span)[\s/>]", head))
