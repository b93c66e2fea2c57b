"""A picture -> the round and oval seals on it.

In: `Picture` of a page or of a part of one, at its true size. Out: `Search`, the `Seal`s with their boxes in
points from the picture's top left corner; the name is None, for `parsers.seals.ring` reads it.

How: the light is evened out; the edges of red strokes vote for the centre of a circle through them,
and hulls of red spots stand for ovals; the ellipse is refined; what shows a closed thin ring of a seal's size,
quiet just outside, with writing round about, and a star in the middle, is a seal. Without a star
the ring must read as Chinese, or be an oval pressed over print. Faint red, blue and dark ink are looked at too; there
the ring must read more surely. Red headings, rules, logos, QR codes, fingerprints, coins and rosettes fail at one of these.

Cannot see: seals cut to less than half by the page's edge, grey rings without a star beside another seal,
square seals. Where red lies in a haze of a seal's size, what it is stays in doubt.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from parsers import effort
from parsers.document import Box, Seal
from parsers.limits import MAX_SEARCH_PIXELS
from parsers.page.picture import Picture, Pixels
from parsers.seals import ring, seal_ink
from parsers.seals.seal_oval import is_among_print, is_pressed_over_print
from parsers.seals.seal_rings import (
    Ellipse,
    Mask,
    circles,
    deviation,
    fitted,
    hull,
    ovals,
    strength,
)
from parsers.seals.seal_shape import Shape, shape, star

DPI = 100.0
_MM = DPI / 25.4
_RADII = (14.0 * _MM, 32.0 * _MM)  # diameters are 38 to 50 mm; letters may be printed smaller
_OVAL_RADII = (18.0 * _MM, 24.0 * _MM)  # 40 to 45 mm wide
# how often rings without a star are read on one page, which takes longer than all the rest
_READINGS = (3, 1)
_DOUBTFUL = (25.0, 60.0)  # millimetres both ways: square name seals are smaller, headings wider
_MARGIN = 14  # white around the picture, so that a seal at its very edge has an outside
_SIZES = ((38, 38), (40, 40), (42, 42), (45, 45), (50, 50), (45, 30), (40, 30))  # millimetres
_EXACT = 0.009  # of the radius; what strays more may be the wrong ellipse
_BY_HAND = 0.013  # what strays more was drawn or met wrongly, and reading takes long
_OVAL = 0.82  # so flat is an oval, which has no star: a black one is a character of the page
_STAR = 0.5  # how much clearer a star must be than the paper between its points
_OWN = 0.35  # of the ring's darkness: fainter than this is none of a grey seal's writing
_CELL = 8  # pixels to a cell in which spots of ink are joined: 2 mm


@dataclass(frozen=True, slots=True)
class Ink:
    """One way to look at a page: how strong ink must be there, and how its strokes' edges."""

    colour: str | None  # as `Seal.colour`; None where contracts know no word for it
    level: int
    edge: float
    beside: bool = False  # whether a ring without a star is looked for where a seal was found
    written: float = (
        2.2  # how many characters a ring without a star must show; see `ring.is_written`
    )
    blur: float = 0.0


_RED = Ink("red", level=36, edge=60, beside=True, written=1.3)
_FAINT = Ink("red", level=14, edge=22, beside=True, blur=1.4, written=1.3)
_TINGE = Ink("red", level=18, edge=26, written=1.3)
_BLUE = Ink(None, level=20, edge=34, beside=True)
_DARK = Ink("grey", level=52, edge=80, blur=0.7)
_PALE = Ink("grey", level=16, edge=24, blur=0.9)
_BLACK = 105  # so dark is text, which hides a pale seal from the search


@dataclass(frozen=True, slots=True)
class Search:
    """The seals found, top to bottom; `doubtful` where something else is of a seal's size and
    ink, so that nobody may say that there is no seal."""

    seals: tuple[Seal, ...]
    doubtful: bool
    # why not everything was looked at, in Chinese: there may be more seals than were found
    cut: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    """How much of an ink lies where, and where other print hides whether there is any."""

    amount: Pixels
    hidden: Mask | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    ellipse: Ellipse
    confidence: float
    colour: str | None
    stray: float = 0.0  # how far a ring without a star strays from its ellipse


def search(picture: Picture) -> Search:
    height, width = picture.pixels.shape[:2]
    if (picture.pixels == picture.pixels[:1, :1]).all():
        return Search((), False, "")  # a blank page
    share = math.sqrt(MAX_SEARCH_PIXELS / max(1, height * width)) * picture.dpi / DPI
    if share >= 1:
        return _searched(picture)
    # so large a page is looked at as if it were smaller, which it may be: units are often wrong
    seen = _searched(replace(picture, dpi=picture.dpi / share))
    return Search(
        tuple(replace(one, bbox=_scaled(one.bbox, 1 / share)) for one in seen.seals),
        seen.doubtful,
        seen.cut or "页面过大，只粗略查找了印章",
    )


