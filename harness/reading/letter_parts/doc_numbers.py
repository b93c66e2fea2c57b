"""发文字号: the letter's own number, in every style that really occurs.

In: the letter's prose and how many of its first lines are its head. Out: a `Number`, with what
departs from GB/T 9704 (a remark, no fault). Numbers cited in the running text, of other documents,
applications, decisions on reconsideration and judgments, are not looked at: they do not stand in
the head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from harness.reading.decision.reported_words import without_quotations
from harness.reading.page.prose import Prose
from parsers import lazy_re as re

_OPEN, _CLOSE = r"[〔\[【({「『<L]", r"[〕\]】)}」』>J]"
_SERIAL = r"[0-9A-Za-z×*＊○某X]{1,24}"
# 〔2024〕18-答: the suffix stands for 号 where that was left away
_END = r"(?:号|(?=[-—–―][\u4e00-\u9fff]{1,3}$))"
# 第074号二告, 5号-1: what stands behind belongs to the number where the line ends with it
_SUFFIX = r"(?:[-—–―一_]{1,2}[\u4e00-\u9fff]{1,4}|[-—–―_]\d{1,3}$|之?[一二三四五六七八九十]{0,2}(?:\([\u4e00-\u9fff\d]{1,3}\))?[答告补复函]{0,2}$|\([\u4e00-\u9fff]{1,3}\))?"
_CODE = r"[\u4e00-\u9fffA-Za-z·()]{0,24}?"

# the shapes, most regular first; each names year and serial
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"(?P<code>{_CODE}){_OPEN}(?P<year>(?:19|20)\d\d)年?{_CLOSE}(?P<mid>[\u4e00-\u9fff]{{0,16}}?)(?P<di>第?)(?P<serial>{_SERIAL}){_END}{_SUFFIX}",
        rf"(?P<code>)(?P<year>(?:19|20)\d\d)年?\(?(?P<mid>[\u4e00-\u9fff]{{1,10}}?)\)?字?(?P<di>第)(?P<serial>{_SERIAL})号{_SUFFIX}",
        rf"(?P<code>[\u4e00-\u9fffA-Za-z]{{2,20}}?)[^\u4e00-\u9fff\w]?(?P<year>20\d\d)[^\u4e00-\u9fff\w]?(?P<mid>)(?P<di>第?)(?P<serial>\d{{1,6}})号{_SUFFIX}",
    )
)
_LABEL = re.compile(
    r"^\(?(?:编号|文号|发文字号|答复书?编号|答复文号|告知书编号|No\.?|NO\.?|№)[:.]?"
)
_LABELLED = re.compile(
    rf"(?P<code>[A-Za-z\u4e00-\u9fff]{{0,12}}){_OPEN}?(?P<year>(?:19|20)\d\d)?年?{_CLOSE}?[-—–/.]?第?"
    r"(?P<serial>[0-9A-Za-z\-—×*X]{1,32})号?"
)
# a whole line without 号: 演财公开[2025]074
_WITHOUT_END = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{2,24}}){_OPEN}(?P<year>(?:19|20)\d\d)年?{_CLOSE}第?(?P<serial>\d{{1,6}})"
)
_NOT_OURS = re.compile(
    r"(?:申请|受理|登记|收件|查询|回执|流水|信件|申请书|来信|办件|挂号|运单|邮件)(?:表|书)?(?:编?号|单号)"
)
# the day stands in the number's line, at its right
_DAY_BEHIND = re.compile(r"(?<=号)(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})$")
_STANDARD = re.compile(r"[\u4e00-\u9fff]{2,24}〔(?:19|20)\d\d〕[1-9]\d*号")


@dataclass(frozen=True, slots=True)
class Number:
    """`value` as written; `standard`: 机关代字〔年份〕N号 and nothing else."""

    value: str
    start: int
    end: int
    year: int | None
    standard: bool
    at_foot: bool = False  # below the signature, where nobody looks for it


def is_number(text: str) -> bool:
    """Whether a whole line is a document number (with its label)."""
    bare = _LABEL.sub("", text)
    return any(shape.fullmatch(bare) for shape in _SHAPES) or bool(_LABEL.match(text) and bare)


_ANEW = re.compile(
    r"重新(?:依法)?(?:作出?|予以|进行)?[^,。;\n]{0,6}(?:答复|处理|告知|决定)|再次(?:作出?)?(?:答复|告知)|重作|(?:答复|告知书?|决定)[^,。;\n]{0,8}(?:已?被|予以)?撤销|撤销[^。;\n]{0,24}(?:答复|告知|决定)"
)
_JUDGED = re.compile(r"判决|裁定|复议|撤销|责令|再次|重新")


def answers_anew(text: str) -> bool:
    """Whether the letter says that it answers once more, after a judgment or a decision on review: its
    number may be the first answer's."""
    words = without_quotations(text)
    return any(
        _JUDGED.search(words, max(0, match.start() - 60), match.end())
        for match in _ANEW.finditer(words)
    )


