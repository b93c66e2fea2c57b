"""Where an application stands, from its events alone: `fold(events) -> Timeline`.

Everything that says which event may follow which lives in TRANSITIONS. An event that does not fit
is kept in `unexpected` and named, never refused: it is agencies that act out of order, and clerks
who write things down twice. What the events mean for the deadline is reckoned in deadline.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from harness.clock.events import Event, Kind
from harness.clock.in_turn import in_turn


class Phase(StrEnum):
    NOT_SENT = "not_sent"  # 未寄出
    AWAITING_RECEIPT = "awaiting_receipt"  # 已寄出，未见收到
    RUNNING = "running"  # 已收到，期限计算中
    WAITING_FOR_CORRECTION = "waiting_for_correction"  # 待申请人补正
    WAITING_FOR_PAYMENT = "waiting_for_payment"  # 待申请人缴费
    SUSPENDED = "suspended"  # 征求意见，期限中止
    ANSWERED = "answered"  # 已答复
    WITHDRAWN = "withdrawn"  # 已撤回
    UNDELIVERABLE = "undeliverable"  # 被退回


PHASE_NAMES: dict[Phase, str] = {
    Phase.NOT_SENT: "未寄出",
    Phase.AWAITING_RECEIPT: "待签收",
    Phase.RUNNING: "期限计算中",
    Phase.WAITING_FOR_CORRECTION: "待补正",
    Phase.WAITING_FOR_PAYMENT: "待缴费",
    Phase.SUSPENDED: "征求意见",
    Phase.ANSWERED: "已答复",
    Phase.WITHDRAWN: "已撤回",
    Phase.UNDELIVERABLE: "被退回",
}

# what an agency may do with an application that is out
_ACTS: dict[Kind, Phase] = {
    Kind.CLARIFICATION_REQUESTED: Phase.WAITING_FOR_CORRECTION,
    Kind.EXTENSION_NOTIFIED: Phase.RUNNING,
    Kind.THIRD_PARTY_STARTED: Phase.SUSPENDED,
    Kind.FEE_NOTIFIED: Phase.WAITING_FOR_PAYMENT,
    Kind.ANSWERED: Phase.ANSWERED,
    Kind.WITHDRAWN: Phase.WITHDRAWN,
}
_RECEIPTS = (Kind.DELIVERED, Kind.CONFIRMED)


# what may happen in any phase while the agency has the application; whether a consultation or a
# payment was still open is a matter of the account, since several may be at the same time
_ALONGSIDE = (
    *_RECEIPTS,
    Kind.SENT,
    Kind.THIRD_PARTY_ENDED,
    Kind.FEE_PAID,
    Kind.WITHDRAWAL_REQUESTED,
)


def _stay(phase: Phase, *kinds: Kind) -> dict[Kind, Phase]:
    """Events that are in order and change nothing about where the application stands."""
    return dict.fromkeys(kinds, phase)


TRANSITIONS: dict[Phase, dict[Kind, Phase]] = {
    Phase.NOT_SENT: {
        Kind.SENT: Phase.AWAITING_RECEIPT,
        # the log may begin with the receipt, where nobody wrote down the sending
        Kind.DELIVERED: Phase.RUNNING,
        Kind.CONFIRMED: Phase.RUNNING,
    },
    Phase.AWAITING_RECEIPT: {
        **_ACTS,
        **_stay(Phase.AWAITING_RECEIPT, Kind.SENT, Kind.WITHDRAWAL_REQUESTED),
        Kind.DELIVERED: Phase.RUNNING,
        Kind.CONFIRMED: Phase.RUNNING,
        Kind.RETURNED: Phase.UNDELIVERABLE,
    },
    Phase.UNDELIVERABLE: {
        Kind.SENT: Phase.AWAITING_RECEIPT,
        **_stay(Phase.UNDELIVERABLE, Kind.RETURNED),
        Kind.WITHDRAWN: Phase.WITHDRAWN,
        # returned, and yet it arrived (a second letter, another mailbox)
        Kind.DELIVERED: Phase.RUNNING,
        Kind.CONFIRMED: Phase.RUNNING,
        Kind.ANSWERED: Phase.ANSWERED,
    },
    Phase.RUNNING: {
        **_ACTS,
        **_stay(Phase.RUNNING, *_ALONGSIDE),
        # a request that came too late, or came twice, does not stop the clock but may be obeyed
        Kind.CLARIFICATION_SUBMITTED: Phase.RUNNING,
    },
    Phase.WAITING_FOR_CORRECTION: {
        **_stay(
            Phase.WAITING_FOR_CORRECTION,
            *_ALONGSIDE,
            Kind.CLARIFICATION_REQUESTED,
            Kind.EXTENSION_NOTIFIED,
        ),
        Kind.CLARIFICATION_SUBMITTED: Phase.RUNNING,
        Kind.THIRD_PARTY_STARTED: Phase.SUSPENDED,
        Kind.FEE_NOTIFIED: Phase.WAITING_FOR_PAYMENT,
        Kind.ANSWERED: Phase.ANSWERED,
        Kind.WITHDRAWN: Phase.WITHDRAWN,
    },
    Phase.WAITING_FOR_PAYMENT: {
        **_stay(
            Phase.WAITING_FOR_PAYMENT,
            *_ALONGSIDE,
            Kind.FEE_NOTIFIED,
            Kind.EXTENSION_NOTIFIED,
            Kind.THIRD_PARTY_STARTED,
            Kind.CLARIFICATION_SUBMITTED,
        ),
        Kind.FEE_PAID: Phase.RUNNING,
        Kind.CLARIFICATION_REQUESTED: Phase.WAITING_FOR_CORRECTION,
        Kind.ANSWERED: Phase.ANSWERED,
        Kind.WITHDRAWN: Phase.WITHDRAWN,
    },
    Phase.SUSPENDED: {
        **_ACTS,
        **_stay(
            Phase.SUSPENDED,
            *_ALONGSIDE,
            Kind.THIRD_PARTY_STARTED,
            Kind.EXTENSION_NOTIFIED,
        ),
        Kind.THIRD_PARTY_ENDED: Phase.RUNNING,
        Kind.CLARIFICATION_SUBMITTED: Phase.RUNNING,
    },
    Phase.ANSWERED: _stay(Phase.ANSWERED, *_RECEIPTS, Kind.ANSWERED, Kind.WITHDRAWAL_REQUESTED),
    Phase.WITHDRAWN: _stay(Phase.WITHDRAWN, *_RECEIPTS, Kind.ANSWERED),
}


class Timeline(NamedTuple):
    """The events that fit, in order, and what they amount to; `unexpected` with the phase in which
    each came."""

    events: tuple[Event, ...]
    phase: Phase
    unexpected: tuple[tuple[Event, Phase], ...]

    def first(self, *kinds: Kind) -> Event | None:
        for event in self.events:
            if event.kind in kinds:
                return event
        return None


def fold(events: Sequence[Event], as_of: date = date.max) -> Timeline:
    """Put the events up to `as_of` in order of time and follow them through the table."""
    phase = Phase.NOT_SENT
    following = TRANSITIONS[phase]
    fitting: list[Event] = []
    unexpected: list[tuple[Event, Phase]] = []
    for event in events if _in_order(events) else in_turn(events):
        if event.on > as_of:
            break
        after = following.get(event.kind)
        if after is None:
            unexpected.append((event, phase))
            continue
        fitting.append(event)
        if after is not phase:
            phase, following = after, TRANSITIONS[after]
    return Timeline(tuple(fitting), phase, tuple(unexpected))


def _in_order(events: Sequence[Event]) -> bool:
    """One a day, the earlier first: most logs are, and need no sorting."""
    before = date.min
    for event in events:
        if event.on <= before:
            return False
        before = event.on
    return True
