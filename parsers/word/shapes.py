"""What the XML of a drawing says of size and form: how wide a picture is shown, whether a shape may be a seal.

In: elements of DrawingML or VML. Out: points; a few words where shapes could have been put together to
a seal. Lines, frames and boxes of text are none, however large.
"""

from __future__ import annotations

from lxml import etree

from parsers.word.spaces import named

_EMU_PER_POINT = 12700
_MM = 72 / 25.4
_SEAL = (25 * _MM, 65 * _MM)  # seals have 38 to 50 mm
HOLDERS = frozenset(("inline", "anchor", "oval", "shape", "group", "sp", "grpSp"))
# forms that no seal is made of
_PLAIN_WORDS = """line rect roundRect straightConnector1 bentConnector2 bentConnector3 curvedConnector2
    curvedConnector3 leftArrow rightArrow upArrow downArrow leftBrace rightBrace leftBracket rightBracket
    bracketPair bracePair snip1Rect round1Rect round2SameRect frame parallelogram trapezoid chevron
    homePlate rightArrowCallout wedgeRectCallout wedgeRoundRectCallout flowChartProcess
    flowChartAlternateProcess flowChartTerminator flowChartDecision flowChartDocument textNoShape"""
_PLAIN = frozenset(_PLAIN_WORDS.split())
_PLAIN_VML = (
    "t75",
    "t202",
    "t32",
    "t33",
    "t34",
    "t136",
    "t20",
    "t1",
    "t13",
    "t87",
    "t88",
    "t61",
    "t62",
)


def width(element: etree._Element) -> float | None:
    """How wide the drawing is shown in which this element stands, where that is said."""
    for above in element.iterancestors():
        size = _size(above)
        if size is not None:
            return size[0]
    return None


def _size(element: etree._Element) -> tuple[float | None, float | None] | None:
    """None where the element has no size of its own."""
    name = named(element)[1]
    if name in ("inline", "anchor", "oneCellAnchor"):
        return _emu(next((one for one in element if named(one)[1] in ("extent", "ext")), None))
    if name in ("pic", "sp", "grpSp"):  # of a slide or a sheet; in a text the drawing says it
        found = next((one for one in element.iter() if named(one)[1] == "xfrm"), None)
        extent = (
            next((one for one in found if named(one)[1] == "ext"), None)
            if found is not None
            else None
        )
        return None if extent is None or _in_text(element) else _emu(extent)
    if name in ("shape", "rect", "oval", "group"):
        style = element.get("style", "")
        return _vml(style, "width"), _vml(style, "height")
    return None


def _in_text(element: etree._Element) -> bool:
    return any(named(above)[1] in ("inline", "anchor") for above in element.iterancestors())


def _emu(extent: etree._Element | None) -> tuple[float | None, float | None]:
    if extent is None:
        return None, None
    wide, high = (extent.get(key, "") for key in ("cx", "cy"))
    return _points(wide), _points(high)


def _points(size: str) -> float | None:
    # a few digits: what is longer is no length
    whole = size.isascii() and size.isdigit() and len(size) < 12
    return int(size) / _EMU_PER_POINT or None if whole else None


def _vml(style: str, wanted: str) -> float | None:
    units = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": _MM, "px": 0.75}
    for rule in style.split(";"):
        key, _, value = rule.partition(":")
        if key.strip().lower() != wanted:
            continue
        number, unit = value.strip()[:-2], value.strip()[-2:].lower()
        try:
            return float(number) * units[unit] or None
        except (ValueError, KeyError):
            return None
    return None


def like_a_seal(holder: etree._Element) -> str:
    """What of a drawing of a seal's size might be a seal; empty where nothing is."""
    size = _size(holder)
    if size is None or not all(side is not None and _SEAL[0] < side < _SEAL[1] for side in size):
        return ""
    for element in holder.iter():
        name = named(element)[1]
        if name == "custGeom":
            return "任意多边形"
        if (
            name == "prstGeom"
            and element.get("prst", "") not in _PLAIN
            and not _holds_picture(element)
        ):
            return element.get("prst", "")[:20] or "图形"
        if name == "oval" or (name == "shape" and _is_drawn(element)):
            return "椭圆" if name == "oval" else "图形"
    return ""


def _holds_picture(form: etree._Element) -> bool:
    """Whether the form is only the outline of a picture, which is looked at itself."""
    return any(named(above)[1] == "pic" for above in form.iterancestors())


def _is_drawn(shape: etree._Element) -> bool:
    if any(named(child)[1] in ("imagedata", "textbox", "textpath") for child in shape):
        return False
    return not shape.get("type", "").endswith(_PLAIN_VML)
