"""What an open element of a page does to all that stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from parsers import lazy_re as re
from parsers.web import elements, styles

# how mail programs mark what they quote
_QUOTE_MARK = re.compile(
    r"gmail_quote|gmail_extra|yahoo_quoted|moz-cite|OutlookMessageHeader|divRplyFwdMsg|isReplyContent"
    r"|replyContent|reply-content|ntes-mailmaster-quote|protonmail_quote|foxmail_quote|mail_quote",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Opened:
    silent: bool = False  # nothing in it is shown by any program
    hidden: bool = False  # a style hides it
    quoting: bool = False
    block: bool = False  # an indented block
    keeps_lines: bool | None = None  # None: as around it
    begins: bool = False  # a paragraph begins with it


def opened(tag: str, attributes: Mapping[str, str], sheet: styles.Sheet) -> Opened:
    return _bare(tag) if not attributes and not sheet.keeping else _of(tag, attributes, sheet)


@lru_cache(maxsize=512)
def _bare(tag: str) -> Opened:
    """Of an element without attributes; most are."""
    return _of(tag, {}, styles.Sheet())


def _of(tag: str, attributes: Mapping[str, str], sheet: styles.Sheet) -> Opened:
    style = attributes.get("style", "")
    keeps = styles.keeps_lines(style)
    if keeps is None:
        keeps = sheet.keeps_lines(tag, attributes)
    if keeps is None and tag in elements.KEEPS_SPACE:
        keeps = True
    marks = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    quotes = bool(_QUOTE_MARK.search(marks)) or tag == "includetail"
    if tag == "blockquote":
        cites = attributes.get("type") == "cite" or "cite" in attributes
        quotes = quotes or cites or styles.has_bar(style)
    return Opened(
        silent=tag in elements.SILENT,
        hidden="hidden" in attributes or styles.hides(style),
        quoting=quotes,
        block=tag == "blockquote",
        keeps_lines=keeps,
        # Word writes every line of a plain text as a paragraph
        begins=styles.indents(style) or (tag == "p" and not marks.startswith("Mso")),
    )
