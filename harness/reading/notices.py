"""What a letter only announces or asks for: more time, a correction, a fee, the view of others.

In: a letter's words. Out: the kind of notice that they make, if any; and whether the letter decides
all the same. What a letter tells of its own course (第三方不同意公开, 延期后, 经补正) is no notice: what
decides is an answer. What puts the answer off stays a notice, whatever it says may follow.
"""

from __future__ import annotations

import re

from harness.reading.decisions import decide
from harness.reading.reply_kind import ReplyKind
from harness.reading.reported_words import without_quotations

_NOTICES: tuple[tuple[ReplyKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            ReplyKind.WITHDRAWAL_REQUEST,
            r"(?:请|建议|希望|望|要求|烦请)[^。\n]{0,24}(?:撤回|撤销)[^。\n]{0,14}申请|[把将][^。\n]{0,16}申请[^。\n]{0,6}撤[回销]|(?:同意|办理|填写)[^。\n]{0,10}撤回(?:申请|手续)",
        ),
        (
            ReplyKind.CLARIFICATION_NOTICE,
            r"请(?:你|您|贵)?[^。\n]{0,80}(?:补正|补充(?:说明|提供|提交|完善|材料)|更正[^。\n]{0,6}补充)|(?:需要?|应当?|须)[^。\n]{0,24}(?:补正|补充提[供交])|请[^。\n]{0,40}(?:补[来交齐送寄]|补上)|(?:一次性)?告知(?:你|您)?[^。\n]{0,12}补正",
        ),
        (
            ReplyKind.EXTENSION_NOTICE,
            r"(?:延长|延期|顺延)[^。\n]{0,12}(?:\d+|[一二三四五六七八九十]+)个?(?:工作日|日)|(?:决定|将|需要?|予以|申请)[^。\n]{0,16}(?:延期答复|延长答复|延长[^。\n]{0,8}期限)|延期至|答复期限延长|(?:延|推迟|延后|顺延)至[^。\n]{0,24}答复|(?:将|拟|会)(?:于|在)[^。\n]{0,8}月(?:\d{1,2}日|底)(?:之?前|以前)[^。\n]{0,8}答复",
        ),
        (
            ReplyKind.THIRD_PARTY_NOTICE,
            r"征求[^。\n]{0,24}意见|征询[^。\n]{0,16}意见",
        ),
        (ReplyKind.FEE_NOTICE, r"信息处理费|缴纳[^。\n]{0,16}费|请[^。\n]{0,30}缴费"),
        (
            ReplyKind.REASON_REQUEST,
            r"(?:请|要求|需)(?:你|您)?[^。\n]{0,40}说明[^。\n]{0,12}理由|说明申请[^。\n]{0,8}(?:理由|用途)",
        ),
        (
            ReplyKind.FORWARDING,
            r"(?:已|将|现|予以)[^。\n]{0,24}(?:转(?:交|送|至|办|给|往|请|由)|移送|移交|转[^。\n]{2,20}(?:办理|处理|答复))[^。\n]{0,40}",
        ),
        (
            ReplyKind.ACKNOWLEDGEMENT,
            r"(?:已经?|予以|现已|已于[^。\n]{0,16})(?:收到|收悉|受理|登记|签收|接收|转(?:相关|有关|业务))|收悉|确认收到|(?:收到|看到)(?:了)?(?:你|您)|(?:申请|来信|邮件|来件)[^。\n]{0,12}(?:收到|看到)了?(?=[,。])|(?:算|作为|视为)[^。\n]{0,8}收到|我[^。\n]{0,6}(?:将|会)[^。\n]{0,30}(?:答复|办理|处理)",
        ),
    )
)


# told as what happened before: of the applicant, of a term, of a fee, of the way that the letter came
_US = r"(?:本|我)(?:局|厅|委|办|机关|单位|部门|镇|乡|街道|县|市|区|院|所|中心|府)"
_PAST = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:曾|已|(?:19|20)\d\d年\d{1,2}月\d{1,2}日)[^。,\n]{0,12}(?:向你|向您|作出|发出|寄出|告知)(?![^。\n]{0,40}征[求询])[^。\n]{0,40}",
        # 本机关于4月10日书面要求你说明理由
        r"(?:曾|已|\d{1,2}月\d{1,2}日)[^。,;\n]{0,10}(?:要求|通知|请)(?:你|您|贵)[^。,;\n]{0,30}",
        r"(?:经|已)(?:征求|征询)[^。\n]{0,20}意见",
        r"(?:曾|此前|先前)[^。,;\n]{0,16}(?:延长|延期|顺延)[^。,;\n]{0,30}|经(?:延长|延期|顺延)[^。,;\n]{0,16}后",
        r"(?<!请)(?:你|您|申请人)[^请。,;\n]{0,10}(?:补正(?:了|后)|补充(?:提供|提交|说明)?(?:了|后))",
        r"经[^。,;\n]{0,10}(?:告知|通知|要求)[^。,;\n]{0,8}补正[^。,;\n]{0,6}",
        r"(?:已(?![^。,;\n]{0,16}(?:应|需|须|请))|收到|未)[^。,;\n]{0,20}缴[^。,;\n]{0,12}费",
        r"经[^。,;\n]{0,6}(?:要求|通知|告知)(?:你|您)[^。,;\n]{0,20}说明[^。,;\n]{0,12}理由",
        # handed on to us, and not by us to one of our own sections
        rf"(?:移交|转(?:交|至|送|办|给|往|来|到)?)(?:由|给|至|到)?{_US}(?![^,。;\n]{{0,10}}[科处室股])",
    )
)


