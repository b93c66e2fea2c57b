"""What stands under a seal: dates read once more by their ink alone, and what stays covered.

In: a page's picture, its seals, what was recognised on it. Out: the lines, a date under a seal as most looks
at its ink read it; and as `Unread` what the seals cover: signature and date, or the text where a seal
lies over its lines. Red and blue ink is lifted off black print; a grey seal only where the print is
blacker. A date that two looks read as two days stays uncertain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from parsers import lazy_re as re
from parsers.document import TEXT, Box, Line, Seal, Unread
from parsers.page import dates, ocr
from parsers.page.layout import CELL_ENDS
from parsers.page.lifted import stretched
from parsers.page.picture import Picture, Pixels
from parsers.page.turning import level_box, shown_box, turned_box, turned_point

_NEAR = 0.6  # of a line's height: so near to a seal's box is still under it
_OVER = 0.5  # of a line's height: so deep lies a seal over it
_LEVELS = ((70, 165), (50, 120), (90, 200))  # the brightest channel: print, and what is none
_GREYER = 0.78  # than the print: a grey seal that can be told from it
_UP = 64  # pixels of a line's height at which it is looked at
_WIDE = 0.5  # of the page's writing: lines of the body are longer
_MOST_SEALS, _MOST_DATES = 4, 6  # of one page: each look takes as long as a line of print
_STRAY = (1, 2)  # characters of a seal's name that were read behind a date
_LEAST = 2  # looks that must agree
_UNSURE = 0.85  # a line under a seal that is read less surely is not read

# the name of a body before the date in its line
_SIGNED = re.compile(r"\A\D{4,40}?(?=(?:19|20)\d\d|[一二][〇零○ＯOo0])")


@dataclass(frozen=True, slots=True)
class Looked:
    lines: tuple[Line, ...]
    unread: tuple[Unread, ...]


def looked_under(
    picture: Picture, seals: Sequence[Seal], writing: ocr.Writing, number: int
) -> Looked:
    """The lines of page `number`, looked at again where a seal lies on them."""
    placed = [seal for seal in seals if seal.bbox][:_MOST_SEALS]
    if not placed or not writing.lines:
        return Looked(writing.lines, ())
    page = _Level(picture, writing)
    lines = list(writing.lines)
    unread: list[Unread] = []
    known: set[int] = set()
    for seal in placed:
        box = page.of(seal)
        for at, line in enumerate(lines):
            if at in known or len(known) >= _MOST_DATES or not _may_be_date(line):
                continue
            if line.bbox and _is_under(page.of(line), box):
                known.add(at)
                lines[at], rivals = _read_again(page, seal, line)
                if len(rivals) > 1:
                    told = "、".join(f"“{one}”" for one in rivals)
                    unread.append(_covered(("date",), f"印章压住的日期可读作{told}", number))
        if found := _date_below(page, seal, lines):
            lines.append(found)
        unread += _still_covered(page, seal, lines, number)
    return Looked(tuple(lines), tuple(dict.fromkeys(unread)))


def _may_be_date(line: Line) -> bool:
    return len(line.text) <= 24 and dates.LIKE_A_DATE.search(line.text) is not None


def _covered(touches: tuple[str, ...], what: str, number: int) -> Unread:
    return Unread("covered", touches, f"第{number}页{what}，请对照原件", number)


# --- the page set level -----------------------------------------------------------------------


class _Level:
    """A page's pixels, and boxes of it as it lies when it is upright and its lines run level."""

    def __init__(self, picture: Picture, writing: ocr.Writing) -> None:
        self._picture, self._turns, self._slant = picture, writing.turns, writing.slant
        self._pixels: Pixels = np.ascontiguousarray(np.rot90(picture.pixels, writing.turns))
        boxes = [self.of(line) for line in writing.lines]
        self.line = float(median(box[3] - box[1] for box in boxes))
        self.left = min(box[0] for box in boxes)
        self.width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
        tops = sorted(box[1] for box in boxes)
        steps = [b - a for a, b in pairwise(tops) if b - a > 0.8 * self.line]
        self.pitch = float(median(steps)) if steps else 1.6 * self.line

    def of(self, one: Line | Seal) -> Box:
        shape, scale = self._picture.pixels.shape[:2], 72 / self._picture.dpi
        upright = turned_box(one.bbox or (0.0, 0.0, 0.0, 0.0), self._turns, shape, scale)
        return level_box(upright, self._slant, line=isinstance(one, Line))

    def shown(self, box: Box) -> Box:
        """Where such a box is shown, in points."""
        shape, scale = self._picture.pixels.shape[:2], 72 / self._picture.dpi
        x, y = self._middle(box)
        wide, high = (box[2] - box[0]) / 2, (box[3] - box[1]) / 2
        return shown_box((x - wide, y - high, x + wide, y + high), self._turns, shape, scale)

    def _middle(self, box: Box) -> tuple[float, float]:
        return turned_point(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), self._slant)

    def strip(self, box: Box) -> Pixels:
        """What stands in a box."""
        x, y = self._middle(box)
        size = max(8, round(box[2] - box[0])), max(8, round(box[3] - box[1]))
        turn = cv2.getRotationMatrix2D((x, y), float(np.degrees(self._slant)), 1.0)
        turn[:, 2] += np.array([size[0] / 2 - x, size[1] / 2 - y])
        return np.asarray(
            cv2.warpAffine(
                self._pixels, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            ),
            np.uint8,
        )


def _is_under(box: Box, seal: Box) -> bool:
    room = _NEAR * (box[3] - box[1])
    return (
        box[0] < seal[2] + room
        and seal[0] - room < box[2]
        and box[1] < seal[3] + room
        and seal[1] - room < box[3]
    )


# --- dates --------------------------------------------------------------------------------------


