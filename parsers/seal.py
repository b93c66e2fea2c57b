"""A picture -> the round and oval seals on it.

In: `Picture` of a page or of a part of one, at its true size. Out: `Search`, the `Seal`s with their boxes in
points from the picture's top left corner; the name is None, for `parsers.ring` reads it.

How: the light is evened out; the edges of red strokes vote for the centre of a circle through them,
and hulls of red spots stand for ovals; the ellipse is refined; what shows a closed thin ring of a seal's size,
quiet just outside, with writing round about, and a star in the middle, is a seal. Without a star
the ring must read as Chinese. Where no red is found, faint red, blue and dark ink are looked at; there the
ring must read more surely. Red headings, rules, logos, QR codes, fingerprints, coins and rosettes fail at one of these.

Cannot see: seals cut to less than half by the page's edge, ovals in other ink than red, blue or dark seals
beside a red one, square seals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from parsers import ring, seal_ink
from parsers.document import Seal
from parsers.picture import Picture, Pixels
from parsers.seal_rings import Ellipse, Mask, circles, fitted, hull
from parsers.seal_shape import Shape, shape, star

DPI = 100.0
_MM = DPI / 25.4
_RADII = (14.0 * _MM, 32.0 * _MM)  # diameters are 38 to 50 mm; letters may be printed smaller
_DOUBTFUL = (25.0, 60.0)  # millimetres both ways: square name seals are smaller, headings wider
_MARGIN = 14  # white around the picture, so that a seal at its very edge has an outside
_STAR = 0.5  # how much clearer a star must be than the paper between its points
_CELL = 8  # pixels to a cell in which spots of ink are joined: 2 mm


@dataclass(frozen=True, slots=True)
class Ink:
    """One way to look at a page: how strong ink must be there, and how its strokes' edges."""

    colour: str | None  # as `Seal.colour`; None where contracts know no word for it
    level: int
    edge: float
    sure: float = 0.85  # how surely a ring without a star must read
    blur: float = 0.0


_RED = Ink("red", level=36, edge=60, sure=0.6)
_FAINT = Ink("red", level=14, edge=22, blur=1.4)
_BLUE = Ink(None, level=20, edge=34)
_DARK = Ink("grey", level=52, edge=80, blur=0.7)
_PALE = Ink("grey", level=16, edge=24, blur=0.9)
_BLACK = 105  # so dark is text, which hides a pale seal from the search


@dataclass(frozen=True, slots=True)
class Search:
    """The seals found, top to bottom; `doubtful` where something else is of a seal's size and
    ink, so that nobody may say that there is no seal."""

    seals: tuple[Seal, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Found:
    ellipse: Ellipse
    confidence: float
    colour: str | None


def search(picture: Picture) -> Search:
    page = seal_ink.prepared(picture, DPI, _MARGIN)
    found: list[_Found] = []
    doubtful = False
    for ink, amount in _inks(page):
        here, unsure = _looked(picture, ink, amount)
        found += [one for one in here if not any(_overlap(one, other) for other in found)]
        doubtful |= unsure
        if found and ink is not _RED:
            break  # beside a clear seal only a fainter red one is looked for
    seals = tuple(_seal(one) for one in sorted(found, key=lambda one: one.ellipse.y))
    return Search(seals, doubtful and not seals)


def _inks(page: Pixels) -> Iterator[tuple[Ink, Pixels]]:
    """What a seal may be pressed in, likeliest first, each map made only when it is asked for."""
    red = seal_ink.redness(page)
    yield _RED, red
    yield _FAINT, _softened(red, _FAINT)
    yield _BLUE, seal_ink.blueness(page)
    dark = seal_ink.darkness(page)
    yield _DARK, _softened(dark, _DARK)
    yield _PALE, _softened(_without_text(dark), _PALE)


def _without_text(dark: Pixels) -> Pixels:
    text = cv2.dilate((dark > _BLACK).astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.where(text == 0, dark, 0).astype(np.uint8)


def _softened(amount: Pixels, ink: Ink) -> Pixels:
    return np.asarray(cv2.GaussianBlur(amount, (0, 0), ink.blur), np.uint8)


def _looked(picture: Picture, ink: Ink, amount: Pixels) -> tuple[list[_Found], bool]:
    """The seals in one ink, and whether something else of a seal's size is there."""
    mask: Mask = amount > ink.level
    found: list[_Found] = []
    doubtful = False
    for x, y, patch in _patches(amount, ink.level):
        here: list[_Found] = []
        for candidate in _candidates(patch, ink):
            place = _Found(candidate.moved(x, y), 0.0, ink.colour)
            if any(_overlap(place, other) for other in here + found):
                continue  # found already: judging it again takes long and tells nothing new
            one, unsure = _judged(picture, mask, place.ellipse, ink)
            doubtful |= unsure
            if one and not any(_overlap(one, other) for other in here + found):
                here.append(one)
        if not here and ink.colour == "red":
            doubtful |= _is_of_seal_size(patch > ink.level)
        found += here
    return found, doubtful


def _candidates(patch: Pixels, ink: Ink) -> Iterator[Ellipse]:
    yield from circles(patch, _RADII, ink.edge)
    if ink.colour == "red":
        outline = hull(patch > ink.level)
        if outline and _is_of_size(outline):
            yield outline


def _judged(
    picture: Picture, mask: Mask, candidate: Ellipse, ink: Ink
) -> tuple[_Found | None, bool]:
    """The seal at a candidate, or whether it might be one."""
    ellipse = fitted(mask, candidate)
    if ellipse is None or not _is_of_size(ellipse):
        return None, False
    seen = shape(mask, ellipse, _MARGIN)
    if not _is_seal_like(seen, ink):
        return None, False
    starred = star(mask, ellipse) > _STAR
    confidence = round(min(0.99, 0.5 + 0.4 * seen.support + 0.1 * starred), 2)
    one = _Found(ellipse, confidence, ink.colour)
    if starred or ring.is_written(picture, _seal(one), ink.sure):
        return one, False
    return None, True


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
    inked = amount[: height * _CELL, : width * _CELL] > level
    spots = np.asarray(inked.reshape(height, _CELL, width, _CELL).any((1, 3)), np.uint8)
    joined = np.asarray(cv2.dilate(spots, np.ones((3, 3), np.uint8)))
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