def clear(picture: Picture) -> tuple[Seal, ...]:
    """The seals in strong red that have a star, without a look at whatever else there may be: of a picture
    that shows one seal they are all, and where there are none, nothing is known."""
    page = seal_ink.prepared(picture, DPI, _MARGIN)
    starred, _, _ = _looked(_RED, _Seen(seal_ink.redness(page)), [])
    return tuple(_seal(one) for one in sorted(starred, key=lambda one: one.ellipse.y))


def _scaled(box: Box | None, scale: float) -> Box | None:
    if box is None:
        return None
    x0, y0, x1, y1 = (round(edge * scale, 1) for edge in box)
    return x0, y0, x1, y1


def _searched(picture: Picture) -> Search:
    page = seal_ink.prepared(picture, DPI, _MARGIN)
    dark = seal_ink.darkness(page)
    found: list[_Found] = []
    refused: list[_Found] = []  # what has no star and does not read as a seal
    doubtful = False
    cut = ""
    readings = iter(_READINGS)
    for ink, seen in _inks(page):
        if cut := effort.why_stop():
            break
        clear = bool(found)
        starred, bare, unsure = _looked(ink, seen, found)
        found += starred
        doubtful |= unsure
        if clear and not ink.beside:
            continue
        for one in sorted(bare, key=lambda one: -one.confidence):
            if any(_overlap(one, other) for other in (*found, *refused)):
                continue
            pressed = one.stray < _BY_HAND and (
                _is_exact_oval(ink, seen, dark, one)
                or ring.is_written(
                    picture,
                    _seal(one),
                    ink.written,
                    next(readings, 0),
                    among_print=is_among_print(dark, one.ellipse),
                )
            )
            (found if pressed else refused).append(one)
    cut = cut or effort.why_stop()
    seals = tuple(_seal(one) for one in sorted(found, key=lambda one: one.ellipse.y))
    tinged = doubtful or bool(refused) or seal_ink.is_tinged(page, DPI)
    return Search(seals, not seals and tinged, cut)


def _is_exact_oval(ink: Ink, seen: _Seen, dark: Pixels, one: _Found) -> bool:
    """A tinge is too blurred to show what stands within a ring."""
    mask, coloured = seen.amount > ink.level, ink.colour != "grey"
    return ink is not _TINGE and is_pressed_over_print(mask, dark, one.ellipse, coloured=coloured)


