"""Letters that a stranger's eye found judged wrongly: each in the words in which it was found."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.reading.arrived.reply_kind import ReplyKind

UNIT = "白石县民政局"
ASKED = (
    "你于2025年8月4日提交的政府信息公开申请，本机关于2025年8月5日收悉。"
    "你申请公开“2023年度临时救助资金发放明细表”。"
)
NOT_HELD = "经检索，我局未制作该信息，根据《中华人民共和国政府信息公开条例》第三十六条第（四）项，告知你该信息不存在。"
REMEDY = "如对本答复不服，可以自收到之日起60日内向白石县人民政府申请行政复议，或者自收到之日起6个月内向白石县人民法院提起行政诉讼。"
_BASE = {
    "number": "白民依复〔2025〕7号",
    "addressee": "王五：",
    "request": ASKED,
    "decision": NOT_HELD,
    "remedy": REMEDY,
    "issuer": UNIT,
    "date": "2025年8月20日",
    "closing": "",
}


def _judged(**parts: str):
    return judge(Dossier(document_of(letter(**{**_BASE, **parts}))))


def _found(element: Element, **parts: str) -> Finding:
    return _judged(**parts).finding(element)


# --- 申请人 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opening",
    [
        "申请人王五，男，1980年出生，住白石县红星路3号。",
        "申请人王五（以下称你）于2025年8月4日提出申请。",
        "王五于2025年8月4日向本机关申请公开“低保名单”，8月5日收悉。",
        "王五2025年8月4日提交的政府信息公开申请收悉。",
    ],
)
def test_an_applicant_told_in_the_first_sentence_is_named(opening: str) -> None:
    found = _found(Element.APPLICANT, addressee="", request=opening)
    assert (found.verdict, found.value) == (Verdict.PRESENT, "王五")


def test_a_row_of_a_table_names_the_applicant() -> None:
    found = _found(Element.APPLICANT, addressee="申请人　王五\n申请内容　低保名单", request="")
    assert (found.verdict, found.value) == (Verdict.PRESENT, "王五")


@pytest.mark.parametrize(
    "opening",
    [
        "本机关于2025年8月5日收到政府信息公开申请，申请公开“低保名单”。",
        "申请人于2025年8月4日提交的申请收悉。",
        "县民政局于2025年8月4日提交的情况说明收悉，申请公开“低保名单”。",
    ],
)
def test_who_is_not_named_stays_unnamed(opening: str) -> None:
    assert _found(Element.APPLICANT, addressee="", request=opening).verdict is Verdict.ABSENT


# --- 答复主体 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "如东县洋口镇人民政府",
        "如皋市民政局",
        "向阳区民政局",
        "新疆生产建设兵团第八师",
        "第八师石河子市",
        "宁阳县磁窑镇",
    ],
)
def test_a_body_whose_name_begins_like_a_word_signs(name: str) -> None:
    found = _found(Element.ISSUER, issuer=name)
    assert (found.verdict, found.value) == (Verdict.PRESENT, name)


def test_a_seal_written_out_at_the_foot_names_the_body() -> None:
    found = _found(Element.ISSUER, issuer="", date=f"2025年8月20日\n（{UNIT}公章）")
    assert (found.verdict, found.value) == (Verdict.PRESENT, UNIT)


@pytest.mark.parametrize("row", [f"答复机关：{UNIT}", f"答复机关（盖章）　{UNIT}"])
def test_a_form_names_who_answers(row: str) -> None:
    found = _found(Element.ISSUER, issuer="", addressee=f"{row}\n王五：")
    assert (found.verdict, found.value) == (Verdict.PRESENT, UNIT)


def test_a_wrapped_line_that_speaks_to_a_body_signs_nothing() -> None:
    assert _found(Element.ISSUER, issuer="请向白石县人民政府").value != "请向白石县人民政府"


# --- 一行一格的表 ---------------------------------------------------------------------------------

TABLE = """白石县民政局政府信息公开申请答复表
答复编号 白民依复〔2025〕7号
申请人 王五
收到日期 2025年9月1日
申请内容 白石县2025年低保专家论证会签到表
答复意见 经检索，本局未制作、未获取该信息，该信息不存在。
法律依据 《中华人民共和国政府信息公开条例》第三十六条第（四）项
救济途径 如不服，可自收到之日起60日内向白石县人民政府申请行政复议；或6个月内向白石县人民法院提起行政诉讼。
答复机关（盖章） 白石县民政局
答复日期 2025年9月15日"""


def test_the_cells_of_a_form_do_not_run_into_each_other() -> None:
    judged = judge(Dossier(document_of(TABLE, seal=UNIT)))
    verdicts = {one.element: one.verdict for one in judged.findings}
    assert set(verdicts.values()) == {Verdict.PRESENT}
    assert judged.finding(Element.REQUEST).value == "白石县2025年低保专家论证会签到表"
    assert judged.finding(Element.LEGAL_BASIS).value == "第三十六条第（四）项"


def test_two_pairs_of_cells_in_a_line_are_four_cells() -> None:
    form = TABLE.replace(
        "申请人 王五", "申请人 王五 申请日期 2025年8月30日\n申请方式 当面提交 答复方式 当面领取"
    )
    judged = judge(Dossier(document_of(form, seal=UNIT)))
    assert judged.finding(Element.APPLICANT).value == "王五"
    assert {one.verdict for one in judged.findings} == {Verdict.PRESENT}


def test_a_sentence_that_begins_with_applicant_is_no_row() -> None:
    told = "申请人 于2025年8月4日提交的申请，本机关于8月5日收悉。申请公开“低保名单”。"
    assert _found(Element.APPLICANT, addressee="", request=told).verdict is Verdict.ABSENT


def test_a_quotation_from_a_form_keeps_its_blank() -> None:
    judged = judge(Dossier(document_of(TABLE, seal=UNIT)))
    quoted = "".join(span.text for span in judged.finding(Element.REQUEST).evidence)
    assert quoted in TABLE


# --- 文号, 印章 ---------------------------------------------------------------------------------


def test_a_number_written_at_the_foot_is_there_with_a_remark() -> None:
    found = _found(Element.DOC_NUMBER, number="", date="2025年8月20日\n文号：白民依复〔2025〕7号")
    assert (found.verdict, found.value) == (Verdict.PRESENT, "白民依复〔2025〕7号")
    assert found.defects == ("style",)


def test_a_number_of_the_application_at_the_foot_is_not_the_letters() -> None:
    foot = "2025年8月20日\n申请编号：白民申〔2025〕7号"
    assert _found(Element.DOC_NUMBER, number="", date=foot).verdict is not Verdict.PRESENT


def test_a_day_behind_the_number_does_not_hide_it() -> None:
    found = _found(Element.DOC_NUMBER, number="白民依复〔2025〕7号　　　2025年8月20日")
    assert found.value == "白民依复〔2025〕7号"


@pytest.mark.parametrize(("media", "verdict"), [("txt", "unclear"), ("html", "unclear")])
def test_plain_text_shows_no_seal_and_lacks_none(media: str, verdict: str) -> None:
    document = document_of(letter(**_BASE), seal=None, media=media)
    assert judge(Dossier(document)).finding(Element.SEAL).verdict == verdict


# --- 法律依据 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cited",
    [
        "第三十六条（四），",
        "第三十六条（四）的规定，",
        "三十六条(4)，",
        "第三十六条第（四）（五）项，",
    ],
)
def test_an_item_in_brackets_is_an_item(cited: str) -> None:
    decision = f"经检索，我局未制作该信息，依据《政府信息公开条例》{cited}该信息不存在。"
    assert _found(Element.LEGAL_BASIS, decision=decision).verdict is Verdict.PRESENT


def test_a_number_that_begins_a_list_is_no_item() -> None:
    decision = "依据《政府信息公开条例》第三十六条（一）该信息不存在；（二）特此告知。"
    assert _found(Element.LEGAL_BASIS, decision=decision).defects == ("no_item",)


def test_the_articles_of_another_paper_are_not_the_regulations() -> None:
    decision = (
        "该信息与你自身生产、生活、科研等特殊需要无关，根据《中华人民共和国政府信息公开条例》"
        "第十三条、国办发〔2008〕36号文第十四条，不予提供。"
    )
    judged = _judged(decision=decision)
    assert "refused_secret" not in judged.decisions
    cited = judged.finding(Element.LEGAL_BASIS).extra["citations"]
    assert [(one["law"], one["article"]) for one in cited] == [  # type: ignore[attr-defined]
        ("政府信息公开条例", 13),
        ("国办发〔2008〕36号", 14),
    ]


# --- 来件种类, 没有决定的答复, 公共企事业单位 ----------------------------------------------------


def test_a_clarification_under_the_title_of_an_answer_asks_and_abandons_nothing() -> None:
    asks = (
        "你2025年8月4日申请公开“低保名单”收悉。经审查，你未写明年度和乡镇，请于收到本告知书之日起10个工作日内补正，"
        "逾期不补正视为放弃。依据《中华人民共和国政府信息公开条例》第三十条。"
    )
    judged = _judged(request=asks, decision="", remedy="")
    assert judged.kind is ReplyKind.CLARIFICATION_NOTICE
    assert judged.finding(Element.REMEDY).verdict is Verdict.NOT_REQUIRED


@pytest.mark.parametrize(
    "told",
    [
        "本机关于8月8日要求你10个工作日内补正，你逾期未补正，视为放弃申请。",
        "本机关请你于8月20日前补正，你至今未补正，视为放弃申请，不再处理。",
    ],
)
def test_an_application_given_up_is_decided(told: str) -> None:
    assert _judged(decision=f"{told}依据《政府信息公开条例》第三十条。").decisions == ("abandoned",)


@pytest.mark.parametrize(
    ("told", "decision"),
    [
        ("您要的2023年低保名单我局没有。", "not_held"),
        ("该信息可在http://www.baishi.example/a.html查看。", "already_public"),
        ("环评批复由生态环境部作出，建议您向生态环境部咨询，电话65645000。", "not_responsible"),
    ],
)
def test_what_says_something_of_the_matter_is_no_receipt(told: str, decision: str) -> None:
    judged = _judged(
        number="",
        title="",
        request=f"您好！您的信息公开申请我局已收悉。{told}",
        decision="",
        remedy="",
    )
    assert judged.kind is ReplyKind.ANSWER
    assert judged.decisions == (decision,)


@pytest.mark.parametrize(
    "told",
    [
        "我局将在法定期限内答复。",
        "您可登录http://www.baishi.example查询办理进度。",
        "经审查予以受理，我局将依法办理。",
        "经审查，您的申请材料齐全，符合申请要求，我局已予受理。",
        "如有疑问，建议您与我局政务公开科联系。",
        "建议您保持电话联系畅通。",
    ],
)
def test_a_receipt_stays_a_receipt(told: str) -> None:
    judged = _judged(
        number="",
        title="",
        request=f"您好！您的信息公开申请我局已收悉。{told}",
        decision="",
        remedy="",
    )
    assert judged.kind is ReplyKind.ACKNOWLEDGEMENT


def test_who_decides_nothing_is_not_blamed_thrice() -> None:
    judged = _judged(decision="我局将进一步研究后再行处理，请耐心等待。", remedy="")
    assert judged.finding(Element.DECISION).verdict is Verdict.ABSENT
    for element in (Element.LEGAL_BASIS, Element.REMEDY):
        assert judged.finding(element).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("who", "rules"),
    [
        ("江城师范大学", "《高等学校信息公开办法》第十条第一款第（二）项"),
        ("江城市第一人民医院", "《医疗卫生机构信息公开管理办法》第十条"),
        ("江城市自来水有限公司", "《供水、供气、供热等公共企事业单位信息公开实施办法》"),
    ],
)
def test_a_public_institution_is_not_held_to_the_regulation(who: str, rules: str) -> None:
    judged = _judged(
        number="",
        decision=f"该合同涉及商业秘密，依据{rules}，不予公开。",
        remedy="如有异议，可向主管部门申诉。",
        issuer=who,
    )
    for element in (Element.DOC_NUMBER, Element.LEGAL_BASIS, Element.REMEDY):
        assert judged.finding(element).verdict is Verdict.UNCLEAR


def test_a_bureau_is_held_to_the_regulation() -> None:
    assert _found(Element.REMEDY, remedy="", issuer="白石县教育局").verdict is Verdict.ABSENT


# --- 旧条件, 款项, 机关名称 ----------------------------------------------------------------------


def _without_need(date: str) -> Finding:
    decision = "该名单与你自身生产、生活、科研等特殊需要无关，依据《政府信息公开条例》第十三条第二款，不予公开。"
    year = date[:4]
    return _found(
        Element.LEGAL_BASIS,
        decision=decision.replace("第二款", "") if year == "2014" else decision,
        request=f"你于{year}年8月4日提交的申请已收悉，你申请公开“低保名单”。",
        date=date,
        number=f"白民依复〔{year}〕7号",
    )


def test_the_three_needs_ended_with_the_old_text() -> None:
    assert _without_need("2020年8月20日").defects == ("old_regulation",)
    assert _without_need("2014年8月20日").verdict is Verdict.PRESENT


def test_too_many_applications_may_be_said_to_be_of_no_need() -> None:
    decision = "你申请的数量明显超过合理范围，且与生产、生活、科研需要无关，依据《政府信息公开条例》第三十五条，不予处理。"
    assert _found(Element.LEGAL_BASIS, decision=decision).verdict is not Verdict.DEFECTIVE


FILE = "该信息属于执法案卷信息，根据《政府信息公开条例》第十六条第{}款、第三十六条第（三）项，不予公开。"


def test_a_case_file_kept_back_by_the_first_paragraph_does_not_fit() -> None:
    assert _found(Element.LEGAL_BASIS, decision=FILE.format("一")).defects == ("does_not_fit",)


@pytest.mark.parametrize(
    "decision",
    [
        FILE.format("二"),
        FILE.format("一款、第二"),
        "名单属于人事管理方面的内部事务信息，评议材料属于执法案卷信息，根据《政府信息公开条例》第十六条第一款，不予公开。",
    ],
)
def test_the_right_paragraph_and_a_mixed_one_are_left_alone(decision: str) -> None:
    assert _found(Element.LEGAL_BASIS, decision=decision).verdict is not Verdict.DEFECTIVE


def test_article_39_without_its_paragraph_is_remarked_upon_and_no_fault() -> None:
    decision = (
        "你的申请实为信访事项，根据《政府信息公开条例》第三十九条，不作为政府信息公开申请处理。"
    )
    found = _found(Element.LEGAL_BASIS, decision=decision)
    assert found.verdict is Verdict.PRESENT
    assert "没有写明哪一款" in found.reason


def test_a_body_in_what_was_asked_for_is_not_the_one_responsible() -> None:
    found = _found(
        Element.DECISION,
        request="你于2025年8月4日申请公开“由县财政局拨付的低保资金明细”，8月5日收悉。",
        decision="该信息不属于本机关负责公开，根据《政府信息公开条例》第三十六条第（五）项，建议你向有关部门申请。",
    )
    assert found.verdict is not Verdict.PRESENT


def test_a_hospital_may_be_the_one_responsible() -> None:
    decision = "该信息不属于本机关负责公开，由东区人民医院保存，根据《政府信息公开条例》第三十六条第（五）项，请向其申请（电话：0777-1234567）。"
    assert _found(Element.DECISION, decision=decision).verdict is Verdict.PRESENT


def test_a_refusal_without_a_ground_is_a_decision_all_the_same() -> None:
    judged = _judged(decision="经研究，该信息不宜公开，不予提供。")
    assert judged.finding(Element.DECISION).verdict is Verdict.PRESENT
    assert judged.finding(Element.LEGAL_BASIS).verdict is Verdict.ABSENT


# --- 原文 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opening", "value"),
    [
        ("你2023年5月8日申请的“低保发放表”现予公开（附后）。", "低保发放表"),
        ("你2025年8月7日申请本局提供《审计志》一册。", "《审计志》一册"),
        ("你2025年10月20日申请我镇公开危桥改造工程中标通知书。", "危桥改造工程中标通知书"),
        ("你申请公开的2024年绿化养护合同已收悉。", "2024年绿化养护合同"),
        (
            "申请内容：云山市2025年秋季小学招生计划分校明细\n答复内容：该信息由各区教育局制作。",
            "云山市2025年秋季小学招生计划分校明细",
        ),
        (
            "收件日期：2025年11月3日\n一、申请事项\n公开云山市中山路12号宗地不动产登记资料。\n二、答复意见",
            "云山市中山路12号宗地不动产登记资料",
        ),
        (
            "你在申请中询问“为什么我没有领到临时救助”，该内容为咨询。现就你的咨询说明如下：临时救助须由本人提出申请。",
            "为什么我没有领到临时救助",
        ),
    ],
)
def test_what_was_asked_for_is_quoted_and_nothing_else(opening: str, value: str) -> None:
    found = _found(Element.REQUEST, request=opening)
    assert (found.verdict, found.value) == (Verdict.PRESENT, value)


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        ({}, "经检索，我局未制作该信息"),
        ({"addressee": "云州市中级人民法院家属院业主委员会："}, "经检索，我局未制作该信息"),
        (
            {
                "request": "你于2026年1月12日提出的申请已于当日确认收到。你申请公开某银行现场检查意见书。",
                "decision": "该意见书属于行政执法案卷，公开会影响执法，依据《政府信息公开条例》第十六条第二款，决定不予公开。",
            },
            "该意见书属于行政执法案卷，公开会影响执法",
        ),
    ],
)
def test_the_reason_is_quoted_without_the_receipt_and_the_citation(
    parts: dict[str, str], value: str
) -> None:
    assert _found(Element.REASONS, **parts).value == value


# --- 复看 ---------------------------------------------------------------------------------------


def _unsealed(**parts: str):
    return judge(Dossier(document_of(letter(**{**_BASE, **parts}), seal=None)))


def test_a_body_at_the_foot_that_the_rule_did_not_read_is_left_to_a_person() -> None:
    foot = "2025年8月20日\n经办人王某\n白石县红旗街道\n0777-1234567"
    assert _unsealed(issuer="", date=foot).finding(Element.ISSUER).verdict is not Verdict.ABSENT


@pytest.mark.parametrize("foot", ["2025年8月20日", "2025年8月20日\n联系地址：白石县人民政府"])
def test_who_does_not_sign_at_all_is_still_missing(foot: str) -> None:
    assert _unsealed(issuer="", date=foot).finding(Element.ISSUER).verdict is Verdict.ABSENT
