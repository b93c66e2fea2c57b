"""The originals that came, for showing: a picture cut from the page where words stand, and the sentence
that they stand in.

In: where the paths of arrivals lead. What cannot be opened or has no layout has
no picture: a report is owed all the same. A file is named by its name: where two parts of a mail have
the same, none is shown.
"""

from __future__ import annotations

import email
import email.policy
import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import PurePosixPath

from PIL import Image, ImageDraw

from harness.reports.paper.grid import Picture
from harness.scoring.assessment import Arrival
from harness.store.shelves import Evidence
from parsers import pages, read
from parsers.document import Box, Document, Line, Span, TextFrom
from parsers.parser import Unreadable

log = logging.getLogger(__name__)
_DPI = 130
_AIR = 7.0  # points round the words
_LEAST = 400.0  # points across: words alone tell little, a line does
_HIGHEST = 170.0  # points: what lies further down of a long passage is left out
_NEAR = 60.0  # points: words further apart are not cut out together
_SCALE = 0.62  # of the original: smaller than the text that tells of it, and still to be read
_INK = (166, 43, 43)
_MOST = 60_000_000  # bytes of a file that is opened for a picture


class Originals:
    """Opens every file once, and draws every page once."""

    def __init__(self, evidence: Evidence | None) -> None:
        self._evidence = evidence
        self._pages: dict[tuple[str, str, int], Image.Image | None] = {}
        self._bytes: dict[str, dict[str, bytes]] = {}

    def cut(
        self, arrival: Arrival, spans: Sequence[Span], width: float, told: str
    ) -> Picture | None:
        """The first passage of these words as a picture, at most `width` points across."""
        passage = _first_passage(spans)
        if not passage:
            return None
        page = self._page(arrival, passage[0].file, passage[0].page or 1)
        if page is None:
            return None
        scale = _DPI / 72
        box = _around(
            [span.bbox for span in passage if span.bbox], page.width / scale, page.height / scale
        )
        cut = page.crop(tuple(round(side * scale) for side in box))  # type: ignore[arg-type]
        drawn = ImageDraw.Draw(cut)
        for span in passage:
            if span.bbox:
                drawn.rectangle(_moved(span.bbox, box, scale), outline=_INK, width=1)
        wide, high = box[2] - box[0], box[3] - box[1]
        shrunk = min(_SCALE, width / wide)
        return Picture(_png(cut), wide * shrunk, high * shrunk, told)

    def sentence(self, arrival: Arrival, span: Span) -> str:
        """The whole sentence that the words stand in; empty where it cannot be told without
        recognising pictures anew."""
        data = self._files(arrival).get(span.file)
        if data is None or data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0"):
            return ""
        document = _read(data, span.file)
        if any(page.text_from is not TextFrom.DIGITAL for page in document.pages):
            return ""
        lines = [one for p in document.pages if p.number == (span.page or 1) for one in p.lines]
        return _sentence(lines, span)

    def _page(self, arrival: Arrival, file: str, number: int) -> Image.Image | None:
        key = (arrival.path, file, number)
        if key not in self._pages:
            data = self._files(arrival).get(file)
            try:
                self._pages[key] = (
                    None if data is None else pages.render(data, file, number, _DPI).convert("RGB")
                )
            except (Unreadable, OSError, ValueError) as wrong:
                log.info("%s has no picture of page %s: %s", arrival.id, number, wrong)
                self._pages[key] = None
        return self._pages[key]

    def _files(self, arrival: Arrival) -> dict[str, bytes]:
        """By name, every file of an arrival whose name is its alone."""
        if self._evidence is None:
            return {}
        if arrival.path not in self._bytes:
            found: dict[str, bytes] = {}
            named = [
                (arrival.name, arrival.path, arrival.sha256),
                *arrival.pages,
            ]
            try:
                for name, path, sha256 in named:
                    _add(found, _inside(name, path, self._evidence.load(path, sha256)))
            except (OSError, ValueError) as wrong:
                log.info("%s cannot be opened: %s", arrival.id, wrong)
                found = {}
            self._bytes[arrival.path] = found
        return self._bytes[arrival.path]


def _inside(name: str, path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if len(data) > _MOST:
        return
    if PurePosixPath(path).suffix.lower() != ".eml":
        yield name, data
        return
    mail = email.message_from_bytes(data, policy=email.policy.default)
    for part in mail.walk():
        try:
            inner, payload = part.get_filename(), part.get_payload(decode=True)
        except (LookupError, ValueError, TypeError, AttributeError):  # a header that is none
            continue
        if inner and isinstance(payload, bytes):
            yield inner, payload


def _add(found: dict[str, bytes], more: Iterable[tuple[str, bytes]]) -> None:
    twice = set()
    for name, data in more:
        if name in found and found[name] != data:
            twice.add(name)
        found[name] = data
    for name in twice:
        del found[name]


def _first_passage(spans: Sequence[Span]) -> list[Span]:
    """The first words with a box, and what stands close to them on their page."""
    boxed = [span for span in spans if span.bbox is not None]
    if not boxed:
        return []
    first, passage = boxed[0], [boxed[0]]
    for span in boxed[1:]:
        if (span.file, span.page) != (first.file, first.page):
            continue
        if _far(span.bbox, passage[-1].bbox) <= _NEAR:
            passage.append(span)
    return passage


def _far(one: Box | None, other: Box | None) -> float:
    if one is None or other is None:
        return _NEAR + 1
    return max(one[1] - other[3], other[1] - one[3], 0.0)


def _around(boxes: Sequence[Box], wide: float, high: float) -> Box:
    left, top = min(box[0] for box in boxes) - _AIR, min(box[1] for box in boxes) - _AIR
    right, bottom = max(box[2] for box in boxes) + _AIR, max(box[3] for box in boxes) + _AIR
    more = max(0.0, _LEAST - (right - left)) / 2
    left, right = max(0.0, left - more), min(wide, right + more)
    top = max(0.0, top)
    return left, top, right, min(high, bottom, top + _HIGHEST)


def _moved(box: Box, cut: Box, scale: float) -> tuple[int, int, int, int]:
    left, top = (box[0] - cut[0] - 1.5) * scale, (box[1] - cut[1] - 1) * scale
    right, bottom = (box[2] - cut[0] + 1.5) * scale, (box[3] - cut[1] + 1) * scale
    return round(left), round(top), round(right), round(bottom)


def _png(cut: Image.Image) -> bytes:
    out = io.BytesIO()
    cut.quantize(32, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=False)
    return out.getvalue()


@cache
def _read(data: bytes, name: str) -> Document:
    return read(data, name)


def _sentence(lines: Sequence[Line], span: Span) -> str:
    """The words with what stands before and behind them up to a full stop. Words that stand in
    several places are looked for from the line on which they were found."""
    text, words = "", _close(span.text)
    begin = 0
    for line in lines:
        if line.bbox and span.bbox and line.bbox[3] <= span.bbox[1] + 1:
            begin = len(text) + len(_close(line.text))
        text += _close(line.text)
    at = text.find(words, begin)
    if at < 0 or (begin == 0 and text.count(words) > 1):
        return ""
    first = max(text.rfind(mark, 0, at) for mark in "。；：！？") + 1
    ends = [end for mark in "。；！？" if (end := text.find(mark, at + len(words) - 1)) >= 0]
    return text[first : min(ends) + 1] if ends else ""


def _close(text: str) -> str:
    return "".join(text.split())