def _inks(page: Pixels) -> Iterator[tuple[Ink, _Seen]]:
    """What a seal may be pressed in, likeliest first, each map made only when it is asked for."""
    red = seal_ink.redness(page)
    yield _RED, _Seen(red)
    yield _FAINT, _Seen(_softened(red, _FAINT))
    yield _TINGE, _Seen(seal_ink.tinge(page))
    yield _BLUE, _Seen(seal_ink.blueness(page))
    dark = seal_ink.darkness(page)
    yield _DARK, _Seen(_softened(dark, _DARK))
    text = cv2.dilate((dark > _BLACK).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    pale = np.where(text, 0, dark).astype(np.uint8)
    yield _PALE, _Seen(_softened(pale, _PALE), np.asarray(text))


def _softened(amount: Pixels, ink: Ink) -> Pixels:
    return np.asarray(cv2.GaussianBlur(amount, (0, 0), ink.blur), np.uint8)


def _looked(ink: Ink, seen: _Seen, known: list[_Found]) -> tuple[list[_Found], list[_Found], bool]:
    """The seals in one ink that have a star, what is like a seal without one, and whether something
    else of a seal's size is there."""
    mask: Mask = seen.amount > ink.level
    starred: list[_Found] = []
    bare: list[_Found] = []
    doubtful = False
    for x, y, patch in _patches(seen.amount, ink.level):
        if effort.why_stop():  # who asked for it sees that too
            return starred, bare, True
        before = len(starred) + len(bare)
        for candidate in _candidates(patch, ink):
            place = _Found(candidate.moved(x, y), 0.0, ink.colour)
            exact = [other for other in bare if other.stray < _EXACT]
            if any(_overlap(place, other) for other in (*known, *starred, *exact)):
                continue  # found already: judging it again takes long and tells nothing new
            one, has_star = _judged(mask, seen, place.ellipse, ink)
            if one is None or any(_overlap(one, other) for other in (*known, *starred)):
                continue
            rivals = [other for other in bare if _overlap(one, other)]
            if has_star or all(one.stray < other.stray for other in rivals):
                bare = [other for other in bare if other not in rivals]
                (starred if has_star else bare).append(one)
        if len(starred) + len(bare) == before and ink.colour == "red":
            doubtful |= _is_of_seal_size(patch > ink.level)
    return starred, bare, doubtful


def _candidates(patch: Pixels, ink: Ink) -> Iterator[Ellipse]:
    yield from circles(patch, _RADII, ink.edge)
    if ink.colour == "red":
        outline = hull(patch > ink.level)
        if outline and _is_of_size(outline):
            yield outline
    yield from ovals(patch, _OVAL_RADII, ink.edge)


def _judged(mask: Mask, page: _Seen, candidate: Ellipse, ink: Ink) -> tuple[_Found | None, bool]:
    """What is like a seal at a candidate, and whether it has a star. Where its ring is not met exactly,
    print or writing was: it is looked for again from the sizes that seals have."""
    one, starred = _fitting(mask, page, candidate, ink)
    if one is None or one.stray < _EXACT:
        return one, starred
    for start in _of_common_size(candidate, one.ellipse.radius):
        other, starred = _fitting(mask, page, start, ink)
        if starred:
            return other, True
        if other and other.stray < one.stray:
            one = other
    return one, False


def _of_common_size(near: Ellipse, radius: float) -> Iterator[Ellipse]:
    for wide, high in _SIZES:
        one = Ellipse(near.x, near.y, wide * _MM / 2, high * _MM / 2)
        if 0.88 < one.radius / radius < 1.12:
            yield one


def _fitting(mask: Mask, page: _Seen, candidate: Ellipse, ink: Ink) -> tuple[_Found | None, bool]:
    ellipse = fitted(mask, candidate)
    if ellipse is None or not _is_of_size(ellipse):
        return None, False
    if ink.colour == "grey":
        mask = page.amount > min(ink.level, _OWN * strength(page.amount, ellipse))
    seen = shape(mask, ellipse, _MARGIN, page.hidden)
    if not _is_seal_like(seen, ink):
        return None, False
    may_be_print = ink.colour == "grey" and ellipse.roundness < _OVAL
    starred = not may_be_print and star(mask, ellipse, page.hidden) > _STAR
    confidence = round(min(0.99, 0.5 + 0.4 * seen.support + 0.1 * starred), 2)
    stray = 0.0 if starred else deviation(mask, ellipse)
    return _Found(ellipse, confidence, ink.colour, stray), starred


def _is_of_size(ellipse: Ellipse) -> bool:
    return _RADII[0] <= ellipse.radius <= _RADII[1] and ellipse.roundness > 0.55


def _is_seal_like(seen: Shape, ink: Ink) -> bool:
    """Quiet outside, neither empty nor full inside, paper between ring and writing, and written
    round about: on a few characters' width at least, on more where the ring is broken."""
    enough = 0.16 if seen.support > 0.75 else 0.4
    quiet = seen.support - seen.outside > (0.25 if ink.colour == "grey" else 0.4)
    return (
        seen.shown > 0.45
        and seen.support > 0.62
        and quiet
        and 0.03 < seen.inside < 0.62
        and seen.gap < 0.45
        and seen.written > enough
        and seen.inner_rings < 2  # a target has many, a bilingual seal one
    )


def _is_of_seal_size(red: Mask) -> bool:
    """Whether the red of a patch is as wide and high as a seal, and not nearly all of it a surface."""
    spans = [np.flatnonzero(np.count_nonzero(red, axis=axis) > 1) for axis in (0, 1)]
    sides = [(span[-1] - span[0]) / _MM if len(span) else 0.0 for span in spans]
    filled = np.count_nonzero(red) / max(sides[0] * sides[1] * _MM * _MM, 1.0)
    return all(_DOUBTFUL[0] < side < _DOUBTFUL[1] for side in sides) and bool(filled < 0.6)


def _patches(amount: Pixels, level: int) -> Iterator[tuple[int, int, Pixels]]:
    """(left, top, what is there) of each spot of ink that is large enough both ways for a seal, so
    that headings and rules cost no time."""
    height, width = (side // _CELL for side in amount.shape)
    if not (height and width):
        return
    there = (amount[: height * _CELL, : width * _CELL] > level).view(np.uint8) * _CELL**2
    # averaged, a single pixel is still one
    spots = cv2.resize(there, (width, height), interpolation=cv2.INTER_AREA)
    joined = np.asarray(cv2.dilate(np.minimum(spots, 1), np.ones((3, 3), np.uint8)))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    least = 1.4 * _RADII[0] / _CELL
    for left, top, wide, high, _ in boxes[1:count].tolist():
        if wide >= least and high >= least:
            x, y = max(0, (left - 1) * _CELL), max(0, (top - 1) * _CELL)
            right, bottom = (left + wide + 1) * _CELL, (top + high + 1) * _CELL
            yield x, y, amount[y:bottom, x:right]


def _seal(one: _Found) -> Seal:
    scale = 72 / DPI
    x0, y0, x1, y1 = (round(float(edge - _MARGIN) * scale, 1) for edge in one.ellipse.box)
    return Seal((x0, y0, x1, y1), confidence=one.confidence, colour=one.colour)


def _overlap(one: _Found, other: _Found) -> bool:
    away = np.hypot(one.ellipse.x - other.ellipse.x, one.ellipse.y - other.ellipse.y)
    return float(away) < 0.6 * max(one.ellipse.radius, other.ellipse.radius)
