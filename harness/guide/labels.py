"""The labels of a guide and what stands behind them: 联系电话：…, a row of a table, a table with a head.

In: a `GuideText`. Out: `Labelled`s, each with the stretch that is its own. Labels that belong to somebody else
(监督电话, 复议机关) are known too: what stands behind them is nobody's contact.
"""

from __future__ import annotations

import re as plain
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.guide.items import CONTACTS, Item
from harness.guide.text import CELL, GuideText, Stretch
from harness.guide.wordings import pattern

_CODES: dict[str, Item | None] = {
    **{f"label_{item}": item for item in CONTACTS},
    "label_other": None,
}
_NOTE = plain.compile(r"\([^()\n]{1,14}\)")
_FOLLOWS = plain.compile(r"[:│为是]|$|\(?\d|https?:|www")
_JOINS = plain.compile(r"[/、()及和与兼]{1,2}(?:\()?")
_CELL = 60  # a longer line is no cell below its label
_LEADS = plain.compile(r"[:│为是、,]{1,3}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """`item` is None where the label is somebody else's."""

    item: Item | None
    label: Stretch
    value: Stretch


def labelled(text: GuideText, lines: Sequence[Stretch]) -> tuple[Labelled, ...]:
    """Everything in these lines that stands behind a label."""
    found: list[Labelled] = []
    at = 0
    while at < len(lines):
        heads = _heads(text, lines[at])
        if heads:
            at = _table(text, lines, at, heads, found)
        else:
            found += _of_line(text, lines, at)
            at += 1
    return tuple(found)


# --- a label and its value in a line --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    item: Item | None
    start: int
    end: int


def _labels(text: str, start: int, end: int) -> list[_Label]:
    """The labels in a stretch, none within another."""
    found = [
        _Label(item, match.start(), match.end())
        for code, item in _CODES.items()
        for match in pattern(code).finditer(text, start, end)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[_Label] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _of_line(text: GuideText, lines: Sequence[Stretch], at: int) -> Iterator[Labelled]:
    line = lines[at]
    labels = [
        one for one in _labels(text.text, line.start, line.end) if _is_label(text.text, one, line)
    ]
    shared: list[_Label] = []
    for number, one in enumerate(labels):
        end = labels[number + 1].start if number + 1 < len(labels) else line.end
        begin = _after_note(text.text, one.end, line.end)
        between = text.text[begin:end]
        if number + 1 < len(labels) and between and _JOINS.fullmatch(between):
            shared.append(one)  # 电话/传真：one value for both
            continue
        value = _value(text, lines, at, begin, end)
        for several in (*shared, one):
            yield Labelled(several.item, Stretch(several.start, several.end), value)
        shared = []


def _value(text: GuideText, lines: Sequence[Stretch], at: int, begin: int, end: int) -> Stretch:
    lead = _LEADS.match(text.text, begin, end)
    begin = lead.end() if lead else begin
    if begin < end or at + 1 >= len(lines) or end < lines[at].end:
        return Stretch(begin, end)
    following = lines[at + 1]  # the cell below its label
    said = text.said(following)
    is_prose = len(said) > _CELL or "。" in said
    if is_prose or _begins_with_label(text, following) or pattern("ordinal").match(said):
        return Stretch(begin, end)
    return following


def _is_label(text: str, one: _Label, line: Stretch) -> bool:
    """Something follows that a label is followed by; in the running text it is no label."""
    begin = _after_note(text, one.end, line.end)
    rest = text[begin : line.end]
    if rest.startswith(("为", "是")) and one.item is None:
        return False
    return (bool(_FOLLOWS.match(rest)) and (rest != "" or one.start - line.start <= 6)) or bool(
        _JOINS.match(rest) and _labels(text, begin, min(begin + 8, line.end))
    )


def _after_note(text: str, begin: int, end: int) -> int:
    """Behind a note in brackets that is no value: 电话（传真）is two labels, 电话（工作日）is one."""
    note = _NOTE.match(text, begin, end)
    if note is None or _labels(text, note.start(), note.end()) or plain.search(r"\d", note.group()):
        return begin
    return note.end()


def _begins_with_label(text: GuideText, line: Stretch) -> bool:
    first = next(iter(_labels(text.text, line.start, line.end)), None)
    return first is not None and first.start - line.start <= 4 and _is_label(text.text, first, line)


# --- a table whose first row names the columns ----------------------------------------------------


def _pieces(text: GuideText, line: Stretch) -> list[Stretch]:
    pieces, begin = [], line.start
    for cell in text.said(line).split(CELL):
        pieces.append(Stretch(begin, begin + len(cell)))
        begin += len(cell) + 1
    return pieces


def _heads(text: GuideText, line: Stretch) -> list[Item | None]:
    """The columns that a row names, if it names nothing but columns and at least two."""
    pieces = _pieces(text, line)
    if len(pieces) < 2:
        return []
    named: list[Item | None] = []
    for piece in pieces:
        whole = [
            one
            for one in _labels(text.text, piece.start, piece.end)
            if (one.start, one.end) == (piece.start, piece.end)
        ]
        if whole:
            named.append(whole[0].item)
        elif text.said(piece) in _NUMBERS:
            named.append(None)
        else:
            return []
    return named


def is_head(text: GuideText, start: int) -> bool:
    """Whether the line that begins here names the columns of a table."""
    return any(one.start == start and bool(_heads(text, one)) for one in text.lines)


_NUMBERS = ("序号", "备注", "编号")


def _table(
    text: GuideText,
    lines: Sequence[Stretch],
    at: int,
    heads: Sequence[Item | None],
    found: list[Labelled],
) -> int:
    """Read the rows below the head that have as many cells; where the first of them ends, tell the next line."""
    label, at = lines[at], at + 1
    while at < len(lines):
        pieces = _pieces(text, lines[at])
        if len(pieces) != len(heads):
            break
        found += [Labelled(item, label, piece) for item, piece in zip(heads, pieces, strict=True)]
        at += 1
    return at
