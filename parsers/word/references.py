"""Where the XML of an Office file refers to a relationship, and of which of several forms.

In: elements. Out: relationship ids by what names them, and `Shown`, a place at which something is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from parsers.word import shapes
from parsers.word.spaces import REFERENCE, UNDERSTOOD, named

OBJECTS = frozenset(("object", "oleObj"))
_HELD = frozenset(("OLEObject", "objectEmbed", "objectLink"))
_PICTURES = frozenset(("blip", "imagedata"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A place at which the part shows what a relationship names. `previews` are the pictures that
    stand for an object there."""

    id: str
    element: str
    width: float | None = None  # points
    previews: tuple[Shown, ...] = ()


def references(element: etree._Element) -> dict[str, str]:
    """The relationships that an element names, by the attribute's local name."""
    found = {}
    for key, value in element.attrib.items():
        space, _, name = key.rpartition("}")
        if space[1:] in REFERENCE or name == "relid":
            found[name] = value
    return found


def is_understood(branch: etree._Element) -> bool:
    if named(branch)[1] == "Fallback":
        return True
    needed = [branch.nsmap.get(prefix, "") for prefix in branch.get("Requires", "").split()]
    return bool(needed) and all(space in UNDERSTOOD for space in needed)


def stands_in_blip(element: etree._Element) -> bool:
    blip = next((up for up in element.iterancestors() if named(up)[1] == "blip"), None)
    return blip is not None and "embed" in references(blip)


def object_shown(element: etree._Element) -> Shown | None:
    """An object of another program with the pictures that stand for it; None where the element
    holds none."""
    inside = list(element.iter())
    holders = (one for one in inside if one is element or named(one)[1] in _HELD)
    key = next((key for one in holders for key in references(one).values()), None)
    if key is None:
        return None
    previews = tuple(
        Shown(key, named(one)[1], shapes.width(one))
        for one in inside
        if named(one)[1] in _PICTURES
        for key in references(one).values()
    )
    return Shown(key, "object", None, previews)
