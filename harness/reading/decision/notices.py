"""What a letter only announces or asks for: more time, a correction, a fee, the view of others.

In: a letter's words. Out: the kind of notice that they make, if any; and whether the letter decides
all the same. What a letter tells of its own course (第三方不同意公开, 延期后, 经补正) is no notice: what
decides is an answer. What puts the answer off stays a notice, whatever it says may follow.
"""

from __future__ import annotations

from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.decision.decisions import decide
from harness.reading.decision.reported_words import without_quotations
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

# in this order: a letter that asks for a correction also says that it has received the application
_NOTICES = (
    ReplyKind.WITHDRAWAL_REQUEST, ReplyKind.CLARIFICATION_NOTICE, ReplyKind.EXTENSION_NOTICE,
    ReplyKind.THIRD_PARTY_NOTICE, ReplyKind.FEE_NOTICE, ReplyKind.REASON_REQUEST,
    ReplyKind.FORWARDING, ReplyKind.ACKNOWLEDGEMENT,
)  # fmt: skip


def notice_in(text: str) -> ReplyKind | None:
    """The notice that these words give now."""
    words = _now(text)
    return next((kind for kind in _NOTICES if pattern(kind).search(words)), None)


def _now(text: str) -> str:
    return pattern("past").sub(" ", without_quotations(text))


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


def decides_all_the_same(notice: ReplyKind | None, text: str, operative: str) -> bool:
    """Words of a notice, and yet a decision: told without reserve, and nothing put off."""
    if (
        notice not in _MAY_DECIDE
        or pattern("puts_off").search(_now(text))
        or pattern("by_items").search(operative)
    ):
        return False
    begin = 0
    if notice is ReplyKind.EXTENSION_NOTICE:  # told before what is decided, it is history
        begin = max((m.end() for m in pattern(notice).finditer(operative)), default=0)
    told = _told_without_reserve(operative[begin:])
    codes = {one.code for one in decide(told, ())} - _ASIDE.get(notice, frozenset())
    if notice is ReplyKind.REASON_REQUEST:
        return bool(pattern("not_processed").search(told))
    return bool(codes)


def _told_without_reserve(words: str) -> str:
    """The clauses that say what is; 不同意公开的,不予公开 says what would be."""
    kept, condition = [], False
    for piece in _CLAUSES.split(words):
        reserved = condition or pattern("not_yet").search(piece)
        kept.append(" " * len(piece) if reserved else piece)
        if not _CLAUSES.fullmatch(piece):
            condition = piece.endswith("的")
        elif piece != ",":
            condition = False
    return "".join(kept)


__all__ = ["decides_all_the_same", "notice_in"]
