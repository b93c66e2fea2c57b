"""Letters that a stranger's eye found judged wrongly: each in the words in which it was found."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict

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


def test_a_quotation_from_a_form_keeps_its_blank() -> None:
    judged = judge(Dossier(document_of(TABLE, seal=UNIT)))
    quoted = "".join(span.text for span in judged.finding(Element.REQUEST).evidence)
    assert quoted in TABLE
