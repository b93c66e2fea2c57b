"""The wording that a 反馈单 offers is found `present` by our own checker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harness.checker.check import judge
from harness.checker.dossier import Dossier, Expected
from harness.checker.example import document_of, letter
from harness.checker.finding import Element, Finding, Verdict
from harness.reports.feedback.model_wording import model_wording

# what decides, with its article and without, as letters say it
DECISIONS = {
    "already_public": "您申请公开的信息已经主动公开，可登录本机关网站（http://czt.yanjiang.example）“信息公开”栏目查阅。",
    "granted": "本机关决定予以公开，现将该信息随本答复一并提供给您。",
    "not_held": "经检索，本机关未制作、未保存您申请公开的信息，该信息不存在。",
    "not_responsible": "您申请公开的信息不属于本机关负责公开，建议向演江自治区统计局（电话0000-5551234）咨询获取。",
    "needs_processing": "您申请公开的信息需要本机关对现有政府信息进行加工、分析，本机关不予提供。",
    "petition": "您提交的申请内容属于信访投诉举报事项，本机关不作为政府信息公开申请处理，请通过相应渠道提出。",
    "refused_internal": "您申请公开的信息属于本机关的内部事务信息，根据《中华人民共和国政府信息公开条例》第十六条第一款的规定，决定不予公开。",
}
DAYS = (date(2020, 10, 16), date(2024, 6, 3), date(2025, 9, 10))


def judged(assessment, decision: str, on: date):
    """A case whose answer decides so, and the parts of a faultless letter around it."""
    case = next(case for case in assessment.cases if case.judgement is not None)
    judgement = replace(case.judgement, decisions=(decision,), replied_on=on)
    clock = case.clock._replace(answered_on=on)
    return replace(case, judgement=judgement, clock=clock)


def wording(case, element: Element) -> str:
    return model_wording(case, Finding(element, Verdict.ABSENT, "没有"))


PARTS = {
    "number": Element.DOC_NUMBER,
    "title": Element.TITLE,
    "addressee": Element.APPLICANT,
    "request": Element.REQUEST,
    "remedy": Element.REMEDY,
    "issuer": Element.ISSUER,
    "date": Element.DATE,
}


@pytest.mark.parametrize("on", DAYS, ids=str)
@pytest.mark.parametrize("decision", DECISIONS)
def test_a_letter_written_as_we_advise_lacks_nothing(assessment, decision, on):
    case = judged(assessment, decision, on)
    unit = case.application.unit
    expected = Expected(
        applicant=case.application.applicant.name,
        unit=unit.name,
        reconsideration_organs=unit.reconsideration_organs,
        courts=unit.courts,
    )
    offered = {part: text for part, one in PARTS.items() if (text := wording(case, one))}
    basis = wording(case, Element.LEGAL_BASIS)
    text = letter(**offered, decision=basis + DECISIONS[decision])
    found = judge(Dossier(document_of(text, seal=unit.name), expected, on))
    advised = {PARTS[part] for part in offered} | ({Element.LEGAL_BASIS} if basis else set())
    assert len(advised) >= 6
    wrong = {
        one.element.value: (one.verdict.value, one.reason)
        for one in found.findings
        if one.element in advised and one.verdict is not Verdict.PRESENT
    }
    assert wrong == {}


def test_where_no_court_may_be_open_nothing_is_advised(assessment):
    assert wording(judged(assessment, "petition", DAYS[2]), Element.REMEDY) == ""
    assert wording(judged(assessment, "petition", DAYS[0]), Element.REMEDY)


def test_where_nobody_but_the_unit_can_know_nothing_is_offered(assessment):
    case = judged(assessment, "unknown", DAYS[0])
    assert wording(case, Element.REMEDY) == ""
    assert wording(case, Element.LEGAL_BASIS) == ""
    assert wording(case, Element.REASONS) == ""
    bare = replace(case.application.unit, courts=(), reconsideration_organs=())
    told = judged(assessment, "granted", DAYS[0])
    told = replace(told, application=replace(told.application, unit=bare))
    assert wording(told, Element.REMEDY) == ""


def test_what_was_withheld_in_part_since_2024_gets_no_wording_on_remedies(assessment):
    assert wording(judged(assessment, "partial", DAYS[1]), Element.REMEDY) == ""
    assert wording(judged(assessment, "partial", DAYS[0]), Element.REMEDY)
