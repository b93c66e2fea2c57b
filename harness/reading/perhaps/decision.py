"""Coarse looks at what a letter decides and by which law."""

from __future__ import annotations

from harness.reading.account import DECISION, FOOT, HEAD, LAW, REMEDY, REQUEST
from harness.reading.asked.items import in_doubt
from harness.reading.decision.reported_words import blanked, without_quotations
from harness.reading.decision.responsible import bodies_named, without_nobodies
from harness.reading.decision.ways_to_obtain import without_contacts, without_vague_ways
from harness.reading.facts import Facts
from harness.reading.perhaps.look import ABSENT, Claim, Look, body, found, said
from harness.reading.wordings.book import pattern
from parsers import lazy_re as re

# --- 法律依据 ----------------------------------------------------------------------------------

# a name behind a number stands in a list of documents: 2.《档案利用办法》
_ANY_LAW = re.compile(
    r"第[一二三四五六七八九十百零\d]+条|条例|(?<![\d一二三四五六七八九十][.、)])《[^》]{0,120}(?:法|规定|办法|细则)》"
)
_ITS_ARTICLE = re.compile(r"信息公开条例》?[^。;]{0,12}第[^。;]{1,8}条")
_ITEM = re.compile(
    r"第?[(]?[一二三四五六七八九十]{1,2}[)]?项|(?:三十六|36)条(?:之|[“\"])[(][一二三四五六七][)]"
)
# an item of the application, and none of an article
_ASKED_ITEM = re.compile(
    r"(?:关于|对于?|针对|就|申请)[^,。;\n]{0,6}第?[(]?[一二三四五六七八九十]{1,2}[)]?项|第[(]?[一二三四五六七八九十]{1,2}[)]?项(?=信息|申请|内容|经|可以|不|已|属|予|由|,)"
)
_THE_REGULATION = re.compile(r"信息\s*公开\s*条例")
_BIG = re.compile(
    r"(?:[一二三四五六七八九]百|[七八九]十|1\d\d|[7-9]\d)[一二三四五六七八九十零\d]{0,8}+条"
)


def _law(facts: Facts, _: Claim) -> str:
    return found(_ANY_LAW, said(facts)) or found(_ITS_ARTICLE, facts.text)


def _article(facts: Facts, _: Claim) -> str:
    """An article stands somewhere: in a column of a table, say, whose head names the law."""
    return found(_ANY_ARTICLE, body(facts))


_ANY_ARTICLE = re.compile(r"第[一二三四五六七八九十\d]{1,4}条(?!路|线|街|巷|河|道)")


def _item(facts: Facts, _: Claim) -> str:
    """An item stands somewhere, and belongs to no article: the line that joins it may be torn."""
    told = ((one.start, one.end) for one in facts.words.citations if one.item is not None)
    return found(_ITEM, _ASKED_ITEM.sub("", blanked(facts.words.told, told)))


def _regulation(facts: Facts, _: Claim) -> str:
    return found(_THE_REGULATION, body(facts))


def _too_big(_: Facts, claim: Claim) -> str:
    """No text of the 条例 has as many articles: the number is another law's."""
    return found(_BIG, str(claim.about.get("cited", "")))


# what a letter that decides so would hardly do without; a word may stand for more than one class
_OF_DECISION = {
    "granted": "like_granted",
    "partial": "like_partial",
    "already_public": "like_already_public",
    "not_held": "like_not_held",
    "not_responsible": "like_not_responsible",
    "refused_secret": "like_refused_secret",
    "refused_third_party": "like_refused_third_party",
    "refused_internal": "like_refused_internal",
    "refused_process": "like_refused_process",
    "petition": "like_petition",
    "repeat": "like_repeat",
    "publication": "like_publication",
    "excessive": "like_excessive",
    "needs_processing": "like_needs_processing",
    "special_regime": "like_special_regime",
    "abandoned": "like_abandoned",
    "not_government_information": "like_not_government_information",
}


def _fitting(facts: Facts, claim: Claim) -> str:
    """Words of a decision that an article cited would support: the one read may be the wrong one. Of
    decisions told apart, each with words of its own, that is none."""
    if claim.about.get("decided") == "apart":
        return ""
    cited = [one for one in facts.words.citations if one.article is not None]
    body = said(facts)
    for code, places in facts.law.fits.items():
        if code in facts.codes or code not in _OF_DECISION:
            continue
        if any(_is_at(one.article, one.item, places) for one in cited):
            words = found(pattern(_OF_DECISION[code]), body)
            if words:
                return words
    return ""


def _is_at(article: int | None, item: int | None, places: tuple[str, ...]) -> bool:
    return any(
        place in (f"{article}.{item}", str(article)) or place.startswith(f"{article}/")
        for place in places
    )


# --- 处理决定 ----------------------------------------------------------------------------------


# a clause read so is known by its manner alone: 县图书馆有合订本可以翻 is a way, and who tells a way decides
_MAY_DECIDE = frozenset({DECISION, "way", "reason", "search"})
_NO_DECISION = frozenset({HEAD, REQUEST, LAW, REMEDY, FOOT, "courtesy", "promise", "contact"})


def _decision(facts: Facts, _: Claim) -> str:
    """Words of a decision anywhere: a form's cells may have been taken for its remedies."""
    start = facts.letter.title.end if facts.letter.title else 0
    said_so = found(pattern("any_decision"), facts.text[start:])
    return said_so or found(pattern("points_elsewhere"), said(facts)) or _by_manner(facts)


def _by_manner(facts: Facts) -> str:
    begin, end = facts.letter.body
    told = (
        facts.said(one)
        for one in facts.clauses
        if begin <= one.start < end and one.claims & _MAY_DECIDE and not one.claims & _NO_DECISION
    )
    return next(told, "")


def _way(facts: Facts, _: Claim) -> str:
    """A way is told after all; or something else was decided, and nothing there to be obtained."""
    body = without_vague_ways(without_contacts(said(facts)))
    return (
        found(pattern("any_way"), body)
        or found(pattern("somewhere"), body)
        or found(pattern("nothing_to_obtain"), body)
        or found(pattern("handed_over"), body)
        or _told_at_length(facts, 200)
    )


def _items(facts: Facts, claim: Claim) -> str:
    """Words that nobody understood, where the letter speaks of none of the items it answers."""
    return in_doubt(facts, claim.items or 0)


def _other_body(facts: Facts, _: Claim) -> str:
    return (
        found(pattern("other_body"), without_nobodies(without_quotations(body(facts))))
        or next(bodies_named(facts), "")
        or _told_at_length(facts, 300)
    )


_HAN = re.compile(r"[\u4e00-\u9fff]")


def _told_at_length(facts: Facts, most: int) -> str:
    """The longest sentence of a letter that says more of its own than this many characters: bare
    letters, which tell no way and name no body, say less, and a long one may tell it in any words."""
    begin, end = facts.letter.body
    own = facts.words.operative[begin:end]
    if len(_HAN.findall(own)) <= most:
        return ""
    return max(re.split(r"[。;\n]", own), key=len).strip()


LOOKS: dict[tuple[str, str], Look] = {
    ("legal_basis", ABSENT): _law,
    ("legal_basis", "no_article"): _article,
    ("legal_basis", "other_law_only"): _regulation,
    ("legal_basis", "no_item"): _item,
    ("legal_basis", "no_such_article"): _too_big,
    ("legal_basis", "does_not_fit"): _fitting,
    ("decision", ABSENT): _decision,
    ("decision", "no_way_to_obtain"): _way,
    ("decision", "unanswered_item"): _items,
    ("decision", "no_agency_named"): _other_body,
}
