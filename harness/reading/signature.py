"""署名 and 成文日期: who signs a letter and of which day, at its foot.

In: a letter's prose and where its head ends. Out: `Place`s. A date in the running text is not the
letter's; an agency named in it does not sign.
"""

from __future__ import annotations

import re
from datetime import date

from harness.reading import numerals, titles
from harness.reading.prose import Place, Prose

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
    r"(?:成文日期|(?:答复|回复|办理|办结)(?:日期|时间)|日期|落款日期|发文日期|作出日期):?$"
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


def dated(prose: Prose, top: int) -> tuple[int | None, Place | None, date | None]:
    """成文日期: the last line below the head that is a date, alone or behind the agency's name."""
    for index in range(len(prose.rows) - 1, max(top, 0) - 1, -1):
        text = prose.rows[index].text
        match = DATE_LINE.search(text)
        if match is None or len(text) > 60:
            continue
        before, after = text[: match.start()], text[match.end() :]
        before = _DATE_PREFIX.sub("", before)
        if (before == "" or is_agency(before)) and _DATE_SUFFIX.match(after):
            start = prose.starts[index] + match.start()
            end = prose.starts[index] + match.end()
            written = numerals.dates(text[match.start() : match.end()])
            return (
                index,
                Place(prose.raw[start:end], start, end),
                written[0].day if written else None,
            )
    return None, None, None


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
