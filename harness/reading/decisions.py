"""What a letter decides, by the codes of contracts.md: from its operative words, else by article.

In: the operative text (masks.operative) and the citations. Out: `Decided`s in the order of the
contract, each with the words that say so. A letter may decide several things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.reading.citations import Citation
from harness.reading.wordings.book import pattern

ORDER = (
    "already_public", "granted", "partial", "refused_secret", "refused_third_party",
    "refused_internal", "refused_process", "not_held", "not_responsible", "repeat",
    "special_regime", "needs_processing", "petition", "publication", "excessive",
    "not_government_information", "abandoned", "unknown",
)  # fmt: skip

NAMES = {
    "already_public": "已主动公开",
    "granted": "予以公开",
    "partial": "部分公开",
    "refused_secret": "不予公开（国家秘密、法律禁止、三安全一稳定）",
    "refused_third_party": "不予公开（商业秘密、个人隐私等第三方权益）",
    "refused_internal": "不予公开（内部事务信息）",
    "refused_process": "不予公开（过程性信息、行政执法案卷）",
    "not_held": "信息不存在",
    "not_responsible": "不属于本机关负责公开",
    "repeat": "不予重复处理",
    "special_regime": "另有特别规定",
    "needs_processing": "需要加工、分析，不予提供",
    "petition": "不作为政府信息公开申请处理（信访、投诉、举报）",
    "publication": "公开出版物",
    "excessive": "数量、频次明显超过合理范围，不予处理",
    "not_government_information": "不属于政府信息",
    "abandoned": "逾期未补正或者未缴费，视为放弃",
    "unknown": "决定不明",
}

# of these any wording decides; what refuses needs a ground beside it
_TOLD = (
    "not_held", "not_responsible", "already_public", "granted", "partial", "repeat",
    "special_regime", "needs_processing", "publication", "excessive", "abandoned",
)  # fmt: skip
_GIVES = ("granted", "partial")
# words of giving in these are not given: 拒绝向您公开, 能否区分处理
_NOT_GIVEN = ("withheld", "whether", "undivided")
_GROUNDS = ("refused_secret", "refused_third_party", "refused_internal", "refused_process")


@dataclass(frozen=True, slots=True)
class Decided:
    code: str
    start: int
    end: int


def decide(text: str, citations: Sequence[Citation]) -> tuple[Decided, ...]:
    """Everything that these operative words decide; `unknown` where nothing was recognised."""
    found = {one.code: one for one in _by_words(text)}
    found = _settle(found, citations, text)
    if not found:
        found = {one.code: one for one in _by_article(citations)}
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


_ARTICLES = {
    "14": "refused_secret", "15": "refused_third_party", "16/1": "refused_internal", "16/2": "refused_process",
    "36.1": "already_public", "36.2": "granted", "37": "partial", "36.4": "not_held", "36.5": "not_responsible",
    "10": "not_responsible",
    "36.6": "repeat", "36.7": "special_regime", "38": "needs_processing", "39/1": "petition",
    "39/2": "publication", "35": "excessive",
}  # fmt: skip


# they also order how to ask for more: cited, they bear out words of giving up, and say nothing without them
_OF_SILENCE = (30, 42)


def _by_article(citations: Sequence[Citation]) -> Iterable[Decided]:
    for one in citations:
        code = next((_ARTICLES[place] for place in one.places() if place in _ARTICLES), None)
        if one.is_regulation and code:
            yield Decided(code, one.start, one.end)


def _by_items(text: str) -> bool:
    """The letter answers point by point, so that each point may be decided in its own way."""
    body = re.split(r"\n附件?[:\d]", text, maxsplit=1)[
        0
    ]  # a list of enclosures is no answer by points
    return bool(pattern("next_item").search(body)) and len(pattern("section").findall(body)) < 2


def _drop_reason_for_finding(found: dict[str, Decided], cited: set[str], text: str) -> None:
    """“未形成正式意见” beside a refusal, “未制作” beside 不属于本机关负责: the reason of another decision."""
    if "not_held" not in found or "not_held" in cited or pattern("not_there").search(text):
        return
    others = set(found) - {"not_held"}
    if _by_items(text) or not (others & _WITH_SUCH_REASONS):
        return
    found.pop("not_held")


def _drop_told_aside(found: dict[str, Decided], cited: set[str], text: str) -> None:
    """Beside a refusal under its article, 招标结果已公示 tells what else may be known; beside 第三十八条,
    不存在这样的表 is why it would have to be made. Neither is a decision unless its article is cited."""
    refused = any(code.startswith("refused_") for code in found)
    if refused and "already_public" not in cited and (cited or not _by_items(text)):
        found.pop("already_public", None)
    if "needs_processing" in found and "needs_processing" in cited and "not_held" not in cited:
        found.pop("not_held", None)


_WITH_SUCH_REASONS = frozenset(
    {"not_responsible", "needs_processing", "refused_process", "refused_internal", "unknown"}
    | {"not_government_information", "petition"}
)


def _settle(
    found: dict[str, Decided], citations: Sequence[Citation], text: str
) -> dict[str, Decided]:
    """Words that belong to another decision, settled by what stands beside them."""
    cited = {one.code for one in _by_article(citations)}
    if any(one.is_regulation and one.article in _OF_SILENCE for one in citations):
        cited.add("abandoned")
    refused = found.pop("refused", None)
    if refused:
        _name_the_refusal(found, refused, cited)
    _drop_reason_for_finding(found, cited, text)
    _drop_told_aside(found, cited, text)
    if "not_held" in found and "not_responsible" in found:
        _drop_uncited(found, "not_held", "not_responsible", cited)
    if "already_public" in found and "granted" in found and not _by_items(text):
        _one_of_a_sentence(found, cited)
    if "granted" in found and "needs_processing" not in cited:
        found.pop("needs_processing", None)
    if _by_items(text):
        _part_of_an_item(found, cited)
        _gather_within_items(found, text)
    else:
        _gather_partial(found, cited, text)
    if "petition" in cited and "not_government_information" in found:
        # 不作为政府信息公开申请处理 under 第三十九条第一款, whatever the letter calls the matter
        one = found.pop("not_government_information")
        found.setdefault("petition", Decided("petition", one.start, one.end))
    return _meant(_narrow(found, cited), cited, text)


def _meant(found: dict[str, Decided], cited: set[str], text: str) -> dict[str, Decided]:
    """Where a letter does not go point by point, and some of what was found stands under its article,
    the rest was told aside: how the first application ended, what else is public."""
    under = {code for code in found if code in cited}
    if not under or _by_items(text):
        return found
    return {code: one for code, one in found.items() if code in under or code == "partial"}


# decisions that say of themselves that nothing is given: 不予提供 beside them is no other one
_SAY_NO = frozenset(
    [
        "needs_processing",
        "partial",
        "not_held",
        "not_responsible",
        "petition",
        "excessive",
        "repeat",
        "special_regime",
        "not_government_information",
        "publication",
        "abandoned",
    ]
)


# refused by these articles, whatever words say so: 对你的申请不予提供
_NO_BY_ARTICLE = frozenset({"needs_processing", "excessive", "petition", "repeat"})


def _name_the_refusal(found: dict[str, Decided], refused: Decided, cited: set[str]) -> None:
    """A refusal whose words give no ground: the article names it, else it stays unknown."""
    by_article = [code for code in cited if code.startswith("refused_")] or [
        code
        for code in cited & _SAY_NO
        if code in _NO_BY_ARTICLE and not _SAY_NO & set(found) - {"not_held"}
    ]
    for code in by_article:
        found.setdefault(code, Decided(code, refused.start, refused.end))
    if not by_article and not _SAY_NO & set(found):
        found["unknown"] = Decided("unknown", refused.start, refused.end)


def _gather_partial(found: dict[str, Decided], cited: set[str], text: str) -> None:
    """What is given and what is kept back of one piece of information are one decision."""
    kept_back = [one for code, one in found.items() if code.startswith("refused_")]
    if kept_back and "partial" in cited and not pattern("kept_whole").search(text):
        found.setdefault("partial", Decided("partial", kept_back[0].start, kept_back[0].end))
    if "partial" in found:
        for code in [code for code in found if code == "granted" or code.startswith("refused_")]:
            found.pop(code)


def _part_of_an_item(found: dict[str, Decided], cited: set[str]) -> None:
    """Article 37 cited, and something kept back: one of the items is given in part."""
    kept_back = [one for code, one in found.items() if code.startswith("refused_")]
    if "partial" in cited and "partial" not in found and len(kept_back) == 1:
        found["partial"] = Decided("partial", kept_back[0].end, kept_back[0].end)


def _gather_within_items(found: dict[str, Decided], text: str) -> None:
    """The same, where it is one item of several that is given in part."""
    if "partial" not in found:
        return
    begins = [0, *(match.start() for match in pattern("next_item").finditer(text)), len(text)]
    at = found["partial"].start
    start = max(begin for begin in begins if begin <= at)
    end = min(begin for begin in begins if begin > at)
    for code in [code for code in found if code.startswith("refused_")]:
        if start <= found[code].start < end:
            found.pop(code)


def _drop_uncited(found: dict[str, Decided], one: str, other: str, cited: set[str]) -> None:
    if one in cited and other not in cited:
        found.pop(other)
    elif other in cited and one not in cited:
        found.pop(one)


def _one_of_a_sentence(found: dict[str, Decided], cited: set[str]) -> None:
    """“已在网站上予以公开” is one decision, not two; the article says which where it is cited."""
    public, granted = found["already_public"], found["granted"]
    near = abs(public.start - granted.start) < 60
    if near and "granted" not in cited:
        found.pop("granted")
    elif near and "already_public" not in cited:
        found.pop("already_public")


# a ground's words often occur in a letter that decides by another: the article says which was meant
def _narrow(found: dict[str, Decided], cited: set[str]) -> dict[str, Decided]:
    refusals = [code for code in found if code.startswith("refused_")]
    meant = [code for code in refusals if code in cited]
    if meant and len(refusals) > len(meant):
        for code in set(refusals) - set(meant):
            found.pop(code)
    if "repeat" in found or "petition" in found:
        # how the first application was answered is told, not decided again
        for code in ("already_public", "not_held", "not_responsible", "granted"):
            if code in found and code not in cited:
                found.pop(code)
    if (
        "not_responsible" in found
        and "granted" in found
        and "granted" not in cited
        and "not_responsible" in cited
    ):
        found.pop("granted")
    return found
