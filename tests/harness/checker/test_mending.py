"""Recognised text whose characters were misread: understood by the field's words, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.checker.check import Judgement, judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import UNIT, document_of, letter
from harness.checker.finding import Element, Verdict
from harness.reading.page.mending import mend
from parsers.document import Document, TextFrom

# as recognised | as understood
UNDERSTOOD = """
向演江市人民政府申请行攻复议 | 向演江市人民政府申请行政复议
向演江市入民政府申请彳亍政夏议 | 向演江市人民政府申请行政复议
向演江市城东区人民去院提起行政诉松 | 向演江市城东区人民法院提起行政诉讼
向演江市城东区入民氵去院提起诉讼 | 向演江市城东区人民法院提起诉讼
政府信息公幵申请苔复书 | 政府信息公开申请答复书
根据《政府信息公开条列》弟三十大条第（四）顶 | 根据《政府信息公开条例》第三十六条第（四）项
自收到之曰起60曰内 | 自收到之日起60日内
在大个月内 | 在六个月内
2O20年l0月I6曰 | 2020年10月16日
二〇二〇年十月十六曰 | 二〇二〇年十月十六日
第36条第l项 | 第36条第1项
演财公开L2020J18号 | 演财公开〔2020〕18号
演财公开I2020I18号 | 演财公开〔2020〕18号
演财公开〔2020)18号 | 演财公开〔2020〕18号
演财公开[2020]18号 | 演财公开〔2020〕18号
演财公开(2020)18号 | 演财公开〔2020〕18号
你的申请巳收到，己于同日登记 | 你的申请已收到，已于同日登记
经捡索，本机天末制作该信息，政府信息不荐在 | 经检索，本机关未制作该信息，政府信息不存在
决定不子公开 | 决定不予公开
演江市财攻局 | 演江市财政局
特此吉知 | 特此告知
如对本答夏不服 | 如对本答复不服
""".strip().split("\n")

# what stands in a letter by right, however alike it looks
LEFT_ALONE = """
2019年末制作的报表、期末未分配利润
他自己于2020年提出，自己经办，知己已经离职
请在来信中请求公开的事项后写明
会议开幕，公开会议纪要
集中办公并公示
逐条列明，分条列出
去法院起诉，前去法院
乙巳年六月
编号KDl23号、SQO1号
你申请公开的苏政地[2013]598号、郑政文(2008)138号文件
松树、攻坚、改府、曰本
大个子、八个月、十大条件
公升、水井、开会
一、二、三|四
瞒报不报的，依照规定处理
本级财政拨付公司
联系人：王工 Tel 0l0-12345
""".strip().split("\n")


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_a_misread_word_of_the_field_is_understood(line: str) -> None:
    read, right = (part.strip() for part in line.split("|"))
    [(now, mended)] = mend([read])
    assert now == right
    assert all(one.was in read for one in mended)
    assert mended


@pytest.mark.parametrize("read", LEFT_ALONE)
def test_words_that_only_look_like_a_misreading_are_left_alone(read: str) -> None:
    [(now, mended)] = mend([read])
    assert (now, mended) == (read, ())


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_what_was_understood_is_understood_once_and_for_all(line: str) -> None:
    right = line.split("|")[1].strip()
    assert mend([right]) == [(right, ())]


def test_a_word_that_runs_over_the_end_of_a_line_is_understood() -> None:
    lines = [now for now, _ in mend(["可向演江市人民政府申请行攻", "夏议，或者"])]
    assert lines == ["可向演江市人民政府申请行政", "复议，或者"]


# --- what the rules make of it ------------------------------------------------------------------------

SPOILT = (
    ("复议", "夏议"), ("公开", "公幵"), ("诉讼", "诉松"), ("法院", "去院"), ("之日", "之曰"), ("答复", "答夏"),
    ("人民政府", "入民政府"), ("条例", "条列"), ("个月", "介月"), ("2020年10月", "2O2O年l0月"), ("〔2020〕", "L2020J"),
)  # fmt: skip


def spoilt(text: str) -> str:
    for right, wrong in SPOILT:
        text = text.replace(right, wrong)
    return text


def judged(text: str, text_from: TextFrom, seal: str | None = UNIT) -> Judgement:
    document: Document = document_of(text, seal=seal)
    pages = tuple(replace(page, text_from=text_from) for page in document.pages)
    expected = Expected(applicant="林晓雯", unit=UNIT)
    return judge(Dossier(replace(document, pages=pages), expected))


def test_a_faultless_letter_is_accused_of_nothing_for_what_the_recognition_spoilt() -> None:
    judgement = judged(spoilt(letter()), TextFrom.OCR, seal=None)
    wrong = {one.element for one in judgement.findings if one.verdict is not Verdict.PRESENT}
    assert wrong == {Element.SEAL}


def test_what_was_understood_otherwise_is_said_beside_the_verdict() -> None:
    found = judged(spoilt(letter()), TextFrom.OCR).finding(Element.REMEDY)
    assert "识别文字为“答夏不服”，按“答复不服”理解" in found.reason
    number = judged(spoilt(letter()), TextFrom.OCR).finding(Element.DOC_NUMBER)
    assert number.value == "演财公开〔2020〕18号"
    assert "L2020J" in number.reason


def test_a_letter_read_rightly_gets_no_such_remark() -> None:
    for one in judged(letter(), TextFrom.OCR).findings:
        assert "识别文字" not in one.reason


def test_digital_text_is_taken_as_it_stands() -> None:
    found = judged(letter(remedy=spoilt("如不服，可申请行政复议。")), TextFrom.DIGITAL)
    assert found.finding(Element.REMEDY).verdict is Verdict.UNCLEAR


def test_a_remedy_that_is_not_there_is_still_found_missing_in_recognised_text() -> None:
    judgement = judged(spoilt(letter(remedy="")), TextFrom.OCR)
    assert judgement.finding(Element.REMEDY).verdict is Verdict.ABSENT


def test_a_fault_that_stands_in_recognised_text_is_still_found() -> None:
    text = letter(
        remedy="如不服，可自收到之曰起60曰内向上一级行攻机关申请行政夏议，或者3个月内向人民去院提起诉松。"
    )
    found = judged(text, TextFrom.OCR, seal=None).finding(Element.REMEDY)
    assert found.defects == ("wrong_period", "no_organ", "no_court")
