"""按期答复

要求：收到申请之日起20个工作日内答复；依法延期的，延长不超过20个工作日；补正的，自收到补正之日起重新计算；征求第三方、
其他机关意见的时间不计算在内；通知缴纳信息处理费的，等待缴费的时间不计算在内，是否自缴费起重新计算，条例没有写明，实践掌握不一，
最晚日期按重新计算给出。申请数量、频次明显超过合理范围而理由合理的，行政机关可以依第三十五条确定并告知延迟答复的合理期限，此时
按告知的期限看。答复之日看实际寄出（发出）的日期，不只看落款；当面或者委托送达的，看申请人签收的日期。
寄递应当通过邮政企业，不得邮资到付：用了其他快递、到付的只作提示。事件的日期互相矛盾、影响期限的，待人工认定。
依据：国办公开办函〔2016〕235号；条例第三十一条、第三十三条、第三十五条、第四十二条；国办函〔2020〕109号；2019年5月15日前为15个工作日（旧条例第二十四条）。
瑕疵：answer_late（逾期答复）；no_answer（期限届满没有答复，认定为缺失）；signed_before_posted_late（落款在期限内、寄出已逾期）；
signed_after_posted（落款晚于寄出：提示）；withdrawn_after_deadline（期限届满没有答复，申请人其后撤回：待人工认定）。收到之日没有凭据、结论取决于收到当日是否计算的，待人工认定。
"""

from __future__ import annotations

from datetime import date

from harness.checker.course import Course
from harness.checker.finding import Verdict
from harness.checker.proceeding import Handling, Proceeding, judged
from harness.clock.events import Kind
from harness.clock.result import State
from harness.clock.serving import SIGNED_FOR, carrier_of
from harness.law.statutes import after_silence

ID = "in_time"
CODES = (
    "answer_late",
    "no_answer",
    "signed_before_posted_late",
    "signed_after_posted",
    "withdrawn_after_deadline",
)

_ASKED = "2020-09-18 sent\n2020-09-21 delivered\n"
PRESENT = (
    Course(_ASKED + "2020-10-16 answered posted_on=2020-10-16", "2020-12-31"),
    Course(_ASKED + "2020-10-22 answered posted_on=2020-10-22", "2020-12-31"),
)
DEFECTIVE = (
    Course(
        _ASKED + "2020-11-09 answered posted_on=2020-11-09", "2020-12-31", defects=("answer_late",)
    ),
    Course(
        _ASKED + "2020-11-09 answered signed_on=2020-10-20 posted_on=2020-11-09",
        "2020-12-31",
        defects=("answer_late", "signed_before_posted_late"),
    ),
)
ABSENT = (Course(_ASKED, "2020-12-31", defects=("no_answer",)),)
QUIET = (
    # not yet due
    Course(_ASKED, "2020-10-20"),
    # put off by right, and answered within the longer period
    Course(_ASKED + "2020-10-20 extension_notified days=20\n2020-11-18 answered", "2020-12-31"),
    # counted anew from the clarification
    Course(
        _ASKED
        + "2020-09-25 clarification_requested period_days=15\n2020-10-12 clarification_submitted\n"
        "2020-10-13 delivered\n2020-11-09 answered",
        "2020-12-31",
    ),
    # no receipt on record
    Course("2020-09-18 sent\n2020-11-20 answered", "2020-12-31"),
    # the day of receipt counted or not decides
    Course("2024-12-11 sent\n2024-12-13 delivered\n2025-01-13 answered", "2025-03-01"),
    Course(_ASKED + "2020-10-23 answered posted_on=2020-10-23", "2020-12-31"),
    # withdrawn by the applicant
    Course(_ASKED + "2020-09-28 withdrawn", "2020-12-31"),
    Course(_ASKED + "2020-11-20 withdrawn", "2020-12-31", defects=("withdrawn_after_deadline",)),
    # the letter came back
    Course("2020-09-18 sent\n2020-09-25 returned", "2020-12-31"),
)

