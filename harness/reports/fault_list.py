"""答复书的问题: every fault that was found in answers, by element and kind, with who has it.

In: the material. Out: `Fault`s, those of form first, in the order of the elements. A remark is no fault,
and what is unclear is counted apart: an element of which nothing but doubts is known is a `Fault` without
hits.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.checker.finding import ELEMENT_NAMES, REMARKS, Element, Finding, Verdict
from harness.reports.material import Material
from harness.scoring.assessment import Case
from harness.scoring.faults import DEFECT_NAMES
from harness.scoring.timing import maybe_first

ABSENT = "absent"
# said of a letter: “答复书缺少文号”; what would sound odd with 缺少 has words of its own
_ABSENT_NAMES = {
    Element.DOC_NUMBER: "答复书缺少文号",
    Element.SEAL: "答复书未加盖公章",
    Element.LEGAL_BASIS: "未告知法律依据",
    Element.REMEDY: "未告知救济渠道",
    Element.REASONS: "未说明事实理由",
    Element.DECISION: "没有明确的处理决定",
    Element.APPLICANT: "未写明申请人",
    Element.REQUEST: "未写明申请公开的内容",
    Element.DATE: "答复书没有落款日期",
    Element.ISSUER: "答复书没有署名",
    Element.TITLE: "答复书缺少标题",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is ABSENT or a defect. `unclear`: the cases where nobody can say."""

    element: Element
    code: str
    name: str
    hits: tuple[tuple[Case, Finding], ...]
    unclear: tuple[Case, ...]

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(case.application.unit.id for case, _ in self.hits))

    def among(self, round_id: str, category: str) -> tuple[int, int]:
        """How many letters of a round and class have it, and of how many it is unclear."""
        hits = [case for case, _ in self.hits if _in(case, round_id, category)]
        return len(hits), sum(_in(case, round_id, category) for case in self.unclear)


def faults_of(material: Material) -> tuple[Fault, ...]:
    found = []
    judged = [case for case in material.assessment.cases if case.judgement is not None]
    by_element: dict[Element, list[tuple[Case, Finding]]] = {one: [] for one in Element}
    for case in judged:
        for finding in case.judgement.findings if case.judgement else ():
            by_element[finding.element].append((case, finding))
    for element, both in by_element.items():
        unclear = tuple(case for case, one in both if _is_unclear(case, one))
        told = [(case, one) for case, one in both if not _is_unclear(case, one)]
        for code in _codes(told):
            hits = tuple((case, one) for case, one in told if code in _codes_of(one))
            name = name_of_fault(element, code)
            # an unclear element may have any fault: it is told once, with the first
            found.append(Fault(element, code, name, hits, unclear))
            unclear = ()
        if unclear:  # none is established, and some may come to be
            found.append(Fault(element, ABSENT, name_of_fault(element, ABSENT), (), unclear))
    return tuple(found)


def _is_unclear(case: Case, finding: Finding) -> bool:
    """Nor is a fault held against a unit whose first answer may be another."""
    if finding.verdict is Verdict.UNCLEAR:
        return True
    return bool(_codes_of(finding)) and bool(maybe_first(case))


def name_of_fault(element: Element, code: str) -> str:
    if code == ABSENT:
        return _ABSENT_NAMES[element]
    return DEFECT_NAMES.get(element, {}).get(code, f"{ELEMENT_NAMES[element]}有瑕疵")


def _codes(both: list[tuple[Case, Finding]]) -> list[str]:
    """The kinds of fault that occur, the commonest first, absence before all."""
    number: dict[str, int] = {}
    for _, finding in both:
        for code in _codes_of(finding):
            number[code] = number.get(code, 0) + 1
    return sorted(number, key=lambda code: (code != ABSENT, -number[code], code))


def _codes_of(finding: Finding) -> tuple[str, ...]:
    if finding.verdict is Verdict.ABSENT:
        return (ABSENT,)
    if finding.verdict is Verdict.DEFECTIVE:
        return tuple(code for code in finding.defects if code not in REMARKS)
    return ()


def _in(case: Case, round_id: str, category: str) -> bool:
    application = case.application
    return round_id in ("", application.round.id) and category in ("", application.unit.category)
