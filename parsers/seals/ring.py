"""A picture and a seal on it -> the name that its ring says.

In: the `Picture` in which `parsers.seals.seal` found the seal. Out: the same `Seal` with its `name` where
it could be read well enough, and how sure that is.

How: the ring is unrolled along its ellipse into a level strip that begins where the ring is empty, and read by
the recogniser in several cuts; the surest reading stands. It is good enough to confirm a name that is
expected; a name that is not expected may be a misreading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from parsers import lazy_re as re
from parsers.document import Box, Seal, SealForm
from parsers.page import ocr
from parsers.page.picture import Picture, Pixels
from parsers.parser import Unreadable
from parsers.seals import seal_ink
from parsers.seals.seal_rings import Doubles, Ellipse, Floats, fitted, strength

_RADIUS = 170  # pixels, at which a ring is unrolled
_ROOM = 1.2  # how much around it is looked at
_HEIGHT = 48  # pixels, which the recogniser expects
_GOOD = 0.85  # a name less sure is none
_MIXED = 0.97  # the same where text in the same ink may lie across the ring
_SURE = 0.5  # a character less sure is none
_MOST_NAMED = 4  # seals of one page: each takes as long as ten lines of print
_LEAST = 3  # characters of a name
_HAN = re.compile(r"[\u3400-\u9fff〇]+")

# (from, to) of the radius: one line of writing, then the outer and the inner of two
_CUTS = ((1.0, 0.61), (1.0, 0.67), (0.78, 0.46))
_BOTTOM = 0.24  # of a turn to either side: where a name that runs over the top may begin
_FLANK = (0.08, 0.31)  # of a turn from the top, to the left and to the right
_GREYER = 0.7  # than the print: a ring that can be told from it
_HALO = np.ones((7, 7), np.uint8)  # of thin strokes and blur around the black of print
_ALONE = 1.5  # characters are enough where nothing else can be among them
_HOPELESS = 0.25  # of enough: after so little in two looks a third tells nothing
_LATIN = 0.5  # of a Han character: so much does a letter count

Characters = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    text: str
    confidence: float  # of all its characters on average
    least: float  # of the least sure
    gist: float  # likewise, one slip aside


def named(picture: Picture, seals: tuple[Seal, ...], turns: int = 0) -> tuple[Seal, ...]:
    """The seals with the names that could be read; those that have a name keep it, and those that
    were not seen in the picture have none to read. `turns`: quarter turns anticlockwise that set the page
    upright, without which a name would be begun in its middle."""
    upright = picture
    if turns % 4 and seals:
        upright = replace(picture, pixels=np.ascontiguousarray(np.rot90(picture.pixels, turns)))
    return tuple(
        _named(upright, seal, turned(seal.bbox, picture, turns))
        if at < _MOST_NAMED and _may_be_read(seal)
        else seal
        for at, seal in enumerate(seals)
    )


def turned(box: Box | None, picture: Picture, turns: int) -> Box | None:
    """A box of the picture where it lies when that is turned, in points."""
    if box is None:
        return None
    width, height = picture.size_in_points
    for _ in range(turns % 4):
        x0, y0, x1, y1 = box
        box, width, height = (y0, width - x1, y1, width - x0), height, width
    return box


def _may_be_read(seal: Seal) -> bool:
    was_seen = seal.colour is not None or seal.form is SealForm.INK
    return not seal.name and seal.bbox is not None and was_seen


def _named(picture: Picture, seal: Seal, box: Box | None) -> Seal:
    try:
        best = read(picture, replace(seal, bbox=box))
    except (
        Unreadable
    ):  # nothing here can read: a page's text says so, and the seal is seen all the same
        return seal
    enough = _GOOD if seal.colour == "red" else _MIXED
    if best is None or best.confidence < enough:
        return seal
    sure, gist = (round(min(each, 0.99), 2) for each in (best.least, best.gist))
    return replace(seal, name=best.text, name_confidence=sure, gist_confidence=gist)


def is_written(
    picture: Picture, seal: Seal, enough: float, times: int, *, among_print: bool = False
) -> bool:
    """Whether the ring carries writing at all, which no ornament does: as much as `enough` characters
    read for certain, in so many looks. Grey ink is read without the print over it; where that
    cannot be told apart only the flanks are read, where no line of the page
    runs along the ring, and nothing where one does, `among_print`."""
    if seal.bbox is None or not times:
        return False
    strokes, ellipse = _enlarged(picture, seal.bbox, seal.colour)
    ink, part = _stretched(strokes), _upper
    if seal.colour == "grey":
        bare = _unprinted(strokes, ellipse)
        if bare is None and among_print:
            return False
        ink, part = (ink, _flanks) if bare is None else (_stretched(bare), _upper)
        enough = enough if bare is None else min(enough, _ALONE)
    edge = _inner_edge(ink, ellipse)
    best = 0.0
    for look, (outer, inner) in enumerate((_CUTS[0], _CUTS[2], _CUTS[1])[:times]):
        strip = _shown(_unrolled(ink, ellipse, outer * edge, inner))
        try:
            characters = ocr.read_line(part(strip))
        except Unreadable:  # then what it is stays in doubt
            return False
        best = max(best, _written(characters))
        if best >= enough:
            return True
        if look > 0 and best < _HOPELESS * enough:
            return False
    return False


def _upper(strip: Pixels) -> Pixels:
    """What runs over the top, which is in the middle."""
    middle, far = strip.shape[1] // 2, round(_FLANK[1] * strip.shape[1])
    return strip[:, middle - far : middle + far]


def _flanks(strip: Pixels) -> Pixels:
    """Left and right of the top, which is in the middle."""
    wide = strip.shape[1]
    near, far = (round(share * wide) for share in _FLANK)
    middle = wide // 2
    sides = strip[:, middle - far : middle - near], strip[:, middle + near : middle + far]
    return np.concatenate(sides, axis=1)


def _written(characters: Characters) -> float:
    """How many different characters were read, by their confidence: ornaments read as one repeated."""
    surest: dict[str, float] = {}
    for char, confidence in characters:
        if confidence >= _SURE and char.isalpha():
            worth = confidence if _HAN.match(char) else confidence * _LATIN
            surest[char] = max(worth, surest.get(char, 0.0))
    return sum(surest.values())


def read(picture: Picture, seal: Seal) -> Reading | None:
    """The surest reading of the ring; None where nothing of it is Chinese."""
    if seal.bbox is None:
        return None
    strokes, ellipse = _enlarged(picture, seal.bbox, seal.colour)
    ink = _stretched(strokes)
    best: Reading | None = None
    for strip in _strips(ink, ellipse):
        reading = _reading(ocr.read_line(strip))
        if reading and (best is None or _worth(reading) > _worth(best)):
            best = reading
        if best and best.confidence > 0.97 and len(best.text) >= 6:
            break
    return best


def _worth(reading: Reading) -> float:
    """A long text read surely is worth more than a short one read a little more surely."""
    return reading.confidence * min(1.0, 0.7 + 0.05 * len(reading.text))


def _reading(characters: Characters) -> Reading | None:
    han = [(char, confidence) for char, confidence in characters if _HAN.match(char)]
    if len(han) < _LEAST or len(han) < 0.5 * len(characters):
        return None
    sure = sorted(confidence for _, confidence in han)
    return Reading(_begun("".join(char for char, _ in han)), sum(sure) / len(sure), *sure[:2])


# how names of bodies end; a ring that was unrolled from its middle goes on behind such an end
_END = re.compile(r"(?:人民政府|委员会|管理局|办公室|办事处|管委会|[^邮布]局|厅|专用章)(?!$)")


def _begun(name: str) -> str:
    """市市场监督管理局武汉 is 武汉市市场监督管理局: the name turned to begin where one begins."""
    ends = list(_END.finditer(name))
    if len(ends) != 1 or re.search(r"(?:府|会|局|厅|室|处|章|院|部|中心|公司)$", name):
        return name
    cut = ends[0].end()
    return name[cut:] + name[:cut]


def _enlarged(picture: Picture, box: Box, colour: str | None) -> tuple[Pixels, Ellipse]:
    """Only the seal's ink, on a size at which a ring is read well, and the ring's ellipse there."""
    scale = picture.dpi / 72
    x0, y0, x1, y1 = (edge * scale for edge in box)
    rx, ry = (x1 - x0) / 2, (y1 - y0) / 2
    left, top = int(max(0, x0 - rx * (_ROOM - 1))), int(max(0, y0 - ry * (_ROOM - 1)))
    right, bottom = int(x1 + rx * (_ROOM - 1)) + 1, int(y1 + ry * (_ROOM - 1)) + 1
    crop = picture.pixels[top:bottom, left:right]
    grown = _RADIUS / ((rx + ry) / 2)
    even = seal_ink.evened(seal_ink.resized(crop, grown), picture.dpi * grown)
    ink = _strokes(even, colour)
    rough = Ellipse(
        ((x0 + x1) / 2 - left) * grown, ((y0 + y1) / 2 - top) * grown, rx * grown, ry * grown
    )
    exact = fitted(_stretched(ink) > 110, rough)
    return ink, exact or rough


def _strokes(pixels: Pixels, colour: str | None) -> Pixels:
    if colour == "grey":
        return seal_ink.darkness(pixels)
    hue = seal_ink.redness(pixels) if colour == "red" else seal_ink.blueness(pixels)
    return seal_ink.strokes(pixels, hue)


def _stretched(ink: Pixels) -> Pixels:
    """As if the ink had taken well: its strong tenth is full."""
    strong = float(np.percentile(ink, 95))
    return np.asarray(cv2.convertScaleAbs(ink, alpha=255 / max(strong, 12.0)), np.uint8)


def _unprinted(dark: Pixels, ellipse: Ellipse) -> Pixels | None:
    """A grey seal without the blacker print over it; None where it is as black itself, or nothing is
    blacker, so that one cannot be told from the other."""
    own, black = strength(dark, ellipse), float(np.percentile(dark, 99.5))
    if own > _GREYER * black:
        return None
    core = (dark > (own + black) / 2).astype(np.uint8)
    return np.where(cv2.dilate(core, _HALO), 0, dark).astype(np.uint8)


def _strips(ink: Pixels, ellipse: Ellipse) -> Iterator[Pixels]:
    edge = _inner_edge(ink, ellipse)
    for outer, inner in _CUTS:
        yield _shown(_from_its_start(_unrolled(ink, ellipse, outer * edge, inner)))


def _inner_edge(ink: Pixels, ellipse: Ellipse) -> float:
    """The share of the radius at which the ring itself has ended: rings are thin or thick."""
    rays = _unrolled(ink, ellipse, 0.985, 0.85).mean(axis=1)
    paper = np.flatnonzero(rays < 0.4 * max(float(rays.max()), 1.0))
    return 0.985 - 0.135 * float(paper[0] + 1) / len(rays) if len(paper) else 0.94


def _unrolled(ink: Pixels, ellipse: Ellipse, outer: float, inner: float) -> Pixels:
    """Clockwise as the page is seen, the outside on top, the top of the ring in the middle; `outer`
    and `inner` are shares of the smaller radius, and so deep all round, as writing is."""
    deep = min(ellipse.rx, ellipse.ry)
    turn = _even_steps(ellipse, (1 - (outer + inner) / 2) * deep)
    depth = np.linspace(1 - outer, 1 - inner, max(1, int(deep * (outer - inner)))) * deep
    across, down = np.cos(turn), np.sin(turn)
    norm = np.hypot(ellipse.ry * across, ellipse.rx * down)
    u = ellipse.rx * across - depth[:, None] * ellipse.ry * across / norm
    v = ellipse.ry * down - depth[:, None] * ellipse.rx * down / norm
    cos, sin = np.cos(ellipse.angle), np.sin(ellipse.angle)
    px, py = ellipse.x + u * cos - v * sin, ellipse.y + u * sin + v * cos
    maps: tuple[Floats, Floats] = px.astype(np.float32), py.astype(np.float32)
    return np.asarray(cv2.remap(ink, *maps, cv2.INTER_LINEAR, borderValue=0), np.uint8)


def _even_steps(ellipse: Ellipse, depth: float) -> Doubles:
    """The ellipse's own angles, a pixel of arc apart so deep within, from the bottom of the page on."""
    fine = np.linspace(0, 2 * np.pi, 721)
    rx, ry = ellipse.rx - depth, ellipse.ry - depth
    pieces = np.hypot(np.diff(rx * np.cos(fine)), np.diff(ry * np.sin(fine)))
    arc = np.concatenate(([0.0], np.cumsum(pieces)))
    bottom = np.arctan2(np.cos(ellipse.angle) * ellipse.rx, np.sin(ellipse.angle) * ellipse.ry)
    start = np.interp(bottom % (2 * np.pi), fine, arc)
    steps = (start + np.arange(int(arc[-1]))) % arc[-1]
    return np.asarray(np.interp(steps, arc, fine), np.float64)


