"""XML out of a zip: what .docx and .ofd are made of.

In: an opened zip and a member's name. Out: its root. Apart from `zipped`, so that looking into a
zip, by which formats are told apart, needs no XML library.
"""

from __future__ import annotations

from lxml import etree

from parsers import effort
from parsers.limits import MAX_XML_BYTES, MAX_XML_MARKS
from parsers.packed.zipped import Zipped
from parsers.parser import Unreadable


def member_xml(package: Zipped, name: str) -> etree._Element | None:
    """A member as XML, None where there is none; entities and the network are off. What had to be
    mended, and may thus have lost words, is remembered in the package's `mended`."""
    data = package.get(name, MAX_XML_BYTES)
    if data is None:
        return None
    _check(data, name)
    try:
        return etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        package.mended.append(name)
    root = etree.fromstring(data, _parser(recover=True)) if data.strip() else None
    if root is None:
        raise Unreadable("damaged", f"“{name}”已损坏，无法读取")
    return root


def parsed(data: bytes, name: str) -> etree._Element:
    """XML of somebody else, under the same limits. Raises `etree.XMLSyntaxError` too."""
    _check(data, name)
    return etree.fromstring(data, _parser(recover=False))


def _check(data: bytes, name: str) -> None:
    effort.go_on()
    if data.count(b"<") + data.count(b"=") > MAX_XML_MARKS:
        raise Unreadable("too_large", f"“{name}”的标记过多，未打开")


def _parser(recover: bool) -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, recover=recover)
