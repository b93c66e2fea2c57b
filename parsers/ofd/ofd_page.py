"""What an OFD page shows -> a `Page`: its lines, digital and recognised, and the seals seen on it.

In: `Drawn`, and where its images and fonts lie. Out: the page; what of it was not read goes to the
account. A page that is mostly pictures is recognised as a whole; on others the pictures and drawings that
may hold words are recognised alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parsers import effort
from parsers.document import ANYTHING, SEAL, TEXT, Box, Line, Page, Seal, SealForm, TextFrom
from parsers.limits import MAX_PAGE_PIXELS, MAX_PICTURES
from parsers.ofd import ofd_font, ofd_lines, ofd_paths, ofd_text
from parsers.ofd.ofd_account import Account
from parsers.ofd.ofd_package import Package
from parsers.ofd.ofd_picture import composed, image, is_solid
from parsers.ofd.ofd_resources import Resources
from parsers.ofd.ofd_text import Run
from parsers.ofd.ofd_units import Drawn, Image
from parsers.page import glyphs, recognised
from parsers.page.picture import Picture
from parsers.page.recognised import Reading
from parsers.parser import Unreadable
from parsers.seals import ink, ring, seal

_FEW = 20  # characters: with fewer, what else is on the page is the letter
_LARGE = 0.5  # of the page covered by images: a scan, whatever text lies on it
_SOME = 0.1
_A_LOGO = 0.05  # of the page
_LEAST = 8.5  # points: nothing lower or narrower holds a word
_WORD = 500.0  # square points: likewise
_A_SEALS = 0.4  # of a picture taken by its seal: there is nothing else in it
_READ, _LAYER = 0.7, 0.8  # confidence of a recognised line; of another program's recognition
_A_FEW = 4  # letters of a line: fewer may be a logo's
_LONG, _HIGHEST = 2.5, 60.0  # so many times as long as high, and no higher in points, is a line
_RING = 4  # characters aslant that may be a seal's


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
class _Seen:
    """A picture on the page: an image, or what its drawings are together."""

    picture: Picture
    box: Box
    name: object
    shape: Image | None = None
    solid: bool = False
    seals: tuple[Seal, ...] = ()

    @property
    def area(self) -> float:
        x0, y0, x1, y1 = self.box
        return max(0.0, x1 - x0) * max(0.0, y1 - y0)


def page_of(drawn: Drawn, number: int, size: tuple[float, float], files: Files, account: Account) -> Page:  # fmt: skip
    width, height = size
    sheet = max(width * height, 1.0)
    pictures, whole = images(drawn, files, account, number)
    covered = sum(_on_paper(one.box, size) for one in pictures) / sheet
    pictures += drawings(drawn, size)
    pictures, searched = _searched(pictures, account, number)
    seals = tuple(found for one in pictures for found in one.seals)
    runs = _with_hidden(ofd_text.believed(drawn.runs, files.font), pictures, sheet)
    scan = covered > _LARGE
    layer = [run for run in runs if run.invisible] if scan else []
    text = [run for run in runs if not (scan and run.invisible)]
    digital = _digital(text, account, number)
    few = ofd_lines.characters(text).written.sum() < _FEW
    if scan or (few and covered > _SOME):
        picture = composed([(one.picture, one.box) for one in pictures], width, height)
        read = recognised.read_picture(picture, seals, number)
        read = _instead(read, layer) if layer else read
        read = recognised.joined(read, digital.lines) if digital.lines else read
        if scan and not seals and ink.is_colourless(picture):
            searched = False
            account.miss("seals", f"第{number}页是黑白图像，无法判断有无印章", (SEAL,), number)
    else:
        read = _with_pictures(digital, _wordy(pictures), files, number, account)
        if few and not read.lines and any(one.area > _A_LOGO * sheet for one in pictures):
            read = Reading(TextFrom.NONE, read.lines, (f"第{number}页的内容是图形，未能读出，请人工查看",))  # fmt: skip
    if digital.text_from is TextFrom.NONE or (not whole and scan):
        said = f"第{number}页的内容有些是打不开的图像，未能读出，请人工查看"
        read = replace(read, text_from=TextFrom.NONE, warnings=(*digital.warnings, *read.warnings) or (said,))  # fmt: skip
    _say(read, account, number)
    if not seals and _may_be_ring(runs):
        searched = False
        account.miss("seals", f"第{number}页有环形排列的红字，无法确定是不是印章", (SEAL,), number)
    return Page(number, width, height, read.text_from, read.lines, seals, seals_searched=searched and whole)  # fmt: skip


def _say(read: Reading, account: Account, number: int) -> None:
    for said in read.warnings:
        if read.text_from is TextFrom.NONE:
            account.miss("page", said, ANYTHING, number)
        else:
            account.remarks.append(said)


def _digital(runs: list[Run], account: Account, number: int) -> Reading:
    """What stands on the page as text."""
    characters = ofd_lines.characters(runs)
    if glyphs.is_garbled(characters):
        said = f"第{number}页的文字是乱码，未能读出，请人工查看"
        return Reading(TextFrom.NONE, (), (said,))
    if characters.unmapped.any():
        said = f"第{number}页有些文字的字体没有注明所画何字，没有读出"
        account.miss("glyphs", said, (TEXT,), number)
    return Reading(TextFrom.DIGITAL, ofd_lines.lines(runs))


# ---- pictures


def images(drawn: Drawn, files: Files, account: Account, number: int) -> tuple[list[_Seen], bool]:
    """The page's images, decoded, and whether every one could be."""
    found: list[_Seen] = []
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
            found.append(_Seen(picture, place, member, each, solid))
        except Unreadable as fault:
            whole = False
            title = f"“{member or each.resource}”" if member or each.resource else "（未注明来源）"
            account.miss("picture", f"页面上的图像{title}：{fault.message}", ANYTHING, number)
    return found, whole and len(drawn.images) <= 2 * MAX_PICTURES


