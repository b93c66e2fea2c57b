"""瑕疵 of a finding: what they are called, and which of them is a fault."""

from __future__ import annotations

from harness.checker.defects import DEFECT_NAMES
from harness.checker.finding import REMARKS, Finding, Verdict

__all__ = ["DEFECT_NAMES", "defect_names", "is_faulty"]


def defect_names(finding: Finding) -> tuple[str, ...]:
    names = DEFECT_NAMES.get(finding.element, {})
    return tuple(names.get(code, code) for code in finding.defects)


def is_faulty(finding: Finding, codes: frozenset[str] = frozenset()) -> bool:
    """Defective in one of `codes`; without codes, in anything that is more than a remark."""
    if finding.verdict is not Verdict.DEFECTIVE:
        return False
    return bool(set(finding.defects) & codes if codes else set(finding.defects) - REMARKS)
