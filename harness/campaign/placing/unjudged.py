"""Answers that came and that the program could not judge: evidence gone or altered, a file that was
too much, a fault of the program. Whoever shows clocks or marks says so beside them."""

from __future__ import annotations

from harness.casebook.placing import is_of_evidence
from harness.scoring.assessment import Assessment


def unjudged(assessment: Assessment) -> tuple[str, ...]:
    """One Chinese line for each. What was undecided before it came to judging is in the queue, and
    is none of these, but where it was decided and the evidence is gone since."""
    found: list[str] = []
    lost: dict[str, str] = {}
    for case in assessment.cases:
        settled = {each.id for each in case.arrivals if not each.doubt}
        found += [
            f"申请 {case.application.id} 的答复“{each.name}”（{each.id}）未能核对：{each.doubt}"
            for each in case.doubtful
            if each.id in settled
        ]
        lost |= {
            each.id: f"来件“{each.name}”（{each.id}）未能归卷和核对：{each.doubt}"
            for each in case.doubtful
            if each.id not in settled and is_of_evidence(each.doubt)
        }
    return (*found, *lost.values())
