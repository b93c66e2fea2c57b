"""The resources of an OFD document or page: what objects mean by their `ResourceID`, `Font`, `DrawParam`.

In: the package and the resource files that a document or page names. Out: `Resources` by ID.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from parsers.ofd.ofd_account import RESOURCES, Account
from parsers.ofd.ofd_package import Package, children, every, local, text_at
from parsers.parser import Unreadable

_MOST_FILES = 200  # resource files of one document or page
_FOLLOWED = 8  # draw parameters that go back to others
_SPOKEN = ("audio", "video")


@dataclass
class Resources:
    """`media`: member of the package; "" where it is missing. `fonts`: the font's file, if it has one."""

    media: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    units: dict[str, etree._Element] = field(default_factory=dict)
    params: dict[str, etree._Element] = field(default_factory=dict)

    def with_those(self, other: Resources) -> Resources:
        """Of the document and of the page; the page's own stand first."""
        return Resources(
            self.media | other.media,
            self.fonts | other.fonts,
            self.units | other.units,
            self.params | other.params,
        )

    def param(self, name: str, kind: str) -> etree._Element | None:
        """The `FillColor` or `StrokeColor` that draw parameters of this ID give, themselves or by the
        one that they go back to."""
        for _ in range(_FOLLOWED):
            found = self.params.get(name)
            if found is None:
                return None
            colour = next(children(found, kind), None)
            if colour is not None:
                return colour
            name = found.get("Relative", "")
        return None


def resources(package: Package, at: str, places: Iterable[str], account: Account) -> Resources:
    """What the files at these places, named in member `at`, define."""
    found = Resources()
    read: set[str] = set()
    for place in places:
        name = package.resolve(at, place)
        if name in read:
            continue
        read.add(name)
        try:
            root = package.xml(name) if len(read) <= _MOST_FILES else None
        except Unreadable as fault:
            account.miss("resources", f"OFD 的资源文件“{place}”没有读取：{fault.message}")
            continue
        if root is None:
            account.miss("resources", f"OFD 缺少资源文件“{place}”，或者资源文件过多")
            continue
        account.known(root, RESOURCES, "资源文件")
        _take(found, package, name, root, account)
    return found


def _take(
    found: Resources, package: Package, name: str, root: etree._Element, account: Account
) -> None:
    folder = posixpath.join(posixpath.dirname(name), root.get("BaseLoc", ""), "x")

    def member(element: etree._Element, kind: str) -> str:
        place = text_at(element, kind)
        known = package.resolve(folder, place) or package.resolve(name, place)
        package.asked(known)
        return known

    for each in root.iter():
        match local(each):
            case "MultiMedia":
                found.media[each.get("ID", "")] = member(each, "MediaFile")
                if each.get("Type", "").lower() in _SPOKEN:
                    account.miss("media", "OFD 带有音频或者视频，没有听看，请人工查看")
            case "Font":
                found.fonts[each.get("ID", "")] = member(each, "FontFile")
            case "CompositeGraphicUnit":
                found.units[each.get("ID", "")] = each
            case "DrawParam":
                found.params[each.get("ID", "")] = each
            case "ColorSpace":
                package.asked(package.resolve(folder, each.get("Profile", "")))


def files_named(root: etree._Element, *kinds: str) -> list[str]:
    return [(each.text or "").strip() for kind in kinds for each in every(root, kind)]