def drawings(drawn: Drawn, size: tuple[float, float]) -> list[_Seen]:
    """What the page's drawings show together, where that may be writing or a seal."""
    if not ofd_paths.may_be_writing(drawn.drawings):
        return []
    effort.go_on()
    shown = ofd_paths.painted(drawn.drawings, size)
    return [_Seen(*shown, tuple(drawn.drawings))] if shown else []


def _searched(pictures: list[_Seen], account: Account, number: int) -> tuple[list[_Seen], bool]:
    """The pictures with the ink seals in each, and whether nothing doubtful remained."""
    found: list[_Seen] = []
    searched = True
    for one in pictures:
        search = seal.search(one.picture)
        if search.cut:
            account.miss("seals", f"第{number}页的印章没有查找完：{search.cut}", (SEAL,), number)
        elif search.doubtful and not search.seals:
            account.miss("seals", f"第{number}页有红色图形，无法确定是不是印章", (SEAL,), number)
        searched &= (bool(search.seals) or not search.doubtful) and not search.cut
        x, y = one.box[:2]
        seals = (each for each in ring.named(one.picture, search.seals) if each.bbox)
        moved = (replace(each, bbox=_moved(each.bbox, x, y), form=SealForm.INK) for each in seals)
        found.append(replace(one, seals=tuple(moved)))
    return found, searched


def _moved(box: Box | None, x: float, y: float) -> Box | None:
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


def _on_paper(box: Box, size: tuple[float, float]) -> float:
    across = min(box[2], size[0]) - max(box[0], 0.0)
    down = min(box[3], size[1]) - max(box[1], 0.0)
    return max(0.0, across) * max(0.0, down)


def _with_hidden(runs: list[Run], pictures: list[_Seen], sheet: float) -> list[Run]:
    """Text below a picture that covers the page is not seen: another program's recognition of it."""
    covers = [one for one in pictures if one.solid and one.area > _LARGE * sheet]
    return [replace(run, invisible=True) if _is_below(run, covers) else run for run in runs]


