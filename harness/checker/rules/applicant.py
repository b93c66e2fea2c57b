"""申请人姓名或者名称

要求：答复应当写明答复谁：申请人的姓名，或者法人、其他组织的名称（一般在主送位置）。
依据：条例第二十九条第二款第（一）项、第三十六条（告知“申请人”）；各测评方案均列为答复书要素。
瑕疵：generic（只写“申请人”“先生”“女士”，没有姓名）；other_name（写的是别人的姓名，需有 EXPECT 才判断）。
姓名中以某、×、*遮去的字视为相符；“同志”“先生”“女士”等后缀不影响。
"""

from __future__ import annotations

import re
from itertools import groupby

from harness.checker.dossier import Expected
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.signature import is_agency
from parsers.page.punctuation import canonical

ELEMENT = Element.APPLICANT

_LIN = Expected(applicant="林晓雯")
PRESENT = (
    Example(letter(), value="林晓雯", expected=_LIN),
    Example(letter(addressee="演江市某某律师事务所："), value="演江市某某律师事务所"),
    Example(letter(addressee="申请人：林晓雯"), expected=_LIN),
)
DEFECTIVE = (
    Example(letter(addressee="尊敬的申请人："), defects=("generic",)),
    Example(letter(addressee="申请人："), defects=("generic",)),
    Example(letter(addressee="先生/女士："), defects=("generic",)),
    Example(letter(addressee="陈大明："), defects=("other_name",), expected=_LIN),
)
ABSENT = (Example(letter(addressee="")), Example(letter(addressee="您好：")))
QUIET = (
    Example(letter(addressee="林某某："), expected=_LIN),
    Example(letter(addressee="林*雯女士："), expected=_LIN),
    Example(letter(addressee="尊敬的林晓雯同志："), value="林晓雯", expected=_LIN),
    Example(letter(addressee="林女士："), expected=_LIN),
    Example(letter(addressee="陈大明、林晓雯："), expected=_LIN),
    Example(letter(addressee="林晓雯，您好！"), expected=_LIN),
    Example(
        letter(
            addressee="", request="本机关于2020年9月18日收到林晓雯提交的申请，申请公开“部门决算”。"
        ),
        expected=_LIN,
    ),
)

_POLITE = re.compile(r"^(?:尊敬的|敬爱的|致|送|信息公开)+")
_SUFFIX = re.compile(
    r"(?:先生/女士|女士/先生|先生|女士|同志|小姐|老师|\(先生\)|\(女士\)|等人|你好|您好){1,8}$"
)
_NOBODY = re.compile(
    r"^(?:政府信息公开)?(?:申请人|申请者|申请人士|网友|网民|群众|市民|用户|公民|朋友|来信人|当事人|单位|公司|同志|先生|女士|个人)?(?:们|\(单位\))?$"
)
_MASK = "某×Xx*＊○O□"


def check(opened: Opened) -> Finding:
    place = opened.letter.addressee
    wanted = canonical(opened.expected.applicant).replace(" ", "")
    if place is None:
        return _without_salutation(opened, wanted)
    names = _names(canonical(place.value))
    found = {"evidence": opened.quote(place.start, place.end)}
    if not names:
        if wanted and wanted in opened.text:
            return opened.present(ELEMENT, f"正文写明申请人“{wanted}”", value=wanted, **found)
        if re.fullmatch(r"(?:你|您)们?好", canonical(place.value)):
            return opened.absent(ELEMENT, "只有问候语，全文未写申请人姓名或者名称", **found)
        return opened.faulty(
            ELEMENT, {"generic": f"称呼为“{place.value}”，未写申请人姓名或者名称"}, **found
        )
    value = "、".join(names)
    if wanted and not any(_same(name, wanted) for name in names) and wanted not in opened.text:
        if any(_close(name, wanted) for name in names):
            return opened.unclear(
                ELEMENT,
                f"称呼“{value}”与申请人“{wanted}”相近而不同，请核对原件",
                value=value,
                **found,
            )
        return opened.faulty(
            ELEMENT, {"other_name": f"称呼为“{value}”，不是申请人“{wanted}”"}, value=value, **found
        )
    return opened.present(ELEMENT, f"写明申请人“{value}”", value=value, **found)


def _without_salutation(opened: Opened, wanted: str) -> Finding:
    """No salutation: the text or the title may still name the applicant."""
    start = opened.text.find(wanted) if wanted else -1
    if start >= 0:
        return _named(opened, "正文", wanted, start, start + len(wanted))
    told = _told(opened.text)
    if told is not None:
        start, end = told
        who = opened.text[start:end]
        if not wanted or _same(who, wanted):
            return _named(opened, "正文", who, start, end)
        reason = f"没有称呼，正文提到“{who}”，请核对是否申请人"
        return opened.unclear(ELEMENT, reason, value=who, evidence=opened.quote(start, end))
    title = opened.letter.title
    about = _IN_TITLE.match(canonical(title.value)) if title and not wanted else None
    if title and about and not _NOBODY.match(about["who"]):
        return _named(opened, "标题", about["who"], title.start, title.end)
    if wanted and wanted in opened.letter.cover.text:
        return opened.present(ELEMENT, f"邮件正文写明申请人“{wanted}”", value=wanted)
    return opened.absent(ELEMENT, "没有称呼，全文未写申请人姓名或者名称")


def _told(text: str) -> tuple[int, int] | None:
    """Where the text tells whose application it answers."""
    for pattern in (_IN_TEXT, _ASKS):
        for found in pattern.finditer(text):
            name = next(group for group, words in found.groupdict().items() if words)
            if not (_NOT_A_NAME.search(found[name]) or is_agency(found[name])):
                return found.span(name)
    return None


def _named(opened: Opened, where: str, name: str, start: int, end: int) -> Finding:
    reason = f"没有称呼，{where}写明申请人“{name}”"
    return opened.present(ELEMENT, reason, value=name, evidence=opened.quote(start, end))


_IN_TEXT = re.compile(
    r"(?:收到|接到)(?:申请人)?(?P<who>[\u4e00-\u9fff]{2,4})(?:同志|先生|女士)?(?:提交|提出|寄来|通过|的)"
)
# 申请人王五,男,1980年出生; 王五于2025年8月4日向本机关申请公开
_ASKS = re.compile(
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


def _names(text: str) -> tuple[str, ...]:
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


def _same(name: str, wanted: str) -> bool:
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


def _close(name: str, wanted: str) -> bool:
    """One character apart: a slip of the pen, or of the recognition."""
    return (
        len(name) == len(wanted) >= 2
        and sum(a != b for a, b in zip(name, wanted, strict=True)) == 1
    )
