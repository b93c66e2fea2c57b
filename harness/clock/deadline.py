"""Events of one application -> its legal clock: `read_clock(events, channel=..., as_of=...)`.

Goes in: what happened, by which channel the application went out, and the campaign's convention on
what the law leaves open. Comes out: a `Clock` with the deadline, the state on `as_of`, what was
done against the rules, and the working. Events after `as_of` are not looked at, and the calendar
is the one that was known on that day.

LATE and OVERDUE accuse somebody. They are said only after the latest day that the deadline can
be; where the receipt is not on record, the account is kept from both ends of what is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import calendars
from calendars import Workdays
from calendars.periods import in_force
from harness.clock.events import Event, Kind
from harness.clock.receipt import Receipt, receipt
from harness.clock.reckoning import Reckoning, acted
from harness.clock.remarks import on_answer, on_disorder, on_silence
from harness.clock.result import Clock, ClockFinding, State, Step
from harness.clock.timeline import Phase, Timeline, fold
from letters.model import Channel, Convention

__all__ = ["Clock", "ClockFinding", "State", "Step", "read_clock"]

# members looked up once: Python 3.11 is slow to find them on their class
CHANNELS = {channel.value: channel for channel in Channel}
OVERDUE, IN_TIME = State.OVERDUE, State.ANSWERED_IN_TIME
IN_TIME_AND_LATE = (IN_TIME, State.ANSWERED_LATE)
BEFORE_AND_AFTER = (State.RUNNING, State.OVERDUE)
COUNTING_BEGINS = "答复期限起算"


def read_clock(
    events: Sequence[Event],
    *,
    channel: str,
    as_of: date,
    convention: Convention = Convention(),  # noqa: B008  frozen, and shared on purpose
    region: str | None = None,
    working: bool = True,
) -> Clock:
    """The clock of one application as it stood on `as_of`. `working=False` leaves out the trace."""
    calendar = calendars.load(region, as_of)
    timeline = fold([event for event in events if event.on <= as_of])
    received = receipt(timeline, CHANNELS[channel], convention)
    return _Case(calendar, timeline, received, as_of, convention, working).clock()


def counted_days(
    events: Sequence[Event],
    *,
    channel: str,
    as_of: date,
    convention: Convention = Convention(),  # noqa: B008
    region: str | None = None,
) -> tuple[date, ...]:
    """The working days of the period one by one, up to the deadline, as `read_clock` counts them."""
    calendar = calendars.load(region, as_of)
    timeline = fold([event for event in events if event.on <= as_of])
    received = receipt(timeline, CHANNELS[channel], convention)
    return _Case(calendar, timeline, received, as_of, convention, False).counted()


class _Verdict(NamedTuple):
    """What an account comes to on the day of reading."""

    state: State
    due: date | None = None
    earliest: date | None = None
    latest: date | None = None


@dataclass(slots=True)
class _Case:
    calendar: Workdays
    timeline: Timeline
    received: Receipt
    as_of: date
    convention: Convention
    working: bool

    def clock(self) -> Clock:
        disorder = on_disorder(self.timeline)
        if self.received.latest is None:
            return self._unreceived(disorder)
        account = self._account(self.received.latest, self.convention.count_receipt_day)
        verdict = self._verdict(account)
        if self.received.on is None:
            verdict = self._widened(verdict)
        answered = self._answered_on(account.answer)
        findings = (*account.findings, *self._remarks(account, verdict, answered), *disorder)
        until = answered or (acted(account.waiting) if account.waiting else self.as_of)
        left = None
        if verdict.due is not None:
            left = self.calendar.count(answered or self.as_of, verdict.due)
        return Clock(
            received_on=self.received.on,
            received_by=self.received.by,
            due_on=verdict.due,
            earliest_due_on=verdict.earliest,
            latest_due_on=verdict.latest,
            provisional=self._provisional(verdict),
            state=verdict.state,
            working_days_used=account.used(until),
            working_days_left=left,
            answered_on=answered,
            # one day more or less cannot matter far from the deadline
            convention_matters=left is not None and -2 <= left <= 2 and self._flips(verdict),
            findings=tuple(sorted(findings, key=_when)) if len(findings) > 1 else findings,
            trace=self._trace(account, verdict) if self.working else (),
        )

    def counted(self) -> tuple[date, ...]:
        """The days that count: every working day to the deadline that lies in no pause."""
        if self.received.latest is None:
            return ()
        account = self._account(self.received.latest, self.convention.count_receipt_day)
        due = self._verdict(account).due
        if due is None:
            return ()
        return account.counted(due, self._answered_on(account.answer) or self.as_of)

    def _account(self, start: date, count_receipt_day: bool) -> Reckoning:
        account = Reckoning(self.calendar, self.as_of, count_receipt_day, self.working, start)
        account.take(self.timeline.events)
        return account

    # -- the verdict ---------------------------------------------------------------------------

    def _verdict(self, account: Reckoning) -> _Verdict:
        if account.state is not None:
            return _Verdict(account.state)
        if account.answer is not None:
            return self._of_answered(account, account.answer)
        if self.timeline.phase is Phase.UNDELIVERABLE:
            return _Verdict(State.UNDELIVERABLE)
        if account.limit is not None and self.as_of > account.limit:
            return _Verdict(State.DEEMED_ABANDONED)
        if account.waiting is not None:
            return _Verdict(State.WAITING_FOR_APPLICANT)
        since = account.consulting
        if since is not None and self.as_of <= account.view_due(since):
            first = self._dues(account, self.as_of, BEFORE_AND_AFTER).earliest
            return _Verdict(State.SUSPENDED, None, first, account.latest(account.view_due(since)))
        return self._dues(account, self.as_of, BEFORE_AND_AFTER)

    def _of_answered(self, account: Reckoning, answer: Event) -> _Verdict:
        answered = self._answered_on(answer)
        assert answered is not None
        if account.waiting is not None:
            return _Verdict(State.ANSWERED_IN_TIME)
        return self._dues(account, answered, IN_TIME_AND_LATE)

    def _dues(self, account: Reckoning, day: date, states: tuple[State, State]) -> _Verdict:
        """The deadline as it stands on `day`, with the first of two states through its latest
        date and the second after it."""
        days, base = account.days(day), account.base
        due = self.calendar.add(base, days)
        earliest, latest = self.calendar.bounds(base, days, due)
        if account.in_doubt:
            latest = account.latest(day)
        return _Verdict(states[day > latest], due, earliest, latest)

    def _widened(self, verdict: _Verdict) -> _Verdict:
        """Without a day of receipt: the deadline's earliest is reckoned from the earliest receipt."""
        first = self.received.earliest or self.received.latest
        assert first is not None
        other = self._verdict(self._account(first, self.convention.count_receipt_day))
        same = verdict.due is not None and verdict.due == other.due
        return verdict._replace(due=verdict.due if same else None, earliest=other.earliest)

    def _provisional(self, verdict: _Verdict) -> bool:
        if verdict.earliest != verdict.latest:
            return True
        return verdict.latest is not None and not self.calendar.is_final(verdict.latest)

    def _flips(self, verdict: _Verdict) -> bool:
        """Would the verdict be another one if the receipt day counted (or did not)?"""
        start = self.received.latest
        assert start is not None
        other = self._account(start, not self.convention.count_receipt_day)
        return self._verdict(other).state is not verdict.state

    def _answered_on(self, answer: Event | None) -> date | None:
        """Which day of the answer counts, by the campaign's convention."""
        if answer is None:
            return None
        day = answer.data.get(f"{self.convention.answered_on}_on")
        return day if isinstance(day, date) else answer.on

    def _remarks(
        self, account: Reckoning, verdict: _Verdict, answered: date | None
    ) -> Iterable[ClockFinding]:
        due, article = verdict.latest, account.law.answer.article
        if verdict.state is OVERDUE and due is not None:
            return (on_silence(self.as_of, due, article),)
        answer = account.answer
        if answer is None or answered is None:
            return ()
        if not answer.data and verdict.state is IN_TIME:
            return ()
        return on_answer(answer, answered, verdict.state, due, article, self.calendar)

    # -- without receipt -----------------------------------------------------------------------

    def _unreceived(self, disorder: tuple[ClockFinding, ...]) -> Clock:
        """Nothing shows that the application arrived: the earliest deadline at the most."""
        earliest = None
        state = {
            Phase.NOT_SENT: State.NOT_SENT,
            Phase.UNDELIVERABLE: State.UNDELIVERABLE,
            Phase.WITHDRAWN: State.WITHDRAWN,
        }.get(self.timeline.phase, State.AWAITING_RECEIPT)
        if self.received.earliest is not None and state is State.AWAITING_RECEIPT:
            account = self._account(self.received.earliest, self.convention.count_receipt_day)
            earliest = self._dues(account, self.as_of, BEFORE_AND_AFTER).earliest
        trace: tuple[Step, ...] = ()
        if self.working:
            because = self.received.because
            trace = (Step(self.as_of, "期限没有起算", self.received.article, because),)
        return Clock(
            None, None, None, earliest, None, earliest is not None, state, 0, None, None, False,
            disorder, trace,
        )  # fmt: skip

    # -- the working ---------------------------------------------------------------------------

    def _trace(self, account: Reckoning, verdict: _Verdict) -> tuple[Step, ...]:
        received, steps = self.received, []
        assert received.latest is not None
        law = in_force(received.latest)
        article = received.article if law.receipt.article == "第三十一条" else law.receipt.article
        sent = self.timeline.first(Kind.SENT)
        if sent is not None:
            steps.append(Step(sent.on, "寄出申请", "", ""))
        steps.append(Step(received.latest, "收到申请", article, received.because))
        rule = "收到当日计算在内" if self.convention.count_receipt_day else "收到当日不计算在内"
        because = f"{law.short}规定的答复期限是{law.answer_days}个工作日，{rule}"
        steps.append(Step(received.latest, COUNTING_BEGINS, law.answer.article, because))
        steps.extend(account.trace)
        steps.extend(self._moved(account, verdict.due))
        if verdict.due is not None:
            total = account.law.answer_days + (account.extension or 0)
            because = f"自{account.start}起第{total}个工作日"
            steps.append(Step(verdict.due, "答复期限届满", account.law.answer.article, because))
        answered = self._answered_on(account.answer)
        if answered is not None:
            steps.append(Step(answered, "答复", "", _ANSWERED_BY[self.convention.answered_on]))
        return tuple(steps)

    def _moved(self, account: Reckoning, due: date | None) -> Iterator[Step]:
        """A notice that came out while the clock ran may have moved the deadline: say so."""
        if due is None:
            return
        before = calendars.load(self.calendar.region or None, account.start)
        first = before.add(account.base, account.days())
        if first == due:
            return
        since = [n for n in self.calendar.notices if n.known_from > account.start]
        names = "、".join(n.title for n in since) or "新的放假安排"
        because = f"起算时按当时的放假安排是{first}，{names}公布后改为{due}"
        yield Step(since[-1].known_from if since else due, "截止日变动", "", because)


_ANSWERED_BY = {
    "signed": "按本次测评的约定以落款日期计",
    "posted": "以寄出（发出）日期计",
    "delivered": "按本次测评的约定以送达日期计",
}


def _when(finding: ClockFinding) -> date:
    return finding.on
