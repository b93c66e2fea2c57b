"""申请人: whom a letter answers, and whether a name is the applicant's.

In: the words of a salutation, a title or a letter. Out: the names in them, bare of politeness; and of
two names whether they are one, with what is masked (林某某, 林*雯) left open.
"""

from __future__ import annotations

import re
from itertools import groupby

from harness.reading.signature import is_agency

_POLITE = re.compile(r"^(?:尊敬的|敬爱的|致|送|信息公开)+")
_SUFFIX = re.compile(
    r"(?:先生/女士|女士/先生|先生|女士|同志|小姐|老师|\(先生\)|\(女士\)|等人|你好|您好){1,8}$"
)
_NOBODY = re.compile(
    r"^(?:政府信息公开)?(?:申请人|申请者|申请人士|网友|网民|群众|市民|用户|公民|朋友|来信人|当事人|单位|公司|同志|先生|女士|个人)?(?:们|\(单位\))?$"
)
_GREETING = re.compile(r"(?:你|您)们?好")
_MASK = "某×Xx*＊○O□"


def is_greeting(words: str) -> bool:
    """您好, and nobody named."""
    return _GREETING.fullmatch(words) is not None


def in_title(title: str) -> str | None:
    """The name in 关于林晓雯申请信息公开的答复; None where the title names nobody."""
    about = _IN_TITLE.match(title)
    return about["who"] if about and not _NOBODY.match(about["who"]) else None


def applicant_told(text: str) -> tuple[int, int] | None:
    """Where the text tells whose application it answers."""
    for pattern in (_IN_TEXT, _WHO_ASKS):
        for found in pattern.finditer(text):
            name = next(group for group, words in found.groupdict().items() if words)
            if not (_NOT_A_NAME.search(found[name]) or is_agency(found[name])):
                return found.span(name)
    return None


_IN_TEXT = re.compile(
    r"(?:收到|接到)(?:申请人)?(?P<who>[\u4e00-\u9fff]{2,4})(?:同志|先生|女士)?(?:提交|提出|寄来|通过|的)"
)
# 申请人王五,男,1980年出生; 王五于2025年8月4日向本机关申请公开
_WHO_ASKS = re.compile(
    r"(?:^|[\n。])(?:申请人(?P<sir>[\u4e00-\u9fff×某*·]{2,4})(?=,(?:男|女|性别|身份|住|系|出生|统一)|\(|于\d)"
    r"|申请人:(?P<row>[\u4e00-\u9fff×某*·]{2,20})(?=[,。;(\n]|$)"
    r"|(?:申请人)?(?P<one>[\u4e00-\u9fff×某*·]{2,4}?|[\u4e00-\u9fff]{2,26}?(?:公司|事务所|中心|协会|合作社))(?:同志|先生|女士)?"
    r"[于在]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:(?!收到|收悉|接到|作出|你|您)[^。;\n]){0,24}(?:提交|提出|申请|寄来|递交))"
)
_NOT_A_NAME = re.compile(r"[你您贵本我该此]|申请|关于|政府|群众|信息")
_IN_TITLE = re.compile(
    r"^.{0,90}?关于(?:对)?(?P<who>[\u4e00-\u9fff×某*]{2,4}?|[\u4e00-\u9fff]{4,30}?(?:公司|事务所|中心|协会))"
    r"(?:同志|先生|女士|等)?(?:申请|政府信息|依申请|信息公开|要求)"
)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a salutation, bare of politeness; empty where it names nobody."""
    text = _SUFFIX.sub("", _POLITE.sub("", text))
    names = []
    for piece in _AND.split(text) if len(text) > 3 and not _BODY.search(text) else [text]:
        name = re.sub(r"^申请人:?", "", _SUFFIX.sub("", _POLITE.sub("", piece)))
        if name and not _NOBODY.match(name):
            names.append(name)
    return tuple(names)


# 和 may stand inside a name (陈和平) or a body's (水利和湖泊局)
_AND = re.compile(r"[、,/]|以及|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_BODY = re.compile(r"和[^、,]{0,40}(?:公司|局|委员会|协会|中心|事务所|合作社|厂|院|会)$")


def same_name(name: str, wanted: str) -> bool:
    """Equal, or one is the other with characters masked (林某某, 林*雯, 林女士)."""
    if name == wanted or (len(wanted) > 3 and (wanted in name or name in wanted)):
        return True
    if len(name) == 1:
        return wanted.startswith(name)  # 林女士
    if any(char in _MASK for char in name + wanted):
        return bool(
            re.fullmatch(_masked(name), wanted)
            or re.fullmatch(_masked(wanted), name)
            or name[0] == wanted[0]
        )
    return False


def _masked(name: str) -> str:
    """A pattern for the names that this one may hide; masks side by side are one gap, for each
    alone would be tried in every width."""
    runs = ((masked, "".join(run)) for masked, run in groupby(name, lambda char: char in _MASK))
    return "".join(
        f".{{{len(run)},{3 * len(run)}}}" if masked else re.escape(run) for masked, run in runs
    )


def near_name(name: str, wanted: str) -> bool:
    """One character apart: a slip of the pen, or of the recognition."""
    return (
        len(name) == len(wanted) >= 2
        and sum(a != b for a, b in zip(name, wanted, strict=True)) == 1
    )
