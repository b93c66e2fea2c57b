"""What an OFD page shows -> a `Page`: its lines, digital and recognised, and the seals seen on it.

In: `Drawn`, and where its images and fonts lie. Out: the page; what of it was not read goes to the
account. A page that is mostly pictures is recognised as a whole; on others the pictures and drawings that
may hold words are recognised alone.
"""

from __future__ import annotations

from dataclasses import replace

from parsers.document import ANYTHING, SEAL, TEXT, Box, Line, Page, Seal, TextFrom, Unread
from parsers.ofd import ofd_lines, ofd_seen, ofd_text
from parsers.ofd.ofd_account import Account
from parsers.ofd.ofd_picture import composed
from parsers.ofd.ofd_seen import Files, Seen, moved
from parsers.ofd.ofd_text import Run
from parsers.ofd.ofd_units import Drawn
from parsers.page import glyphs, recognised
from parsers.page.recognised import Reading
from parsers.seals import ink

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


def page_of(drawn: Drawn, number: int, size: tuple[float, float], files: Files, account: Account) -> Page:  # fmt: skip
    width, height = size
    sheet = max(width * height, 1.0)
    pictures, whole = ofd_seen.images(drawn, files, account, number)
    covered = sum(_on_paper(one.box, size) for one in pictures) / sheet
    pictures += ofd_seen.drawings(drawn, size)
    pictures, searched = ofd_seen.searched(pictures, account, number)
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
        seals = read.seals
        read = _instead(read, layer, account) if layer else read
        read = recognised.joined(read, digital.lines) if digital.lines else read
        if scan and not seals and ink.is_colourless(picture):
            searched = False
            account.miss("seals", f"第{number}页是黑白图像，无法判断有无印章", (SEAL,), number)
    else:
        pictures = [ofd_seen.named(one) for one in pictures]
        seals = tuple(found for one in pictures for found in one.seals)
        read = _with_pictures(digital, _wordy(pictures), files, number, account)
        if few and not read.lines and any(one.area > _A_LOGO * sheet for one in pictures):
            read = _not_read(f"第{number}页的内容是图形，未能读出，请人工查看", number, read.lines)
    if digital.text_from is TextFrom.NONE or (not whole and scan):
        said = f"第{number}页的内容有些是打不开的图像，未能读出，请人工查看"
        unread = (*digital.unread, *read.unread) or _not_read(said, number).unread
        read = replace(read, text_from=TextFrom.NONE, unread=unread)
    _say(read, account, number)
    if not seals and _may_be_ring(runs):
        searched = False
        account.miss("seals", f"第{number}页有环形排列的红字，无法确定是不是印章", (SEAL,), number)
    return Page(number, width, height, read.text_from, read.lines, seals, seals_searched=searched and whole)  # fmt: skip


def _say(read: Reading, account: Account, number: int) -> None:
    for one in read.unread:
        account.miss(one.code, one.what, one.touches, number)


def _not_read(said: str, number: int, lines: tuple[Line, ...] = ()) -> Reading:
    return Reading(TextFrom.NONE, lines, unread=(Unread("page", ANYTHING, said, number),))


def _digital(runs: list[Run], account: Account, number: int) -> Reading:
    """What stands on the page as text."""
    characters = ofd_lines.characters(runs)
    if glyphs.is_garbled(characters):
        said = f"第{number}页的文字是乱码，未能读出，请人工查看"
        return _not_read(said, number)
    if characters.unmapped.any():
        said = f"第{number}页有些文字的字体没有注明所画何字，没有读出"
        account.miss("glyphs", said, (TEXT,), number)
    return Reading(TextFrom.DIGITAL, ofd_lines.lines(runs))


def _on_paper(box: Box, size: tuple[float, float]) -> float:
    across = min(box[2], size[0]) - max(box[0], 0.0)
    down = min(box[3], size[1]) - max(box[1], 0.0)
    return max(0.0, across) * max(0.0, down)


def _with_hidden(runs: list[Run], pictures: list[Seen], sheet: float) -> list[Run]:
    """Text below a picture that covers the page is not seen: another program's recognition of it."""
    covers = [one for one in pictures if one.solid and one.area > _LARGE * sheet]
    return [replace(run, invisible=True) if _is_below(run, covers) else run for run in runs]


def _is_below(run: Run, covers: list[Seen]) -> bool:
    x, y = run.places[0]
    return any(
        one.shape and one.shape.order > run.order
        and one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3]
        for one in covers
    )  # fmt: skip


def _instead(read: Reading, layer: list[Run], account: Account) -> Reading:
    """Another program's recognition is better than none."""
    if read.lines or read.text_from is not TextFrom.NONE:
        return read
    lines = tuple(replace(line, confidence=_LAYER) for line in ofd_lines.lines(layer))
    if not lines:
        return read
    account.remarks.append("扫描图像的文字取自文件自带的识别层，可能有错字")
    return replace(read, text_from=TextFrom.OCR, lines=lines)


def _wordy(pictures: list[Seen]) -> list[Seen]:
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
    digital: Reading, pictures: list[Seen], files: Files, number: int, account: Account
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
    # handwriting: nothing is recognised in strokes of a pen, in what has the shape of a line
    if unsure or (not said and not read.refused and any(map(_may_be_handwriting, pictures))):
        account.miss("picture", f"第{number}页图像里有的文字没有认清", (TEXT,), number)
    if not sure:
        return digital
    lines = tuple(replace(line, bbox=moved(line.bbox, x, y)) for line in sure)
    return recognised.joined(Reading(TextFrom.OCR, lines), digital.lines)


def _letters(line: Line) -> int:
    return sum(map(str.isalnum, line.text))


def _may_be_handwriting(one: Seen) -> bool:
    """Whether a picture has the shape of one line of writing and ink in it, or is drawn by a pen."""
    x0, y0, x1, y1 = one.box
    high = y1 - y0
    wide = x1 - x0 > _LONG * high and _LEAST <= high <= _HIGHEST
    return one.by_pen or (wide and not recognised.is_blank(one.picture))


def _shifted(box: Box, x: float, y: float) -> Box:
    x0, y0, x1, y1 = (round(edge, 2) for edge in (box[0] - x, box[1] - y, box[2] - x, box[3] - y))
    return x0, y0, x1, y1


def _may_be_ring(runs: list[Run]) -> bool:
    """Red characters each of which stands otherwise: a seal's name that is text."""
    aslant = [run for run in runs if run.red and len(run.chars.strip()) == 1]
    return sum(map(ofd_lines.is_aslant, aslant)) >= _RING