def _read_again(page: _Level, seal: Seal, line: Line) -> tuple[Line, tuple[str, ...]]:
    """The date as most looks read it; and what they read, where they do not agree."""
    box = page.of(line)
    room = 0.2 * page.line
    wide = (box[0] - page.line, box[1] - room, box[2] + page.line, box[3] + room)
    close = (box[0] - room, box[1] - room, box[2] + room, box[3] + room)
    votes = _votes(page, seal, (close, wide))
    if own := dates.day_of(line.text):
        votes.append((own, dates.dated(line.text) or line.text, line.confidence))
    days = Counter(day for day, _, _ in votes)
    if not days:
        return line, ()
    ranked = days.most_common()
    best = ranked[0][0]
    rivals = [day for day, count in ranked[1:] if count >= _LEAST and 2 * count >= ranked[0][1]]
    if rivals:
        return line, tuple(f"{day:%Y-%m-%d}" for day in (best, *rivals))
    label, mark, told = line.text.rpartition(CELL_ENDS)
    signed = _SIGNED.match(told)
    if signed and not mark:
        label, told = signed[0], told[signed.end() :]
    stray = told.removeprefix(dates.dated(told))
    if days[best] < _LEAST or (best == own and len(stray) not in _STRAY):
        return line, ()
    text, sure = max(((t, c) for day, t, c in votes if day == best), key=lambda one: one[1])
    raw = line.raw or line.text
    return replace(line, text=label + mark + text, raw=raw, confidence=round(sure, 3)), ()


def _votes(page: _Level, seal: Seal, boxes: Sequence[Box]) -> list[tuple[date, str, float]]:
    votes = []
    for box in boxes:
        for look in _looks(page.strip(box), seal):
            read = ocr.read_line(look)
            text = "".join(char for char, _ in read)
            found = dates.DATE.search(text)
            if found and (day := dates.day_of(found[0])):
                sure = [confidence for _, confidence in read[found.start() : found.end()]]
                votes.append((day, found[0], float(np.mean(sure)) if sure else 0.0))
    return votes


def _looks(strip: Pixels, seal: Seal) -> Iterator[Pixels]:
    """The strip's print without the seal's ink, in several ways, at a size that is read well."""
    grown = _UP / max(1, strip.shape[0])
    size = max(8, round(strip.shape[1] * grown)), _UP
    large = np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_CUBIC), np.uint8)
    if seal.colour == "grey":
        yield from _greyer(large)
        return
    paper = float(np.percentile(large.max(axis=2), 90))
    for print_, none in _LEVELS:
        yield stretched(large.max(axis=2), print_ * paper / 245, none * paper / 245)


def _greyer(large: Pixels) -> Iterator[Pixels]:
    """As it is; and without what is paler than print."""
    yield large
    grey = np.asarray(cv2.cvtColor(large, cv2.COLOR_RGB2GRAY), np.uint8)
    black, paper = float(np.percentile(grey, 1)), float(np.percentile(grey, 90))
    for share in (0.25, 0.4, 0.55):
        yield stretched(grey, black, black + share * (paper - black))


def _date_below(page: _Level, seal: Seal, lines: Sequence[Line]) -> Line | None:
    """A date that nobody saw, where one is wont to stand: under the line that the seal lies on."""
    box = page.of(seal)
    under = [page.of(line) for line in lines if line.bbox and _is_under(page.of(line), box)]
    if not under or any(
        dates.day_of(line.text) and line.bbox and _is_under(page.of(line), box) for line in lines
    ):
        return None
    last = max(under, key=lambda one: one[1])
    for step in (1.0, 0.85):
        top = last[1] + step * page.pitch
        strip = (min(box[0], last[0]), top, max(box[2], last[2]), top + 1.1 * page.line)
        if strip[3] > box[3] + page.line:
            continue
        votes = _votes(page, seal, (strip,))
        days = Counter(day for day, _, _ in votes).most_common(2)
        if days and days[0][1] >= _LEAST and len(days) == 1:
            text, sure = max(((t, c) for _, t, c in votes), key=lambda one: one[1])
            return Line(text, page.shown(strip), round(sure, 3))
    return None


# --- what stays covered -------------------------------------------------------------------------


def _still_covered(
    page: _Level, seal: Seal, lines: Sequence[Line], number: int
) -> Iterator[Unread]:
    box = page.of(seal)
    under = [(line, page.of(line)) for line in lines if line.bbox]
    under = [(line, place) for line, place in under if _is_under(place, box)]
    body = [line for line, place in under if _is_body(place, page)]
    deep = [line for line, place in under if line in body and _depth(place, box) > _OVER]
    if seal.colour == "grey" and deep:
        yield _covered((TEXT,), "灰色印章压在正文上，压住的字可能读错", number)
    elif any(line.confidence < _UNSURE for line in deep):
        yield _covered((TEXT,), "印章压在正文上，压住的字没有读准", number)
    signed = [line for line, _ in under if line not in body]
    poor = any(line.confidence < _UNSURE for line in signed)
    undated = bool(signed) and not any(dates.day_of(line.text) for line in signed)
    if poor or undated:
        yield _covered(("date", "issuer"), "印章压住的署名、日期没有读准", number)


def _is_body(place: Box, page: _Level) -> bool:
    """A long line, or one that begins at the left margin; a signature does neither."""
    return place[2] - place[0] > _WIDE * page.width or place[0] < page.left + 3 * page.line


def _depth(place: Box, seal: Box) -> float:
    """How deep the seal lies over a line, in shares of the line's height."""
    shared = min(place[3], seal[3]) - max(place[1], seal[1])
    across = min(place[2], seal[2]) - max(place[0], seal[0])
    return shared / max(place[3] - place[1], 1.0) if across > place[3] - place[1] else 0.0
