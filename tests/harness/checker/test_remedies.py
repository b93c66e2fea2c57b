"""Paragraphs on remedies in wordings that agencies use: what each tells, and what it leaves out."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict

EXPECTED = Expected(
    applicant="林晓雯",
    unit="演江市财政局",
    reconsideration_organs=("演江市人民政府", "演江自治区财政厅"),
    courts=("演江市城东区人民法院",),
)

RIGHT = """如果您对本答复不服，可以在收到本答复之日起60日内向演江市人民政府或演江自治区财政厅申请行政复议，或者在收到本答复之日起6个月内向演江市城东区人民法院提起行政诉讼。
如认为本机关的政府信息公开行为侵犯您的合法权益，可自收到本告知书之日起六十日内依法向演江市人民政府申请复议，也可自收到之日起六个月内依法向演江市城东区人民法院提起诉讼。
申请人对本答复不服的，可以依照《中华人民共和国行政复议法》第九条第一款的规定，自知道该具体行政行为之日起六十日内向演江市人民政府或者演江自治区财政厅申请行政复议；或者依照《中华人民共和国行政诉讼法》第四十六条第一款的规定，自知道或者应当知道作出行政行为之日起六个月内向演江市城东区人民法院提起行政诉讼。
根据《中华人民共和国政府信息公开条例》第五十一条，如不服本答复，可于接到本答复书之日起60日内向演江市人民政府申请行政复议，或于6个月内向城东区人民法院起诉。
你如对本答复有异议，可在60日内向演江市人民政府提出行政复议申请，也可以在6个月内直接向演江市城东区人民法院提起行政诉讼。
如不服本答复，可在收到本答复书之日起六个月内直接向演江市城东区人民法院起诉，或者在六十日内向演江市人民政府申请行政复议。
权利救济途径：如对本答复不服，可以自收到之日起60日内向演江市人民政府（地址：演江市人民路1号，电话：12345）申请行政复议，或6个月内向演江市城东区人民法院（地址：城东路2号）提起行政诉讼。
如对本答复不服，可自本答复送达之日起60天内向演江市人民政府行政复议办公室申请行政复议，或6个月内向演江市城东区人民法院提起行政诉讼。
如不服本告知，可以在接到本告知书之日起六十日内向演江市司法局（演江市人民政府行政复议机构）或演江市人民政府申请行政复议，或者六个月内向演江铁路运输法院提起行政诉讼。
您对上述答复不服的，有权在收到答复书之日起60日内，向演江市人民政府申请行政复议，或在收到答复书之日起6个月内，向演江市城东区人民法院提起行政诉讼。
对本答复书不服的，可依法自收到本答复书之日起60日内向市人民政府或者自治区财政厅提起行政复议，6个月内向城东区人民法院提起行政诉讼。
""".strip().split("\n")

WRONG = """
no_organ|如不服，可自收到本答复之日起60日内向本级人民政府申请行政复议，或者6个月内向演江市城东区人民法院提起行政诉讼。
no_organ|如不服，可在60日内向上级行政机关或同级人民政府申请行政复议，或6个月内向演江市城东区人民法院提起行政诉讼。
no_organ no_court|如不服，可在60日内向行政复议机关申请行政复议，或6个月内向人民法院提起行政诉讼。
no_court|如不服，可在60日内向演江市人民政府申请行政复议，或6个月内向有管辖权的人民法院提起行政诉讼。
no_court|如不服，可在60日内向演江市人民政府申请行政复议，或者6个月内依法提起行政诉讼。
no_organ no_court|如不服本答复，可以自收到本答复之日起60日内依法申请行政复议，或者自收到本答复之日起6个月内依法提起行政诉讼。
no_organ no_court|如对本答复不服，可在60日内向有关机关申请行政复议，或在6个月内向基层人民法院提起行政诉讼。
no_period no_organ no_court|你有权依法申请行政复议或者提起行政诉讼。
no_period|如不服，可向演江市人民政府申请行政复议或向演江市城东区人民法院提起行政诉讼。
no_period|如不服，可在法定期限内向演江市人民政府申请行政复议或向演江市城东区人民法院提起行政诉讼。
no_litigation|如不服，可在收到本告知书之日起60日内向演江自治区财政厅申请复议。
no_reconsideration|如不服，可在收到本告知书之日起6个月内向演江市城东区人民法院提起行政诉讼。
wrong_period|如不服，可在收到之日起60日内向演江市人民政府申请行政复议，或者在15日内向演江市城东区人民法院提起行政诉讼。
wrong_period|如不服，可在收到之日起六个月内向演江市人民政府申请行政复议，或者在六个月内向演江市城东区人民法院提起行政诉讼。
wrong_organ|如不服，可在收到之日起60日内向演江自治区水利厅申请行政复议，或者在六个月内向演江市城东区人民法院提起行政诉讼。
wrong_court|如不服，可在收到之日起60日内向演江市人民政府申请行政复议，或者在六个月内向演江市中级人民法院提起行政诉讼。
no_organ no_court|如对本答复不服，可自收到本答复书之日起60日内向上一级主管部门或者本级人民政府申请行政复议，或者自收到本答复书之日起6个月内向本机关所在地人民法院提起行政诉讼。
""".strip().split("\n")

NONE = """
感谢你对我局工作的支持，如有疑问请致电12345678。
本机关已就你申请的演江市人民政府行政复议决定书（演政复〔2019〕5号）作出说明。
该案已经演江市城东区人民法院（2019）演行初12号判决审结。
你于2019年3月向演江市人民政府申请行政复议，复议机关维持。后你向演江市城东区人民法院提起行政诉讼。
""".strip().split("\n")

REFUSAL_2026 = {
    "number": "演财公开〔2026〕8号",
    "date": "2026年8月6日",
    "request": "本机关于2026年7月18日收到你提交的申请，申请公开“处罚案卷”。",
    "decision": "该信息为行政执法案卷信息，根据《政府信息公开条例》第十六条第二款，不予公开。",
}
FIRST = """
present|如不服本决定，可自收到本决定书之日起60日内先向演江市人民政府申请行政复议，对复议决定仍不服的，再于收到复议决定书之日起15日内向演江市城东区人民法院提起行政诉讼。
present|如对本决定不服，应当自收到之日起六十日内向演江市人民政府申请行政复议；对复议决定不服的，可以自收到复议决定书之日起十五日内向演江市城东区人民法院起诉。
present|根据《行政复议法》第二十三条，你如不服，应先申请行政复议。复议机关为演江市人民政府，申请期限为60日；对行政复议决定不服的，可在15日内向演江市城东区人民法院提起行政诉讼。
present|如对本答复不服，可以自收到之日起60日内向演江市人民政府申请行政复议。对行政复议决定不服的，可以自收到行政复议决定书之日起15日内依法向演江市城东区人民法院提起行政诉讼。
reconsideration_first_missing|如不服，可在收到之日起60日内向演江市人民政府申请行政复议，或者在6个月内向演江市城东区人民法院提起行政诉讼。
reconsideration_first_missing|如不服，可在收到之日起60日内向演江市人民政府申请行政复议，也可以在六个月内直接向演江市城东区人民法院提起行政诉讼。
present|如不服，应先在收到之日起60日内向演江市人民政府申请行政复议。
reconsideration_first_missing|如不服，可在收到之日起60日内向演江市人民政府申请行政复议。
""".strip().split("\n")


def remedy(**parts: str) -> Finding:
    return judge(Dossier(document_of(letter(**parts)), EXPECTED)).finding(Element.REMEDY)


@pytest.mark.parametrize("words", RIGHT)
def test_a_remedy_told_in_full_is_left_alone(words: str) -> None:
    found = remedy(remedy=words)
    assert found.verdict is Verdict.PRESENT, found.reason
    assert found.extra["reconsideration"]["days"] == 60  # type: ignore[index]
    assert found.extra["litigation"]["months"] == 6  # type: ignore[index]


def test_a_remedy_wrapped_over_lines_is_read_as_one() -> None:
    words = (
        "如对本答复不服，可以在收到本答复之日起60日内向演江市人民政府申请行政\n复议，"
        "或者在收到本答复之日起6个月内向演江市城东区人民\n法院提起行政诉讼。"
    )
    assert remedy(remedy=words).verdict is Verdict.PRESENT


@pytest.mark.parametrize("line", WRONG)
def test_what_a_remedy_leaves_out_is_named(line: str) -> None:
    defects, words = line.split("|")
    found = remedy(remedy=words)
    assert found.verdict is Verdict.DEFECTIVE
    assert found.defects == tuple(defects.split())


@pytest.mark.parametrize("words", NONE)
def test_courts_and_reviews_in_the_facts_are_no_remedy(words: str) -> None:
    assert remedy(remedy=words).verdict is Verdict.ABSENT


@pytest.mark.parametrize("line", FIRST)
def test_after_a_refusal_of_2026_reconsideration_comes_first_and_must_be_told(line: str) -> None:
    want, words = line.split("|")
    found = remedy(remedy=words, **REFUSAL_2026)
    assert (found.defects or (str(found.verdict),)) == (want,), found.reason


@pytest.mark.parametrize(
    ("year", "months", "right"),
    [(2014, 3, True), (2014, 6, False), (2016, 6, True), (2016, 3, False), (2020, 3, False)],
)
def test_the_time_to_sue_is_that_of_the_day_of_the_answer(
    year: int, months: int, right: bool
) -> None:
    words = (
        "如不服本答复，可自收到之日起60日内向演江市人民政府申请行政复议，"
        f"或者{months}个月内向演江市城东区人民法院提起行政诉讼。"
    )
    found = remedy(remedy=words, number=f"演财公开〔{year}〕8号", date=f"{year}年8月6日")
    assert ("wrong_period" not in found.defects) is right


def test_without_any_date_no_period_is_called_wrong() -> None:
    undated = "你申请公开“2019年度部门决算”的申请收悉。"
    words = (
        "如不服本答复，可自收到之日起60日内向演江市人民政府申请行政复议，"
        "或者3个月内向演江市城东区人民法院提起行政诉讼。"
    )
    assert remedy(remedy=words, date="", request=undated).verdict is Verdict.PRESENT
    # the receipt that the letter tells says by which law it was answered
    assert remedy(remedy=words, date="").defects == ("wrong_period",)


def test_a_railway_court_is_not_called_wrong() -> None:
    words = (
        "如不服本答复，可自收到之日起60日内向演江市人民政府申请行政复议，"
        "或者6个月内向演江铁路运输法院提起行政诉讼。"
    )
    assert remedy(remedy=words).verdict is Verdict.PRESENT


# defects, or - | words of 2025 that no pattern was written for
TRIED = """
-|申请人对本答复有不同意见，可以在收到之日起60日之内申请行政复议，复议机关是演江市人民政府；亦可于6个月之内诉至演江市城东区人民法院。
-|救济权利告知：不服本答复的，60日内可以到演江市人民政府行政复议接待室递交复议申请，6个月内可以到演江市城东区人民法院递交起诉状。
-|如对本答复内容存有异议，请在收到答复书之日起六十日内，依据《中华人民共和国行政复议法》向演江市人民政府提请行政复议；或在六个月内，依据《中华人民共和国行政诉讼法》向演江市城东区人民法院提请行政诉讼。
-|若您不认可本答复，享有下列权利：1.自收到之日起60日内向演江市人民政府申请行政复议；2.自收到之日起6个月内向演江市城东区人民法院提起行政诉讼。
-|根据有关法律规定，你享有申请行政复议和提起行政诉讼的权利。行政复议机关：演江市人民政府，期限：收到本答复书之日起60日内；行政诉讼管辖法院：演江市城东区人民法院，期限：收到本答复书之日起6个月内。
-|如不服本答复，请于收到之日起六十日内向演江市人民政府（演江市行政中心1号楼，邮编530000）申请复议，或者六个月内直接向演江市城东区人民法院（城东路9号）起诉。逾期不申请复议、不起诉的，本答复即生效。
-|对本答复不服，可自知道或者应当知道本答复之日起六十日内向演江市人民政府申请行政复议，也可自知道或者应当知道作出行政行为之日起六个月内向演江市城东区人民法院提起诉讼。
-|你单位如不服，可以在收到本告知书六十日内提出行政复议申请（受理机关演江市人民政府），或六个月内提起行政诉讼（受理法院演江市城东区人民法院）。
-|如对本答复不服，可自收到本答复之日起2个月内向演江市人民政府申请行政复议，或自收到之日起半年内向演江市城东区人民法院起诉。
no_court|如不服，可在60日内向演江市人民政府申请行政复议，或在6个月内向本机关所在地的基层人民法院提起行政诉讼。
no_court|如不服，可自收到之日起60日内向演江市人民政府申请行政复议，或自收到之日起6个月内依照《中华人民共和国行政诉讼法》提起诉讼。
no_organ|如不服，可自收到之日起60日内向具有复议管辖权的行政机关申请复议，或6个月内向演江市城东区人民法院起诉。
no_organ,no_court|如不服，你可以自收到本答复之日起60日内依法申请行政复议或者6个月内依法向人民法院起诉。
no_organ,no_court|对本答复不服的，可依法在60日内向上级机关申请复议，或在6个月内向当地法院起诉。
no_period|如不服，可依法向演江市人民政府申请复议，也可依法向演江市城东区人民法院起诉。
no_period|如不服本答复，可自收到之日起60日内向演江市人民政府申请行政复议，或者向演江市城东区人民法院提起行政诉讼。
wrong_period|如不服，自收到之日起十五日内向演江市人民政府申请行政复议，或者六个月内向演江市城东区人民法院提起行政诉讼。
wrong_period|如不服，自收到之日起60日内向演江市人民政府申请行政复议，或者自收到之日起三个月内向演江市城东区人民法院提起行政诉讼。
no_litigation|您若对答复不满意，可于60日内向演江市人民政府行政复议局申请行政复议。
no_reconsideration|您若对答复不服，可于收到之日起6个月内到演江市城东区人民法院提起行政诉讼。
reconsideration_first_wrong|对本答复不服，必须先行在60日内向演江市人民政府申请复议，对复议决定不服方可在15日内向演江市城东区人民法院起诉。
reconsideration_first_wrong|对本答复不服的，应当自收到之日起60日内向演江市人民政府申请行政复议，经复议后仍不服的，可自收到复议决定书之日起15日内向演江市城东区人民法院提起行政诉讼。
""".strip().split("\n")


@pytest.mark.parametrize("line", TRIED)
def test_a_remedy_in_its_own_wording_is_read_as_a_person_reads_it(line: str) -> None:
    want, words = line.split("|")
    parts = {
        "number": "演财公开〔2025〕8号",
        "date": "2025年8月6日",
        "request": "本机关于2025年7月18日收到你的申请，申请公开“部门决算”。",
    }
    found = remedy(remedy=words, **parts)
    assert found.defects == (() if want == "-" else tuple(want.split(","))), found.reason


# what comes of it: a defect, or a verdict | N not held, R refused for a third party, P in part | words of 2025
LATER = """
present|N|权利告知：①复议（60日｜演江市人民政府行政复议办公室，演江市司法局3楼）；②诉讼（6个月｜演江市城东区人民法院）。两种途径任选其一。
present|N|权利告知：①复议（60日，演江市人民政府）；②诉讼（6个月，演江市城东区人民法院）。
present|N|不服本答复的救济：（1）行政复议——自知道之日起60日，演江市人民政府；（2）行政诉讼——自知道之日起6个月，演江市城东区人民法院。
present|N|六十日为申请复议之限，受理者为演江市人民政府；六个月为起诉之限，受理者为演江市城东区人民法院。
present|N|行政复议：自收到之日起60日内，向演江市人民政府（行政复议机构：演江市司法局）提出；行政诉讼：自收到之日起六个月内，向演江市城东区人民法院提出。
present|N|您有权于六十日之内请求演江市人民政府对本答复进行行政复议，或于六个月之内，以本局为被告向演江市城东区人民法院起诉。
present|N|你如不服，既可以向演江市人民政府申请复议，也可以向演江市城东区人民法院起诉；申请复议的期限为60日，起诉的期限为6个月。
present|N|行政复议机关：演江市人民政府；期限：自收到本答复之日起六十日。行政诉讼管辖法院：演江市城东区人民法院；期限：自收到本答复之日起六个月。
present|N|如不服可60日内向演江市人民政府复议，或6个月内向演江市城东区人民法院诉讼。
present|N|你不服的，可向演江市人民政府申请行政复议（60日内），也可向演江市城东区人民法院起诉（6个月内）。
present|N|可以自收到之日起60日内先向演江市人民政府申请行政复议，对复议决定不服再起诉；或者直接在6个月内向演江市城东区人民法院提起行政诉讼。
present|N|若有异议，得于收受之翌日起两个月内提请演江市人民政府复议，亦可于半年内诉请演江市城东区人民法院裁判。
present|N|如不服，60天内可以到演江市人民政府申请行政复议，6个月内也可以直接去演江市城东区人民法院打行政官司。
present|N|可自收到之日起60日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院起诉。如选择先复议，对复议决定仍不服，可在15日内起诉。
reconsideration_first_wrong|N|应当先自收到之日起60日内向演江市人民政府申请行政复议（可当面递交或者邮寄），对复议决定不服的，15日内向演江市城东区人民法院提起行政诉讼。
reconsideration_first_wrong|N|须先申请复议，即自收到之日起60日内向演江市人民政府提出；对复议决定不服的，可在15日内向演江市城东区人民法院起诉，也可以直接申请调解。
absent|N|如对本答复有异议，请与我局办公室联系，联系电话0777-7654321。
present|R|本决定属复议前置事项。如不服，可在60日内向演江市人民政府申请行政复议。
present|R|如不服，在60日内向演江市人民政府申请行政复议，不得直接起诉。
present|R|根据行政复议法第二十三条第一款第四项，请你在60日内向演江市人民政府申请行政复议后，再视情于15日内向演江市城东区人民法院起诉。
present|R|如不服，应当先于60日内向演江市人民政府申请行政复议，对复议决定不服再行起诉。
present|R|可自收到之日起60日内向演江市人民政府申请行政复议。对复议决定不服的，可自收到决定书之日起15日内向演江市城东区人民法院起诉。未经复议不得直接向人民法院提起诉讼。
present|N|不服的，60日内→演江市人民政府（复议）；6个月内→演江市城东区人民法院（诉讼）。
present|N|可在60日内向演江市人民政府申请行政复议，亦可于6个月内向演江市城东区人民法院起诉，复议后不服的15日内起诉。
present|R|请自收到之日起60日内向演江市人民政府申请行政复议；如直接起诉，人民法院将不予立案。
present|R|须在60日内向演江市人民政府申请行政复议，复议是起诉的必经程序。
present|R|如不服，向法院起诉前应当自收到之日起60日内向演江市人民政府申请行政复议。
reconsideration_first_missing|R|可以在60日内向演江市人民政府申请行政复议，也可以在6个月内向演江市城东区人民法院提起行政诉讼。先行复议的，对复议决定不服可在15日内起诉。
reconsideration_first_missing|R|可以在60日内向演江市人民政府申请行政复议，对行政复议决定不服的可以自收到复议决定之日起15日内起诉；也可以在6个月内直接向演江市城东区人民法院起诉。
unclear|R|应当先在60日内向演江市人民政府申请行政复议；也可以在6个月内直接向演江市城东区人民法院起诉。
present|P|可以在60日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院起诉。
present|P|对不予公开部分不服的，应先在60日内向演江市人民政府申请行政复议；对其他部分不服的，可在60日内向演江市人民政府申请行政复议，或者6个月内直接向演江市城东区人民法院提起行政诉讼。
""".strip().split("\n")

DECIDED = {
    "N": "经检索，本局未制作该信息。根据《政府信息公开条例》第三十六条第（四）项，告知该信息不存在。",
    "R": "该信息涉及他人隐私，其均不同意公开，根据《政府信息公开条例》第十五条、第三十六条第（三）项，决定不予公开。",
    "P": "该表部分公开：姓名、身份证号码涉及个人隐私，隐去后提供。依据《政府信息公开条例》第十五条、第三十七条。",
}
IN_2025 = {
    "number": "演财公开〔2025〕8号",
    "date": "2025年8月20日",
    "request": "你于2025年8月4日提交的申请收悉。你申请公开“救助资金发放明细表”。",
}


@pytest.mark.parametrize("line", LATER)
def test_terms_bodies_and_order_are_read_whatever_the_form(line: str) -> None:
    want, kind, words = line.split("|")
    found = remedy(remedy=words, decision=DECIDED[kind], **IN_2025)
    assert (found.defects or (str(found.verdict),)) == (want,), found.reason


def test_only_of_the_disputed_time_is_it_told_that_practice_differed() -> None:
    words = "如不服，应当先在60日内向演江市人民政府申请行政复议。"
    parts = {**IN_2025, "decision": DECIDED["N"]}
    disputed = remedy(remedy=words, **{**parts, "date": "2025年5月20日"})
    assert "做法不一" in disputed.reason
    for kind in "RP":
        assert "做法不一" not in remedy(remedy=words, **{**parts, "decision": DECIDED[kind]}).reason


def test_a_refusal_in_part_that_offers_a_suit_at_once_is_remarked_upon() -> None:
    words = "可以在60日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院起诉。"
    found = remedy(remedy=words, decision=DECIDED["P"], **IN_2025)
    assert "应当先申请行政复议" in found.reason and found.verdict is Verdict.PRESENT


# --- review first, in whatever words ----------------------------------------------------------------

_REFUSED = {
    "number": "演财公开〔2025〕8号",
    "date": "2025年8月6日",
    "request": "本机关于2025年7月18日收到你提交的申请，申请公开“考勤表”。",
    "decision": "经审查，该信息属于内部管理信息。根据《政府信息公开条例》第十六条第一款、第三十六条第（三）项，不予公开。",
}
_REVIEW = "如不服本答复，可以自收到之日起60日内向演江市人民政府申请行政复议。"
_BOTH = "如不服本答复，可以自收到之日起60日内向演江市人民政府申请行政复议，或者6个月内向演江市城东区人民法院提起行政诉讼。"


@pytest.mark.parametrize("where", ["{order}{review}", "{review}{order}", "{review}\n{order}"])
@pytest.mark.parametrize(
    "order",
    [
        "法律规定此类答复必须先复议、后诉讼。",
        "此类决定依法须复议在先。",
        "复议是起诉的必经环节。",
        "未申请复议的，法院不受理。",
        "本决定实行复议先行。",
        "就本决定起诉之前，应当经过复议。",
        "提起诉讼以先经复议为前提。",
        "本告知依法属先复议后诉讼的事项。",
    ],
)
def test_review_first_is_told_wherever_it_stands(find, order: str, where: str) -> None:
    remedy = where.format(order=order, review=_REVIEW)
    found = find(Element.REMEDY, **{**_REFUSED, "remedy": remedy})
    assert found.verdict is Verdict.PRESENT, found.reason
    assert found.extra["reconsideration"]["first"] is True


@pytest.mark.parametrize(
    "aside",
    [
        "申请复议时请先填写申请表。",
        "请先联系我局办公室，再申请复议。",
        "是否先申请复议由你自行决定。",
        "也可以不经复议，6个月内直接向演江市城东区人民法院起诉。",
    ],
)
def test_words_of_review_that_put_nothing_first_leave_the_fault(find, aside: str) -> None:
    found = find(Element.REMEDY, **{**_REFUSED, "remedy": _BOTH + aside})
    assert found.defects == ("reconsideration_first_missing",), found.reason


# --- specks of recognition ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "months"),
    [
        ("60·日内", "6个月内"),
        ("60、日内", "六.个月内"),
        ("60'日内", "6,个月内"),
        ("60。日内", "6个月内"),
        ("60..日内", "6 .个 月内"),
        ("60-日内", "6个·月内"),
        ("60日.内", "6个月.内"),
    ],
)
def test_a_speck_between_number_and_unit_hides_no_period(find, days: str, months: str) -> None:
    remedy = f"如不服本答复，可以自收到之日起{days}向演江市人民政府申请行政复议，或者{months}向演江市城东区人民法院提起行政诉讼。"
    found = find(Element.REMEDY, remedy=remedy)
    assert found.verdict is Verdict.PRESENT, found.reason
    assert (found.extra["reconsideration"]["days"], found.extra["litigation"]["months"]) == (60, 6)


@pytest.mark.parametrize(
    ("days", "months", "defect"),
    [
        ("30·日内", "6个月内", "wrong_period"),
        ("60日内", "3.个月内", "wrong_period"),
        ("", "六.个月内", "no_period"),
    ],
)
def test_a_speck_mends_no_period(find, days: str, months: str, defect: str) -> None:
    remedy = f"如不服本答复，可以自收到之日起{days}向演江市人民政府申请行政复议，或者{months}向演江市城东区人民法院提起行政诉讼。"
    assert find(Element.REMEDY, remedy=remedy).defects == (defect,)
