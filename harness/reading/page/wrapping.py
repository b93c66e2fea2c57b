"""Where a paragraph only wraps from one line into the next, and where it ends.

In: the `Row`s of a letter. Out: for each but the last, whether its paragraph goes on in the next. On
paper that is told by where a line ends and the next one begins; without boxes by the width at which
most lines of the text were broken, else by a line's length.
Where the paper was broken says nothing of what the letter says: the same words at another width must
be read as the same paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from harness.reading.letter_parts import titles
from harness.reading.page.margins import Margins, is_address, margins, upright
from harness.reading.page.row import Row, box_of
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

_NOTE = r"(?:[(（][^()（）]{1,8}[)）])?"  # behind a form's label
_ENDS_SENTENCE = tuple("。!?")
_MAY_END_PARAGRAPH = tuple(";:")  # a line may end so by chance: (管辖法院:
_NEW_PARAGRAPH = re.compile(
    r"(?:你|您|申请人)?(?:如果?|若)(?:你|您|申请人|对|不服|有异议)|特此|附件?:"
)
_WRAPPED = 25  # without boxes, a line at least this long may go on in the next one
_RAGGED = 4  # columns by which lines of one width differ: a character and a mark go down together
_FULL, _SHARE = 3, 0.2  # so many lines, and so large a share of all, show the width of a text
_OUTSIDE = (
    0.1  # of the lines, at most so many are longer: an address, a paragraph that was not broken
)
_INDENT = 4  # columns: two wide characters
_SET_IN = 6  # sizes by which a first line, or a title's, may be set in
_MARK = 2  # columns: a mark may hang over the end of a line
_NARROWEST = 20  # columns: no program breaks lines at fewer
_GOES_ON = (",", "、")  # no paragraph ends so
_NUMBER = r"[\u4e00-\u9fff]{1,16}[〔\[(]\d{4}[〕\])]第?\d{1,6}号"
_DAY = r"(?:\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一三四五六七八九十]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
_STANDS_ALONE = re.compile(
    rf"(?:{_NUMBER}|{_DAY})$|(?:[(（]?[一二三四五六七八九十]{{1,3}}[)、.]|[(（]?\d{{1,2}}[)、.](?!\d))(?![项款目])"
)
_OF_THE_HEAD = re.compile(r"[^,。;:!?、“”]*+")  # a line above the salutation
_SALUTATION = re.compile(r"(?!(?:有限|责任|股份|限|任|份|公){0,3}[公司]{1,2}:)[^,。;!?]{1,14}:$")
_FIRST_UNIT = re.compile(
    r"[（《“‘〔【(]{0,3}(?:[A-Za-z0-9:/._-]++|.)?[，。；：！？、）》”’〕】,.;:!?)]{0,2}"
)
_WIDE = re.compile("[“”‘’—…\u2e80-\U0010ffff]+")  # characters of two columns
_UNBROKEN = re.compile(r"[!-~]{6,}+")  # goes into the next line whole: a number, a web address


_Page = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class _Broken:
    """The width of a text, and by how much the first lines of its paragraphs are set in: by nothing where a
    blank line tells that they begin."""

    columns: int
    indent: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a letter tell of its paper."""

    margins: Margins
    indents: bool  # paragraphs of it begin with two full-width spaces
    broken_at: dict[_Page, _Broken]  # without boxes: where most lines were broken


def runs_on(rows: Sequence[Row]) -> list[bool]:
    """Of every row but the last, whether its paragraph goes on in the next one."""
    rows = upright(rows)
    layout = _Layout(margins(rows), any(row.indented for row in rows), _columns(rows))
    return [_runs_on(row, below, layout, at) for at, (row, below) in enumerate(pairwise(rows))]


def labelled(row: Row) -> bool:
    """A form's row: its label, a colon, its cell; or cells that stood beside each other."""
    if " " in row.raw or "\u3000" in row.raw:
        return True
    label = label_pattern().match(row.text)
    return label is not None and row.text[label.end() : label.end() + 1] == ":"


