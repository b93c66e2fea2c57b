"""The running account of one application's deadline: what each event does to it.

Goes in: the events in order, and the day from which the period counts. Comes out: a `Reckoning`
with the deadline, the state and the findings. The law applied to each event is one short method.

  补正   asked in time: the clock stops, and the corrected application starts it anew;
         asked late or twice: named, and the clock runs on until a corrected application comes in
  征求意见 the working days after the inquiry went out, until the view came or its time was up, do
         not count
  延期   told in time and for the first time: so many working days more, the law's most at best
  缴费   waits for the payment; whether the period then goes on or starts anew is not settled
  撤回   ends it, if the applicant does it; an agency asking for it changes nothing
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from calendars import Workdays
from calendars.periods import Periods, in_force
from harness.clock.events import Event, Kind
from harness.clock.result import ClockFinding, State, Step

ONE_DAY = timedelta(days=1)
FEE_RULES = "国办函〔2020〕109号"


@dataclass(slots=True)
class Pause:
    """Days that do not count: those after `start`, through `end`, and through `doubtful_end` at
    the most that the agency can claim."""

    start: date
    end: date
    doubtful_end: date


@dataclass(slots=True)
class Reckoning:
    """An account being kept. `working` off leaves out the trace, which bulk runs do not need."""

    calendar: Workdays
    as_of: date
    count_receipt_day: bool
    working: bool
    start: date  # counted from here: receipt, or receipt of the corrected application
    law: Periods = field(init=False)
    base: date = field(init=False)  # the day before the first that counts
    extension: int | None = None  # working days granted
    pauses: list[Pause] = field(default_factory=list)
    consulting: date | None = None  # a consultation that is under way, since
    asked: int = 0  # how often clarification was requested
    owed: bool = False  # a request that no corrected application has met yet
    waiting: Event | None = None  # the request that the applicant has still to obey
    limit: date | None = None  # until when
    fee_restart: date | None = None
    state: State | None = None  # once something has settled it
    answer: Event | None = None
    findings: list[ClockFinding] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.begin(self.start)

    def begin(self, start: date) -> None:
        """Count from `start`, under the law of that day."""
        self.start, self.law = start, in_force(start)
        self.base = start - ONE_DAY if self.count_receipt_day else start

    # -- the account ---------------------------------------------------------------------------

    def closed(self, day: date | None) -> list[Pause]:
        """The pauses as they stand on `day`, one still under way taken to end on it, or when the
        third party's time is up. None leaves out what is under way."""
        if self.consulting is None or day is None:
            return self.pauses
        end = min(max(day, self.consulting), self.view_due(self.consulting))
        return [*self.pauses, Pause(self.consulting, end, end)]

    def days(self, day: date | None = None, *, doubtful: bool = False) -> int:
        """The period in working days, with the extension and with what does not count in it."""
        total = self.law.answer_days + (self.extension or 0)
        if not self.pauses and self.consulting is None:
            return total  # the way of nearly all
        counted_to = self.base
        for pause in self.closed(day):
            if pause.start > self.calendar.add(self.base, total):
                break  # it began when the time was already up
            begin = max(pause.start, counted_to)
            finish = pause.doubtful_end if doubtful else pause.end
            if finish > begin:
                total += self.calendar.count(begin, finish)
                counted_to = finish
        return total

    @property
    def in_doubt(self) -> bool:
        """Does anything but the calendar leave the deadline open?"""
        return bool(self.pauses) or self.fee_restart is not None

    def latest(self, day: date | None = None) -> date:
        """The latest day that the deadline can be, whatever is still open."""
        due = self.calendar.due_bounds(self.base, self.days(day, doubtful=True))[1]
        if self.fee_restart is not None:
            due = max(due, self.calendar.add(self.fee_restart, self.law.answer_days))
        return due

    def over(self, day: date) -> bool:
        """Was the time up before `day`, beyond doubt and with nothing holding the clock?"""
        return self.waiting is None and self.consulting is None and day > self.latest()

    def used(self, until: date) -> int:
        """Working days of the period that had run by the end of `until`."""
        if until <= self.base:
            return 0
        used = self.calendar.count(self.base, until)
        if not self.pauses and self.consulting is None:
            return used
        counted_to = self.base
        for pause in self.closed(until):
            begin, finish = max(pause.start, counted_to), min(pause.end, until)
            if finish > begin:
                used -= self.calendar.count(begin, finish)
                counted_to = finish
        return used

    def counted(self, due: date, day: date) -> tuple[date, ...]:
        """The working days that count, the first one first, up to the deadline `due`."""
        pauses = self.closed(day)
        days = self.calendar.due(self.base, self.calendar.count(self.base, due)).days
        return tuple(d for d in days if not any(p.start < d <= p.end for p in pauses))

    # -- what an event does --------------------------------------------------------------------

    def take(self, events: Sequence[Event]) -> None:
        for event in events:
            act = _ACTS.get(event.kind)
            if act is not None:
                act(self, event)

    def request_clarification(self, event: Event) -> None:
        on, article = acted(event), self.law.clarification.article
        over, self.asked = self.over(on), self.asked + 1
        self.owed = self.owed or not over
        if self.asked > 1:
            message = f"{on}再次要求补正：补正应当一次性告知，第{self.asked}次要求不停止答复期限"
            self.find("clarification_repeated", on, article, message)
            return
        period = event.data.get("period_days")
        if isinstance(period, int) and period > 0 and not over:
            self.limit = self.calendar.add(event.on, period)
        allowed = self.law.clarification.days
        if not over and (allowed is None or on <= self.calendar.add(self.base, allowed)):
            self.waiting = event
            self.step(on, "要求补正，期限停止", article, "收到补正的申请之日起重新计算答复期限")
            return
        used, allowed = self.calendar.count(self.base, on), allowed or self.law.answer_days
        message = f"{on}要求补正，是收到申请后的第{used}个工作日，超过{allowed}个工作日"
        self.find("clarification_late", on, article, message)
        self.step(on, "逾期要求补正，期限不停止", article, message)

    def submit_clarification(self, event: Event) -> None:
        on = event.on
        if not self.owed:
            message = f"{on}提交补正：没有尚待补正的要求，不重新计算期限"
            self.find("out_of_order", on, self.law.clarification.article, message)
            return
        self.owed = False
        if self.limit is not None and on > self.limit:
            message = f"补正期限至{self.limit}，申请人{on}才提交补正"
            self.find("clarification_overdue", on, self.law.clarification.article, message)
        self.begin(on)
        self.extension, self.waiting, self.limit, self.fee_restart = None, None, None, None
        self.consulting = None
        self.pauses.clear()
        self.step(
            on,
            "收到补正，期限重新起算",
            self.law.clarification.article,
            f"答复期限{self.law.answer_days}个工作日自收到补正的申请之日起计算",
        )

    def extend(self, event: Event) -> None:
        on, article, most = acted(event), self.law.extension.article, self.law.extension_days
        if self.waiting is not None:
            self.step(on, "告知延期，不起作用", article, "期限已经停止，没有可以延长的期限")
            return
        if self.extension is not None:
            message = f"{on}再次告知延期：答复期限只能延长一次，再次延长不计"
            self.find("extension_repeated", on, article, message)
            return
        if self.over(on):
            message = f"{on}告知延期时期限已于{self.latest()}届满，延期不计"
            self.find("extension_after_deadline", on, article, message)
            self.step(on, "逾期告知延期，不起作用", article, message)
            return
        days = event.data.get("days")
        if not isinstance(days, int) or days <= 0:
            days, said = most, f"没有写明延长的天数，按最长{most}个工作日计"
        else:
            said = f"延长{days}个工作日"
        if days > most:
            message = f"{on}告知延长{days}个工作日，超过最长{most}个工作日，按{most}个计"
            self.find("extension_too_long", on, article, message)
            days, said = most, message
        self.extension = days
        self.step(on, "告知延期", article, said)

    def consult(self, event: Event) -> None:
        on, article = acted(event), self.law.consultation_pause.article
        if self.over(on):
            self.step(on, "逾期征求意见，不起作用", article, f"期限已于{self.latest()}届满")
        elif self.consulting is None:
            self.consulting = on
            because = "征求第三方和其他机关意见所需时间不计算在答复期限内"
            self.step(on, "征求意见，期限中止", article, because)

    def end_consultation(self, event: Event) -> None:
        since = self.consulting
        if since is None:
            return
        self.consulting = None
        end = min(event.on, self.view_due(since))
        self.pauses.append(Pause(since, end, event.on))
        because = "第三方意见已经收到"
        if event.on > end:
            because = f"第三方应在15个工作日内（{end}前）提出意见，逾期由行政机关自行决定"
        self.step(event.on, "征求意见结束，期限继续", self.law.consultation_pause.article, because)

    def view_due(self, since: date) -> date:
        """The last day of the third party's time, where the law sets one."""
        days = self.law.consultation.days
        return self.calendar.add(since, days) if days else self.as_of

    def ask_fee(self, event: Event) -> None:
        on = acted(event)
        if self.over(on):
            self.step(on, "逾期通知缴费，不起作用", FEE_RULES, f"期限已于{self.latest()}届满")
            return
        if self.waiting is None:
            self.waiting = event
            self.limit = self.calendar.add(event.on, self.law.payment.days or 20)
            self.step(on, "通知缴费，期限停止", FEE_RULES, "等待申请人缴费")

    def pay(self, event: Event) -> None:
        asked = self.waiting
        if asked is None or asked.kind is not Kind.FEE_NOTIFIED:
            return
        self.waiting, self.limit = None, None
        self.pauses.append(Pause(acted(asked), event.on, event.on))
        self.fee_restart = event.on
        because = "缴费的时间不计入；期限自缴费起重新计算的，截止日见最晚日期"
        self.step(event.on, "已缴费，期限继续", FEE_RULES, because)

    def ask_withdrawal(self, event: Event) -> None:
        message = f"{event.on}要求申请人撤回申请：这不是答复，不停止期限"
        self.find("asked_to_withdraw", event.on, "第三十六条", message)

    def withdraw(self, event: Event) -> None:
        self.state = State.WITHDRAWN
        self.step(event.on, "申请人撤回申请", "", "程序终止")

    def answered(self, event: Event) -> None:
        if self.answer is None and self.state is None:
            self.answer = event
        else:
            self.step(event.on, "再次来文", "", "以第一次答复计算期限")

    # -- the working ---------------------------------------------------------------------------

    def find(self, code: str, on: date, article: str, message: str) -> None:
        self.findings.append(ClockFinding(code, on, article, message))

    def step(self, on: date, step: str, article: str, because: str) -> None:
        if self.working:
            self.trace.append(Step(on, step, article, because))


def acted(event: Event) -> date:
    """The day the agency did it: the posting, where that is on record, else the event's own day."""
    posted = event.data.get("posted_on")
    return posted if isinstance(posted, date) else event.on


_ACTS: dict[Kind, Callable[[Reckoning, Event], None]] = {
    Kind.CLARIFICATION_REQUESTED: Reckoning.request_clarification,
    Kind.CLARIFICATION_SUBMITTED: Reckoning.submit_clarification,
    Kind.EXTENSION_NOTIFIED: Reckoning.extend,
    Kind.THIRD_PARTY_STARTED: Reckoning.consult,
    Kind.THIRD_PARTY_ENDED: Reckoning.end_consultation,
    Kind.FEE_NOTIFIED: Reckoning.ask_fee,
    Kind.FEE_PAID: Reckoning.pay,
    Kind.WITHDRAWAL_REQUESTED: Reckoning.ask_withdrawal,
    Kind.WITHDRAWN: Reckoning.withdraw,
    Kind.ANSWERED: Reckoning.answered,
}
