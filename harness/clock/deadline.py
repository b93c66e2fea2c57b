"""Events of one application -> its legal clock: `read_clock(events, channel=..., as_of=...)`.

Goes in: what happened, by which channel the application went out, and the campaign's convention on
what the law leaves open. Comes out: a `Clock` with the deadline, the state on `as_of`, what was
done against the rules, and the working. Events after `as_of` are not looked at, and the calendar
is the one that was known on that day.

LATE and OVERDUE accuse somebody. They are said only after the latest day that the deadline can
be; where the receipt is not on record, the account is kept from both ends of what is possible.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import calendars
from calendars import Workdays
from calendars.periods import in_force
from harness.clock.acts import take
from harness.clock.answering import NAMES, AnswerDays, answer_days, by_posting
from harness.clock.events import Event, Kind
from harness.clock.receipt import Receipt, receipt
from harness.clock.reckoning import Counted, Reckoning, acted
from harness.clock.remarks import disorder_matters, on_answer, on_dates, on_disorder, on_silence
from harness.clock.result import OTHERWISE, STATE_NAMES, Clock, ClockFinding, State, Step, said
from harness.clock.serving import on_carrier
from harness.clock.timeline import Phase, Timeline, fold
from letters.model import Channel, Convention

__all__ = ["Clock", "ClockFinding", "State", "Step", "read_clock"]

# members looked up once: Python 3.11 is slow to find them on their class
CHANNELS = {channel.value: channel for channel in Channel}
OVERDUE, IN_TIME = State.OVERDUE, State.ANSWERED_IN_TIME
IN_TIME_AND_LATE = (IN_TIME, State.ANSWERED_LATE)
BEFORE_AND_AFTER = (State.RUNNING, State.OVERDUE)
ANSWERED, CORRECTION = Kind.ANSWERED, Kind.CLARIFICATION_SUBMITTED
IN_PERSON, REGISTERED = Channel.IN_PERSON, Channel.REGISTERED_MAIL
COUNTING_BEGINS = "答复期限起算"
# as long as nothing is decided, the one is no other verdict than the other
_SETTLED = {State.AWAITING_RECEIPT: State.RUNNING}


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
    return _case(events, channel, as_of, convention, region, working).clock()


def counted_days(
    events: Sequence[Event],
    *,
    channel: str,
    as_of: date,
    convention: Convention = Convention(),  # noqa: B008
    region: str | None = None,
) -> Counted:
    """The working days of the period one by one, up to the deadline, as `read_clock` counts them."""
    return _case(events, channel, as_of, convention, region, False).counted()


def _case(
    events: Sequence[Event],
    channel: str,
    as_of: date,
    convention: Convention,
    region: str | None,
    working: bool,
) -> _Case:
    calendar = calendars.load(region, as_of)
    timeline = fold(events, as_of)
    by = CHANNELS[channel]
    received = receipt(timeline, by, convention)
    return _Case(calendar, timeline, by, received, as_of, convention, working)


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
    channel: Channel
    received: Receipt
    as_of: date
    convention: Convention
    working: bool

    def clock(self) -> Clock:
        if self.received.latest is None:
            return self._unreceived()
        account = self._account()
        answer = self._answer(account)
        verdict = self._verdict(account, answer)
        if self.received.on is None:
            verdict = self._widened(verdict)
        answered = answer.on if answer else None
        findings = account.findings
        findings += self._remarks(account, verdict, answer)
        findings += self.received.remarks
        findings += on_disorder(self.timeline)
        findings += on_dates(self.timeline)
        findings += on_carrier(self.timeline.events)
        if len(findings) > 1:
            findings.sort(key=_when)
        until = answered or account.ended or self.as_of
        if account.waiting is not None:
            until = acted(account.waiting)
        matters = self._matters(account, verdict.state)
        trace = self._trace(account, verdict, answer, matters) if self.working else ()
        # by place, which is quicker: the fields in the order of contracts.md
        return Clock(
            self.received.on, self.received.by,
            verdict.due, verdict.earliest, verdict.latest, self._provisional(verdict),
            verdict.state, account.used(until), self._left(verdict, answer), answered,
            matters, tuple(findings), trace,
        )  # fmt: skip

    def counted(self) -> Counted:
        """The days that count: every working day to the deadline that lies in no pause."""
        if self.received.latest is None:
            return Counted(self.as_of, ())
        account = self._account()
        answer = self._answer(account)
        due = self._verdict(account, answer).due
        if due is None:
            return Counted(self.as_of, ())
        return account.counted(due, answer.on if answer else self.as_of)

    def _account(self, start: date | None = None) -> Reckoning:
        """The account from the receipt, in the plain reading and the latest; or from one day."""
        received, convention = self.received, self.convention
        if start is None:
            start, latest = received.on or received.latest, received.latest
            assert start is not None
        else:
            latest = start
        # a letter takes its time; what goes by wire counts as the campaign's convention says
        at_once = self.channel is IN_PERSON or (
            self.channel is not REGISTERED and convention.no_confirmation == "sent"
        )
        counts, working = convention.count_receipt_day, self.working
        account = Reckoning(self.calendar, self.as_of, counts, working, start, latest, at_once)
        take(account, self.timeline.events)
        return account

    def _answer(self, account: Reckoning, counts: str = "") -> AnswerDays | None:
        """The answer by the date that counts: by the convention's choice, if no other is given."""
        if account.answer is None:
            return None
        counts = counts or self.convention.answered_on
        return answer_days(account.answer, counts, self.received.earliest)

    # -- the verdict ---------------------------------------------------------------------------

    def _verdict(self, account: Reckoning, answer: AnswerDays | None) -> _Verdict:
        if account.state is not None:
            return _Verdict(account.state)
        if answer is not None:
            if account.waiting is not None:
                return _Verdict(IN_TIME)
            return self._dues(account, answer.on, answer.earliest, IN_TIME_AND_LATE)
        if self.timeline.phase is Phase.UNDELIVERABLE:
            return _Verdict(State.UNDELIVERABLE)
        as_of = self.as_of
        if account.given_up():
            return _Verdict(State.DEEMED_ABANDONED)
        if account.waiting is not None:
            return _Verdict(State.WAITING_FOR_APPLICANT)
        running = self._dues(account, as_of, as_of, BEFORE_AND_AFTER)
        if account.consulting and as_of <= max(map(account.view_due, account.consulting)):
            return _Verdict(State.SUSPENDED, None, running.earliest, running.latest)
        return running

    def _dues(
        self, account: Reckoning, day: date, proven: date | None, states: tuple[State, State]
    ) -> _Verdict:
        """The deadline as it stands on `day`: the first of two states, or the second where what is
        `proven` came after the latest day that the deadline can be."""
        days, base = account.days(day), account.base
        due = self.calendar.add(base, days)
        latest: date | None
        earliest, latest = self.calendar.bounds(base, days, due)
        if account.in_doubt:
            latest = account.latest()
        late = latest is not None and proven is not None and account.past(proven, latest)
        if late and self.timeline.unexpected and disorder_matters(self.timeline):
            late, latest = False, None
        return _Verdict(states[late], due, earliest, latest)

    def _left(self, verdict: _Verdict, answer: AnswerDays | None) -> int | None:
        """Working days to the deadline, and once that is past, to the latest that it can be, which
        decides; None while that is open, or nothing shows how early the answer may have been."""
        day = self.as_of if answer is None else answer.earliest
        if verdict.due is None or day is None:
            return None
        left = self.calendar.count(day, verdict.due)
        if left >= 0 or verdict.latest == verdict.due:
            return left
        return self.calendar.count(day, verdict.latest) if verdict.latest else None

    def _widened(self, verdict: _Verdict) -> _Verdict:
        """Without a day of receipt: the deadline's earliest is reckoned from the earliest receipt."""
        first = self.received.earliest or self.received.latest
        account = self._account(first)
        other = self._verdict(account, self._answer(account))
        same = verdict.due is not None and verdict.due == other.due
        return verdict._replace(due=verdict.due if same else None, earliest=other.earliest)

    def _provisional(self, verdict: _Verdict) -> bool:
        if verdict.earliest != verdict.latest:
            return True
        return verdict.latest is not None and not self.calendar.is_final(verdict.latest)

    # -- the other conventions -----------------------------------------------------------------

    def _matters(self, account: Reckoning, state: State) -> bool:
        """Would the verdict be another one under another convention?"""
        dated = account.answer is not None and bool(account.answer.data)
        if not (account.tight or dated or self.received.assumed or self._corrected_by_wire()):
            return False  # the way of nearly all
        return self._flips(state, account)

    def _flips(self, state: State, account: Reckoning | None = None) -> bool:
        here = _SETTLED.get(state, state)
        return any(_SETTLED.get(other, other) is not here for _, other in self._others(account))

    def _others(self, account: Reckoning | None) -> Iterator[tuple[Convention, State]]:
        """The states under the other conventions that this case has an answer for; `account` is
        the one kept under the chosen convention. Whether the day of receipt counts is tried only
        where an account says that so little may decide it. The date signed is no other reading where
        the campaign counts the posting, as the ruling on serving has it, and that is on record (C6)."""
        chosen, answer = self.convention, self.timeline.first(ANSWERED)
        dates: tuple[str, ...] = (chosen.answered_on,)
        if answer is not None and answer.data:
            dates = ("posted", "signed", "delivered")
            if chosen.answered_on == "posted" and by_posting(answer, self.received.earliest):
                dates = ("posted", "delivered")
        counted = chosen.count_receipt_day
        for confirmation in self._confirmations():
            if account is not None and confirmation == chosen.no_confirmation:
                others = [date for date in dates if date != chosen.answered_on]
                yield from self._by_dates(account, chosen, others)
                tight = account.tight
            else:
                tight = yield from self._under(counted, confirmation, dates)
            if tight:
                yield from self._under(not counted, confirmation, dates)

    def _under(
        self, counts: bool, confirmation: str, dates: Iterable[str]
    ) -> Generator[tuple[Convention, State], None, bool]:
        """The states under a convention, by each date; returns whether little decided them."""
        convention = Convention(counts, confirmation, self.convention.answered_on)
        received = self.received
        if received.assumed:
            received = receipt(self.timeline, self.channel, convention)
        case = _Case(
            self.calendar, self.timeline, self.channel, received, self.as_of, convention, False
        )
        if received.latest is None:
            yield convention, case.without_receipt()
            return False
        account = case._account()
        yield from case._by_dates(account, convention, dates)
        return account.tight

    def _confirmations(self) -> tuple[str, ...]:
        if self.received.assumed:
            return ("sent", "arrival", "never")
        if self._corrected_by_wire():
            return ("sent", "never")  # a correction arrives with its sending, or unseen
        return (self.convention.no_confirmation,)

    def _corrected_by_wire(self) -> bool:
        if self.channel is IN_PERSON or self.channel is REGISTERED:
            return False
        return self.timeline.first(CORRECTION) is not None

    def _by_dates(
        self, account: Reckoning, convention: Convention, dates: Iterable[str]
    ) -> Iterator[tuple[Convention, State]]:
        """The states by each of the dates that an answer bears."""
        for counts in dates:
            if counts != convention.answered_on:
                convention = replace(convention, answered_on=counts)
            yield convention, self._verdict(account, self._answer(account, counts)).state

    # -- remarks -------------------------------------------------------------------------------

    def _remarks(
        self, account: Reckoning, verdict: _Verdict, answered: AnswerDays | None
    ) -> Iterable[ClockFinding]:
        due = verdict.latest
        article = account.ruling(due).answer.article if due is not None else ""
        if verdict.state is OVERDUE and due is not None:
            return (on_silence(self.as_of, due, article),)
        answer = account.answer
        if answer is None or answered is None:
            return ()
        if not answer.data and verdict.state is IN_TIME:
            return ()
        remarks = on_answer(answer, answered, verdict.state, due, article, self.calendar)
        return (*answered.remarks, *remarks)

    # -- without receipt -----------------------------------------------------------------------

    def without_receipt(self) -> State:
        return {
            Phase.NOT_SENT: State.NOT_SENT,
            Phase.UNDELIVERABLE: State.UNDELIVERABLE,
            Phase.WITHDRAWN: State.WITHDRAWN,
        }.get(self.timeline.phase, State.AWAITING_RECEIPT)

    def _unreceived(self) -> Clock:
        """Nothing shows that the application arrived: the earliest deadline at the most."""
        earliest = None
        state = self.without_receipt()
        if self.received.earliest is not None and state is State.AWAITING_RECEIPT:
            account = self._account(self.received.earliest)
            earliest = self._dues(account, self.as_of, None, BEFORE_AND_AFTER).earliest
        trace: tuple[Step, ...] = ()
        if self.working:
            because = self.received.because
            sent = self.timeline.first(Kind.SENT)
            posted = (Step(sent.on, _SENT[self.channel], "", ""),) if sent else ()
            trace = (
                *posted,
                Step(self.as_of, "期限没有起算", self.received.article, because),
            )
        matters = self.received.assumed and self._flips(state)
        return Clock(
            None, None, None, earliest, None, earliest is not None, state, 0, None, None, matters,
            (*self.received.remarks, *on_disorder(self.timeline), *on_dates(self.timeline)), trace,
        )  # fmt: skip

    # -- the working ---------------------------------------------------------------------------

    def _trace(
        self, account: Reckoning, verdict: _Verdict, answer: AnswerDays | None, matters: bool
    ) -> tuple[Step, ...]:
        steps = [*self._received(), *account.trace, *self._moved(account, verdict.due)]
        if verdict.due is not None:
            total = account.law.answer_days + (account.extension or 0)
            paused = "，不计中止的时间" if account.pauses or account.consulting else ""
            because = f"自{said(account.start)}起第{total}个工作日{paused}"
            steps.append(Step(verdict.due, "答复期限届满", account.law.answer.article, because))
        if verdict.state is State.DEEMED_ABANDONED:
            steps.append(account.abandonment())
        if answer is not None:
            steps.append(Step(answer.on, "答复", "", answer.because))
        steps.sort(key=_of_step)
        if verdict.latest != verdict.due:
            steps.extend(_latest(account, verdict.latest, self.as_of))
        if matters:
            steps.append(self._other_readings(account, verdict.state))
        return tuple(steps)

    def _received(self) -> Iterator[Step]:
        received = self.received
        start = received.on or received.latest
        assert start is not None
        law = in_force(start)
        article = received.article if law.receipt.article == "第三十一条" else law.receipt.article
        sent = self.timeline.first(Kind.SENT)
        if sent is not None:
            yield Step(sent.on, _SENT[self.channel], "", "")
        what = "收到申请" if received.on else "至迟在这一天已经收到申请"
        yield Step(start, what, article, received.because)
        because = f"答复期限是{law.answer_days}个工作日；{self._receipt_day(start)}"
        yield Step(start, COUNTING_BEGINS, law.answer.article, because)

    def _receipt_day(self, start: date) -> str:
        """The law is silent on whether the day of receipt counts (rules.md, C1): who decided it."""
        if not self.convention.count_receipt_day:
            return "条例没有规定收到当日是否计入，按通行做法自次日起算"
        if self.calendar.is_workday(start):
            return "条例没有规定收到当日是否计入，按采用的约定计入"
        return "收到当日不是工作日，自下一个工作日起算"

    def _other_readings(self, account: Reckoning, state: State) -> Step:
        """Which other convention would lead to which other verdict."""
        here, found = _SETTLED.get(state, state), {}
        for convention, other in self._others(account):
            if _SETTLED.get(other, other) is not here:
                change = _changes(self.convention, convention)
                found[change] = STATE_NAMES[other]
        fewest = min(map(len, found), default=0)
        said_of = (
            f"{'、'.join(change)}的，为{name}"
            for change, name in found.items()
            if len(change) == fewest
        )
        return Step(self.as_of, OTHERWISE, "", "；".join(said_of))

    def _moved(self, account: Reckoning, due: date | None) -> Iterator[Step]:
        """A notice that came out while the clock ran may have moved the deadline: say so."""
        if due is None:
            return
        before = calendars.load(self.calendar.region or None, account.start)
        first = before.add(account.base, account.days(self.as_of))
        if first == due:
            return
        since = [n for n in self.calendar.notices if n.known_from > account.start]
        names = "、".join(n.title for n in since) or "新的放假安排"
        because = f"起算时按当时的放假安排是{said(first)}，{names}公布后改为{said(due)}"
        yield Step(since[-1].known_from if since else due, "截止日变动", "", because)


