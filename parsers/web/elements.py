"""The elements of HTML, by what a reader must know of them.

Only names. What a page has beyond these is of an unknown kind: its words are read as every browser
shows them, what it refers to is named as unread (hypertext.py).
"""

from __future__ import annotations

# end a line before and behind them
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup"),
        *("hr", "html", "legend", "li", "listing", "main", "marquee", "menu", "nav", "noframes"),
        *("ol", "optgroup", "p", "plaintext", "pre", "search", "section", "select", "summary"),
        *("svg", "table", "tbody", "textarea", "tfoot", "thead", "tr", "ul", "xmp"),
    )
)
# carry no words that are shown, and nothing else
SILENT = frozenset(
    (
        *("area", "base", "col", "colgroup", "datalist", "defs", "desc", "head", "link", "map"),
        *("meta", "metadata", "param", "rp", "rt", "script", "source", "style", "template"),
        *("title", "track"),
    )
)
KEEPS_SPACE = frozenset(("listing", "plaintext", "pre", "textarea", "xmp"))
INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "applet", "audio", "b", "basefont", "bdi", "bdo", "bgsound"),
        *("big", "blink", "button", "canvas", "cite", "code", "data", "del", "dfn", "em", "embed"),
        *("command", "font", "frame", "i", "iframe", "image", "img", "input", "ins", "isindex"),
        *("kbd", "keygen", "label", "mark"),
        *("math", "meter", "nobr", "noscript", "object", "option", "output", "picture"),
        *("progress", "q", "rb", "rtc", "ruby", "s", "samp", "slot", "small", "span", "strike"),
        *("strong", "sub", "sup", "td", "th", "time", "tt", "u", "var", "video", "wbr"),
    )
)
# of a drawing: words, frames and rules
DRAWN_WORDS = frozenset(("foreignobject", "g", "line", "rect", "text", "textpath", "tspan"))
# what may be drawn with them is anything: a seal, a letter in outlines
DRAWN = frozenset(
    ("circle", "ellipse", "mesh", "path", "polygon", "polyline", "symbol", "textpath", "use")
)
KNOWN = BLOCKS | SILENT | INLINE | DRAWN_WORDS | DRAWN

PICTURES = frozenset(("image", "img", "v:imagedata", "v:fill"))
FRAMES = frozenset(("frame", "iframe"))
OBJECTS = frozenset(("applet", "embed", "object"))
MEDIA = frozenset(("audio", "bgsound", "video"))
# attributes that name what lies elsewhere; the first that is there is what is shown
SOURCES = ("src", "data", "href", "xlink:href", "srcset", "data-src", "data-original", "code")
