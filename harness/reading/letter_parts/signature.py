"""署名 and 成文日期: who signs a letter and of which day, at its foot.

In: a letter's prose and where its head ends. Out: `Place`s. A date in the running text is not the
letter's; an agency named in it does not sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from harness.reading.letter_parts import titles
from harness.reading.page import numerals
from harness.reading.page.prose import Place, Prose
from harness.reading.page.row import Row
from parsers import lazy_re as re
from parsers.document import Box

_AGENCY_END = (
    r"(?:人民政府|政府|办公厅|办公室|厅|局|委员会|委|部|院|署|处|所|站|中心|支队|大队|总队|管委会|街道办事处|办事处"
    r"|办|海关|银行|分行|支行|公司|馆|会|社|校|队|科|股|室|大学|中学|小学|学院|医院|专班)"
)
# a body called by its place alone: 宁阳县磁窑镇, 第八师石河子市
_SHORTENED = re.compile(
    # a place's first character may be a kind of place itself (市南区), none behind it may: else a line of
    # forty 市 could be cut into places in as many ways as there are stars
    r"^(?:[\u4e00-\u9fff](?:(?![省市县区旗州盟])[\u4e00-\u9fff]){0,11}[省市县区旗州盟])+[\u4e00-\u9fff]{1,6}(?:镇|乡|街道|苏木)$"
    r"|^(?:新疆生产建设兵团)?第[一二三四五六七八九十]{1,3}师(?:[\u4e00-\u9fff]{1,6}市)?$|^新疆生产建设兵团$"
)
_STAMPED = re.compile(
    rf"^\((?P<who>[\u4e00-\u9fff]{{3,40}}?{_AGENCY_END})(?:\(?(?:公章|印章|盖章|章|印)\)?)\)$"
)
_STAMP_WORDS = r"(?:\((?:印章|盖章|公章|章|印|政府信息公开专用章|信息公开专用章|依申请公开专用章|代章|机关印章|机关盖章)\))"
_AGENCY = re.compile(
    rf"^[-—–]*[\u4e00-\u9fffA-Za-z·()○×XxＸ*＊某]{{2,60}}?{_AGENCY_END}{_STAMP_WORDS}?$"
)
DATE_LINE = re.compile(
    r"(?:(?:19|20)\d{2}|[一二][〇零○Oo0一二三四五六七八九]{3})[年.\-/]"
    r"(?:\d{1,2}|[元正一二三四五六七八九十]{1,3})[月.\-/](?:\d{1,2}|[一二三四五六七八九十廿]{1,4})日?"
)
_DATE_PREFIX = re.compile(
    r"(?:成文|落款|答复|回复|办理|办结|发文|发件|发函|签发|印发|作出|出具|制作)?(?:日期|时间):?$"
)
_DATE_SUFFIX = re.compile(rf"^(?:{_STAMP_WORDS}|\(?印章\)?|\(此件[^()]*\))?$")
_ISSUER_LABEL = re.compile(
    rf"^(?:(?:答复|回复|办理)(?:机关|主体|单位|部门)|发文(?:机关|单位)|单位|承办单位|落款)(?:\([^()]*\))?:(?P<who>.{{1,80}}?{_AGENCY_END}){_STAMP_WORDS}?$"
)


def is_agency(text: str) -> bool:
    """Whether a line is the name of a public body and nothing else."""
    return (
        bool(_AGENCY.match(text) or _SHORTENED.match(text))
        and not titles.is_title(text)
        and not re.search(
            r"我局|本局|如(?!东县|皋市)|请|向(?!阳)|申请|不服|可以|联系人|本机关|根据|收到|关于|答复|附件|地址|负责",
            text,
        )
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """成文日期: its row, its words, its day. `rivals`: other days that stand there just as well."""

    row: int | None = None
    place: Place | None = None
    day: date | None = None  # None also where it is no day of the calendar, and where days rival
    rivals: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    place: Place
    day: date | None
    signed: bool  # behind or below the name of a body
    beside: bool = False  # behind it in one line


Seals = Mapping[int, Sequence[Box]]  # those of a page, by its number


def dated(prose: Prose, top: int, seals: Seals = MappingProxyType({})) -> Dated:
    """A line below the head that is a date, alone or behind the agency's name: the last one beside a
    signature, else the last one, and of several the one that a seal lies on. The day of a stamp that
    the letter got where it arrived is not its own."""
    found = [
        one
        for index in range(max(top, 0), len(prose.rows))
        if (one := _candidate(prose, index)) and not _is_received(prose, index)
    ]
    found = [one for one in found if one.signed] or found
    found = [one for one in found if _is_sealed(prose.rows[one.row], seals)] or found
    if not found:
        return _in_head(prose, top)
    last = found[-1]
    rivals = {
        one.day: one.place
        for one in found
        if one.day != last.day and one.day and _are_on_one_page(prose, one.row, last.row)
    }
    return Dated(last.row, last.place, None if rivals else last.day, tuple(rivals.values()))


def _in_head(prose: Prose, top: int) -> Dated:
    """A letter that is signed and dated in its head: its agency and its day in one line, or the day
    below the agency, or called its day (答复日期:……)."""
    for index in range(max(top, 0)):
        one = _candidate(prose, index)
        called = _DATE_PREFIX.match(prose.rows[index].text.split(":")[0] + ":")
        if one and (one.signed or called) and not _is_received(prose, index):
            return Dated(one.row, one.place, one.day)
    return Dated()


def _candidate(prose: Prose, index: int) -> _Candidate | None:
    text = prose.rows[index].text
    match = DATE_LINE.search(text)
    if match is None or len(text) > 60:
        return None
    before, after = text[: match.start()], text[match.end() :]
    before = _DATE_PREFIX.sub("", before)
    if not ((before == "" or is_agency(before)) and _DATE_SUFFIX.match(after)):
        return None
    start, end = prose.starts[index] + match.start(), prose.starts[index] + match.end()
    written = numerals.dates(text[match.start() : match.end()])
    day = written[0].day if written else None
    return _Candidate(
        index,
        Place(prose.raw[start:end], start, end),
        day,
        before != "" or _is_signed(prose, index),
        before != "",
    )


_NEAR = 3.5  # heights of a line: a signature stands so near above its date


def _is_signed(prose: Prose, index: int) -> bool:
    """Whether the name of a body stands just above this row, on paper above its very place."""
    return any(
        is_agency(prose.rows[at].text)
        and not _is_received(prose, at)
        and _stand_together(prose.rows[at], prose.rows[index], _NEAR)
        for at in range(max(0, index - 2), index)
    )


# what a letter is stamped with where it arrives, or where it is handed over
_RECEIVED = re.compile(
    r"^[^,。;]{0,20}(?:签收|收文|收件|收到|来文|收讫|接收|送达|收发|登记|已收|邮戳|收信)[^,。;]{0,8}$"
)
_STAMP_HEIGHT = 2.6  # heights: so far apart stand the lines of one stamp


def _is_received(prose: Prose, index: int) -> bool:
    """Whether this row is part of such a stamp, or of a line that is signed there."""
    row = prose.rows[index]
    if row.bbox is None:
        return _RECEIVED.search(row.text) is not None
    near = prose.rows[max(0, index - 2) : index + 3]
    return any(
        _RECEIVED.search(one.text) and _stand_together(one, row, _STAMP_HEIGHT) for one in near
    )


def _stand_together(one: Row, other: Row, heights: float) -> bool:
    """On paper: one above the other, and near. Without boxes all rows may."""
    if one.bbox is None or other.bbox is None:
        return True
    if (one.file, one.page) != (other.file, other.page):
        return False
    size = min(one.height, other.height)
    above, below = sorted((one.bbox, other.bbox), key=lambda box: box[1])
    across = min(above[2], below[2]) - max(above[0], below[0])
    return below[1] - above[3] < heights * size and across > 0


def _is_sealed(row: Row, seals: Seals) -> bool:
    box = row.bbox
    return box is not None and any(
        box[0] < seal[2] and seal[0] < box[2] and box[1] < seal[3] and seal[1] < box[3]
        for seal in seals.get(row.page or 0, ())
    )


def _are_on_one_page(prose: Prose, one: int, other: int) -> bool:
    first, second = prose.rows[one], prose.rows[other]
    return first.bbox is not None and (first.file, first.page) == (second.file, second.page)


def issuer(prose: Prose, top: int, dated_row: int | None) -> Place | None:
    """署名: before the date in its line, above it, just below it; in a mail's text, the last line."""
    if dated_row is not None:
        line = prose.rows[dated_row].text
        match = DATE_LINE.search(line)
        before = _DATE_PREFIX.sub("", line[: match.start()]) if match else ""
        if is_agency(before):
            start = prose.starts[dated_row]
            return Place(_name(prose.raw[start : start + len(before)]), start, start + len(before))
    anchor = dated_row if dated_row is not None else len(prose.rows)
    above = range(anchor - 1, max(top, anchor - 5), -1)
    below = range(anchor + 1, min(anchor + 3, len(prose.rows)))
    for index in (*above, *below):
        alone = _issuer_in(prose, index)
        if alone is None or len(alone.value) <= _BARE:
            alone = _wrapped(prose, index, top) or alone
        if alone is not None:
            return alone
    return None


