"""What each event does to the account of a deadline: `take(account, events)`; one short function for
each kind.

  补正   asked in time: the clock stops, and the corrected application starts it anew, when it arrives;
         corrected too late: given up, unless the agency answers all the same; asked late or twice:
         named, and the clock runs on, but the latest reading starts anew where it was obeyed
  征求意见 the working days after the inquiry went out, until the view came or its time was up, do
         not count; several may overlap, and when the third party got the inquiry is not on record
  延期   told in time and for the first time: so many working days more, the law's most at best
  缴费   waits for the payment; whether the period then goes on or starts anew is not settled
  撤回   ends it, if the applicant does it; an agency asking for it changes nothing
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from harness.clock.events import MOST_DAYS, Event, Kind
from harness.clock.reckoning import CONSULTED, Pause, Reckoning, acted
from harness.clock.result import State, said


def take(account: Reckoning, events: Sequence[Event]) -> None:
    for event in events:
        act = _ACTS.get(event.kind)
        if act is not None:
            act(account, event)


def arrive(account: Reckoning, event: Event) -> None:
    """The record of an arrival: of the correction, where one is on its way."""
    account.arrived = event.on
    if account.submitted is None:
        return
    account.submitted = None
    if not account.restarts:
        account.latest_start = event.on
        return
    account.begin(event.on, event.on)
    article = account.law.clarification.article
    account.step(event.on, "收到补正，期限自此起算", article, "有收到补正的记录")


def request_clarification(account: Reckoning, event: Event) -> None:
    on, article = acted(event), account.law.clarification.article
    account.shown(on)
    over, account.asked = account.over(on), account.asked + 1
    account.owed = account.owed or not over
    if account.asked > 1:
        message = (
            f"{said(on)}再次要求补正：补正应当一次性告知，第{account.asked}次要求不停止答复期限"
        )
        account.find("clarification_repeated", on, article, message)
        account.step(on, "再次要求补正，期限不停止", article, "补正应当一次性告知")
        return
    period = event.data.get("period_days")
    if isinstance(period, int) and period > 0 and not over:
        account.limit = account.calendar.add(event.on, period)
    allowed = account.law.clarification.days
    if not over and (allowed is None or account.in_time(on, allowed)):
        account.clarifying = event
        until = f"补正期限至{said(account.limit)}；" if account.limit else ""
        because = f"{until}自收到补正的申请之日起重新计算答复期限"
        account.step(on, "要求补正，期限停止", article, because)
        return
    used, allowed = account.calendar.count(account.base, on), allowed or account.law.answer_days
    message = f"{said(on)}要求补正，是收到申请后的第{used}个工作日，超过{allowed}个工作日"
    account.find("clarification_late", on, article, message)
    account.step(on, "逾期要求补正，期限不停止", article, message)


def submit_clarification(account: Reckoning, event: Event) -> None:
    on, article = event.on, account.law.clarification.article
    if not account.owed:
        if not account.asked:
            account.early |= {event.kind}
        why = "要求补正时期限已经届满" if account.asked else "没有要求补正的记录"
        message = f"{said(on)}提交补正：{why}，不重新计算期限"
        account.find("out_of_order", on, article, message)
        return
    if account.limit is not None and on > account.limit:
        message = f"补正期限至{said(account.limit)}，申请人{said(on)}才提交补正，视为放弃申请"
        account.find("clarification_overdue", on, article, message)
        return
    account.owed, account.limit = False, None
    # of one day an arrival stands before the rest, be it that of the correction
    arrived = on if account.arrives_at_once or account.arrived == on else None
    account.submitted = on if arrived is None or account.arrives_at_once else None
    account.restarts = account.clarifying is not None
    if not account.restarts:
        account.latest_start = arrived
        because = "这次补正要求不停止期限；行政机关照收到补正之日重新计算的，只影响最晚的截止日"
        account.step(on, "提交补正，期限继续", article, because)
        return
    account.begin(on, arrived)
    account.extension, account.clarifying = None, None
    because = f"答复期限{account.law.answer_days}个工作日自收到补正的申请之日起计算"
    if account.law.clarification.days is None:
        article, because = "", f"{because}（{account.law.short}没有规定，按通行做法）"
    if arrived is None:
        because += "；没有行政机关收到补正的记录，暂自提交之日起计算"
    account.step(on, "提交补正，期限重新起算", article, because)


def extend(account: Reckoning, event: Event) -> None:
    on, article, most = acted(event), account.law.extension.article, account.law.extension_days
    account.shown(on)
    ended = account.over(on)
    if ended:
        message = f"{said(on)}告知延期时期限已于{said(ended)}届满，延期不计"
        account.find("extension_after_deadline", on, article, message)
        account.step(on, "逾期告知延期，不起作用", article, message)
        return
    days = event.data.get("days")
    told = f"延长{days}个工作日"
    if not isinstance(days, int) or days <= 0:
        account.told += MOST_DAYS
        days, told = most, f"没有写明延长的天数，按最长{most}个工作日计"
    else:
        account.told += days
    if account.clarifying is not None or account.fee is not None:
        because = "期限已经停止；延长的天数只用于计算最晚的截止日"
        account.step(on, "告知延期，期限不变", article, because)
        return
    if account.extension is not None:
        message = f"{said(on)}再次告知延期：各次合计最长{most}个工作日，再次延长只计入最晚的截止日"
        account.find("extension_repeated", on, article, message)
        return
    if days > most:
        message = f"{said(on)}告知延长{days}个工作日，超过最长{most}个工作日，按{most}个计"
        account.find("extension_too_long", on, article, message)
        days, told = most, message
    account.extension = days
    account.step(on, "告知延期", article, told)


def consult(account: Reckoning, event: Event) -> None:
    on, article = acted(event), account.law.consultation_pause.article
    account.shown(on)
    ended = account.over(on)
    if ended:
        account.too_late("consultation_after_deadline", event, article, "征求意见", ended)
        return
    account.consulting.append(on)
    asked = "第三方和其他机关" if account.law.consultation.days else "第三方"
    because = f"征求{asked}意见所需时间不计算在答复期限内"
    account.step(on, "征求意见，期限中止", article, because)


def end_consultation(account: Reckoning, event: Event) -> None:
    """Which of several consultations ended makes no difference: their union does not count."""
    on, article = event.on, account.law.consultation_pause.article
    if not account.consulting:
        late = Kind.THIRD_PARTY_STARTED in account.ignored
        why = "开始征求时期限已经届满" if late else "没有尚未结束的征求意见，次序不合"
        message = f"{said(on)}征求意见结束：{why}，未计入"
        account.find("out_of_order", on, article, message)
        return
    since = account.consulting.pop(0)
    end = min(on, account.view_due(since))
    account.pauses.append(Pause(since, end, on, CONSULTED))
    because = "第三方意见已经收到"
    if on > end:
        because = (
            f"第三方应自收到征求意见书之日起15个工作日内提出意见（{account.law.consultation.article}），"
            f"从发出之日算至{said(end)}；其后到{said(on)}的时间只计入最晚的截止日"
        )
    if account.consulting:
        account.step(on, "征求意见结束，其他征求意见还在进行", article, because)
    else:
        account.step(on, "征求意见结束，期限继续", article, because)


def ask_fee(account: Reckoning, event: Event) -> None:
    on, article = acted(event), account.law.payment.article
    account.shown(on)
    ended = account.over(on)
    if ended:
        account.too_late("fee_after_deadline", event, article, "通知缴费", ended)
    elif account.fee is None:
        account.fee, days = event, account.law.payment.days
        account.fee_limit = account.calendar.add(event.on, days) if days else None
        until = f"，缴费期限至{said(account.fee_limit)}" if account.fee_limit else ""
        because = f"等待申请人缴费{until}；缴费以后期限继续还是重新计算没有定论，不因此认定逾期"
        account.step(on, "通知缴费，期限停止", article, because)


def pay(account: Reckoning, event: Event) -> None:
    on, article, asked = event.on, account.law.payment.article, account.fee
    if asked is None:
        late = Kind.FEE_NOTIFIED in account.ignored
        if not late:
            account.early |= {event.kind}
        why = "通知缴费时期限已经届满" if late else "没有尚待缴纳的费用，次序不合"
        account.find("out_of_order", on, article, f"{said(on)}缴费：{why}，未计入")
        return
    if account.fee_limit is not None and on > account.fee_limit:
        message = f"缴费期限至{said(account.fee_limit)}，申请人{said(on)}才缴费，视为放弃申请"
        account.find("fee_overdue", on, article, message)
        return
    account.fee, account.fee_limit = None, None
    account.pauses.append(Pause(acted(asked), on, on, "等待缴费"))
    if account.latest_start is not None:
        account.latest_start = max(account.latest_start, on)
    because = "等待缴费的时间不计入；期限自缴费起重新计算的，只影响最晚的截止日"
    account.step(on, "已缴费，期限继续", article, because)


def ask_withdrawal(account: Reckoning, event: Event) -> None:
    account.shown(event.on)
    message = f"{said(event.on)}要求申请人撤回申请：这不是答复，不停止期限"
    account.find("asked_to_withdraw", event.on, account.law.answer.article, message)


def withdraw(account: Reckoning, event: Event) -> None:
    if account.state is None and account.answer is None:
        due = account.over(event.on)
        if due is not None:
            message = f"{said(event.on)}申请人撤回，期限已于{said(due)}届满，没有答复"
            article = account.ruling(due).answer.article
            account.find("withdrawn_after_deadline", event.on, article, message)
    account.state, account.ended = State.WITHDRAWN, event.on
    account.step(event.on, "申请人撤回申请", "", "程序终止")


def answered(account: Reckoning, event: Event) -> None:
    if account.answer is None and account.state is None:
        if account.submitted is not None:
            account.shown(event.on)
        account.answer = event
        if account.limit is None or event.on > account.limit:
            account.owed = False  # answered without the correction: a late request stopped nothing
    elif account.state is None:
        account.step(event.on, "再次来文", "", "以第一次答复计算期限")
    else:
        account.step(event.on, "撤回以后来文", "", "申请人已经撤回，不再计算期限")


_ACTS: dict[Kind, Callable[[Reckoning, Event], None]] = {
    Kind.DELIVERED: arrive,
    Kind.CONFIRMED: arrive,
    Kind.CLARIFICATION_REQUESTED: request_clarification,
    Kind.CLARIFICATION_SUBMITTED: submit_clarification,
    Kind.EXTENSION_NOTIFIED: extend,
    Kind.THIRD_PARTY_STARTED: consult,
    Kind.THIRD_PARTY_ENDED: end_consultation,
    Kind.FEE_NOTIFIED: ask_fee,
    Kind.FEE_PAID: pay,
    Kind.WITHDRAWAL_REQUESTED: ask_withdrawal,
    Kind.WITHDRAWN: withdraw,
    Kind.ANSWERED: answered,
}
