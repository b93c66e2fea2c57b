"""申请人姓名或者名称

要求：答复应当写明答复谁：申请人的姓名，或者法人、其他组织的名称（一般在主送位置）。
依据：条例第二十九条第二款第（一）项、第三十六条（告知“申请人”）；各测评方案均列为答复书要素。
瑕疵：generic（只写“申请人”“先生”“王女士”，没有姓名）；other_name（写的是别人的姓名，需有 EXPECT 才判断）。
姓名按全名比对：陈明不是陈明亮。以某、×、*遮去的字视为相符；“同志”“先生”“女士”等后缀不影响。扫描件上一字之差，可能是认错，待人工认定。
"""

from __future__ import annotations

from harness.checker.dossier import Expected
from harness.checker.example import Example, letter
from harness.checker.finding import Element, Finding
from harness.checker.opened import Opened
from harness.reading.asked import applicant
from harness.reading.page.prose import Place
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
    Example(letter(addressee="林女士："), defects=("generic",), expected=_LIN),
    Example(letter(addressee="陈大明："), defects=("other_name",), expected=_LIN),
    Example(letter(addressee="林晓雯雯："), defects=("other_name",), expected=_LIN),
)
ABSENT = (Example(letter(addressee="")), Example(letter(addressee="您好：")))
QUIET = (
    Example(letter(addressee="林某某："), expected=_LIN),
    Example(letter(addressee="林*雯女士："), expected=_LIN),
    Example(letter(addressee="尊敬的林晓雯同志："), value="林晓雯", expected=_LIN),
    Example(letter(addressee="陈大明、林晓雯："), expected=_LIN),
    Example(letter(addressee="林晓雯，您好！"), expected=_LIN),
    Example(letter(addressee="林晓雯律师："), expected=_LIN),
    Example(
        letter(
            addressee="林女士：",
            request="本机关于2020年9月18日收到林晓雯提交的申请，申请公开“部门决算”。",
        ),
        value="林晓雯",
        expected=_LIN,
    ),
    Example(
        letter(
            addressee="", request="本机关于2020年9月18日收到林晓雯提交的申请，申请公开“部门决算”。"
        ),
        expected=_LIN,
    ),
)


def check(opened: Opened) -> Finding:
    place = opened.letter.addressee
    wanted = canonical(opened.expected.applicant).replace(" ", "")
    if place is None:
        return _without_salutation(opened, wanted)
    names = applicant.names_in(canonical(place.value))
    found = {"evidence": opened.quote(place.start, place.end)}
    if not names:
        return _nobody_greeted(opened, wanted, place)
    value = "、".join(names)
    if not wanted or applicant.is_applicant(names, wanted):
        return opened.present(ELEMENT, f"写明申请人“{value}”", value=value, **found)
    if applicant.whole_at(opened.text, wanted) >= 0:
        return opened.present(ELEMENT, f"正文写明申请人“{wanted}”", value=value, **found)
    return opened.faulty(
        ELEMENT, {"other_name": f"称呼为“{value}”，不是申请人“{wanted}”"}, value=value, **found
    )


def _nobody_greeted(opened: Opened, wanted: str, place: Place) -> Finding:
    """尊敬的申请人, 王女士: the text may still say whose application it answers."""
    found = {"evidence": opened.quote(place.start, place.end)}
    if applicant.whole_at(opened.text, wanted) >= 0:
        return opened.present(ELEMENT, f"正文写明申请人“{wanted}”", value=wanted, **found)
    told = None if wanted else applicant.applicant_told(opened.text)
    if told is not None:
        who = opened.text[slice(*told)]
        return opened.present(
            ELEMENT, f"正文写明申请人“{who}”", value=who, evidence=opened.quote(*told)
        )
    if applicant.is_greeting(canonical(place.value)):
        return opened.absent(ELEMENT, "只有问候语，全文未写申请人姓名或者名称", **found)
    return opened.faulty(
        ELEMENT, {"generic": f"称呼为“{place.value}”，未写申请人姓名或者名称"}, **found
    )


def _without_salutation(opened: Opened, wanted: str) -> Finding:
    """No salutation: the text or the title may still name the applicant."""
    start = applicant.whole_at(opened.text, wanted)
    if start >= 0:
        return _named(opened, "正文", wanted, start, start + len(wanted))
    told = applicant.applicant_told(opened.text)
    if told is not None:
        start, end = told
        who = opened.text[start:end]
        if not wanted or applicant.is_applicant((who,), wanted):
            return _named(opened, "正文", who, start, end)
        reason = f"没有称呼，正文提到“{who}”，请核对是否申请人"
        return opened.unclear(ELEMENT, reason, value=who, evidence=opened.quote(start, end))
    title = opened.letter.title
    about = applicant.in_title(canonical(title.value)) if title and not wanted else None
    if title and about:
        return _named(opened, "标题", about, title.start, title.end)
    if applicant.whole_at(opened.letter.cover.text, wanted) >= 0:
        return opened.present(ELEMENT, f"邮件正文写明申请人“{wanted}”", value=wanted)
    return opened.absent(ELEMENT, "没有称呼，全文未写申请人姓名或者名称")


def _named(opened: Opened, where: str, name: str, start: int, end: int) -> Finding:
    reason = f"没有称呼，{where}写明申请人“{name}”"
    return opened.present(ELEMENT, reason, value=name, evidence=opened.quote(start, end))
