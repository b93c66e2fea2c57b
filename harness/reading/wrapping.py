"""Where a paragraph only wraps from one line into the next, and where it ends.

In: the `Row`s of a letter. Out: for each but the last, whether its paragraph goes on in the next. On
paper that is told by where a line ends and the next one begins; without boxes by a line's length.
Where the paper was broken says nothing of what the letter says: the same words at another width must
be read as the same paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harness.reading.margins import Margins, margins, upright
from harness.reading.row import Row, box_of

# how a form's rows begin; between such a label and its cell stands white space where no colon does
LABEL = re.compile(
    r"(?:答复(?:书|文书)?编号|发文字号|申请编号|(?:申请)?(?:收到|收件|受理|申请|答复)(?:日期|时间)(?:[和及、]方式)?|申请(?:内容|事项)"
    r"|(?:申请公开的?|所需)(?:政府)?信息(?:内容|名称)?|答复(?:意见|内容|结果)|(?:处理|办理|答复|审查)(?:意见|结果|情况|类型)|(?:情况|事实|理由)说明|(?:法律|答复|处理)?依据(?:条款)?|法律条款|复议(?:、|和|与)?诉讼"
    r"|(?:权利)?救济(?:途径|渠道|方式|权利|提示|告知)?|权利告知|(?:审查|审核)意见|(?:行政)?复议(?:机关|期限)|(?:管辖|诉讼|受诉)法院|诉讼期限"
    r"|(?:申请|答复|公开|获取)方式|申请收到时间|受理编号|联系(?:电话|方式|地址)"
    r"|答复(?:机关|单位|主体)|申请人(?:姓名|名称|姓名或(?:者)?名称)?)(?:[(（][^()（）]{1,8}[)）])?"
)
_ENDS_SENTENCE = tuple("。!?")
_MAY_END_PARAGRAPH = tuple(";:")  # a line may end so by chance: (管辖法院:
_NEW_PARAGRAPH = re.compile(
    r"(?:你|您|申请人)?(?:如果?|若)(?:你|您|申请人|对|不服|有异议)|特此|附件?:"
)
_WRAPPED = 25  # without boxes, a line at least this long may go on in the next one
_UNBROKEN = re.compile(r"[!-~]{6,}+")  # goes into the next line whole: a number, a web address


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a letter tell of its paper."""

    margins: Margins
    indents: bool  # paragraphs of it begin with two full-width spaces


def runs_on(rows: Sequence[Row]) -> list[bool]:
    """Of every row but the last, whether its paragraph goes on in the next one."""
    rows = upright(rows)
    layout = _Layout(margins(rows), any(row.indented for row in rows))
    return [_runs_on(row, below, layout, at) for at, (row, below) in enumerate(pairwise(rows))]


def labelled(row: Row) -> bool:
    """A form's row: its label, a colon, its cell; or cells that stood beside each other."""
    if " " in row.raw or "\u3000" in row.raw:
        return True
    label = LABEL.match(row.text)
    return label is not None and row.text[label.end() : label.end() + 1] == ":"


def _runs_on(row: Row, following: Row, layout: _Layout, at: int) -> bool:
    """Whether a paragraph wraps from this line into the next one."""
    if row.text.endswith(_ENDS_SENTENCE) or row.part != following.part or labelled(following):
        return False
    by_chance = row.text.endswith(_MAY_END_PARAGRAPH)
    if row.bbox and following.bbox:
        size = _size(row)
        reaches = row.bbox[2] + max(2.5 * size, _first_word(following)) >= layout.margins.right[at]
        if by_chance:
            return reaches and following.bbox[0] <= layout.margins.left[at + 1] + 1.2 * size
        below = following.bbox[0] <= row.bbox[0] + 1.2 * size
        return reaches and (below or labelled(row))  # a cell wraps beside its label
    if following.indented or (by_chance and not layout.indents):
        return False
    return len(row.text) >= _WRAPPED and not _NEW_PARAGRAPH.match(following.text)


def _size(row: Row) -> float:
    """The size of a row's characters: the box of a line that stands askew is higher than they are."""
    if row.bbox is None:
        return 0.0
    first = box_of(row, 0, 1) or row.bbox
    wide = (first[2] - first[0]) * (1 if ord(row.raw[0]) > 0x2E7F else 2)
    return max(min(row.height, 1.2 * wide), 8.0)


def _first_word(row: Row) -> float:
    """The room that what stands first in a line would need: an address goes into the next line whole."""
    word = _UNBROKEN.match(row.raw)
    box = box_of(row, 0, word.end()) if word else None
    return box[2] - box[0] if box else 0.0
