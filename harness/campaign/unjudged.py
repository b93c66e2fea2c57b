"""Answers that came and that the program could not judge: evidence gone or altered, a file that was
too much, a fault of the program. Whoever shows clocks or marks says so beside them."""

from __future__ import annotations

from harness.scoring.assessment import Assessment


def unjudged(assessment: Assessment) -> tuple[str, ...]:
    """One Chinese line for each. What was undecided before it came to judging is in the queue, and
    is none of these."""
    found = []
    for case in assessment.cases:
        settled = {each.id for each in case.arrivals if not each.doubt}
        found += [
            f"申请 {case.application.id} 的答复“{each.name}”（{each.id}）未能核对：{each.doubt}"
            for each in case.doubtful
            if each.id in settled
        ]
    return tuple(found)