_SENT = {
    Channel.IN_PERSON: "当面提交申请",
    Channel.REGISTERED_MAIL: "寄出申请",
    Channel.ORDINARY_MAIL: "寄出申请",
    Channel.EMAIL: "发出申请",
    Channel.WEB_FORM: "提交申请",
    Channel.FAX: "发出申请",
}


def _latest(account: Reckoning, latest: date | None, as_of: date) -> Iterator[Step]:
    """Why the deadline is no single day, where it is not the calendar alone that leaves it open."""
    because = "；".join(account.doubts())
    if latest is None:
        because = because or "在案的事件次序不合，核对它们的日期即可确定"
        yield Step(as_of, "最晚的截止日尚不能确定", "", because)
    elif because:
        yield Step(latest, "最晚的截止日", account.ruling(latest).answer.article, because)


def _changes(chosen: Convention, other: Convention) -> tuple[str, ...]:
    """In what another convention differs from the chosen one, in words."""
    changes = []
    if other.count_receipt_day is not chosen.count_receipt_day:
        changes.append("收到当日计入" if other.count_receipt_day else "收到当日不计入")
    if other.no_confirmation != chosen.no_confirmation:
        changes.append(_UNCONFIRMED[other.no_confirmation])
    if other.answered_on != chosen.answered_on:
        changes.append(f"以{NAMES[f'{other.answered_on}_on']}为答复之日")
    return tuple(changes)


_UNCONFIRMED = {
    "sent": "无人确认时以发出之日为收到",
    "arrival": "无人确认时以到达之日为收到",
    "never": "无人确认时期限不起算",
}


def _of_step(step: Step) -> date:
    return step.on


def _when(finding: ClockFinding) -> date:
    return finding.on
