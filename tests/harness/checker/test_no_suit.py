"""Class C0: from 2025-06-01 no court takes a suit over some notices (rules.md, section 4)."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.law import statutes
from harness.reading.decision.earlier_answer import Earlier, earlier_answer

REVIEW = "如对本告知不服，可以自收到本告知书之日起60日内向演江市人民政府申请行政复议。"
BOTH = "如对本告知不服，可以自收到本告知书之日起60日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院提起行政诉讼。"
FIRST = "如对本告知不服，应当先自收到本告知书之日起60日内向演江市人民政府申请行政复议；对行政复议决定不服的，可以自收到复议决定书之日起15日内向演江市城东区人民法院提起行政诉讼。"
GAVE = "本机关已于2025年3月5日作出演财公开〔2025〕3号答复书，向你提供了该信息。"
REFUSED = "本机关已于2025年3月5日作出演财公开〔2025〕3号答复书，告知你该信息不存在。"

PETITION = (
    "经审查，你以政府信息公开申请的形式进行投诉举报。根据《政府信息公开条例》第三十九条第一款，不作为政府信息公开申请处理，请通过信访渠道提出。",
    "责令纠正违规施工并追究责任",
)
PROCESSING = (
    "经审查，该信息需要本机关对现有政府信息进行加工、分析。根据《政府信息公开条例》第三十八条，不予提供。",
    "历年各镇补贴金额的汇总统计",
)
REPEAT = "你申请的内容与此前相同。根据《政府信息公开条例》第三十六条第（六）项，不予重复处理。"
REGISTER = (
    "你申请的信息属于不动产登记资料，法律、行政法规对其获取有特别规定。根据《政府信息公开条例》第三十六条第（七）项，请依照《不动产登记暂行条例》到不动产登记中心查询。",
    "中山路1号的不动产登记资料",
)
PUBLICATION = (
    "你申请的信息属于公开出版物。根据《政府信息公开条例》第三十九条第二款，不作为政府信息公开申请处理，你可以到演江市图书馆查阅。",
    "《演江年鉴》2019年卷",
)
ARCHIVE = (
    "经查，该档案已移交演江市档案馆，依照《中华人民共和国档案法》的规定，请到演江市档案馆查阅利用。",
    "1987年土地征用批复",
)


def remedy(decision: str, asked: str, told: str, day: str = "2025年8月6日") -> Finding:
    text = letter(
        decision=decision,
        remedy=told,
        request=f"本机关于{day[:4]}年1月18日收到你提交的申请，申请公开“{asked}”。",
        number=f"演财公开〔{day[:4]}〕8号",
        date=day,
    )
    return judge(Dossier(document_of(text))).finding(Element.REMEDY)


CLOSED = [PETITION, PROCESSING, (GAVE + REPEAT, "2024年度部门决算"), REGISTER, PUBLICATION]


@pytest.mark.parametrize(("decision", "asked"), CLOSED)
@pytest.mark.parametrize("told", [REVIEW, BOTH, FIRST])
def test_of_what_no_court_takes_neither_way_of_telling_is_a_fault(
    decision: str, asked: str, told: str
) -> None:
    found = remedy(decision, asked, told)
    assert found.verdict is Verdict.PRESENT, found.reason


@pytest.mark.parametrize(
    ("decision", "asked"), [PETITION, PROCESSING, (GAVE + REPEAT, "2024年度部门决算"), REGISTER]
)
def test_before_june_2025_the_suit_had_to_be_told(decision: str, asked: str) -> None:
    found = remedy(decision.replace("2025年3月", "2024年3月"), asked, REVIEW, "2025年5月30日")
    assert found.defects == ("no_litigation",), found.reason


def test_a_publication_needed_no_suit_before_either() -> None:
    assert remedy(*PUBLICATION, REVIEW, "2023年5月30日").verdict is Verdict.PRESENT


@pytest.mark.parametrize(("decision", "asked"), CLOSED)
def test_reconsideration_stays_due(decision: str, asked: str) -> None:
    suit_only = "如对本告知不服，可以自收到之日起6个月内向演江市城东区人民法院提起行政诉讼。"
    assert remedy(decision, asked, suit_only).defects == ("no_reconsideration",)


@pytest.mark.parametrize(
    ("told", "defects"),
    [
        (REVIEW.replace("60日", "30日"), ("wrong_period",)),
        (REVIEW.replace("自收到本告知书之日起60日内", ""), ("no_period",)),
        (REVIEW.replace("演江市人民政府", "上一级行政机关"), ("no_organ",)),
        (BOTH.replace("演江市城东区人民法院", "有管辖权的人民法院"), ()),
        (BOTH.replace("6个月内", ""), ()),
        (BOTH.replace("演江市人民政府", "上一级行政机关").replace("6个月内", ""), ("no_organ",)),
    ],
)
def test_what_is_told_of_reconsideration_is_judged_and_of_the_suit_is_not(
    told: str, defects: tuple[str, ...]
) -> None:
    assert remedy(*PETITION, told).defects == defects


def test_a_wrong_period_of_a_suit_that_need_not_be_told_is_for_a_person() -> None:
    assert remedy(*PETITION, BOTH.replace("6个月", "3个月")).verdict is Verdict.UNCLEAR


def test_an_earlier_answer_that_refused_makes_the_repetition_one_to_sue_over() -> None:
    found = remedy(REFUSED + REPEAT, "2024年度部门决算", REVIEW)
    assert found.defects == ("no_litigation",) and "不是法院不受理的重复申请" in found.reason
    both = remedy(REFUSED + REPEAT, "2024年度部门决算", BOTH)
    assert both.verdict is Verdict.PRESENT and "不是法院不受理的重复申请" in both.reason


def test_an_earlier_answer_that_is_not_told_is_for_a_person() -> None:
    before = "本机关此前已作出演财公开〔2025〕3号答复书。"
    assert remedy(before + REPEAT, "2024年度部门决算", REVIEW).verdict is Verdict.UNCLEAR
    assert remedy(before + REPEAT, "2024年度部门决算", FIRST).verdict is Verdict.UNCLEAR
    assert remedy(before + REPEAT, "2024年度部门决算", BOTH).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    ("decision", "asked"),
    [
        (PETITION[0], "演江大桥的施工许可证"),
        (PETITION[0], "对张某举报的行政处罚决定书"),
        (PROCESSING[0], "演江大桥的施工合同"),
        (PUBLICATION[0], "2024年第3次局长办公会会议纪要"),
    ],
)
def test_a_label_that_does_not_fit_the_request_is_for_a_person(decision: str, asked: str) -> None:
    assert remedy(decision, asked, REVIEW).verdict is Verdict.UNCLEAR
    assert remedy(decision, asked, BOTH).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    "asked",
    [
        "责令拆除规划外的建筑",
        "查处该合同的违法问题",
        "为什么不给我办理许可证",
        "投诉某公司欠薪的处理",
    ],
)
def test_a_plea_is_a_plea_though_it_names_a_record(asked: str) -> None:
    assert remedy(PETITION[0], asked, REVIEW).verdict is Verdict.PRESENT


def test_what_went_to_the_archives_may_be_sued_over() -> None:
    assert remedy(*ARCHIVE, REVIEW).defects == ("no_litigation",)
    assert remedy(*ARCHIVE, BOTH).verdict is Verdict.PRESENT


def test_beside_a_decision_that_may_be_sued_over_the_suit_is_due() -> None:
    two = (
        "一、"
        + PETITION[0]
        + "\n二、经检索，2024年度决算不存在。根据《政府信息公开条例》第三十六条第（四）项答复如上。"
    )
    assert remedy(two, "责令纠正违规施工；2024年度决算", REVIEW).defects == ("no_litigation",)


# --- the part that is refused ----------------------------------------------------------------------

PART = "你申请的信息部分涉及个人隐私。根据《政府信息公开条例》第十五条、第三十七条，作区分处理后予以部分公开，隐去的内容不予公开。"


@pytest.mark.parametrize("told", [REVIEW, BOTH])
def test_from_july_2026_a_part_refused_needs_reconsideration_first(told: str) -> None:
    assert remedy(PART, "检查记录", told, "2026年7月6日").defects == (
        "reconsideration_first_missing",
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026年7月6日", FIRST),
        ("2026年6月30日", BOTH),
        ("2026年6月30日", FIRST),
        ("2024年3月6日", BOTH),
    ],
)
def test_a_partial_answer_told_by_the_law_of_its_day_is_no_fault(day: str, told: str) -> None:
    found = remedy(PART, "检查记录", told, day)
    assert found.verdict is Verdict.PRESENT, found.reason


def test_a_part_kept_back_without_its_article_is_not_said_to_be_wrong() -> None:
    part = PART.replace("第十五条、", "")
    assert remedy(part, "检查记录", BOTH, "2026年7月6日").verdict is Verdict.PRESENT


# --- reading the earlier answer --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GAVE, Earlier.GAVE),
        ("本机关曾于2024年5月6日以邮寄方式向你公开过上述材料。不再重复提供。", Earlier.GAVE),
        ("演财公开〔2024〕5号告知书已告知你该信息已在门户网站公布。", Earlier.GAVE),
        (REFUSED, Earlier.DID_NOT),
        ("此前的答复已告知你该信息涉及商业秘密，不予公开。", Earlier.DID_NOT),
        ("本机关曾作出过答复。该答复告知你本机关未制作该信息。", Earlier.DID_NOT),
        ("本机关已于2024年5月6日作出政府信息公开告知书。不予重复处理。", Earlier.UNKNOWN),
        ("此前已提供部分材料，其余不予公开。", Earlier.UNKNOWN),
        (
            "你于2026年5月20日提出的公开2024年度决算的申请，本机关已收到。你曾于2025年11月提出过内容一致的申请，"
            "我单位于2025年12月1日已答复你该信息不存在。根据《政府信息公开条例》第三十六条第（六）项“行政机关已就申请人"
            "提出的政府信息公开申请作出答复、申请人重复申请公开相同政府信息的，告知申请人不予重复处理”，不予重复处理。",
            Earlier.DID_NOT,
        ),
        ("你申请公开的信息不予公开。", Earlier.UNKNOWN),
        ("", Earlier.UNKNOWN),
    ],
)
def test_what_the_earlier_answer_did(text: str, told: Earlier) -> None:
    assert earlier_answer(text) is told


def test_silence_is_told_by_the_law_of_the_day_on_which_the_period_ended() -> None:
    from datetime import date

    assert "没有过渡规定" in statutes.after_silence(date(2026, 6, 20))
    assert statutes.after_silence(date(2026, 7, 6)).startswith("应当先申请行政复议")
