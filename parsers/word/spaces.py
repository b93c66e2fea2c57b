"""The namespaces of Office's XML: the transitional form, the strict one, and that of Word 2003."""

from __future__ import annotations

from lxml import etree

_STRICT = "http://purl.oclc.org/ooxml/"
_OPEN = "http://schemas.openxmlformats.org/"
W_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
WORD = frozenset((_OPEN + "wordprocessingml/2006/main", _STRICT + "wordprocessingml/main", W_2003))
DRAWING = frozenset((_OPEN + "drawingml/2006/main", _STRICT + "drawingml/main"))
MATH = frozenset((_OPEN + "officeDocument/2006/math", _STRICT + "officeDocument/math"))
REFERENCE = frozenset(
    (_OPEN + "officeDocument/2006/relationships", _STRICT + "officeDocument/relationships")
)
R = _OPEN + "officeDocument/2006/relationships"
CHOICES = _OPEN + "markup-compatibility/2006"
# what Word's newer programs put into an mc:Choice and the walk reads
UNDERSTOOD = frozenset(
    (
        *(WORD | DRAWING | MATH),
        "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
        "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "http://schemas.microsoft.com/office/word/2012/wordml",
        "http://schemas.microsoft.com/office/drawing/2010/main",
        "http://schemas.microsoft.com/office/drawing/2014/chartex",
        "http://schemas.microsoft.com/office/powerpoint/2010/main",
    )
)


def named(element: etree._Element) -> tuple[str, str]:
    """An element's namespace and local name; both empty for a comment."""
    tag = element.tag
    if not isinstance(tag, str):
        return "", ""
    space, _, name = tag.rpartition("}")
    return space[1:], name
