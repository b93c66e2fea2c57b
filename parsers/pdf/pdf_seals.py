"""Where a digital page may carry a seal -> the seals there, with their names, at little cost.

In: `Shown`, which says where a page draws anything beside plain words and rules. Out: `Look`s, a region each. A
seal is a picture, a note's drawing, strokes or turned red letters: where none of these is as large as the part of a
seal that can be told, there is none, and nothing is drawn or searched. A picture that stands by itself is looked at
by itself, and once only: an agency stamps all its letters with the same picture.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from parsers.document import Box, Seal
from parsers.page.picture import Picture
from parsers.pdf import pdf_render
from parsers.pdf.pdf_parts import Account
from parsers.pdf.pdf_render import ALONE_ROOM
from parsers.pdf.pdf_shown import Piece, Shown
from parsers.pdf.pdf_signatures import Signature

_LEAST = 48.0  # points both ways: of a smaller part of a seal nobody could tell that it is one
_LARGEST = 200.0  # points: in a picture so small there is one seal, with its own name
_ROOM = 40.0  # points around: paper must be seen wherever ink is, and what a seal is pressed over helps to tell it
_SEARCH_DPI = 100.0  # 4 dots a millimetre: a seal's ring is 4 to 5 dots wide
_MOST_KNOWN = 256
_DARK, _INK = 110, 60  # the brightest channel of black writing; how much darker than paper ink is
_FEW = 30  # dots of ink at 100 dpi: less is no character


@dataclass(frozen=True, slots=True)
class Look:
    """A region of a page: its seals, and whether there may be writing beside them."""

    box: Box
    seals: tuple[Seal, ...] = ()
    doubtful: bool = False
    cut: str = ""
    written: bool = True


@dataclass(frozen=True, slots=True)
class _Alone:
    """A picture by itself: boxes from its own corner."""

    seals: tuple[Seal, ...]
    written: bool


_known: OrderedDict[bytes, _Alone] = OrderedDict()
_KNOWN = Lock()


def look(
    page: pdfium.PdfPage,
    shown: Shown,
    region: tuple[Box, tuple[Piece, ...]],
    account: Account,
    signed: tuple[Signature, ...],
) -> Look:
    """The seals in a region, with their names."""
    box, pieces = region
    if min(box[2] - box[0], box[3] - box[1]) < _LEAST:
        return Look(box)
    # where layers are hidden a picture may be there and not be seen
    alone = None if account.hides else _by_itself(page, shown, pieces)
    if alone:
        placed = tuple(
            replace(one, bbox=_moved(one.bbox, pieces[0].box[:2])) for one in alone.seals
        )
        return Look(box, placed, written=alone.written)
    return _in_place(page, box, signed)


def _in_place(page: pdfium.PdfPage, box: Box, signed: tuple[Signature, ...]) -> Look:
    """The region as it is shown, with all that lies there."""
    from parsers.seals import ring, seal  # OpenCV, for pages that draw anything

    wider = (box[0] - _ROOM, box[1] - _ROOM, box[2] + _ROOM, box[3] + _ROOM)
    picture, corner = pdf_render.part_of(page, _SEARCH_DPI, wider)
    search = seal.search(picture)
    named = {
        index: one
        for index, one in enumerate(search.seals)
        if not _is_signed(_moved(one.bbox, corner), signed)
    }
    read = dict(zip(named, ring.named(picture, tuple(named.values())), strict=True))
    seals = (read.get(index, one) for index, one in enumerate(search.seals))
    placed = tuple(replace(one, bbox=_moved(one.bbox, corner)) for one in seals)
    return Look(box, placed, search.doubtful, search.cut)


def _is_signed(box: Box | None, signed: tuple[Signature, ...]) -> bool:
    """Whether a signature that states its name draws this seal: only without one is the ring read."""
    if box is None:
        return False
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(
        one.name and one.box and one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3]
        for one in signed
    )


def _moved(box: Box | None, by: tuple[float, ...]) -> Box | None:
    if box is None:
        return None
    x, y = by
    return (
        round(box[0] + x, 1),
        round(box[1] + y, 1),
        round(box[2] + x, 1),
        round(box[3] + y, 1),
    )


# --- a picture by itself --------------------------------------------------------------------------


def _by_itself(page: pdfium.PdfPage, shown: Shown, pieces: tuple[Piece, ...]) -> _Alone | None:
    """What one upright picture under nothing but words shows, if that is clearly a seal."""
    if len(pieces) != 1 or pieces[0].kind != raw.FPDF_PAGEOBJ_IMAGE:
        return None
    (piece,) = pieces
    x0, y0, x1, y1 = piece.box
    inside = x0 >= 0 and y0 >= 0 and x1 <= shown.size[0] and y1 <= shown.size[1]
    if not (piece.upright and inside and max(x1 - x0, y1 - y0) <= _LARGEST):
        return None
    if page.get_rotation() or not shown.lies_free(piece):
        return None
    # the same picture in the same size is the same seal
    mark = b"%s %d %d" % (piece.mark, round(4 * (x1 - x0)), round(4 * (y1 - y0)))
    with _KNOWN:
        known = _known.get(mark) if piece.mark else None
    if known is None:
        picture = pdf_render.drawn_alone(page, piece.handle, shown.objects, piece.box)
        known = _seen(picture)
    if piece.mark:
        with _KNOWN:
            _known[mark] = known
            _known.move_to_end(mark)
            while len(_known) > _MOST_KNOWN:
                _known.popitem(last=False)
    return known if known.seals else None


def _seen(picture: Picture) -> _Alone:
    from parsers.seals import ring, seal

    found = seal.clear(picture)
    named = ring.named(picture, found)
    seals = tuple(replace(one, bbox=_moved(one.bbox, (-ALONE_ROOM,) * 2)) for one in named)
    return _Alone(seals, _is_written(picture, found))


def _is_written(picture: Picture, seals: tuple[Seal, ...]) -> bool:
    """Whether there is ink beside the seals, or black ink on them."""
    brightest = picture.pixels.max(axis=2)
    ink = picture.pixels[:, :, 1] < 255 - _INK  # of red, blue and black ink alike little is green
    for x0, y0, x1, y1 in (one.bbox for one in seals if one.bbox):
        scale = picture.dpi / 72
        rows = slice(max(0, int((y0 - 3) * scale)), int((y1 + 3) * scale) + 1)
        columns = slice(max(0, int((x0 - 3) * scale)), int((x1 + 3) * scale) + 1)
        ink[rows, columns] = brightest[rows, columns] < _DARK
    return int(np.count_nonzero(ink)) > _FEW
