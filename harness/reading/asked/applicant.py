"""申请人: whom a letter answers, and whether a name is the applicant's.

In: the words of a salutation, a title or a letter. Out: the names in them, bare of politeness; and of
two names whether they are one, with what is masked (林某某, 林*雯) left open.
"""

from __future__ import annotations

from itertools import groupby

from harness.law.body_names import same_body
from harness.reading.letter_parts.signature import is_agency
from parsers import lazy_re as re

_POLITE = re.compile(r"^(?:尊敬的|敬爱的|致|送|信息公开)+")
_SUFFIX = re.compile(
    r"(?:先生/女士|女士/先生|老先生|先生|女士|同志|小姐|老师"
    r"|\(先生\)|\(女士\)|等人?|你好|您好){1,8}$"
)
_NOBODY = re.compile(
    r"^(?:政府信息公开)?(?:申请人|申请者|申请人士|网友|网民|群众|市民|用户|公民|朋友|来信人|当事人|单位|公司|同志|先生|女士|个人)?(?:们|\(单位\))?$"
)
# 王女士 may be anybody
_SURNAME_ALONE = re.compile(
    r"[\u4e00-\u9fffA-Za-z]|欧阳|司马|上官|诸葛|夏侯|司徒|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|东方|端木|百里|南宫|轩辕"
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
    r"(?:收到|接到)(?:申请人)?(?P<who>[\u4e00-\u9fff]{2,4}?)(?:同志|先生|女士)?(?:提交|提出|寄来|通过|的)"
)
# 申请人王五,男,1980年出生; 王五于2025年8月4日向本机关申请公开
_NAME_SIGN = r"[\u4e00-\u9fff×某*·]"
_OF_A_PERSON = r"(?=,(?:男|女|性别|身份|住|系|出生|统一)|\(|于\d)"
_BODY_NAME = r"[\u4e00-\u9fff]{2,26}?(?:公司|事务所|中心|协会|合作社)"
_ASKED_ON = (
    r"[于在]?(?:19|20)\d\d年\d{1,2}月\d{1,2}日(?:(?!收到|收悉|接到|作出|你|您)[^。;\n]){0,24}"
    r"(?:提交|提出|申请|寄来|递交)"
)
_WHO_ASKS = re.compile(
    rf"(?:^|[\n。])(?:申请人(?P<sir>{_NAME_SIGN}{{2,4}}){_OF_A_PERSON}"
    rf"|申请人:(?P<row>{_NAME_SIGN}{{2,20}})(?=[,。;(\n]|$)"
    rf"|(?:申请人)?(?P<one>{_NAME_SIGN}{{2,4}}?|{_BODY_NAME})(?:同志|先生|女士)?{_ASKED_ON})"
)
_NOT_A_NAME = re.compile(r"[你您贵本我该此]|申请|关于|政府|群众|信息")
_IN_TITLE = re.compile(
    r"^.{0,90}?关于(?:对)?(?P<who>[\u4e00-\u9fff×某*]{2,4}?|[\u4e00-\u9fff]{4,30}?(?:公司|事务所|中心|协会))"
    r"(?:同志|先生|女士|等)?(?:申请|政府信息|依申请|信息公开|要求)"
)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a salutation, bare of politeness; empty where it names nobody."""
    text = _SUFFIX.sub("", _POLITE.sub("", _UNCLOSED.sub("", text)))
    names = []
    for piece in _AND.split(text) if len(text) > 3 and not _BODY.search(text) else [text]:
        name = re.sub(r"^申请人:?", "", _SUFFIX.sub("", _POLITE.sub("", piece)))
        if name and not _NOBODY.match(name) and not _SURNAME_ALONE.fullmatch(name):
            names.append(name)
    return tuple(names)


# 林晓雯(身份证号: the rest of the line is no name
_UNCLOSED = re.compile(r"\([^()]*$")
# 和 may stand inside a name (陈和平) or a body's (水利和湖泊局)
_AND = re.compile(r"[、,/]|以及|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})")
_BODY = re.compile(r"和[^、,]{0,40}(?:公司|局|委员会|协会|中心|事务所|合作社|厂|院|会)$")


def is_applicant(names: tuple[str, ...], wanted: str) -> bool:
    """Whether one of the names is that of one of those who asked."""
    asked = names_in(wanted) or (wanted,)
    return any(same_name(name, one) for name in names for one in asked)


def same_name(name: str, wanted: str) -> bool:
    """The same whole name, as far as it is not masked (林某某, 林*雯): 陈明 is no 陈明亮."""
    name, wanted = name.replace("·", ""), wanted.replace("·", "")
    if name == wanted or _OCCUPATION.fullmatch(name.removeprefix(wanted)):
        return True
    if any(char in _MASK for char in name + wanted):
        return bool(
            re.fullmatch(_masked(name), wanted)
            or re.fullmatch(_masked(wanted), name)
            or name[0] == wanted[0]
        )
    return _is_body(name) and _is_body(wanted) and same_body(name, wanted)


# behind a name in a salutation: 陈明律师
_OCCUPATION = re.compile(
    r"律师|研究员|教授|副教授|讲师|医生|医师|主任|经理|总经理|记者|书记|校长|院长|工程师|会计师?|师傅|代表|委员|博士|法师|村民|居民|业主|股东|董事长?|负责人"
)
_A_BODY = re.compile(
    r"(?:公司|厂|店|社|会|所|院|校|中心|工作室|集团|合作社|事务所|村|组|队|站|部)$"
)


def _is_body(name: str) -> bool:
    return len(name) > _PERSON and _A_BODY.search(name) is not None


_PERSON = 4  # characters of a person's name at most, 欧阳明珠; 买买提·艾力 is told by its dot


def perhaps_same(name: str, wanted: str, *, recognised: bool) -> bool:
    """Another name, and yet perhaps the one meant: part of a body's, or with a word behind it; on a scan
    any name that a slip of the recognition may have made of it."""
    short, long = sorted((name, wanted), key=len)
    if short in long:
        more = len(long) - len(short)
        # 王建 and 王建军 are two people; 明珠 may be 欧阳明珠, 陈明律师 is 陈明
        persons = len(long) <= _PERSON and more == 1 and long.startswith(short)
        return recognised or not persons or long[-1] in _TITLES
    return near_name(name, wanted) and (
        recognised or _another_script(name) != _another_script(wanted)
    )


def _another_script(name: str) -> bool:
    """陳 is 陈 as Taiwan writes it: no character of the mainland's basic set."""
    try:
        name.replace("·", "").encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


