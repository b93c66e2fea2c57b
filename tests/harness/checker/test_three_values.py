"""A fault is claimed only where nothing in the letter reads like its opposite."""

from __future__ import annotations

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.checker.opened import open_dossier
from harness.reading.told import LOOKS
from harness.scoring.faults import DEFECT_NAMES


def judged(text: str) -> Judgement:
    return judge(Dossier(document_of(text)))


def claimed(text: str, element: Element, *defects: str) -> Finding:
    """What is left of a fault that some rule might claim of this letter."""
    opened = open_dossier(Dossier(document_of(text)))
    if not defects:
        return opened.absent(element, "全文未见")
    return opened.faulty(element, {fault: f"理由{n}" for n, fault in enumerate(defects)})


@pytest.mark.parametrize(
    ("element", "defect", "text"),
    [
        (Element.REMEDY, "no_organ", letter(remedy="如不服，可六十日内径行至演江市人民政府处申请复议，六个月内诉至演江市城东区人民法院。")),
        (Element.REMEDY, "no_court", letter(remedy="如不服，可六十日内向演江市人民政府申请复议，或者六个月内诉请演江市城东区人民法院裁判。")),
        (Element.REMEDY, "no_period", letter(remedy="如不服，可向演江市人民政府申请行政复议（六十日内），或者向演江市城东区人民法院起诉（六个月内）。")),
        (Element.REMEDY, "reconsideration_first_wrong", letter(remedy="如不服，可先向演江市人民政府申请复议，也可直接向演江市城东区人民法院起诉。")),
        (Element.DECISION, "no_way_to_obtain", letter(decision="该信息已主动公开，登录 www.yanjiang.example 的“预决算”栏目即可。")),
        (Element.DECISION, "no_agency_named", letter(decision="该信息不属于本机关负责公开，建议联系演江市水利局。")),
        (Element.LEGAL_BASIS, "does_not_fit", letter(decision="经检索，该信息不存在，主管此事的是别处，根据《政府信息公开条例》第三十六条第（五）项答复。")),
    ],
)  # fmt: skip
def test_a_fault_that_something_speaks_against_is_left_to_a_person(element, defect, text) -> None:
    finding = claimed(text, element, defect)
    assert finding.verdict is Verdict.UNCLEAR
    assert finding.defects == ()
    assert finding.reason.startswith("疑似：理由0；但文中另有“")
    assert finding.reason.endswith("请核对")


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (Element.REMEDY, letter(remedy="要走复议这条路的，向演江市人民政府提出。")),
        (Element.LEGAL_BASIS, letter(decision="参照有关规定第十四条，该信息不予公开。")),
        (Element.DATE, letter(date="2020.10.16（印）")),
    ],
)
def test_an_element_that_something_reads_like_is_not_called_missing(element, text) -> None:
    assert claimed(text, element).verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("element", "defects", "text"),
    [
        (Element.REMEDY, ("no_organ",), letter(remedy="如不服，可60日内向上一级行政机关或者同级人民政府申请行政复议，或者6个月内向演江市城东区人民法院起诉。")),
        (Element.REMEDY, ("no_court",), letter(remedy="如不服，可60日内向演江市人民政府申请行政复议，或者6个月内向有管辖权的人民法院起诉。")),
        (Element.REMEDY, ("no_period",), letter(remedy="如不服，可以向演江市人民政府申请行政复议，或者向演江市城东区人民法院起诉。")),
        (Element.REMEDY, (), letter(remedy="")),
        (Element.REMEDY, (), letter(remedy="", decision="你曾就此事申请行政复议，演江市城东区人民法院已有判决，不予重复处理。")),
        (Element.DOC_NUMBER, (), letter(number="")),
        (Element.DATE, (), letter(date="")),
    ],
)  # fmt: skip
def test_a_fault_that_nothing_speaks_against_stands(element, defects, text) -> None:
    finding = claimed(text, element, *defects)
    assert finding.verdict in (Verdict.ABSENT, Verdict.DEFECTIVE)
    assert finding.defects == defects


