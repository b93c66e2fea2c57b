"""数据采集截至: up to which day what came was looked at. In: an assessment. Out: a day.

The report's own day says nothing of that: it is mostly written weeks after the campaign's collect_until.
But what came later and was counted, and a silence held against a unit later than that, were looked at.
"""

from __future__ import annotations

from datetime import date

from harness.scoring.assessment import Assessment, Case


def collected_until(assessment: Assessment) -> date:
    """collect_until, or the day of the report where that is not reached yet; later where anything that
    the assessment counts is later."""
    planned = min(assessment.as_of, assessment.campaign.collect_until)
    came = [each.on for case in assessment.cases for each in (*case.arrivals, *case.doubtful)]
    came += [call.on for call in assessment.calls]
    seen = max([planned, *came])
    if any(_ended_since(case, seen, assessment.as_of) for case in assessment.cases):
        return assessment.as_of
    return min(seen, assessment.as_of)


def _ended_since(case: Case, day: date, as_of: date) -> bool:
    """A term that ended later without an answer: that it ended so was seen on the report's own day."""
    due = case.clock.latest_due_on or case.clock.due_on
    return case.clock.answered_on is None and due is not None and day <= due < as_of