def _is_below(run: Run, covers: list[_Seen]) -> bool:
    x, y = run.places[0]
    return any(
        one.shape and one.shape.order > run.order
        and one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3]
        for one in covers
    )  # fmt: skip


def _instead(read: Reading, layer: list[Run]) -> Reading:
    """Another program's recognition is better than none."""
    if read.lines or read.text_from is not TextFrom.NONE:
        return read
    lines = tuple(replace(line, confidence=_LAYER) for line in ofd_lines.lines(layer))
    said = "扫描图像的文字取自文件自带的识别层，可能有错字"
    return Reading(TextFrom.OCR, lines, (said,)) if lines else read


def _wordy(pictures: list[_Seen]) -> list[_Seen]:
    """Those that may hold words beside a seal."""
    return [
        one
        for one in pictures
        if min(one.box[2] - one.box[0], one.box[3] - one.box[1]) >= _LEAST
        and one.area >= _WORD
        and sum(map(_area, one.seals)) < _A_SEALS * one.area
    ]


def _area(found: Seal) -> float:
    x0, y0, x1, y1 = found.bbox or (0.0, 0.0, 0.0, 0.0)
    return (x1 - x0) * (y1 - y0)


def _with_pictures(
    digital: Reading, pictures: list[_Seen], files: Files, number: int, account: Account
) -> Reading:
    """The page's own text, and the words in its pictures where they are read surely."""
    if not pictures:
        return digital
    x = min(one.box[0] for one in pictures)
    y = min(one.box[1] for one in pictures)
    placed = [(one.picture, _shifted(one.box, x, y)) for one in pictures]
    key = tuple((one.name, _shifted(one.box, x, y)) for one in pictures)
    if key not in files.read:
        width = max(place[2] for _, place in placed)
        height = max(place[3] for _, place in placed)
        seals = [
            replace(found, bbox=_shifted(found.bbox, x, y))
            for one in pictures for found in one.seals if found.bbox
        ]  # fmt: skip
        files.read[key] = recognised.read_picture(composed(placed, width, height), seals, number)
    read = files.read[key]
    if read.refused:
        account.miss("picture", f"第{number}页图像里的文字没有识别", (TEXT,), number)
    said = [line for line in read.lines if _letters(line) >= 2]
    sure = [line for line in said if line.confidence >= _READ]
    unsure = any(_letters(line) >= _A_FEW for line in said if line.confidence < _READ)
    # handwriting: nothing is recognised in what has the shape of a line
    if unsure or (not said and not read.refused and any(map(_is_line, pictures))):
        account.miss("picture", f"第{number}页图像里有的文字没有认清", (TEXT,), number)
    if not sure:
        return digital
    lines = tuple(replace(line, bbox=_moved(line.bbox, x, y)) for line in sure)
    return recognised.joined(Reading(TextFrom.OCR, lines), digital.lines)


def _letters(line: Line) -> int:
    return sum(map(str.isalnum, line.text))


def _is_line(one: _Seen) -> bool:
    """Whether a picture has the shape of one line of writing, and ink in it."""
    x0, y0, x1, y1 = one.box
    high = y1 - y0
    wide = x1 - x0 > _LONG * high and _LEAST <= high <= _HIGHEST
    return wide and not recognised.is_blank(one.picture)


def _shifted(box: Box, x: float, y: float) -> Box:
    x0, y0, x1, y1 = (round(edge, 2) for edge in (box[0] - x, box[1] - y, box[2] - x, box[3] - y))
    return x0, y0, x1, y1


def _may_be_ring(runs: list[Run]) -> bool:
    """Red characters each of which stands otherwise: a seal's name that is text."""
    aslant = [run for run in runs if run.red and len(run.chars.strip()) == 1]
    return sum(map(ofd_lines.is_aslant, aslant)) >= _RING