def _from_its_start(strip: Pixels) -> Pixels:
    """The strip, which begins at the bottom of the ring, turned to begin behind the widest empty
    stretch down there, most of which is cut off. The straight line's ends reach only into its lower part."""
    high, wide = strip.shape
    inked = (strip[: high * 3 // 5] > 110).mean(axis=0) > 0.06
    half = wide // 2
    around = np.roll(inked, half)  # the bottom in the middle
    low, up = half - int(_BOTTOM * wide), half + int(_BOTTOM * wide)
    stops = [low, *(low + np.flatnonzero(around[low:up])).tolist(), up]
    gaps = np.diff(stops)
    widest = int(gaps.argmax())
    begin, end = stops[widest + 1] - 3, stops[widest] + 3  # where writing begins, where it ends
    kept = np.roll(strip, half - begin, axis=1)[:, : wide - max(0, begin - end)]
    return np.pad(kept, ((2, 2), (high // 4, high // 4)))


def _shown(strip: Pixels) -> Pixels:
    """Black on white, as high as the recogniser expects."""
    scale = _HEIGHT / strip.shape[0]
    size = max(8, round(strip.shape[1] * scale)), _HEIGHT
    sized = cv2.resize(strip, size, interpolation=cv2.INTER_AREA)
    return np.repeat(255 - np.asarray(sized, np.uint8)[..., None], 3, axis=2)