_NOT_YET = {
    State.NOT_SENT: "申请尚未寄出",
    State.RUNNING: "期限尚未届满",
    State.WAITING_FOR_APPLICANT: "正等待申请人补正或者缴费，期限未计算",
    State.SUSPENDED: "正在征求意见，期限暂停计算",
    State.WITHDRAWN: "申请人已经撤回申请",
    State.DEEMED_ABANDONED: "申请人逾期未补正或者未缴费，视为放弃申请",
}
_UNKNOWN = {
    State.AWAITING_RECEIPT: "没有收到申请之日的凭据，无法计算期限",
    State.UNDELIVERABLE: "申请未能送达，是否应当答复请人工认定",
}


def check(case: Proceeding) -> Handling:
    state, found = case.clock.state, case.findings(CODES)
    shown = case.of(Kind.DELIVERED, Kind.CONFIRMED, Kind.ANSWERED)
    if state is State.WITHDRAWN and found:
        why = "；".join(one.message for one in found)
        return judged(ID, Verdict.UNCLEAR, f"{why}，是否计为逾期按测评方案请人工认定", found, shown)
    if state is State.RUNNING and case.clock.due_on and case.clock.working_days_left is None:
        disorder = "；".join(one.message for one in case.findings(("out_of_order",)))
        why = disorder or "最晚的截止日尚不能确定"
        return judged(ID, Verdict.UNCLEAR, f"{why}，期限是否届满请人工认定", (), shown)
    if state in _NOT_YET:
        return judged(ID, Verdict.NOT_REQUIRED, _NOT_YET[state], (), shown)
    if state in _UNKNOWN:
        return judged(ID, Verdict.UNCLEAR, _UNKNOWN[state], (), shown)
    why = "；".join(one.message for one in found)
    doubt = _doubt(case)
    if doubt:
        reason = f"{why}；{doubt}" if why else doubt
        return judged(ID, Verdict.UNCLEAR, f"{reason}，请人工认定", (), shown)
    if state is State.OVERDUE:
        reason = f"{why or '期限届满没有答复'}{_after_silence(case)}"
        return judged(ID, Verdict.ABSENT, reason, found, shown)
    if state is State.ANSWERED_LATE:
        return judged(ID, Verdict.DEFECTIVE, why or "逾期答复", found, shown)
    remark = f"；{why}，仅作提示" if why else ""
    remark += "".join(f"；{one.message}" for one in case.findings(_OF_THE_CARRIER))
    return judged(ID, Verdict.PRESENT, _in_time(case) + remark, found, shown)


def _after_silence(case: Proceeding) -> str:
    due = case.clock.latest_due_on
    return f"（救济：{after_silence(due)}；仅作提示）" if due else ""


def _doubt(case: Proceeding) -> str:
    """Why the verdict is for a person; empty where the facts on record settle it."""
    clock = case.clock
    if clock.convention_matters and clock.working_days_left in (0, -1):
        return "结论取决于收到申请的当日是否计算"
    if clock.convention_matters and not _on_record(case):
        return "收到或者寄出之日没有凭据，换一种计算约定结论会不同"
    if not _unproven(case):
        return ""
    if clock.received_by not in _SHOWN:
        return "收到之日没有凭据，期限的最后一日不能确定"
    between = f"最早{_day(clock.earliest_due_on)}、最晚{_day(clock.latest_due_on)}"
    return f"截止日不能确定为一日（{between}），答复在两者之间"


_OF_THE_CARRIER = ("sent_by_courier", "postage_collect")
_SHOWN = ("delivered", "confirmed")  # the applicant's side can prove the day of receipt


def _on_record(case: Proceeding) -> bool:
    """Receipt and posting are both shown: by law these count, whatever a campaign agreed on."""
    answers = case.of(Kind.ANSWERED)
    posted = not answers or not answers[0].data or "posted_on" in answers[0].data
    handed = bool(answers) and carrier_of(answers[0]) in SIGNED_FOR
    return (posted or handed) and case.clock.received_by in _SHOWN


def _unproven(case: Proceeding) -> bool:
    """Answered, and in time only by the latest day that the deadline can be."""
    clock = case.clock
    if clock.state is not State.ANSWERED_IN_TIME:
        return False
    if clock.answered_on is None or clock.earliest_due_on is None:
        return True
    return clock.answered_on > clock.earliest_due_on


def _in_time(case: Proceeding) -> str:
    clock = case.clock
    answered, due = _day(clock.answered_on), _day(clock.due_on)
    return f"{answered}答复，在{due}届满的期限以内"


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "（日期不详）"
