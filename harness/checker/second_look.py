"""复看: before a fault is claimed, the letter is looked over once more for anything like its opposite.

In: a `Finding` that accuses, and the `Opened` letter. Out: the same finding, or one that leaves a
person to decide. The rules read closely and know only the wordings that somebody thought of; these
looks are coarse on purpose. A rule that did not find the organ in a paragraph that names some body
has not understood the paragraph: that is no ground for saying that none is named (contracts.md,
section 1: a verdict of absent or defective needs grounds). What was seen is told in the reason.
"""

from __future__ import annotations

from dataclasses import replace

from harness.checker import decision_looks, form_looks, remedy_looks
from harness.checker.asked import asked
from harness.checker.finding import REMARKS, Finding, Verdict
from harness.checker.looking import ABSENT
from harness.checker.opened import Opened

ACCUSING = (Verdict.ABSENT, Verdict.DEFECTIVE)
LOOKS = {**form_looks.LOOKS, **decision_looks.LOOKS, **remedy_looks.LOOKS}
_SHOWN = 24  # so many characters of what was seen are told


def looked_again(finding: Finding, opened: Opened) -> Finding:
    """The finding without the faults that a second look makes doubtful."""
    if finding.verdict not in ACCUSING:
        return finding
    faults = finding.defects if finding.verdict is Verdict.DEFECTIVE else (ABSENT,)
    seen = {fault: _seen(opened, finding, fault) for fault in faults}
    doubtful = {fault: words for fault, words in seen.items() if words}
    if not doubtful:
        return finding
    if not set(faults) - doubtful.keys() - REMARKS:
        return replace(
            finding,
            verdict=Verdict.UNCLEAR,
            defects=(),
            reason=f"疑似：{finding.reason}；但{asked(finding.element, doubtful)}",
            confidence=min(finding.confidence, 0.5),
        )
    return _in_part(finding, doubtful)


def _in_part(finding: Finding, doubtful: dict[str, str]) -> Finding:
    """Some of the faults stand. A reason that tells each in a clause of its own loses the others."""
    clauses = finding.reason.split("；")
    certain = tuple(fault for fault in finding.defects if fault not in doubtful)
    reason = finding.reason
    if len(clauses) == len(finding.defects):
        kept = (c for fault, c in zip(finding.defects, clauses, strict=True) if fault in certain)
        reason = "；".join(kept)
    return replace(finding, defects=certain, reason=f"{reason}；{asked(finding.element, doubtful)}")


def _seen(opened: Opened, finding: Finding, fault: str) -> str:
    look = LOOKS.get((finding.element, fault))
    return look(opened, finding)[:_SHOWN] if look else ""