# short forms of an office or of kinship: 王局, 李工, 陈姐
_TITLES = "等总兄氏工君老姐哥叔姨伯婶爷奶嫂妹弟师董局处科所站村队院校"

# behind a name: what the letter says of its bearer, and no more of the name
_BEHIND = re.compile(
    r"(?![\u4e00-\u9fff])|老师|老先生|老人|师傅|阿姨|大[爷妈叔婶姐哥伯娘]|[提于的同先女你您和与及等申向通寄在来所以委要因为是对就系身诉户住家依根本我一二公递填电邮交曾已收]"
)


# and before a person's: 明珠 does not stand in 欧阳明珠
_BEFORE = frozenset("到对人与和及向由复致于为给将是请送就按经据自把被让称知告诉函位至")


def whole_at(text: str, wanted: str) -> int:
    """Where this name stands whole, and not as part of a longer one; -1 where it does not."""
    at = text.find(wanted) if wanted else -1
    while at >= 0 and not _stands_alone(text, at, wanted):
        at = text.find(wanted, at + 1)
    return at


def _stands_alone(text: str, at: int, wanted: str) -> bool:
    if not _BEHIND.match(text, at + len(wanted)):
        return False
    before = text[at - 1] if at else "\n"
    return len(wanted) > _PERSON or before in _BEFORE or not "\u4e00" <= before <= "\u9fff"


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
