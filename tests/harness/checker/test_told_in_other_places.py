"""What a letter tells in another place, in several sentences or all in one: read, and never called missing."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import UNIT, document_of, letter
from harness.checker.finding import Element, Finding, Verdict

# the day of class C0: from 2025-06-01
_2025 = {
    "number": "演财公开〔2025〕8号",
    "date": "2025年8月6日",
    "request": "本机关于2025年7月18日收到你提交的申请，申请公开“2019年度部门决算”。",
}


def found(element: Element, **parts: str) -> Finding:
    document = document_of(letter(**parts))
    return judge(Dossier(document, Expected(unit=UNIT))).finding(element)


@pytest.mark.parametrize(
    "remedy",
    [
        "要是觉得答得不对，可以申请行政复议，收件的机关是演江市人民政府；也可以打官司，管这类案子的是演江市城东区人民法院。"
        "复议要在60日内提，官司要在6个月内打，都从收到那天起算。",
        "不服本告知的，可以在60日内申请行政复议。受理机关是演江市人民政府，期间从收到之日起算。"
        "也可以在6个月内提起行政诉讼，由演江市城东区人民法院审理。",
        "对本复函不服，有六十日的时间可以申请行政复议，有六个月的时间可以提起行政诉讼，均自收到之日起算。"
        "复议机关为演江市人民政府。诉讼由演江市城东区人民法院管辖。",
        "如认为不当，可以申请行政复议，由演江市人民政府受理，也可以提起行政诉讼，由演江市城东区人民法院管辖；"
        "前者的期限是60日，后者的期限是六个月，都从收到本告知书那天起算。",
        "对这一决定不服，向演江市人民政府申请行政复议或者向演江市城东区人民法院提起行政诉讼均可。"
        "申请行政复议应在收到本告知书之日起六十日内，起诉应在六个月内。",
        "若对这份答复不满意，有两条路可以选。一条是行政复议，找演江市人民政府。一条是行政诉讼，找演江市城东区人民法院。"
        "前一条要在收到答复后60日以内，后一条是6个月以内。",
    ],
)  # fmt: skip
def test_remedies_told_in_several_sentences_are_whole(remedy: str) -> None:
    finding = found(Element.REMEDY, remedy=remedy)
    assert (finding.verdict, finding.defects) == (Verdict.PRESENT, ()), finding.reason


@pytest.mark.parametrize(
    ("remedy", "fault"),
    [
        ("不服的，可以申请行政复议。受理机关是演江市人民政府。也可以在6个月内提起行政诉讼，由演江市城东区人民法院审理。", "no_period"),
        ("可以在60日内申请行政复议，也可以在6个月内提起行政诉讼。诉讼由演江市城东区人民法院管辖。", "no_organ"),
        ("申请行政复议应在收到之日起三十日内向演江市人民政府提出，起诉应在六个月内向演江市城东区人民法院提出。", "wrong_period"),
    ],
)  # fmt: skip
def test_what_several_sentences_leave_out_is_missing(remedy: str, fault: str) -> None:
    assert found(Element.REMEDY, remedy=remedy).defects == (fault,)


def test_a_period_at_the_other_end_of_the_letter_is_a_doubt() -> None:
    first = (
        "不服本告知的，复议向演江市人民政府提出，诉讼向演江市城东区人民法院提出。（期限见文末。）"
    )
    text = letter(
        request=first + "本机关于2020年9月18日收到你的申请，申请公开“2019年度部门决算”。",
        remedy="",
        closing="期限：复议，自收到之日起60日；诉讼，自收到之日起6个月。",
    )
    finding = judge(Dossier(document_of(text))).finding(Element.REMEDY)
    assert finding.verdict in (Verdict.PRESENT, Verdict.UNCLEAR)


ONE_SENTENCE = (
    "你于2020年9月18日在我局一楼窗口交来申请表、要求复印《2019年度部门决算说明》，该说明由我局制作保存且可以公开，"
    "故依照《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定随本告知书送上复印件一份（计41页），"
    "如认为本告知侵犯你的合法权益，可以自收到本告知书之日起60日内向演江市人民政府申请行政复议，"
    "或者自收到之日起6个月内向演江市城东区人民法院提起行政诉讼，特此告知。"
)


def test_a_letter_that_is_one_sentence_has_all_that_it_says() -> None:
    text = letter(request=ONE_SENTENCE, decision="", remedy="", closing="")
    judged = judge(Dossier(document_of(text), Expected(unit=UNIT)))
    assert judged.decisions == ("granted",)
    for element in (Element.REQUEST, Element.LEGAL_BASIS, Element.DECISION, Element.REMEDY):
        assert judged.finding(element).verdict is Verdict.PRESENT, element


_NOT_DONE = (
    "我局从未编制过这样的表。要满足你的申请，须从四万余票报关单中逐票提取品名，再汇总、比较、排序。"
)


def test_a_suit_is_not_missing_where_the_letter_may_decide_what_no_court_takes() -> None:
    decision = _NOT_DONE + "根据《政府信息公开条例》的有关规定，对你的申请不予提供。"
    remedy = "如对本答复有异议，可以自收到之日起60日内向演江市人民政府申请行政复议。"
    assert (
        "no_litigation"
        not in found(Element.REMEDY, decision=decision, remedy=remedy, **_2025).defects
    )


def test_a_suit_is_missing_where_nothing_of_the_kind_is_said() -> None:
    remedy = "如对本答复有异议，可以自收到之日起60日内向演江市人民政府申请行政复议。"
    assert found(Element.REMEDY, remedy=remedy, **_2025).defects == ("no_litigation",)


def test_the_text_of_an_article_is_no_partial_answer() -> None:
    decision = (
        "《中华人民共和国政府信息公开条例》第三十八条规定，行政机关向申请人提供的信息，除依照该条例第三十七条能够作区分处理的外，"
        "应当是已制作或者获取的政府信息；需要对现有政府信息进行加工、分析的，可以不予提供。你的申请正是此类，因此我局不予提供。"
    )
    judged = judge(Dossier(document_of(letter(decision=decision, **_2025))))
    assert judged.decisions == ("needs_processing",)


_HEAD = "演江市财政局\n2020年10月16日\n政府信息公开申请答复书\n演财公开〔2020〕18号"


def test_a_day_below_the_agency_in_the_head_is_the_letter_s() -> None:
    text = letter(number="", title=_HEAD, issuer="", date="")
    finding = judge(Dossier(document_of(text))).finding(Element.DATE)
    assert (finding.verdict, finding.value) == (Verdict.PRESENT, "2020年10月16日")


def test_an_agency_below_the_title_signs_a_letter_that_nobody_else_signs() -> None:
    text = letter(
        title="政府信息公开申请告知书", number="演财公开〔2020〕18号\n演江市财政局", issuer=""
    )
    assert judge(Dossier(document_of(text))).finding(Element.ISSUER).value == "演江市财政局"


@pytest.mark.parametrize(
    "decision",
    [
        "该表由有关部门审批，我局没有参加，文件也不由我局保存。根据《政府信息公开条例》第三十六条第（五）项，不属于我局负责公开，请向有关部门申请。",
        "公交线路不由我局审批，我局也没有参与调查。根据《政府信息公开条例》第三十六条第（五）项，不属于我局负责公开，请向其他有关部门咨询。",
    ],
)  # fmt: skip
def test_a_department_that_is_concerned_is_nobody(decision: str) -> None:
    assert found(Element.DECISION, decision=decision).defects == ("no_agency_named",)


@pytest.mark.parametrize("named", ["请向演江市交通运输局申请", "该表由县供销合作社保存", "听说县水务局有这张表", "请联系市妇联", "请与演江市残联联系", "请咨询青石桥水库"])  # fmt: skip
def test_a_body_named_in_any_words_is_no_fault(named: str) -> None:
    decision = f"该表不由我局制作，{named}。根据《政府信息公开条例》第三十六条第（五）项，不属于我局负责公开。"
    assert found(Element.DECISION, decision=decision).defects == ()


@pytest.mark.parametrize(
    "vague", ["请你自行到网上查询", "你自己上网查一下就可以看到", "现答复如上"]
)
def test_the_whole_web_is_no_way_to_obtain(vague: str) -> None:
    decision = f"该信息已经主动公开，{vague}。依据《政府信息公开条例》第三十六条第（一）项。"
    assert found(Element.DECISION, decision=decision).defects == ("no_way_to_obtain",)


def test_the_way_that_the_applicant_chose_is_not_the_letter_s() -> None:
    request = _2025["request"].replace("”。", "”，提供方式选择“纸质、邮寄”。")
    decision = "根据《政府信息公开条例》第三十六条第（二）项之规定，我局决定对该信息予以公开。"
    parts = {**_2025, "request": request}
    assert found(Element.DECISION, decision=decision, **parts).defects == ("no_way_to_obtain",)


def test_a_paper_named_between_two_items_takes_no_article_away() -> None:
    decision = (
        "一、第一项可以公开，依据《政府信息公开条例》第三十六条第（二）项，现将《评定结果一览表》作为附件寄给你。"
        "二、第二项经检索未查到，依据同条第（四）项，该信息不存在。"
    )
    assert found(Element.LEGAL_BASIS, decision=decision).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    "way", ["已拷贝至你提供的U盘", "已由你本人签收", "原文见背面", "可在国家法律法规数据库查询", "青石桥村共有低保户十二户"]
)  # fmt: skip
def test_what_was_handed_over_or_told_here_needs_no_other_way(way: str) -> None:
    decision = f"根据《政府信息公开条例》第三十六条第（二）项，该信息予以公开。{way}。"
    assert found(Element.DECISION, decision=decision).defects == ()


def test_a_term_for_hindrances_beside_both_right_periods_is_none_of_them() -> None:
    remedy = (
        "如不服，可自收到之日起60日内（因不可抗力耽误的，障碍消除后10日内）向演江市人民政府申请行政复议，"
        "或者6个月内（耽误的，障碍消除后10日内）向演江市城东区人民法院提起行政诉讼。"
    )
    assert "wrong_period" not in found(Element.REMEDY, remedy=remedy).defects
