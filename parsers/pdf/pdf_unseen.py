"""Words that a PDF's text layer tells and the page does not show, and words that it shows and does not tell.

In: a page's characters, its picture when that is asked for. Out: the characters that can be seen, and `Unread`. White
on white, under a picture, on a hidden layer, beyond the page's edge: nobody was told such words, and nobody
may say either that they are absent. Words of notes that a program has yet to draw are put where they stand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import numpy as np

from parsers.document import TEXT, Line, Unread
from parsers.page.glyphs import Flags, Glyphs
from parsers.page.picture import Picture
from parsers.pdf import pdf_lines
from parsers.pdf.pdf_annotations import Note
from parsers.pdf.pdf_shown import Shown
from parsers.pdf.pdf_signatures import Signature
from parsers.pdf.pdf_text import Affine

_CONTRAST = 24  # of 255, between the darkest and the lightest dot of a character that can be seen
_SHRUNK = 0.1  # of its box, on each side: what a neighbour may reach
_FEW = 2  # letters: fewer are a stray sign
_TOLD = 20  # characters that are repeated
_SIGNS = ("\uf000", "\uf0ff")  # bullets and arrows of symbol fonts, which are no words


def seen(
    characters: Glyphs, picture: Callable[[], Picture], shown: Shown, hides: bool, number: int
) -> tuple[Glyphs, tuple[Unread, ...]]:
    """`hides`: the file has layers that are not shown."""
    unread = []
    away = _outside(characters, shown.size)
    if _letters(characters, away):
        said = f"第{number}页有文字在页面边界之外，看不见，没有当作文书内容"
        unread.append(Unread("outside", (TEXT,), said, number))
    hidden = characters.invisible & ~away
    if hides or shown.may_hide_words:
        hidden |= _without_ink(characters, picture()) & ~away
    if count := _letters(characters, hidden):
        told = "".join(char for char, out in zip(characters.chars, hidden, strict=True) if out)
        more = "…" if count > _TOLD else ""
        said = f"第{number}页有看不见的文字“{told[:_TOLD]}{more}”，没有当作文书内容"
        unread.append(Unread("hidden_text", (TEXT,), said, number))
    kept = characters.where(~(away | hidden)) if (away | hidden).any() else characters
    if strange := _strange(kept):
        said = f"第{number}页有{strange}个字的字体没有注明所画何字，没有读出"
        unread.append(Unread("characters", (TEXT,), said, number))
    if pdf_lines.aslant(kept):
        said = f"第{number}页有斜排的文字，没有读取"
        unread.append(Unread("aslant", (TEXT,), said, number))
    return kept, tuple(unread)


def without_signing(characters: Glyphs, own: Glyphs, signed: Sequence[Signature]) -> Glyphs:
    """Without what signing programs write into their fields (who signed, at what second): `own` are the
    characters of the page before its notes became part of it."""
    known = set(zip(own.chars, map(tuple, own.boxes.round(1).tolist()), strict=True))
    x, y = characters.boxes.reshape(-1, 2, 2).mean(axis=1).T
    inside = np.zeros(len(characters), bool)
    for x0, y0, x1, y1 in (one.box for one in signed if one.box):
        inside |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    boxes = map(tuple, characters.boxes.round(1).tolist())
    added = np.array([one not in known for one in zip(characters.chars, boxes, strict=True)], bool)
    return characters.where(~(inside & added))


def _outside(characters: Glyphs, size: tuple[float, float]) -> Flags:
    x, y = characters.boxes.reshape(-1, 2, 2).mean(axis=1).T
    flags: Flags = (x < 0) | (y < 0) | (x > size[0]) | (y > size[1])
    return flags & characters.written


def _letters(characters: Glyphs, flags: Flags) -> int:
    """How many letters and figures these are; none where it is a stray one."""
    count = sum(characters.chars[place].isalnum() for place in np.flatnonzero(flags))
    return count if count >= _FEW else 0


def _without_ink(characters: Glyphs, picture: Picture) -> Flags:
    """Letters in whose boxes the page shows one shade."""
    scale = picture.dpi / 72
    green = picture.pixels[:, :, 1].astype(np.int16)
    flags = np.zeros(len(characters), bool)
    for place, char in enumerate(characters.chars):
        if not char.isalnum():
            continue
        x0, y0, x1, y1 = characters.boxes[place] * scale
        dx, dy = (x1 - x0) * _SHRUNK, (y1 - y0) * _SHRUNK
        rows = slice(max(0, int(y0 + dy)), max(0, int(y1 - dy) + 1))
        part = green[rows, max(0, int(x0 + dx)) : max(0, int(x1 - dx) + 1)]
        flags[place] = part.size > 0 and int(part.max() - part.min()) < _CONTRAST
    return flags if _letters(characters, flags) else np.zeros(len(characters), bool)


def _strange(characters: Glyphs) -> int:
    """How many characters are of no known meaning, the signs of symbol fonts aside."""
    first, last = _SIGNS
    unknown = (
        bad or char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cs")
        for char, bad in zip(characters.chars, characters.unmapped, strict=True)
        if not char.isspace() and not first <= char <= last
    )
    return sum(unknown)


# --- words of notes -------------------------------------------------------------------------------


def with_notes(known: tuple[Line, ...], notes: Sequence[Note], place: Affine) -> tuple[Line, ...]:
    """The lines with the words of notes that are not among them, each where its note stands."""
    lines = list(known)
    there = _squeezed("".join(line.text for line in known))
    for note in notes:
        if _squeezed(note.text) in there:
            continue
        for line in _of_note(note, place):
            top = line.bbox[1] if line.bbox else 0.0
            at = next(
                (n for n, one in enumerate(lines) if one.bbox and one.bbox[1] > top), len(lines)
            )
            lines.insert(at, line)
    return tuple(lines)


def _of_note(note: Note, place: Affine) -> list[Line]:
    x0, y0, x1, y1 = place.box(*note.rect)
    rows = [row.strip() for row in note.text.splitlines() if row.strip()]
    high = (y1 - y0) / max(1, len(rows))
    return [
        Line(
            row,
            (round(x0, 2), round(y0 + n * high, 2), round(x1, 2), round(y0 + (n + 1) * high, 2)),
        )
        for n, row in enumerate(rows)
    ]


def _squeezed(text: str) -> str:
    return "".join(text.split())
