"""瑕疵: the codes of contracts.md, section 1, that a finding may carry, with their Chinese names."""

from __future__ import annotations

from harness.checker.finding import Element

DEFECT_NAMES: dict[Element, dict[str, str]] = {
    Element.DOC_NUMBER: {"style": "文号格式不合国标", "year_mismatch": "文号年份与答复日期不符"},
    Element.APPLICANT: {"generic": "未写明申请人姓名或名称", "other_name": "申请人姓名不符"},
    Element.REQUEST: {"no_content": "未载明申请内容", "no_received_date": "未载明收到申请日期"},
    Element.LEGAL_BASIS: {
        "no_article": "未列明具体条款",
        "no_item": "未列明具体项",
        "old_regulation": "引用已修订的旧条例",
        "no_such_article": "所引条款不存在",
        "does_not_fit": "所引条款与处理决定不符",
        "other_law_only": "仅引用其他规定",
    },
    Element.DECISION: {
        "no_way_to_obtain": "未告知获取方式和途径",
        "no_agency_named": "未告知负责公开的机关",
        "unanswered_item": "有申请事项未予答复",
    },
    Element.REMEDY: {
        "no_reconsideration": "未告知行政复议途径",
        "no_litigation": "未告知行政诉讼途径",
        "no_period": "未告知期限",
        "wrong_period": "告知的期限有误",
        "no_organ": "未列明复议机关",
        "no_court": "未列明受理法院",
        "wrong_organ": "复议机关有误",
        "wrong_court": "受理法院有误",
        "reconsideration_first_missing": "未告知应先申请行政复议",
        "reconsideration_first_wrong": "误告知须先申请行政复议",
    },
    Element.ISSUER: {
        "other_unit": "答复主体与被申请单位不符",
        "inner_office": "以内设机构名义答复",
    },
    Element.DATE: {"impossible": "答复日期不成立", "after_sending": "落款日期晚于寄出日期"},
    Element.SEAL: {"name_mismatch": "印文与答复主体不符", "blank": "空白页盖章"},
}
