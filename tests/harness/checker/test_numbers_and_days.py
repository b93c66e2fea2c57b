"""A letter's number written in whatever way, its year, and its day beside the mail that brought it."""

from __future__ import annotations

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Verdict

_2025 = {
    "date": "2025年8月6日",
    "request": "本机关于2025年7月18日收到你提交的申请，申请公开“考勤表”。",
}
_OF_2018 = {"number": "演财公开〔2018〕18号"}


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("编号：（2025）第3", "（2025）第3"),
        ("编号：〔2025〕007", "〔2025〕007"),
        ("文号：【2025】12", "【2025】12"),
        ("编号：[2025]045号", "[2025]045号"),
        ("演财公开[2025]045", "演财公开[2025]045"),
        ("演财公开〔2025〕第12号三告", "演财公开〔2025〕第12号三告"),
        ("演财信公〔2025〕第12号答", "演财信公〔2025〕第12号答"),
        ("演财公开〔2025〕第3号之一", "演财公开〔2025〕第3号之一"),
        ("演财公开〔2025〕5号-1", "演财公开〔2025〕5号-1"),
        ("〔2025〕第45号（二）告", "〔2025〕第45号（二）告"),
    ],
)
def test_a_number_is_read_whole_and_its_style_only_remarked(find, number: str, value: str) -> None:
    found = find(Element.DOC_NUMBER, number=number, **_2025)
    assert (found.verdict, found.value, found.defects) == (Verdict.PRESENT, value, ("style",))


@pytest.mark.parametrize("number", ["申请编号：[2025]045", "受理号：（2025）3", "演财公开〔2025〕"])
def test_another_number_is_not_the_letters(find, number: str) -> None:
    found = find(Element.DOC_NUMBER, number=number, **_2025)
    assert found.verdict is not Verdict.PRESENT, found.value


@pytest.mark.parametrize(
    "told",
    [
        "演江市城东区人民法院（2020）演行初5号行政判决撤销原答复，责令本机关重新答复。",
        "演江市人民政府作出复议决定，责令本机关重新作出答复。",
        "根据复议机关的决定，本机关现依法重新处理你的申请。",
        "原告知书已被撤销，现再次作出答复：",
        "该案判决后，本机关重作如下：",
    ],
)
def test_a_number_of_the_first_answer_is_a_remark_where_the_letter_answers_anew(
    find, told: str
) -> None:
    asked = "本机关于2018年9月18日收到你的申请，申请公开“部门决算”。"
    found = find(Element.DOC_NUMBER, request=asked + told, **_OF_2018)
    assert (found.verdict, found.defects) == (Verdict.PRESENT, ())
    assert "重新答复" in found.reason


@pytest.mark.parametrize(
    "told",
    [
        "",
        "你可以申请行政复议。",
        "你申请公开“复议后重新答复案件清单”。",
        "本机关将重新整理档案。",
        "该处罚决定另案处理。",
    ],
)
def test_another_year_stays_a_fault_where_nothing_is_answered_anew(find, told: str) -> None:
    asked = "本机关于2018年9月18日收到你的申请，申请公开“部门决算”。"
    found = find(Element.DOC_NUMBER, request=asked + told, **_OF_2018)
    assert found.defects == ("year_mismatch",)


@pytest.mark.parametrize(
    ("mailed", "signed", "late"),
    [
        ("2020-10-15T09:00:00+08:00", "2020年10月16日", True),
        ("2020-10-10T09:00:00+08:00", "2020年10月16日", True),
        ("2020-10-16T09:00:00+08:00", "2020年10月16日", False),
        ("2020-10-15T23:30:00+00:00", "2020年10月16日", False),  # in China it is the 16th by then
        ("2020-10-20T09:00:00+08:00", "2020年10月16日", False),
        ("", "2020年10月16日", False),
    ],
)
def test_a_letter_dated_after_the_mail_that_brought_it(mail, mailed, signed, late: bool) -> None:
    paper = document_of(letter(date=signed), name="答复书.pdf")
    brought = mail("您好，答复书见附件。", paper, date=mailed or None)
    found = judge(Dossier(brought)).finding(Element.DATE)
    assert found.defects == (("after_sending",) if late else ())
    assert not late or "邮件" in found.reason
