"""参考表述: how a letter would have said what it lacks, for its own decision and unit.

In: a case that was judged and a finding that is absent or defective. Out: a sentence or line that our own
checker finds `present` in its place (tests hold it to that), or nothing where nobody but the unit can
know what to write.
"""

from __future__ import annotations

from datetime import date

from harness.checker.finding import Element, Finding
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text

_REGULATION = "《中华人民共和国政府信息公开条例》"
# by decision: the article that it rests on, since 2019-05-15
_ARTICLES = {
    "already_public": "第三十六条第（一）项",
    "granted": "第三十六条第（二）项",
    "partial": "第三十七条",
    "not_held": "第三十六条第（四）项",
    "not_responsible": "第三十六条第（五）项",
    "repeat": "第三十六条第（六）项",
    "special_regime": "第三十六条第（七）项",
    "needs_processing": "第三十八条",
    "petition": "第三十九条第一款",
    "publication": "第三十九条第二款",
}
_SINCE = date(2019, 5, 15)  # the regulation as it is cited here
_FIRST_SINCE = date(2024, 1, 1)  # 行政复议法 2023, article 23
_NO_SUIT_SINCE = date(2025, 6, 1)  # 法释〔2025〕8号, article 10
_RECONSIDERATION_FIRST = frozenset(
    {"refused_secret", "refused_third_party", "refused_internal", "refused_process"}
)
_NO_SUIT = frozenset({"repeat", "special_regime", "needs_processing", "petition", "publication"})


def model_wording(case: Case, finding: Finding) -> str:
    """Empty where no wording can be offered."""
    maker = _MAKERS.get(finding.element)
    return maker(case) if maker else ""


def _on(case: Case) -> date:
    judged = case.judgement.replied_on if case.judgement else None
    return judged or case.clock.answered_on or case.application.round.send_on


def _decisions(case: Case) -> frozenset[str]:
    return frozenset(case.judgement.decisions if case.judgement else ())


def _title(_case: Case) -> str:
    return "政府信息公开申请答复书"


def _number(case: Case) -> str:
    return f"依申复〔{_on(case).year}〕1号"


def _applicant(case: Case) -> str:
    return f"{case.application.applicant.name}："


def _request(case: Case) -> str:
    received = case.clock.received_on
    on = f"于{day_text(received)}" if received else ""
    return (
        f"本机关{on}收到您提交的政府信息公开申请，您申请公开“{case.application.question.title}”。"
        "现答复如下："
    )


def _basis(case: Case) -> str:
    """Of a letter with one decision whose article is certain."""
    decisions = _decisions(case)
    if len(decisions) != 1 or _on(case) < _SINCE:
        return ""
    article = _ARTICLES.get(next(iter(decisions)))
    return f"根据{_REGULATION}{article}的规定，" if article else ""


def _remedy(case: Case) -> str:
    unit, decisions, on = case.application.unit, _decisions(case), _on(case)
    organ = "或者".join(unit.reconsideration_organs)
    court = unit.courts[0] if unit.courts else ""
    if not organ or not court or not decisions or "unknown" in decisions:
        return ""
    if "partial" in decisions and on >= _FIRST_SINCE:
        return ""  # whether 复议 comes first hangs on what was withheld
    if decisions & _NO_SUIT and on >= _NO_SUIT_SINCE:
        return ""  # whether a court is open hangs on what was asked for
    if decisions & _RECONSIDERATION_FIRST and on >= _FIRST_SINCE:
        return (
            f"如对本答复不服，应当自收到本答复之日起60日内先向{organ}申请行政复议；对行政复议决定不服的，"
            f"可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼。"
        )
    return (
        f"如对本答复不服，可以自收到本答复之日起60日内向{organ}申请行政复议，或者自收到本答复之日起6个月内"
        f"向{court}提起行政诉讼。"
    )


def _decision(case: Case) -> str:
    """Only where a way to have what is public already was not told."""
    if _decisions(case) == {"already_public"}:
        return "该信息已主动公开，您可以登录本机关网站（网址：https://……）“政府信息公开”栏目查阅、下载。"
    return ""


def _issuer(case: Case) -> str:
    return case.application.unit.name


def _date(case: Case) -> str:
    return day_text(_on(case))


def _seal(case: Case) -> str:
    return (
        f"在署名“{case.application.unit.name}”和成文日期上加盖本机关印章（或者政府信息公开专用章）"
    )


_MAKERS = {
    Element.TITLE: _title,
    Element.DOC_NUMBER: _number,
    Element.APPLICANT: _applicant,
    Element.REQUEST: _request,
    Element.LEGAL_BASIS: _basis,
    Element.REMEDY: _remedy,
    Element.DECISION: _decision,
    Element.ISSUER: _issuer,
    Element.DATE: _date,
    Element.SEAL: _seal,
}