def own_number(prose: Prose, top: int, title: range) -> Number | None:
    """The number in the head of the letter."""
    for index, row in enumerate(prose.rows[:top]):
        if index in title and not (len(title) == 1 and _ends_with_number(row.text)):
            continue
        if _NOT_OURS.search(row.text) or re.search(r"[。;]|收到|收悉|关于|《", row.text):
            continue
        found = _in_line(_DAY_BEHIND.sub("", row.text))
        if found is not None:
            start = prose.starts[index] + found.start()
            end = prose.starts[index] + found.end()
            return _number(prose.raw[start:end], start, end, found)
    return _at_foot(prose, top) or _called_ours(prose, top)


# 本件编号为芦交公开〔2026〕61号。 in the body
_CALLED_OURS = re.compile(
    r"本(?:件|函|答复|复函|告知|决定|文书?|邮件)书?的?(?:文号|发文字号|编号)(?:为|是|:)"
)


def _called_ours(prose: Prose, top: int) -> Number | None:
    """A number that the letter's own words call its number."""
    for index, row in enumerate(prose.rows[top:], top):
        label = _CALLED_OURS.search(row.text)
        found = _SHAPES[0].match(row.text, label.end()) if label else None
        if found is not None:
            start, end = prose.starts[index] + found.start(), prose.starts[index] + found.end()
            return _number(prose.raw[start:end], start, end, found)
    return None


_FOOT = 5  # lines
_FOOT_LABEL = re.compile(
    r"^\(?(?:本(?:件|函|答复|告知|决定|文|邮件)书?(?:的)?)?(?:文号|发文字号|答复书?编号|答复文号|告知书编号|编号)(?:为|是)?[:.]?"
)


def _at_foot(prose: Prose, top: int) -> Number | None:
    """A number of its own line, with a label or without, among the last lines of the letter."""
    for index in range(len(prose.rows) - 1, max(top, len(prose.rows) - 1 - _FOOT), -1):
        text = prose.rows[index].text
        label = _FOOT_LABEL.match(text)
        found = _SHAPES[0].match(text, label.end() if label else 0)
        whole = found is not None and len(text) - found.end() <= 1
        if found is not None and whole and not _NOT_OURS.search(text):
            start, end = prose.starts[index] + found.start(), prose.starts[index] + found.end()
            return replace(_number(prose.raw[start:end], start, end, found), at_foot=True)
    return None


def _ends_with_number(text: str) -> bool:
    return text.endswith("号") and "关于" not in text


def _in_line(text: str) -> re.Match[str] | None:
    label = _LABEL.match(text)
    begin = label.end() if label else 0
    for shape in _SHAPES:
        match = shape.search(text, begin)
        if match and (match.end() >= len(text) - 8) and match.start() - begin <= 40:
            return match
    return _LABELLED.match(text, begin) if label else _WITHOUT_END.fullmatch(text)


def _number(raw: str, start: int, end: int, match: re.Match[str]) -> Number:
    year = match["year"] if "year" in match.re.groupindex else None
    value = (
        raw.strip("()（）")
        if raw.count("(") + raw.count("（") != raw.count(")") + raw.count("）")
        else raw
    )
    return Number(value, start, end, int(year) if year else None, bool(_STANDARD.fullmatch(value)))
