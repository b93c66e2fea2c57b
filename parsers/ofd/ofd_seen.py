"""The pictures that an OFD page shows: its images and what its drawings are together, and the seals on them.

In: `Drawn`, and where a document's files lie. Out: `Seen`s in points of the page; what could not be opened
or searched goes to the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parsers import effort
from parsers.document import ANYTHING, SEAL, Box, Seal, SealForm
from parsers.limits import MAX_PAGE_PIXELS, MAX_PICTURES
from parsers.ofd import ofd_font, ofd_paths
from parsers.ofd.ofd_account import Account
from parsers.ofd.ofd_package import Package
from parsers.ofd.ofd_picture import image, is_solid
from parsers.ofd.ofd_resources import Resources
from parsers.ofd.ofd_units import Drawn, Image
from parsers.page.picture import Picture
from parsers.page.recognised import Reading
from parsers.parser import Unreadable
from parsers.seals import ring, seal


@dataclass
class Files:
    """Where a document's images and fonts lie, and what was read of them before."""

    package: Package
    resources: Resources
    fonts: dict[str, Mapping[int, str]] = field(default_factory=dict)
    read: dict[object, Reading] = field(default_factory=dict)  # of pictures, by what they are

    def font(self, name: str) -> Mapping[int, str]:
        """Glyph -> character, as far as the font of this ID lies in the file and says."""
        if name not in self.fonts:
            try:
                data = self.package.get(self.resources.fonts.get(name, ""))
            except Unreadable:
                data = None
            self.fonts[name] = ofd_font.characters(data) if data else {}
        return self.fonts[name]


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture on the page: an image, or what its drawings are together."""

    picture: Picture
    box: Box
    name: object
    shape: Image | None = None
    solid: bool = False
    by_pen: bool = False
    seals: tuple[Seal, ...] = ()

    @property
    def area(self) -> float:
        x0, y0, x1, y1 = self.box
        return max(0.0, x1 - x0) * max(0.0, y1 - y0)


def images(drawn: Drawn, files: Files, account: Account, number: int) -> tuple[list[Seen], bool]:
    """The page's images, decoded, and whether every one could be."""
    found: list[Seen] = []
    whole = True
    kept = 0
    for each in drawn.images[: 2 * MAX_PICTURES]:
        member = files.resources.media.get(each.resource, "")
        try:
            effort.go_on()
            if len(found) >= MAX_PICTURES or kept > MAX_PAGE_PIXELS:
                raise Unreadable("too_large", "一页上的图像过多或者过大，没有查看")
            data = files.package.get(member)
            if data is None:
                raise Unreadable("damaged", "文件里没有这幅图像")
            picture, place = image(data, each.matrix)
            kept += picture.pixels.size // 3
            solid = each.solid and is_solid(data)
            found.append(Seen(picture, place, member, each, solid))
        except Unreadable as fault:
            whole = False
            title = f"“{member or each.resource}”" if member or each.resource else "（未注明来源）"
            account.miss("picture", f"页面上的图像{title}：{fault.message}", ANYTHING, number)
    return found, whole and len(drawn.images) <= 2 * MAX_PICTURES


def drawings(drawn: Drawn, size: tuple[float, float]) -> list[Seen]:
    """What the page's drawings show together, where that may be writing or a seal."""
    if not ofd_paths.may_be_writing(drawn.drawings):
        return []
    effort.go_on()
    shown = ofd_paths.painted(drawn.drawings, size)
    by_pen = any(drawing.by_pen for drawing in drawn.drawings)
    return [Seen(*shown, tuple(drawn.drawings), by_pen=by_pen)] if shown else []


def searched(pictures: list[Seen], account: Account, number: int) -> tuple[list[Seen], bool]:
    """The pictures with the ink seals in each, not named, and whether nothing doubtful remained."""
    found: list[Seen] = []
    searched = True
    for one in pictures:
        search = seal.search(one.picture)
        if search.cut:
            account.miss("seals", f"第{number}页的印章没有查找完：{search.cut}", (SEAL,), number)
        elif search.doubtful and not search.seals:
            account.miss("seals", f"第{number}页有红色图形，无法确定是不是印章", (SEAL,), number)
        searched &= (bool(search.seals) or not search.doubtful) and not search.cut
        x, y = one.box[:2]
        seals = (each for each in search.seals if each.bbox)
        there = (replace(each, bbox=moved(each.bbox, x, y), form=SealForm.INK) for each in seals)
        found.append(replace(one, seals=tuple(there)))
    return found, searched


def named(one: Seen) -> Seen:
    """A picture that is no page by itself: whichever way up the page lies, it stands as it is shown."""
    x, y = one.box[:2]
    own = tuple(replace(each, bbox=moved(each.bbox, -x, -y)) for each in one.seals)
    seals = ring.named(one.picture, own)
    return replace(one, seals=tuple(replace(each, bbox=moved(each.bbox, x, y)) for each in seals))


def moved(box: Box | None, x: float, y: float) -> Box | None:
    return box and (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def look_at_watermarks(drawn: Drawn, files: Files, account: Account, number: int) -> None:
    """They are no part of the letter, unless one is its seal."""
    if not drawn.images:
        return
    pictures, whole = images(drawn, files, Account(), number)
    searches = [seal.search(one.picture) for one in pictures]
    if not whole or any(search.seals or search.cut for search in searches):
        said = f"第{number}页的水印图像里可能有印章，没有计入"
        account.miss("watermark", said, (SEAL,), number)
