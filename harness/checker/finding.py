"""What a rule says of one element: the verdict, its grounds and the words it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from parsers.document import Span


class Element(StrEnum):
    """要素, in the order of contracts.md, section 1."""

    TITLE = "title"
    DOC_NUMBER = "doc_number"
    APPLICANT = "applicant"
    REQUEST = "request"
    LEGAL_BASIS = "legal_basis"
    REASONS = "reasons"
    DECISION = "decision"
    REMEDY = "remedy"
    ISSUER = "issuer"
    DATE = "date"
    SEAL = "seal"


ELEMENT_NAMES: dict[Element, str] = {
    Element.TITLE: "标题",
    Element.DOC_NUMBER: "文号",
    Element.APPLICANT: "申请人姓名或名称",
    Element.REQUEST: "申请事实",
    Element.LEGAL_BASIS: "法律依据",
    Element.REASONS: "事实理由",
    Element.DECISION: "处理决定",
    Element.REMEDY: "救济渠道",
    Element.ISSUER: "答复主体",
    Element.DATE: "答复日期",
    Element.SEAL: "印章",
}


class Verdict(StrEnum):
    PRESENT = "present"  # 具备
    DEFECTIVE = "defective"  # 有瑕疵
    ABSENT = "absent"  # 缺失: every page was read well enough to say so
    UNCLEAR = "unclear"  # 待人工认定
    NOT_REQUIRED = "not_required"  # 此类来件不要求


VERDICT_NAMES: dict[Verdict, str] = {
    Verdict.PRESENT: "具备",
    Verdict.DEFECTIVE: "有瑕疵",
    Verdict.ABSENT: "缺失",
    Verdict.UNCLEAR: "待人工认定",
    Verdict.NOT_REQUIRED: "不要求",
}


# contracts.md calls these remarks: they are told, never counted as a fault
REMARKS: frozenset[str] = frozenset({"style", "no_received_date"})


@dataclass(frozen=True, slots=True)
class Finding:
    """认定. `reason` is a Chinese sentence that could stand in a 反馈单; `extra` holds what
    contracts.md lists for single elements (citations, reconsideration, litigation, form, colour)."""

    element: Element
    verdict: Verdict
    reason: str
    defects: tuple[str, ...] = ()
    value: str | None = None
    evidence: tuple[Span, ...] = ()
    confidence: float = 1.0
    extra: Mapping[str, object] = field(default_factory=dict)
