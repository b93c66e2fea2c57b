"""Letters without fault, put together from parts in many manners: none may be accused of anything.

And the same letters with one part taken away: that one is found missing, and nothing else.
"""

from __future__ import annotations

import random

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Verdict
from harness.reading.arrived.reply_kind import ReplyKind

EXPECTED = Expected(
    applicant="欧阳明月",
    unit="演江市住房和城乡建设局",
    reconsideration_organs=("演江市人民政府",),
    courts=("演江市城东区人民法院", "演江铁路运输法院"),
)
TITLES = [
    "政府信息公开申请答复书",
    "政府信息公开告知书",
    "演江市住房和城乡建设局\n关于欧阳明月政府信息公开申请的答复",
    "政府信息依申请公开答复书",
    "演江市住房和城乡建设局政府信息公开申请\n答复书",
    "关于欧阳明月政府信息公开申请的复函",
    "关于对欧阳明月申请公开政府信息的回复",
    "答复书",
    "政府信息公开申请的回复意见",
]
NUMBERS = [
    "演住建公开〔2025〕7号",
    "演建依复〔2025〕第7号",
    "编号：2025-007",
    "〔2025〕演住建依复7号",
    "演住建函﹝2025﹞7号",
    "演住建信息公开 [2025] 7 号",
    "文号：演住建复〔2025〕7号",
]
ADDRESSEES = [
    "欧阳明月：",
    "欧阳明月同志：",
    "尊敬的欧阳明月女士：",
    "欧阳明月:您好!",
    "申请人：欧阳明月",
    "致欧阳明月：",
    "欧阳明月（身份证号：4501**********1234）：",
    "欧阳明月 先生/女士：",
]
REQUESTS = [
    "本机关于2025年7月18日收到你提交的政府信息公开申请，你申请公开：演江大桥项目竣工验收备案表。现答复如下：",
    "你于2025年7月16日通过本机关门户网站提交的《政府信息公开申请表》（受理编号：20250716001）收悉，你要求获取“演江大桥项目竣工验收备案表”。经审查，答复如下：",
    "您好！您向我局提出的关于公开演江大桥项目竣工验收备案表的申请，我局已于2025年7月18日收悉。",
    "我局2025年7月18日收到您以电子邮件形式提出的政府信息公开申请，所需信息为演江大桥项目竣工验收备案表。根据《中华人民共和国政府信息公开条例》，现就有关情况答复如下：",
    "2025年7月18日，我局收到你邮寄的信息公开申请，申请内容：\n演江大桥项目竣工验收备案表\n经研究，现答复如下：",
    "你关于“演江大桥项目竣工验收备案表”的政府信息公开申请，本机关已于2025年7月18日受理。",
]
_DECISION_TEXTS = [
    "经审查，你申请公开的政府信息属于主动公开范围，已在演江市政府门户网站（http://www.yj.example）“重大建设项目”专栏公开。根据《中华人民共和国政府信息公开条例》第三十六条第一项的规定，请自行查阅。",
    "经检索我局档案管理系统，未查询到你申请公开的信息。根据《中华人民共和国政府信息公开条例》（国务院令第711号）第三十六条第（四）项之规定，该政府信息不存在。",
    "经核查，该备案职责属于演江市行政审批局，你申请公开的信息不属于我局负责公开。依据《中华人民共和国政府信息公开条例》第十条第一款、第三十六条第五项，建议你向演江市行政审批局提出申请（地址：演江市政务中心3楼；联系电话：0770-7654321）。",
    "根据《中华人民共和国政府信息公开条例》第三十六条第二项的规定，我局决定予以公开，现将该信息复印件（共3页）随本答复书一并寄送给你。",
    "该信息需要本机关对现有政府信息进行汇总、加工，依据《中华人民共和国政府信息公开条例》第三十八条，我局不予提供。",
    "你曾于2025年3月5日申请公开相同信息，我局已于2025年3月28日作出《政府信息公开申请答复书》（演住建公开〔2025〕3号）。根据《中华人民共和国政府信息公开条例》第三十六条第六项的规定，不予重复处理。",
    "你申请查询的不动产登记资料，法律、行政法规另有特别规定。依据《中华人民共和国政府信息公开条例》第三十六条第（七）项，请依照《不动产登记暂行条例》等有关法律、行政法规的规定，到演江市不动产登记中心办理。",
    "经审查，你在申请中反映的是工程款纠纷问题，实为信访投诉。依据《中华人民共和国政府信息公开条例》第三十九条第一款之规定，不作为政府信息公开申请处理，你可通过12345热线或者信访渠道反映。",
    "经查，该备案表中的个人身份证号码、手机号码涉及个人隐私，不予公开；其余内容可以公开。依据《中华人民共和国政府信息公开条例》第十五条、第三十七条，我局对相关内容作遮挡处理后将备案表提供给你（见附件）。",
    "我局于2025年7月21日向你寄送《补正告知书》，要求你于收到之日起15个工作日内补正。你至今未予补正。依据《中华人民共和国政府信息公开条例》第三十条的规定，视为放弃申请，我局不再处理该申请。",
    "经征求第三方演江路桥公司意见，该公司同意公开。依据《中华人民共和国政府信息公开条例》第三十二条、第三十六条第（二）项，现将备案表电子版发送至你指定的邮箱。",
]
REMEDIES = [
    "如对本答复不服，可以自收到本答复书之日起60日内向演江市人民政府申请行政复议，或者自收到本答复书之日起6个月内向演江市城东区人民法院提起行政诉讼。",
    "如您对本答复有异议，可在收到本答复书之日起六十日内，依据《中华人民共和国行政复议法》向演江市人民政府申请行政复议；也可在六个月内，依据《中华人民共和国行政诉讼法》向演江铁路运输法院提起行政诉讼。",
    "申请人不服本答复的，可在接到答复书之日起60日内向演江市人民政府（演江市人民路1号，行政复议机构：演江市司法局）申请复议，也可以在6个月内直接向演江市城东区人民法院起诉。",
    "你如认为本答复侵犯了你的合法权益，可自收到本答复之日起六十日内向演江市人民政府提出行政复议申请，或自收到本答复之日起六个月内向演江市城东区人民法院提起行政诉讼。",
]
CLOSINGS = ["特此答复。", "特此告知。", "", "附件：演江大桥项目竣工验收备案表", "专此函复。"]
ISSUERS = [
    "演江市住房和城乡建设局",
    "演江市住房和城乡建设局（盖章）",
    "演江自治区演江市住房和城乡建设局",
]
DATES = [
    "2025年8月8日",
    "二〇二五年八月八日",
    "2025年08月08日",
    " 2025 年 8 月 8 日",
    "二○二五年八月八日\n（联系人：王工 0770-1234567）",
]
SEALS = ["演江市住房和城乡建设局", "演江市住房和城乡建设局政府信息公开专用章", ""]
_CODES = [
    "already_public",
    "not_held",
    "not_responsible",
    "granted",
    "needs_processing",
    "repeat",
    "special_regime",
    "petition",
    "partial",
    "abandoned",
    "granted",
]
DECISIONS = list(zip(_CODES, _DECISION_TEXTS, strict=True))


