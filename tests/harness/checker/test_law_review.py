"""What a strict lawyer found on 2026-11-28, some five hundred letters later: wordings that are lawful
and must not be called a fault, and a few faults that must be called by their right name.
"""

from __future__ import annotations

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import letter
from harness.checker.finding import Element, Verdict
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.letter_parts.signature import is_agency
from parsers import read

ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)
UNIT = Expected(unit="云溪县民政局")
REFUSED = "经查，该件属行政执法案卷信息。根据《政府信息公开条例》第十六条第二款、第三十六条第（三）项，不予公开。"
NOT_HELD = "经检索，未找到该信息。根据《政府信息公开条例》第三十六条第（四）项，该信息不存在。"
REMEDY = (
    "不服本答复的，可以自收到之日起60日内向云溪县人民政府申请行政复议，"
    "或者6个月内向云溪县人民法院提起行政诉讼。"
)


def _judged(expected: Expected = UNIT, **parts: str) -> Judgement:
    known = {
        "issuer": "云溪县民政局",
        "number": "云民公开〔2025〕8号",
        "date": "2025年9月10日",
        "request": "本机关于2025年8月18日收到你提交的申请，申请公开“处罚案卷”。",
        "decision": NOT_HELD,
        "remedy": REMEDY,
        **parts,
    }
    return judge(Dossier(read(letter(**known).encode(), "答复.txt"), expected))


def _accused(judgement: Judgement, *elements: Element) -> list[str]:
    return [
        f"{one.element}: {one.reason}"
        for one in judgement.findings
        if one.verdict in ACCUSING
        and one.element in (elements or tuple(Element))
        and one.element is not Element.SEAL
    ]


@pytest.mark.parametrize(
    "remedy",
    [
        "60日内向云溪县人民政府申请行政复议；不经复议，不能向云溪县人民法院提起行政诉讼。",
        "应当60日内向云溪县人民政府申请行政复议，而不能径直提起行政诉讼；复议之后仍不服的，15日内向云溪县人民法院起诉。",
        "60日内须经云溪县人民政府行政复议方可起诉。",
        "60日内向云溪县人民政府申请行政复议，这是提起诉讼的前提。",
        "60日内向云溪县人民政府申请行政复议。未申请复议的，云溪县人民法院不受理。",
        "60日内向云溪县人民政府申请行政复议，在未申请行政复议前请勿直接向云溪县人民法院起诉。",
        "60日内向云溪县人民政府申请行政复议。只有经过复议，才能在15日内向云溪县人民法院起诉。",
        "应首选行政复议，60日内向云溪县人民政府提出；对复议结果不满意的，15日内诉至云溪县人民法院。",
        "应将行政复议作为首要救济途径，60日内向云溪县人民政府申请，此前不能起诉。",
        "须60日内请求云溪县人民政府复议，复议结论作出后仍持异议，方得15日内诉请云溪县人民法院。",
        "应60日内向云溪县人民政府申请行政复议；复议维持的，15日内可向云溪县人民法院起诉。",
        "应60日内向云溪县人民政府申请行政复议；如不服行政复议，15日内向云溪县人民法院起诉。",
        "享有先申请行政复议、后提起行政诉讼的权利，60日内向云溪县人民政府申请。",
        "请先通过行政复议解决。60日内向云溪县人民政府提出申请。",
    ],
)  # fmt: skip
def test_reconsideration_put_first_in_any_words_is_no_fault(remedy: str) -> None:
    judgement = _judged(decision=REFUSED, remedy=f"你如不服本答复，{remedy}")
    assert _accused(judgement, Element.REMEDY) == []


def test_a_free_choice_offered_for_a_refusal_is_still_a_fault() -> None:
    found = _judged(decision=REFUSED).finding(Element.REMEDY)
    assert found.defects == ("reconsideration_first_missing",)


def test_the_suit_after_reconsideration_is_told_its_own_right_term() -> None:
    remedy = (
        "不服本答复的，应当先自收到之日起60日内向云溪县人民政府申请行政复议；对复议决定不服的，"
        "可以自收到复议决定书之日起30日内向云溪县人民法院提起行政诉讼。"
    )
    found = _judged(decision=REFUSED, remedy=remedy).finding(Element.REMEDY)
    assert found.defects == ("wrong_period",)
    assert "应为15日" in found.reason and "6个月" not in found.reason


