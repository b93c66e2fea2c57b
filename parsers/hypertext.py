"""HTML -> lines of text in the order of the page, and an account of everything else on it.

Block elements and <br> end a line, cells of a row stay on it; line breaks of <pre> and of
`white-space: pre` are kept. What a page shows in fields is read as its words; pictures that it holds
are given; what it refers to is a `Reference`; what else may carry words or a seal is `Unread`. Of a
page without end somewhat more than MAX_LINES lines are given.
"""

from __future__ import annotations

import contextlib

from parsers import lazy_re as re
from parsers.limits import MAX_LINES
from parsers.web import outer
from parsers.web.seen import Hypertext, Row, with_beginnings
from parsers.web.walk import Walk

__all__ = ["Hypertext", "Row", "charset_in", "looks_like_html", "read_html", "with_beginnings"]

_CHUNK = 1 << 16
_META = re.compile(rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)


def charset_in(data: bytes) -> str | None:
    """The charset that an HTML file names for itself."""
    found = _META.search(data[:4096])
    return found.group(1).decode("ascii") if found else None


def read_html(
    source: str, *, runs_scripts: bool = False, held: outer.Held | None = None
) -> Hypertext:
    """`runs_scripts`: whoever is shown the page has a browser, which runs what no mail program does.
    `held`: the pictures that were set aside of it already."""
    return _read(source, runs_scripts, held, 0)


def _read(source: str, runs_scripts: bool, held: outer.Held | None, depth: int) -> Hypertext:
    from lxml import etree  # only here, so that who reads no pages does not wait for it

    if held is None:
        source, held = outer.set_aside(source)
    walk = Walk(held, runs_scripts, lambda page, deep: _read(page, runs_scripts, None, deep), depth)
    # libxml2, for Python's own parser takes hours over a hostile page of a megabyte
    parser = etree.HTMLParser(target=walk, encoding="utf-8", huge_tree=True)
    page = source.replace("\0", "\ufffd").encode("utf-8", "replace")
    with contextlib.suppress(etree.XMLSyntaxError):  # a page without anything on it
        for start in range(0, len(page), _CHUNK):
            parser.feed(page[start : start + _CHUNK])
            if len(walk.rows) > MAX_LINES:
                break
        parser.close()
    return walk.finished()


_OPENING = (
    rb"<(!doctype html|html|head|body|div|p|table|meta|br|span|pre|svg|blockquote|font)[\s/>]"
)


def looks_like_html(data: bytes) -> bool:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head.startswith(b"<"):
        return False
    return bool(re.search(_OPENING, head))
