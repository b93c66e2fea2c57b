"""What a letter decides, by the codes of contracts.md: from its operative words, else by article.

In: the operative text (reported_words.operative) and the citations. Out: `Decided`s in the order of the
contract, each with the words that say so. A letter may decide several things.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.reading.decision.citations import Citation
from harness.reading.decision.decided import NAMES, ORDER, Decided, by_article
from harness.reading.decision.settling import settle
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

# of these any wording decides; what refuses needs a ground beside it
_TOLD = (
    "not_held", "not_responsible", "already_public", "granted", "partial", "repeat",
    "special_regime", "needs_processing", "publication", "excessive", "abandoned",
)  # fmt: skip
_GIVES = ("granted", "partial")
# words of giving in these are not given: 拒绝向您公开, 能否区分处理
_NOT_GIVEN = ("withheld", "whether", "undivided")
_GROUNDS = ("refused_secret", "refused_third_party", "refused_internal", "refused_process")


def decide(text: str, citations: Sequence[Citation]) -> tuple[Decided, ...]:
    """Everything that these operative words decide; `unknown` where nothing was recognised."""
    found = {one.code: one for one in _by_words(text)}
    found = settle(found, citations, text)
    if not found:
        found = {one.code: one for one in by_article(citations)}
        if "partial" in found:
            found = {code: one for code, one in found.items() if not code.startswith("refused_")}
    return tuple(sorted(found.values(), key=lambda one: ORDER.index(one.code)))


def _by_words(text: str) -> Iterable[Decided]:
    own = _without(text, "not_ours")
    given = _without(own, *_NOT_GIVEN)
    granted = None
    for code in _TOLD:
        match = pattern(code).search(given if code in _GIVES else own)
        if match and not (code == "abandoned" and _threatened(text, match)):
            yield Decided(code, match.start(), match.end())
            granted = match if code == "granted" else granted
    yield from _refusals(text, granted)
    not_ours = pattern("not_ours").search(text)
    if not_ours:
        code = "petition" if pattern("petition").search(text) else "not_government_information"
        yield Decided(code, not_ours.start(), not_ours.end())
        return
    nothing = pattern("not_government_information").search(text)
    if nothing and not pattern("ours_only").search(nothing[0]):
        yield Decided("not_government_information", nothing.start(), nothing.end())


def _without(text: str, *says: str) -> str:
    """The text with these wordings blanked out."""
    for one in says:
        text = pattern(one).sub(lambda match: " " * len(match[0]), text)
    return text


def _threatened(text: str, match: re.Match[str]) -> bool:
    """The sentence asks for something first, and says what follows if it does not come:
    请于10个工作日内补正,逾期不补正视为放弃 is what will be, not what has been."""
    begin = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
    before = text[begin : match.start()]
    return bool(
        pattern("will_be").match(match[0]) and pattern("asks_for_more").search(before)
    ) and not pattern("has_been").search(text[begin : match.end()])


def _refusals(text: str, granted: re.Match[str] | None) -> Iterable[Decided]:
    refusal = next((one for one in _refusing(text) if not _overruled(one, granted)), None)
    if refusal is None:
        return
    grounded = False
    for code in _GROUNDS:
        ground = pattern(code).search(text)
        if ground:
            grounded = True
            yield Decided(
                code, min(ground.start(), refusal.start()), max(ground.end(), refusal.end())
            )
    if not grounded:
        yield Decided("refused", refusal.start(), refusal.end())


def _refusing(text: str) -> list[re.Match[str]]:
    found = (one for says in ("refused", "withheld") for one in pattern(says).finditer(text))
    return sorted((one for one in found if not _denied(text, one)), key=lambda one: one.start())


def _overruled(refusal: re.Match[str], granted: re.Match[str] | None) -> bool:
    """该公司不同意公开。本机关决定予以公开: another's view, and the agency's own decision behind it."""
    view = pattern("view").match(refusal[0])
    return view is not None and granted is not None and granted.start() >= refusal.end()


def _denied(text: str, refusal: re.Match[str]) -> bool:
    """The words of refusal themselves are part of what is denied or reported."""
    begin = max(0, refusal.start() - 45)
    return any(
        begin + found.end() > refusal.start()
        for found in pattern("not_refused").finditer(text[begin : refusal.end() + 2])
    )


__all__ = ["NAMES", "ORDER", "Decided", "decide"]
