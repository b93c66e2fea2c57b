"""What is said of one item of a guide, and of a guide as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from harness.checker.finding import Verdict
from harness.guide.items import ASKED, ChannelKind, Item
from parsers.document import Span, Unread


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """认定. `values` are the words found, each once, in the guide's order."""

    element: Item
    verdict: Verdict
    reason: str
    values: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    excused: bool = False  # what is asked for is met by another item of this guide

    @property
    def asked(self) -> bool:
        """Something asks for it: where it is missing, that is a fault."""
        return bool(ASKED[self.element].grounds) and not self.excused

    @property
    def is_fault(self) -> bool:
        missing = self.verdict is Verdict.ABSENT and self.asked
        return missing or self.verdict is Verdict.DEFECTIVE

    @property
    def value(self) -> str | None:
        return "；".join(self.values) or None


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to hand in an application. `open`: True announced, False announced as closed; None: the guide says
    nothing of it (`told` is False then) or nothing that is sure."""

    kind: ChannelKind
    open: bool | None
    told: bool | None  # False: everything was read, and it is not told
    reason: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide read. `unit` is whose guide its title says it is."""

    unit: str | None
    findings: tuple[ItemFinding, ...]
    channels: tuple[Channel, ...]
    unread: tuple[Unread, ...]
    is_guide: bool

    def of(self, item: Item) -> ItemFinding:
        return next(one for one in self.findings if one.element is item)


DEFECT_NAMES: dict[str, str] = {
    "basic_refused": "拒绝基本渠道（当面、邮寄）",
    "basic_missing": "没有列出基本渠道（当面、邮寄）",
    "old_period": "仍是旧条例的15个工作日",
    "too_long": "长于法定期限",
    "contradictory": "前后不一致",
    "late": "告知补正的期限超过7个工作日",
    "old_fee": "仍收取检索、复制、邮寄等成本费",
    "old_suit_period": "起诉期限仍写3个月",
    "three_needs": "要求“三需要”",
    "purpose": "要求说明用途、理由",
    "old_regulation": "依据旧条例",
}
