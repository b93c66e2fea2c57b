"""The runs of an OFD page -> its lines, whichever way the text runs.

In: `Run`s in points of the page. Out: `Line`s. Level text is gathered by place like everywhere; text that
is turned by a quarter or upside down is gathered likewise in its own frame; columns and what runs against
its characters keep the order in which they are written. What lies aslant is a watermark or the ring of a
seal and no line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from parsers.document import Box, Line
from parsers.ofd.ofd_text import Run
from parsers.page import glyphs
from parsers.page.glyphs import Glyph, Glyphs

_ASLANT = 20.0  # degrees: text turned by more, and not by a quarter, is no line
_LEVEL = 2.0
_MOST_COMPARED = 50_000_000  # characters of notes with those of the page
_ABOVE, _BELOW = 0.86, 0.14  # of a character's height, over and under its baseline


def lines(found: Sequence[Run]) -> tuple[Line, ...]:
    """Notes that lie over other text keep lines of their own."""
    framed: defaultdict[int, list[Glyph]] = defaultdict(list)
    own: list[Line] = []
    over = _over(found)
    for run in found:
        quarter = _quarter(run.turned)
        if quarter is None:
            continue
        if _keeps_order(run) or id(run) in over:
            own += _as_it_runs(run)
        else:
            framed[quarter] += _glyphs(run, quarter)
    level = (*glyphs.lines(Glyphs.of(framed.pop(0, []))), *own)
    turned = [
        _shown(line, quarter)
        for quarter, characters in sorted(framed.items())
        for line in glyphs.lines(Glyphs.of(characters))
    ]
    by_place = sorted(level, key=lambda line: line.bbox[1] if line.bbox else 0.0) if own else level
    return (*by_place, *turned)


def level(found: Iterable[Run]) -> list[Glyph]:
    """The characters of what stands upright, for whoever shows the page."""
    return [glyph for run in found if _quarter(run.turned) == 0 for glyph in _glyphs(run, 0)]


def characters(found: Iterable[Run]) -> Glyphs:
    """All of them, as if level: whether they can be believed does not hang on where they stand."""
    return Glyphs.of(glyph for run in found for glyph in _glyphs(run, 0))


def is_aslant(run: Run) -> bool:
    return _quarter(run.turned) is None


def _quarter(turned: float) -> int | None:
    nearest = round(turned / 90) % 4
    away = abs((turned - nearest * 90 + 180) % 360 - 180)
    return nearest if away <= _ASLANT else None


def _keeps_order(run: Run) -> bool:
    """Whether it runs otherwise than its characters stand, or not quite level."""
    if run.along is None:
        return False
    away = abs((run.along - round(run.turned / 90) * 90 + 180) % 360 - 180)
    return away > _LEVEL


def _frame(x: float, y: float, quarter: int) -> tuple[float, float]:
    """A place on the page as text that is turned by so many quarters sees it."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[quarter]


def _glyphs(run: Run, quarter: int) -> list[Glyph]:
    unmapped = run.unmapped or (False,) * len(run.chars)
    found = []
    for char, (x, y), width, bad in zip(run.chars, run.places, run.widths, unmapped, strict=True):
        u, v = _frame(x, y, quarter)
        box = (u, v - _ABOVE * run.height, u + width, v + _BELOW * run.height)
        found.append(Glyph(char, box, v, 0.0, run.red, run.invisible, bad))
    return found


def _shown(line: Line, quarter: int) -> Line:
    """A line of a turned frame where it lies on the page."""
    if line.bbox is None:
        return line
    x0, y0, x1, y1 = line.bbox
    corners = [_frame(x, y, (4 - quarter) % 4) for x, y in ((x0, y0), (x1, y1))]
    return Line(line.text, _around([(x, y, x, y) for x, y in corners]), line.confidence)


def _as_it_runs(run: Run) -> list[Line]:
    text = run.chars.strip()
    if not text:
        return []
    quarter = _quarter(run.turned) or 0
    boxes = [_shown(Line("", glyph.box), quarter).bbox for glyph in _glyphs(run, quarter)]
    return [Line(text, _around([box for box in boxes if box]))]


def _around(boxes: Sequence[Box]) -> Box:
    return (
        round(min(box[0] for box in boxes), 2),
        round(min(box[1] for box in boxes), 2),
        round(max(box[2] for box in boxes), 2),
        round(max(box[3] for box in boxes), 2),
    )


def _over(found: Sequence[Run]) -> set[int]:
    """The runs of annotations, and pale ones, that lie over the text of the page: in its lines they would
    be noise."""
    notes = [run for run in found if run.note]
    if not notes:
        return set()
    page = Glyphs.of(glyph for run in found if not run.note for glyph in _glyphs(run, 0))
    if len(page) * sum(len(run.chars) for run in notes) > _MOST_COMPARED:
        return {id(run) for run in notes}
    over = set()
    for run in notes:
        for glyph in _glyphs(run, 0):
            x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
            x0, y0, x1, y1 = page.boxes.T
            if ((x0 < x) & (x < x1) & (y0 < y) & (y < y1)).any():
                over.add(id(run))
                break
    return over
