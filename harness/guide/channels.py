"""申请接收渠道: which ways of applying a guide opens, and which it closes.

In: a `GuideText`. Out: a `Channel` for each of the five, and the findings on the channels and the notes on their
use. A number that is merely listed opens nothing, and a rule on the day of receipt (条例 art. 31) announces
nothing: both leave the channel to a person.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.checker.finding import Verdict
from harness.guide.finding import Channel, ItemFinding
from harness.guide.items import CHANNEL_NAMES, ChannelKind, Item
from harness.guide.settle import Missing, missing, seen_in, unread
from harness.guide.text import GuideText, Stretch
from harness.guide.wordings import pattern
from parsers.document import Span

_LONG = 120  # characters
_BASIC = (ChannelKind.IN_PERSON, ChannelKind.LETTER)


def channels(text: GuideText) -> tuple[Channel, ...]:
    return tuple(_channel(text, kind) for kind in ChannelKind)


def _channel(text: GuideText, kind: ChannelKind) -> Channel:
    name = CHANNEL_NAMES[kind]
    closed, opened = _closing(text, kind), _opening(text, kind)
    if closed and opened:
        reason = f"一处说可以{name}申请，一处说不可以，请看原文认定"
        return Channel(kind, None, True, reason, _quote(text, (*opened[:1], *closed[:1])))
    if closed:
        return Channel(kind, False, True, f"指南说不受理{name}申请", _quote(text, closed[:1]))
    if opened:
        return Channel(kind, True, True, f"指南列明可以{name}申请", _quote(text, opened[:1]))
    if open_ := unread(text):
        return Channel(kind, None, None, f"没有读到{name}申请，但有内容未能读取（{open_}）")
    seen = seen_in(text, Missing(Item.CHANNELS, "", (f"{kind}_perhaps", "elsewhere")))
    if seen:
        told = text.raw(seen.start, seen.end)
        reason = f"提到“{told}”，没有说可以{name}申请，请看原文认定"
        return Channel(kind, None, None, reason, _quote(text, [seen]))
    return Channel(kind, None, False, f"指南没有提到{name}申请")


def _closing(text: GuideText, kind: ChannelKind) -> list[Stretch]:
    return [
        clause
        for sentence in text.sentences()
        for clause in _clauses(text, sentence)
        if pattern(f"{kind}_closed").search(text.said(clause))
    ]


def _opening(text: GuideText, kind: ChannelKind) -> list[Stretch]:
    """The words that open it, in what closes nothing."""
    found = []
    for sentence in text.sentences():
        if pattern("receipt_rule").search(text.said(sentence)):
            continue
        left = list(text.said(sentence))
        for clause in _clauses(text, sentence):
            if any(pattern(f"{one}_closed").search(text.said(clause)) for one in ChannelKind):
                start, end = clause.start - sentence.start, clause.end - sentence.start
                left[start:end] = "\n" * (end - start)
        match = pattern(f"{kind}_open").search("".join(left))
        if match:
            found.append(Stretch(sentence.start + match.start(), sentence.start + match.end()))
    return found


def _clauses(text: GuideText, sentence: Stretch) -> list[Stretch]:
    clauses, begin = [], sentence.start
    for clause in text.said(sentence).split(","):
        clauses.append(Stretch(begin, begin + len(clause)))
        begin += len(clause) + 1
    return clauses


def _quote(text: GuideText, stretches: Sequence[Stretch]) -> tuple[Span, ...]:
    """The sentences that these words stand in, each once; of a very long one the words."""
    whole = [_sentence_of(text, one) for one in stretches]
    return tuple(span for one in dict.fromkeys(whole) for span in text.quote(one.start, one.end))


def _sentence_of(text: GuideText, words: Stretch) -> Stretch:
    for one in text.sentences():
        if one.start <= words.start < one.end and one.end - one.start <= _LONG:
            ends = text.text[one.end : one.end + 1] in ("。", ";")
            return Stretch(one.start, one.end + ends)
    return words


def on_channels(text: GuideText, found: Sequence[Channel]) -> ItemFinding:
    """The finding on the channels as a whole."""
    opened = [one for one in found if one.open]
    basic = [one for one in found if one.kind in _BASIC]
    evidence = tuple(dict.fromkeys(span for one in opened for span in one.evidence))
    names = tuple(CHANNEL_NAMES[one.kind] for one in opened)
    if refused := [one for one in basic if one.open is False]:
        which = "、".join(CHANNEL_NAMES[one.kind] for one in refused)
        spans = tuple(dict.fromkeys(span for one in refused for span in one.evidence))
        reason = f"不受理{which}申请；当面、邮寄是基本渠道，不得以任何理由拒绝"
        return ItemFinding(
            Item.CHANNELS, Verdict.DEFECTIVE, reason, names, ("basic_refused",), spans
        )
    if doubtful := [one for one in basic if one.open is None and one.told is not False]:
        return ItemFinding(Item.CHANNELS, Verdict.UNCLEAR, doubtful[0].reason, names, (), evidence)
    if not opened and not any(one.open is None and one.told is not False for one in found):
        return missing(text, Missing(Item.CHANNELS, "指南没有列明申请接收渠道", ("elsewhere",)))
    if missed := [one for one in basic if one.told is False]:
        which = "、".join(CHANNEL_NAMES[one.kind] for one in missed)
        reason = (
            f"没有列出{which}申请；当面、邮寄是基本渠道，没有列出也应当受理，是否算不规范请人认定"
        )
        return ItemFinding(
            Item.CHANNELS, Verdict.UNCLEAR, reason, names, ("basic_missing",), evidence
        )
    reason = f"列明{len(names)}种渠道：{'、'.join(names)}"
    return ItemFinding(Item.CHANNELS, Verdict.PRESENT, reason, names, (), evidence)


def on_notes(text: GuideText) -> ItemFinding:
    """Whether it says what to mind in using the channels."""
    match = pattern("note_told").search(text.text, text.begin, text.end)
    if match:
        told = text.raw(match.start(), match.end())
        evidence = text.quote(match.start(), match.end())
        return ItemFinding(
            Item.NOTES, Verdict.PRESENT, f"写有使用说明：“{told}”", (told,), (), evidence
        )
    return missing(
        text, Missing(Item.NOTES, "指南没有写明使用各渠道的注意事项", ("note_perhaps", "elsewhere"))
    )
