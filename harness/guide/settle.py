"""The one way to say that a guide lacks something: nothing unread, and no words that could tell it.

In: what was not found, and how to look once more, coarsely. Out: `absent`, or `unclear` with the words (or the
part not read) that keep it from being said.
"""

from __future__ import annotations

import re as plain
from collections.abc import Sequence
from dataclasses import dataclass

from harness.checker.finding import Verdict
from harness.guide.finding import ItemFinding
from harness.guide.items import ASKED, Item
from harness.guide.text import GuideText, Stretch
from harness.guide.wordings import pattern

_AROUND = 14  # characters shown on either side of what was seen


@dataclass(frozen=True, slots=True)
class Missing:
    """`looks`: codes of the coarse wordings; `without`: stretches that are known to tell something else; `shape`:
    what the value looks like, whatever stands around it."""

    item: Item
    told: str
    looks: tuple[str, ...]
    without: tuple[Stretch, ...] = ()
    where: Stretch | None = None
    shape: plain.Pattern[str] | None = None


def missing(text: GuideText, one: Missing) -> ItemFinding:
    """Absent, or why that cannot be said. The look goes over all that was read, the foot of a web page too."""
    open_ = unread(text)
    if open_:
        reason = f"没有读到{ASKED[one.item].name}，但有内容未能读取（{open_}），不能断定没有"
        return ItemFinding(one.item, Verdict.UNCLEAR, reason)
    seen = seen_in(text, one)
    if seen is not None:
        around = _around(text, seen)
        reason = f"“{_shown(text, around)}”可能与{ASKED[one.item].name}有关，请看原文认定"
        return ItemFinding(
            one.item, Verdict.UNCLEAR, reason, (), (), text.quote(around.start, around.end)
        )
    evidence = text.quote(one.where.start, one.where.end) if one.where else ()
    asked = "" if ASKED[one.item].grounds else "（条例没有要求写明）"
    return ItemFinding(one.item, Verdict.ABSENT, f"{one.told}{asked}", evidence=evidence)


def unread(text: GuideText) -> str:
    """What was not read, or was read only by recognition; empty: nothing."""
    if text.unread:
        return text.unread[0].what.rstrip("。")
    return "文字是从图像上识别的，可能有漏" if text.guessed else ""


def seen_in(text: GuideText, one: Missing) -> Stretch | None:
    """The first words that may tell it all the same."""
    left = blanked(text.text, one.without)
    looks = [*(pattern(code) for code in one.looks), *([one.shape] if one.shape else [])]
    for look in looks:
        match = look.search(left)
        if match:
            return Stretch(match.start(), match.end())
    return _over_ends(text, left, looks)


def _over_ends(text: GuideText, left: str, looks: Sequence[plain.Pattern[str]]) -> Stretch | None:
    """The same over the ends of lines, for the words may run on where nobody can see it."""
    ends = {one.end for one in text.lines}
    kept = [at for at in range(len(left)) if at not in ends]
    whole = "".join(left[at] for at in kept)
    for look in looks:
        match = look.search(whole)
        if match:
            return Stretch(kept[match.start()], kept[match.end() - 1] + 1)
    return None


def blanked(text: str, stretches: tuple[Stretch, ...]) -> str:
    """The text of the same length with these stretches as ends of lines, which no wording crosses."""
    chars = list(text)
    for one in stretches:
        chars[one.start : one.end] = "\n" * (one.end - one.start)
    return "".join(chars)


def _around(text: GuideText, seen: Stretch) -> Stretch:
    """The words seen with those on either side: alone they may stand in many places."""
    line = next((one for one in text.lines if one.start <= seen.start < one.end), seen)
    end = max(seen.end, min(line.end, seen.end + _AROUND))
    return Stretch(max(line.start, seen.start - _AROUND), end)


def _shown(text: GuideText, around: Stretch) -> str:
    starts = any(one.start == around.start for one in text.lines)
    ends = any(one.end == around.end for one in text.lines)
    said = text.raw(around.start, around.end)
    return f"{'' if starts else '……'}{said}{'' if ends else '……'}"
