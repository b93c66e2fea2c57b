"""What a person is asked to check where a second look leaves a fault in doubt.

In: an element, a fault, and the words that speak against it. Out: a Chinese clause that says where
to look and what to decide: 文中另有“演江市人民政府”，是否即复议机关请核对.
"""

from __future__ import annotations

from harness.checker.finding import Element

_QUESTIONS: dict[tuple[Element, str], str] = {
    (Element.TITLE, "absent"): "是否即标题",
    (Element.DOC_NUMBER, "absent"): "是否即文号",
    (Element.DATE, "absent"): "是否即答复日期",
    (Element.REQUEST, "absent"): "是否即申请的内容",
    (Element.REQUEST, "no_content"): "是否即申请的内容",
    (Element.LEGAL_BASIS, "absent"): "是否即法律依据",
    (Element.LEGAL_BASIS, "other_law_only"): "是否引用了条例",
    (Element.LEGAL_BASIS, "no_such_article"): "是否为其他法律的条文",
    (Element.LEGAL_BASIS, "does_not_fit"): "是否另有与该条相符的处理决定",
    (Element.DECISION, "absent"): "是否即处理决定",
    (Element.DECISION, "no_way_to_obtain"): "是否已告知获取的方式",
    (Element.DECISION, "no_agency_named"): "是否即负责公开的机关",
    (Element.REMEDY, "absent"): "是否已告知救济途径",
    (Element.REMEDY, "no_organ"): "是否即复议机关",
    (Element.REMEDY, "no_court"): "是否即管辖法院",
    (Element.REMEDY, "no_period"): "是否即所缺的期限",
    (Element.REMEDY, "wrong_period"): "是复议期限还是起诉期限",
    (Element.REMEDY, "wrong_organ"): "机关名称是否读取完整",
    (Element.REMEDY, "wrong_court"): "法院名称是否读取完整",
    (Element.REMEDY, "no_litigation"): "是否已告知起诉途径",
    (Element.REMEDY, "no_reconsideration"): "是否已告知复议途径",
    (Element.REMEDY, "reconsideration_first_wrong"): "是否允许直接起诉",
    (Element.REMEDY, "reconsideration_first_missing"): "是否已告知先申请复议",
    (Element.ISSUER, "other_unit"): "是否即答复机关的署名",
    (Element.ISSUER, "absent"): "是否即答复机关的署名",
    (Element.APPLICANT, "absent"): "是否即申请人的姓名或者名称",
    (Element.APPLICANT, "other_name"): "是否即申请人本人",
    (Element.LEGAL_BASIS, "no_item"): "是否已写明是哪一项",
}


def asked(element: Element, doubts: dict[str, str]) -> str:
    """One clause a doubt: what was seen, and what it is to be checked for."""
    clauses = (
        f"文中另有“{words}”，{_QUESTIONS.get((element, fault), '该项是否属实')}请核对"
        for fault, words in doubts.items()
    )
    return "；".join(dict.fromkeys(clauses))
