"""What a deduction rests on, as a rubric writes it: `late`, `absent:seal`, `defect:remedy/no_court`,
`guide_defect:period/old_period` -> `Condition`, or what is wrong with it and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from harness.checker.finding import ELEMENT_NAMES, Element
from harness.guide.finding import DEFECT_NAMES as GUIDE_DEFECTS
from harness.guide.items import ASKED, Item
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.rubric_file.scheme import Condition, Sign

SIGN_NAMES: dict[Sign, str] = {
    Sign.LATE: "逾期答复",
    Sign.NO_ANSWER: "未答复",
    Sign.NOT_RECEIVED: "申请未能送达",
    Sign.PHONE_UNREACHED: "电话未接通",
    Sign.ABSENT: "答复缺少某要素，如 absent:seal",
    Sign.DEFECT: "答复的某要素有瑕疵，如 defect:remedy/no_court；不写斜杠及其后为任何瑕疵",
    Sign.ASKED_TO_WITHDRAW: "要求申请人撤回申请",
    Sign.CLARIFICATION_LATE: "收到申请7个工作日之后才告知补正",
    Sign.CLARIFICATION_REPEATED: "不止一次要求补正",
    Sign.EXTENSION_LATE: "期限届满之后才告知延期",
    Sign.EXTENSION_TOO_LONG: "延长超过20个工作日",
    Sign.EXTENSION_REPEATED: "不止一次延期",
    Sign.GUIDE_ABSENT: "公开指南缺少某项，如 guide_absent:telephone",
    Sign.GUIDE_DEFECT: "公开指南的某项写错，如 guide_defect:answer/old_period",
    Sign.BY_HAND: "由评估人员查填次数",
}
_SIGNS = "、".join(f"{sign}（{name.partition('，')[0]}）" for sign, name in SIGN_NAMES.items())
_ON_ELEMENTS = frozenset({Sign.ABSENT, Sign.DEFECT})
_ON_GUIDES = frozenset({Sign.GUIDE_ABSENT, Sign.GUIDE_DEFECT})


class BadCondition(Exception):
    """One Chinese line."""


def condition(text: object) -> Condition:
    sign_name, _, rest = str(text).partition(":")
    if not isinstance(text, str) or sign_name not in list(Sign):
        raise BadCondition(
            f"不认得的条件“{_short(text)}”{_near(sign_name, Sign)}，应为{_SIGNS}之一"
        )
    sign = Sign(sign_name)
    thing, _, defect = rest.partition("/")
    if sign in _ON_ELEMENTS:
        return _of_element(sign, text, thing, defect)
    if sign in _ON_GUIDES:
        return _of_guide(sign, text, thing, defect)
    if rest:
        raise BadCondition(f"条件“{_short(text)}”不应带要素，写“{sign}”即可")
    return Condition(sign)


def _of_element(sign: Sign, text: str, thing: str, defect: str) -> Condition:
    if thing not in list(Element):
        named = "、".join(f"{one.value}（{ELEMENT_NAMES[one]}）" for one in Element)
        near = _near(thing, Element)
        raise BadCondition(f"条件“{_short(text)}”中的要素应为{named}之一{near}")
    element = Element(thing)
    known = DEFECT_NAMES.get(element, {})
    if defect and (sign is Sign.ABSENT or defect not in known):
        raise BadCondition(_no_defect(text, defect, known if sign is Sign.DEFECT else {}))
    return Condition(sign, element, defect)


def _of_guide(sign: Sign, text: str, thing: str, defect: str) -> Condition:
    if thing not in list(Item):
        named = "、".join(f"{one.value}（{ASKED[one].name}）" for one in Item)
        near = _near(thing, Item)
        raise BadCondition(f"条件“{_short(text)}”中的指南要素应为{named}之一{near}")
    if defect and (sign is Sign.GUIDE_ABSENT or defect not in GUIDE_DEFECTS):
        raise BadCondition(
            _no_defect(text, defect, GUIDE_DEFECTS if sign is Sign.GUIDE_DEFECT else {})
        )
    return Condition(sign, None, defect, thing)


def _no_defect(text: str, defect: str, known: dict[str, str]) -> str:
    if not known:
        bare = text.partition("/")[0]
        return f"条件“{_short(text)}”不能带瑕疵，写“{_short(bare)}”即可"
    named = "、".join(f"{code}（{name}）" for code, name in known.items())
    return (
        f"条件“{_short(text)}”中的瑕疵“{_short(defect)}”不认得{_near(defect, known)}，可用：{named}"
    )


def _short(text: object) -> str:
    return str(text)[:60]


def _near(word: str, known: Iterable[str]) -> str:
    meant = get_close_matches(word[:60], list(known), 1)
    return f"（是不是“{meant[0]}”？）" if meant else ""
