"""The electronic seals of an OFD file: where they stand and what they say they are.

In: the package and one of its documents. Out: `Sign`s. A seal's name is taken from the SES data
(GB/T 38540) that was signed, where it stands as text. Whether a signature holds is not checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers import effort
from parsers.document import Box, Seal, SealForm
from parsers.effort import Of
from parsers.ofd.ofd_package import POINT, Body, Package, first, local, numbers, text_at
from parsers.ofd.ses import name_in_ses
from parsers.parser import Unreadable

_UNVERIFIED = "文件带有电子签章，签章是否有效未经验证"


@dataclass(frozen=True, slots=True)
class Sign:
    """A seal and the ID of the page that bears it; None for a signature without a stamp."""

    page: str | None
    seal: Seal


def signs(package: Package, body: Body, warnings: list[str]) -> tuple[list[Sign], bool]:
    """The signs, and whether there may be more that were not read."""
    found: list[Sign] = []
    try:
        for sign in _signs(package, body, warnings):
            effort.take(Of.STAMPS)
            effort.go_on()
            found.append(sign)
    except Unreadable as fault:
        if fault.code not in ("too_large", "too_slow"):
            raise
        warnings.append(f"电子签章没有读完：{fault.message}")
        return found, True
    finally:
        warnings += [_UNVERIFIED] * bool(found)
    return found, False


def _signs(package: Package, body: Body, warnings: list[str]) -> Iterator[Sign]:
    listed = package.xml(body.signatures) if body.signatures else None
    for entry in listed.iter() if listed is not None else ():
        if local(entry) == "Signature":
            place = package.resolve(body.signatures, entry.get("BaseLoc", ""))
            signature = package.xml(place)
            if signature is None:
                effort.take(Of.STAMPS)
                warnings.append("文件列有电子签章，但签章数据缺失")
                continue
            yield from _stamps(package, place, signature)


def _stamps(package: Package, at: str, signature: etree._Element) -> Iterator[Sign]:
    name = _seal_name(package, at, signature)
    stamps = [each for each in signature.iter() if local(each) == "StampAnnot"]
    for stamp in stamps:
        box = _box(stamp.get("Boundary", ""))
        yield Sign(stamp.get("PageRef"), Seal(box, name, SealForm.OFD_SIGNATURE))
    if not stamps:
        yield Sign(None, Seal(None, name, SealForm.DIGITAL_SIGNATURE, colour=None))


def _box(boundary: str) -> Box | None:
    values = numbers(boundary)
    if len(values) != 4:
        return None
    x, y, width, height = values
    edges = (x, y, x + width, y + height)
    x0, y0, x1, y1 = (round(edge * POINT, 2) for edge in edges)
    return x0, y0, x1, y1


def _seal_name(package: Package, at: str, signature: etree._Element) -> str | None:
    """From the signed data, else from the seal that lies beside it."""
    places = [text_at(signature, "SignedValue")]
    beside = first(signature, "Seal")
    if beside is not None:
        places.append(text_at(beside, "BaseLoc"))
    for place in places:
        try:
            data = package.get(package.resolve(at, place))
        except Unreadable:  # the other one may still be whole
            continue
        if data and (name := name_in_ses(data)):
            return name
    return None