def notice_in(text: str) -> ReplyKind | None:
    """The notice that these words give now."""
    words = _now(text)
    return next((kind for kind, pattern in _NOTICES if pattern.search(words)), None)


def _now(text: str) -> str:
    words = without_quotations(text)
    for past in _PAST:
        words = past.sub(" ", words)
    return words


# an answer comes later, or the applicant is to do something first
_PUTS_OFF = re.compile(
    r"另行[^,。;\n]{0,4}(?:答复|告知|通知|回复)|(?<!不)再[^,。;\n]{0,8}(?:答复|回复|告知|决定)|(?:待|俟|等)[^。;\n]{0,40}(?:后|再)"
    r"|不计[算入]|(?:将|会|正)[^。;,\n]{0,24}(?:征求第|征询第|答复|回复|作出)|等待|(?:正式|最终)答复|暂[不缓]"
    r"|(?<!申)请[^。;\n]{0,24}(?:补[正充交齐]|缴|说明(?:理由|申请))|(?:应当?|需要?|须)[^。,;\n]{0,16}(?:缴|补[正充])|由(?:其|该)[^。,;\n]{0,12}(?:答复|办理|处理)"
    r"|(?:征得|收到|取得|缴|款|同意|到账|回复)[^,。;\n]{0,12}后,?[即再方可]{0,2}(?:予以|提供|公开|答复)"
)
# of several things asked for one may be decided and another put off
_BY_ITEMS = re.compile(
    r"第\(?[一二三四12345]\)?[项个条件](?!第)|[①②]|(?:^|[。;:\n])\(?[一二12][)、.]"
)
# a clause that says what may be, what will be, or what others want
_NOT_YET = re.compile(
    r"(?:第三[方人]|权利人|对方|其|企业|公司|家|单位)[^,。;\n]{0,12}同意|拟|可能|是否|(?<!现)将(?:依法|视情)?(?:不|予|提供|公开|决定|根据|依)|视为同意|应否|能否|如何"
)
_CLAUSES = re.compile(r"([,。;:\n])")
_MAY_DECIDE = (
    ReplyKind.THIRD_PARTY_NOTICE, ReplyKind.EXTENSION_NOTICE, ReplyKind.FEE_NOTICE,
    ReplyKind.REASON_REQUEST, ReplyKind.FORWARDING,
)  # fmt: skip
# what stands beside a notice of the kind without being the decision on the application
_ASIDE: dict[ReplyKind, frozenset[str]] = {
    ReplyKind.EXTENSION_NOTICE: frozenset({"already_public", "needs_processing", "excessive"}),
    ReplyKind.FORWARDING: frozenset({"not_responsible", "not_government_information"}),
    ReplyKind.THIRD_PARTY_NOTICE: frozenset({"not_responsible", "needs_processing"}),
}
_NOT_PROCESSED = re.compile(r"(?:不予|不再)(?:处理|办理|提供|答复)")


def decides_all_the_same(notice: ReplyKind | None, text: str, operative: str) -> bool:
    """Words of a notice, and yet a decision: told without reserve, and nothing put off."""
    if notice not in _MAY_DECIDE or _PUTS_OFF.search(_now(text)) or _BY_ITEMS.search(operative):
        return False
    begin = 0
    if notice is ReplyKind.EXTENSION_NOTICE:  # told before what is decided, it is history
        begin = max((m.end() for m in _EXTENSION.finditer(operative)), default=0)
    told = _told_without_reserve(operative[begin:])
    codes = {one.code for one in decide(told, ())} - _ASIDE.get(notice, frozenset())
    if notice is ReplyKind.REASON_REQUEST:
        return bool(_NOT_PROCESSED.search(told))
    return bool(codes)


_EXTENSION = next(pattern for kind, pattern in _NOTICES if kind is ReplyKind.EXTENSION_NOTICE)


def _told_without_reserve(words: str) -> str:
    """The clauses that say what is; 不同意公开的,不予公开 says what would be."""
    kept, condition = [], False
    for piece in _CLAUSES.split(words):
        reserved = condition or _NOT_YET.search(piece)
        kept.append(" " * len(piece) if reserved else piece)
        if not _CLAUSES.fullmatch(piece):
            condition = piece.endswith("的")
        elif piece != ",":
            condition = False
    return "".join(kept)


__all__ = ["decides_all_the_same", "notice_in"]
