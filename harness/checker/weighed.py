"""合看: findings weighed together, where one of them or the body itself takes the ground from another.

In: the findings of one letter, after the second look. Out: the same, in the same order; some that
accused leave it to a person to decide. Two things are known only when all is read: that nothing was
decided at all (then neither a basis nor a remedy is missing besides), and that a school, a hospital
or a water company answers, to which article 55 of the 条例 gives rules of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.checker.finding import Element, Finding, Verdict
from harness.checker.opened import Opened
from parsers import lazy_re as re

_ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)
_OF_A_DECISION = frozenset({Element.LEGAL_BASIS, Element.REASONS, Element.REMEDY})
# what the departments' own rules for such bodies may order otherwise than the 条例
_OF_THE_REGULATION = frozenset({Element.DOC_NUMBER, *_OF_A_DECISION})
_NO_DECISION = "全文没有作出处理决定，本项随处理决定一并认定，请人工认定"
_INSTITUTION = "答复的是公共企事业单位，按条例第五十五条适用主管部门的规定，不服的向主管部门申诉"

_NAME = re.compile(
    r"(?:大学|学院|中学|小学|学校|职校|技校|幼儿园|医院|卫生院|卫生服务中心|妇幼保健院|疗养院)(?:\([^()]*\))?$"
    r"|(?:自来水|供水|水务|供电|电力|燃气|供气|热力|供热|公交|公共交通|轨道交通|地铁|客运|铁路|环卫)[\u4e00-\u9fff]{0,14}公司$"
)
_RULES = re.compile(
    r"高等学校信息公开办法|医疗卫生机构信息公开管理办法|公共企事业单位信息公开|企事业单位信息公开(?:实施|管理)?办法"
)


def weighed(findings: Sequence[Finding], opened: Opened) -> list[Finding]:
    """The findings of one letter, seen together."""
    undecided = not opened.codes and not opened.facts.speaks_of_the_matter
    institution = _is_institution(opened)
    return [_weighed(one, undecided=undecided, institution=institution) for one in findings]


def _weighed(one: Finding, *, undecided: bool, institution: bool) -> Finding:
    if one.verdict not in _ACCUSING:
        return one
    if institution and one.element in _OF_THE_REGULATION:
        return _doubted(one, f"疑似：{one.reason}；但{_INSTITUTION}，本项请人工认定")
    if undecided and one.verdict is Verdict.ABSENT and one.element in _OF_A_DECISION:
        return _doubted(one, _NO_DECISION)
    return one


def _doubted(one: Finding, reason: str) -> Finding:
    return replace(
        one,
        verdict=Verdict.UNCLEAR,
        defects=(),
        reason=reason,
        confidence=min(one.confidence, 0.5),
    )


def _is_institution(opened: Opened) -> bool:
    """Told by the name that signs, or by the rules that the letter itself goes by."""
    issuer = opened.letter.issuer.value if opened.letter.issuer else opened.expected.unit
    return bool(_NAME.search(issuer)) or any(
        _RULES.search(one.law) for one in opened.words.citations
    )