def test_the_term_of_a_direct_suit_told_for_the_later_one_is_for_a_person_to_see() -> None:
    remedy = (
        "不服本答复的，应当先自收到之日起60日内向云溪县人民政府申请行政复议；对复议决定不服的，"
        "可以自收到复议决定书之日起六个月内向云溪县人民法院提起行政诉讼。"
    )
    found = _judged(decision=REFUSED, remedy=remedy).finding(Element.REMEDY)
    assert found.verdict is Verdict.UNCLEAR and "应为15日" in found.reason


@pytest.mark.parametrize(
    "reason",
    [
        "你2024年3月5日已就同一批复提出过申请，本局于3月28日作了答复。根据《政府信息公开条例》第三十六条第（六）项，不予重复处理。",
        "你去年已领过原件。根据《政府信息公开条例》第三十六条第（六）项，不予重复处理。",
        "本局未单独编制，需从三千余份卷宗中逐份摘抄、累加。根据《政府信息公开条例》第三十八条，不予提供。",
        "案件尚未办结，笔录一旦外传，当事人容易串供。根据《政府信息公开条例》第十六条第二款、第三十六条第（三）项，不予公开。",
        "该文定密为秘密级。根据《政府信息公开条例》第十四条、第三十六条第（三）项，不予公开。",
        "公司拒绝公开报价。根据《政府信息公开条例》第十五条、第三十六条第（三）项，不予公开。",
    ],
)
def test_a_reason_in_few_words_is_not_called_missing(reason: str) -> None:
    assert _accused(_judged(decision=reason), Element.REASONS) == []


@pytest.mark.parametrize(
    "decision",
    [
        "你2017年申请，本局依据当时施行的《政府信息公开条例》第二十一条第（三）项答复。现再次申请，依据现行条例第三十六条第（六）项，不予重复处理。",
        "经检索，该文件早于原条例（国务院令第492号）施行之日，未找到。根据《政府信息公开条例》第三十六条第（四）项，该信息不存在。",
    ],
)
def test_the_old_text_told_as_history_is_no_basis(decision: str) -> None:
    assert _accused(_judged(decision=decision), Element.LEGAL_BASIS) == []


def test_an_order_that_was_replaced_named_as_the_basis_still_is() -> None:
    decision = (
        "经检索，根据《政府信息公开条例》（国务院令第492号）第三十六条第（四）项，该信息不存在。"
    )
    assert _judged(decision=decision).finding(Element.LEGAL_BASIS).defects == ("old_regulation",)


@pytest.mark.parametrize(
    ("unit", "signed"),
    [
        ("云溪县发展和改革局", "云溪县发改局"),
        ("云溪县卫生健康局", "云溪县卫健局"),
        ("云溪县信访局", "中共云溪县委云溪县人民政府信访局"),
        ("江南省白河监狱", "江南省白河监狱"),
        ("白河市植物园", "白河市植物园"),
        ("云溪县民政局", "云溪县民政局、云溪县财政局"),
        ("云溪县城市管理局", "云溪县城市管理局（云溪县综合行政执法局）"),
        ("云溪县气象台", "云溪县气象台"),
        ("红岩街道", "红岩街道"),
    ],
)
def test_a_body_signs_in_many_ways(unit: str, signed: str) -> None:
    judgement = _judged(Expected(unit=unit), issuer=signed)
    assert _accused(judgement, Element.ISSUER) == []


@pytest.mark.parametrize(
    ("unit", "issuer", "organ"),
    [
        ("云溪县人民政府", "云溪县人民政府办公室", "云溪县人民政府"),
        ("湘西土家族苗族自治州民政局", "湘西土家族苗族自治州民政局", "湘西自治州人民政府"),
        ("云溪县民政局", "云溪县民政局", "我县人民政府"),
    ],
)
def test_an_organ_under_another_of_its_names_is_not_wrong(
    unit: str, issuer: str, organ: str
) -> None:
    remedy = REMEDY.replace("云溪县人民政府", organ)
    found = _judged(Expected(unit=unit), issuer=issuer, remedy=remedy).finding(Element.REMEDY)
    assert "wrong_organ" not in found.defects


