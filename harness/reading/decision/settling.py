"""Decisions settled by what stands beside them: of what was found by words, what the letter means.

In: what was found, the citations, the operative text. Out: what is decided. A word of one decision is
often the reason of another (未形成 beside a refusal), or told aside; the article cited, the points of a
letter and the neighbours say which.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.reading.decision.citations import Citation
from harness.reading.decision.decided import Decided, by_article
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

# they also order how to ask for more: cited, they bear out words of giving up, and say nothing without them
_OF_SILENCE = (30, 42)


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


def _by_what_is_cited(
    found: dict[str, Decided], cited: set[str], citations: Sequence[Citation], text: str
) -> None:
    """Words that fit two decisions, settled by the article: 没有制作,也没有保存 under 第三十六条第（五）项 is no
    finding of absence; 顺便告诉你 beside 第二条 gives nothing; 给出, 遮盖 under 第三十七条 gives a part."""
    only_ours = cited == {"not_responsible"} and "not_responsible" not in found
    if "not_held" in found and only_ours and not pattern("not_there").search(text):
        one = found.pop("not_held")
        found["not_responsible"] = Decided("not_responsible", one.start, one.end)
    by_definition = any(one.is_regulation and one.article == 2 for one in citations)
    if "not_government_information" in found and by_definition and "granted" not in cited:
        found.pop("granted", None)
    masked = pattern("masked").search(text) if "partial" in cited else None
    if masked and "granted" in found and "partial" not in found and not _by_items(text):
        found["partial"] = Decided("partial", masked.start(), masked.end())


_WITH_SUCH_REASONS = frozenset(
    {"not_responsible", "needs_processing", "refused_process", "refused_internal", "unknown"}
    | {"not_government_information", "petition"}
)


def settle(
    found: dict[str, Decided], citations: Sequence[Citation], text: str
) -> dict[str, Decided]:
    """Words that belong to another decision, settled by what stands beside them."""
    cited = {one.code for one in by_article(citations)}
    if any(one.is_regulation and one.article in _OF_SILENCE for one in citations):
        cited.add("abandoned")
    refused = found.pop("refused", None)
    if refused:
        _name_the_refusal(found, refused, cited)
    _drop_reason_for_finding(found, cited, text)
    _drop_told_aside(found, cited, text)
    _by_what_is_cited(found, cited, citations, text)
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
