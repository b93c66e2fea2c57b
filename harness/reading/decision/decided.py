"""What a letter may decide: the codes of contracts.md, what people call them, the articles they stand under.

In: citations. Out: `Decided`s, each with the words that say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.reading.decision.citations import Citation

ORDER = (
    "already_public", "granted", "partial", "refused_secret", "refused_third_party",
    "refused_internal", "refused_process", "not_held", "not_responsible", "repeat",
    "special_regime", "needs_processing", "petition", "publication", "excessive",
    "not_government_information", "abandoned", "unknown",
)  # fmt: skip

NAMES = {
    "already_public": "已主动公开",
    "granted": "予以公开",
    "partial": "部分公开",
    "refused_secret": "不予公开（国家秘密、法律禁止、三安全一稳定）",
    "refused_third_party": "不予公开（商业秘密、个人隐私等第三方权益）",
    "refused_internal": "不予公开（内部事务信息）",
    "refused_process": "不予公开（过程性信息、行政执法案卷）",
    "not_held": "信息不存在",
    "not_responsible": "不属于本机关负责公开",
    "repeat": "不予重复处理",
    "special_regime": "另有特别规定",
    "needs_processing": "需要加工、分析，不予提供",
    "petition": "不作为政府信息公开申请处理（信访、投诉、举报）",
    "publication": "公开出版物",
    "excessive": "数量、频次明显超过合理范围，不予处理",
    "not_government_information": "不属于政府信息",
    "abandoned": "逾期未补正或者未缴费，视为放弃",
    "unknown": "决定不明",
}


@dataclass(frozen=True, slots=True)
class Decided:
    code: str
    start: int
    end: int


_ARTICLES = {
    "14": "refused_secret", "15": "refused_third_party", "16/1": "refused_internal", "16/2": "refused_process",
    "36.1": "already_public", "36.2": "granted", "37": "partial", "36.4": "not_held", "36.5": "not_responsible",
    "10": "not_responsible",
    "36.6": "repeat", "36.7": "special_regime", "38": "needs_processing", "39/1": "petition",
    "39/2": "publication", "35": "excessive",
}  # fmt: skip


def by_article(citations: Sequence[Citation]) -> Iterable[Decided]:
    for one in citations:
        code = next((_ARTICLES[place] for place in one.places() if place in _ARTICLES), None)
        if one.is_regulation and code:
            yield Decided(code, one.start, one.end)
