"""The structure of an official letter: 发文机关标志, 发文字号, 标题, 主送, 正文, 附件, 署名, 成文日期.

In: a `Document` (a mail with its attachments is one reply). Out: a `Letter`: which part of the
document is the letter, its running text, and the place of each structural element in it, so that a
number cited in the text is not taken for the letter's own, nor a day in the facts for its date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from harness.reading.arrived.which_part import Chosen, choose
from harness.reading.letter_parts import doc_numbers, titles
from harness.reading.letter_parts.signature import (
    DATE_LINE,
    dated,
    is_agency,
    issuer,
    signed_in_head,
)
from harness.reading.page.prose import Place, Prose, join
from harness.reading.page.row import Row
from parsers import lazy_re as re
from parsers.document import Document, Page, Seal

_HEAD = 16  # the letterhead, number, title and salutation stand within so many lines


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, taken apart. An element that was not found is None."""

    document: Document  # the part that is the letter
    pages: tuple[Page, ...]
    prose: Prose
    cover: Prose  # what a mail's body says beside the letter that it carries
    masthead: Place | None = None
    number: doc_numbers.Number | None = None
    title: Place | None = None
    addressee: Place | None = None
    issuer: Place | None = None
    dated: Place | None = None
    day: date | None = (
        None  # None also where `dated` is no day of the calendar, and where days rival
    )
    rival_dates: tuple[Place, ...] = ()  # other days that stand at its foot just as well
    body: tuple[int, int] = (0, 0)
    is_body: bool = False  # the mail's own text is the letter
    unread: str = ""  # name of an attachment that should be the letter and could not be read

    @property
    def text(self) -> str:
        return self.prose.text

    @property
    def seals(self) -> tuple[tuple[Page, Seal], ...]:
        return tuple((page, seal) for page in self.pages for seal in page.seals)

    @property
    def body_text(self) -> str:
        return self.prose.text[self.body[0] : self.body[1]]


def letter_of(document: Document) -> Letter:
    """Find the letter in what came and take it apart."""
    chosen = choose(document)
    prose = join(_without_enclosures(chosen.rows))
    return _take_apart(chosen, prose)


def _take_apart(chosen: Chosen, prose: Prose) -> Letter:
    rows = prose.rows
    addressee_row, addressee = _addressee(prose)
    top = addressee_row if addressee_row is not None else _first_sentence(rows)
    title_rows = _title_rows(rows[:top])
    number = doc_numbers.own_number(prose, top, title_rows)
    seals = {page.number: [one.bbox for one in page.seals if one.bbox] for page in chosen.pages}
    date_ = dated(prose, top, seals)
    signed = issuer(prose, top, date_.row) or signed_in_head(prose, title_rows, top)
    begin = prose.starts[top] if top < len(rows) else len(prose.text)
    end = _body_end(prose, begin, signed, date_.place)
    return Letter(
        document=chosen.document,
        pages=chosen.pages,
        prose=prose,
        cover=join(chosen.cover),
        masthead=_masthead(prose, title_rows[0] if title_rows else top, number),
        number=number,
        title=_place(prose, title_rows) if title_rows else None,
        addressee=addressee,
        issuer=signed,
        dated=date_.place,
        day=date_.day,
        rival_dates=date_.rivals,
        body=(begin, end),
        is_body=chosen.is_body,
        unread=chosen.unread,
    )


