"""HTML -> lines of text in the order of the page.

Block elements and <br> end a line, cells of a row stay on it. Scripts, styles and what is hidden
by an attribute are left out. Cannot see: pictures, and text that only a script would write.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "tfoot", "thead", "title", "tr", "ul"),
    )
)
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript", "object"))
_VOID = frozenset(("br", "hr", "img", "input", "link", "meta", "col", "wbr", "area", "base"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\v\u00a0\u200b\ufeff]+")
_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
# Python's parser gives up at a marked section that is none of those that exist
_MARKED = re.compile(
    r"<!\[(?!(?:temp|cdata|ignore|include|rcdata|if|else|endif)\s*[\[\]!( ])", re.IGNORECASE
)
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
class _Walk(HTMLParser):
    """Collects text; `_open` remembers what each open element hides or quotes."""

    rows: list[Row] = field(default_factory=list)
    outer_pictures: bool = False
    _open: list[tuple[str, bool, bool]] = field(default_factory=list)
    _piece: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "body":  # a head that nobody closed must not hide the page
            self._open.clear()
        if tag in _BLOCKS:
            self._end_line()
        elif tag in ("td", "th"):
            self._piece.append(" ")
        if tag == "img" and values.get("src", "").lower().startswith(("http:", "https:")):
            self.outer_pictures = True
        if tag in _VOID:
            return
        unseen = (
            tag in _UNSEEN or "hidden" in values or bool(_HIDDEN.search(values.get("style", "")))
        )
        marks = values.get("class", "") + " " + values.get("id", "")
        quoted = tag == "blockquote" or bool(_QUOTE_CLASS.search(marks))
        self._open.append((tag, unseen, quoted))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        if not any(unseen for _, unseen, _ in self._open):
            self._piece.append(data)

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._piece)).strip()
        self._piece.clear()
        if text:
            self.rows.append(Row(text, any(quoted for _, _, quoted in self._open)))

    def close(self) -> None:
        super().close()
        self._end_line()


def charset_in(data: bytes) -> str | None:
    """The charset that an HTML file names for itself."""
    found = _META.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def read_html(source: str) -> Hypertext:
    walk = _Walk()
    walk.feed(_MARKED.sub("&lt;![", source))
    walk.close()
    return Hypertext(tuple(walk.rows), walk.outer_pictures)


def looks_like_html(data: bytes) -> bool:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head.startswith(b"<"):
        return False
    return bool(re.search(rb"<(!doctype html|html|head|body|div|p|table|meta|br|span)[\s/>]", head))