def signed_in_head(prose: Prose, title: range, top: int) -> Place | None:
    """署名 of a letter that is signed below its title and above its first words."""
    below = range(title[-1] + 1, top) if title else range(0)
    return next((one for index in below if (one := _issuer_in(prose, index))), None)


_BARE = 4  # 局, 办事处, 委员会: kinds of bodies, and ends of names
_CLOSING = re.compile(r"特此|专此|此复|此致|敬礼|感谢|谢谢|告知$|答复$")


_LONGEST_TAIL = 14  # characters of a long name that went on to a second line


def _wrapped(prose: Prose, index: int, top: int) -> Place | None:
    """A name too long for one line: 宁川市青柳区人民政府望江街道 / 办事处."""
    if index - 1 <= top or len(prose.rows[index].text) > _LONGEST_TAIL:
        return None
    first, last = prose.rows[index - 1], prose.rows[index]
    whole = len(first.text) >= 6 and not _CLOSING.search(first.text)
    if not whole or not is_agency(first.text + last.text):
        return None
    start = prose.starts[index - 1]
    return Place(_name(first.raw + last.raw), start, prose.end_of(index))


def _issuer_in(prose: Prose, index: int) -> Place | None:
    row = prose.rows[index]
    start = prose.starts[index]
    label = _ISSUER_LABEL.match(row.text) or _STAMPED.match(row.text)
    if label:
        return Place(
            row.raw[label.start("who") : label.end("who")],
            start + label.start("who"),
            start + label.end("who"),
        )
    if is_agency(row.text):
        return Place(_name(row.raw), start, start + len(row.text))
    return None


def _name(raw: str) -> str:
    raw = raw.lstrip("-—–－")
    return re.sub(r"[(（](?:印章|盖章|公章|章|印|机关印章|机关盖章)[)）]$", "", raw)
