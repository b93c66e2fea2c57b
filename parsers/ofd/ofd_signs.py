"""The electronic seals of an OFD file: where they stand and what they say they are.

In: the package and one of its documents. Out: `Sign`s. A seal's name is taken from the SES data
(GB/T 38540) that was signed, where it stands as text. Whether a signature holds is not checked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers import effort
from parsers.document import SEAL, Box, Seal, SealForm
from parsers.effort import Of
from parsers.ofd.ofd_account import SIGNATURE, SIGNATURES, Account
from parsers.ofd.ofd_bodies import Body
from parsers.ofd.ofd_package import POINT, Package, every, first, numbers, text_at
from parsers.ofd.ses import name_in_ses
from parsers.parser import Unreadable

_OF_SIGNATURES = (".dat", ".esl", ".cer", ".crt", ".crl", ".tsr", ".p7b", ".p7s", ".asn1")
_UNVERIFIED = "文件带有电子签章，签章是否有效未经验证"


@dataclass(frozen=True, slots=True)
class Sign:
    """A seal and the ID of the page that bears it; None for a signature without a stamp."""

    page: str | None
    seal: Seal


def signs(package: Package, body: Body, account: Account) -> tuple[list[Sign], bool]:
    """The signs, and whether there may be more that were not read."""
    found: list[Sign] = []
    cut = False
    try:
        for sign in _signs(package, body, account):
            if sign is None:
                cut = True
                continue
            effort.take(Of.STAMPS)
            effort.go_on()
            found.append(sign)
    except Unreadable as fault:
        account.miss("signatures", f"电子签章没有读完：{fault.message}", (SEAL,))
        cut = True
    if found:
        account.remarks.append(_UNVERIFIED)
    return found, cut


def _signs(package: Package, body: Body, account: Account) -> Iterator[Sign | None]:
    """None for one whose data is missing or damaged."""
    listed = package.xml(body.signatures) if body.signatures else None
    if listed is None:
        if body.named_signatures:
            account.miss("signatures", "OFD 缺少电子签章列表", (SEAL,))
            yield None
        return
    account.known(listed, SIGNATURES, "电子签章列表")
    for entry in every(listed, "Signature"):
        place = package.resolve(body.signatures, entry.get("BaseLoc", ""))
        signature = _signature(package, place)
        if signature is None:
            effort.take(Of.STAMPS)
            account.miss("signatures", "文件列有电子签章，但签章数据缺失", (SEAL,))
            yield None
            continue
        account.known(signature, SIGNATURE, "电子签章")
        _own_files(package, place)
        yield from _stamps(package, place, signature)


def _signature(package: Package, place: str) -> etree._Element | None:
    try:
        return package.xml(place)
    except Unreadable as fault:
        if fault.code in ("too_large", "too_slow"):
            raise
        return None


def _own_files(package: Package, place: str) -> None:
    """What sealing programs keep beside a signature: its value, the seal, certificates, lists of files."""
    folder = posixpath.dirname(place)
    beside = (name for name in package.unasked if posixpath.dirname(name) == folder)
    package.asked(*(name for name in beside if name.lower().endswith(_OF_SIGNATURES)))


def _stamps(package: Package, at: str, signature: etree._Element) -> Iterator[Sign]:
    name = _seal_name(package, at, signature)
    stamps = list(every(signature, "StampAnnot"))
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
    members = [package.resolve(at, place) for place in places]
    package.asked(*members)
    for member in members:
        try:
            data = package.get(member)
        except Unreadable:  # the other one may still be whole
            continue
        if data and (name := name_in_ses(data)):
            return name
    return None
