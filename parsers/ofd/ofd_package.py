"""The package of an OFD file: where its members lie and how they name each other.

In: an opened zip. Out: the documents in it, members by the paths that real programs write (from the
root or relative, in other letter case than the member has), resources, attachments.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.packed.packed_xml import member_xml
from parsers.packed.zipped import Zipped
from parsers.parser import Unreadable

_FARTHEST = 1e9  # also of numbers that are none (nan)
POINT = 72 / 25.4  # points a millimetre


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if element is not None:
        yield from (child for child in element if local(child) == name)


def first(element: etree._Element, name: str) -> etree._Element | None:
    """The first descendant of that name, whatever its namespace."""
    return next((each for each in element.iter() if local(each) == name), None)


def text_at(element: etree._Element, name: str) -> str:
    found = first(element, name)
    return (found.text or "").strip() if found is not None else ""


def numbers(text: str) -> list[float]:
    """The numbers in a string; none where it holds something else, or what no place can be."""
    try:
        found = [float(word) for word in text.split()]
    except ValueError:
        return []
    return found if all(abs(number) < _FARTHEST for number in found) else []


@dataclass(frozen=True, slots=True)
class Body:
    """One document of the package: its Document.xml and its list of signatures."""

    root: str
    signatures: str


@dataclass(frozen=True)
class Package:
    zipped: Zipped
    _names: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._names.update((name.lower(), name) for name in reversed(self.zipped.names))

    def bodies(self) -> list[Body]:
        root = self.xml("OFD.xml")
        if root is None:
            raise Unreadable("damaged", "OFD 缺少入口 OFD.xml，无法读取")
        found = [each for each in root.iter() if local(each) == "DocBody"]
        bodies = [
            Body(
                self.resolve("", text_at(each, "DocRoot")),
                self.resolve("", text_at(each, "Signatures")),
            )
            for each in found
        ]
        if not bodies:
            raise Unreadable("damaged", "OFD 中没有文档，可能已损坏")
        return bodies

    def resolve(self, at: str, path: str) -> str:
        """The member that a path in member `at` means; "" where it means none."""
        if not path:
            return ""
        folder = posixpath.dirname(at)
        tries = [path.lstrip("/")] if path.startswith("/") else [posixpath.join(folder, path), path]
        for each in tries:
            known = self._names.get(posixpath.normpath(each).lower())
            if known:
                return known
        return ""

    def get(self, name: str) -> bytes | None:
        return self.zipped.get(name) if name else None

    def xml(self, name: str) -> etree._Element | None:
        known = self._names.get(name.lower())
        return member_xml(self.zipped, known) if known else None

    def media(self, at: str, root: etree._Element) -> dict[str, str]:
        """Resource ID -> member, of every image that the document's resource files name."""
        found: dict[str, str] = {}
        for kind in ("PublicRes", "DocumentRes"):
            for entry in (each for each in root.iter() if local(each) == kind):
                name = self.resolve(at, (entry.text or "").strip())
                resources = self.xml(name)
                if resources is None:
                    continue
                folder = posixpath.join(posixpath.dirname(name), resources.get("BaseLoc", ""), "x")
                for each in (e for e in resources.iter() if local(e) == "MultiMedia"):
                    place = text_at(each, "MediaFile")
                    member = self.resolve(folder, place) or self.resolve(name, place)
                    found[each.get("ID", "")] = member
        return found

    def attachments(self, at: str, root: etree._Element) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of the files attached to a document."""
        name = self.resolve(at, text_at(root, "Attachments"))
        listed = self.xml(name) if name else None
        for each in listed.iter() if listed is not None else ():
            if local(each) == "Attachment":
                member = self.resolve(name, text_at(each, "FileLoc"))
                yield each.get("Name") or posixpath.basename(member), self.get(member) or b""
