"""What lies in a public archive, and notices of a fee: what need not be told, and what still must."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.reading.arrived.reply_kind import ReplyKind


def basis(decision: str) -> Finding:
    return judge(Dossier(document_of(letter(decision=decision)))).finding(Element.LEGAL_BASIS)


@pytest.mark.parametrize(
    "decision",
    [
        "该档案已移交演江市档案馆。依照《中华人民共和国档案法》第二十八条的规定，请到演江市档案馆查阅利用。",
        "该文件已于2003年移交演江市国家档案馆保管，本机关不再保存。根据《档案法》，请向演江市国家档案馆申请查阅。",
        "该信息已移交市档案馆，根据《政府信息公开条例》第三十六条第（七）项和《档案法》，请到市档案馆查阅。",
    ],
)
def test_the_law_on_archives_is_basis_enough_for_what_was_handed_over(decision: str) -> None:
    assert basis(decision).verdict is Verdict.PRESENT


@pytest.mark.parametrize(
    ("decision", "verdict"),
    [
        ("该信息已归入本机关档案室，不予公开。根据《中华人民共和国档案法》第二十八条，请按档案查询程序办理。", Verdict.DEFECTIVE),
        ("该信息不予公开。根据《中华人民共和国统计法》第二十五条，不予公开。", Verdict.DEFECTIVE),
        ("该档案已移交演江市档案馆，请到该馆查阅。", Verdict.ABSENT),
    ],
)  # fmt: skip
def test_elsewhere_it_is_not(decision: str, verdict: Verdict) -> None:
    assert basis(decision).verdict is verdict


FEE = "根据《政府信息公开条例》第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号），收取信息处理费100元，请自收到本通知之日起20个工作日内缴纳。"


def request_of(words: str, **parts: str) -> tuple[ReplyKind, Finding]:
    text = letter(request=words, number="演财公开〔2025〕8号", date="2025年8月6日", **parts)
    found = judge(Dossier(document_of(text)))
    return found.kind, found.finding(Element.REQUEST)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("你于2025年7月18日提交的政府信息公开申请（编号：20250718001）收悉。", Verdict.PRESENT),
        ("你于2025年7月18日提交的政府信息公开申请收悉。", Verdict.PRESENT),
        ("你提交的第20250718001号政府信息公开申请收悉。", Verdict.PRESENT),
        ("你申请公开“2019年度部门决算”的申请收悉。", Verdict.PRESENT),
        ("你提交的政府信息公开申请收悉。", Verdict.UNCLEAR),
    ],
)
def test_a_fee_notice_tells_by_day_or_number_which_application_it_is(
    words: str, verdict: Verdict
) -> None:
    kind, found = request_of(words, title="政府信息公开信息处理费收费通知", decision=FEE, remedy="")
    assert (kind, found.verdict) == (ReplyKind.FEE_NOTICE, verdict)


def test_an_answer_has_to_say_what_was_asked_for_all_the_same() -> None:
    kind, found = request_of(
        "你于2025年7月18日提交的政府信息公开申请收悉。", decision="经审查，予以公开，见附件。"
    )
    assert kind is ReplyKind.ANSWER and "no_content" in found.defects
