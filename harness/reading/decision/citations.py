"""Citations of law: which law, article, paragraph and item, and the words that say so.

In: canonical text. Out: `Citation`s in order. Full and short names, Chinese and Arabic numerals,
第三十六条第（四）项 and 第三十六条第一款第四项 alike, lists (第十四条、第十五条); a bare 第…条 goes to the
law named last; 本条例 and 《条例》 mean the 条例 where it was named before, or where nothing else was.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.reading.page.numerals import NUMBER, to_int
from harness.reading.page.prose import joined
from parsers import lazy_re as re

REGULATION = "政府信息公开条例"

# a law by its name, in 《》 or bare; the bare forms are those that letters really use
_NAMED = (
    r"《(?P<title>[^《》]{2,60})》"
    r"|(?P<bare>(?:中华人民共和国)?(?:政府)?信息公开条例|(?:中华人民共和国)?保守国家秘密法|(?:中华人民共和国)?档案法"
    r"|不动产登记(?:暂行条例|资料查询暂行办法)|(?:国务院)?信访(?:工作)?条例|行政诉讼法|行政复议法)"
    r"|(?P<short>(?:本|该|上述|新|新修订的|修订后的)?条例)(?=第|的|规定|有关|相关|[\(,。;])"
)
# a paper known by its number has articles of its own: 国办发〔2008〕36号文第十四条
_PAPER = r"(?P<paper>[\u4e00-\u9fff]{1,10}[〔\[(【{「<]\d{4}[〕\])】}」>]第?\d{1,4}号)(?:文件?)?\)?(?:文件?)?(?:的|中|之)?(?=第?[一二三四五六七八九十百零\d]+条)"
# without 第 only behind a law or another article: neither 同一条 nor 三十六条小巷 names one
_ARTICLE = (
    # 以上第一条依据……, 第二条要……: points of the letter, or of the application
    rf"(?:(?<!以上)(?<!上述)第(?!{NUMBER}条(?:依据|根据|按照|依照|要(?!求)|问|想))(?P<articles>{NUMBER}(?:[、,和及]{NUMBER}){{1,30}})|(?<!以上)(?<!上述)第(?!{NUMBER}条(?:依据|根据|按照|依照|要(?!求)|问|想))(?P<article>{NUMBER})"
    rf"|(?<=[》)例法定则、,和及与或据照按依条款项])(?P<bare_article>{NUMBER})(?=条(?:的?第|之|的?规定|[(、,。;)和及与]|$)))条(?:之[一二三四五])?"
)
_ITEM = rf"(?:\({NUMBER}\)|{NUMBER})"
_ITEMS = rf"{_ITEM}(?:[、,和及]第?{_ITEM}|第?\({NUMBER}\)){{0,30}}"
# 第三十六条(四),: an item in brackets needs no 项 where nothing but the end of the citation follows
_BARE_ITEM = rf"\({NUMBER}\)(?=[、,。;)]|的?(?:之)?规定|$)"
_PLACE = rf"(?:的?第?(?P<paragraph>{NUMBER})款)?(?:(?:[、,]的?(?=第|\()|的?)第?(?:(?P<items>{_ITEMS})项|(?P<bracketed>{_BARE_ITEM})))?"
_TOKEN = re.compile(
    rf"(?:{_NAMED})|{_PAPER}|(?:{_ARTICLE}{_PLACE})|(?:(?:(?<=[项、,和及或])|(?<=[同该]条)|(?<=同一条))第?(?P<more>{_ITEMS})项)"
    rf"|(?:(?<=[款、,和及或])第?(?P<also>{NUMBER})款)"
)
# one of these stands in every match of _TOKEN: most mails are done with here
_MAY_CITE = re.compile(r"[《条项款]|\d号|(?:密|案|讼|议|办)法")
_NOT_LAW = re.compile(
    r"通知|意见|方案|函|公告|指南|目录|申请|答复|告知|报告|决定书|协议|合同|规划|公报"
)
_IS_LAW = re.compile(
    r"法$|法典$|条例$|规定$|办法$|规则$|细则$|解释$|法\(|条例\(|规定\(|办法\(|决定$"
)


@dataclass(frozen=True, slots=True)
class Citation:
    law: str  # 政府信息公开条例, or the other law's name
    article: int | None  # None: the law is named without an article
    paragraph: int | None
    item: int | None
    text: str
    start: int
    end: int

    @property
    def is_regulation(self) -> bool:
        return self.law == REGULATION

    def places(self) -> tuple[str, ...]:
        """How tables name this place, most exact first: 36.4, 16/2, 36."""
        exact = []
        if self.item is not None:
            exact.append(f"{self.article}.{self.item}")
        if self.paragraph is not None:
            exact.append(f"{self.article}/{self.paragraph}")
        return (*exact, f"{self.article}")


def citations(text: str, raw: str | None = None) -> tuple[Citation, ...]:
    """Every citation in the text; `raw` supplies the words as they stood."""
    if not _MAY_CITE.search(text):
        return ()
    raw = text if raw is None else raw
    found: list[Citation] = []
    law, introduced = "", False
    paper, paper_end = "", -9
    for match in _TOKEN.finditer(text):
        name = match["title"] or match["bare"] or match["short"]
        if name is not None and _is_paper(text, match):
            paper, paper_end = name, match.end()
        elif name is not None:
            named = _law(name, match, introduced)
            law = named or law
            introduced = introduced or law == REGULATION
            if named and _as_basis(text, match):
                words, start, end = (
                    joined(raw[match.start() : match.end()]),
                    match.start(),
                    match.end(),
                )
                found.append(Citation(law, None, None, None, words, start, end))
        elif match["paper"]:
            paper, paper_end = match["paper"], match.end()
        elif match["more"]:
            found.extend(_more_items(found, match, raw))
        elif match["also"]:
            found.extend(_more_paragraphs(found, match, raw))
        elif match.start() - paper_end in (0, 1):
            found.extend(_cited(match, paper, raw))
            paper_end = match.end()
        else:
            found.extend(_cited(match, law or REGULATION, raw))
    return _without_empty_names(found)


# a paper that is no law, named by its title right before an article of it
_ITS_ARTICLE = re.compile(rf"的?第?{NUMBER}条")


def _is_paper(text: str, match: re.Match[str]) -> bool:
    title = match["title"]
    return bool(title and not _IS_LAW.search(title) and _ITS_ARTICLE.match(text, match.end()))


_BEFORE = re.compile(r"(?:根据|依据|依照|按照|适用|参照)[^。;\n]{0,40}$")
_AFTER = re.compile(r"(?:\([^()]{0,60}\))?(?:的|之)?(?:有关|相关)?(?:规定|精神|要求)")


def _as_basis(text: str, match: re.Match[str]) -> bool:
    """A law that is merely mentioned (in a list of documents, say) is no basis."""
    before = text[max(0, match.start() - 46) : match.start()]
    return bool(_BEFORE.search(before) or _AFTER.match(text, match.end()))


def _law(name: str, match: re.Match[str], introduced: bool) -> str:
    bare = re.sub(r"\s", "", name).replace("中华人民共和国", "")  # a name may wrap
    if match["short"]:
        return REGULATION if introduced or match["short"] != "条例" or name else ""
    if bare in {"条例", "信息公开条例", "政府信息公开条例"} or bare.startswith("政府信息公开条例"):
        return REGULATION
    if match["bare"]:
        return bare
    return (
        bare
        if _IS_LAW.search(bare)
        and not (_NOT_LAW.search(bare) and not bare.endswith(("法", "条例", "规定", "办法")))
        else ""
    )


def _cited(match: re.Match[str], law: str, raw: str) -> list[Citation]:
    """One citation an article and an item: 第十四、十五条 are two, 第三十六条第（一）、（四）项 as well."""
    articles = _numbers(match["articles"] or match["article"] or match["bare_article"])
    paragraph = to_int(match["paragraph"]) if match["paragraph"] else None
    told = match["items"] or match["bracketed"]
    items = _numbers(told) if told else [None]
    words, start, end = joined(raw[match.start() : match.end()]), match.start(), match.end()
    return [
        Citation(law, article, paragraph, item, words, start, end)
        for article in articles
        for item in items
    ]


# behind a sentence, or behind an item of the application (第3项、第4项), no item goes on with an article
_FAR_OFF = re.compile(r"第[^,。;()]{1,3}项[、,和及与或]+$")


def _more_items(found: list[Citation], match: re.Match[str], raw: str) -> list[Citation]:
    """“第（四）项、第（五）项”: the second belongs to the article before it."""
    last = next((one for one in reversed(found) if one.article is not None), None)
    if (
        last is None
        or last.item is None
        or (_FAR_OFF.search(match.string[last.end : match.start()]))
    ):
        return []
    words, start, end = joined(raw[match.start() : match.end()]), match.start(), match.end()
    return [
        Citation(last.law, last.article, last.paragraph, item, words, start, end)
        for item in _numbers(match["more"])
    ]


def _more_paragraphs(found: list[Citation], match: re.Match[str], raw: str) -> list[Citation]:
    """“第一款、第二款”: the second belongs to the article before it, in the same list."""
    last = found[-1] if found else None
    if last is None or last.paragraph is None or match.start() - last.end > 1:
        return []
    words, start, end = joined(raw[match.start() : match.end()]), match.start(), match.end()
    return [Citation(last.law, last.article, to_int(match["also"]), None, words, start, end)]


def _numbers(text: str) -> list[int | None]:
    pieces = re.split(r"[、,和及]|(?<=\))第?(?=\()", text)
    return [to_int(piece.strip("第()")) for piece in pieces]


def _without_empty_names(found: list[Citation]) -> tuple[Citation, ...]:
    """A law's name says nothing of its own where an article of that law is cited somewhere."""
    with_article = {one.law for one in found if one.article is not None}
    kept, seen = [], set()
    for one in found:
        if one.article is None and (one.law in with_article or one.law in seen):
            continue
        if one.article is None:
            seen.add(one.law)
        kept.append(one)
    return tuple(kept)