def _without_enclosures(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Drop what follows the letter in the same file: an enclosure begins with a line 附件1 of its own."""
    seen_date = False
    for index, row in enumerate(rows):
        seen_date = seen_date or (
            index > 2 and bool(DATE_LINE.search(row.text)) and len(row.text) < 40
        )
        alone = _ENCLOSURE.fullmatch(row.text)
        if seen_date and alone and index > 4:
            return rows[:index]
    return rows


_ENCLOSURE = re.compile(
    r"附件?\d{0,2}[:.]?|附件[一二三四五六七八九十]{1,2}[:.]?|附表\d?|送达回(?:证|执)|邮寄(?:凭证|回执)|使用指南:?"
)


def _place(prose: Prose, indexes: range) -> Place:
    start, end = prose.starts[indexes[0]], prose.end_of(indexes[-1])
    return Place("".join(prose.rows[i].raw for i in indexes), start, end)


def _first_sentence(rows: tuple[Row, ...]) -> int:
    """The first line of running text: it ends the head of a letter without a salutation."""
    for index, row in enumerate(rows[:_HEAD]):
        if re.search(r"收到|收悉|根据|经审查|[。;]|您好|你好|,", row.text) and not titles.is_title(
            row.text
        ):
            return index
    return min(len(rows), _HEAD)


# --- 主送 -------------------------------------------------------------------------------------

_NO_NAME = re.compile(
    r"编号|文号|附件|电话|地址|邮编|邮箱|如下|日期|时间|主题|标题|内容|方式|形式|答复机关|单位|抄送|来源|索引|发件|收件|途径|http|依据|事由|名称为|情况"
)
_SALUTATION = re.compile(r"^(?:致|送)?:?(?P<who>[^,。;:!?《》“”〔〕]{1,40}):$")
_GREETING = re.compile(
    r"^(?P<who>[^,。;:!?《》“”]{2,40}?)[,:!]?(?:您好|你好|您们好|你们好)[,:!。.]?"
)
_GREETED = re.compile(
    r"^(?:您|你)们?好[,:!]?(?P<who>[\u4e00-\u9fff某×*·]{1,12}?(?:先生|女士|同志|老师|小姐)?)[:,!]$"
)
_LABEL = re.compile(
    r"^(?:被?申请人|申请人姓名(?:或名称)?|申请人名称|姓名或名称|申请人\(单位\))(?:/[^:]{1,6})?:(?P<who>[^,。;:]{2,40})(?:$|;)"
)
_INLINE = re.compile(
    r"^(?P<who>[^,。;:!?《》“”〔〕\d]{2,30}):(?=(?:你|您|本|我|经|现|关于|根据|收|贵|来|\d|《))"
)


def _addressee(prose: Prose) -> tuple[int | None, Place | None]:
    """The salutation: the line it stands in, and the name (with whatever stands before the colon)."""
    for index, row in enumerate(prose.rows[:_HEAD]):
        for pattern in (_LABEL, _SALUTATION, _GREETED, _GREETING, _INLINE):
            match = pattern.match(row.text)
            if match and not _NO_NAME.search(match["who"]) and not titles.is_title(match["who"]):
                start = prose.starts[index] + match.start("who")
                end = prose.starts[index] + match.end("who")
                return index, Place(prose.raw[start:end], start, end)
    return None, None


# --- 标题, 发文机关标志 -----------------------------------------------------------------------


def _title_rows(head: tuple[Row, ...]) -> range:
    """The lines of the title: one, or a few that only make a title together."""
    best = range(0)
    for start in range(len(head)):
        for stop in range(start + 1, min(start + 4, len(head)) + 1):
            text = "".join(row.text for row in head[start:stop])
            if not titles.is_title(text) or doc_numbers.is_number(head[start].text):
                continue
            if stop - start > 1 and not _one_title(head[start:stop]):
                continue
            if len(best) == 0 or _better(head, range(start, stop), best):
                best = range(start, stop)
            break
    return best


# a title is broken anywhere, within a word as well: ……申请答/复书
_TITLE_GOES_ON = (
    "关于",
    "答复",
    "告知",
    "申请",
    "公开",
    "书",
    "复书",
    "知书",
    "定书",
    "复函",
    "知单",
)


def _one_title(rows: tuple[Row, ...]) -> bool:
    """Lines wrapped from one title: no line but the last is whole, nor the agency's name alone."""
    first, rest = rows[0].text, rows[1:]
    if any(doc_numbers.is_number(row.text) or row.text.endswith(":") for row in rows):
        return False
    if re.search(r"关于", first) or first.startswith("《"):
        return True
    starts_inside = rest[0].text.startswith(_TITLE_GOES_ON)
    return (starts_inside and not is_agency(first)) or (
        starts_inside and rest[0].text.startswith("关于")
    )


def _better(head: tuple[Row, ...], candidate: range, best: range) -> bool:
    """A title that names a kind beats one that does not (发文机关标志 “…函”)."""
    text = "".join(head[i].text for i in candidate)
    old = "".join(head[i].text for i in best)
    return titles.kind_of_title(old) is None and titles.kind_of_title(text) is not None


def _masthead(prose: Prose, top: int, number: doc_numbers.Number | None) -> Place | None:
    """发文机关标志: a line above the title that is an agency's name, alone or with 文件."""
    for index, row in enumerate(prose.rows[:top]):
        if number and number.start == prose.starts[index]:
            continue
        name = re.sub(r"(?:文件|\(函\)|函)$", "", row.text)
        if is_agency(name):
            return Place(row.raw[: len(name)], prose.starts[index], prose.starts[index] + len(name))
    return None


def _body_end(prose: Prose, begin: int, signed: Place | None, dated_at: Place | None) -> int:
    ends = [place.start for place in (signed, dated_at) if place and place.start > begin]
    return min(ends, default=len(prose.text))
