"""A last line that breaks off in mid-sentence: what follows it was not read.

In: a page's lines in reading order and in upright pixels, whether another page follows. Out: the line, or
None; likewise the first line of a page that begins in mid-sentence. An agency does not end its letter with
或自收到本答复: the rest lies under a seal, below the edge of the scan, or in a line that was passed over.
A line is short for a reason only where its sentence ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from parsers import lazy_re as re
from parsers.document import Box
from parsers.page.layout import CELL_ENDS

Placed = tuple[str, Box]

_WITHIN = re.compile(r"[\u4e00-\u9fff\d，、（《“]$")
# what ends without a stop and is whole
_WHOLE = re.compile(
    r"^(?:附件?|抄送|主送|联系|电话|地址|邮编|网址|印发|承办|经办|主题词|第?\d+页?|页)"
    r"|(?:日|号|书|表|章|印发|特此(?:告知|答复|函复|通知)|此复|盖章）?|诉讼|起诉|复议)$"
)
_SIGNS = re.compile(r"(?:局|厅|委员会|政府|办公室|办事处|中心|大队|支队|海关|公司|大学|医院)$")
_RING = re.compile(r"[。！]\s?\S{1,2}$")  # what a seal's own writing adds to a line
_SIGNATURE = re.compile(r"[\u4e00-\u9fff]{3}|\d年")  # and no page's number
_BELOW = 10.0  # heights: so far below its last line a letter is signed
_SENTENCE = re.compile(r"[，。；]")
_PITCH = 1.4  # heights: so far apart are lines of a paragraph at most
_EDGE = 0.9  # heights of a line: so near to its edge no page begins
_MARGIN = 1.6  # heights of a line: so near to the right margin a line reaches it
_INDENT = 3.5  # likewise, from the left one: what begins further in is a signature, a stamp
_FIRST = 2.0  # likewise: a paragraph's first line is set in by no more
_LONG = 0.45  # of the page's writing: a line of the body
_LEAST = 3  # lines of the body, for a margin to be known


def cut_line(lines: Sequence[Placed], seals: Sequence[Box], *, last: bool) -> str | None:
    """The words of the body's last line, where they break off. `last`: no page follows."""
    if len(lines) < _LEAST:
        return None
    height = median(box[3] - box[1] for _, box in lines)
    wide = [box for _, box in lines if box[2] - box[0] > _LONG * _span(lines)]
    if len(wide) < _LEAST:
        return None
    left = sorted(box[0] for box in wide)[len(wide) // 3]
    right = sorted(box[2] for box in wide)[len(wide) * 2 // 3]
    at = max(index for index, (_, box) in enumerate(lines) if box in wide)
    while at + 1 < len(lines) and _goes_on(lines[at][1], lines[at + 1][1], left, height):
        at += 1
    text, box = lines[at]
    if CELL_ENDS in text:  # a form ends where its last cell does
        return None
    if box[0] >= left + _INDENT * height and _SIGNS.search(text):  # a long name that signs
        return None
    if hidden := any(_ends_in(box, seal, height) for seal in seals):
        text = _RING.sub("。", text)
    if not _WITHIN.search(text) or _WHOLE.search(text):
        return None
    reaches = box[2] >= right - _MARGIN * height
    signed = any(
        _SIGNATURE.search(other) and below[1] - box[3] < _BELOW * height
        for other, below in lines[at + 1 :]
    )
    return text if (reaches or hidden) and (signed or hidden or last) else None


def cut_above(lines: Sequence[Placed], top: float) -> str | None:
    """The words of the first line, where a page begins in mid-sentence at its very edge: a letter has a
    margin above, and begins with its head. `top`: how far from the edge it stands."""
    if len(lines) < _LEAST:
        return None
    height = median(box[3] - box[1] for _, box in lines)
    text, box = lines[0]
    lefts = sorted(one[0] for _, one in lines)
    # a fax's head, a scanner's mark stand by themselves
    goes_on = lines[1][1][1] - box[3] < _PITCH * height
    at_left = box[0] <= lefts[len(lefts) // 3] + _INDENT * height
    body = box[2] - box[0] > _LONG * _span(lines) or _SENTENCE.search(text)
    return text if top < _EDGE * height and goes_on and at_left and body else None


def _span(lines: Sequence[Placed]) -> float:
    return max(box[2] for _, box in lines) - min(box[0] for _, box in lines)


def _goes_on(above: Box, below: Box, left: float, height: float) -> bool:
    """Whether the next line belongs to the body too, however short it is."""
    margin = max(left, above[0] - _FIRST * height)  # of its column
    return below[0] < margin + _INDENT * height and below[1] - above[3] < 1.6 * height


def _ends_in(box: Box, seal: Box, height: float) -> bool:
    """Whether a line ends where a seal lies, or runs up to it."""
    level = min(box[3], seal[3]) - max(box[1], seal[1]) > 0.4 * (box[3] - box[1])
    return level and seal[0] - height < box[2] < seal[2]
