"""The package of an OFD file: where its members lie, how they name each other, which were asked for.

In: an opened zip. Out: members by the paths that real programs write (from the root or relative, in
other letter case than the member has, with either slash). What nobody asked for is left over.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsers.packed.packed_xml import member_xml
from parsers.packed.zipped import Zipped

_FARTHEST = 1e9  # also of numbers that are none (nan)
POINT = 72 / 25.4  # points a millimetre


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    if element is not None:
        yield from (child for child in element if local(child) in names)


def every(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Each descendant of that name, whatever its namespace."""
    yield from (each for each in element.iter() if local(each) == name)


def first(element: etree._Element, name: str) -> etree._Element | None:
    return next(every(element, name), None)


def words(element: etree._Element) -> str:
    """The text of an element, which a comment may have cut in pieces; not that of its children."""
    pieces = [element.text or "", *(child.tail or "" for child in element if not local(child))]
    return "".join(pieces)


def text_at(element: etree._Element, name: str) -> str:
    found = first(element, name)
    return words(found).strip() if found is not None else ""


def numbers(text: str) -> list[float]:
    """The numbers in a string; none where it holds something else, or what no place can be."""
    try:
        found = [float(word) for word in text.split()]
    except ValueError:
        return []
    return found if all(abs(number) < _FARTHEST for number in found) else []


def is_hidden(element: etree._Element) -> bool:
    """Whether a layer, object, annotation or attachment is switched off."""
    return element.get("Visible", "").strip().lower() in ("false", "0")


@dataclass(frozen=True)
class Package:
    zipped: Zipped
    _names: dict[str, str] = field(init=False, default_factory=dict)
    _asked: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        names = self.zipped.names
        self._names.update((_plain(name).lower(), name) for name in reversed(names))
        self._names.update((_plain(name), name) for name in reversed(names))

    @property
    def unasked(self) -> list[str]:
        """The members that nothing led to."""
        return [name for name in dict.fromkeys(self.zipped.names) if name not in self._asked]

    @property
    def twins(self) -> list[str]:
        """Names that two members bear: which of them a reader shows is up to it."""
        return [name for name, count in Counter(self.zipped.names).items() if count > 1]

    def resolve(self, at: str, path: str) -> str:
        """The member that a path in member `at` means; "" where it means none."""
        path = path.strip().replace("\\", "/")
        if not path:
            return ""
        folder = posixpath.dirname(_plain(at))
        tries = [path.lstrip("/")] if path.startswith("/") else [posixpath.join(folder, path), path]
        for each in map(posixpath.normpath, tries):
            known = self._names.get(each) or self._names.get(each.lower())
            if known:
                return known
        return ""

    def get(self, name: str) -> bytes | None:
        self.asked(name)
        return self.zipped.get(name) if name else None

    def xml(self, name: str) -> etree._Element | None:
        self.asked(name)
        return member_xml(self.zipped, name) if name else None

    def asked(self, *names: str) -> None:
        """These are accounted for: read, or known to carry neither words nor a seal."""
        self._asked.update(names)


def _plain(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").lstrip("/")
