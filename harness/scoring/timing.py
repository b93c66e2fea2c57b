"""答复时限结果: a `Case` -> whether the unit answered in time, late, not at all, or nobody can say.

This is the one place that decides which state of the clock counts as what, for figures, marks and
reports alike. LATE and NONE accuse somebody, so they are said only where no doubt is left: behind
the latest date that the deadline may fall on, under either way of counting the receipt day, and
while nothing that came and might have been the answer waits for a person's decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from harness.clock.deadline import Clock, State
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Arrival, Case


class Timing(StrEnum):
    IN_TIME = "in_time"
    LATE = "late"
    NONE = "none"  # the deadline is past and nothing came that decides
    PENDING = "pending"  # not yet due, or the applicant has to move first
    UNCLEAR = "unclear"  # the verdict hangs on evidence or a convention: a person decides
    OUTSIDE = "outside"  # never arrived, withdrawn or abandoned: not the unit's to answer


TIMING_NAMES: dict[Timing, str] = {
    Timing.IN_TIME: "按期答复",
    Timing.LATE: "逾期答复",
    Timing.NONE: "未答复",
    Timing.PENDING: "未到期",
    Timing.UNCLEAR: "待人工认定",
    Timing.OUTSIDE: "不计入",
}

_PLAIN: dict[State, Timing] = {
    State.NOT_SENT: Timing.OUTSIDE,
    State.UNDELIVERABLE: Timing.OUTSIDE,
    State.WITHDRAWN: Timing.OUTSIDE,
    State.DEEMED_ABANDONED: Timing.OUTSIDE,
    State.AWAITING_RECEIPT: Timing.PENDING,
    State.RUNNING: Timing.PENDING,
    State.WAITING_FOR_APPLICANT: Timing.PENDING,
    State.SUSPENDED: Timing.PENDING,
    State.ANSWERED_IN_TIME: Timing.IN_TIME,
}


def timing(case: Case, as_of: date) -> Timing:
    """Which group an application counts in on `as_of`."""
    group = _by_the_clock(case.clock, as_of)
    if group in (Timing.LATE, Timing.NONE) and (case.unsettled or in_the_way(case)):
        return Timing.UNCLEAR
    return group


def in_the_way(case: Case) -> tuple[Arrival, ...]:
    """The arrivals for which nobody can say NONE, or LATE: what is undecided, and with an answer on
    record, what may have been sent before it; and a later answer that may have been in time."""
    if case.clock.answered_on is None:
        return case.doubtful
    undecided = {one.id for one in case.doubtful}
    return (
        *(one for one in maybe_first(case) if one.earliest != case.clock.answered_on),
        *(one for one in _later(case) if one.id not in undecided and _in_time(one, case.clock)),
    )


def maybe_first(case: Case) -> tuple[Arrival, ...]:
    """What is undecided and may be the unit's first answer, before the one on record: the elements are
    held against nobody while it is. Of the same day either may be the first: that settles when the unit
    answered, and not what with."""
    answered = case.clock.answered_on
    if answered is None:
        return ()
    return tuple(one for one in case.doubtful if one.earliest is None or one.earliest <= answered)


def _later(case: Case) -> Iterator[Arrival]:
    """The answers beside the one by which the clock stopped."""
    for one in case.arrivals:
        if one.kind is ReplyKind.ANSWER and case.answer is not None and one.id != case.answer.id:
            yield one


def _in_time(answer: Arrival, clock: Clock) -> bool:
    last = clock.latest_due_on
    return answer.earliest is None or (last is not None and answer.earliest <= last)


def _by_the_clock(clock: Clock, as_of: date) -> Timing:
    plain = _PLAIN.get(clock.state)
    if plain is Timing.PENDING and _hangs_on_evidence(clock, as_of):
        return Timing.UNCLEAR
    if plain is not None:
        return plain
    accused = Timing.NONE if clock.answered_on is None else Timing.LATE
    acted = as_of if clock.answered_on is None else clock.answered_on
    last = clock.latest_due_on
    proven = last is not None and acted > last and not clock.convention_matters
    return accused if proven else Timing.UNCLEAR


def _hangs_on_evidence(clock: Clock, as_of: date) -> bool:
    """Past the plain deadline, with no latest day known: the end of a consultation, say, was never
    recorded. It would stay pending for ever; a person must find out."""
    return clock.latest_due_on is None and clock.due_on is not None and clock.due_on < as_of


def was_received(clock: Clock) -> bool:
    """The application reached the unit: signed for, confirmed, answered, or taken in by its mail
    server and not returned (for e-mail, the campaign's convention then dates the receipt)."""
    if clock.answered_on is not None:
        return True
    outside = {State.NOT_SENT, State.AWAITING_RECEIPT, State.UNDELIVERABLE}
    return clock.received_on is not None and clock.state not in outside


def was_not_received(case: Case) -> bool:
    """Only a letter that came back shows it, and not while something that came is undecided: the
    missing record of a receipt shows nothing."""
    return case.clock.state is State.UNDELIVERABLE and not case.doubtful