def parts(seed: int) -> tuple[str, dict[str, str], str]:
    """A decision's code, the parts of a letter that takes it, and its seal's name."""
    pick = random.Random(seed)
    code, decision = DECISIONS[seed % len(DECISIONS)]
    chosen = {
        "title": pick.choice(TITLES),
        "number": pick.choice(NUMBERS),
        "addressee": pick.choice(ADDRESSEES),
        "request": pick.choice(REQUESTS),
        "decision": decision,
        "remedy": pick.choice(REMEDIES),
        "closing": pick.choice(CLOSINGS),
        "issuer": pick.choice(ISSUERS),
        "date": pick.choice(DATES),
    }
    return code, chosen, pick.choice(SEALS)


def judged(chosen: dict[str, str], seal: str | None) -> Judgement:
    return judge(Dossier(document_of(letter(**chosen), seal=seal), EXPECTED))


def wrong(judgement: Judgement) -> dict[Element, str]:
    good = (Verdict.PRESENT, Verdict.NOT_REQUIRED)
    return {one.element: one.reason for one in judgement.findings if one.verdict not in good}


@pytest.mark.parametrize("block", range(11))
def test_letters_without_fault_are_left_alone(block: int) -> None:
    for seed in range(block * 33, block * 33 + 33):
        code, chosen, seal = parts(seed)
        judgement = judged(chosen, seal)
        assert judgement.kind is ReplyKind.ANSWER, chosen
        assert judgement.decisions == (code,), chosen
        assert wrong(judgement) == {}, chosen


@pytest.mark.parametrize(
    ("part", "element"),
    [
        ("title", Element.TITLE),
        ("number", Element.DOC_NUMBER),
        ("remedy", Element.REMEDY),
        ("date", Element.DATE),
        ("seal", Element.SEAL),
    ],
)
def test_what_is_taken_from_a_letter_is_missing_and_nothing_else(
    part: str, element: Element
) -> None:
    for seed in range(33):
        code, chosen, seal = parts(seed)
        judgement = judged(
            {**chosen, part: ""} if part != "seal" else chosen, seal if part != "seal" else None
        )
        assert set(wrong(judgement)) == {element}, chosen
        # whether all that was asked for is given with or without remedies, each scheme says itself
        open_to_schemes = element is Element.REMEDY and code in (
            "granted",
            "petition",
            "publication",
        )
        wanted = Verdict.UNCLEAR if open_to_schemes else Verdict.ABSENT
        assert judgement.finding(element).verdict is wanted


@pytest.mark.parametrize(
    ("element", "other"),
    [
        (Element.APPLICANT, {"addressee": "司徒清风："}),
        (Element.ISSUER, {"issuer": "演江市水利局"}),
        (Element.DATE, {"date": "2025年8月32日"}),
    ],
)
def test_what_is_put_wrong_in_a_letter_is_found_and_nothing_else(
    element: Element, other: dict[str, str]
) -> None:
    for seed in range(22):
        _, chosen, _ = parts(seed)
        plain = {**chosen, "title": "政府信息公开申请答复书", **other}
        judgement = judged(plain, "")
        assert set(wrong(judgement)) == {element}, plain
        assert judgement.finding(element).verdict is Verdict.DEFECTIVE