@pytest.mark.parametrize(
    ("element", "defect", "text"),
    [
        (Element.REMEDY, "", letter(remedy="如对本答复有异议，请与我局办公室联系。")),
        (Element.REMEDY, "", letter(remedy="", request="你申请公开“可以申请行政复议的事项清单”，本局收悉。")),
        (Element.REMEDY, "reconsideration_first_missing", letter(remedy="可以60日内向先锋区人民政府申请行政复议，或者6个月内向先锋区人民法院起诉。")),
        (Element.REMEDY, "reconsideration_first_missing", letter(remedy="可以60日内申请复议，对复议决定不服的15日内起诉；也可以6个月内直接起诉。")),
        (Element.REMEDY, "reconsideration_first_wrong", letter(remedy="应当先申请复议（可当面递交或者邮寄），未经复议不得直接起诉。")),
        (Element.REMEDY, "reconsideration_first_wrong", letter(remedy="应当先申请复议，也可以直接申请调解。")),
        (Element.DECISION, "no_way_to_obtain", letter(decision="该信息已在县政府门户网站主动公开，请自行查阅。")),
        (Element.DECISION, "no_way_to_obtain", letter(request="你以挂号信邮寄的政府信息公开申请，本局收悉。", decision="该信息已主动公开。")),
        (Element.REQUEST, "no_content", letter(request="你提交的《政府信息公开申请表》，本机关于2020年9月18日收悉。")),
        (Element.LEGAL_BASIS, "", letter(request="你申请公开《白石县临时救助实施办法》，本局收悉。", decision="《白石县临时救助实施办法》本局未制作，该信息不存在。")),
        (Element.LEGAL_BASIS, "does_not_fit", letter(decision="经在我局职责范围内检索，该信息不存在，根据《政府信息公开条例》第三十六条第（五）项答复。")),
    ],
)  # fmt: skip
def test_no_bare_word_washes_a_plain_fault_away(element, defect, text) -> None:
    finding = claimed(text, element, *filter(None, [defect]))
    assert finding.verdict in (Verdict.ABSENT, Verdict.DEFECTIVE), finding.reason


def test_no_doubt_refutes_itself() -> None:
    text = letter(remedy="如不服，请60日内到演江市人民政府办理复议。")
    finding = claimed(text, Element.REMEDY, "no_organ")
    assert finding.reason == "疑似：理由0；但文中另有“演江市人民政府”，是否即复议机关请核对"


def test_of_two_faults_the_certain_one_stands_and_is_told_alone() -> None:
    text = letter(
        remedy="如不服，可六十日内径行至演江市人民政府处申请复议，或者六个月内向有管辖权的人民法院起诉。"
    )
    finding = claimed(text, Element.REMEDY, "no_organ", "no_court")
    assert (finding.verdict, finding.defects) == (Verdict.DEFECTIVE, ("no_court",))
    assert finding.reason.startswith("理由1；") and "演江市人民政府" in finding.reason


def test_a_remark_alone_is_no_defect() -> None:
    text = letter(request="你提交的关于《2019年财政决算报告》的申请收悉。")
    finding = claimed(text, Element.REQUEST, "no_content", "no_received_date")
    assert finding.verdict is Verdict.UNCLEAR


def test_what_is_there_is_not_looked_at_again() -> None:
    for one in judged(letter()).findings:
        assert one.verdict not in (Verdict.ABSENT, Verdict.DEFECTIVE)


def test_every_look_is_at_a_fault_that_there_is() -> None:
    for element, fault in LOOKS:
        assert fault == "absent" or fault in DEFECT_NAMES[element]


@pytest.mark.parametrize(
    ("element", "parts"),
    [
        *[(Element.DATE, {"date": day}) for day in ("二〇二三年五月", "公元二零二六年三月十五日", "26年3月15日", "20260315", "二〇二六·三·十五")],
        *[(Element.DOC_NUMBER, {"number": number}) for number in ("演财公开〔2020〕十八号", "演财依复〔2020〕18", "（2020）18")],
        *[(Element.APPLICANT, {"addressee": who}) for who in ("致：林晓雯", "@林晓雯")],
        (Element.REMEDY, {"remedy": "权利救济告知见背面。"}),
        (Element.REMEDY, {"remedy": "如不服，可以在2020年12月15日前向演江市人民政府申请行政复议，或者在2021年4月16日前向演江市城东区人民法院提起行政诉讼。"}),
        (Element.REMEDY, {"remedy": "如不服，可陆拾日内向演江市人民政府申请行政复议，或者陆个月内向演江市城东区人民法院起诉。"}),
        (Element.DECISION, {"decision": "根据《政府信息公开条例》第三十六条第（二）项，予以公开。2019年决算收入100万元，支出99万元。"}),
        (Element.DECISION, {"decision": "该信息不属于本机关负责公开，依据第三十六条第（五）项，由县供销社掌握。"}),
    ],
)  # fmt: skip
def test_an_odd_way_of_writing_accuses_nobody(element, parts) -> None:
    found = judged(letter(**parts)).finding(element)
    assert found.verdict not in (Verdict.ABSENT, Verdict.DEFECTIVE), found.reason


def test_an_item_torn_from_its_article_is_not_called_missing() -> None:
    text = letter(
        decision="经检索信息不存在。依据《政府信息公开条例》第三十六条\n权利告知\n第（四）项的规定答复。"
    )
    assert claimed(text, Element.LEGAL_BASIS, "no_item").verdict is Verdict.UNCLEAR
    plain = letter(decision="经检索信息不存在。依据《政府信息公开条例》第三十六条答复。")
    assert claimed(plain, Element.LEGAL_BASIS, "no_item").verdict is Verdict.DEFECTIVE
