"""What is wrong with the articles that a letter cites, held against its decisions and the law of its day.

In: a letter opened and its citations of the 条例. Out: the first fault that holds, with the clause that says
it; whether an article supports what was decided, and whether it exists at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.checker.opened import Opened
from harness.law.statutes import ORDER_711, Text
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reading.decision.basis import (
    decided_apart,
    for_want_of_a_need,
    is_case_file_alone,
    of_then,
    order_492_applied,
)
from harness.reading.decision.citations import Citation
from harness.reading.decision.decisions import NAMES


def faults_of(opened: Opened, cited: Sequence[Citation]) -> dict[str, str]:
    """The defect of the citations as a whole with the sentence that says it; the first that holds."""
    if opened.on is None:
        return {}
    supported = any(supports(opened, one) for one in cited)
    if opened.on >= ORDER_711 and (old := _of_old_regulation(opened, cited, supported=supported)):
        return {"old_regulation": old}
    missing = [
        one
        for one in cited
        if not exists(one, opened.law) and not (supported and of_then(opened.text, one))
    ]
    if missing:
        told = f"{missing[0].text}{_confusion(missing[0], opened.law)}"
        return {"no_such_article": f"施行的政府信息公开条例中没有{told}"}
    other = _other_paragraph(opened, cited)
    if other:
        return {"does_not_fit": other}
    bare = [one for one in cited if one.item is None and one.article == _itemised(opened.law)]
    # the definition of article 2 names no case of its own; an article of refusal does
    beside = [one for one in cited if one.article != _DEFINITION and one not in bare]
    # of the old text the whole of article 21 supports some decisions
    whole = any(str(one.article) in _wanted(opened) for one in bare)
    borne = whole or any(supports(opened, one) for one in beside)
    if bare and not borne and opened.kind is ReplyKind.ANSWER:
        items = opened.law.items[_itemised(opened.law)]
        return {"no_item": f"{bare[0].text}分为{items}项，没有写明哪一项"}
    return {} if supported else _misfit(opened, cited)


# decisions that are told in words of their own, whatever is cited
_PLAIN = frozenset({"not_held", "granted", "already_public"})


def uncited(opened: Opened, cited: Sequence[Citation]) -> dict[str, str]:
    """Of several decisions, told point by point, one that no article cited supports."""
    if opened.law.id == "2008" or opened.kind is not ReplyKind.ANSWER:
        return {}
    without = [
        one.code
        for one in decided_apart(opened.facts)
        if (one.code in _PLAIN or one.code.startswith("refused_"))
        and not any(_supports_code(opened, one.code, each) for each in cited)
    ]
    if not without or len(without) == len(opened.codes):
        return {}
    names = "、".join(NAMES[code] for code in without)
    words = "、".join(dict.fromkeys(one.text for one in cited))
    return {"does_not_fit": f"答复有几项决定，其中“{names}”没有引用依据，{words}不支持这一决定"}


def _of_old_regulation(opened: Opened, cited: Sequence[Citation], *, supported: bool) -> str:
    """What of the text of 2008 is applied, said in a sentence; empty: nothing."""
    if order_492_applied(opened.text) and opened.kind is ReplyKind.ANSWER:
        return "引用的是已修订的政府信息公开条例（国务院令第492号）"
    # 第二十一条第（一）项 was an item of the old text; today's article 21 has none
    old = [
        one
        for one in cited
        if _old(one, opened)
        and not (supported and (exists(one, opened.law) or of_then(opened.text, one)))
    ]
    if old:
        return f"{old[0].text}是2019年5月15日前旧条例的条款，现行条例中不是此内容"
    if any(one.article == 13 for one in cited) and for_want_of_a_need(opened.facts):
        return "以申请与生产、生活、科研等特殊需要无关为由，这是2019年5月15日前旧条例第十三条的条件，现行条例已经取消"
    return ""


_DEFINITION = 2


def _itemised(law: Text) -> int:
    """The article that tells apart, item by item, how an application is answered."""
    return 21 if law.id == "2008" else 36


def _other_paragraph(opened: Opened, cited: Sequence[Citation]) -> str:
    """A case file kept back by the paragraph on internal affairs alone."""
    paragraphs = [one for one in cited if one.article == 16]
    if not paragraphs or opened.law.id == "2008" or opened.codes != ("refused_process",):
        return ""
    if any(one.paragraph != 1 for one in paragraphs) or not is_case_file_alone(opened.facts):
        return ""
    return "行政执法案卷信息规定在第十六条第二款，所引第十六条第一款是内部事务信息，不支持这一决定"


def without_paragraph(cited: Sequence[Citation], opened: Opened) -> str:
    """Article 39 without its paragraph: the two are different cases. A remark, no fault."""
    bare = [one for one in cited if one.article == 39 and one.paragraph is None]
    told = any(one.article == 39 and one.paragraph is not None for one in cited)
    if opened.law.id == "2008" or not bare or told:
        return ""
    return "第三十九条分两款，没有写明哪一款"


def _misfit(opened: Opened, cited: Sequence[Citation]) -> dict[str, str]:
    decided = _wanted(opened)
    if (
        not decided
        or opened.law.id == "2008"
        or only_silent(opened, cited)
        or opened.kind is not ReplyKind.ANSWER
    ):
        return {}
    names = "、".join(NAMES[code] for code in opened.codes)
    words = "、".join(dict.fromkeys(one.text for one in cited))
    return {"does_not_fit": f"所作决定为“{names}”，{words}不支持这一决定"}


def only_silent(opened: Opened, cited: Sequence[Citation]) -> bool:
    if (
        opened.kind is not ReplyKind.ANSWER
        or not _wanted(opened)
        or any(supports(opened, one) for one in cited)
    ):
        return False
    return opened.law.id != "2008" and all(one.article in opened.law.silent for one in cited)


def _wanted(opened: Opened) -> tuple[str, ...]:
    """The places of the law that would support what was decided; empty where that is not known."""
    if opened.kind is not ReplyKind.ANSWER:
        return opened.law.kinds.get(str(opened.kind), ())
    if "unknown" in opened.codes:
        return ()
    return tuple(place for code in opened.codes for place in opened.law.fits.get(code, ()))


def supports(opened: Opened, one: Citation) -> bool:
    """A place of the table covers the citation: 第十六条 alone may mean either paragraph of it."""
    places = _wanted(opened)
    return not places or _covers(places, one, opened.law)


def _supports_code(opened: Opened, code: str, one: Citation) -> bool:
    places = opened.law.fits.get(code, ())
    return not places or _covers(places, one, opened.law)


def _covers(places: Sequence[str], one: Citation, law: Text) -> bool:
    exact = one.places()
    whole = one.item is None and one.paragraph is None and one.article != _itemised(law)
    return any(
        place in exact or (whole and place.split("/")[0].split(".")[0] == str(one.article))
        for place in places
    )


def exists(one: Citation, law: Text) -> bool:
    """Whether article, paragraph and item exist in that text, as far as its table knows."""
    article = one.article or 0
    if not 1 <= article <= law.articles:
        return False
    if one.paragraph is not None and one.paragraph > law.paragraphs.get(article, one.paragraph):
        return False
    if one.item is None:
        return True
    known = article in law.items or article in law.paragraphs
    return not known or one.item <= law.items.get(article, 0)


def _confusion(one: Citation, law: Text) -> str:
    items = law.items.get(one.article or 0, 0)
    if one.item is None and one.paragraph and one.paragraph <= items:
        return "（该条不分款，疑将“项”写作“款”）"
    return ""


# articles of the 2008 text on which answers rested, by what they would have to be now
_OLD_ANSWERS = frozenset({21, 22, 23, 24, 17})


def _old(one: Citation, opened: Opened) -> bool:
    if one.article == 21 and one.item is not None:
        return True
    return (
        one.article in _OLD_ANSWERS
        and not set(opened.codes) & {"already_public", "unknown"}
        and opened.kind is ReplyKind.ANSWER
    )
