"""A mail -> its hypertext as it may be shown: no script, no form, no link that leads anywhere, nothing
from outside; pictures that came with it stand in it. Run in a lane: a mail is a stranger's file.

What is given back is shown in a frame without rights besides (see CSP): each guard holds by itself.
"""

from __future__ import annotations

import base64
import re
from email.message import Message

import nh3

from parsers.mail.mime_parts import inside
from parsers.mail.parsed import content, parsed

CSP = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
MOST_HTML, MOST_PICTURE, MOST_PICTURES = 2_000_000, 3_000_000, 8_000_000
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
TAGS = frozenset(
    [
        "a",
        "abbr",
        "address",
        "article",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "main",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
ATTRIBUTES = {
    "*": {"style", "align", "valign", "dir", "lang", "title"},
    "img": {"src", "alt", "width", "height"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "tr": {"bgcolor"},
    "font": {"color", "face", "size"},
    "col": {"span", "width"},
    "ol": {"start", "type"},
}
STYLES = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-color",
        "border-left",
        "border-right",
        "border-style",
        "border-top",
        "border-width",
        "color",
        "font",
        "font-family",
        "font-size",
        "font-style",
        "font-weight",
        "height",
        "letter-spacing",
        "line-height",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "text-align",
        "text-decoration",
        "text-indent",
        "vertical-align",
        "white-space",
        "width",
    ]
)
_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_CID = re.compile(r"cid:", re.IGNORECASE)
_ADDRESS = re.compile(r"url\s*\(|expression|@import|\\", re.IGNORECASE)


def shown(raw: bytes) -> str | None:
    """The fragment; None where the mail has no hypertext."""
    message = parsed(raw.lstrip(b"\xef\xbb\xbf\r\n"))
    parts = list(_leaves(message, 0))
    page = next((each for each in parts if _is_page(each)), None)
    if page is None:
        return None
    return clean(_text(page)[:MOST_HTML], _pictures(parts))


def clean(html: str, pictures: dict[str, str]) -> str:
    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return None if _ADDRESS.search(value) else value
        if (tag, name) == ("img", "src"):
            if _CID.match(value):
                return pictures.get(value[4:].strip().strip("<>").casefold(), "")
            return value if _DATA.fullmatch(value) else ""
        return value

    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style", "title", "noscript", "iframe", "object", "template"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=keep,
        url_schemes={"data", "cid"},
        filter_style_properties=set(STYLES),
        link_rel=None,
    )


def _leaves(message: Message, depth: int) -> list[Message]:
    if depth > 20:
        return []
    if not message.is_multipart() or message.get_content_maintype() == "message":
        return [message]
    return [leaf for part in inside(message) for leaf in _leaves(part, depth + 1)]


def _is_page(part: Message) -> bool:
    attached = (part.get_content_disposition() or "") == "attachment"
    return part.get_content_type() == "text/html" and not attached


def _text(part: Message) -> str:
    data = content(part)
    charset = str(part.get_param("charset") or "utf-8")
    for name in (charset, "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _pictures(parts: list[Message]) -> dict[str, str]:
    """Content-ID -> the picture as a data address."""
    found: dict[str, str] = {}
    size = 0
    for part in parts:
        name = str(part.get("Content-ID") or "").strip().strip("<>").casefold()
        if not name or part.get_content_type() not in PICTURES:
            continue
        data = content(part)
        size += len(data)
        if len(data) <= MOST_PICTURE and size <= MOST_PICTURES:
            coded = base64.b64encode(data).decode("ascii")
            found[name] = f"data:{part.get_content_type()};base64,{coded}"
    return found