@cache
def label_pattern() -> re.Pattern[str]:
    """How a form's rows begin; between such a label and its cell stands white space where no colon does."""
    label = pattern("form_label").pattern
    return re.compile(f"(?:{label}){_NOTE}")


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
        # what begins far to the left of a cell is no more of it
        below = row.bbox[0] - _SET_IN * size <= following.bbox[0] <= row.bbox[0] + 1.2 * size
        # a cell wraps beside its label
        return reaches and (below or labelled(row) or _hangs(row, following, size))
    if following.indented:
        return False
    broken = layout.broken_at.get((row.file, row.page))
    if broken is not None:
        wide = _columns_of(row, broken.indent)
        surely = not by_chance or layout.indents or wide >= broken.columns - _MARK
        return surely and _is_full(row, wide, following, broken.columns)
    if by_chance and not layout.indents:
        return False
    return len(row.text) >= _WRAPPED and not _NEW_PARAGRAPH.match(following.text)


def _hangs(row: Row, following: Row, size: float) -> bool:
    """What stands alone below the last of what stands apart in a line goes on there."""
    if row.last_cell is None or following.bbox is None or following.last_cell is not None:
        return False
    return abs(following.bbox[0] - row.last_cell) <= 1.2 * size


# --- texts without boxes --------------------------------------------------------------------------


def _columns(rows: Sequence[Row]) -> dict[_Page, _Broken]:
    """The width at which a program broke the lines, where most long lines show one: with the indent
    or without it, whichever more lines agree with."""
    pages: dict[_Page, list[Row]] = {}
    for row in rows:
        if row.bbox is None and not is_address(row):
            pages.setdefault((row.file, row.page), []).append(row)
    found: dict[_Page, _Broken] = {}
    for page, of_page in pages.items():
        best, widths = 0, [_width(row.raw) for row in of_page]
        for indent in (0, _INDENT):
            told = [
                wide + (indent if row.indented else 0)
                for row, wide in zip(of_page, widths, strict=True)
            ]
            columns, agree = _common(told)
            if agree > best:
                found[page], best = _Broken(columns, indent), agree
    return found


def _common(widths: Sequence[int]) -> tuple[int, int]:
    """The width that most lines nearly reach and few exceed, and how many reach it: 0 where too few do."""
    counts = Counter(widths)
    wider, best, most = 0, 0, 0
    for width in sorted(counts, reverse=True):
        full = sum(counts[width - less] for less in range(_RAGGED))
        if width >= _NARROWEST and wider <= max(1, _OUTSIDE * len(widths)) and full > most:
            best, most = width, full
        wider += counts[width]
    return best, most if most >= max(_FULL, _SHARE * len(widths)) else 0


def _is_full(row: Row, wide: int, following: Row, columns: int) -> bool:
    """Whether a line ends because what follows would not have gone into it."""
    if wide + _first_columns(following) + 1 < columns:
        return False
    if row.text.endswith(_GOES_ON):
        return True
    alone = _NEW_PARAGRAPH.match(following.text) or _STANDS_ALONE.match(following.text)
    return not alone and not _is_of_the_head(row, following)


def _is_of_the_head(row: Row, following: Row) -> bool:
    """A title, a number, or what stands above the salutation."""
    if titles.is_title(row.text) or re.fullmatch(_NUMBER, row.text):
        return True
    return bool(_OF_THE_HEAD.fullmatch(row.text) and _SALUTATION.match(following.text))


def _columns_of(row: Row, indent: int) -> int:
    """With the indent that its text is told without."""
    return _width(row.raw) + (indent if row.indented else 0)


def _first_columns(row: Row) -> int:
    """The columns of what must go into the next line together."""
    unit = _FIRST_UNIT.match(row.raw)
    return _width(unit[0]) if unit else 0


def _width(raw: str) -> int:
    """In columns of half a character."""
    return len(raw) + sum(map(len, _WIDE.findall(raw)))


# --- texts with boxes -----------------------------------------------------------------------------


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
