"""`due`: every application's clock, and for whom it waits.

Where something that came is undecided, nobody can say that a period ended without an answer: such
an application is told as running, with what it waits for, never as overdue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from harness.campaign.ledger.waiting import waiting, with_waiting
from harness.campaign.sending.unsent import unsent
from harness.campaign.workspace import Workspace
from harness.clock.result import Clock, State
from harness.reports.deadlines.calendar_file import write_deadline_calendar
from harness.reports.deadlines.sheets import write_deadline_report
from harness.reports.material import gather
from harness.scoring.assessment import Assessment, Case
from harness.scoring.timing import Timing, in_the_way, timing

# what the clock says of lateness and silence; the rest of its findings stands whatever came
ACCUSING = frozenset({"no_answer", "answer_late", "signed_before_posted_late"})
ACCUSED = frozenset({State.OVERDUE, State.ANSWERED_LATE})


@dataclass(frozen=True, slots=True)
class Due:
    application: str
    unit: str
    state: str
    due_on: date | None
    earliest_due_on: date | None
    latest_due_on: date | None
    provisional: bool
    working_days_left: int | None
    waiting_for: str | None  # unit | applicant | third_party | receipt | sending | decision
    pending: tuple[str, ...]  # the arrivals that are undecided
    unknown: bool = False  # its mail was being sent when the connection ended: it may have gone


def due(workspace: Workspace, assessment: Assessment | None = None) -> tuple[Due, ...]:
    """In the plan's order. `assessment`: where it was made already."""
    assessment = with_waiting(assessment or workspace.assess(), waiting(workspace))
    return tuple(dues(workspace, assessment))


def dues(workspace: Workspace, assessment: Assessment) -> Sequence[Due]:
    """The same of an assessment that has what waits in the ledger."""
    unsure = frozenset(
        each.application_id
        for each in unsent(workspace)
        if each.state == "sending" and each.message_id
    )
    return workspace.per(_due, assessment.cases, workspace.as_of, unsure)


def write_due(
    workspace: Workspace,
    ics: Path | None,
    xlsx: Path | None,
    assessment: Assessment | None = None,
) -> None:
    """The deadlines as a calendar and as a table."""
    assessment = with_waiting(assessment or workspace.assess(), waiting(workspace))
    material = gather(assessment, workspace.rubric())
    if ics is not None:
        write_deadline_calendar(material, ics)
    if xlsx is not None:
        write_deadline_report(material, xlsx)


def _due(case: Case, as_of: date, unsure: Collection[str], _: object = None) -> Due:
    """`unsure`: of which nobody knows whether they went: a person must say so."""
    clock = case.clock
    not_known = clock.state is State.NOT_SENT and case.application.id in unsure
    return Due(
        case.application.id,
        case.application.unit.name,
        state_told(case, as_of).value,
        clock.due_on,
        clock.earliest_due_on,
        clock.latest_due_on,
        clock.provisional,
        clock.working_days_left,
        "decision" if not_known else _waiting_for(case, as_of),
        pending(case, as_of),
        not_known,
    )


def pending(case: Case, as_of: date) -> tuple[str, ...]:
    """The undecided arrivals on which it hangs whether the unit answered, or answered in time."""
    if timing(case, as_of) is not Timing.UNCLEAR:
        return ()
    return tuple(each.id for each in in_the_way(case))


def state_told(case: Case, as_of: date) -> State:
    """The clock's state, but for an accusation that is not established."""
    if case.clock.state in ACCUSED and timing(case, as_of) is Timing.UNCLEAR:
        return State.RUNNING
    return case.clock.state


_WAITING: dict[State, str] = {
    State.NOT_SENT: "sending",
    State.AWAITING_RECEIPT: "receipt",
    State.RUNNING: "unit",
    State.OVERDUE: "unit",
    State.WAITING_FOR_APPLICANT: "applicant",
    State.SUSPENDED: "third_party",
}


def _waiting_for(case: Case, as_of: date) -> str | None:
    if timing(case, as_of) is Timing.UNCLEAR:
        return "decision"
    return _WAITING.get(case.clock.state)


def clock_told(case: Case, as_of: date) -> dict[str, Any]:
    """The clock in the shape of contracts.md, section 2, without accusations in dispute."""
    clock: Clock = case.clock
    told: dict[str, Any] = clock._asdict()
    told["state"] = state_told(case, as_of)
    if told["state"] is not clock.state or timing(case, as_of) is Timing.UNCLEAR:
        told["findings"] = tuple(one for one in clock.findings if one.code not in ACCUSING)
    return told
