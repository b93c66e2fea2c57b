"""A machine's mail: a bounce, a delivery report, an automatic reply, a read receipt. Never an answer.

In: a mail's headers, and what it says for itself. Out: `Machine`: what kind it is and whether it shows
that the agency has got the application. The report's own fields come first (RFC 3464, RFC 8098), then
headers (RFC 3834), then the words that Chinese mail systems write where they send no fields. A report
that the mail is late, waits or was passed on shows neither that it came back nor that it was taken in.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.reading.arrived.reply_kind import ReplyKind
from parsers import lazy_re as re
from parsers.document import Headers, Report


@dataclass(frozen=True, slots=True)
class Machine:
    kind: ReplyKind
    received: bool = False  # the agency's side says that the application is there


BOUNCED = Machine(ReplyKind.BOUNCE)
REPLIED = Machine(ReplyKind.AUTO_REPLY, received=True)
UNDER_WAY = Machine(ReplyKind.AUTO_REPLY)

_FAILED = frozenset(("failed",))
_SEEN = frozenset(("displayed", "processed", "dispatched"))

_SENDER = re.compile(
    r"mailer-?daemon|postmaster@|\bpostmaster\b|mail delivery (?:sub)?system|microsoftexchange[0-9a-f]{8,}@",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"退信|(?:邮件)?被退回|无法(?:投递|送达|传递)|(?:投递|发送|送达)失败|未送达|未能(?:投递|送达)|undeliver|undelivered|returned mail|failure notice"
    r"|delivery (?:status notification|has failed|failure|failed)|mail delivery (?:failed|failure)|delivery report",
    re.IGNORECASE,
)
# not come back: it is on its way, or it was delivered
_LATE = re.compile(
    r"delayed mail|delivery (?:is )?delayed|still being retried|(?:投递|传递|送达|发送)延迟|延迟(?:投递|送达)|warning: could not send"
    r"|(?:尚未|暂未|未能立即)[^。\n]{0,12}(?:传递|投递|送达)[^。\n]{0,60}(?:继续|重试|等待|稍后)|等待管理员处理|will be retried",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    r"^\W*(?:已送达|已投递|已中继|delivered|relayed)\s*[:：]|successful mail delivery|was successfully delivered",
    re.IGNORECASE,
)
_HELD = re.compile(r"隔离|拦截|待审核|quarantin", re.IGNORECASE)
_READ = re.compile(
    r"^\W*(?:已读|已读回执|阅读回执|已阅读?|邮件收条|read|read receipt)\s*(?:[:：]|$|\()",
    re.IGNORECASE,
)
_UNREAD = re.compile(r"^\W*(?:未读|未阅|not read|deleted)\s*[:：]", re.IGNORECASE)
_READ_WORDS = re.compile(
    r"(?:已|已于.{0,40})被(?:收件人)?(?:阅读|打开|查看)|收件人已(?:阅读|打开|查看)[^。\n]{0,8}邮件|was read on|这是邮件收条",
    re.IGNORECASE,
)
_AUTO_SUBJECT = re.compile(
    r"^\W*(?:(?:re|回复|答复)\W{1,3})?(?:自动(?:回复|答复|应答)|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|外出|不在办公室|休假)",
    re.IGNORECASE,
)
_AUTO_HEADS = frozenset(("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder"))
_LIST_HEADS = frozenset(("list-unsubscribe", "list-id"))


def by_report(headers: Headers) -> Machine | None:
    """By the fields of a report, or a bounce that a server wrote in words."""
    if headers.report is not None:
        return _of_report(headers.report)
    marks = dict(headers.marks)
    content = marks.get("content-type", "").lower()
    if "multipart/report" in content:
        return REPLIED if "disposition-notification" in content else BOUNCED
    return None


def _of_report(report: Report) -> Machine:
    actions = frozenset(report.actions)
    if report.kind == "disposition":
        return REPLIED if actions & _SEEN else UNDER_WAY
    # a report without fields that can be read is what it calls itself: a failure, as it nearly always is
    return BOUNCED if actions & _FAILED or not actions else UNDER_WAY


def by_words(headers: Headers, text: str) -> Machine | None:
    """What mail systems write without any fields. Who sent it must be a machine, or nobody."""
    subject = headers.subject or ""
    if is_from_machine(headers):
        if _ARRIVED.search(subject) or _LATE.search(subject) or _LATE.search(text):
            return UNDER_WAY
        return BOUNCED
    if _UNREAD.search(subject):
        return UNDER_WAY
    if _READ.search(subject) and (_READ_WORDS.search(text) or len(text) < _SHORT):
        return REPLIED
    return None


_SHORT = 200


def is_from_machine(headers: Headers) -> bool:
    """Whether a mail system itself wrote it: by its name, or as a bounce that nobody sent."""
    if _SENDER.search(headers.sender or ""):
        return True
    nobody = dict(headers.marks).get("return-path", "").strip() == "<>"
    return nobody and bool(_SUBJECT.search(headers.subject or ""))


def by_headers(headers: Headers, text: str) -> Machine | None:
    """An automatic reply by its headers (RFC 3834) or its subject."""
    marks = dict(headers.marks)
    submitted = marks.get("auto-submitted", "no").strip().lower()
    told = submitted.startswith("auto-replied") or bool(_AUTO_SUBJECT.search(headers.subject or ""))
    told |= marks.get("precedence", "").strip().lower() in ("auto_reply", "auto-reply")
    return _replied(text) if told or _AUTO_HEADS & marks.keys() else None


def is_generated(headers: Headers) -> bool:
    """Sent by a program, of itself or to many: what it is, its words must say."""
    marks = dict(headers.marks)
    if not marks.get("auto-submitted", "no").strip().lower().startswith("no"):
        return True
    bulk = marks.get("precedence", "").strip().lower() in ("bulk", "junk")
    return bulk and not _LIST_HEADS & marks.keys()  # advertising calls itself so too


def of_words(text: str) -> Machine:
    """A mail whose words say that a machine wrote it."""
    return _replied(text)


def _replied(text: str) -> Machine:
    return UNDER_WAY if _HELD.search(text) or _LATE.search(text) else REPLIED


__all__ = ["Machine", "by_headers", "by_report", "by_words", "is_from_machine", "is_generated"]
