"""What the title of a letter says about its kind.

In: a title as one canonical string. Out: a `ReplyKind`, `None` for a title that leaves the kind open
(告知书), and `is_title` for whether a line can be a letter's title at all. The order of the table is
the order of trying: 补正告知书 is a clarification notice before it is a 告知书.
"""

from __future__ import annotations

from harness.reading.arrived.reply_kind import ReplyKind
from parsers import lazy_re as re

_FORM = r"(?:答复书|答复表|回复表|告知表|告知书|决定书|答辩书|调解书|申诉书|通知书|告知单|答复单|答复函|告知函|回复函|意见书|答复意见|回复意见|办理意见|意见函|征询单|征求函|确认函|协办函|说明函|补正函|复函|回函|答复|回复|通知|告知|(?<=的)决定|回执单?|收件证明|代办证明|登记表|登记单|函)"
_TAIL = r"(?:\([^()]{1,12}\)|之?[一二三四五六七八九十])?"
_TITLE = re.compile(rf"^[^。;!?:]{{0,80}}?{_FORM}{_TAIL}$")

# what the applicant writes, never the agency
OURS = re.compile(r"(?:申请表|申请书|补正回复书|补正说明|委托书|身份证)(?:\([^()]*\))?$")

# letters of other procedures: a reply that consists of one is no answer to an application
FOREIGN = re.compile(
    r"行政处罚|处罚决定|行政复议(?:决定|答复|受理|告知|申请|补正|终止|中止)|答辩(?:书|状)|终止调解|调解书"
    r"|判决书|裁定书|起诉状|上诉状|信访(?:事项|答复|复查|复核|处理)|举报(?:处理|答复)|投诉(?:处理|终止|举报)"
    r"|行政许可|工伤认定|责令.{0,6}改正"
)

# an office's own affairs, whoever they are told to
_HOUSEKEEPING = re.compile(
    r"邀请|座谈会|培训班|满意度|问卷|(?:更新|变更|调整|启用|公布)[^的]{0,16}(?:地址|电话|邮箱|网址|方式|指南)"
)

_KINDS: tuple[tuple[ReplyKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (ReplyKind.CLARIFICATION_NOTICE, r"补正|补充材料|更正补充"),
        (ReplyKind.EXTENSION_NOTICE, r"延期|延长|延迟答复"),
        (
            ReplyKind.THIRD_PARTY_NOTICE,
            r"征求.{0,8}意见|征询|意见征|意征|权利人|第三方|征求意见|协办函|给第三人",
        ),
        (ReplyKind.FEE_NOTICE, r"收费|缴费|信息处理费|费用"),
        (ReplyKind.REASON_REQUEST, r"说明理由|说明.{0,8}理由|合理理由"),
        (ReplyKind.FORWARDING, r"转办|移送|转送|代办|交办|转交"),
        (ReplyKind.WITHDRAWAL_REQUEST, r"撤回|撤销申请"),
        (
            ReplyKind.ACKNOWLEDGEMENT,
            r"回执|收件|接收|登记(?:表|单|证明|告知)|受理(?:通知|告知|单|确认)|收到.{0,12}确认|确认收到",
        ),
    )
)
_ANSWER = re.compile(
    r"(?:信息|政务).{0,24}(?:答复|告知书|决定书|复函|回复|告知单|通知书)"
    r"|公开.{0,12}(?:答复|告知|决定|复函|回复)|^(?:申请)?(?:答复书|答复函)$|依申请.{0,8}(?:答复|告知|回复)"
    r"|(?:信息|申请).{0,12}函$|^不予(?:处理|公开|受理)(?:的)?(?:告知|决定|答复|通知)书?$|(?:终止|终结|停止)(?:办理|处理|审查)"
)


def is_title(text: str) -> bool:
    """Whether a line, or a few joined, can be the title of a letter."""
    if len(text) < 2 or len(text) > 90 or text.startswith(("附件", "附:", "根据", "收到", "现将")):
        return False
    if re.search(r"[,，]|\d{4}年\d|(?:如下|收悉)", text.replace("、", "")):
        return False
    return bool(_TITLE.match(text)) or bool(OURS.search(text))


def kind_of_title(text: str) -> ReplyKind | None:
    """The kind that a title names; None where it says no more than 告知书 or 函."""
    if OURS.search(text):
        return ReplyKind.OTHER
    about = re.search(r"关于.{0,200}?(?:答复|回复|复函|告知)", text)
    if about and re.search(r"(?:答复|回复|复函)(?:书|函)?$", text) and "公开" in text:
        return ReplyKind.ANSWER
    if (FOREIGN.search(text) and "公开" not in text) or _HOUSEKEEPING.search(text):
        return ReplyKind.OTHER
    for kind, pattern in _KINDS:
        if pattern.search(text):
            return kind
    return ReplyKind.ANSWER if _ANSWER.search(text) or "答复" in text else None