@pytest.mark.parametrize(
    "words",
    [
        "尚难判明由谁制作",
        "无从知晓由哪个机关制作",
        "制作机关已撤销，承继其职能者不明",
        "请找云溪税务",
        "请向海关反映",
    ],
)
def test_whoever_cannot_name_the_agency_need_not(words: str) -> None:
    decision = (
        f"经查，根据《政府信息公开条例》第三十六条第（五）项，该信息不属于本机关负责公开，{words}。"
    )
    assert _accused(_judged(decision=decision), Element.DECISION) == []


@pytest.mark.parametrize(
    "way",
    [
        "见《云溪日报》2021年6月3日第2版",
        "见“云溪民政”微信公众平台推文",
        "请于9月15日至19日携身份证到本局三楼档案室阅览、摘抄",
        "另邮你处，请查收",
        "已按你留的微信传去电子照片",
    ],
)
def test_a_way_to_the_information_is_one_in_any_words(way: str) -> None:
    decision = f"根据《政府信息公开条例》第三十六条第（一）项，该信息已主动公开，{way}。"
    assert _accused(_judged(decision=decision), Element.DECISION) == []


@pytest.mark.parametrize(
    "cited", ["第三十六条之（四）", "第三十六条“（四）经检索没有所申请公开信息的”之规定"]
)
def test_an_item_told_in_another_form_is_an_item(cited: str) -> None:
    decision = f"经检索，未找到该信息。根据《政府信息公开条例》{cited}，该信息不存在。"
    assert _accused(_judged(decision=decision), Element.LEGAL_BASIS) == []


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        ("云溪绿源有限责任公司", "云溪绿源有限公司"),
        ("ZHAO Xiaochuan", "赵小川"),
        ("赵小川等三人", "赵小川"),
    ],
)
def test_a_name_in_another_form_is_for_a_person_to_compare(named: str, wanted: str) -> None:
    judgement = _judged(Expected(applicant=wanted, unit="云溪县民政局"), addressee=f"{named}：")
    assert _accused(judgement, Element.APPLICANT) == []


@pytest.mark.parametrize(
    ("decision", "kind"),
    [
        (
            "依据《政府信息公开条例》第三十三条第二款，延至2025年10月23日前答复。",
            ReplyKind.EXTENSION_NOTICE,
        ),
        (
            "你未附身份证明，请在15日内补来。依据《政府信息公开条例》第三十条。",
            ReplyKind.CLARIFICATION_NOTICE,
        ),
        (
            "依据《政府信息公开条例》第三十五条，我局将于12月31日前答复。",
            ReplyKind.EXTENSION_NOTICE,
        ),
    ],
)
def test_a_notice_under_an_answers_title_is_a_notice(decision: str, kind: ReplyKind) -> None:
    judgement = _judged(title="政府信息公开申请告知书", decision=decision, remedy="")
    assert judgement.kind is kind
    assert _accused(judgement, Element.REMEDY, Element.DECISION) == []


def test_article_37_cited_to_say_that_nothing_can_be_parted_makes_no_part_given() -> None:
    decision = (
        "经查，该表记载个人隐私，整表不予公开，无法区分处理。根据《政府信息公开条例》第十五条、"
        "第三十六条第（三）项、第三十七条，不予公开。"
    )
    judgement = _judged(decision=decision)
    assert judgement.decisions == ("refused_third_party",)
    assert judgement.finding(Element.REMEDY).defects == ("reconsideration_first_missing",)


def test_a_line_of_five_hundred_cities_is_nobodys_signature() -> None:
    assert not is_agency("市" * 500)
    assert not is_agency("市人民政府" * 100)
    assert is_agency("青岛市市南区金门路街道")


@pytest.mark.parametrize("unit", ["国家自然资源督察南京局", "国家自然资源督察上海局"])
def test_an_inspectors_bureau_is_sued_where_other_branches_of_ministries_are(unit: str) -> None:
    remedy = REMEDY.replace("云溪县人民政府", "自然资源部").replace(
        "云溪县人民法院", "南京市玄武区人民法院"
    )
    found = _judged(Expected(unit=unit), issuer=unit, remedy=remedy).finding(Element.REMEDY)
    assert found.verdict not in ACCUSING
